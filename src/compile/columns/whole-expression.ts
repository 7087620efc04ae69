import type { TextToken } from './sql-tokens.ts';

/** Part of the SQL, in UTF-16 units; `end` is exclusive. */
interface Part {
  readonly start: number;
  readonly end: number;
}

const opening = new Set(['(', '[', '{', '{{', 'case']);
const closing = new Set([')', ']', '}', 'end']);
/** What stands between two values, so that a part that starts or ends with it takes hold of what is around it. */
const between = new Set('|| + - / % = < > ! & | ^ ~ . : :: and or xor like ilike in is between'.split(' '));
/** What an expression does not hold outside of parentheses: other entries, aliases and clauses follow it. */
const outside = new Set(
  ', ; as when then else select from where having qualify limit union intersect except minus join on using with'.split(
    ' ',
  ),
);

/**
 * Whether a part of the SQL is one expression, alias and all, or a star: balanced, without a comma or a clause at its top, and
 * without an operator that reaches out of it.
 */
export function isWholeExpression(tokens: readonly TextToken[], part: Part): boolean {
  const first = firstFrom(tokens, part.start);
  const end = firstFrom(tokens, part.end);
  const last = tokens[end - 1];
  if (end <= first || last === undefined || last.end > part.end || isCut(tokens[first - 1], part.start)) return false;
  if (between.has(tokens[first]?.text ?? '') || between.has(last.text)) return false;
  return isBalanced(tokens, first, isAliased(tokens, first, end) ? end - 2 : end);
}

function isCut(before: TextToken | undefined, start: number): boolean {
  return before !== undefined && before.end > start;
}

/** `expression as name` */
function isAliased(tokens: readonly TextToken[], first: number, end: number): boolean {
  return end - first > 2 && tokens[end - 2]?.text === 'as' && !closing.has(tokens[end - 1]?.text ?? '');
}

function isBalanced(tokens: readonly TextToken[], first: number, end: number): boolean {
  let depth = 0;
  for (let at = first; at < end; at += 1) {
    const { text } = tokens[at] ?? { text: '' };
    if (opening.has(text)) depth += 1;
    else if (closing.has(text)) depth -= 1;
    else if (depth === 0 && (outside.has(text) || isOrdering(tokens, at))) return false;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** `order by`, `group by` */
function isOrdering(tokens: readonly TextToken[], at: number): boolean {
  return (
    tokens[at + 1]?.text === 'by' && ['order', 'group', 'partition', 'sort', 'cluster'].includes(tokens[at]?.text ?? '')
  );
}

/** Index of the first token that starts at an offset or behind it. */
function firstFrom(tokens: readonly TextToken[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
