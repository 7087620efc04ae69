import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import edgeMismatch from '../../../src/rules/topology/edge-mismatch.ts';
import { findingsOf, said } from '../shared/in-rules.ts';

const dbt = 'implementation/dbt';
const topology = 'specs/pipelines/sales/topology.mermaid';
const columns = ['name: total, logicalType: number, description: Total.'];
const project: Files = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/sources.yml`]: `sources:
  - name: shop
    tables: [{ name: orders }, { name: visits }]
exposures:
  - name: board
    type: dashboard
    owner: { name: Ana }
    depends_on: [ref('fct_orders')]
`,
  [`${dbt}/seeds/states.csv`]: 'uf\nSP\n',
};

/** A model that reads others; `shop.orders` is a source. */
function model(name: string, ...reads: readonly string[]): Files {
  const calls = reads.map((each) => {
    const [source, table] = each.split('.');
    return table === undefined ? `{{ ref('${each}') }}` : `{{ source('${source}', '${table}') }}`;
  });
  return { [`${dbt}/models/${name}.sql`]: `select 1 as total${calls.map((each) => `\nfrom ${each}`).join('')}\n` };
}

function joined(name: string, ...reads: readonly string[]): Files {
  const calls = reads.map((each) => `select total from {{ ref('${each}') }}`);
  return { [`${dbt}/models/${name}.sql`]: `${calls.join('\nunion all\n')}\n` };
}

async function judged(head: Files, drawing: string): Promise<readonly string[]> {
  return (await findingsOf(edgeMismatch, { ...project, ...head, [topology]: `flowchart LR\n${drawing}` })).map(said);
}

const chain: Files = {
  ...model('stg_orders', 'shop.orders'),
  ...model('int_orders', 'stg_orders'),
  ...model('fct_orders', 'int_orders'),
};

describe('an edge that is missing', () => {
  it('is said by the names of both, and drawn by their ids', async () => {
    expect(await judged(model('stg_orders', 'shop.orders'), '  a[shop.orders]\n  b[stg_orders]\n')).toEqual([
      '3:3 model:stg_orders: "stg_orders" reads "shop.orders" in the code, but no edge says so; add the line a --> b',
    ]);
  });

  it('is said at the first of several nodes', async () => {
    expect(
      await judged(model('stg_orders', 'shop.orders'), '  a[shop.orders]\n  b[stg_orders]\n  c[stg_orders]\n'),
    ).toEqual([
      '3:3 model:stg_orders: "stg_orders" reads "shop.orders" in the code, but no edge says so; add the line a --> b',
    ]);
  });

  it('is said of what reads a circle, but not of the circle', async () => {
    const circle = { ...model('int_a', 'int_b'), ...model('int_b', 'int_a'), ...model('fct_c', 'int_a') };
    expect(await judged(circle, '  int_a & int_b & fct_c\n')).toEqual([
      '2:19 model:fct_c: "fct_c" reads "int_a" in the code, but no edge says so; add the line int_a --> fct_c',
    ]);
  });

  it('is not said of a model that reads itself', async () => {
    expect(await judged(model('int_a', 'int_a'), '  int_a\n')).toEqual([]);
  });
});

function extra(at: string, to: string, from: string): string {
  return `${at} ${to}: the edge says that "${to.split(':')[1]}" reads "${from}", but the code has no such reference; remove the edge, or add the ref or source`;
}

describe('an edge that no model makes', () => {
  it.each<[string, Files, string, readonly string[]]>([
    [
      'into a circle',
      { ...model('int_a', 'int_b'), ...model('int_b', 'int_a'), ...model('int_c', 'shop.orders') },
      '  int_c --> int_a\n',
      [extra('2:3', 'model:int_a', 'int_c')],
    ],
    [
      'from a model that no parent reads',
      { ...chain, ...model('stg_visits', 'shop.visits') },
      '  stg_visits --> int_orders\n',
      [extra('2:3', 'model:int_orders', 'stg_visits')],
    ],
    [
      'into a model that reads a seed',
      { ...chain, ...model('fct_states', 'states') },
      '  stg_orders --> fct_states\n',
      [extra('2:3', 'model:fct_states', 'stg_orders')],
    ],
    [
      'past two steps between, of which either may be meant',
      {
        ...model('stg_orders', 'shop.orders'),
        ...model('int_a', 'stg_orders'),
        ...model('int_b', 'stg_orders'),
        ...joined('fct_c', 'int_a', 'int_b'),
      },
      '  stg_orders --> fct_c\n',
      [extra('2:3', 'model:fct_c', 'stg_orders')],
    ],
    [
      'into a model of which a package has the parent',
      {
        ...chain,
        ...model('fct_packed', 'of_a_package'),
        [`${dbt}/packages.yml`]: 'packages:\n  - package: a/b\n    version: 1.0.0\n',
      },
      '  stg_orders --> fct_packed\n',
      [extra('2:3', 'model:fct_packed', 'stg_orders')],
    ],
  ])('%s', async (_, ...[head, drawing, expected]) => {
    expect(await judged(head, drawing)).toEqual(expected);
  });

  it.each<[string, Files, string]>([
    ['from a node to itself, which is a cycle', chain, '  stg_orders --> stg_orders\n'],
    [
      'from a contract',
      { ...chain, 'specs/contracts/inputs/o.yaml': exampleContract({ id: 'orders_of_shop', object: 'o', columns }) },
      '  orders_of_shop --> stg_orders\n',
    ],
    [
      'to a contract',
      { ...chain, 'specs/contracts/outputs/o.yaml': exampleContract({ id: 'orders_report', object: 'o', columns }) },
      '  stg_orders --> orders_report\n',
    ],
    ['to a seed', chain, '  stg_orders --> states\n'],
    ['to a source', chain, '  int_orders --> shop.orders\n'],
    [
      'within a circle',
      { ...model('int_a', 'int_b'), ...model('int_b', 'int_c'), ...model('int_c', 'int_a') },
      '  int_a --> int_b --> int_c\n',
    ],
  ])('is not said %s', async (_, head, drawing) => {
    expect(await judged(head, drawing)).toEqual([]);
  });

  it.each([
    ['stg_orders --> shop.orders', 'model:stg_orders', `${dbt}/models/stg_orders.sql:1`],
    ['board --> fct_orders', 'exposure:board', `${dbt}/models/sources.yml:5`],
  ])('the wrong way round is said of what reads, with its place: %s', async (edge, subject, place) => {
    const findings = await findingsOf(edgeMismatch, { ...project, ...chain, [topology]: `flowchart LR\n  ${edge}\n` });
    expect(findings.map((each) => [each.subject, ...each.related.map(({ path, line }) => `${path}:${line}`)])).toEqual([
      [subject, place],
    ]);
  });
});

function inFolder(folder: string, ...names: readonly string[]): Files {
  return Object.fromEntries(names.map((name) => [`${dbt}/models/${folder}/${name}.sql`, 'select 1 as total\n']));
}

function absent(name: string): string {
  return `1:1 model:${name}: model "${name}" belongs to domain "sales", but is not in its topology; add it with its edges`;
}

describe('a model of the domain that is not drawn', () => {
  const own = inFolder('intermediate/sales', 'int_a', 'int_b');

  it.each<[string, Files, readonly string[]]>([
    ['is said', { ...own, ...inFolder('intermediate/sales', 'int_c') }, [absent('int_b'), absent('int_c')]],
    [
      'is not said where the topology draws none of the domain',
      { ...chain, ...inFolder('intermediate/sales', 'int_b') },
      [],
    ],
    [
      'is not said of another domain',
      { ...own, ...inFolder('intermediate/board', 'int_c'), ...drawn('sales', 'lineage', 'int_b') },
      [],
    ],
    [
      'is not said where another topology of the domain draws it',
      { ...own, ...drawn('sales', 'lineage', 'int_b') },
      [],
    ],
    [
      'is said though the topology of another domain draws it',
      { ...own, ...drawn('board', 'topology', 'int_b') },
      [absent('int_b')],
    ],
    [
      'is not said while a file of the pipelines cannot be read',
      { ...own, ...drawn('board', 'topology', 'int_b ->') },
      [],
    ],
    [
      'is left to another rule where it is published and no file mentions it',
      { ...own, ...drawn('sales', 'lineage', 'int_b'), ...inFolder('marts/sales', 'fct_c') },
      [],
    ],
    [
      'is said where it is published and only the narrative mentions it',
      {
        ...own,
        ...drawn('sales', 'lineage', 'int_b'),
        ...inFolder('marts/sales', 'fct_c'),
        'specs/pipelines/sales/logic.md': 'And fct_c.\n',
      },
      [absent('fct_c')],
    ],
  ])('%s', async (_, head, expected) => {
    expect(await judged(head, '  int_a\n')).toEqual(expected);
  });
});

function drawn(domain: string, file: string, text: string): Files {
  return { [`specs/pipelines/${domain}/${file}.mermaid`]: `flowchart LR\n  ${text}\n` };
}
