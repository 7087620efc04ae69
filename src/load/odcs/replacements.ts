import type { Problem, Replacement } from '../../model/project.ts';
import type { Location } from '../../model/location.ts';
import type { DocumentNode, MapEntry, MapNode, ScalarNode } from '../document.ts';

/**
 * Keeps a replacement only where what it writes is right at its own place: the file is judged once more with all of them done.
 * What becomes visible further inside does not count; it was wrong before.
 */
export function provenReplacements(
  problems: readonly Problem[],
  root: MapNode,
  judge: (root: MapNode) => readonly Problem[],
): readonly Problem[] {
  const offered = new Map(
    problems.flatMap(({ replacement }) => (replacement === undefined ? [] : [[placeKey(replacement.at), replacement]])),
  );
  if (offered.size === 0) return problems;
  // What has a repair of its own there is repaired next.
  const after = judge(withReplacements(root, offered)).filter(({ replacement }) => replacement === undefined);
  const wrong = new Set(after.map(({ key }) => pointerOf(key)));
  return problems.map(({ replacement, ...problem }) =>
    replacement === undefined || wrong.has(pointerAfter(problem.key, replacement))
      ? problem
      : { ...problem, replacement },
  );
}

/** `/schema/0/nmae#unknown` → `/schema/0/nmae`. */
function pointerOf(key: string): string {
  return key.slice(0, key.lastIndexOf('#'));
}

/** Where the mistake would be if what is written there were wrong too. */
function pointerAfter(key: string, { value, text }: Replacement): string {
  const pointer = pointerOf(key);
  const parent = pointer.slice(0, pointer.lastIndexOf('/') + 1);
  const isOfKey = value !== undefined && text !== undefined && pointer === `${parent}${value}`;
  return isOfKey ? `${parent}${text}` : pointer;
}

function placeKey({ line, column }: Location): string {
  return `${line}:${column}`;
}

type Offered = ReadonlyMap<string, Replacement>;

function withReplacements(root: MapNode, offered: Offered): MapNode {
  return { ...root, entries: root.entries.map((entry) => replaceEntry(entry, offered)) };
}

function replaceEntry(entry: MapEntry, offered: Offered): MapEntry {
  const { value, text } = offered.get(placeKey(entry.keyAt)) ?? {};
  const key = value === entry.key && text !== undefined ? text : entry.key;
  return { key, keyAt: entry.keyAt, value: replaceNode(entry.value, offered) };
}

function replaceNode(node: DocumentNode, offered: Offered): DocumentNode {
  switch (node.kind) {
    case 'map':
      return withReplacements(node, offered);
    case 'list':
      return { ...node, items: node.items.map((item) => replaceNode(item, offered)) };
    case 'scalar':
      return replaceScalar(node, offered.get(placeKey(node.at)));
  }
}

function replaceScalar(node: ScalarNode, replacement: Replacement | undefined): ScalarNode {
  if (replacement === undefined || node.value === null) return node;
  const { value, text, quotes } = replacement;
  if (quotes === 'add') return { ...node, value: String(node.value) };
  if (value !== node.value || text === undefined) return node;
  return { ...node, value: quotes === 'drop' ? plainValue(text) : text };
}

/** What YAML reads without quotes: a truth value or a number. */
function plainValue(text: string): boolean | number {
  return text === 'true' || text === 'false' ? text === 'true' : Number(text);
}
