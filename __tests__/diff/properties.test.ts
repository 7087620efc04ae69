import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/contract.ts';
import { diff, type Fields } from './laws/documents.ts';
import { column, contract, tables, told } from './told.ts';

type Row = readonly [name: string, base: Fields, head: Fields, expected: readonly string[]];

/** A column in words: `name type`, or its fields. */
function columnOf(given: string | Fields): Fields {
  if (typeof given !== 'string') return given;
  const [name = '', logicalType] = given.split(' ');
  return { name, ...(logicalType === undefined ? {} : { logicalType }) };
}

const table = (...columns: readonly (string | Fields)[]): Fields =>
  tables({ name: 't', properties: columns.map(columnOf) });
const csv = (...columns: readonly (string | Fields)[]): Fields =>
  contract({
    servers: [{ server: 's', type: 'custom', environment: 'dev', format: 'csv' }],
    schema: [{ name: 't', properties: columns.map(columnOf) }],
  });
const struct = (name: string, ...columns: readonly (string | Fields)[]): Fields => ({
  name,
  logicalType: 'object',
  properties: columns.map(columnOf),
});

describe('columns: which is which', () => {
  const rows: readonly Row[] = [
    ['in another order', table('a', 'b', 'c'), table('c', 'a', 'b'), []],
    [
      'one comes, one goes',
      table('a', 'total'),
      table('a', 'city'),
      ['property.added t.city: - => city', 'property.removed t.total: total => -'],
    ],
    [
      'by id',
      table({ name: 'a', id: '1' }, { name: 'b', id: '2' }),
      table({ name: 'b', id: '1' }, { name: 'a', id: '2' }),
      ['property.physicalName.changed t.b: "a" => "b"', 'property.physicalName.changed t.a: "b" => "a"'],
    ],
    [
      'by name in the warehouse',
      table({ name: 'a', physicalName: 'k' }, 'x'),
      table({ name: 'b', physicalName: 'k' }, 'x'),
      ['property.renamed t.b: "a" => "b"'],
    ],
    [
      'by the logical name that was the physical one',
      table('k', 'x'),
      table({ name: 'b', physicalName: 'k' }, 'x'),
      ['property.renamed t.b: "k" => "b"'],
    ],
    [
      'another name in the warehouse',
      table({ name: 'a', physicalName: 'k' }),
      table({ name: 'a', physicalName: 'K' }),
      ['property.physicalName.changed t.a: "k" => "K" case-only'],
    ],
    [
      'another case',
      table({ name: 'a', id: '1' }),
      table({ name: 'A', id: '1' }),
      ['property.physicalName.changed t.A: "a" => "A" case-only'],
    ],
    [
      'by likeness',
      table('cust_name string', 'x'),
      table('customer_name string', 'x'),
      ['property.physicalName.changed t.customer_name: "cust_name" => "customer_name"'],
    ],
    [
      'by likeness, with more changed',
      table('cust_name string', 'x'),
      table({ name: 'customer_name', logicalType: 'string', required: true }, 'x'),
      [
        'property.physicalName.changed t.customer_name: "cust_name" => "customer_name"',
        'required.changed t.customer_name: false => true',
      ],
    ],
    [
      'by likeness, among others that come and go',
      table('zzz', 'cust_name string', 'x'),
      table('qqq', 'customer_name string', 'x', 'www'),
      [
        'property.added t.qqq: - => qqq',
        'property.physicalName.changed t.customer_name: "cust_name" => "customer_name"',
        'property.added t.www: - => www',
        'property.removed t.zzz: zzz => -',
      ],
    ],
    [
      'by likeness and its neighbours',
      table('a', 'cust_name', 'b', 'c', 'd'),
      table('c', 'd', 'b', 'a', 'customer_name'),
      ['property.physicalName.changed t.customer_name: "cust_name" => "customer_name"'],
    ],
    [
      'by likeness and the one before it',
      table('x', 'a', 'cust_name', 'b'),
      table('a', 'customer_name', 'y1', 'y2', 'b'),
      [
        'property.physicalName.changed t.customer_name: "cust_name" => "customer_name"',
        'property.added t.y1: - => y1',
        'property.added t.y2: - => y2',
        'property.removed t.x: x => -',
      ],
    ],
    ['twice, in another order', table('a string', 'a integer'), table('a integer', 'a string'), []],
    [
      'twice, with fields that differ',
      table(struct('a', 'x'), struct('a', 'y')),
      table(struct('a', 'y'), struct('a', 'x')),
      [],
    ],
    [
      'twice, of which one gets a field',
      table(struct('a', 'x'), struct('a', 'y')),
      table(struct('a', 'y'), struct('a', 'x', 'z')),
      ['property.added t.a.z: - => z'],
    ],
    [
      'twice, of which one loses its fields',
      table(struct('a', 'x', 'y'), struct('a', 'x')),
      table(struct('a', 'x'), struct('a', 'x')),
      ['property.removed t.a.y: y => -'],
    ],
    [
      'a key beside none',
      table('a'),
      table('a', { name: 'b', primaryKey: true }),
      ['property.added t.b: - => b required'],
    ],
    [
      'a key beside another',
      table({ name: 'a', primaryKey: true }),
      table({ name: 'a', primaryKey: true }, { name: 'b', primaryKey: true }),
      ['property.added t.b: - => b required other-key'],
    ],
    [
      'a required one and a measure',
      table('a'),
      table('a', { name: 'b', required: true }, { name: 'm', semanticType: 'measure' }),
      ['property.added t.b: - => b required', 'property.added t.m: - => m measure'],
    ],
    [
      'nested ones',
      table(struct('s', 'a', 'b')),
      table(struct('s', 'b', { name: 'c', required: true })),
      ['property.added t.s.c: - => c required', 'property.removed t.s.a: a => -'],
    ],
    [
      'a nested key',
      table(struct('s', 'a')),
      table(struct('s', 'a', { name: 'k', primaryKey: true })),
      ['property.added t.s.k: - => k required'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(base, head)).toEqual(expected);
  });
});

