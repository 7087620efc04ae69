import { describe, expect, it } from 'vitest';
import { diffDrift } from '../../src/diff/drift.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { DriftChange } from '../../src/model/drift.ts';
import type { SnapshotColumn, SnapshotTable } from '../../src/model/snapshot.ts';
import { contract, object, property, server } from './contracts.ts';

const snow = server('snowflake', { database: 'ANALYTICS', schema: 'MARTS' });

function table(name: string, columns: readonly SnapshotColumn[], place: Partial<SnapshotTable> = {}): SnapshotTable {
  return { database: 'ANALYTICS', schema: 'MARTS', ...place, name, columns };
}

function drift(contracts: readonly Contract[], tables: readonly SnapshotTable[]): readonly string[] {
  return diffDrift(contracts, { path: 'dump.csv', format: 'information-schema', tables }).map(show);
}

function show(change: DriftChange): string {
  const { kind, subject, contract: _contract, at, table: where, ...rest } = change;
  return `${kind} ${subject} line ${at.line} ${where} ${JSON.stringify(rest)}`;
}

describe('diffDrift', () => {
  it('finds nothing where the warehouse keeps the promise, whatever the case', () => {
    const orders = contract({
      servers: [snow],
      schema: [
        object('orders', [
          property('id', { type: 'number(38,0)', required: true }),
          property('note', { logical: 'string' }),
        ]),
      ],
    });
    const columns = [
      { name: 'ID', type: 'NUMBER(38,0)', nullable: false },
      { name: 'NOTE', type: 'TEXT(16777216)', nullable: true },
    ];
    expect(drift([orders], [table('ORDERS', columns)])).toEqual([]);
  });

  it('tells each kind of difference', () => {
    const orders = contract({
      servers: [snow],
      schema: [
        object('orders', [
          property('id', { type: 'VARCHAR(36)', required: true }),
          property('total', { type: 'NUMBER(12,2)' }),
          property('placed', { logical: 'date' }),
          property('gone', { logical: 'string' }),
          property('anything'),
        ]),
        object('refunds', []),
      ],
    });
    const columns = [
      { name: 'ID', type: 'VARCHAR(10)', nullable: true },
      { name: 'TOTAL', type: 'FLOAT', nullable: true },
      { name: 'PLACED', type: 'VARCHAR(10)', nullable: true },
      { name: 'ANYTHING', type: 'MYSTERY', nullable: true },
      { name: 'NEW', type: 'DATE', nullable: true },
    ];
    expect(drift([orders], [table('ORDERS', columns), table('REFUNDS', [], { schema: 'STAGING' })])).toEqual([
      'type-mismatch orders/orders.id line 21 ANALYTICS.MARTS.ORDERS {"column":"id","expected":"VARCHAR(36)","found":"VARCHAR(10)","comparison":"narrowed"}',
      'nullability orders/orders.id line 20 ANALYTICS.MARTS.ORDERS {"column":"id"}',
      'type-mismatch orders/orders.total line 21 ANALYTICS.MARTS.ORDERS {"column":"total","expected":"NUMBER(12,2)","found":"FLOAT","comparison":"different"}',
      'type-mismatch orders/orders.placed line 22 ANALYTICS.MARTS.ORDERS {"column":"placed","expected":"date","found":"VARCHAR(10)","comparison":"incompatible"}',
      'missing-column orders/orders.gone line 20 ANALYTICS.MARTS.ORDERS {"column":"gone"}',
      'extra-column orders/orders line 10 ANALYTICS.MARTS.ORDERS {"column":"NEW","type":"DATE"}',
      'missing-table orders/refunds line 10 refunds {"elsewhere":["ANALYTICS.STAGING.REFUNDS"]}',
    ]);
  });

  it('holds a length against the warehouse only where the contract states one', () => {
    const orders = contract({
      servers: [snow],
      schema: [object('orders', [property('a', { type: 'VARCHAR' }), property('b', { type: 'INT' })])],
    });
    const columns = [
      { name: 'A', type: 'VARCHAR(10)', nullable: true },
      { name: 'B', type: 'NUMBER(38,2)', nullable: true },
    ];
    expect(drift([orders], [table('ORDERS', columns)])).toEqual([
      'type-mismatch orders/orders.b line 21 ANALYTICS.MARTS.ORDERS {"column":"b","expected":"INT","found":"NUMBER(38,2)","comparison":"rescaled"}',
    ]);
  });

  it('says what it could not judge', () => {
    const orders = contract({
      servers: [snow],
      schema: [
        object('orders', [property('id', { type: 'HLL', primaryKey: true }), property('v', { logical: 'array' })]),
      ],
    });
    const columns = [
      { name: 'ID', type: 'BINARY' },
      { name: 'V', type: 'VARIANT' },
    ];
    expect(drift([orders], [table('ORDERS', columns)])).toEqual([
      'unchecked orders/orders.id line 21 ANALYTICS.MARTS.ORDERS {"unchecked":{"reason":"type-not-comparable","expected":"HLL","found":"BINARY"}}',
      'unchecked orders/orders.v line 22 ANALYTICS.MARTS.ORDERS {"unchecked":{"reason":"type-not-comparable","expected":"array","found":"VARIANT"}}',
      'unchecked orders/orders line 10 ANALYTICS.MARTS.ORDERS {"unchecked":{"reason":"nullability-unknown","columns":["id"]}}',
    ]);
  });

  it('reports names that two tables or columns answer to, and prefers the exact spelling', () => {
    const orders = contract({ schema: [object('orders', [property('id')])] });
    const twice = [table('orders', [], { schema: 'a' }), table('orders', [], { schema: 'b' })];
    expect(drift([orders], twice)).toEqual([
      'unchecked orders/orders line 10 orders {"unchecked":{"reason":"ambiguous-table","candidates":["ANALYTICS.a.orders","ANALYTICS.b.orders"]}}',
    ]);
    const id = { name: 'id', type: 'INT', nullable: true };
    const exact = [table('orders', [id]), table('ORDERS', [])];
    expect(drift([orders], exact)).toEqual([]);
    const columns = [
      { name: 'ID', type: 'INT', nullable: true },
      { name: 'Id', type: 'INT', nullable: true },
    ];
    expect(drift([orders], [table('orders', columns)])).toEqual([
      'unchecked orders/orders.id line 20 ANALYTICS.MARTS.orders {"unchecked":{"reason":"ambiguous-column","candidates":["ID","Id"]}}',
    ]);
  });

  it('follows a qualified physical name, and keeps case apart in BigQuery only', () => {
    const qualified = contract({
      servers: [snow],
      schema: [object('orders', [], { physicalName: '"RAW".PUBLIC.ORDERS_V1' })],
    });
    expect(drift([qualified], [table('ORDERS_V1', [], { database: 'RAW', schema: 'PUBLIC' })])).toEqual([]);
    const big = contract({
      servers: [server('bigquery', { project: 'p', dataset: 'd' })],
      schema: [object('Orders', [])],
    });
    expect(drift([big], [{ database: 'p', schema: 'd', name: 'orders', columns: [] }])).toEqual([
      'missing-table orders/Orders line 10 Orders {"elsewhere":["p.d.orders"]}',
    ]);
  });

  it('does not look for measures and dimensions in the table', () => {
    const orders = contract({
      servers: [snow],
      schema: [object('orders', [property('revenue', { semantic: 'measure' })])],
    });
    expect(drift([orders], [table('ORDERS', [])])).toEqual([]);
  });
});
