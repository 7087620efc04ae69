import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';
import { groupBy } from '../../model/group-by.ts';
import type { KeyEntry, KeyMap, KeyTree } from './key-tree.ts';
import { commentsOf, holds, keyOf } from './yaml-places.ts';

/** A document with its text. */
export interface ReadDocument {
  readonly document: Document;
  readonly text: string;
}

/**
 * Whether `after` says what `before` says, except that the owned keys have their values: same keys in the same order, scalars spelled alike,
 * the same anchors, aliases, tags and comments.
 */
export function keepsOthers(before: ReadDocument, after: ReadDocument, tree: KeyMap): boolean {
  const comments = ({ text }: ReadDocument): readonly string[] =>
    commentsOf(text).map((comment) => comment.text.trimEnd());
  const isSaid = isSame(comments(before), comments(after));
  return isSaid && keeps(before.document.contents, after.document.contents, tree);
}

function keeps(before: unknown, after: unknown, tree: KeyTree): boolean {
  if (tree.kind === 'value') return holds(after, tree.value);
  if (tree.kind === 'list') return keepsEntries(before, after, tree.entries);
  if (!isMap(after)) return false;
  const first = isMap(before) ? before : undefined;
  const [old, set] = [first, after].map((map) => groupBy(map?.items ?? [], keyOf));
  const areSet = [...tree.keys].every(([name, below]) => {
    const [pair, second] = set?.get(name) ?? [];
    return pair !== undefined && second === undefined && keeps(old?.get(name)?.[0]?.value, pair.value, below);
  });
  return (
    areSet && isSame(othersIn(first, tree), othersIn(after, tree)) && (!first || isSame(startOf(first), startOf(after)))
  );
}

function keepsEntries(before: unknown, after: unknown, entries: readonly KeyEntry[]): boolean {
  const [first, second] = [before, after].map((node) => (isSeq(node) ? node.items : []));
  const ours = new Set(entries.flatMap((entry) => [...named(first, entry), ...named(second, entry)]));
  const others = (items: readonly unknown[] | undefined): readonly unknown[] =>
    (items ?? []).filter((item) => !ours.has(item)).map(spelled);
  const areSet = entries.every((entry) => {
    const [found, more] = named(second, entry);
    const keys = new Map([...entry.below.keys, [entry.key, { kind: 'value', value: entry.is }]] as const);
    return found !== undefined && more === undefined && keeps(named(first, entry)[0], found, { kind: 'map', keys });
  });
  return areSet && isSame(others(first), others(second));
}

/** Entries of a list that are the one meant. */
function named(items: readonly unknown[] | undefined, { key, is }: KeyEntry): readonly unknown[] {
  return (items ?? []).filter((item) => isMap(item) && holds(item.get(key, true), is));
}

function othersIn(map: YAMLMap | undefined, { keys }: KeyMap): readonly unknown[] {
  return (map?.items ?? []).filter((pair) => !keys.has(keyOf(pair) ?? '')).map(spelledPair);
}

/** What a mapping carries beside its content. */
function startOf({ anchor, tag, flow }: YAMLMap): readonly unknown[] {
  return [anchor, tag, flow];
}

function spelledPair({ key, value }: Pair): readonly unknown[] {
  return [spelled(key), spelled(value)];
}

/** A node as its file writes it: `012` and `12`, `"no"` and `no` are different. */
function spelled(node: unknown): unknown {
  if (isAlias(node)) return ['alias', node.source];
  if (isScalar(node)) return ['scalar', node.type, node.source, node.anchor, node.tag, String(node.value)];
  if (isMap(node)) return ['map', ...startOf(node), node.items.map(spelledPair)];
  if (isSeq(node)) return ['list', node.anchor, node.tag, node.flow, node.items.map(spelled)];
  return 'nothing';
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
