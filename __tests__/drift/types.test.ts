import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTypes, compareTypeTexts, compatibleWithLogical } from '../../src/diff/types/compare-types.ts';
import { parseType } from '../../src/diff/types/parse-type.ts';
import { typeTables } from '../../src/generated/types.ts';

describe('parseType', () => {
  const rows: readonly [string | undefined, string, object | undefined][] = [
    ['snowflake', 'VARCHAR', { family: 'string', length: 16_777_216, stated: false }],
    ['snowflake', 'varchar(256)', { family: 'string', length: 256, stated: true }],
    ['snowflake', 'INT', { family: 'decimal', precision: 38, scale: 0, stated: true }],
    ['snowflake', 'NUMBER(10)', { family: 'decimal', precision: 10, scale: 0, stated: true }],
    ['snowflake', 'TIMESTAMP_NTZ(6)', { family: 'timestamp', precision: 6, stated: true }],
    ['redshift', 'varchar', { family: 'string', length: 256, stated: false }],
    ['redshift', 'varchar(max)', { family: 'string', length: 65_535, stated: true }],
    ['postgresql', 'timestamp(3) with time zone', { family: 'timestamptz', precision: 3, stated: true }],
    ['postgres', 'TIMESTAMP WITHOUT  TIME ZONE', { family: 'timestamp', precision: 6, stated: false }],
    ['postgres', 'numeric', { family: 'decimal', precision: Infinity, scale: Infinity, stated: false }],
    ['postgres', 'int[]', { family: 'array', element: { family: 'integer', bits: 32, stated: false }, stated: true }],
    ['bigquery', 'NUMERIC', { family: 'decimal', precision: 38, scale: 9, stated: false }],
    ['bigquery', 'TIMESTAMP', { family: 'timestamptz', precision: 6, stated: false }],
    ['databricks', 'decimal', { family: 'decimal', precision: 10, scale: 0, stated: false }],
    ['duckdb', 'DECIMAL', { family: 'decimal', precision: 18, scale: 3, stated: false }],
    ['duckdb', 'VARCHAR(20)', { family: 'string', length: Infinity, stated: true }],
    [undefined, 'varchar', { family: 'string', stated: false }],
    [undefined, 'citext', undefined],
    [undefined, 'varchar(', undefined],
    [undefined, 'varchar(1,2,3)', undefined],
    [undefined, 'date) drop table x', undefined],
    [undefined, 'constructor', undefined],
    [undefined, '', undefined],
    [undefined, `${'array<'.repeat(100_000)}int`, undefined],
    [undefined, `${'array<'.repeat(1000)}int${'>'.repeat(1000)}`, undefined],
    [undefined, `int${'[]'.repeat(1000)}`, undefined],
  ];
  it.each(rows)('%s %s', (warehouse, text, expected) => {
    expect(parseType(warehouse, text)).toEqual(expected);
  });

  it('reads nested types', () => {
    expect(parseType('bigquery', 'ARRAY<STRUCT<a INT64, `b c` STRING(10)>>')).toEqual({
      family: 'array',
      stated: true,
      element: {
        family: 'struct',
        stated: true,
        fields: [
          { name: 'a', type: { family: 'integer', bits: 64, stated: false } },
          { name: 'b c', type: { family: 'string', length: 10, stated: true } },
        ],
      },
    });
    expect(parseType('duckdb', 'MAP(VARCHAR, INTEGER)')?.family).toBe('map');
    expect(parseType('databricks', 'struct<a:int,b:map<string,date>>')?.fields?.length).toBe(2);
  });

  it('knows every name of every table', () => {
    for (const [warehouse, table] of Object.entries(typeTables)) {
      for (const [name, row] of Object.entries(table)) {
        expect([warehouse, name, parseType(warehouse, name.toUpperCase())?.family]).toEqual([
          warehouse,
          name,
          row.family,
        ]);
      }
    }
  });
});

