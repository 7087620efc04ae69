import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engines } from '../../src/compile/engines.ts';
import { parseSql } from '../../src/compile/sql/parse-sql.ts';

/** Queries of one dialect that a linter keeps as proof that it reads them. */
export interface FixtureResult {
  readonly dialect: string;
  readonly queries: number;
  readonly parsed: number;
  readonly failed: readonly { readonly file: string; readonly sql: string }[];
}

/** Folders of sqlfluff's fixtures, by our names of the dialects. */
export const fixtureFolders = {
  snowflake: 'snowflake',
  bigquery: 'bigquery',
  postgres: 'postgres',
  redshift: 'redshift',
  databricks: 'databricks',
  duckdb: 'duckdb',
  spark: 'sparksql',
  trino: 'trino',
  athena: 'athena',
  tsql: 'tsql',
  clickhouse: 'clickhouse',
} as const;

/** Parses every single query in a folder of `.sql` files; statements of other kinds are passed over. */
export function measureFixtures(folder: string, dialect: string, engines: Engines): FixtureResult {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const queries = files.flatMap((file) =>
    statementsOf(readFileSync(join(folder, file), 'utf8'), engines, dialect).map((sql) => ({ file, sql })),
  );
  const failed = queries.filter(({ sql }) => parseSql(engines, dialect, sql).kind !== 'parsed');
  return { dialect, queries: queries.length, parsed: queries.length - failed.length, failed };
}

function statementsOf(text: string, engines: Engines, dialect: string): readonly string[] {
  const points = Array.from(text);
  const ends = engines.polyglot
    .tokenize(text, dialect === 'postgres' ? 'postgresql' : dialect)
    .flatMap(({ type, start }) => (type === 'SEMICOLON' ? [start] : []));
  const starts = [0, ...ends.map((end) => end + 1)];
  const statements = starts.map((start, at) =>
    points
      .slice(start, ends[at] ?? points.length)
      .join('')
      .trim(),
  );
  return statements.filter(isQuery);
}

/** A query begins with one of these words, behind comments and parentheses. */
function isQuery(statement: string): boolean {
  const bare = statement.replace(/^(?:\s|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/|\()+/, '');
  return /^(?:select|with|from|values)\b/i.test(bare);
}
