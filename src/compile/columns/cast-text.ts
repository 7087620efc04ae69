import type { ItemText } from './query-text.ts';
import type { TextToken } from './sql-tokens.ts';
import type { Reader } from './reader.ts';
import type { Identifier, Node } from './tree.ts';

/** Where the entry stands, and the name behind it. */
interface CastPlace {
  readonly reader: Reader;
  readonly alias: Identifier | undefined;
}

const castKinds = new Set(['cast', 'try_cast', 'safe_cast']);

/** The type of an outermost cast as written; undefined where the text does not show it for certain. */
export function castText({ kind, body }: Node, item: ItemText, { reader, alias }: CastPlace): string | undefined {
  if (!castKinds.has(kind)) return undefined;
  const end = alias?.span === undefined ? item.end : reader.offsetOf(alias.span.start);
  if (alias !== undefined && alias.span === undefined) return undefined;
  const tokens = within(reader.tokens, item.start, end);
  if (tokens.at(-1)?.text === 'as' && alias !== undefined) tokens.pop();
  const written = body['double_colon_syntax'] === true ? behindColons(tokens) : behindAs(tokens);
  const [first] = written;
  const last = written.at(-1);
  return first === undefined || last === undefined ? undefined : reader.sql.slice(first.start, last.end);
}

function within(tokens: readonly TextToken[], start: number, end: number): TextToken[] {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  let stop = low;
  while (stop < tokens.length && (tokens[stop]?.end ?? 0) <= end) stop += 1;
  return tokens.slice(low, stop);
}

/** `x::numeric(10, 2)`: all that follows the last colons outside of parentheses. */
function behindColons(tokens: readonly TextToken[]): readonly TextToken[] {
  let depth = 0;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const text = tokens[at]?.text ?? '';
    depth += text === ')' ? 1 : text === '(' ? -1 : 0;
    if (depth === 0 && text === '::') return tokens.slice(at + 1);
  }
  return [];
}

/** `cast(x as numeric(10, 2) format 'y')`: what stands between the last `as` and the end. */
function behindAs(tokens: readonly TextToken[]): readonly TextToken[] {
  if (tokens[1]?.text !== '(' || tokens.at(-1)?.text !== ')') return [];
  let depth = 0;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const text = tokens[at]?.text ?? '';
    depth += text === ')' ? 1 : text === '(' ? -1 : 0;
    if (depth === 0 && at > 1) return [];
    if (depth === 1 && text === 'as') return beforeFormat(tokens.slice(at + 1, -1));
  }
  return [];
}

function beforeFormat(tokens: readonly TextToken[]): readonly TextToken[] {
  const format = tokens.findIndex(({ text }) => text === 'format' || text === 'default');
  return format === -1 ? tokens : tokens.slice(0, format);
}
