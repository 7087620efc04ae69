import { describe, expect, it } from 'vitest';
import { createMemo } from '../../../src/load/memo.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import type { Project } from '../../../src/model/project.ts';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import {
  isMart,
  nameKey,
  productsOf,
  singular,
  speaksOf,
  spokenWords,
  tableNames,
  tellingWords,
} from '../../../src/model/products-of.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const dbt = 'implementation/dbt';
const columns = ['name: total, logicalType: number, description: Total.'];

function projectOf(files: Files): Project {
  const source = { [`${dbt}/dbt_project.yml`]: 'name: shop\n', ...files };
  return loadProject(memoryTree(source), createMemo());
}

/** `name: names | models` of every product. */
function products(files: Files): readonly string[] {
  return productsOf(projectOf(files)).map(
    ({ name, names, models }) =>
      `${name}: ${names.join(' ')} | ${models.map((model) => model.path.slice(26)).join(' ')}`,
  );
}

/** A data product as far as its output ports, which are list items. */
function port(id: string, more: string): string {
  return `apiVersion: v1.0.0\nkind: DataProduct\nid: ${id}\n${more}status: active\noutputPorts:\n`;
}

const select = 'select 1 as total\n';

describe('the products of a project', () => {
  it('are output contracts with their models, then the marts that no contract describes', () => {
    expect(
      products({
        'specs/contracts/data-products/sales.odcs.yaml': exampleContract({ id: 's-1', object: 'Sales', columns }),
        'specs/contracts/sources/erp.yml': exampleContract({ id: 'erp', object: 'fct_erp', columns }),
        [`${dbt}/models/marts/fct_sales.sql`]: select,
        [`${dbt}/models/marts/dim_sales.sql`]: select,
        [`${dbt}/models/marts/fct_refunds.sql`]: select,
        [`${dbt}/models/marts/fct_erp.sql`]: select,
        [`${dbt}/models/marts/plain.sql`]: select,
        [`${dbt}/models/staging/stg_sales.sql`]: select,
        [`${dbt}/models/staging/fct_early.sql`]: select,
        [`${dbt}/models/rpt_loose.sql`]: select,
        [`${dbt}/models/my_fct_loose.sql`]: select,
      }),
    ).toEqual([
      's-1: s-1 sales Sales | marts/dim_sales.sql marts/fct_sales.sql',
      'fct_refunds: fct_refunds | marts/fct_refunds.sql',
      'plain: plain | marts/plain.sql',
      'rpt_loose: rpt_loose | rpt_loose.sql',
    ]);
  });

  it('go by the names of contract, data product, file, tables and ports', () => {
    const contract = `apiVersion: v3.1.0
kind: DataContract
id: s-1
name: Sales of shops
dataProduct: retail
version: 1.0.0
status: active
schema:
  - name: orders
    physicalName: main.gold."fct_orders"
  - name: refunds
    physicalName: gold.refunds
`;
    expect(
      products({
        'specs/contracts/data-products/shop/file_name.yml': contract,
        'specs/product-canvas/a.odps.yaml': `${port('a', 'name: Board\n')}  - { name: x, version: 1.0.0, contractId: other }\n  - { name: y, version: 1.0.0, contractId: s-1 }\n`,
        'specs/product-canvas/b.odps.yaml': `${port('b', '')}  - { name: x, version: 1.0.0, contractId: s-1 }\n`,
        'specs/product-canvas/c.odps.yaml': `${port('c', 'name: Other\n')}  - { name: x, version: 1.0.0, contractId: other }\n`,
      }),
    ).toEqual(['s-1: s-1 Sales of shops retail file_name orders fct_orders refunds a Board b | ']);
  });

  it.each([
    ['specs/contracts/data-products/sales.yaml.draft.yaml', 'sales.yaml.draft'],
    ['specs/contracts/data-products/sales.yml', 'sales'],
    ['specs/contracts/data-products/a/b/sales.odcs.yaml', 'sales'],
  ])('%s is called %s', (path, stem) => {
    const text = exampleContract({ id: 'x', object: 'x', columns });
    expect(products({ [path]: text })).toEqual([`x: x ${stem} | `]);
  });

  it('have the words of each name that tell it apart', () => {
    const text = exampleContract({ id: 'daily_sales', object: 'fct_orders_by_state', columns });
    const [product] = productsOf(projectOf({ 'specs/contracts/data-products/data.yaml': text }));
    expect([product?.telling, [...(product?.keys ?? [])]]).toEqual([
      [['sale'], [], ['order', 'state']],
      ['dailysales', 'data', 'ordersbystate'],
    ]);
  });
});