describe('columns: how sure a likeness is by its place', () => {
  const rows: readonly (readonly [string, Fields, Fields, number])[] = [
    ['the same place', table('cust_name', 'a', 'b', 'c'), table('customer_name', 'a', 'b', 'c'), 97],
    [
      'another place, the same one before it',
      table('a', 'cust_name', 'b', 'c', 'd'),
      table('b', 'c', 'd', 'a', 'customer_name'),
      97,
    ],
    [
      'another place, the same one behind it',
      table('cust_name', 'a', 'b', 'c'),
      table('b', 'c', 'customer_name', 'a'),
      97,
    ],
    ['another place, others beside it', table('cust_name', 'a', 'b', 'c'), table('a', 'c', 'b', 'customer_name'), 87],
    ['another place at both ends', table('cust_name', 'a', 'b'), table('b', 'a', 'customer_name'), 87],
    [
      'another place, the two beside it exchanged',
      table('a', 'cust_name', 'b', 'c', 'd'),
      table('c', 'd', 'b', 'customer_name', 'a'),
      87,
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(diff(base, head)[0]?.certainty).toBe(expected);
  });
});

describe('columns of a file that is read by position', () => {
  const rows: readonly Row[] = [
    ['the same', csv('a', 'b', 'c'), csv('a', 'b', 'c'), []],
    [
      'in another order',
      csv('a', 'b', 'c'),
      csv('a', 'c', 'b'),
      ['properties.moved t: ["a","b","c"] => ["a","c","b"] positional'],
    ],
    ['one more at the end', csv('a', 'b'), csv('a', 'b', 'c'), ['property.added t.c: - => c positional']],
    ['one more in between', csv('a', 'b'), csv('a', 'c', 'b'), ['property.added t.c: - => c positional']],
    ['one less', csv('a', 'b', 'c'), csv('a', 'c'), ['property.removed t.b: b => - positional']],
    [
      'moved and renamed',
      csv('a', 'cust_name', 'c'),
      csv('customer_name', 'a', 'c'),
      [
        'property.physicalName.changed t.customer_name: "cust_name" => "customer_name"',
        'properties.moved t: ["a","cust_name","c"] => ["customer_name","a","c"] positional',
      ],
    ],
    ['moved inside a struct', csv(struct('s', 'a', 'b')), csv(struct('s', 'b', 'a')), []],
    [
      'moved, twice of one name',
      csv('a string', 'a integer', 'b'),
      csv('a integer', 'a string', 'b'),
      ['properties.moved t: ["a","a","b"] => ["a","a","b"] positional'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(base, head)).toEqual(expected);
  });
});

