import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { impactOf, impactWorld } from '../../src/lineage/impact.ts';
import { loadOwners } from '../../src/load/owners/load-owners.ts';
import type { OwnerRule } from '../../src/model/owners.ts';
import type { MemoryFiles } from '../support/memory-tree.ts';
import { elementOf, filesBelow, hit, stillRead, type World, worldOf } from './worlds.ts';

const dbt = 'implementation/dbt';
const project = { [`${dbt}/dbt_project.yml`]: 'name: shop\n' };

/** Parts of a contract that a test needs; `properties` are YAML items. */
interface Parts {
  readonly object?: string;
  readonly properties?: readonly string[];
  readonly more?: string;
}

function contract(id: string, { object = 'name: orders', properties = ['name: id'], more = '' }: Parts = {}): string {
  const columns = properties.map((property) => `      - {${property}}\n`).join('');
  return `apiVersion: v3.2.0\nkind: DataContract\nid: ${id}\nversion: 1.0.0\nstatus: active\n${more}schema:\n  - ${object}\n    properties:\n${columns}`;
}

function models(files: { readonly [name: string]: string }): MemoryFiles {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dbt}/models/${name}`, text]));
}

const input = 'specs/contracts/inputs/orders.yaml';
const output = 'specs/contracts/outputs/orders.yaml';
const server = 'servers:\n  - {server: prod, type: snowflake, account: a, database: LAKE, schema: Landing}\n';

/** A contract, and another one that refers to it. */
function referring(to: string, path = 'specs/contracts/outputs/lines.yaml'): MemoryFiles {
  return {
    [output]: contract('orders', { object: 'name: orders\n    id: orders_obj', properties: ['name: id, id: id_prop'] }),
    [path]: contract('lines', {
      object: 'name: lines',
      properties: [`name: order_id, relationships: [{type: foreignKey, to: ${JSON.stringify(to)}}]`],
      more: 'team:\n  members: [{username: bia, role: business owner}, {username: ana, role: technical owner}]\n',
    }),
  };
}

describe('other contracts', () => {
  it.each([
    ['orders.yaml#/schema/orders/properties/id', ['contract lines (ana)']],
    ['orders.yaml#/schema/orders_obj/properties/id_prop', ['contract lines (ana)']],
    ['./orders.yaml#schema/orders/properties/id', ['contract lines (ana)']],
    ['https://example.com/contracts/orders.yaml#/schema/orders/properties/id', ['contract lines (ana)']],
    ['orders.id', ['contract lines (ana)']],
    ['orders.yaml#/schema/orders/properties/total', []],
    ['other.yaml#/schema/orders/properties/id', []],
    ['orders.yaml#/schema/lines/properties/id', []],
    ['lines.id', []],
  ])('a relationship to %s', (to, expected) => {
    expect(hit(worldOf(referring(to)), 'orders/orders.id')).toEqual(expected);
  });

  it('the short form means the own object, also where another contract has one of the name', () => {
    const given = worldOf({
      ...referring('lines.order_id'),
      'specs/contracts/outputs/other.yaml': contract('other', {
        object: 'name: lines',
        properties: ['name: order_id'],
      }),
    });
    expect(hit(given, 'other/lines.order_id')).toEqual([]);
  });

  it('two files of one contract are no strangers to each other', () => {
    const files = referring('orders.yaml#/schema/orders/properties/id');
    const [path = ''] = Object.keys(files).filter((each) => each !== output);
    const given = worldOf({ ...files, [path]: String(files[path]).replace('id: lines', 'id: orders') });
    const element = elementOf(
      {
        ...given,
        project: { ...given.project, contracts: given.project.contracts.filter((each) => each.path === output) },
      },
      'orders/orders.id',
    );
    expect(impactOf(given.world, element)).toEqual([]);
  });

  it('a file in another folder is found from the file that refers to it', () => {
    const to = '../orders.yaml#/schema/orders/properties/id';
    const files = referring(to, 'specs/contracts/outputs/deep/lines.yaml');
    const other = 'specs/contracts/outputs/deep/orders.odcs.yaml';
    const given = worldOf({ ...files, [other]: contract('second') });
    expect(hit(given, 'orders/orders.id')).toEqual(['contract lines (ana)']);
    expect(hit(given, 'second/orders.id')).toEqual([]);
  });

  it('a relationship of the object counts for each of its columns, and within a contract nobody else is hit', () => {
    const given = worldOf({
      [output]: contract('orders'),
      'specs/contracts/outputs/lines.yaml': contract('lines', {
        object:
          'name: lines\n    relationships:\n      - {from: [lines.a, lines.b], to: [orders.yaml#/schema/orders/properties/id, lines.b]}',
        properties: ['name: a', 'name: b'],
      }),
    });
    expect(hit(given, 'orders/orders')).toEqual(['contract lines']);
    expect(hit(given, 'lines/lines.b')).toEqual([]);
  });

  it.each([
    ['select count(*) from orders_v1 where total < 0', ['contract checks']],
    ['select count(*) from landing.ORDERS_V1 o where o.total is null', ['contract checks']],
    ['select * from orders_v1', ['contract checks']],
    ['select count(*) from orders_v1 where id < 0', []],
    ['select count(*) from elsewhere.orders_v1 where total < 0', []],
    ["select total from payments where kind = 'orders_v1'", []],
  ])('quality SQL: %s', (query, expected) => {
    const rule = `name: t\n    quality:\n      - {type: sql, query: ${JSON.stringify(query)}, mustBe: 0}`;
    const given = worldOf({
      [output]: contract('orders', {
        object: 'name: orders\n    physicalName: orders_v1',
        properties: ['name: id', 'name: total'],
        more: server,
      }),
      'specs/contracts/outputs/checks.yaml': contract('checks', { object: rule }),
    });
    expect(hit(given, 'orders/orders.total')).toEqual(expected);
  });
});

function product(id: string, ports: string): string {
  return `kind: DataProduct\nid: ${id}\n${ports}\n`;
}

it('data products that take the contract in are consumers, those that put it out are not', () => {
  const given = worldOf({
    [input]: contract('orders'),
    'specs/a.odps.yaml': product(
      'a',
      'inputPorts: [{name: i, contractId: orders}]\nteam: {members: [{username: ana}]}',
    ),
    'specs/b.odps.yaml': product('b', 'name: Board\noutputPorts: [{name: o, inputContracts: [{id: orders}]}]'),
    'specs/c.odps.yaml': product('c', 'outputPorts: [{name: o, contractId: orders}]'),
    CODEOWNERS: 'specs/ @org/specs\n',
  });
  expect(hit(given, 'orders/orders.id')).toEqual(['consumer Board (@org/specs)', 'consumer a (ana)']);
});

describe('dbt models', () => {
  const sources = 'sources:\n  - {name: shop, tables: [{name: orders}]}\n';
  const chain = models({
    'src.yml': sources,
    'stg.sql': "with s as (select * from {{ source('shop', 'orders') }}) select id, {{ mask('email') }} as hash from s",
    'mart.sql': "select hash, id from {{ ref('stg') }}",
    'total.sql': "select count(*) as n from {{ ref('stg') }}",
    'all.sql': "select * from {{ ref('mart') }}",
    'unrelated.sql': 'select 1 as email',
  });

  it('a table hits all that read it, directly or not', () => {
    const given = worldOf({ ...project, ...chain, [input]: contract('orders') });
    expect(hit(given, 'orders')).toEqual(['model all', 'model mart', 'model stg', 'model total']);
    expect(hit(given, 'orders/orders')).toEqual(hit(given, 'orders'));
  });

  it.each([
    ['id', ['model all', 'model mart', 'model stg']],
    ['email', ['model stg']],
    ['nobody_reads_it', []],
  ])('the column %s hits those that name it, as far as it goes', (column, expected) => {
    const given = worldOf({ ...project, ...chain, [input]: contract('orders', { properties: [`name: ${column}`] }) });
    expect(hit(given, `orders/orders.${column}`)).toEqual(expected);
    expect(stillRead(given, `orders/orders.${column}`)).toBe(expected.length > 0);
  });

  it('the physical name of a column is what SQL knows, and the outermost property is the column', () => {
    const properties = ['name: mail, physicalName: EMAIL, properties: [{name: host}]'];
    const given = worldOf({ ...project, ...chain, [input]: contract('orders', { properties }) });
    expect(hit(given, 'orders/orders.mail.host')).toEqual(['model stg']);
  });

  it.each([
    ['{name: shop, tables: [{name: x, identifier: ORDERS_V1}]}', true],
    ['{name: shop, tables: [{name: orders}]}', true],
    ['{name: shop, tables: [{name: orders, identifier: other}]}', true],
    ['{name: shop, tables: [{name: x}]}', false],
    ['{name: shop, schema: landing, database: lake, tables: [{name: orders_v1}]}', true],
    ['{name: shop, schema: other, tables: [{name: orders_v1}]}', false],
    ['{name: shop, database: other, tables: [{name: orders_v1}]}', false],
    ['{name: shop, schema: "{{ target.schema }}", tables: [{name: orders_v1}]}', true],
  ])('an input contract is the source %s: %s', (source, isRead) => {
    const table = source.includes('name: x') ? 'x' : source.includes('orders_v1') ? 'orders_v1' : 'orders';
    const given = worldOf({
      ...project,
      ...models({
        'src.yml': `sources:\n  - ${source}\n`,
        'stg.sql': `select id from {{ source('shop', '${table}') }}`,
      }),
      [input]: contract('orders', { object: 'name: orders\n    physicalName: orders_v1', more: server }),
    });
    expect(hit(given, 'orders/orders.id')).toEqual(isRead ? ['model stg'] : []);
  });

  it('the table goes before another that only has the name of the object', () => {
    const given = worldOf({
      ...project,
      ...models({
        'src.yml': 'sources:\n  - {name: a, tables: [{name: orders}]}\n  - {name: b, tables: [{name: orders_v1}]}\n',
        'one.sql': "select id from {{ source('a', 'orders') }}",
        'two.sql': "select id from {{ source('b', 'orders_v1') }}",
      }),
      [input]: contract('orders', { object: 'name: orders\n    physicalName: lake.landing.orders_v1' }),
    });
    expect(hit(given, 'orders/orders')).toEqual(['model two']);
  });

  it.each([
    ['its name', { 'orders.sql': 'select 1 as id' }, 'orders'],
    ['its configuration', { 'fct.sql': "{{ config(alias='Orders') }} select 1 as id" }, 'fct'],
    [
      'its properties',
      { 'fct.sql': 'select 1 as id', 'p.yml': 'models: [{name: fct, config: {alias: orders}}]\n' },
      'fct',
    ],
  ])('an output contract is the model with %s; that one is not hit, its readers are', (_, files, name) => {
    const given = worldOf({
      ...project,
      ...models({ ...files, 'reader.sql': `select id from {{ ref('${name}') }}` }),
      [output]: contract('orders'),
    });
    expect(hit(given, 'orders/orders.id')).toEqual(['model reader']);
  });

  it('a source that an output contract only shares its name with is not the product', () => {
    const given = worldOf({
      ...project,
      ...models({ 'src.yml': sources, 'fct.sql': "select id from {{ source('shop', 'orders') }}" }),
      [output]: contract('product', { object: 'name: orders\n    physicalName: fct' }),
    });
    expect(hit(given, 'product/orders')).toEqual([]);
  });

  it('seeds, other projects and Python models are followed', () => {
    const given = worldOf({
      ...project,
      [`${dbt}/seeds/orders.csv`]: 'id\n1\n',
      ...models({ 'one.sql': "select id from {{ ref('orders') }}" }),
      'implementation/second/dbt_project.yml': 'name: second\n',
      'implementation/second/models/two.sql': "select id from {{ ref('shop', 'one') }}",
      'implementation/second/models/three.py': 'def model(dbt, session):\n    return dbt.ref("two")\n',
      [input]: contract('orders'),
    });
    expect(hit(given, 'orders/orders.id')).toEqual(['model one', 'model three', 'model two']);
  });

  it('models that name the table themselves are hit, common table expressions of the name are not', () => {
    const given = worldOf({
      ...project,
      ...models({
        'hard.sql': 'select id from lake.landing.orders',
        'elsewhere.sql': 'select id from lake.other.orders',
        'cte.sql': 'with orders as (select 1 as id) select id from orders',
      }),
      [input]: contract('orders', { more: server }),
    });
    expect(hit(given, 'orders/orders.id')).toEqual(['model hard']);
    expect(stillRead(given, 'orders/orders.id')).toBe(true);
  });

  it('a macro that reads the table may use any column', () => {
    const given = worldOf({
      ...project,
      [`${dbt}/macros/m.sql`]: "{% macro all_of() %}(select * from {{ ref('orders') }}){% endmacro %}",
      ...models({ 'orders.sql': 'select 1 as id', 'far.sql': 'select x from {{ all_of() }}' }),
      [output]: contract('orders'),
    });
    expect(hit(given, 'orders/orders.id')).toEqual(['model far']);
  });

  it('a macro that is given the name of the table leaves the columns to the model', () => {
    const macro =
      '{% macro ctes(names) %}with {% for n in names %}{{ n }} as (select * from {{ ref(n) }}){% endfor %}{% endmacro %}';
    const given = worldOf({
      ...project,
      [`${dbt}/macros/m.sql`]: macro,
      [`${dbt}/macros/one.sql`]:
        '{% macro one(name, of) %}with {{ name }} as (select * from {{ ref(of) }}){% endmacro %}',
      ...models({
        'orders.sql': 'select 1 as id, 2 as total',
        'named.sql': "{{ ctes(['orders']) }} select total from orders",
        'star.sql': "{{ ctes(['orders']) }} select * from orders",
        'called.sql': "{{ one('o', 'orders') }} select * from o",
      }),
      [output]: contract('orders', { properties: ['name: id', 'name: total'] }),
    });
    expect(hit(given, 'orders/orders.total')).toEqual(['model called', 'model named', 'model star']);
    expect(hit(given, 'orders/orders.id')).toEqual(['model called', 'model star']);
  });

  it('models that read each other in a circle end', () => {
    const given = worldOf({
      ...project,
      ...models({
        'orders.sql': "select * from {{ ref('b') }}",
        'a.sql': "select * from {{ ref('orders') }}",
        'b.sql': "select * from {{ ref('a') }}",
      }),
      [output]: contract('orders'),
    });
    expect(hit(given, 'orders/orders.id')).toEqual(['model a', 'model b']);
  });

  it('the owner is in the meta, the group, or CODEOWNERS', () => {
    const given = worldOf({
      ...project,
      ...models({
        'orders.sql': 'select 1 as id',
        'a.sql': "{{ config(meta={'owner': {'email': 'a@example.com'}}) }} select id from {{ ref('orders') }}",
        'b.sql': "select id from {{ ref('orders') }}",
        'c.sql': "select id from {{ ref('orders') }}",
        'p.yml':
          'groups: [{name: g, owner: {name: G, email: g@example.com}}]\nmodels: [{name: b, config: {group: g}}]\n',
      }),
      [output]: contract('orders'),
      '.github/CODEOWNERS': '*.sql @ana @org/data\n',
    });
    expect(hit(given, 'orders/orders')).toEqual([
      'model a (a@example.com)',
      'model b (g@example.com)',
      'model c (@ana @org/data)',
    ]);
  });
});

describe('exposures, DAGs and sample data', () => {
  const used = {
    ...project,
    ...models({
      'orders.sql': 'select 1 as id, 2 as total',
      'mart.sql': "select id from {{ ref('orders') }}",
      'uses.yml': `exposures:
  - {name: board, owner: {name: CFO, email: cfo@example.com}, depends_on: [ref('mart')]}
  - {name: app, owner: {name: App team}, depends_on: [ref('orders')]}
  - {name: other, depends_on: [ref('elsewhere')]}
