import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import { canonicalContract } from './canonical.ts';
import { contractDocuments } from './contracts.ts';
import { changesBetween, diff, type Fields, isFields, itemsOf, load, loadText } from './documents.ts';
import { fullContracts } from './full-contract.ts';
import { versions } from './pairs.ts';
import { randomFrom, reexpressed, reordered, styles } from './rewrites.ts';

const runs = { numRuns: 80 };

describe('no change', () => {
  it('is another order of lists and keys', () => {
    fc.assert(
      fc.property(contractDocuments, fc.nat(), (document, seed) => {
        expect(diff(document, reordered(document, randomFrom(seed)))).toEqual([]);
      }),
      runs,
    );
  });

  it('is another order where names, ids and rules repeat', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(fullContracts)), fc.nat(), (document, seed) => {
        const twice = doubled(document);
        expect(diff(twice, reordered(twice, randomFrom(seed)))).toEqual([]);
      }),
      runs,
    );
  });

  it('is another way to write the same YAML', () => {
    fc.assert(
      fc.property(contractDocuments, styles, styles, (document, one, other) => {
        expect(changesBetween(loadText(one(document)), loadText(other(document)))).toEqual([]);
      }),
      runs,
    );
  });

  it('is another way to say the same, and so says an independent reading', () => {
    fc.assert(
      fc.property(contractDocuments, fc.nat(), (document, seed) => {
        const head = load(reordered(reexpressed(document, randomFrom(seed)), randomFrom(seed + 1)));
        const base = load(document);
        expect(changesBetween(base, head)).toEqual([]);
        expect(canonicalContract(head)).toEqual(canonicalContract(base));
      }),
      runs,
    );
  });

  it('hides no change: what changes is told the same in whatever order', () => {
    fc.assert(
      fc.property(versions, fc.nat(), ([base, head], seed) => {
        const other = diff(reordered(base, randomFrom(seed)), reordered(head, randomFrom(seed + 1)));
        expect(topicsOf(other)).toEqual(topicsOf(diff(base, head)));
      }),
      runs,
    );
  });
});

/** What changed of what. Of rules that measure the same under new names the order tells which became which: they count as one. */
function topicsOf(changes: readonly Change[]): readonly string[] {
  const topics = changes.map(({ kind, subject, element }) =>
    kind.startsWith('quality.') ? `quality ${subject}` : [kind, subject, element].join(' '),
  );
  return [...new Set(topics)].toSorted();
}

describe('columns that are told by their position', () => {
  const lake: Fields = { server: 'lake', type: 's3', location: 's3://b/x', format: 'csv' };
  const ofColumns = (names: readonly string[], server: Fields = lake): Fields => ({
    apiVersion: 'v3.2.0',
    kind: 'DataContract',
    id: 'orders',
    version: '1.0.0',
    servers: [server],
    schema: [{ name: 'orders', properties: names.map((name) => ({ name, logicalType: 'string' })) }],
  });
  const names = ['a', 'b', 'c', 'd'];

  it('changed exactly where their order did', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 4 }), (order) => {
        const changes = diff(ofColumns(names), ofColumns(order));
        expect(changes.map(({ kind }) => kind)).toEqual(order.join('') === 'abcd' ? [] : ['properties.moved']);
        expect(
          diff(ofColumns(names, { ...lake, format: 'parquet' }), ofColumns(order, { ...lake, format: 'parquet' })),
        ).toEqual([]);
      }),
    );
  });
});

const property = (...fields: Fields[]): Fields => ({
  schema: [{ name: 'orders', properties: fields.map((each, index) => ({ name: `p${index}`, ...each })) }],
});