describe('compareTypeTexts', () => {
  const rows: readonly [string | undefined, string, string, string][] = [
    ['snowflake', 'VARCHAR', 'VARCHAR(16777216)', 'same'],
    ['snowflake', 'TEXT', 'string', 'same'],
    ['snowflake', 'VARCHAR', 'VARCHAR(100)', 'narrowed'],
    ['snowflake', 'NUMBER', 'INTEGER', 'same'],
    ['redshift', 'VARCHAR', 'VARCHAR(256)', 'same'],
    ['redshift', 'VARCHAR', 'VARCHAR(512)', 'widened'],
    ['postgres', 'varchar(10)', 'text', 'widened'],
    ['postgres', 'text', 'varchar(10)', 'narrowed'],
    ['postgres', 'int2', 'int8', 'widened'],
    ['postgres', 'bigint', 'int', 'narrowed'],
    ['postgres', 'int', 'numeric', 'widened'],
    ['postgres', 'int', 'numeric(9,0)', 'narrowed'],
    ['postgres', 'int', 'numeric(10,0)', 'widened'],
    ['postgres', 'int', 'numeric(9,2)', 'different'],
    ['postgres', 'numeric(10,2)', 'numeric(12,2)', 'widened'],
    ['postgres', 'numeric(10,2)', 'numeric(10,4)', 'different'],
    ['postgres', 'numeric(10,2)', 'numeric(12,4)', 'widened'],
    ['postgres', 'numeric(10,2)', 'numeric', 'widened'],
    ['postgres', 'real', 'double precision', 'widened'],
    ['postgres', 'int', 'float8', 'widened'],
    ['postgres', 'bigint', 'float8', 'different'],
    ['postgres', 'date', 'timestamp', 'different'],
    ['postgres', 'timestamp', 'timestamptz', 'different'],
    ['postgres', 'text', 'uuid', 'different'],
    ['postgres', 'citext', 'CITEXT', 'same'],
    ['postgres', 'citext', 'text', 'unknown'],
    ['bigquery', 'NUMERIC', 'BIGNUMERIC', 'widened'],
    ['bigquery', 'DATETIME', 'TIMESTAMP', 'different'],
    ['bigquery', 'ARRAY<INT64>', 'ARRAY<NUMERIC>', 'widened'],
    ['bigquery', 'STRUCT<a INT64>', 'STRUCT<a INT64, b STRING>', 'widened'],
    ['bigquery', 'STRUCT<a INT64, c DATE>', 'STRUCT<a INT64, b STRING>', 'different'],
    ['databricks', 'decimal', 'decimal(10,0)', 'same'],
    ['duckdb', 'uinteger', 'bigint', 'widened'],
    ['duckdb', 'integer', 'uinteger', 'different'],
    ['duckdb', 'varchar(10)', 'varchar', 'same'],
    [undefined, 'varchar', 'varchar(10)', 'unknown'],
    [undefined, 'varchar(10)', 'VARCHAR( 10 )', 'same'],
    [undefined, 'varchar', 'int', 'different'],
    ['oracle', 'VARCHAR2(10)', 'VARCHAR2(20)', 'unknown'],
  ];
  it.each(rows)('%s: %s to %s is %s', (...[warehouse, before, after, expected]) => {
    expect(compareTypeTexts(warehouse, before, after)).toBe(expected);
  });

  const samples = [
    'int',
    'bigint',
    'numeric',
    'numeric(5,2)',
    'numeric(20,0)',
    'real',
    'float8',
    'varchar(3)',
    'text',
    'date',
    'int[]',
  ];
  const mirror = {
    same: 'same',
    widened: 'narrowed',
    narrowed: 'widened',
    different: 'different',
    unknown: 'unknown',
  } as const;
  it('is mirrored when the sides are swapped, and never says unknown of a type and itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.constantFrom(...samples), (a, b) => {
        const [before, after] = [parseType('postgres', a), parseType('postgres', b)];
        expect(compareTypes(after, before)).toBe(mirror[compareTypes(before, after)]);
        expect(compareTypes(before, before)).toBe('same');
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(Object.keys(mirror)).toContain(compareTypeTexts('postgres', a, b));
      }),
    );
  });
});

describe('compatibleWithLogical', () => {
  it.each([
    ['integer', 'NUMBER(10,0)', true],
    ['integer', 'NUMBER(10,2)', false],
    ['number', 'NUMBER(10,2)', true],
    ['string', 'VARCHAR', true],
    ['date', 'VARCHAR', false],
    ['timestamp', 'TIMESTAMP_TZ', true],
    ['array', 'VARIANT', undefined],
    ['string', 'VARIANT', false],
    ['object', 'VARIANT', true],
    ['boolean', 'BOOLEAN', true],
  ] as const)('%s in %s', (logical, text, expected) => {
    const type = parseType('snowflake', text);
    expect(type === undefined ? 'not parsed' : compatibleWithLogical(logical, type)).toBe(expected);
  });
});
