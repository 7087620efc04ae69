import type { Json, Keys } from '../../model/contract.ts';
import type { Located, Location } from '../../model/location.ts';
import { type DocumentNode, type MapNode, textOf, toJson, valueOf } from '../document.ts';

/** The one empty list that stands for every absent one: a contract of 5,000 columns has tens of thousands. */
export const nothing: readonly never[] = Object.freeze([]);

/** The one empty mapping that stands for every absent one. */
export const noFields: { readonly [key: string]: never } = Object.freeze({});

/** An object of which some keys may be undefined, with those left out. */
export type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The values that are there: keys whose value is undefined are left out. */
export function present<T extends { readonly [key: string]: unknown }>(values: T): Present<T> {
  const kept: Partial<T> = {};
  for (const key in values) if (values[key] !== undefined) kept[key] = values[key];
  // What was undefined is not copied; the compiler cannot see that.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return kept as Present<T>;
}

/** What a list under a key holds, by what `model` makes of each item; items of which it makes nothing are left out. */
export function modelItems<T>(
  node: DocumentNode | undefined,
  key: string,
  model: (item: DocumentNode) => T | undefined,
): readonly T[] {
  const list = valueOf(node, key);
  if (list?.kind !== 'list') return nothing;
  const models: T[] = [];
  for (const item of list.items) {
    const each = model(item);
    if (each !== undefined) models.push(each);
  }
  return models.length === 0 ? nothing : models;
}

/** As {@link modelItems}, of the mappings in the list only. */
export function modelMaps<T>(
  node: DocumentNode | undefined,
  key: string,
  model: (item: MapNode) => T | undefined,
): readonly T[] {
  return modelItems(node, key, (item) => (item.kind === 'map' ? model(item) : undefined));
}

/** The texts of the list under a key; items of other kinds are left out. */
export function textsOf(node: MapNode, key: string): readonly string[] {
  return modelItems(node, key, textOf);
}

/** The text under each key; keys without one are left out. */
export function textFields<K extends string>(
  node: DocumentNode | undefined,
  keys: readonly K[],
): { readonly [key in K]?: string } {
  const texts: { [key in K]?: string } = {};
  for (const key of keys) {
    const text = textOf(valueOf(node, key));
    if (text !== undefined) texts[key] = text;
  }
  return texts;
}

/** The plain data under a key. */
export function jsonOf(node: MapNode, key: string): Json | undefined {
  const value = valueOf(node, key);
  return value === undefined ? undefined : toJson(value);
}

/** The context of a contract or schema object: a text or a mapping. */
export function contextOf(node: MapNode): Json | undefined {
  const value = valueOf(node, 'context');
  return value?.kind === 'map' || textOf(value) !== undefined ? jsonOf(node, 'context') : undefined;
}

/** A text and where it is written. */
export function locatedText(node: MapNode, key: string): Located<string> | undefined {
  const value = valueOf(node, key);
  const text = textOf(value);
  return value === undefined || text === undefined ? undefined : { value: text, at: value.at };
}

/** A switch and where it is written; `off` where the key is absent or no switch. */
export function locatedSwitch(node: MapNode, key: string, off: Located<boolean> = offAt(node)): Located<boolean> {
  const value = valueOf(node, key);
  return value?.kind === 'scalar' && typeof value.value === 'boolean' ? { value: value.value, at: value.at } : off;
}

/** A switch that is not written: off, at the element itself. */
export function offAt(node: MapNode): Located<boolean> {
  return { value: false, at: node.at };
}

/** Where the values of a mapping are, by the canonical names of the keys: `renamed` holds those of former spellings. */
export function keysOf(node: MapNode, renamed: { readonly [former: string]: string } = noFields): Keys {
  const keys = new Map<string, Location>(node.entries.map((entry) => [entry.key, entry.value.at]));
  for (const [former, name] of Object.entries(renamed)) {
    const at = keys.get(former);
    if (at === undefined) continue;
    keys.delete(former);
    if (!keys.has(name)) keys.set(name, at);
  }
  return keys;
}
