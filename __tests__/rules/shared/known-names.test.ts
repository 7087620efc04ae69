import { beforeAll, describe, expect, it } from 'vitest';
import type { Problem, Project } from '../../../src/model/project.ts';
import type { Files, RuleContext } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import {
  hasUnread,
  type KnownNames,
  knownNames,
  meaningOf,
  meaningsOf,
  type Named,
  nearest,
} from '../../../src/rules/known-names.ts';
import { contextOf } from './in-rules.ts';

const dbt = 'implementation/dbt';
const columns = ['name: total, logicalType: number, description: Total.'];
const topology = 'specs/pipelines/sales/topology.mermaid';

const files: Files = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/seeds/dim_states.csv`]: 'uf\nSP\n',
  [`${dbt}/snapshots/snap_prices.sql`]:
    "{% snapshot snap_prices %}select 1 as id from {{ ref('stg_orders') }}{% endsnapshot %}\n",
  [`${dbt}/models/sources.yml`]: `sources:
  - name: shop
    tables:
      - { name: Orders, identifier: TB_Orders }
      - { name: refunds }
      - { name: fct_orders }
      - { name: visits }
  - name: crm
    tables:
      - { name: refunds }
      - { name: leads, identifier: visits }
exposures:
  - name: Board
    type: dashboard
    owner: { name: Ana }
    depends_on:
      - ref('fct_orders')
      - source('shop', 'visits')
`,
  [`${dbt}/models/stg_orders.sql`]: "select 1 as total from {{ source('shop', 'Orders') }}\n",
  [`${dbt}/models/Fct_Orders.sql`]: "select total from {{ ref('stg_orders') }} join {{ ref('dim_states') }} on true\n",
  [`${dbt}/models/packed.sql`]: "select total from {{ ref('of_a_package') }}\n",
  [`${dbt}/models/open.sql`]: 'select * from {{ some_package.everything() }}\n',
  [`${dbt}/models/snake.py`]: 'def model(dbt, session):\n    return dbt.ref("stg_orders")\n',
  [`${dbt}/models/torn.sql`]: "select total from {{ ref('stg_orders') \n",
  [`${dbt}/models/wrong.sql`]: "select total frm where {{ ref('stg_orders') }} (\n",
  [`${dbt}/models/lost.sql`]: "select total from {{ ref('stg_ordrs') }}\n",
  'specs/contracts/inputs/orders.yaml': exampleContract({ id: 'Orders-Of-Shop', object: 'orders', columns }),
  [topology]: `flowchart LR
  subgraph stg_orders [Staging]
    a[shop.Orders] --> b["the model fct_orders"]
  end
  b --> c[fct_orders]:::Planned
  d[Board]:::important --> e[People]
  stg_orders --> Board
