import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateTypes } from '../../scripts/generate-types.ts';
import { alterInPlace, type AlterStep } from '../../src/diff/types/alter.ts';
import { columnSteps } from '../../src/diff/types/alter-row.ts';
import { catalogues } from '../../src/generated/messages.ts';
import { alterTables, typeTables } from '../../src/generated/types.ts';
import { langs, translate } from '../../src/model/messages.ts';

const root = join(import.meta.dirname, '..', '..');

describe('alterInPlace: types', () => {
  const rows: readonly [string | undefined, string, string, string][] = [
    ['snowflake', 'TEXT', 'VARCHAR(16777216)', 'yes nothing'],
    ['snowflake', 'VARCHAR(50)', 'VARCHAR(100)', 'yes alter'],
    ['snowflake', 'VARCHAR(100)', 'VARCHAR(50)', 'no snowflake-new-column'],
    ['snowflake', 'NUMBER(10,2)', 'NUMBER(12,2)', 'yes alter'],
    ['snowflake', 'NUMBER(12,2)', 'NUMBER(10,2)', 'yes rows-must-fit'],
    ['snowflake', 'NUMBER(10,2)', 'NUMBER(12,4)', 'no snowflake-new-column'],
    ['snowflake', 'NUMBER(10,2)', 'NUMBER(10,4)', 'no snowflake-new-column'],
    ['snowflake', 'INT', 'BIGINT', 'yes nothing'],
    ['snowflake', 'INT', 'FLOAT', 'no snowflake-new-column'],
    ['snowflake', 'DATE', 'TIMESTAMP_NTZ', 'no snowflake-new-column'],
    ['snowflake', 'TIMESTAMP_NTZ', 'TIMESTAMP_TZ', 'no snowflake-new-column'],
    ['snowflake', 'TIMESTAMP_NTZ(3)', 'TIMESTAMP_NTZ(9)', 'no snowflake-new-column'],
    ['snowflake', 'VARCHAR', 'mystery', 'unknown unknown'],
    ['bigquery', 'INT64', 'BIGINT', 'yes nothing'],
    ['bigquery', 'INT64', 'NUMERIC', 'yes alter'],
    ['bigquery', 'INT64', 'FLOAT64', 'yes floats-are-inexact'],
    ['bigquery', 'NUMERIC', 'BIGNUMERIC', 'yes alter'],
    ['bigquery', 'BIGNUMERIC', 'NUMERIC', 'no bigquery-recreate'],
    ['bigquery', 'STRING(10)', 'STRING', 'yes alter'],
    ['bigquery', 'STRING', 'STRING(10)', 'no bigquery-recreate'],
    ['bigquery', 'DATE', 'DATETIME', 'yes alter'],
    ['bigquery', 'DATETIME', 'TIMESTAMP', 'no bigquery-recreate'],
    ['bigquery', 'STRUCT<a INT64>', 'STRUCT<a INT64, b STRING>', 'yes bigquery-nested'],
    ['bigquery', 'INT64', 'STRING', 'no bigquery-recreate'],
    ['postgresql', 'int', 'bigint', 'rewrite postgres-rewrite'],
    ['postgresql', 'bigint', 'int', 'rewrite postgres-rewrite-if-it-fits'],
    ['postgresql', 'varchar(10)', 'varchar(20)', 'yes alter'],
    ['postgresql', 'varchar(10)', 'text', 'yes alter'],
    ['postgresql', 'char(10)', 'char(20)', 'rewrite postgres-rewrite'],
    ['postgresql', 'char(10)', 'varchar(10)', 'rewrite postgres-using'],
    ['postgresql', 'numeric(10,2)', 'numeric(12,2)', 'yes alter'],
    ['postgresql', 'numeric(10,2)', 'numeric', 'yes alter'],
    ['postgresql', 'numeric(10,2)', 'numeric(12,4)', 'rewrite postgres-rewrite'],
    ['postgresql', 'numeric(10,2)', 'numeric(10,4)', 'rewrite postgres-rewrite-if-it-fits'],
    ['postgresql', 'timestamp(3)', 'timestamp', 'yes alter'],
    ['postgresql', 'timestamp', 'timestamp(3)', 'rewrite rows-are-rounded'],
    ['postgresql', 'timestamp', 'timestamptz', 'rewrite postgres-zone'],
    ['postgresql', 'text', 'uuid', 'rewrite postgres-using'],
    ['redshift', 'VARCHAR', 'VARCHAR(512)', 'yes redshift-size'],
    ['redshift', 'VARCHAR(512)', 'VARCHAR', 'yes redshift-rows-must-fit'],
    ['redshift', 'CHAR(5)', 'CHAR(10)', 'no redshift-new-column'],
    ['redshift', 'INT', 'BIGINT', 'no redshift-new-column'],
    ['redshift', 'DECIMAL(10,2)', 'DECIMAL(12,2)', 'no redshift-new-column'],
    ['databricks', 'int', 'bigint', 'yes databricks-type-widening'],
    ['databricks', 'smallint', 'decimal(10,0)', 'yes databricks-type-widening'],
    ['databricks', 'smallint', 'decimal(9,0)', 'no databricks-overwrite'],
    ['databricks', 'bigint', 'decimal(20,0)', 'yes databricks-type-widening'],
    ['databricks', 'bigint', 'decimal(19,0)', 'no databricks-overwrite'],
    ['databricks', 'int', 'double', 'yes databricks-type-widening'],
    ['databricks', 'smallint', 'float', 'no databricks-overwrite'],
    ['databricks', 'bigint', 'double', 'no databricks-overwrite'],
    ['databricks', 'float', 'double', 'yes databricks-type-widening'],
    ['databricks', 'decimal(10,1)', 'decimal(12,3)', 'yes databricks-type-widening'],
    ['databricks', 'decimal(10,1)', 'decimal(11,3)', 'no databricks-overwrite'],
    ['databricks', 'date', 'timestamp_ntz', 'yes databricks-type-widening'],
    ['databricks', 'date', 'timestamp', 'no databricks-overwrite'],
    ['databricks', 'varchar(5)', 'string', 'unknown unknown'],
    ['duckdb', 'INTEGER', 'BIGINT', 'rewrite duckdb-rewrite'],
    ['duckdb', 'VARCHAR', 'INTEGER', 'rewrite duckdb-using'],
    ['duckdb', 'VARCHAR(5)', 'TEXT', 'yes nothing'],
    ['oracle', 'int', 'bigint', 'unknown unknown'],
    [undefined, 'int', 'bigint', 'unknown unknown'],
    [undefined, 'int', 'INT', 'yes nothing'],
    ['constructor', 'int', 'bigint', 'unknown unknown'],
  ];
  it.each(rows)('%s: %s to %s is %s', (...[warehouse, before, after, expected]) => {
    expect(said(warehouse, { kind: 'type', before, after })).toBe(expected);
  });

  it('says nothing is to do exactly where the types are stored alike', () => {
    const texts = fc.constantFrom('int', 'integer', 'text', 'varchar', 'char', 'character', 'numeric', 'timestamp(6)');
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const there = said('postgres', { kind: 'type', before, after }) === 'yes nothing';
        expect(said('postgres', { kind: 'type', before: after, after: before }) === 'yes nothing').toBe(there);
        expect(said('postgres', { kind: 'type', before, after: before })).toBe('yes nothing');
      }),
    );
  });
});

