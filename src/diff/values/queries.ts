/**
 * A query without comments, line breaks, spaces, a semicolon at its end and the case of its keywords, so that a reformatted query
 * is equal. Quoted text, names and `{placeholders}` stay as they are. A query whose quotes mean different things to different warehouses
 * (backslashes, dollar and triple quotes) is only trimmed. Linear in the length of the text.
 */
export function normaliseQuery(sql: string): string {
  const text = sql.replaceAll('\r\n', '\n').trim();
  if (/\\['"`]|\$\w{0,64}\$|'''|"""/.test(text)) return text;
  const tokens = tokensOf(text);
  while (tokens.at(-1) === ';') tokens.pop();
  return tokens
    .map((token, index) => keywordCase(token, tokens[index - 1], tokens[index + 1]))
    .join(' ')
    .trim();
}

/** Comments and spaces are matched too, and left out; a `#` is a comment to some and an operator to others. */
const tokenForm =
  /\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$)|'[^']*(?:''[^']*)*(?:'|$)|"[^"]*(?:"|$)|`[^`]*(?:`|$)|\[[^\]]*(?:\]|$)|\{+[^}]*(?:\}+|$)|#[^\n]*(?:\n|$)|[\p{L}\p{N}_]+|->>|->|<=>|<>|<=|>=|!=|\|\||::|=>|:=|==|@>|<@|[^]/guy;

function tokensOf(text: string): string[] {
  return Array.from(text.matchAll(tokenForm), ([token]) => token).filter((token) => !/^(?:\s|--|\/\*)/.test(token));
}

/** A name behind or before a dot may be spelled like a keyword. */
function keywordCase(token: string, previous: string | undefined, next: string | undefined): string {
  if (previous === '.' || next === '.' || token.length > 20) return token;
  const lower = token.toLowerCase();
  return keywords.has(lower) ? lower : token;
}

const keywords = new Set(
  (
    'all and any array as asc avg between boolean both by case cast char coalesce collate count cross current_date ' +
    'current_time current_timestamp date date_diff date_trunc datediff day decimal desc distinct else end escape except ' +
    'exists extract false filter first float following for from full greatest group grouping having hour if ilike in ' +
    'inner int integer intersect interval into is isnull join lag last lateral lead least left length like limit lower ' +
    'max min minute month natural not notnull now null nullif nulls numeric offset on or order outer over partition ' +
    'preceding qualify range rank regexp rlike right round row row_number rows second select similar some substring sum ' +
    'then time timestamp to trim true try_cast unbounded union unique upper using values varchar when where window with year'
  ).split(' '),
);
