import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import unknownNode from '../../../src/rules/topology/unknown-node.ts';
import { findingsOf, said } from '../shared/in-rules.ts';

const dbt = 'implementation/dbt';
const topology = 'specs/pipelines/sales/topology.mermaid';
const columns = ['name: total, logicalType: number, description: Total.'];
const models: Files = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/sources.yml`]: 'sources:\n  - name: shop\n    tables: [{ name: orders }]\n',
  [`${dbt}/models/fct_orders.sql`]: 'select 1 as total\n',
  [`${dbt}/models/fact_sales.sql`]: 'select 1 as total\n',
};

function drawn(text: string): Files {
  return { [topology]: `flowchart LR\n  fact_sales\n  ${text}\n` };
}

async function judged(text: string, more: Files = {}): Promise<readonly string[]> {
  return (await findingsOf(unknownNode, { ...models, ...more, ...drawn(text) })).map(said);
}

const nothing = 'is not a model, seed, source, exposure or contract of this repository;';

describe('a node', () => {
  it.each([
    [
      'a layer as prefix',
      'fct_margins',
      `"fct_margins" ${nothing} correct the name, or mark what is not there yet: fct_margins:::planned`,
    ],
    [
      'a layer as prefix of its text',
      'a[FCT_margins]',
      `"FCT_margins" ${nothing} correct the name, or mark what is not there yet: a:::planned`,
    ],
    [
      'the name of a model, nearly',
      'fact_salez',
      `"fact_salez" ${nothing} did you mean "fact_sales"? What is not there yet is marked fact_salez:::planned`,
    ],
    [
      'a table of a known source',
      'SHOP.visitors',
      `"SHOP.visitors" ${nothing} correct the name, or mark what is not there yet: SHOP.visitors:::planned`,
    ],
    [
      'a table of a known source as its text',
      'a["shop.ordrs"]',
      `"shop.ordrs" ${nothing} did you mean "shop.orders"? What is not there yet is marked a:::planned`,
    ],
  ])('that has %s is a table', async (_, text, message) => {
    expect(await judged(text)).toEqual([`3:3 ${topology}: node ${message}`]);
  });

  it.each([
    ['the prefix within its name', 'print_margins'],
    ['the prefix, and a column', 'fct_margins.total'],
    ['a source that nobody knows', 'nowhere.visitors'],
    ['a word that is near a name', 'a[fact sales]'],
    ['a mark in front of its text', 'a["?fct_ordrs"]'],
    ['a mark behind its text', 'a["fct_ordrs!"]'],
  ])('that has %s is none', async (_, text) => {
    expect(await judged(text)).toEqual([]);
  });

  it('is a plan where nothing of the drawing but sources is there', async () => {
    const plan = { [topology]: 'flowchart LR\n  shop.orders --> stg_visits\n' };
    expect(await findingsOf(unknownNode, { ...models, ...plan })).toEqual([]);
  });

  it('is judged where one of several projects has no models', async () => {
    expect(await judged('fct_margins', { 'implementation/other/dbt_project.yml': 'name: other\n' })).toHaveLength(1);
  });
});

function contract(id: string): Files {
  return {
    'specs/contracts/inputs/c.yaml': exampleContract({ id: JSON.stringify(id), object: 'c', columns }),
  };
}

async function fixOf(text: string, more: Files = {}): Promise<unknown> {
  return (await findingsOf(unknownNode, { ...models, ...more, ...drawn(text) })).map(({ fix }) => fix);
}

function edit(startColumn: number, endColumn: number, text: string): object {
  return {
    path: topology,
    startLine: 3,
    startColumn,
    endLine: 3,
    endColumn,
    text,
  };
}

describe('a new name', () => {
  it('is written wherever the id stands', async () => {
    expect(await fixOf('a --> shop.ordrs --> b & shop.ordrs')).toEqual([
      { title: 'shop.orders', edits: [edit(9, 19, 'shop.orders'), edit(28, 38, 'shop.orders')] },
    ]);
    expect(await fixOf('orders-reprt_a', contract('orders-report_a'))).toEqual([
      { title: 'orders-report_a', edits: [edit(3, 17, 'orders-report_a')] },
    ]);
  });

  it.each<[string, string, Files]>([
    ['another node has it', 'fct_ordrs --> a[People]\n  fct_orders[Everybody]', {}],
    ['a subgraph has it', 'fct_ordrs\n  subgraph fct_orders\n  fact_sales\n  end', {}],
    ['it is the text that is wrong', 'a[fct_ordrs]', {}],
    ['it begins with what no id does', 'l_parcels', contract('1_parcels')],
    ['it ends with what no id does', 'my_parcels_', contract('my_parcels!')],
  ])('is not written where %s', async (_, text, more) => {
    expect(await fixOf(text, more)).toEqual([null]);
  });
});
