import { type ApiVersion, apiVersions } from '../../model/contract.ts';
import type { Element } from './elements.ts';

/** From which version on (inclusive) and before which version (exclusive) something is part of the standard. */
export interface Span {
  readonly since?: ApiVersion;
  readonly until?: ApiVersion;
}

/** Whether `version` is `other` or newer. */
export function isAtLeast(version: ApiVersion, other: ApiVersion): boolean {
  return apiVersions.indexOf(version) >= apiVersions.indexOf(other);
}

/** Whether a span covers a version. */
export function isWithin(version: ApiVersion, span: Span): boolean {
  return (
    (span.since === undefined || isAtLeast(version, span.since)) &&
    (span.until === undefined || !isAtLeast(version, span.until))
  );
}

type Since = { readonly [key: string]: ApiVersion };

const ofElement: Since = { deprecated: 'v3.2.0', id: 'v3.1.0', synonyms: 'v3.2.0' };
const ofProperty: Since = {
  ...ofElement,
  enum: 'v3.2.0',
  map: 'v3.2.0',
  physicalName: 'v3.0.2',
  relationships: 'v3.1.0',
  semanticType: 'v3.2.0',
};

/** Keys that are younger than 3.0.0 (changelog of the standard, 3.0.1 to 3.2.0). */
const keysSince: { readonly [element in Element]?: Since } = {
  contract: { authoritativeDefinitions: 'v3.0.1', context: 'v3.2.0' },
  customProperty: { description: 'v3.1.0', id: 'v3.1.0', vendor: 'v3.2.0' },
  definition: { description: 'v3.1.0', id: 'v3.1.0' },
  description: { authoritativeDefinitions: 'v3.0.1', customProperties: 'v3.0.1' },
  item: ofProperty,
  member: {
    authoritativeDefinitions: 'v3.1.0',
    customProperties: 'v3.1.0',
    description: 'v3.0.2',
    id: 'v3.1.0',
    name: 'v3.0.2',
    tags: 'v3.1.0',
  },
  object: { ...ofElement, context: 'v3.2.0', relationships: 'v3.1.0' },
  price: { id: 'v3.1.0' },
  property: ofProperty,
  quality: { id: 'v3.1.0' },
  relationship: { id: 'v3.2.0' },
  role: { customProperties: 'v3.0.1', id: 'v3.1.0' },
  server: { id: 'v3.1.0' },
  slaProperty: {
    authoritativeDefinitions: 'v3.2.0',
    customProperties: 'v3.2.0',
    description: 'v3.1.0',
    id: 'v3.1.0',
    schedule: 'v3.1.0',
    scheduler: 'v3.1.0',
  },
  supportItem: { customProperties: 'v3.1.0', id: 'v3.1.0' },
};

const logicalTypesSince: Since = { map: 'v3.2.0', time: 'v3.1.0', timestamp: 'v3.1.0', vector: 'v3.2.0' };

/** Values of closed sets that are younger than 3.0.0. Server types carry theirs in the server table. */
export const valuesSince: { readonly [element in Element]?: { readonly [key: string]: Since } } = {
  item: { logicalType: logicalTypesSince },
  property: { logicalType: logicalTypesSince },
};

/** Elements that take any further key before 3.1.0; from then on they are closed. */
const openBefore31: ReadonlySet<Element> = new Set([
  'customProperty',
  'definition',
  'member',
  'price',
  'quality',
  'role',
  'server',
  'slaProperty',
  'supportItem',
]);

/** Whether unknown keys of an element are legal in a version. The contract's `description` is open in all. */
export function isOpen(element: Element, version: ApiVersion): boolean {
  return element === 'description' || (openBefore31.has(element) && !isAtLeast(version, 'v3.1.0'));
}

/** Keys that only some versions require. What every version requires is in the schema. */
export const requiredKeys: readonly (Span & { readonly element: Element; readonly key: string })[] = [
  { element: 'contract', key: 'status', until: 'v3.2.0' },
  { element: 'supportItem', key: 'url', until: 'v3.1.0' },
  { element: 'customProperty', key: 'property', since: 'v3.1.0' },
  { element: 'customProperty', key: 'value', since: 'v3.1.0' },
  { element: 'member', key: 'username', since: 'v3.1.0' },
];

/** Since when `team` may be a mapping with `members`; before it is a list of members. */
export const teamObjectSince: ApiVersion = 'v3.1.0';

/** The version since which a key of an element exists; undefined where it always did. */
export function keySince(element: Element, key: string): ApiVersion | undefined {
  const keys = keysSince[element];
  return keys !== undefined && Object.hasOwn(keys, key) ? keys[key] : undefined;
}

/** Whether a version knows a key of an element, as far as the standard's history says. */
export function hasKey(element: Element, key: string, version: ApiVersion): boolean {
  const since = keySince(element, key);
  return since === undefined || isAtLeast(version, since);
}