`,
    }),
    [output]: contract('orders-contract', { properties: ['name: id', 'name: total'] }),
    'implementation/airflow/one.py': 'DAG("by_table")\nrun("dbt build --select orders")',
    'implementation/airflow/two.py': 'DAG("by_model")\nrun("dbt build --select mart")',
    'implementation/airflow/three.yaml': 'dag_id: by_contract\nassets: [orders-contract]\n',
    'implementation/airflow/four.py': '# orders\nDAG("not")',
    'specs/sample-data/orders.csv': 'ID,total\n',
    'specs/sample-data/orders/mart.csv': 'id\n',
    'specs/sample-data/orders/2024.json': '[{"id": 1}]',
    'specs/sample-data/orders-contract/x.csv': 'total\n',
    'specs/contracts/outputs/mart.yaml': contract('mart-contract', { object: 'name: mart' }),
  };

  it('those that use what a column goes into are hit', () => {
    const given = worldOf(used);
    expect(hit(given, 'orders-contract/orders.id')).toEqual([
      'dag by_contract',
      'dag by_model',
      'dag by_table',
      'exposure app (App team)',
      'exposure board (cfo@example.com)',
      'model mart',
      'sample-data 2024.json',
      'sample-data orders.csv',
    ]);
    expect(hit(given, 'orders-contract/orders.total')).toEqual([
      'dag by_contract',
      'dag by_table',
      'exposure app (App team)',
      'sample-data orders.csv',
      'sample-data x.csv',
    ]);
  });

  it('a DAG that names the table reads it, and a column that it names', () => {
    const given = worldOf({
      [input]: contract('orders', { properties: ['name: id', 'name: total'] }),
      'implementation/airflow/copy.py': 'run("select id from orders")',
    });
    expect(stillRead(given, 'orders/orders')).toBe(true);
    expect(stillRead(given, 'orders/orders.id')).toBe(true);
    expect(stillRead(given, 'orders/orders.total')).toBe(false);
  });

  it('every impact says where it is', () => {
    const given = worldOf(used);
    const [dag, , , exposure] = impactOf(given.world, elementOf(given, 'orders-contract/orders.id'));
    expect([dag, exposure]).toEqual([
      { kind: 'dag', name: 'by_contract', path: 'implementation/airflow/three.yaml' },
      { kind: 'exposure', name: 'app', path: `${dbt}/models/uses.yml`, owner: 'App team' },
    ]);
  });
});

function example(name: string): World {
  return worldOf(filesBelow(join(import.meta.dirname, '../../examples', name)));
}

describe('the examples', () => {
  it.each([
    [
      'stripe-charges/charges.amount_cents',
      ['dag finance__mrr_report', 'dag marketing__churn_report', 'model stg_stripe__charges (payments@example.com)'],
    ],
    [
      'stripe-charges/charges.currency',
      [
        'dag finance__mrr_report',
        'dag marketing__churn_report',
        'exposure cfo_and_finance_analysts (marina.alves)',
        'model fct_mrr_report (marina.alves)',
        'model int_customer_months (payments@example.com)',
        'model stg_stripe__charges (payments@example.com)',
      ],
    ],
    [
      'stripe-charges/charges.is_refunded',
      [
        'dag finance__mrr_report',
        'dag marketing__churn_report',
        'exposure customer_success (rafael.nunes)',
        'model fct_churn_report (rafael.nunes)',
        'model int_customer_months (payments@example.com)',
        'model stg_stripe__charges (payments@example.com)',
      ],
    ],
    ['mrr-report/mrr_report.mrr', ['dag finance__mrr_report', 'exposure cfo_and_finance_analysts (marina.alves)']],
    ['churn-report', ['dag marketing__churn_report', 'exposure customer_success (rafael.nunes)']],
  ])('revenue: %s', (element, expected) => {
    expect(hit(example('revenue'), element)).toEqual(expected);
  });

  it('vendas: pedidos.valor', () => {
    const given = example('vendas');
    expect(hit(given, 'pedidos/pedidos.valor').map((each) => each.replace(/ \(.*/, ''))).toEqual([
      'dag comercial/schedules',
      'dag vendas/defs',
      'exposure diretoria_comercial',
      'model fct_vendas_por_estado',
      'model stg_pedidos',
    ]);
    expect(stillRead(given, 'pedidos/pedidos.valor')).toBe(true);
  });
});

function wideModel(index: number): string {
  const columns = Array.from({ length: 40 }, (_, column) => `c${column}`).join(',\n');
  return `select ${columns} from {{ ref('m${Math.max(0, index - 1)}') }}`;
}

it("owners of paths are those that are given, and the tree's own CODEOWNERS where none are", () => {
  const { project: loaded } = worldOf({
    ...project,
    ...models({ 'orders.sql': 'select id from raw.orders', 'report.sql': "select id from {{ ref('orders') }}" }),
    'specs/contracts/outputs/orders.yaml': contract('orders', { object: 'name: orders', properties: ['name: id'] }),
    CODEOWNERS: '* @mallory\n',
  });
  const ownersWith = (owners?: readonly OwnerRule[]): readonly (string | undefined)[] => {
    const world = impactWorld({ project: loaded, models: [], owners });
    return impactOf(world, elementOf({ project: loaded, world }, 'orders/orders.id')).map(({ owner }) => owner);
  };
  expect(ownersWith()).toEqual(['@mallory']);
  expect(ownersWith(loadOwners('* @ana\n'))).toEqual(['@ana']);
  expect(ownersWith([])).toEqual([undefined]);
});

it('a thousand contracts and models are indexed, and each asked, in little time', () => {
  const indexes = Array.from({ length: 1_000 }, (_, index) => index);
  const { project: loaded } = worldOf({
    ...project,
    ...models(Object.fromEntries(indexes.map((index) => [`m${index}.sql`, wideModel(index)]))),
    ...Object.fromEntries(
      indexes.map((index) => [
        `specs/contracts/outputs/c${index}.yaml`,
        contract(`c${index}`, {
          object: `name: m${index}`,
          properties: [`name: c1, relationships: [{to: c${index - 1}.yaml#/schema/m${index - 1}/properties/c1}]`],
        }),
      ]),
    ),
  });
  const start = performance.now();
  const world = impactWorld({ project: loaded, models: [] });
  const indexed = performance.now();
  for (const each of loaded.contracts.slice(0, 100))
    impactOf(world, { contract: each, object: each.schema[0], path: ['gone'] });
  const asked = performance.now();
  expect(indexed - start).toBeLessThan(1_000);
  expect(asked - indexed).toBeLessThan(500);
  expect(impactOf(world, elementOf({ project: loaded, world }, 'c997/m997.c1')).map(({ name }) => name)).toEqual([
    'c998',
    'm998',
    'm999',
  ]);
});