/** A contract and its spelling in a later version of the standard; only the version itself may differ. */
describe('an upgrade of apiVersion', () => {
  const rule = (quality: Fields): Fields => property({ logicalType: 'string', quality: [quality] });
  const upgrades: readonly (readonly [name: string, before: Fields, after: Fields])[] = [
    ['nothing else', property({ logicalType: 'string' }), property({ logicalType: 'string' })],
    ['rule to metric', rule({ rule: 'nullValues', mustBe: 3 }), rule({ metric: 'nullValues', mustBe: 3 })],
    ['nullCheck to nullValues', rule({ rule: 'nullCheck', mustBe: 3 }), rule({ metric: 'nullValues', mustBe: 3 })],
    [
      'duplicateCount to duplicateValues',
      rule({ rule: 'duplicateCount', mustBeLessThan: 9 }),
      rule({ metric: 'duplicateValues', mustBeLessThan: 9 }),
    ],
    [
      'the rule unique to duplicateValues',
      rule({ rule: 'unique', mustBe: 0 }),
      property({ logicalType: 'string', unique: true }),
    ],
    [
      'validValues beside the rule to arguments',
      rule({ rule: 'validValues', validValues: ['a', 'b'], mustBe: 0 }),
      rule({ metric: 'invalidValues', arguments: { validValues: ['b', 'a'] }, mustBe: 0 }),
    ],
    [
      'validValues to enum',
      rule({ rule: 'validValues', validValues: ['a', 'b'], mustBe: 0 }),
      property({ logicalType: 'string', enum: [{ value: 'a' }, { value: 'b' }] }),
    ],
    [
      'switches of exclusive bounds to bounds',
      property({
        logicalType: 'number',
        logicalTypeOptions: { minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
      }),
      property({ logicalType: 'number', logicalTypeOptions: { exclusiveMinimum: 1, maximum: 9 } }),
    ],
    [
      'team as a list',
      { team: [{ username: 'ana', role: 'owner' }] },
      { team: { members: [{ username: 'ana', role: 'owner' }] } },
    ],
    [
      'the tag deprecated to the key',
      property({ logicalType: 'string', tags: ['deprecated'] }),
      property({ logicalType: 'string', deprecated: true }),
    ],
    [
      'the column of a service level to its element',
      { slaProperties: [{ property: 'latency', value: 1, unit: 'd', column: 'orders.p0' }] },
      { slaProperties: [{ property: 'latency', value: 1, unit: 'd', element: 'orders.p0' }] },
    ],
    [
      'the default element to the elements',
      { slaDefaultElement: 'orders.p0', slaProperties: [{ property: 'latency', value: 1, unit: 'd' }] },
      { slaProperties: [{ property: 'latency', value: 1, unit: 'd', element: 'orders.p0' }] },
    ],
    [
      'staging_dir to stagingDir',
      { servers: [{ server: 'a', type: 'athena', schema: 's', staging_dir: 's3://x' }] },
      { servers: [{ server: 'a', type: 'athena', schema: 's', stagingDir: 's3://x' }] },
    ],
  ];
  const header = { kind: 'DataContract', id: 'orders', version: '1.0.0', status: 'active' };

  it.each(upgrades)('with %s changes nothing but the version', (_name, before, after) => {
    const base: Fields = { ...header, apiVersion: 'v3.0.0', ...before };
    for (const apiVersion of ['v3.1.0', 'v3.2.0']) {
      const head: Fields = { ...header, apiVersion, ...after };
      expect(diff(base, head).map(({ kind, relation }) => [kind, relation])).toEqual([
        ['apiVersion.changed', 'raised'],
      ]);
      expect(diff(head, base).map(({ kind, relation }) => [kind, relation])).toEqual([
        ['apiVersion.changed', 'lowered'],
      ]);
    }
  });
});

const column = (fields: Fields): Fields => ({
  schema: [{ name: 'orders', properties: [{ name: 'a', logicalType: 'string', ...fields }, { name: 'b' }] }],
});

const level = (fields: Fields): Fields => ({ slaProperties: [fields] });

const link = (of: Fields, own: Fields): Fields => ({
  schema: [
    { name: 'orders', id: 'o', ...of, properties: [{ name: 'a', id: 'a-1', logicalType: 'string', ...own }] },
    { name: 'lines', id: 'l', properties: [{ name: 'code', id: 'c-1' }] },
  ],
});

describe('a re-expression', () => {
  const integer = (logicalTypeOptions: Fields): Fields => column({ logicalType: 'integer', logicalTypeOptions });
  const rules = (...quality: Fields[]): Fields => column({ quality });
  const none = { metric: 'nullValues', mustBe: 0 };
  const table: readonly (readonly [name: string, one: Fields, other: Fields])[] = [
    ['required as nullValues mustBe 0', column({ required: true }), rules(none)],
    ['none of the rows as zero percent', rules(none), rules({ ...none, unit: 'percent' })],
    ['none as fewer than one row', rules(none), rules({ metric: 'nullValues', mustBeLessThan: 1 })],
    ['unique as duplicateValues mustBe 0', column({ unique: true }), rules({ metric: 'duplicateValues', mustBe: 0 })],
    [
      'unique as a rule of the object',
      column({ unique: true }),
      {
        schema: [
          {
            name: 'orders',
            properties: [{ name: 'a', logicalType: 'string' }, { name: 'b' }],
            quality: [{ metric: 'duplicateValues', arguments: { properties: ['a'] }, mustBe: 0 }],
          },
        ],
      },
    ],
    [
      'enum as validValues',
      column({ enum: [{ value: 'x' }, { value: 'y' }] }),
      rules({ metric: 'invalidValues', arguments: { validValues: ['y', 'x'] }, mustBe: 0 }),
    ],
    [
      'pattern as invalidValues',
      column({ logicalTypeOptions: { pattern: '^a' } }),
      rules({ metric: 'invalidValues', arguments: { pattern: '^a' }, mustBe: 0 }),
    ],
    [
      '24 h as 1 d',
      level({ property: 'latency', value: 24, unit: 'h' }),
      level({ property: 'latency', value: 1, unit: 'd' }),
    ],
    ['24 h as PT24H', level({ property: 'latency', value: 24, unit: 'h' }), level({ property: 'ly', value: 'PT24H' })],
    [
      'an inclusive bound of integers as an exclusive one',
      integer({ minimum: 1, maximum: 9 }),
      integer({ exclusiveMinimum: 0, exclusiveMaximum: 10 }),
    ],
    [
      'an inclusive bound of days as an exclusive one',
      column({ logicalType: 'date', logicalTypeOptions: { maximum: '2020-12-31' } }),
      column({ logicalType: 'date', logicalTypeOptions: { exclusiveMaximum: '2021-01-01' } }),
    ],
    ['minLength 0 as none', column({ logicalTypeOptions: { minLength: 0 } }), column({})],
    [
      'required as what a primary key implies',
      column({ primaryKey: true }),
      column({ primaryKey: true, required: true, unique: true }),
    ],
    ['-1 as no position', column({ primaryKey: true, primaryKeyPosition: -1 }), column({ primaryKey: true })],
    [
      'a relationship of the property as one of the object',
      link({}, { relationships: [{ to: 'lines.code' }] }),
      link({ relationships: [{ from: 'orders.a', to: 'lines.code' }] }, {}),
    ],
    [
      'a reference by names as one by ids',
      link({}, { relationships: [{ to: 'lines.code' }] }),
      link({}, { relationships: [{ to: '/schema/l/properties/c-1' }] }),
    ],
    [
      'a query in other lines and cases',
      rules({ type: 'sql', query: 'select count(*) from t', mustBe: 1 }),
      rules({ type: 'sql', query: 'SELECT\n  COUNT(*)\nFROM t -- all\n', mustBe: 1 }),
    ],
    [
      '@daily as its cron',
      rules({ metric: 'rowCount', mustBe: 1, schedule: '@daily' }),
      rules({ metric: 'rowCount', mustBe: 1, schedule: '0 0 * * *', scheduler: 'cron' }),
    ],
    [
      'library as the kind that is not said',
      rules({ metric: 'rowCount', mustBe: 1 }),
      rules({ type: 'library', metric: 'rowCount', mustBe: 1, unit: 'rows', severity: 'error' }),
    ],
    [
      'between as two ends of whole rows',
      rules({ metric: 'rowCount', mustBeBetween: [1, 2] }),
      rules({ metric: 'rowCount', mustBeBetween: [0.5, 2.5] }),
    ],
    ['a word in other spaces', column({ description: 'one two' }), column({ description: ' one\n two\n' })],
  ];
  const types: readonly (readonly [warehouse: string, one: string, other: string])[] = [
    ['postgres', 'int', 'INTEGER'],
    ['postgres', 'varchar(20)', 'character varying(20)'],
    ['snowflake', 'VARCHAR', 'TEXT'],
    ['snowflake', 'VARCHAR', 'VARCHAR(16777216)'],
    ['snowflake', 'int', 'NUMBER(38,0)'],
    ['bigquery', 'INT64', 'INTEGER'],
    ['redshift', 'varchar', 'character varying(256)'],
    ['databricks', 'bigint', 'LONG'],
    ['duckdb', 'decimal', 'DECIMAL(18,3)'],
  ];

  it.each(table)('%s is no change', (_name, one, other) => {
    const header = { apiVersion: 'v3.2.0', kind: 'DataContract', id: 'orders', version: '1.0.0' };
    expect(diff({ ...header, ...one }, { ...header, ...other })).toEqual([]);
    expect(diff({ ...header, ...other }, { ...header, ...one })).toEqual([]);
  });

  it.each(types)('on %s, %s as %s is no change', (warehouse, one, other) => {
    const typed = (physicalType: string): Fields => ({
      apiVersion: 'v3.2.0',
      kind: 'DataContract',
      id: 'orders',
      version: '1.0.0',
      servers: [{ server: 'main', type: warehouse }],
      ...column({ physicalType }),
    });
    expect(diff(typed(one), typed(other))).toEqual([]);
    expect(diff(typed(one), typed('made_up')).map(({ kind, relation }) => [kind, relation])).toEqual([
      ['physicalType.changed', 'unknown'],
    ]);
  });
});

/** Every item of the lists of elements twice, the second one with other words. */
function doubled(document: Fields): Fields {
  const twice = (list: readonly (typeof document)[string][]): (typeof document)[string][] => [
    ...list,
    ...list.map((each) => (isFields(each) && 'description' in each ? { ...each, description: 'Second.' } : each)),
  ];
  const schema = itemsOf(document['schema']).map((object) =>
    isFields(object)
      ? { ...object, properties: twice(itemsOf(object['properties'])), quality: twice(itemsOf(object['quality'])) }
      : object,
  );
  const lists = Object.fromEntries(
    ['servers', 'roles', 'support', 'slaProperties']
      .filter((key) => key in document)
      .map((key) => [key, twice(itemsOf(document[key]))]),
  );
  return { ...document, ...lists, ...(schema.length === 0 ? {} : { schema: twice(schema) }) };
}