describe('alterInPlace: columns', () => {
  const answers: { readonly [warehouse: string]: readonly string[] } = {
    snowflake: ['yes rows-must-not-be-null', 'yes alter', 'yes column-with-default', 'yes rename-with-view'],
    bigquery: ['no bigquery-recreate', 'yes alter', 'no bigquery-required-column', 'yes rename-with-view'],
    postgres: ['yes postgres-not-null', 'yes alter', 'yes column-with-default', 'yes rename-with-view'],
    redshift: ['no redshift-recreate', 'no redshift-recreate', 'yes column-with-default', 'yes rename-with-view'],
    databricks: ['yes rows-must-not-be-null', 'yes alter', 'no column-in-two-steps', 'yes databricks-rename'],
    duckdb: ['yes rows-must-not-be-null', 'yes alter', 'no column-in-two-steps', 'yes rename-with-view'],
    mysql: ['unknown unknown', 'unknown unknown', 'unknown unknown', 'unknown unknown'],
  };
  it.each(Object.entries(answers))('%s', (warehouse, expected) => {
    expect(columnSteps.map((kind) => said(warehouse, { kind }))).toEqual(expected);
  });
});

describe('rules/types', () => {
  it('says for every warehouse but the generic one what it can alter', () => {
    expect(Object.keys(alterTables)).toEqual(Object.keys(typeTables).filter((warehouse) => warehouse !== 'generic'));
  });

  it('has a migration in every language for every answer, and no text that nobody uses', () => {
    const rows = Object.values(alterTables).flatMap(({ types, columns }) => [...types, ...Object.values(columns)]);
    const used = new Set([
      ...rows.flatMap(({ how }) => (how === undefined ? [] : [`migrations.${how}`])),
      ...['nothing', 'alter', 'rewrite', 'new-column', 'unknown'].map((key) => `migrations.${key}`),
    ]);
    for (const lang of langs) {
      const keys = Object.keys(catalogues[lang]).filter((key) => key.startsWith('migrations.'));
      expect(keys.sort()).toEqual([...used].sort());
      for (const key of keys) expect(translate(lang, key)).not.toBe(key);
    }
  });

  it('is what the generated tables hold', () => {
    expect(readFileSync(join(root, 'src/generated/types.ts'), 'utf8')).toBe(generateTypes(root));
  });
});

function said(warehouse: string | undefined, step: AlterStep): string {
  const { possible, migration } = alterInPlace(warehouse, step);
  return `${possible} ${migration.replace('migrations.', '')}`;
}
