import type { Located } from '../../model/location.ts';
import { type DocumentNode, itemsOf, type MapNode, textOf, valueOf } from '../document.ts';

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

/** The mappings of the list under a key; items of other kinds are left out. */
export function mapsOf(node: DocumentNode | undefined, key: string): readonly MapNode[] {
  return itemsOf(valueOf(node, key)).filter((item) => item.kind === 'map');
}

/** The texts of the list under a key; items of other kinds are left out. */
export function textsOf(node: MapNode, key: string): readonly string[] {
  return itemsOf(valueOf(node, key)).flatMap((item) => textOf(item) ?? []);
}

/** A text and where it is written. */
export function locatedText(node: MapNode, key: string): Located<string> | undefined {
  const value = valueOf(node, key);
  const text = textOf(value);
  return value === undefined || text === undefined ? undefined : { value: text, at: value.at };
}

/** A switch and where it is written; off, at the element itself, where the key is absent or no switch. */
export function locatedSwitch(node: MapNode, key: string): Located<boolean> {
  const value = valueOf(node, key);
  if (value?.kind !== 'scalar' || typeof value.value !== 'boolean') return { value: false, at: node.at };
  return { value: value.value, at: value.at };
}
