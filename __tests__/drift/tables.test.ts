import { describe, expect, it } from 'vitest';
import { diffDrift } from '../../src/diff/drift.ts';
import { findTable, foldColumn, tableName } from '../../src/diff/drift-tables.ts';
import type { Server } from '../../src/model/contract.ts';
import type { DriftChange } from '../../src/model/drift.ts';
import type { SnapshotColumn, SnapshotTable } from '../../src/model/snapshot.ts';
import { contract, object, property, server } from './contracts.ts';

/** A table in words: `database.schema.name`, as much of it as is given. */
function table(text: string, columns: readonly SnapshotColumn[] = []): SnapshotTable {
  const [name = '', schema, database] = text.split('.').toReversed();
  return {
    name,
    columns,
    ...(schema === undefined ? {} : { schema }),
    ...(database === undefined ? {} : { database }),
  };
}

const [snowflake, bigquery, postgres, files] = [
  server('snowflake', { database: 'DB', schema: 'MARTS' }),
  server('bigquery', { project: 'proj', dataset: 'marts' }),
  server('postgres', { database: 'db', schema: 'marts' }),
  server('local', { path: '/data' }),
];

/** The table that a schema object is found in, with its warehouse; else what comes into question. */
function found(servers: readonly Server[], name: string, texts: readonly string[]): readonly string[] {
  const tables = texts.map((text) => table(text));
  const match = findTable(contract({ servers }), object('orders', [], { physicalName: name }), {
    path: 'dump.csv',
    format: 'information-schema',
    tables,
  });
  if (match.kind === 'one') return [match.kind, match.warehouse, tableName(match.table)];
  return [match.kind, ...(match.kind === 'several' ? match.candidates : match.elsewhere)];
}