const formatted = (logicalType: string, format: string): Fields =>
  column({ logicalType, logicalTypeOptions: { format } });

describe('options of a column', () => {
  const none: Fields = {};
  const rows: readonly (readonly [string, string, Fields, Fields, readonly string[]])[] = [
    ['an upper length', 'string', { maxLength: 5 }, { maxLength: 6 }, ['maxLength.changed: 5 => 6 loosened']],
    ['no upper length any more', 'string', { maxLength: 5 }, none, ['maxLength.changed: 5 => - loosened']],
    ['a lower length', 'string', { minLength: 5 }, { minLength: 4 }, ['minLength.changed: 5 => 4 loosened']],
    ['multiples', 'integer', { multipleOf: 2 }, { multipleOf: 4 }, ['multipleOf.changed: 2 => 4 tightened']],
    ['no multiples any more', 'integer', { multipleOf: 2 }, none, ['multipleOf.changed: 2 => - loosened']],
    ['items that differ', 'array', none, { uniqueItems: true }, ['uniqueItems.changed: - => true tightened']],
    [
      'items that need not differ any more',
      'array',
      { uniqueItems: true },
      { uniqueItems: false },
      ['uniqueItems.changed: true => false loosened'],
    ],
    ['items that never had to', 'array', { uniqueItems: false }, none, []],
    [
      'more required fields',
      'object',
      { required: ['a'] },
      { required: ['b', 'a'] },
      ['requiredProperties.changed: ["a"] => ["b","a"] tightened'],
    ],
    [
      'fewer required fields',
      'object',
      { required: ['a', 'b'] },
      none,
      ['requiredProperties.changed: ["a","b"] => - loosened'],
    ],
    [
      'other required fields',
      'object',
      { required: ['a', 'b'] },
      { required: ['c', 'b'] },
      ['requiredProperties.changed: ["a","b"] => ["c","b"] unknown'],
    ],
    ['required fields in another order', 'object', { required: ['a', 'b'] }, { required: ['b', 'a'] }, []],
    ['a format', 'string', { format: 'email' }, { format: 'uuid' }, ['format.changed: "email" => "uuid" unknown']],
    ['a format for the first time', 'string', none, { format: 'email' }, ['format.changed: - => "email" unknown']],
    ['no format any more', 'string', { format: 'email' }, none, ['format.changed: "email" => - unknown']],
    [
      'a format of dates held as text',
      'string',
      { format: 'date' },
      { format: 'email' },
      ['format.changed: "date" => "email" unknown temporal'],
    ],
    [
      'a format that becomes one of dates',
      'string',
      { format: 'email' },
      { format: 'dd/MM/yy' },
      ['format.changed: "email" => "dd/MM/yy" unknown temporal'],
    ],
    [
      'a format of times held as text',
      'string',
      none,
      { format: 'HH:mm' },
      ['format.changed: - => "HH:mm" unknown temporal'],
    ],
    ['a format of years', 'string', none, { format: '%Y-%m' }, ['format.changed: - => "%Y-%m" unknown temporal']],
    [
      'a format that only sounds like one of dates',
      'string',
      { format: 'update' },
      { format: 'dates' },
      ['format.changed: "update" => "dates" unknown'],
    ],
    [
      'a format of dates',
      'date',
      { format: 'yyyy-MM-dd' },
      { format: 'dd.MM.yyyy' },
      ['format.changed: "yyyy-MM-dd" => "dd.MM.yyyy" unknown temporal'],
    ],
    [
      'a format of dates for the first time',
      'date',
      none,
      { format: 'MMM d' },
      ['format.changed: - => "MMM d" unknown temporal'],
    ],
    ['a larger number', 'integer', { format: 'i32' }, { format: 'i64' }, ['format.changed: "i32" => "i64" widened']],
    ['a smaller number', 'number', { format: 'f64' }, { format: 'f32' }, ['format.changed: "f64" => "f32" narrowed']],
    ['a time zone', 'timestamp', none, { timezone: true }, ['timezone.changed: - => true']],
    ['no time zone, said', 'timestamp', none, { timezone: false }, []],
    ['the zone that it is anyway', 'timestamp', { defaultTimezone: 'Etc/UTC' }, none, []],
    [
      'something of its own',
      'string',
      { colour: 'red', size: 1 },
      { colour: 'blue' },
      ['option.changed (colour): "red" => "blue"', 'option.changed (size): 1 => -'],
    ],
    [
      'several at once',
      'string',
      { minLength: 1, maxLength: 9, format: 'email' },
      { minLength: 2, maxLength: 8, format: 'uuid' },
      [
        'minLength.changed: 1 => 2 tightened',
        'maxLength.changed: 9 => 8 tightened',
        'format.changed: "email" => "uuid" unknown',
      ],
    ],
  ];
  it.each(rows)('%s', (...[, logicalType, base, head, expected]) => {
    const side = (logicalTypeOptions: Fields): Fields =>
      column({ logicalType, ...(Object.keys(logicalTypeOptions).length === 0 ? {} : { logicalTypeOptions }) });
    expect(told(side(base), side(head)).map((line) => line.replace(' t.a', ''))).toEqual(expected);
  });

  it('compares formats of two types as nobody can', () => {
    expect(told(formatted('integer', 'i32'), formatted('number', 'f64'))).toEqual([
      'logicalType.changed t.a: "integer" => "number"',
      'format.changed t.a: "i32" => "f64" unknown',
    ]);
    expect(told(formatted('date', 'yyyy'), formatted('string', 'email'))[1]).toBe(
      'format.changed t.a: "yyyy" => "email" unknown temporal',
    );
  });
});

