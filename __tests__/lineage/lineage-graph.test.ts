import { describe, expect, it } from 'vitest';
import type { LineageGraph } from '../../src/model/lineage.ts';
import type { MemoryFiles } from '../support/memory-tree.ts';
import { modelColumns, modelFolder } from './model-columns.ts';
import { shopGraph } from './shop.ts';
import { graphOf } from './worlds.ts';

function edgesOf({ edges }: LineageGraph): readonly string[] {
  return edges.map(({ from, to, isProven, filters }) =>
    [`${from} ${isProven ? '->' : '-?>'} ${to}`, ...(filters.length === 0 ? [] : [`(${filters.join(', ')})`])].join(
      ' ',
    ),
  );
}

function stepsOf({ steps }: LineageGraph): readonly string[] {
  return steps.map(
    ({ from, to, kind, calls }) =>
      `${from.relation}.${from.column} ${[kind, ...calls].join(' ')} ${to.relation}.${to.column}`,
  );
}

const dbt = { 'implementation/dbt/dbt_project.yml': 'name: shop\n' };

function models(files: { readonly [name: string]: string }, folder = modelFolder): MemoryFiles {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

describe('a shop', () => {
  it('has every relation once, with its columns and place', () => {
    expect(
      shopGraph.relations.map(
        ({ id, columns, at }) => `${id} (${columns.join(', ')}) ${at?.path ?? ''}:${at?.line ?? ''}`,
      ),
    ).toEqual([
      'contract:churn-report/churn (contact, payments) specs/contracts/outputs/churn.yaml:7',
      'contract:stripe-charges/charges (email, paid, amount) specs/contracts/inputs/charges.yaml:7',
      `exposure:board () ${modelFolder}/uses.yml:2`,
      `model:fct_churn (contact, payments, note) ${modelFolder}/fct_churn.sql:1`,
      `model:fct_open () ${modelFolder}/fct_open.sql:1`,
      `model:int_customers (contact, amount) ${modelFolder}/int_customers.sql:1`,
      `model:stg_charges (email, email_hash, amount) ${modelFolder}/stg_charges.sql:1`,
      `source:stripe.charges (email, is_paid, amount) ${modelFolder}/src.yml:2`,
    ]);
  });

  it('knows who reads what, and where that is not proven', () => {
    expect(edgesOf(shopGraph)).toEqual([
      'contract:stripe-charges/charges -> source:stripe.charges',
      'model:fct_churn -> contract:churn-report/churn',
      'model:fct_churn -?> exposure:board',
      'model:int_customers -> model:fct_churn',
      'model:stg_charges -?> model:fct_open',
      'model:stg_charges -> model:int_customers',
      'source:stripe.charges -> model:stg_charges (is_paid)',
    ]);
  });

  it('knows which column goes where, and what happens to it', () => {
    expect(stepsOf(shopGraph)).toEqual([
      'contract:stripe-charges/charges.amount as-is source:stripe.charges.amount',
      'contract:stripe-charges/charges.email as-is source:stripe.charges.email',
      'contract:stripe-charges/charges.paid as-is source:stripe.charges.is_paid',
      'model:fct_churn.contact as-is contract:churn-report/churn.contact',
      'model:fct_churn.payments as-is contract:churn-report/churn.payments',
      'model:int_customers.amount condition count model:fct_churn.payments',
      'model:int_customers.contact as-is model:fct_churn.contact',
      'model:stg_charges.amount as-is model:int_customers.amount',
      'model:stg_charges.email changed lower trim model:int_customers.contact',
      'source:stripe.charges.amount as-is model:stg_charges.amount',
      'source:stripe.charges.email as-is model:stg_charges.email',
      'source:stripe.charges.email masked macro:mask_pii sha2 model:stg_charges.email_hash',
    ]);
  });
});

it('without columns of models only the references are known, and nothing is proven', () => {
  const graph = graphOf({
    ...dbt,
    ...models({ 'a.sql': 'select 1 as x', 'b.sql': "select x from {{ ref('a') }}" }),
  });
  expect(edgesOf(graph)).toEqual(['model:a -?> model:b']);
  expect(stepsOf(graph)).toEqual([]);
});

it('names that two dbt projects have carry the folder, and a call means the own project first', () => {
  const graph = graphOf({
    ...dbt,
    ...models({ 'orders.sql': 'select 1 as x', 'near.sql': "select x from {{ ref('orders') }}" }),
    'implementation/second/dbt_project.yml': 'name: second\n',
    ...models(
      { 'orders.sql': 'select 2 as x', 'far.sql': "select x from {{ ref('orders') }} join {{ ref('shop', 'near') }}" },
      'implementation/second/models',
    ),
  });
  expect(edgesOf(graph)).toEqual([
    'model:near -?> model:far',
    'model:orders@implementation/dbt -?> model:near',
    'model:orders@implementation/second -?> model:far',
  ]);
});

it('versions, seeds, snapshots, aliases and identifiers are found by the names that SQL and dbt use', () => {
  const graph = graphOf(
    {
      ...dbt,
      'implementation/dbt/seeds/rates.csv': 'day,rate\n',
      'implementation/dbt/snapshots/old.sql': '{% snapshot old %}select 1{% endsnapshot %}',
      ...models({
        'src.yml': 'sources:\n  - {name: erp, tables: [{name: lines, identifier: RAW_LINES}]}\n',
        'orders_v2.sql': "{{ config(alias='orders') }} select 1 as x",
        'mart.sql':
          "select x, rate from {{ ref('orders', v=2) }} join {{ ref('rates') }} join {{ ref('old') }} join {{ source('erp', 'lines') }}",
      }),
    },
    modelColumns({ mart: { columns: { x: 'orders.v2.x', rate: 'rates.rate' } } }).map((each) => ({
      ...each,
      columns: each.columns.map((column) => ({
        ...column,
        origins:
          column.name === 'x'
            ? [{ from: { kind: 'ref', name: 'orders.v2' }, column: 'x', calls: [], role: 'value' }]
            : (column.origins ?? []),
      })),
      uses: [],
    })),
  );
  expect(graph.relations.map(({ id, alias, columns }) => [id, alias, ...columns])).toEqual([
    ['model:mart', undefined, 'x', 'rate'],
    ['model:orders_v2', 'orders', 'x'],
    ['seed:rates', undefined, 'day', 'rate'],
    ['snapshot:old', undefined],
    ['source:erp.lines', 'RAW_LINES'],
  ]);
  expect(stepsOf(graph)).toEqual(['model:orders_v2.x as-is model:mart.x', 'seed:rates.rate as-is model:mart.rate']);
});

it('a table that SQL names itself is a station of its own, below the contract that describes it', () => {
  const graph = graphOf(
    {
      ...dbt,
      ...models({ 'stg.sql': 'select email from lake.raw.orders' }),
      'specs/contracts/inputs/orders.yaml':
        'apiVersion: v3.2.0\nkind: DataContract\nid: orders\nversion: 1.0.0\nstatus: active\nschema:\n  - name: orders\n    physicalName: raw.orders\n    properties:\n      - {name: email}\n',
    },
    modelColumns({ stg: { columns: { email: 'lake.raw.orders.email' } } }),
  );
  expect(edgesOf(graph)).toEqual([
    'contract:orders/orders -> table:lake.raw.orders',
    'table:lake.raw.orders -> model:stg',
  ]);
  expect(stepsOf(graph)).toEqual([
    'contract:orders/orders.email as-is table:lake.raw.orders.email',
    'table:lake.raw.orders.email as-is model:stg.email',
  ]);
});

it('a model that reads itself is no upstream of its own', () => {
  const graph = graphOf(
    { ...dbt, ...models({ 'a.sql': "select x from {{ ref('a') }}" }) },
    modelColumns({ a: { columns: { x: 'a.x' } } }),
  );
  expect([edgesOf(graph), stepsOf(graph)]).toEqual([[], []]);
});
