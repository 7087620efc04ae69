import type { Json } from '../model/contract.ts';
import type { Location } from '../model/location.ts';

/** A YAML or JSON value that knows where it is written. Aliases and merge keys are already resolved. */
export type DocumentNode = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  /** Written as `{key: value}` rather than line by line. */
  readonly flow: boolean;
  readonly at: Location;
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: string;
  readonly keyAt: Location;
  readonly value: DocumentNode;
}

export interface ListNode {
  readonly kind: 'list';
  readonly at: Location;
  readonly items: readonly DocumentNode[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly at: Location;
  readonly value: null | boolean | number | string;
}

/** The entry of a key; the last one where a key is written twice, as YAML readers do. */
export function entryOf(node: DocumentNode | undefined, key: string): MapEntry | undefined {
  return node?.kind === 'map' ? node.entries.findLast((entry) => entry.key === key) : undefined;
}

/** The value of a key of a map; undefined for anything else. */
export function valueOf(node: DocumentNode | undefined, key: string): DocumentNode | undefined {
  return entryOf(node, key)?.value;
}

/** The items of a list; none for anything else. */
export function itemsOf(node: DocumentNode | undefined): readonly DocumentNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The entries of a map; none for anything else. */
export function entriesOf(node: DocumentNode | undefined): readonly MapEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** The text of a string scalar; undefined for anything else. */
export function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The plain data of a node. Maps have no prototype, so a key `__proto__` is only a key. */
export function toJson(node: DocumentNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toJson);
    case 'map': {
      const data: Record<string, Json> = Object.create(null);
      for (const entry of node.entries) data[entry.key] = toJson(entry.value);
      return data;
    }
  }
}
