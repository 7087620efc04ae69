import type { Location } from '../../model/location.ts';
import {
  type DocumentNode,
  entriesOf,
  entryOf,
  type ListNode,
  type MapEntry,
  type MapNode,
  textOf,
  valueOf,
} from '../document.ts';

/** The kinds of mappings in a contract: `contract`, `options` (of a logical type) and the names under `$defs` of `schemas/odcs.schema.json`. */
export type Element =
  | 'constraint'
  | 'context'
  | 'contract'
  | 'customProperty'
  | 'definition'
  | 'description'
  | 'enumValue'
  | 'item'
  | 'map'
  | 'member'
  | 'object'
  | 'options'
  | 'price'
  | 'property'
  | 'quality'
  | 'relationship'
  | 'role'
  | 'server'
  | 'slaProperty'
  | 'supportItem'
  | 'synonym'
  | 'team'
  | 'verifiedStatement';

/** One mapping of a contract and the way to it. */
export interface Place {
  readonly element: Element;
  readonly node: MapNode;
  /** Where a key that is missing here is reported: the key that holds the mapping, or the start of the list item. */
  readonly at: Location;
  readonly parent?: Place;
  /** Key of the parent that holds this mapping, directly or in a list. */
  readonly key: string;
  readonly list?: ListNode;
  readonly index?: number;
}

const everywhere: { readonly [key: string]: Element } = {
  authoritativeDefinitions: 'definition',
  customProperties: 'customProperty',
};
const ofProperty: { readonly [key: string]: Element } = {
  enum: 'enumValue',
  items: 'item',
  map: 'map',
  properties: 'property',
  quality: 'quality',
  relationships: 'relationship',
  synonyms: 'synonym',
};

/** Which element a key of an element holds. */
const children: { readonly [element in Element]?: { readonly [key: string]: Element } } = {
  contract: {
    context: 'context',
    description: 'description',
    price: 'price',
    roles: 'role',
    schema: 'object',
    servers: 'server',
    slaProperties: 'slaProperty',
    support: 'supportItem',
    team: 'team',
  },
  context: { constraints: 'constraint', verifiedStatements: 'verifiedStatement' },
  item: ofProperty,
  map: { key: 'item', value: 'item' },
  object: {
    context: 'context',
    properties: 'property',
    quality: 'quality',
    relationships: 'relationship',
    synonyms: 'synonym',
  },
  property: ofProperty,
  server: { roles: 'role' },
  team: { members: 'member' },
};

/** Elements that a key holds directly; all others come in lists. */
const single: ReadonlySet<Element> = new Set(['context', 'description', 'item', 'map', 'price', 'team']);

/** The key by which items of a list are told apart. */
const nameKeys: { readonly [element in Element]?: string } = {
  constraint: 'id',
  customProperty: 'property',
  enumValue: 'value',
  member: 'username',
  object: 'name',
  property: 'name',
  quality: 'name',
  relationship: 'to',
  role: 'role',
  server: 'server',
  slaProperty: 'property',
  supportItem: 'channel',
  synonym: 'synonym',
  verifiedStatement: 'id',
};

/** The place of the whole contract. */
export function contractPlace(root: MapNode): Place {
  return { element: 'contract', node: root, at: startOf(root.at), key: '' };
}

/** The places that the keys of a place hold, in the order of the file. A value of the wrong kind (a list for a map) holds none. */
function childPlaces(place: Place): readonly Place[] {
  return entriesOf(place.node).flatMap((entry) => {
    if (elementUnder(place.element, entry.key) === undefined) return [];
    // Of a key that is written twice the last one counts.
    return entryOf(place.node, entry.key) === entry ? placesOfEntry(place, entry) : [];
  });
}

/** The places under one key of a place. */
export function placesOfKey(parent: Place, key: string): readonly Place[] {
  const entry = entryOf(parent.node, key);
  return entry === undefined ? [] : placesOfEntry(parent, entry);
}

function placesOfEntry(parent: Place, { key, keyAt, value }: MapEntry): readonly Place[] {
  const element = childElement(parent.element, key, value);
  if (element === undefined) return [];
  if (value.kind === 'map') return [{ element, node: value, at: keyAt, parent, key }];
  if (value.kind !== 'list') return [];
  return value.items.flatMap((node, index): Place[] =>
    node.kind === 'map' ? [{ element, node, at: startOf(node.at), parent, key, list: value, index }] : [],
  );
}

/** The element that `value` is where a key holds it; undefined where the key holds none, or none of this kind. */
function childElement(parent: Element, key: string, value: DocumentNode): Element | undefined {
  const element = elementUnder(parent, key);
  if (element === undefined) return undefined;
  if (element === 'team' && value.kind === 'list') return 'member';
  return (value.kind === 'map') === single.has(element) ? element : undefined;
}

function elementUnder(parent: Element, key: string): Element | undefined {
  const own = children[parent];
  if (own !== undefined && Object.hasOwn(own, key)) return own[key];
  return Object.hasOwn(everywhere, key) ? everywhere[key] : undefined;
}

/** Calls `visit` for a place and all below it; `enter` says which keys are followed. */
export function walkPlaces(
  place: Place,
  visit: (place: Place) => void,
  enter: (place: Place, key: string) => boolean,
): void {
  visit(place);
  for (const child of childPlaces(place)) {
    if (enter(place, child.key)) walkPlaces(child, visit, enter);
  }
}

/** The way to a place by names rather than by positions: it stays the same when something is inserted before. */
export function pointerOf(place: Place, key?: string): string {
  return stepsOf(place)
    .concat(key === undefined ? [] : [key])
    .map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** The way to a place as people read it: `schema.orders.properties.id`; `DataContract` for the contract itself. */
export function pathOf(place: Place): string {
  return place.parent === undefined ? 'DataContract' : stepsOf(place).join('.');
}

function stepsOf(place: Place): string[] {
  if (place.parent === undefined) return [];
  const steps = [...stepsOf(place.parent), place.key];
  if (place.list !== undefined && place.index !== undefined)
    steps.push(namesOf(place.list, place.element)[place.index] ?? '');
  return steps;
}

const names = new WeakMap<ListNode, readonly string[]>();

/** A name per item of a list, unique within it: `orders`, `orders(2)`, `[3]`. Remembered, since a long list may hold many mistakes. */
function namesOf(list: ListNode, element: Element): readonly string[] {
  const known = names.get(list);
  if (known !== undefined) return known;
  const seen = new Map<string, number>();
  const result = list.items.map((item, index) => {
    const name = itemName(item, element);
    if (name === undefined) return `[${index}]`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}(${count})`;
  });
  names.set(list, result);
  return result;
}

function itemName(item: DocumentNode, element: Element): string | undefined {
  const key = nameKeys[element];
  const named = key === undefined ? undefined : textOf(valueOf(item, key));
  return named ?? textOf(valueOf(item, 'id'));
}

/** The first character of a location. */
export function startOf(at: Location): Location {
  return { path: at.path, line: at.line, column: at.column };
}
