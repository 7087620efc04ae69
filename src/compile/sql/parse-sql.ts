import type { Engines } from '../engines.ts';
import { type SqlDialect, sqlDialect } from './dialects.ts';
import { closeKnownGaps } from './known-gaps.ts';
import type { Opinion, SqlFailure } from './opinion.ts';
import type { SqlToken } from './polyglot.ts';
import { findFalseAcceptance } from './token-rules.ts';

/** Parsers that can decide. */
export type SqlEngine = 'polyglot' | 'node-sql-parser' | 'libpg-query';

/** Whether a text is one query of a dialect. `unknown`: no parser could tell, which is not a failure. */
export type SqlVerdict =
  /** `root`: polyglot's syntax tree, whichever parser judged; undefined where polyglot could not read the text. */
  | { readonly kind: 'parsed'; readonly engine: SqlEngine; readonly note?: 'fallback'; readonly root?: object }
  | { readonly kind: 'failed'; readonly engine: SqlEngine; readonly failure: SqlFailure }
  | { readonly kind: 'unknown'; readonly reason: 'too-large' | 'no-parser' };

/** Texts beyond this are not judged: 256 KiB of rendered SQL is generated code, and costs seconds. In UTF-16 units. */
export const maxSqlLength = 256 * 1024;

/**
 * Judges rendered SQL with the parsers of a dbt adapter type, which must be loaded (see `Engines.prepare`).
 * A text fails only where every parser that has an opinion refuses it; PostgreSQL's own parser decides alone.
 * @throws InternalError where a parser of the dialect is not loaded
 */
export function parseSql(engines: Engines, adapter: string | undefined, sql: string): SqlVerdict {
  if (sql.length > maxSqlLength) return { kind: 'unknown', reason: 'too-large' };
  const dialect = sqlDialect(adapter);
  if (dialect.strictPostgres) {
    const opinion = engines.postgres.judge(sql);
    if (opinion.kind === 'accepts') return { kind: 'parsed', engine: 'libpg-query', ...rootOf(engines, dialect, sql) };
    if (opinion.kind === 'rejects') return { kind: 'failed', engine: 'libpg-query', failure: failureOf(opinion) };
  }
  const first = firstAcceptance(
    dialectsFor(dialect, sql).map((name) => () => askPolyglot(engines, dialect, { name, sql })),
  );
  if (first.accepted) return { kind: 'parsed', engine: 'polyglot', ...(first.root && { root: first.root }) };
  return askNodeSqlParser(engines, dialect, { sql, polyglot: first.refusal });
}

