import type { KeyStep, OwnedKey } from '../../model/artifact.ts';
import type { Json } from '../../model/contract.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';

/** What is ours at one place of a YAML document: a whole value, some keys of a mapping, or some entries of a list of mappings. */
export type KeyTree =
  | { readonly kind: 'value'; readonly value: Json }
  | KeyMap
  | { readonly kind: 'list'; readonly entries: readonly KeyEntry[] };

/** Keys of a mapping, in the order in which they were given. */
export interface KeyMap {
  readonly kind: 'map';
  readonly keys: ReadonlyMap<string, KeyTree>;
}

/** The entry of a list whose `key` is `is`, with what is ours in it. */
export interface KeyEntry {
  readonly key: string;
  readonly is: string;
  readonly below: KeyMap;
}

/** Owned keys by what they have in common; undefined where one lies inside another, or a list's entry is no mapping. */
export function keyTreeOf(keys: readonly OwnedKey[]): KeyMap | undefined {
  const tree = treeOf(keys);
  return tree?.kind === 'map' ? tree : undefined;
}

/** The same as data, for a place where there is nothing yet. */
export function dataOf(tree: KeyTree): YamlData {
  if (tree.kind === 'value') return tree.value;
  if (tree.kind === 'map') return Object.fromEntries([...tree.keys].map(([name, below]) => [name, dataOf(below)]));
  return tree.entries.map(entryData);
}

/** An entry of a list as data, named first. */
export function entryData({ key, is, below }: KeyEntry): YamlData {
  return Object.fromEntries([[key, is], ...[...below.keys].map(([name, each]) => [name, dataOf(each)] as const)]);
}

function treeOf(keys: readonly OwnedKey[]): KeyTree | undefined {
  const [first] = keys;
  if (first === undefined) return { kind: 'map', keys: new Map() };
  if (first.path.length === 0) {
    const last = keys.at(-1);
    const isValue = keys.every(({ path }) => path.length === 0);
    return isValue && last !== undefined ? { kind: 'value', value: last.value } : undefined;
  }
  return typeof first.path[0] === 'string' ? mapOf(keys) : listOf(keys);
}

function mapOf(keys: readonly OwnedKey[]): KeyTree | undefined {
  const below = grouped(keys, (step) => (typeof step === 'string' ? step : undefined));
  const trees = [...(below ?? [])].map(([name, each]) => [name, treeOf(each)] as const);
  const known = trees.flatMap(([name, tree]) => (tree === undefined ? [] : [[name, tree] as const]));
  return below !== undefined && known.length === trees.length ? { kind: 'map', keys: new Map(known) } : undefined;
}

function listOf(keys: readonly OwnedKey[]): KeyTree | undefined {
  const groups = grouped(keys, (step) => (typeof step === 'string' ? undefined : JSON.stringify([step.key, step.is])));
  const entries = [...(groups?.values() ?? [])].flatMap((each): readonly KeyEntry[] => {
    const step = each[0]?.step;
    const below = treeOf(each);
    return typeof step === 'object' && below?.kind === 'map' ? [{ key: step.key, is: step.is, below }] : [];
  });
  return groups !== undefined && entries.length === groups.size ? { kind: 'list', entries } : undefined;
}

/** Keys without their first step, by that step; undefined where one of them has none, or another kind of step. */
function grouped(
  keys: readonly OwnedKey[],
  nameOf: (step: KeyStep) => string | undefined,
): ReadonlyMap<string, readonly (OwnedKey & { readonly step: KeyStep })[]> | undefined {
  const groups = new Map<string, (OwnedKey & { readonly step: KeyStep })[]>();
  for (const { path, value } of keys) {
    const [step, ...rest] = path;
    const name = step === undefined ? undefined : nameOf(step);
    if (step === undefined || name === undefined) return undefined;
    const group = groups.get(name) ?? [];
    group.push({ path: rest, value, step });
    groups.set(name, group);
  }
  return groups;
}