describe('what else a column says', () => {
  const rows: readonly (readonly [string, Fields, Fields, readonly string[]])[] = [
    ['a type that only head says', {}, { physicalType: 'int' }, ['physicalType.changed: - => "int" unknown']],
    ['a type that only base says', { physicalType: 'int' }, {}, ['physicalType.changed: "int" => - unknown']],
    [
      'a partition',
      { partitioned: true, partitionKeyPosition: 1 },
      { partitioned: true, partitionKeyPosition: 2 },
      ['partitionKeyPosition.changed: 1 => 2'],
    ],
    [
      'a partition in the same place',
      { partitioned: true, partitionKeyPosition: 1 },
      { partitioned: true, partitionKeyPosition: 1 },
      [],
    ],
    [
      'no partition any more',
      { partitioned: true, partitionKeyPosition: 1 },
      {},
      ['partitioned.changed: true => false'],
    ],
    [
      'a stricter classification',
      { classification: 'public' },
      { classification: 'restricted' },
      ['classification.changed: "public" => "restricted" raised'],
    ],
    [
      'a milder classification',
      { classification: 'restricted' },
      { classification: 'public' },
      ['classification.changed: "restricted" => "public" lowered'],
    ],
    ['a classification in another case', { classification: 'Public' }, { classification: 'public' }, []],
    ['a first classification', {}, { classification: 'public' }, ['classification.changed: - => "public" raised']],
    ['examples in another order', { examples: ['a', 'b'] }, { examples: ['b', 'a'] }, []],
    [
      'other examples',
      { examples: ['a', 'b'] },
      { examples: ['b', 'c'] },
      ['examples.changed: ["a","b"] => ["b","c"]'],
    ],
    ['first synonyms', {}, { synonyms: [{ synonym: 's' }] }, ['synonyms.changed: - => ["s"]']],
    ['no sources any more', { transformSourceObjects: ['r'] }, {}, ['transformSourceObjects.changed: ["r"] => -']],
    [
      'spaces in its words',
      { description: 'a b', businessName: 'A' },
      { description: ' a\n b', businessName: 'A ' },
      [],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(column(base), column(head)).map((line) => line.replace(' t.a', ''))).toEqual(expected);
  });
});

const named = (name: string, more: Fields = {}): Fields => ({
  name,
  properties: [{ name: 'total' }, { name: 'channel' }],
  ...more,
});

