import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compatibleWithLogical } from '../../src/diff/types/compare-types.ts';
import { contradictionOf } from '../../src/diff/types/contradiction.ts';
import { parseType } from '../../src/diff/types/parse-type.ts';
import { typeTables } from '../../src/generated/types.ts';
import { type ApiVersion, apiVersions, type LogicalType, logicalTypes } from '../../src/model/contract.ts';

type Answer = readonly [kind: string, fits: string, certainty: 'certain' | 'maybe'] | 'fine';

function answer(
  logical: LogicalType,
  physical: string,
  { warehouse, apiVersion = 'v3.2.0' }: { readonly warehouse?: string; readonly apiVersion?: ApiVersion } = {},
): Answer {
  const found = contradictionOf({ logical, physical, warehouse, apiVersion });
  return found === undefined ? 'fine' : [found.kind, found.fits, found.certain ? 'certain' : 'maybe'];
}

describe('two types in Snowflake', () => {
  it.each<[LogicalType, string, Answer]>([
    ['string', 'BOOLEAN', ['other', 'boolean', 'certain']],
    ['string', 'NUMBER(38,0)', ['other', 'integer', 'certain']],
    ['string', 'NUMBER(10,2)', ['other', 'number', 'certain']],
    ['string', 'DATE', ['other', 'date', 'certain']],
    ['string', 'TIMESTAMP_NTZ', ['other', 'timestamp', 'certain']],
    ['string', 'TIME', ['other', 'time', 'certain']],
    ['string', 'ARRAY(VARCHAR)', ['other', 'array', 'certain']],
    ['string', 'OBJECT', ['other', 'object', 'certain']],
    ['string', 'MAP(VARCHAR, NUMBER)', ['other', 'map', 'certain']],
    ['string', 'VECTOR(FLOAT, 256)', ['other', 'vector', 'certain']],
    ['string', 'VARIANT', 'fine'],
    ['string', 'BINARY', 'fine'],
    ['string', 'GEOGRAPHY', 'fine'],
    ['integer', 'NUMBER(10,2)', ['fraction', 'number', 'certain']],
    ['integer', 'NUMBER(10,0)', 'fine'],
    ['integer', 'NUMBER', 'fine'],
    ['integer', 'DOUBLE', ['fraction', 'number', 'maybe']],
    ['integer', 'BOOLEAN', ['other', 'boolean', 'certain']],
    ['integer', 'DATE', ['other', 'date', 'certain']],
    ['integer', 'VARCHAR', 'fine'],
    ['number', 'INTEGER', 'fine'],
    ['number', 'DOUBLE', 'fine'],
    ['number', 'DECFLOAT', 'fine'],
    ['number', 'VARCHAR', 'fine'],
    ['number', 'BOOLEAN', ['other', 'boolean', 'certain']],
    ['number', 'TIMESTAMP_TZ', ['other', 'timestamp', 'certain']],
    ['boolean', 'VARCHAR(1)', 'fine'],
    ['boolean', 'NUMBER(1,0)', 'fine'],
    ['boolean', 'NUMBER(5,2)', ['other', 'number', 'certain']],
    ['boolean', 'FLOAT', ['other', 'number', 'certain']],
    ['boolean', 'DATE', ['other', 'date', 'certain']],
    ['date', 'TIMESTAMP_NTZ', 'fine'],
    ['date', 'VARCHAR', 'fine'],
    ['date', 'NUMBER(8,0)', 'fine'],
    ['date', 'TIME', ['other', 'time', 'certain']],
    ['date', 'BOOLEAN', ['other', 'boolean', 'certain']],
    ['timestamp', 'DATE', ['time-lost', 'date', 'certain']],
    ['timestamp', 'TIME', ['other', 'time', 'certain']],
    ['timestamp', 'BIGINT', 'fine'],
    ['timestamp', 'VARCHAR', 'fine'],
    ['time', 'TIMESTAMP_NTZ', 'fine'],
    ['time', 'DATE', ['other', 'date', 'certain']],
    ['object', 'VARIANT', 'fine'],
    ['object', 'VARCHAR', 'fine'],
    ['object', 'DOUBLE', ['other', 'number', 'certain']],
    ['object', 'ARRAY', ['other', 'array', 'certain']],
    ['array', 'VARIANT', 'fine'],
    ['array', 'STRING', 'fine'],
    ['array', 'OBJECT', 'fine'],
    ['array', 'INTEGER', ['other', 'integer', 'certain']],
    ['map', 'OBJECT', 'fine'],
    ['map', 'BOOLEAN', ['other', 'boolean', 'certain']],
    ['vector', 'ARRAY', 'fine'],
    ['vector', 'FLOAT', ['other', 'number', 'certain']],
    ['number', 'MONEY_AMOUNT', 'fine'],
  ])('%s in %s', (logical, physical, expected) => {
    expect(answer(logical, physical, { warehouse: 'snowflake' })).toEqual(expected);
  });
});

