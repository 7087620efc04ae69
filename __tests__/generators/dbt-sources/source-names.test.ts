import { describe, expect, it } from 'vitest';
import type { Contract, Json, Server } from '../../../src/model/contract.ts';
import { object, property, server } from '../../drift/contracts.ts';
import { generateWith } from '../dbt-staging/run-generators.ts';
import { dbtProject, model, project } from '../shop.ts';
import { entryOf, generated, generators, input } from './made-sources.ts';

describe('the name of a source', () => {
  const cases: readonly (readonly [string, Partial<Contract>, string])[] = [
    [
      'is the folder below sources',
      { path: 'specs/contracts/sources/crm/Sales Force/o.yaml', domain: 'd' },
      'sales_force',
    ],
    ['is the folder below inputs', { path: 'specs/contracts/inputs/erp/o.yaml' }, 'erp'],
    [
      'is the schema of the server',
      { path: 'specs/contracts/inputs/o.yaml', servers: [server('duckdb', { schema: 'Stripe' })] },
      'stripe',
    ],
    [
      'is no schema that every database has',
      {
        path: 'specs/contracts/inputs/o.yaml',
        servers: [server('duckdb', { schema: 'public' })],
        dataProduct: 'Order desk',
      },
      'order_desk',
    ],
    ['is the domain', { path: 'specs/contracts/inputs/o.yaml', domain: 'sales' }, 'sales'],
    ['is the id', { path: 'specs/contracts/inputs/o.yaml', id: 'urn:shop:orders' }, 'urn_shop_orders'],
  ];
  it.each(cases)('%s', (_, parts, expected) => {
    expect(entryOf(generated([input(parts)]))).toMatchObject({
      name: expected,
    });
  });

  it('is what models call it already', () => {
    const calling = model('stg_orders', { text: `select * from {{ source("erp", 'orders') }}` });
    const made = generateWith(project([input({})], [dbtProject([calling])]), { generators });
    expect(entryOf(made)).toMatchObject({ name: 'erp' });
  });

  it('is another one where no letter is left of it', () => {
    const made = generated([input({ path: 'specs/contracts/inputs/x.yaml', id: '売上', domain: '売' })]);
    expect(entryOf(made)).toMatchObject({ name: expect.stringMatching(/^source_[0-9a-f]{8}$/) });
  });
});

describe('the place of a table', () => {
  const cases: readonly [string, string, readonly Server[], string | undefined, { readonly [key: string]: Json }][] = [
    [
      'a snowflake server',
      'snowflake',
      [server('snowflake', { database: 'RAW', schema: 'CRM' })],
      undefined,
      { database: 'RAW', schema: 'CRM' },
    ],
    [
      'a bigquery server',
      'bigquery',
      [server('bigquery', { project: 'p', dataset: 'crm' })],
      undefined,
      { database: 'p', schema: 'crm' },
    ],
    [
      'a databricks server',
      'databricks',
      [server('databricks', { catalog: 'c', schema: 'crm' })],
      undefined,
      { database: 'c', schema: 'crm' },
    ],
    [
      'a postgresql server',
      'postgres',
      [server('postgresql', { database: 'd', schema: 'crm' })],
      undefined,
      { database: 'd', schema: 'crm' },
    ],
    [
      'a duckdb file',
      'duckdb',
      [server('duckdb', { database: 'x.duckdb', schema: 'main' })],
      undefined,
      { schema: 'main' },
    ],
    [
      'production first',
      'duckdb',
      [server('duckdb', { schema: 'a' }), { ...server('duckdb', { schema: 'b' }), environment: 'production' }],
      undefined,
      { schema: 'b' },
    ],
    [
      'a qualified physical name',
      'duckdb',
      [server('duckdb', { schema: 'a' })],
      'lake.crm.orders_v1',
      { database: 'lake', schema: 'crm' },
    ],
  ];
  it.each(cases)('%s', (...[, dialect, servers, physicalName, expected]) => {
    const schema = [object('orders', [property('id')], physicalName === undefined ? {} : { physicalName })];
    const { database, schema: found, tables } = entryOf(generated([input({ servers, schema })], { dialect }));
    expect({ ...(database === undefined ? {} : { database }), schema: found }).toEqual(expected);
    expect(tables).toMatchObject([
      physicalName === undefined ? { name: 'orders' } : { name: 'orders', identifier: 'orders_v1' },
    ]);
  });

  it('is that of the environment that the options name', () => {
    const servers = ['dev', 'prod'].map((environment) => ({
      ...server('duckdb', { schema: environment }),
      environment,
    }));
    const from = (environment: string) =>
      entryOf(generateWith(project([input({ servers })], [dbtProject([])]), { generators, options: { environment } }));
    expect([from('dev').schema, from('').schema]).toEqual(['dev', 'prod']);
  });
});