describe('findTable', () => {
  const rows: readonly (readonly [string, readonly Server[], string, readonly string[], readonly string[]])[] = [
    [
      'where the server has it',
      [postgres],
      'orders',
      ['db.staging.orders', 'db.marts.orders', 'db.marts.refunds'],
      ['one', 'postgres', 'db.marts.orders'],
    ],
    [
      'in another schema only',
      [postgres],
      'orders',
      ['db.staging.orders', 'db.marts.refunds', 'db.x.ORDERS'],
      ['none', 'db.staging.orders', 'db.x.ORDERS'],
    ],
    ['in another database only', [postgres], 'orders', ['other.marts.orders'], ['none', 'other.marts.orders']],
    ['nowhere', [postgres], 'orders', ['db.marts.refunds'], ['none']],
    ['whatever the case', [snowflake], 'orders', ['db.marts.Orders'], ['one', 'snowflake', 'db.marts.Orders']],
    [
      'the exact spelling before another case',
      [snowflake],
      'orders',
      ['DB.MARTS.ORDERS', 'DB.MARTS.orders'],
      ['one', 'snowflake', 'DB.MARTS.orders'],
    ],
    [
      'two of another case',
      [snowflake],
      'orders',
      ['DB.MARTS.ORDERS', 'DB.MARTS.Orders'],
      ['several', 'DB.MARTS.ORDERS', 'DB.MARTS.Orders'],
    ],
    [
      'in its case only, where tables are told apart by it',
      [bigquery],
      'orders',
      ['proj.marts.ORDERS'],
      ['none', 'proj.marts.ORDERS'],
    ],
    ['in a dataset of another case', [bigquery], 'orders', ['proj.MARTS.orders'], ['none', 'proj.MARTS.orders']],
    [
      'in its case',
      [bigquery],
      'Orders',
      ['proj.marts.Orders', 'proj.marts.orders'],
      ['one', 'bigquery', 'proj.marts.Orders'],
    ],
    [
      'by a schema in its name',
      [postgres],
      'staging.orders',
      ['db.marts.orders', 'db.staging.orders'],
      ['one', 'postgres', 'db.staging.orders'],
    ],
    [
      'by a database in its name',
      [postgres],
      'other.staging.orders',
      ['db.staging.orders', 'other.staging.orders'],
      ['one', 'postgres', 'other.staging.orders'],
    ],
    [
      'in quotes',
      [postgres],
      '"other"."staging"."orders"',
      ['other.staging.orders'],
      ['one', 'postgres', 'other.staging.orders'],
    ],
    [
      'in backquotes',
      [bigquery],
      '`proj`.`marts`.`orders`',
      ['proj.marts.orders'],
      ['one', 'bigquery', 'proj.marts.orders'],
    ],
    ['in brackets', [files], '[dbo].[orders]', ['db.dbo.orders'], ['one', 'generic', 'db.dbo.orders']],
    [
      'in a dump without databases',
      [postgres],
      'orders',
      ['marts.orders', 'staging.orders'],
      ['one', 'postgres', 'marts.orders'],
    ],
    ['in a dump without schemas', [postgres], 'orders', ['orders'], ['one', 'postgres', 'orders']],
    [
      'in the database that a server of an unknown kind names',
      [server('custom', { database: 'db' })],
      'orders',
      ['db.marts.orders', 'other.marts.orders'],
      ['one', 'generic', 'db.marts.orders'],
    ],
    ['without any server', [], 'orders', ['db.staging.orders'], ['one', 'generic', 'db.staging.orders']],
    [
      'twice without any server',
      [],
      'orders',
      ['db.staging.orders', 'db.marts.orders'],
      ['several', 'db.staging.orders', 'db.marts.orders'],
    ],
    [
      'with servers that are no databases',
      [files],
      'orders',
      ['db.staging.orders'],
      ['one', 'generic', 'db.staging.orders'],
    ],
    [
      'with a database beside files',
      [files, postgres],
      'orders',
      ['db.staging.orders', 'db.marts.orders'],
      ['one', 'postgres', 'db.marts.orders'],
    ],
    [
      'on a server of an unknown kind, which has a schema',
      [server('custom', { schema: 'marts' })],
      'orders',
      ['db.staging.orders', 'db.marts.orders'],
      ['one', 'generic', 'db.marts.orders'],
    ],
    [
      'in another database than a server of an unknown kind names',
      [server('custom', { database: 'db' })],
      'orders',
      ['other.marts.orders'],
      ['none', 'other.marts.orders'],
    ],
    [
      'on a server that says no place',
      [server('postgres')],
      'orders',
      ['db.staging.orders'],
      ['one', 'postgres', 'db.staging.orders'],
    ],
    [
      'on a server with an empty schema',
      [server('postgres', { schema: '', dataset: 'marts' })],
      'orders',
      ['db.staging.orders', 'db.marts.orders'],
      ['one', 'postgres', 'db.marts.orders'],
    ],
    [
      'by a catalog',
      [server('databricks', { catalog: 'main', schema: 'marts' })],
      'orders',
      ['main.marts.orders', 'dev.marts.orders'],
      ['one', 'databricks', 'main.marts.orders'],
    ],
    [
      'of two servers the one that has it',
      [server('postgres', { schema: 'staging' }), snowflake],
      'orders',
      ['DB.MARTS.ORDERS'],
      ['one', 'snowflake', 'DB.MARTS.ORDERS'],
    ],
    [
      'on two servers of one place',
      [postgres, server('snowflake', { database: 'db', schema: 'marts' })],
      'orders',
      ['db.marts.orders'],
      ['one', 'postgres', 'db.marts.orders'],
    ],
    [
      'on two servers of two places',
      [postgres, server('postgres', { schema: 'staging' })],
      'orders',
      ['db.marts.orders', 'db.staging.orders'],
      ['several', 'db.marts.orders', 'db.staging.orders'],
    ],
  ];
  it.each(rows)('%s', (...[, servers, name, texts, expected]) => {
    expect(found(servers, name, texts)).toEqual(expected);
  });
});

describe('foldColumn', () => {
  it('gives the name as the warehouse stores it', () => {
    expect(
      ['snowflake', 'postgres', 'bigquery', 'generic'].map((warehouse) => foldColumn(warehouse, 'Order_Id')),
    ).toEqual(['ORDER_ID', 'order_id', 'order_id', 'order_id']);
  });
});