describe('what a type means decides the warehouse', () => {
  it.each<[string, [LogicalType, string, string | undefined], Answer]>([
    ['a date keeps no time of day', ['timestamp', 'DATE', 'postgresql'], ['time-lost', 'date', 'certain']],
    ['without a server that is likely', ['timestamp', 'DATE', undefined], ['time-lost', 'date', 'maybe']],
    ["Oracle's date keeps one", ['timestamp', 'DATE', 'oracle'], 'fine'],
    ["Oracle's long is a text", ['string', 'LONG', 'oracle'], 'fine'],
    ['a long is a number elsewhere', ['string', 'LONG', 'databricks'], ['other', 'integer', 'certain']],
    ["SQL Server's timestamp is a row version", ['string', 'timestamp', 'sqlserver'], 'fine'],
    ['a document store writes whole numbers as doubles', ['integer', 'double', 'custom'], 'fine'],
    ['a boolean is one everywhere', ['string', 'boolean', 'custom'], ['other', 'boolean', 'certain']],
    ['a scale is one everywhere', ['integer', 'decimal(10,2)', undefined], ['fraction', 'number', 'certain']],
    ['an unstated scale may only be forgotten', ['integer', 'NUMERIC', 'bigquery'], 'fine'],
    ['a repeated column names the type of its elements', ['array', 'INT64', 'bigquery'], 'fine'],
    ['and so do other schemas', ['array', 'int', undefined], 'fine'],
    ['a map is no list anywhere', ['array', 'map<string, int>', undefined], ['other', 'map', 'certain']],
    ['a length in brackets is no array', ['string', 'varchar[50]', 'postgresql'], 'fine'],
    ['an array is none', ['string', 'text[]', 'postgresql'], ['other', 'array', 'certain']],
  ])('%s', (_, [logical, physical, warehouse], expected) => {
    expect(answer(logical, physical, { ...(warehouse !== undefined && { warehouse }) })).toEqual(expected);
  });
});

describe('what a version of the standard has no logical type for', () => {
  it.each<[ApiVersion, [LogicalType, string], Answer]>([
    ['v3.0.2', ['string', 'TIME'], 'fine'],
    ['v3.0.2', ['date', 'TIME'], 'fine'],
    ['v3.0.2', ['integer', 'TIME'], ['other', 'string', 'certain']],
    ['v3.0.2', ['string', 'TIMESTAMP'], ['other', 'date', 'certain']],
    ['v3.1.0', ['string', 'TIMESTAMP'], ['other', 'timestamp', 'certain']],
    ['v3.1.0', ['string', 'MAP(VARCHAR, NUMBER)'], ['other', 'object', 'certain']],
    ['v3.1.0', ['string', 'VECTOR(FLOAT, 256)'], ['other', 'array', 'certain']],
  ])('%s: %s', (apiVersion, [logical, physical], expected) => {
    expect(answer(logical, physical, { warehouse: 'snowflake', apiVersion })).toEqual(expected);
  });
});

describe('laws over every type of every warehouse', () => {
  const types = Object.entries(typeTables).flatMap(([warehouse, table]) =>
    Object.keys(table).flatMap((name) => [name, `${name}(10,2)`].map((physical) => ({ warehouse, physical }))),
  );
  const pairs = fc.record({
    type: fc.constantFrom(...types),
    logical: fc.constantFrom(...logicalTypes),
    apiVersion: fc.constantFrom(...apiVersions),
  });

  it('a type that fits by the lattice never contradicts', () => {
    fc.assert(
      fc.property(pairs, ({ type: { warehouse, physical }, logical, apiVersion }) => {
        const type = parseType(warehouse, physical);
        if (type === undefined || compatibleWithLogical(logical, type) !== true) return;
        expect(answer(logical, physical, { warehouse, apiVersion })).toBe('fine');
      }),
      { numRuns: 2000 },
    );
  });

  it('the logical type that a message names ends the contradiction', () => {
    fc.assert(
      fc.property(pairs, ({ type: { warehouse, physical }, logical, apiVersion }) => {
        const found = contradictionOf({ logical, physical, warehouse, apiVersion });
        if (found === undefined) return;
        expect(found.fits).not.toBe(logical);
        expect(answer(found.fits, physical, { warehouse, apiVersion })).toBe('fine');
      }),
      { numRuns: 2000 },
    );
  });
});
