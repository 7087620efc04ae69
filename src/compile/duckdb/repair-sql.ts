import type { SqlToken } from '../sql/polyglot.ts';

/** Dialects in which `concat` of something that is null is null. */
const strictConcat = new Set(['snowflake', 'bigquery', 'databricks', 'spark', 'redshift', 'trino', 'athena', 'mysql']);

/** A piece of text that is written in place of another; places count code points. */
interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Mends what polyglot 0.12 regularly writes for DuckDB and DuckDB does not read, or reads otherwise: amounts of intervals
 * without parentheses, `CURRENT_TIMESTAMP()`, and `CONCAT`, which passes over nulls in DuckDB. `dialect` is the one it came from.
 */
export function repairSql(sql: string, tokens: readonly SqlToken[], dialect: string): string {
  const patches = tokens.flatMap((token, at): readonly Patch[] => {
    const next = tokens[at + 1];
    const word = token.text.toUpperCase();
    if (word === 'INTERVAL') return intervalPatches(tokens, at);
    if (next?.text !== '(') return [];
    if (/^CURRENT_(?:TIMESTAMP|DATE|TIME)$/.test(word) && tokens[at + 2]?.text === ')')
      return [{ start: next.start, end: tokens[at + 2]?.end ?? next.end, text: '' }];
    if (word === 'CONCAT' && strictConcat.has(dialect))
      return [{ start: token.start, end: token.end, text: 'dataengos__concat' }];
    return [];
  });
  return applyPatches(sql, patches);
}

const unit = /^(?:MICROSECOND|MILLISECOND|SECOND|MINUTE|HOUR|DAY|WEEK|MONTH|QUARTER|YEAR)S?$/i;

/** An amount that is more than one token ends at the unit; longer ones are written with parentheses already. */
const maxAmount = 6;

function intervalPatches(tokens: readonly SqlToken[], at: number): readonly Patch[] {
  const from = at + 1;
  const first = tokens[from];
  if (first === undefined || first.text === '(' || unit.test(first.text)) return [];
  const length = tokens.slice(from, from + maxAmount).findIndex(({ text }) => unit.test(text));
  const last = tokens[from + length - 1];
  if (length <= 0 || last === undefined || (length === 1 && first.type !== 'VAR' && first.type !== 'IDENTIFIER'))
    return [];
  return [
    { start: first.start, end: first.start, text: '(' },
    { start: last.end, end: last.end, text: ')' },
  ];
}

function applyPatches(sql: string, patches: readonly Patch[]): string {
  if (patches.length === 0) return sql;
  const signs = Array.from(sql);
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, text } of patches.toSorted((a, b) => a.start - b.start)) {
    parts.push(signs.slice(done, start).join(''), text);
    done = end;
  }
  return [...parts, signs.slice(done).join('')].join('');
}