/** Words of ClickHouse only. Its dialect of polyglot lets nearly everything pass, so it is asked only where they occur. */
const clickhouseWords =
  /\b(?:prewhere|settings|array\s+join|with\s+fill|global\s+(?:in|not|join|any|all)|limit\s+\d+\s+by)\b|\b(?:to|arg|group|uniq|count|sum|parse|array)[A-Z]\w*\(/;

function dialectsFor(dialect: SqlDialect, sql: string): readonly string[] {
  return dialect.name === 'generic' && clickhouseWords.test(sql)
    ? [...dialect.polyglot, 'clickhouse']
    : dialect.polyglot;
}

function failureOf({ key, values, offset }: SqlFailure): SqlFailure {
  return { key, values, offset };
}

/** PostgreSQL's own parser decides, and polyglot's tree is what columns are read from. */
function rootOf(engines: Engines, dialect: SqlDialect, sql: string): { readonly root?: object } {
  const { root } = firstAcceptance(dialect.polyglot.map((name) => () => askPolyglot(engines, dialect, { name, sql })));
  return root === undefined ? {} : { root };
}

interface Poll {
  readonly accepted: boolean;
  readonly root?: object;
  /** Of the first parser that refused: the one nearest to the dialect. */
  readonly refusal?: SqlFailure;
}

function firstAcceptance(opinions: readonly (() => Opinion)[]): Poll {
  let refusal: SqlFailure | undefined;
  for (const ask of opinions) {
    const opinion = ask();
    if (opinion.kind === 'accepts') return { accepted: true, ...(opinion.root && { root: opinion.root }) };
    // What exhausts a parser in one dialect exhausts it in all, at some cost in memory each time.
    if (opinion.kind === 'abstains' && opinion.reason.includes('WASM')) break;
    if (opinion.kind === 'rejects') refusal ??= failureOf(opinion);
  }
  return refusal === undefined ? { accepted: false } : { accepted: false, refusal };
}

interface PolyglotQuestion {
  readonly name: string;
  readonly sql: string;
}

function askPolyglot(engines: Engines, dialect: SqlDialect, { name, sql }: PolyglotQuestion): Opinion {
  const opinion = engines.polyglot.judge(sql, name);
  const tokens = opinion.kind === 'abstains' ? [] : engines.polyglot.tokenize(sql, name);
  // A grammar newer than the parsers: BigQuery's pipe syntax, Snowflake's flow operator.
  if (opinion.kind === 'rejects' && hasNewSyntax(tokens, name)) return { kind: 'abstains', reason: 'pipe syntax' };
  if (opinion.kind === 'rejects') return retryWithoutGaps(engines, opinion, { name, sql, tokens });
  if (opinion.kind !== 'accepts') return opinion;
  const hole = findFalseAcceptance(sql, tokens, dialect.name);
  return hole === undefined ? opinion : { kind: 'rejects', ...hole };
}

interface TokenizedQuestion extends PolyglotQuestion {
  readonly tokens: readonly SqlToken[];
}

/** Refusals of constructs that polyglot is known not to read do not count, where the rest is right. */
function retryWithoutGaps(engines: Engines, refusal: Opinion, { name, sql, tokens }: TokenizedQuestion): Opinion {
  const closed = closeKnownGaps(sql, tokens, name);
  const again = closed === undefined ? refusal : engines.polyglot.judge(closed, name);
  // The tree of another text would tell of other columns, at other places.
  return again.kind === 'accepts' ? { kind: 'accepts' } : refusal;
}

function hasNewSyntax(
  tokens: readonly { readonly text: string; readonly end: number; readonly start: number }[],
  name: string,
): boolean {
  const sign = name === 'bigquery' ? '|>' : name === 'snowflake' ? '->>' : undefined;
  return tokens.some(
    (token, at) =>
      token.text === sign ||
      (sign === '|>' && token.text === '|' && tokens[at + 1]?.text === '>' && tokens[at + 1]?.start === token.end),
  );
}

/** For all second opinions on one text. Acceptance takes milliseconds; only refusals can take longer, and being cut off they count the same. */
const fallbackLimitMs = 900;

interface Fallback {
  readonly sql: string;
  readonly polyglot: SqlFailure | undefined;
}

function askNodeSqlParser(engines: Engines, dialect: SqlDialect, { sql, polyglot }: Fallback): SqlVerdict {
  if (polyglot !== undefined && isBeyondDoubt(polyglot))
    return { kind: 'failed', engine: 'polyglot', failure: polyglot };
  const timeLimitMs = fallbackLimitMs / dialect.nodeSqlParser.length;
  const poll = firstAcceptance(
    dialect.nodeSqlParser.map((build) => () => engines.nodeSqlParser(build).judge(sql, timeLimitMs)),
  );
  if (poll.accepted) return { kind: 'parsed', engine: 'node-sql-parser', note: 'fallback' };
  // node-sql-parser alone refuses one real query in seven: without polyglot's word there is no verdict.
  if (polyglot === undefined) return { kind: 'unknown', reason: 'no-parser' };
  return { kind: 'failed', engine: 'polyglot', failure: polyglot };
}

/** Nothing, or more than one statement: no grammar makes one query of it. */
function isBeyondDoubt(failure: SqlFailure): boolean {
  return failure.key === 'compile.empty-sql' || failure.key === 'compile.several-statements';
}