/** What differs from the columns of the warehouse, in words: `name type`, with `!` where it is never null and `?` where nobody says. */
function drift(type: string, properties: Parameters<typeof object>[1], columns: readonly string[]): readonly string[] {
  const inWarehouse = columns.map((text): SnapshotColumn => {
    const [, name = '', kind = '', mark] = /^(\S+) (.*?)([!?])?$/.exec(text) ?? [];
    return { name, type: kind, ...(mark === '?' ? {} : { nullable: mark !== '!' }) };
  });
  const place = server(type, { database: 'db', schema: 'marts' });
  const tables = [table('db.marts.orders', inWarehouse)];
  const contracts = [contract({ servers: [place], schema: [object('orders', properties)] })];
  return diffDrift(contracts, { path: 'dump.csv', format: 'information-schema', tables }).map(line);
}

function line(change: DriftChange): string {
  const { kind, subject, contract: _contract, at, table: where, ...rest } = change;
  return `${kind} ${subject} ${at.line} ${where} ${JSON.stringify(rest)}`;
}

describe('diffDrift: columns', () => {
  const rows: readonly (readonly [
    string,
    string,
    Parameters<typeof object>[1],
    readonly string[],
    readonly string[],
  ])[] = [
    ['as promised', 'postgres', [property('id', { type: 'integer', required: true })], ['id integer!'], []],
    ['another case', 'postgres', [property('ID', { type: 'INT4' })], ['id integer'], []],
    [
      'by its physical name',
      'postgres',
      [property('id', { physicalName: 'order_id' })],
      ['order_id integer', 'id integer'],
      ['extra-column orders/orders 10 db.marts.orders {"column":"id","type":"integer"}'],
    ],
    [
      'by neither name',
      'postgres',
      [property('id', { physicalName: 'order_id' })],
      ['id integer'],
      [
        'missing-column orders/orders.id 20 db.marts.orders {"column":"order_id"}',
        'extra-column orders/orders 10 db.marts.orders {"column":"id","type":"integer"}',
      ],
    ],
    ['a measure needs none', 'postgres', [property('total', { semantic: 'measure', type: 'integer' })], [], []],
    [
      'a measure explains none',
      'postgres',
      [property('total', { semantic: 'measure' })],
      ['total integer'],
      ['extra-column orders/orders 10 db.marts.orders {"column":"total","type":"integer"}'],
    ],
    [
      'a key that may be null',
      'postgres',
      [property('id', { primaryKey: true })],
      ['id integer'],
      ['nullability orders/orders.id 20 db.marts.orders {"column":"id"}'],
    ],
    [
      'a required key that may be null',
      'postgres',
      [property('id', { primaryKey: true, required: true })],
      ['id integer'],
      ['nullability orders/orders.id 20 db.marts.orders {"column":"id"}'],
    ],
    [
      'unknown nulls of a required column',
      'postgres',
      [property('a', { required: true }), property('b'), property('c', { primaryKey: true, physicalName: 'cc' })],
      ['a integer?', 'b integer?', 'cc integer?'],
      [
        'unchecked orders/orders 10 db.marts.orders {"unchecked":{"reason":"nullability-unknown","columns":["a","cc"]}}',
      ],
    ],
    [
      'unknown nulls of a column that is missing',
      'postgres',
      [property('a', { required: true })],
      [],
      ['missing-column orders/orders.a 20 db.marts.orders {"column":"a"}'],
    ],
    [
      'unknown nulls of two columns that could be meant',
      'snowflake',
      [property('ab', { required: true })],
      ['AB integer?', 'Ab integer?'],
      [
        'unchecked orders/orders.ab 20 db.marts.orders {"unchecked":{"reason":"ambiguous-column","candidates":["AB","Ab"]}}',
      ],
    ],
    [
      'the exact spelling before another case',
      'snowflake',
      [property('a', { type: 'date' })],
      ['A integer', 'a date'],
      ['extra-column orders/orders 10 db.marts.orders {"column":"A","type":"integer"}'],
    ],
    [
      'two of another case',
      'snowflake',
      [property('aB', { type: 'date' })],
      ['AB date', 'ab date', 'c date'],
      [
        'unchecked orders/orders.aB 20 db.marts.orders {"unchecked":{"reason":"ambiguous-column","candidates":["AB","ab"]}}',
        'extra-column orders/orders 10 db.marts.orders {"column":"c","type":"date"}',
      ],
    ],
    [
      'the physical type before the logical one',
      'postgres',
      [property('a', { type: 'date', logical: 'string' })],
      ['a date'],
      [],
    ],
    ['a logical type that fits', 'postgres', [property('a', { logical: 'integer' })], ['a bigint'], []],
    [
      'a logical type that does not fit',
      'postgres',
      [property('a', { logical: 'integer' })],
      ['a text'],
      [
        'type-mismatch orders/orders.a 22 db.marts.orders {"column":"a","expected":"integer","found":"text","comparison":"incompatible"}',
      ],
    ],
    [
      'a logical type and an unknown one',
      'postgres',
      [property('a', { logical: 'integer' })],
      ['a mystery'],
      [
        'unchecked orders/orders.a 22 db.marts.orders {"unchecked":{"reason":"type-not-comparable","expected":"integer","found":"mystery"}}',
      ],
    ],
    ['the same words of an unknown type', 'postgres', [property('a', { type: 'My Type' })], ['a my  type'], []],
    [
      'an unknown type',
      'postgres',
      [property('a', { type: 'mystery' })],
      ['a integer'],
      [
        'unchecked orders/orders.a 21 db.marts.orders {"unchecked":{"reason":"type-not-comparable","expected":"mystery","found":"integer"}}',
      ],
    ],
    [
      'a length that is not promised',
      'postgres',
      [property('a', { type: 'varchar' })],
      ['a character varying(10)'],
      [],
    ],
    [
      'a length that is promised',
      'postgres',
      [property('a', { type: 'varchar(20)' })],
      ['a character varying(10)'],
      [
        'type-mismatch orders/orders.a 21 db.marts.orders {"column":"a","expected":"varchar(20)","found":"character varying(10)","comparison":"narrowed"}',
      ],
    ],
    [
      'a length that is promised and not kept',
      'postgres',
      [property('a', { type: 'varchar(20)' })],
      ['a character varying'],
      [
        'type-mismatch orders/orders.a 21 db.marts.orders {"column":"a","expected":"varchar(20)","found":"character varying","comparison":"widened"}',
      ],
    ],
    [
      'a precision that is not promised, of another family',
      'postgres',
      [property('a', { type: 'numeric' })],
      ['a double precision'],
      [
        'type-mismatch orders/orders.a 21 db.marts.orders {"column":"a","expected":"numeric","found":"double precision","comparison":"different"}',
      ],
    ],
    ['no type promised', 'postgres', [property('a')], ['a mystery'], []],
    [
      'several at once',
      'postgres',
      [property('a', { type: 'date', required: true }), property('b'), property('c', { logical: 'string' })],
      ['c integer', 'a integer', 'd text', 'e text'],
      [
        'type-mismatch orders/orders.a 21 db.marts.orders {"column":"a","expected":"date","found":"integer","comparison":"different"}',
        'nullability orders/orders.a 20 db.marts.orders {"column":"a"}',
        'missing-column orders/orders.b 20 db.marts.orders {"column":"b"}',
        'type-mismatch orders/orders.c 22 db.marts.orders {"column":"c","expected":"string","found":"integer","comparison":"incompatible"}',
        'extra-column orders/orders 10 db.marts.orders {"column":"d","type":"text"}',
        'extra-column orders/orders 10 db.marts.orders {"column":"e","type":"text"}',
      ],
    ],
  ];
  it.each(rows)('%s', (...[, type, properties, columns, expected]) => {
    expect(drift(type, properties, columns)).toEqual(expected);
  });
});
