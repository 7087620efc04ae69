import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Contract, Json, QualityRule, SchemaObject } from '../../../src/model/contract.ts';
import { fileStart } from '../../../src/model/location.ts';
import { object, property, rule } from '../../drift/contracts.ts';
import { entryOf, generated, input, messages, tableOf } from './made-sources.ts';

describe('what a contract says', () => {
  const cases: readonly (readonly [string, Partial<Contract>, Json])[] = [
    ['id', { id: 'urn:x' }, { config: { meta: { contract: 'urn:x' } } }],
    [
      'version',
      { version: { value: '2.1.0', at: fileStart('x') } },
      { config: { meta: { contract_version: '2.1.0' } } },
    ],
    ['domain', { domain: 'sales' }, { config: { meta: { domain: 'sales' } } }],
    ['dataProduct', { dataProduct: 'orders' }, { config: { meta: { data_product: 'orders' } } }],
    ['description.purpose', { purpose: 'All orders.' }, { description: 'All orders.' }],
    ['name', { name: 'Orders' }, { description: 'Orders' }],
    ['tags', { tags: ['gold', 'gold'] }, { config: { tags: ['gold'] } }],
    ['team', { teamName: 'Sales' }, { config: { meta: { owner: 'Sales' } } }],
    [
      'team members',
      {
        team: [
          { username: 'a', role: 'Technical Owner', at: fileStart('x') },
          { username: 'b', role: 'business owner', at: fileStart('x') },
        ],
      },
      { config: { meta: { owner: 'a', technical_owner: 'a', business_owner: 'b' } } },
    ],
    [
      'schema.name',
      { schema: [object('Order lines', [])] },
      { tables: [{ name: 'order_lines', identifier: 'Order lines', quoting: { identifier: true } }] },
    ],
    [
      'schema.physicalName',
      { schema: [object('o', [], { physicalName: 'ORD' })] },
      { tables: [{ name: 'o', identifier: 'ORD' }] },
    ],
    [
      'schema.description',
      { schema: [object('o', [], { description: { value: ' One row. ', at: fileStart('x') } })] },
      { tables: [{ description: 'One row.' }] },
    ],
    ['schema.tags', { schema: [object('o', [], { tags: ['t'] })] }, { tables: [{ config: { tags: ['t'] } }] }],
    [
      'quality.text',
      { schema: [object('o', [], { quality: [rule({ type: 'text', description: 'Daily.' })] })] },
      { tables: [{ config: { meta: { expectations: ['Daily.'] } } }] },
    ],
    [
      'properties.physicalName',
      { schema: [object('o', [property('a', { physicalName: 'A_1' })])] },
      { tables: [{ columns: [{ name: 'A_1' }] }] },
    ],
    [
      'properties.physicalType',
      { schema: [object('o', [property('a', { type: 'int' })])] },
      { tables: [{ columns: [{ data_type: 'int' }] }] },
    ],
    [
      'properties.description',
      { schema: [object('o', [property('a', { description: 'A.' })])] },
      { tables: [{ columns: [{ description: 'A.' }] }] },
    ],
    [
      'properties.classification',
      { schema: [object('o', [property('a', { classification: 'secret' })])] },
      { tables: [{ columns: [{ config: { meta: { classification: 'secret' } } }] }] },
    ],
    [
      'properties.tags',
      { schema: [object('o', [property('a', { tags: ['pii'] })])] },
      { tables: [{ columns: [{ config: { tags: ['pii'] } }] }] },
    ],
    [
      'properties.required',
      { schema: [object('o', [property('a', { required: true })])] },
      { tables: [{ columns: [{ data_tests: ['not_null'] }] }] },
    ],
    [
      'properties.unique',
      { schema: [object('o', [property('a', { unique: true })])] },
      { tables: [{ columns: [{ data_tests: ['unique'] }] }] },
    ],
    [
      'properties.primaryKey',
      { schema: [object('o', [property('a', { primaryKey: true })])] },
      { tables: [{ columns: [{ data_tests: ['not_null', 'unique'] }] }] },
    ],
    [
      'properties.enum',
      { schema: [object('o', [property('a', { enum: ['x'] })])] },
      { tables: [{ columns: [{ data_tests: [{ accepted_values: { arguments: { values: ['x'] } } }] }] }] },
    ],
  ];
  it.each(cases)('as %s is in the source', (_, parts, expected) => {
    const made = generated([input(parts)]);
    expect([entryOf(made), made.notes]).toMatchObject([expected, []]);
  });
});

