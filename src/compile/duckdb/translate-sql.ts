import type { Engines } from '../engines.ts';
import { sqlDialect } from '../sql/dialects.ts';
import { maxSqlLength } from '../sql/parse-sql.ts';
import { repairSql } from './repair-sql.ts';

/** How DuckDB is to read the SQL of a dialect. */
export interface DuckDbReading {
  readonly integerDivision: boolean;
  readonly nullOrder: 'nulls_last_on_asc_first_on_desc' | 'nulls_first_on_asc_last_on_desc' | 'nulls_last';
  /** Whether DuckDB gives what the warehouse gives: it reads the text itself. */
  readonly isNative: boolean;
}

/** Dialects whose `/` between integers gives an integer. */
const integerDividers = new Set(['postgres', 'redshift', 'trino', 'athena', 'tsql']);

/** Dialects that sort nulls before everything. */
const nullsAreSmallest = new Set(['bigquery', 'databricks', 'spark', 'tsql', 'mysql']);

/** Dialects that sort nulls last, whichever the direction. */
const nullsAreLast = new Set(['duckdb', 'trino', 'athena', 'clickhouse']);

/** How DuckDB must be set for a dbt adapter type, so that operators mean the same. */
export function duckDbReading(adapter: string | undefined): DuckDbReading {
  const { name } = sqlDialect(adapter);
  return {
    integerDivision: integerDividers.has(name),
    nullOrder: nullsAreSmallest.has(name)
      ? 'nulls_first_on_asc_last_on_desc'
      : nullsAreLast.has(name)
        ? 'nulls_last'
        : 'nulls_last_on_asc_first_on_desc',
    isNative: name === 'duckdb' || name === 'postgres',
  };
}

/**
 * Spellings of a query for DuckDB, the likeliest first; none where it cannot be translated. The parsers of the dialect must be
 * loaded (`Engines.prepare`).
 */
export function duckDbQueries(engines: Engines, adapter: string | undefined, sql: string): readonly string[] {
  if (sql.length > maxSqlLength) return [];
  const dialect = sqlDialect(adapter);
  if (dialect.name === 'duckdb') return [sql];
  const translated = dialect.polyglot
    .slice(0, 2)
    .flatMap((name) => engines.polyglot.transpile(sql, name, 'duckdb') ?? []);
  const repaired = translated.map((text) => repairSql(text, engines.polyglot.tokenize(text, 'duckdb'), dialect.name));
  return [...new Set(dialect.name === 'postgres' ? [sql, ...repaired] : repaired)];
}
