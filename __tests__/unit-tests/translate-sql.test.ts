import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineHost } from '../../src/adapters/engine-files.ts';
import { duckDbType } from '../../src/compile/duckdb/column-types.ts';
import { duckDbQueries, duckDbReading } from '../../src/compile/duckdb/translate-sql.ts';
import { Engines } from '../../src/compile/engines.ts';
import type { ColumnType } from '../../src/model/columns.ts';
import type { Json } from '../../src/model/contract.ts';

const engines = new Engines(engineHost(join(import.meta.dirname, 'nowhere')));
beforeAll(async () => engines.prepare({ adapters: ['snowflake', 'postgres', 'bigquery'], python: false, hcl: false }));

describe('queries for DuckDB', () => {
  it.each([
    [
      'snowflake',
      "select dateadd(day, -1, d) as x, 'é INTERVAL -1 DAY' as t",
      "SELECT d + INTERVAL (-1) DAY AS x, 'é INTERVAL -1 DAY' AS t",
    ],
    ['snowflake', 'select dateadd(month, t.n, d) as x', 'SELECT d + INTERVAL (t.n) MONTH AS x'],
    ['snowflake', 'select dateadd(month, n + 1, d) as x', 'SELECT d + INTERVAL (n + 1) MONTH AS x'],
    ['snowflake', 'select dateadd(day, 3, d) as x', 'SELECT d + INTERVAL 3 DAY AS x'],
    ['snowflake', 'select current_timestamp() as x', 'SELECT CURRENT_TIMESTAMP AS x'],
    ['snowflake', 'select concat(a, b) as x', 'SELECT dataengos__concat(a, b) AS x'],
    ['bigquery', 'select date_sub(d, interval n day) as x', 'SELECT d - INTERVAL (n) DAY AS x'],
    ['duckdb', 'select current_timestamp, concat(a, b)', 'select current_timestamp, concat(a, b)'],
  ])('%s: %s', (dialect, sql, translated) => {
    expect(duckDbQueries(engines, dialect, sql)).toEqual([translated]);
  });

  it('asks DuckDB first what postgres writes, and translates it where that is not understood', () => {
    const sql = "select to_char(d, 'YYYY') as y";
    expect(duckDbQueries(engines, 'postgres', sql)).toEqual([sql, "SELECT STRFTIME(d, 'YYYY') AS y"]);
  });

  it('gives nothing for what cannot be read, or is too long', () => {
    expect(duckDbQueries(engines, 'snowflake', 'select from where (')).toEqual([]);
    expect(duckDbQueries(engines, 'duckdb', `select '${'x'.repeat(300_000)}'`)).toEqual([]);
  });

  it.each([
    ['postgres', { integerDivision: true, nullOrder: 'nulls_last_on_asc_first_on_desc', isNative: true }],
    ['duckdb', { integerDivision: false, nullOrder: 'nulls_last', isNative: true }],
    ['bigquery', { integerDivision: false, nullOrder: 'nulls_first_on_asc_last_on_desc', isNative: false }],
    ['snowflake', { integerDivision: false, nullOrder: 'nulls_last_on_asc_first_on_desc', isNative: false }],
    ['sqlserver', { integerDivision: true, nullOrder: 'nulls_first_on_asc_last_on_desc', isNative: false }],
  ])('operators mean what they mean in %s', (dialect, reading) => {
    expect(duckDbReading(dialect)).toEqual(reading);
  });
});

describe('types of columns', () => {
  const cases: readonly (readonly [ColumnType | undefined, readonly Json[], string])[] = [
    [{ family: 'number', text: 'NUMBER' }, ['1'], 'DECIMAL(38, 0)'],
    [{ family: 'number', text: 'numeric' }, ['1.5'], 'DECIMAL(38, 1)'],
    [{ family: 'number', text: 'integer' }, ['1'], 'BIGINT'],
    [{ family: 'number', text: 'NUMBER' }, [], 'DECIMAL(38, 0)'],
    [{ family: 'number', text: 'number(18,2)' }, [], 'DECIMAL(18, 2)'],
    [{ family: 'number', text: 'NUMERIC(76, 40)' }, [], 'DECIMAL(38, 38)'],
    [{ family: 'number', text: 'float' }, ['1'], 'DOUBLE'],
    [{ family: 'timestamp', text: 'TIMESTAMP_NTZ(9)' }, [], 'TIMESTAMP'],
    [{ family: 'timestamp', text: 'timestamp with time zone' }, [], 'TIMESTAMPTZ'],
    [{ family: 'timestamp', text: 'timestamp(3) without time zone' }, [], 'TIMESTAMP'],
    [{ family: 'json', text: 'VARIANT' }, [], 'JSON'],
    [{ family: 'array', text: 'array<string>' }, [], 'JSON'],
    [{ family: 'string', text: 'character varying(20)' }, ['1'], 'VARCHAR'],
    [{ family: 'string', text: 'x); drop table y; --' }, [], 'VARCHAR'],
    [{ family: 'number' }, ['1.50', null, '2'], 'DECIMAL(38, 2)'],
    [{ family: 'number' }, ['1,50'], 'DOUBLE'],
    [undefined, [null, null], '"NULL"'],
    [undefined, ['1', '2'], 'BIGINT'],
    [undefined, ['007'], 'VARCHAR'],
    [undefined, [true, null], 'BOOLEAN'],
    [undefined, ['2026-01-31'], 'DATE'],
    [undefined, ['2026-01-31T10:00:00Z'], 'TIMESTAMP'],
    [undefined, [{ a: 1 }], 'JSON'],
    [undefined, ['a', '1'], 'VARCHAR'],
  ];
  it.each(cases)('%j with %j is %s', (type, values, duckdb) => {
    expect(duckDbType(type, { values, isCsv: true })).toBe(duckdb);
  });

  it('a text is one where numbers can be written', () => {
    expect(duckDbType(undefined, { values: ['10', '9'], isCsv: false })).toBe('VARCHAR');
    expect(duckDbType(undefined, { values: [10, 9], isCsv: false })).toBe('BIGINT');
  });
});