describe('the tests of a source', () => {
  it('are those of the contract, on the raw values', () => {
    const column = property('email', {
      logical: 'string',
      required: true,
      classification: 'confidential',
      logicalTypeOptions: { maxLength: 9 },
    });
    expect(columnsOf([column])).toEqual([
      {
        name: 'email',
        config: { meta: { classification: 'confidential' } },
        data_tests: ['not_null', { dataengos_length_between: { arguments: { max_length: 9 } } }],
      },
    ]);
  });

  it('leave out what is no column, and say so', () => {
    const made = generated([
      input({
        schema: [object('orders', [property('total', { semantic: 'measure' }), property('a"b'), property('id')])],
      }),
    ]);
    expect(tableOf(made).columns).toEqual([{ name: 'id' }]);
    expect(messages(made)).toEqual([
      '"orders.total" is a measure, not a column, so it is not in the dbt source',
      '"orders.a"b" is not in the dbt source: its physical name has quotes, braces or control characters; rename it',
    ]);
  });

  it('follow a relationship to the source that another contract gives', () => {
    const customer = { to: 'customers.id', ofObject: false, at: fileStart('x') };
    const nowhere = { to: 'nobody.id', ofObject: false, at: fileStart('x') };
    const orders = input({
      schema: [object('orders', [property('customer', { relationships: [customer, nowhere] })])],
    });
    const customers = input({
      id: 'c',
      path: 'specs/contracts/sources/crm/c.yaml',
      schema: [object('customers', [property('id', { physicalName: 'ID' })])],
    });
    const made = generated([orders, customers]);
    expect(parse(made.artifacts.find(({ path }) => path.includes('_orders-in__'))?.content ?? '')).toMatchObject({
      sources: [
        {
          tables: [
            {
              columns: [
                { data_tests: [{ relationships: { arguments: { to: "source('crm', 'customers')", field: 'ID' } } }] },
              ],
            },
          ],
        },
      ],
    });
    expect(messages(made)).toEqual([
      'the relationship of "orders.customer" to "nobody.id" is not tested: it must name one object and property, "object.property", of an input contract of the same dbt project',
    ]);
  });

  it('follow a relationship of several columns', () => {
    const at = fileStart('x');
    const part = { relationships: [{ to: 'orders.shop', ofObject: true, at }] };
    const keys = [property('shop', part), property('number', { physicalName: 'no.' })];
    const relationships = [{ from: ['lines.shop', 'lines.number'], to: ['orders.shop', 'orders.number'], at }];
    const made = generated([
      input({
        schema: [
          object('orders', [property('shop'), property('number', { physicalName: 'no.' })]),
          object('lines', keys, { relationships }),
        ],
      }),
    ]);
    expect(entryOf(made).tables[1]).toEqual({
      name: 'lines',
      columns: [{ name: 'shop' }, { name: 'no.', quote: true }],
      data_tests: [
        {
          dataengos_reference: {
            arguments: {
              columns: ['shop', 'no.'],
              quoted: ['no.'],
              to: "source('crm', 'orders')",
              fields: ['shop', 'no.'],
              quoted_fields: ['no.'],
            },
          },
        },
      ],
    });
    expect(made.notes).toEqual([]);
    expect(made.artifacts.map(({ path }) => path)).toContain(
      'implementation/dbt/macros/dataengos/dataengos_reference.sql',
    );
  });

  it('are those of engine dbt, and say who else takes a rule', () => {
    const rules = [
      custom('dbt', { unique: { config: { severity: 'warn' } } }),
      custom('soda', {}),
      custom('abacus', {}),
    ];
    const made = generated([input({ schema: [object('orders', [property('id', { quality: rules })])] })]);
    expect(tableOf(made).columns).toMatchObject([{ data_tests: [{ unique: { config: { severity: 'warn' } } }] }]);
    expect(made.notes.map(({ message, values }) => [message, values['engine']])).toEqual([
      ['generators.rule-custom-off', 'soda'],
      ['generators.rule-custom', 'abacus'],
    ]);
  });

  it('hold the retention, and leave the age to the freshness', () => {
    const level = { customProperties: [], at: fileStart('x'), keys: new Map(), element: 'orders.day', unit: 'd' };
    const slaProperties = [
      { ...level, property: 'latency', value: 1 },
      { ...level, property: 'retention', value: 30 },
    ];
    const made = generated([
      input({ slaProperties, schema: [object('orders', [property('day', { logical: 'date' })])] }),
    ]);
    expect(tableOf(made)).toMatchObject({
      config: { loaded_at_field: 'cast(day as timestamp)', freshness: { error_after: { count: 1, period: 'day' } } },
      columns: [{ data_tests: [{ dataengos_retention: { arguments: { datepart: 'day', interval: 30 } } }] }],
    });
    expect(JSON.stringify(tableOf(made))).not.toContain('recency');
  });

  it('say how a time is read that can be two', () => {
    const level = {
      customProperties: [],
      at: fileStart('x'),
      keys: new Map(),
      property: 'latency',
      value: 90,
      unit: 'm',
    };
    const schema = [object('orders', [property('at', { logical: 'timestamp' })])];
    const made = generated([input({ slaProperties: [{ ...level, element: 'orders.at' }], schema })]);
    expect(messages(made)).toEqual([
      'the latency of "orders" was read as minutes: unit "m" may be minutes or months; write min',
    ]);
  });

  it('say what no test expresses', () => {
    const made = generated([
      input({
        schema: [
          object('orders', [
            property('id', { quality: [rule({ metric: 'nullValues', operator: { name: 'mustBe', value: 'none' } })] }),
          ]),
        ],
      }),
    ]);
    expect(made.notes.map(({ generator, subject, message }) => [generator, subject, message])).toEqual([
      ['dbt-sources', 'orders-in/orders.id', 'generators.rule-threshold'],
    ]);
  });
});

function custom(engine: string, implementation: Json): QualityRule {
  return rule({ type: 'custom', engine, implementation, name: engine });
}

function columnsOf(properties: SchemaObject['properties']): Json | undefined {
  return tableOf(generated([input({ schema: [object('orders', properties)] })])).columns;
}
