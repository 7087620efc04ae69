import { callOf, functionName } from './call-names.ts';
import { isTree, type Node, textAt, type Tree } from './tree.ts';

/** `a -> 'b'`, `a:b`, `['b']`: written with signs. */
export function isSign(body: Tree): boolean {
  return ['arrow_syntax', 'hash_arrow_syntax', 'variant_extract', 'no_parens'].some(
    (key) => body[key] !== undefined && body[key] !== null && body[key] !== false,
  );
}

/** Whether a cast is written as a call. */
export function isCastCall({ kind, body }: Node): boolean {
  return (kind === 'cast' || kind === 'try_cast' || kind === 'safe_cast') && body['double_colon_syntax'] !== true;
}

/** Whether a node leaves of a moment only its day. */
export function isCastToDay(node: Node): boolean {
  const to = node.body['to'];
  return callOf(node) === 'cast' && isTree(to) && textAt(to, 'data_type') === 'date';
}

const countingFunctions = new Set([
  'count',
  'count_if',
  'countif',
  'approx_distinct',
  'approx_count_distinct',
  'count_big',
]);

/** What counts values lets none of them out. */
export function isCounting(node: Node): boolean {
  return (
    countingFunctions.has(node.kind) || (node.kind.endsWith('function') && countingFunctions.has(functionName(node)))
  );
}
