import type { Change } from '../model/change.ts';
import { allProperties, type Contract, type SlaProperty } from '../model/contract.ts';
import { dayOf, type Deprecable } from '../model/deprecation.ts';
import type { Location } from '../model/location.ts';

/** What of a contract can be deprecated, by a key that is the same in every version of the contract. */
export type DeprecableElements = ReadonlyMap<string, Deprecable>;

const known = new WeakMap<
  Contract,
  { readonly elements: DeprecableElements; readonly keys: ReadonlyMap<string, string> }
>();

/** Everything of a contract that can be deprecated, the contract itself included. */
export function deprecableElements(contract: Contract): DeprecableElements {
  return indexOf(contract).elements;
}

/** The key of what a change takes away from `contract`, which is base's; undefined where it takes nothing that has a key. */
export function withdrawnKey(contract: Contract, change: Change): string | undefined {
  switch (change.kind) {
    case 'contract.removed':
    case 'status.changed':
      return wholeKey;
    case 'object.removed':
    case 'property.removed':
    case 'server.removed':
    case 'sla.removed':
      return change.baseAt && indexOf(contract).keys.get(placeKey(change.kind.split('.', 1)[0] ?? '', change.baseAt));
    default:
      return undefined;
  }
}

const wholeKey = 'contract';

function placeKey(kind: string, { line, column }: Location): string {
  return `${kind} ${line}:${column}`;
}

function indexOf(contract: Contract): NonNullable<ReturnType<(typeof known)['get']>> {
  const ready = known.get(contract);
  if (ready !== undefined) return ready;
  const elements = new Map<string, Deprecable>([[wholeKey, wholeContract(contract)]]);
  const keys = new Map<string, string>();
  const add = (kind: string, names: readonly (string | undefined)[], element: Deprecable): void => {
    const key = JSON.stringify([kind, ...names.map((name) => name ?? null)]);
    if (!elements.has(key)) elements.set(key, element);
    keys.set(placeKey(kind, element.at), key);
  };
  for (const object of contract.schema) {
    add('object', [object.name], object);
    for (const { property, path } of allProperties(object)) add('property', path, property);
  }
  for (const server of contract.servers) add('server', [server.server], server);
  for (const level of contract.slaProperties) add('sla', [level.property, level.element, level.driver], level);
  const made = { elements, keys };
  known.set(contract, made);
  return made;
}

/** A contract is deprecated by its status; its end may be a service level. */
function wholeContract(contract: Contract): Deprecable {
  const at = contract.status?.at ?? contract.at;
  const isDeprecated = contract.status?.value === 'deprecated';
  const last = lastDay(contract.slaProperties);
  const announced = last === undefined ? [] : [{ property: 'sunset', value: last.day, at: last.level.at }];
  // The dates alone are no deprecation: most contracts name their end of life from the first day.
  return {
    deprecated: { value: isDeprecated, at },
    customProperties: isDeprecated ? [...announced, ...contract.customProperties] : [],
    at,
  };
}

/** The later of the end of support and the end of life: until then somebody may rely on it. */
function lastDay(levels: readonly SlaProperty[]): { readonly day: string; readonly level: SlaProperty } | undefined {
  return levels
    .filter(({ property }) => /^end_?of_?(?:life|support)$/i.test(property))
    .flatMap((level) => {
      const day = dayOf(level.value);
      return day === undefined ? [] : [{ day, level }];
    })
    .toSorted((a, b) => (a.day < b.day ? 1 : -1))[0];
}
