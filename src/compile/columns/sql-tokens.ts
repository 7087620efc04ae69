/** A word, a sign, or something in quotes. */
export interface TextToken {
  readonly start: number;
  readonly end: number;
  /** In lower case; of something in quotes, the quote that opens it. */
  readonly text: string;
}

const backslashDialects = new Set(['bigquery', 'spark', 'databricks', 'snowflake', 'mysql', 'clickhouse']);
const hashDialects = new Set(['bigquery', 'mysql']);
const word = /[\p{L}\p{N}_$@#]+/uy;

/** Splits SQL into tokens, without blanks and comments: linear, and never fails. */
export function tokensOf(sql: string, dialect: string): readonly TextToken[] {
  const tokens: TextToken[] = [];
  for (let at = 0; at < sql.length; ) {
    const end = tokenEnd(sql, at, dialect);
    if (end > 0) tokens.push({ start: at, end, text: tokenText(sql, at, end) });
    at = Math.abs(end);
  }
  return tokens;
}

function tokenText(sql: string, start: number, end: number): string {
  const first = sql.charAt(start);
  return first === "'" || first === '"' || first === '`' ? first : sql.slice(start, end).toLowerCase();
}

/** Where the token at an offset ends; negative for what is no token. */
function tokenEnd(sql: string, at: number, dialect: string): number {
  const character = sql.charAt(at);
  if (character <= ' ' || character === '\u00a0') return -(at + 1);
  const two = sql.slice(at, at + 2);
  if (two === '--' || (character === '#' && hashDialects.has(dialect)) || (two === '//' && dialect === 'snowflake'))
    return -indexAfter(sql, '\n', at);
  if (two === '/*') return -indexAfter(sql, '*/', at + 2);
  if (character === "'" || character === '"' || character === '`') return quotedEnd(sql, at, dialect);
  if (character === '[' && dialect === 'tsql') return indexAfter(sql, ']', at);
  if (character === '$') return dollarEnd(sql, at);
  if (two === '::' || two === '||' || two === '{{') return at + 2;
  word.lastIndex = at;
  return word.test(sql) ? word.lastIndex : at + 1;
}

function indexAfter(sql: string, text: string, from: number): number {
  const found = sql.indexOf(text, from);
  return found === -1 ? sql.length : found + text.length;
}

function quotedEnd(sql: string, at: number, dialect: string): number {
  const quote = sql.charAt(at);
  if (dialect === 'bigquery' && quote !== '`' && sql.startsWith(quote.repeat(3), at))
    return indexAfter(sql, quote.repeat(3), at + 3);
  const hasEscapes = quote === "'" ? backslashDialects.has(dialect) : quote === '"' && dialect === 'bigquery';
  for (let index = at + 1; index < sql.length; index += 1) {
    const character = sql.charAt(index);
    if (character === '\\' && hasEscapes) index += 1;
    else if (character === quote && sql.charAt(index + 1) === quote) index += 1;
    else if (character === quote) return index + 1;
  }
  return sql.length;
}

/** `$$ … $$`, `$tag$ … $tag$`, or the word `$1`. */
function dollarEnd(sql: string, at: number): number {
  const tag = /^\$(?:[A-Za-z_]\w{0,30})?\$/.exec(sql.slice(at, at + 34))?.[0];
  if (tag !== undefined) return indexAfter(sql, tag, at + tag.length);
  word.lastIndex = at;
  return word.test(sql) ? word.lastIndex : at + 1;
}
