import { anchorOfSelect } from './locate-select.ts';
import type { OpenSelect, Reader } from './reader.ts';
import { type Node, nodeOf } from './tree.ts';

/** Nodes of set operations. */
export const setKinds: ReadonlySet<string> = new Set(['union', 'intersect', 'except']);

/** The first part of a chain of set operations, and the operations on it from the inside to the outside. */
export function levelsOf(node: Node): { readonly first: unknown; readonly levels: readonly Node[] } {
  const levels = [node];
  for (;;) {
    const first = levels.at(-1)?.body['left'];
    const left = nodeOf(first);
    if (left === undefined || !setKinds.has(left.kind)) return { first, levels: levels.toReversed() };
    levels.push(left);
  }
}

/**
 * The parser takes `select … where a > (select …) union all select …` for a comparison with a union. The parentheses in the text
 * tell: those of the first part then stand directly in the select around it. Without a name in the first part nothing tells.
 */
export function swallowerOf(first: unknown, reader: Reader): OpenSelect | 'unsure' | undefined {
  const { text } = reader;
  const open = reader.openSelects.at(-1);
  let node = nodeOf(first);
  let depth = 0;
  for (;;) {
    if (node?.kind === 'subquery') {
      depth += 1;
      node = nodeOf(node.body['this']);
    } else if (node !== undefined && depth > 0 && setKinds.has(node.kind)) node = nodeOf(node.body['left']);
    else break;
  }
  if (depth === 0) return undefined;
  const anchor = node?.kind === 'select' ? anchorOfSelect(node.body) : undefined;
  if (open?.start === undefined || anchor === undefined) return 'unsure';
  const inner = text.selects[text.selectAt(reader.offsetOf(anchor))]?.start;
  let group = inner === undefined ? undefined : text.groupAt(inner);
  for (; depth > 0; depth -= 1) {
    if (group === undefined) return 'unsure';
    group = group.parent;
  }
  return group === text.groupAt(open.start) ? open : undefined;
}