it.each([
  ['orders', undefined, ['orders']],
  ['orders', 'orders', ['orders']],
  ['orders', 'db.gold.orders', ['orders']],
  ['orders', '[db].[gold].[t_orders]', ['orders', 't_orders']],
  ['orders', '`t_orders`', ['orders', 't_orders']],
])('table %s with the physical name %s has the names %j', (name, physicalName, names) => {
  const more = physicalName === undefined ? '' : `    physicalName: ${JSON.stringify(physicalName)}\n`;
  const text = `apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\nschema:\n  - name: ${name}\n${more}`;
  const { contracts } = projectOf({ 'specs/contracts/data-products/x.yaml': text });
  expect(contracts.flatMap(({ schema }) => schema.flatMap(tableNames))).toEqual(names);
});

it.each([
  ['models/marts/anything.sql', true],
  ['models/gold/anything.sql', true],
  ['models/staging/fct_sales.sql', false],
  ['models/shared/fct_sales.sql', false],
  ['models/FACT_sales.sql', true],
  ['models/agg_sales.sql', true],
  ['models/fctsales.sql', false],
  ['models/my_fct_sales.sql', false],
])('%s is a mart: %s', (path, expected) => {
  const [project] = projectOf({ [`${dbt}/${path}`]: select }).dbt;
  expect(project?.models.map(isMart)).toEqual([expected]);
});

it.each([
  ['fct_mrr_report', 'mrrreport'],
  ['FACT__MRR Report', 'mrrreport'],
  ['MRR-report', 'mrrreport'],
  ['my_fct_report', 'myfctreport'],
  ['fctreport', 'fctreport'],
  ['Relatório de vendas', 'relatoriodevendas'],
])('%s is compared as %s', (name, key) => {
  expect(nameKey(name)).toBe(key);
});

it.each([
  ['campaign_performance', ['campaign', 'performance']],
  ['fct_daily_sales_report_v2', ['sale']],
  ['sales_2024_7', ['sale']],
  ['q4_3d_sales', ['q4', '3d', 'sale']],
  ['sales sales', ['sale']],
  ['Promoção de clientes', ['promocao', 'cliente']],
  ['data', []],
])('%s is told apart by %j', (name, words) => {
  expect(tellingWords(name)).toEqual(words);
});

it.each([
  ['sales', 'sale'],
  ['ties', 'ty'],
  ['categories', 'category'],
  ['regioes', 'regiao'],
  ['poesia', 'poesia'],
  ['fiesta', 'fiesta'],
  ['bus', 'bus'],
  ['state', 'state'],
])('%s in singular is %s', (word, expected) => {
  expect([singular(word), ...spokenWords([word])]).toEqual([expected, expected]);
});

it.each([
  [['a'], [['a', 'b']], true],
  [['a'], [['a', 'b', 'c']], false],
  [['a', 'c'], [['a', 'b', 'c']], true],
  [['x'], [['a'], ['x', 'y']], true],
  [['x'], [['a']], false],
  [['x'], [[]], false],
])('a text with the words %j speaks of a product that %j tell apart: %s', (words, telling, expected) => {
  const product = { name: 'p', names: [], keys: new Set<string>(), telling, models: [] };
  expect(speaksOf(new Set(words), product)).toBe(expected);
});
