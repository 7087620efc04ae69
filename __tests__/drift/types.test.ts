import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTypes, compareTypeTexts, compatibleWithLogical } from '../../src/diff/types/compare-types.ts';
import { parseType } from '../../src/diff/types/parse-type.ts';
import { mirrorRelation, relations } from '../../src/model/change.ts';
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

  const defaults: readonly [string, string, string][] = [
    ['snowflake', 'STRING', 'VARCHAR(16777216)'],
    ['snowflake', 'TEXT', 'VARCHAR(16777216)'],
    ['snowflake', 'NUMBER', 'NUMBER(38,0)'],
    ['snowflake', 'DECIMAL', 'NUMBER(38,0)'],
    ['snowflake', 'BINARY', 'BINARY(8388608)'],
    ['snowflake', 'CHAR', 'VARCHAR(1)'],
    ['snowflake', 'TIMESTAMP', 'TIMESTAMP_NTZ(9)'],
    ['redshift', 'VARCHAR', 'VARCHAR(256)'],
    ['redshift', 'DECIMAL', 'NUMERIC(18,0)'],
    ['redshift', 'TEXT', 'VARCHAR(256)'],
    ['bigquery', 'NUMERIC', 'NUMERIC(38,9)'],
    ['bigquery', 'BIGNUMERIC', 'BIGNUMERIC(76,38)'],
    ['bigquery', 'BYTEINT', 'INT64'],
    ['postgres', 'timestamp', 'timestamp(6) without time zone'],
    ['postgres', 'varchar', 'text'],
    ['postgres', 'serial8', 'bigint'],
    ['databricks', 'DECIMAL', 'DECIMAL(10,0)'],
    ['databricks', 'TIMESTAMP', 'TIMESTAMP_LTZ'],
    ['duckdb', 'DECIMAL', 'DECIMAL(18,3)'],
    ['duckdb', 'UINT64', 'UBIGINT'],
  ];
  it.each(defaults)('%s: %s is %s', (warehouse, short, long) => {
    expect(compareTypes(parseType(warehouse, short), parseType(warehouse, long))).toBe('same');
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
    ['postgres', 'numeric(10,2)', 'numeric(10,4)', 'rescaled'],
    ['postgres', 'numeric(12,2)', 'numeric(9,4)', 'rescaled'],
    ['postgres', 'numeric(12,4)', 'numeric(10,2)', 'narrowed'],
    ['snowflake', 'NUMBER(38,0)', 'NUMBER(38,2)', 'rescaled'],
    ['postgres', 'numeric(10,2)', 'numeric(12,4)', 'widened'],
    ['postgres', 'numeric(10,2)', 'numeric', 'widened'],
    ['postgres', 'real', 'double precision', 'widened'],
    ['postgres', 'int', 'float8', 'widened'],
    ['postgres', 'bigint', 'float8', 'different'],
    ['postgres', 'date', 'timestamp', 'different'],
    ['postgres', 'timestamp', 'timestamptz', 'zone'],
    ['postgres', 'timestamp(3)', 'timestamptz(6)', 'zone'],
    ['postgres', 'time', 'timetz', 'zone'],
    ['postgres', 'time', 'timestamp', 'different'],
    ['postgres', 'timestamp(3)', 'timestamp', 'precision'],
    ['postgres', 'timestamp', 'timestamp(6)', 'same'],
    ['postgres', 'interval', 'interval(3)', 'precision'],
    ['postgres', 'interval year to month', 'interval day to second', 'different'],
    ['postgres', 'inet', 'inet', 'same'],
    ['postgres', 'inet', 'cidr', 'different'],
    ['postgres', 'inet', 'text', 'different'],
    ['postgres', 'bit varying(3)', 'varbit', 'widened'],
    ['postgres', 'float(24)', 'real', 'same'],
    ['postgres', 'float(25)', 'real', 'narrowed'],
    ['postgres', 'timestamp[]', 'timestamptz[]', 'zone'],
    ['snowflake', 'TIMESTAMP_NTZ', 'TIMESTAMP_LTZ', 'zone'],
    ['snowflake', 'TIMESTAMP_TZ', 'TIMESTAMP_LTZ', 'zone'],
    ['snowflake', 'TIMESTAMP_NTZ(9)', 'DATETIME', 'same'],
    ['snowflake', 'FLOAT', 'DOUBLE PRECISION', 'same'],
    ['snowflake', 'VECTOR(FLOAT, 3)', 'VECTOR(FLOAT, 4)', 'different'],
    [undefined, 'timestamp(3)', 'timestamp', 'unknown'],
    ['postgres', 'text', 'uuid', 'different'],
    ['postgres', 'citext', 'CITEXT', 'same'],
    ['postgres', 'citext', 'text', 'unknown'],
    ['bigquery', 'NUMERIC', 'BIGNUMERIC', 'widened'],
    ['bigquery', 'DATETIME', 'TIMESTAMP', 'zone'],
    ['bigquery', 'RANGE<DATE>', 'RANGE<TIMESTAMP>', 'different'],
    ['bigquery', 'RANGE<DATETIME>', 'RANGE<TIMESTAMP>', 'zone'],
    ['bigquery', 'RANGE', 'RANGE<DATE>', 'unknown'],
    ['bigquery', 'ARRAY<INT64>', 'ARRAY<NUMERIC>', 'widened'],
    ['bigquery', 'STRUCT<a INT64>', 'STRUCT<a INT64, b STRING>', 'grown'],
    ['bigquery', 'STRUCT<a INT64, c DATE>', 'STRUCT<a INT64, b STRING>', 'different'],
    ['bigquery', 'STRUCT<a INT64, b STRING>', 'STRUCT<a INT64>', 'shrunk'],
    ['bigquery', 'ARRAY<STRUCT<a STRUCT<b INT64, c INT64>>>', 'ARRAY<STRUCT<a STRUCT<b INT64>>>', 'shrunk'],
    ['bigquery', 'STRUCT<a INT64, b STRING>', 'STRUCT<a NUMERIC>', 'different'],
    ['bigquery', 'STRUCT<a NUMERIC, b STRING>', 'STRUCT<a INT64>', 'different'],
    ['bigquery', 'STRUCT<a INT64, b STRING(5)>', 'STRUCT<a NUMERIC, b STRING(9)>', 'widened'],
    ['bigquery', 'STRUCT<a INT64, b STRING(9)>', 'STRUCT<a NUMERIC, b STRING(5)>', 'different'],
    ['bigquery', 'STRUCT<a DATETIME, b INT64>', 'STRUCT<a TIMESTAMP, b INT64>', 'zone'],
    ['bigquery', 'STRUCT<a DATETIME, b INT64>', 'STRUCT<a TIMESTAMP, b NUMERIC>', 'different'],
    ['databricks', 'struct<a:timestamp,b:mystery>', 'struct<a:timestamp_ntz,b:int>', 'unknown'],
    ['databricks', 'struct<a:decimal(9,2),b:timestamp>', 'struct<a:decimal(9,4),b:timestamp_ntz>', 'zone'],
    ['databricks', 'map<string,int>', 'map<string,bigint>', 'widened'],
    ['databricks', 'map<int,bigint>', 'map<bigint,int>', 'different'],
    ['databricks', 'struct<a:int>', 'struct', 'unknown'],
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
    'numeric(7,4)',
    'numeric(5,4)',
    'numeric(20,0)',
    'real',
    'float8',
    'varchar(3)',
    'text',
    'date',
    'time',
    'timetz(3)',
    'timestamp',
    'timestamp(3)',
    'timestamptz',
    'interval',
    'interval year',
    'inet',
    'box',
  ];
  const text: fc.Arbitrary<string> = fc.letrec<{ type: string }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'type' },
      fc.constantFrom(...samples),
      tie('type').map((type) => `array<${type}>`),
      fc.tuple(tie('type'), tie('type')).map(([key, value]) => `map<${key}, ${value}>`),
      fc
        .uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 })
        .chain((names) =>
          fc
            .array(tie('type'), { minLength: names.length, maxLength: names.length })
            .map((types) => `struct<${names.map((name, at) => `${name} ${types[at]}`).join(', ')}>`),
        ),
    ),
  })).type;

  it('is mirrored when the sides are swapped, and never says unknown of a type and itself', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [before, after] = [parseType('postgres', a), parseType('postgres', b)];
        const relation = compareTypes(before, after);
        expect(compareTypes(after, before)).toBe(relation === 'same' ? 'same' : mirrorRelation(relation));
        expect(before).toBeDefined();
        expect(compareTypes(before, before)).toBe('same');
      }),
      { numRuns: 500 },
    );
  });

  it('gives an array the relation of its elements', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.constantFrom(...samples), (a, b) => {
        expect(compareTypeTexts('postgres', `${a}[]`, `${b}[]`)).toBe(compareTypeTexts('postgres', a, b));
      }),
    );
  });

  it('never throws, whatever the text', () => {
    const known = ['same', ...relations];
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(known).toContain(compareTypeTexts('postgres', a, b));
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
    ['number', 'DECFLOAT', undefined],
  ] as const)('%s in %s', (logical, text, expected) => {
    const type = parseType('snowflake', text);
    expect(type === undefined ? 'not parsed' : compatibleWithLogical(logical, type)).toBe(expected);
  });
});