`,
};

let context: RuleContext;
beforeAll(async () => {
  context = await contextOf(files);
});

function found(known: KnownNames, name: string): Named {
  const named = known.find(name);
  if (named === undefined) throw new Error(`nothing is called ${name}`);
  return named;
}

describe('what a name means', () => {
  // Keys are a part of fingerprints: another key is another finding to every baseline.
  it.each([
    ['stg_orders', 'model', 'model stg_orders', 'stg_orders'],
    [' STG_orders ', 'model', 'model stg_orders', 'stg_orders'],
    ['fct_orders', 'model', 'model fct_orders', 'Fct_Orders'],
    ['dim_states', 'seed', 'model dim_states', 'dim_states'],
    ['snap_prices', 'seed', 'model snap_prices', 'snap_prices'],
    ['shop.orders', 'source', 'source shop.orders', 'shop.Orders'],
    ['orders', 'source', 'source shop.orders', 'shop.Orders'],
    ['tb_orders', 'source', 'source shop.orders', 'shop.Orders'],
    ['leads', 'source', 'source crm.leads', 'crm.leads'],
    ['board', 'exposure', 'exposure board', 'Board'],
    ['orders-of-shop', 'contract', 'contract orders-of-shop', 'Orders-Of-Shop'],
  ])('%j is a %s', (text, ...[kind, key, name]) => {
    expect(knownNames(context).find(text)).toMatchObject({ kind, key, name });
  });

  it.each([
    ['a table of two sources', 'refunds'],
    ['a table that another source calls its own', 'visits'],
    ['what nothing is called', 'fct_margins'],
    ['a source without its table', 'shop'],
  ])('is not known: %s', (_, name) => {
    expect(knownNames(context).find(name)).toBe(undefined);
  });

  it('names stand as the repository writes them, each once', () => {
    const { names } = knownNames(context);
    expect(names.filter((name) => /order/i.test(name)).toSorted()).toEqual([
      'Fct_Orders',
      'Orders-Of-Shop',
      'orders',
      'shop.Orders',
      'shop.fct_orders',
      'stg_orders',
    ]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('what something reads', () => {
  it.each([
    ['stg_orders', ['source shop.orders']],
    ['fct_orders', ['model dim_states', 'model stg_orders']],
    ['board', ['model fct_orders', 'source shop.visits']],
    ['packed', ['unknown of_a_package']],
    ['dim_states', undefined],
    ['shop.orders', undefined],
    ['orders-of-shop', undefined],
  ])('%s: %j', (name, keys) => {
    const known = knownNames(context);
    const parents = known.parents(found(known, name));
    expect(parents === undefined ? undefined : [...parents].toSorted()).toEqual(keys);
  });

  it('is not known of a model that was not compiled', () => {
    const bare = knownNames({ project: context.project, facts: { ...context.facts, models: [] } });
    const model = found(bare, 'stg_orders');
    expect([bare.parents(model), bare.isWhole(model), bare.isBroken(model)]).toEqual([undefined, false, false]);
  });

  it.each([
    ['stg_orders', true, false],
    ['board', true, false],
    ['snake', false, false],
    ['open', false, false],
    ['torn', false, true],
    ['wrong', true, true],
    ['lost', true, true],
    ['dim_states', false, false],
    ['shop.orders', false, false],
    ['orders-of-shop', false, false],
  ])('%s: wholly known %s, broken %s', (name, isWhole, isBroken) => {
    const known = knownNames(context);
    const named = found(known, name);
    expect([known.isWhole(named), known.isBroken(named)]).toEqual([isWhole, isBroken]);
  });
});

describe('what a node means', () => {
  it.each<[string, string, string | undefined, string | undefined]>([
    ['its text', 'stg_orders', 'shop.orders', 'source shop.orders'],
    ['its id', 'stg_orders', 'Orders of the shop', 'model stg_orders'],
    ['its id, without a text', 'stg_orders', undefined, 'model stg_orders'],
    ['the only name within its text', 'a', 'cleans stg_orders daily', 'model stg_orders'],
    ['a table with its source within its text', 'a', 'table: shop.orders', 'source shop.orders'],
    ['one thing named twice', 'a', 'stg_orders (STG_ORDERS)', 'model stg_orders'],
    ['nothing: two names', 'a', 'stg_orders and fct_orders', undefined],
    ['nothing: a word of the language', 'a', 'all orders', undefined],
    ['nothing', 'a', undefined, undefined],
  ])('%s', (_, ...[id, label, key]) => {
    const at = { path: topology, line: 1, column: 1 };
    const node = { id, classes: [], at, mentions: [at], ...(label === undefined ? {} : { label }) };
    expect(meaningOf(node, knownNames(context))?.key).toBe(key);
  });

  it('subgraphs and what is planned mean nothing', () => {
    const known = knownNames(context);
    const meanings = (context.project.topologies ?? []).flatMap((each) => [...meaningsOf(each, known)]);
    expect(meanings.map(([id, { key }]) => `${id}: ${key}`)).toEqual([
      'a: source shop.orders',
      'b: model fct_orders',
      'd: exposure board',
      'Board: exposure board',
    ]);
  });
});

describe('a file that could not be read', () => {
  const at = { path: 'a.yaml', line: 1, column: 1 };
  const problem: Problem = { kind: 'syntax', at, key: '', message: '', values: {} };
  it.each<[string, Problem, boolean]>([
    ['of a role that is asked for', problem, true],
    ['with an error', { ...problem, severity: 'error' }, true],
    ['with a mere warning', { ...problem, severity: 'warning' }, false],
    ['of another role', { ...problem, at: { ...at, path: 'b.yaml' } }, false],
    ['of no role', { ...problem, at: { ...at, path: 'c.yaml' } }, false],
  ])('%s: %#', (_, each, expected) => {
    const project: Project = {
      ...context.project,
      files: [
        { path: 'a.yaml', oid: '', role: 'pipeline-asset' },
        { path: 'b.yaml', oid: '', role: 'contract' },
      ],
      problems: [each],
    };
    expect(hasUnread(project, ['topology', 'pipeline-asset'])).toBe(expected);
  });
});

it.each<[string, string, readonly string[], ReturnType<typeof nearest>]>([
  ['the only one near', 'int_ordrs', ['int_orders', 'stg_refunds'], { name: 'int_orders', isOnly: true }],
  ['of the same layer first', 'int_orders', ['ant_orders', 'int_orderss'], { name: 'int_orderss', isOnly: true }],
  ['in any case', 'INT_ordrs', ['xnt_ordrs', 'int_orders'], { name: 'int_orders', isOnly: true }],
  ['two of the same layer', 'int_ordr', ['int_order', 'int_ordre'], { name: 'int_order', isOnly: false }],
  ['two of other layers', 'st_orders', ['sta_orders', 'stg_orders'], { name: 'sta_orders', isOnly: false }],
  ['one of another layer', 'st_orders', ['stg_orders', 'fct_sales'], { name: 'stg_orders', isOnly: true }],
  ['nothing', 'int_orders', ['fct_sales'], undefined],
])('near a name: %s', (_, ...[name, names, expected]) => {
  expect(nearest(name, names)).toEqual(expected);
});