describe('tables: which is which', () => {
  const rows: readonly Row[] = [
    ['in another order', tables(named('a'), named('b')), tables(named('b'), named('a')), []],
    [
      'one comes, one goes',
      tables(named('a', { properties: [{ name: 'x' }] })),
      tables(named('b')),
      ['object.added b: - => b', 'object.removed a: a => -'],
    ],
    [
      'by id',
      tables(named('a', { id: '1' })),
      tables(named('b', { id: '1' })),
      ['object.physicalName.changed b: "a" => "b"'],
    ],
    [
      'by name in the warehouse',
      tables(named('a', { physicalName: 'k' })),
      tables(named('b', { physicalName: 'k' })),
      ['object.renamed b: "a" => "b"'],
    ],
    [
      'by the logical name that was the physical one',
      tables(named('k')),
      tables(named('b', { physicalName: 'k' })),
      ['object.renamed b: "k" => "b"'],
    ],
    [
      'another case',
      tables(named('a', { physicalName: 'k' })),
      tables(named('a', { physicalName: 'K' })),
      ['object.physicalName.changed a: "k" => "K" case-only'],
    ],
    [
      'by likeness',
      tables(named('order')),
      tables(named('orders')),
      ['object.physicalName.changed orders: "order" => "orders"'],
    ],
    [
      'twice, in another order',
      tables(named('a', { description: 'x' }), named('a', { description: 'y' })),
      tables(named('a', { description: 'y' }), named('a', { description: 'x' })),
      [],
    ],
    [
      'twice, with other columns',
      tables(named('a'), named('a', { properties: [{ name: 'x' }] })),
      tables(named('a', { properties: [{ name: 'x' }] }), named('a')),
      [],
    ],
    [
      'twice, of which one changes',
      tables(named('a', { description: 'x' }), named('a', { description: 'y' })),
      tables(named('a', { description: 'y' }), named('a', { description: 'z' })),
      ['description.changed a: "x" => "z"'],
    ],
    [
      'twice, with other foreign keys',
      tables(named('a', { relationships: [{ from: 'a.total', to: 'u.x' }] }), named('a')),
      tables(named('a'), named('a', { relationships: [{ from: 'a.total', to: 'u.x' }] })),
      [],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(base, head)).toEqual(expected);
  });

  it('says how sure a likeness is', () => {
    expect(diff(tables(named('order')), tables(named('orders'))).map(({ certainty }) => certainty)).toEqual([97]);
    expect(
      diff(table('cust_name string', 'x'), table('customer_name string', 'x')).map(({ certainty }) => certainty),
    ).toEqual([98]);
    expect(
      diff(table({ name: 'a', id: '1' }), table({ name: 'b', id: '1' })).map(({ certainty }) => certainty),
    ).toEqual([undefined]);
  });
});

describe('what else a table says', () => {
  const rows: readonly (readonly [string, readonly [Json | undefined, Json | undefined], readonly string[]])[] = [
    ['physicalType', ['table', 'VIEW'], ['object.physicalType.changed t: "table" => "VIEW" relational']],
    [
      'physicalType',
      ['Materialized View', 'materialised_view'],
      ['object.physicalType.changed t: "Materialized View" => "materialised_view" relational'],
    ],
    ['physicalType', ['materialized-view', 'materialized  view'], []],
    ['physicalType', ['table', 'topic'], ['object.physicalType.changed t: "table" => "topic"']],
    ['physicalType', ['table', undefined], ['object.physicalType.changed t: "table" => -']],
    [
      'physicalType',
      ['external table', 'model'],
      ['object.physicalType.changed t: "external table" => "model" relational'],
    ],
    ['physicalType', ['tables', 'table'], ['object.physicalType.changed t: "tables" => "table"']],
    ['physicalType', ['stable', 'table'], ['object.physicalType.changed t: "stable" => "table"']],
    ['businessName', ['A', 'B'], ['businessName.changed t: "A" => "B"']],
    ['businessName', ['A', ' A '], []],
    ['description', ['A', undefined], ['description.changed t: "A" => -']],
    ['dataGranularityDescription', [undefined, 'A'], ['dataGranularityDescription.changed t: - => "A"']],
    [
      'synonyms',
      [
        [{ synonym: 'a' }, { synonym: 'b' }],
        [{ synonym: 'b' }, { synonym: 'a' }],
      ],
      [],
    ],
    ['synonyms', [[{ synonym: 'a' }], [{ synonym: 'b' }]], ['synonyms.changed t: ["a"] => ["b"]']],
    ['quality', [[], [{ type: 'sql', query: 'select 1' }]], ['quality.added t (select 1): - => "select 1"']],
  ];
  it.each(rows)('%s', (key, [base, head], expected) => {
    const side = (value: Json | undefined): Fields =>
      tables({ name: 't', ...(value === undefined ? {} : { [key]: value }) });
    expect(told(side(base), side(head))).toEqual(expected);
  });
});
