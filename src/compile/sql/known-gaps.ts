import type { SqlToken } from './polyglot.ts';

/** A token of a construct that polyglot refuses although the warehouse accepts it, and what may stand in its place. */
interface Gap {
  readonly dialects: readonly string[];
  /** Number of tokens from `at` to replace; 0 where the construct does not stand there. */
  match(tokens: readonly SqlToken[], at: number): number;
  readonly replacement: string;
}

/** Names that are keywords for polyglot only: as alias, and before a dot. */
const plainNames = new Set('NAMESPACE OLD OVERWRITE DATE PROC'.split(' '));

/** Spark reserves nothing where ANSI mode is off, which is its default. */
const sparkNames = new Set([...plainNames, ...'CURRENT ORDER ALL TABLE IN'.split(' ')]);

const bigqueryNames = new Set([...plainNames, 'TABLE']);

/** What can follow the alias of a table. */
const afterAlias = new Set(
  ', ) ; ON USING WHERE GROUP ORDER HAVING QUALIFY LIMIT UNION INTERSECT EXCEPT JOIN INNER LEFT RIGHT FULL CROSS LATERAL'.split(
    ' ',
  ),
);

const gaps: readonly Gap[] = [
  {
    // x.y[2]:k::string
    dialects: ['snowflake', 'databricks'],
    match: (tokens, at) =>
      is(tokens, at, ':') && is(tokens, at - 1, ']') && tokens[at - 1]?.end === tokens[at]?.start ? 1 : 0,
    replacement: '.',
  },
  {
    // object_agg(distinct key, value)
    dialects: ['snowflake'],
    match: (tokens, at) =>
      is(tokens, at, 'DISTINCT') && is(tokens, at - 1, '(') && is(tokens, at - 2, 'OBJECT_AGG') ? 1 : 0,
    replacement: ' ',
  },
  {
    // select * ilike '%id'
    dialects: ['snowflake'],
    match: (tokens, at) =>
      is(tokens, at, 'ILIKE') && is(tokens, at - 1, '*') && /STRING/.test(tokens[at + 1]?.type ?? '') ? 2 : 0,
    replacement: ' ',
  },
  {
    // max_by(row, at).* except (id)
    dialects: ['bigquery'],
    match: (tokens, at) =>
      is(tokens, at, 'EXCEPT') && is(tokens, at - 1, '*') && is(tokens, at - 3, ')') ? listLength(tokens, at + 1) : 0,
    replacement: ' ',
  },
  {
    // select … option (recompile)
    dialects: ['tsql'],
    match: (tokens, at) => (is(tokens, at, 'OPTION') ? wholeRest(tokens, at) : 0),
    replacement: ' ',
  },
  {
    // from t namespace; cross join date
    dialects: ['snowflake', 'redshift', 'duckdb', 'trino', 'athena'],
    match: (tokens, at) => (isPlainName(tokens, at, plainNames) ? 1 : 0),
    replacement: 'name__',
  },
  {
    dialects: ['bigquery'],
    match: (tokens, at) => (isPlainName(tokens, at, bigqueryNames) ? 1 : 0),
    replacement: 'name__',
  },
  {
    dialects: ['databricks', 'spark'],
    match: (tokens, at) => (isPlainName(tokens, at, sparkNames) ? 1 : 0),
    replacement: 'name__',
  },
  {
    // case when from = to; select from, to
    dialects: ['databricks', 'spark'],
    match: (tokens, at) => (is(tokens, at, 'FROM') && (is(tokens, at + 1, '=') || is(tokens, at + 1, ',')) ? 1 : 0),
    replacement: 'name__',
  },
  {
    // inline(params) as (key, value)
    dialects: ['databricks', 'spark'],
    match: (tokens, at) =>
      is(tokens, at, '(') && is(tokens, at - 1, 'AS') && is(tokens, at - 2, ')') && is(tokens, at + 2, ',')
        ? listLength(tokens, at) - 1
        : 0,
    replacement: 'name__',
  },
];

/** The text with every known gap closed; undefined where it has none. Only its acceptance means something, not its positions. */
export function closeKnownGaps(sql: string, tokens: readonly SqlToken[], dialect: string): string | undefined {
  const open = gaps.filter((gap) => gap.dialects.includes(dialect));
  // Tokens count code points.
  const characters = Array.from(sql);
  let text = '';
  let copied = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const gap = open.find((each) => each.match(tokens, at) > 0);
    if (gap === undefined) continue;
    const last = at + gap.match(tokens, at) - 1;
    text += characters.slice(copied, tokens[at]?.start).join('') + gap.replacement;
    copied = tokens[last]?.end ?? characters.length;
    at = last;
  }
  return copied === 0 ? undefined : text + characters.slice(copied).join('');
}

function is(tokens: readonly SqlToken[], at: number, text: string): boolean {
  const token = tokens[at];
  return token !== undefined && !/STRING|QUOTED/.test(token.type) && token.text.toUpperCase() === text;
}

/** Tokens from `at - 1` to the parenthesis that closes the one at `at`; 0 where there is none. */
function listLength(tokens: readonly SqlToken[], at: number): number {
  if (!is(tokens, at, '(')) return 0;
  const close = tokens.findIndex((_, index) => index > at && is(tokens, index, ')'));
  return close < 0 ? 0 : close - at + 2;
}

/** A list in parentheses that ends the text. */
function wholeRest(tokens: readonly SqlToken[], at: number): number {
  const length = listLength(tokens, at + 1);
  return at + length === tokens.length || is(tokens, at + length, ';') ? length : 0;
}

function isPlainName(tokens: readonly SqlToken[], at: number, names: ReadonlySet<string>): boolean {
  const token = tokens[at];
  if (token === undefined || !names.has(token.text.toUpperCase()) || !is(tokens, at, token.text.toUpperCase()))
    return false;
  if (is(tokens, at + 1, '.')) return true;
  const follows = tokens[at + 1]?.text.toUpperCase() ?? ';';
  const before = tokens[at - 1];
  if (before === undefined || !afterAlias.has(follows)) return false;
  return (
    /VAR|QUOTED/.test(before.type) || is(tokens, at - 1, ')') || is(tokens, at - 1, 'JOIN') || is(tokens, at - 1, 'AS')
  );
}
