import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import unknownName from '../../../src/rules/pipeline/unknown-name.ts';
import { findingsOf, said } from '../shared/in-rules.ts';

const dbt = 'implementation/dbt';
const spec = 'specs/pipelines/sales/logic.md';

function contract(name: string, columns: readonly string[]): Files {
  const lines = columns.map((column) => `name: ${column}, logicalType: number, description: It.`);
  return {
    [`specs/contracts/inputs/${name}.yaml`]: exampleContract({ id: `${name}-in`, object: name, columns: lines }),
  };
}

const models: Files = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/sources.yml`]: `sources:
  - name: shop
    tables: [{ name: orders }]
exposures:
  - name: board
    type: dashboard
    owner: { name: Ana }
    depends_on: [ref('stg_orders')]
`,
  [`${dbt}/models/stg_orders.sql`]: 'select 1 as order_id, 2 as total\n',
  [`${dbt}/models/stg_all.sql`]: 'select * from somewhere\n',
  [`${dbt}/models/models.yml`]:
    'models:\n  - name: stg_orders\n    columns: [{ name: order_id }]\n  - name: stg_all\n    columns: [{ name: DIM_Width }]\n',
};

async function judged(text: string, more: Files = {}): Promise<readonly string[]> {
  const findings = await findingsOf(unknownName, { ...models, ...more, [spec]: `${text}\n` });
  return findings.map(said);
}

/** What is said of a name that nothing is called nearly. */
function unknown(at: string, name: string): string {
  return `${at} ${spec}: "${name}" is not a model, seed, source, exposure or contract of this repository; correct the name, or draw what is not there yet in the topology as ${name}:::planned`;
}

describe('names of a narrative', () => {
  it.each([
    ['a column whose name has the prefix of a layer within', 'The `stg_orders` have a `print_total`.'],
    ['a column of a table that is not there', 'The `stg_orders` have `int_zzzzz.total`.'],
    ['a table of a source that nobody knows', 'The `stg_orders` are read from `nowhere.visits`.'],
    ['a source by itself', 'The `stg_orders` are read from `shop`.'],
    ['a column of a table of a source', 'The `stg_orders` are read from `shop.orderz.id`.'],
    ['a model in the schema of a source', 'The `stg_orders` are in `shop.stg_orders`.'],
    ['a model with its schema, in a join', 'Join `stg_orders` with `prod.stg_all` on `order_id`.'],
    ['a column that only the properties of a model name', 'The `stg_orders` have a dim_width.'],
  ])('are no tables: %s', async (_, text) => {
    expect(await judged(text)).toEqual([]);
  });

  it.each([
    ['before the first model', 'Reads int_weights from `stg_orders`.', [unknown('1:7', 'int_weights')]],
    ['a table of a known source', 'Reads `stg_orders` and `shop.visitors`.', [unknown('1:25', 'shop.visitors')]],
    [
      'either side of a join, whatever it is called',
      'Join `customers` with `stg_orders`. Join `stg_orders` with `providers`.',
      [unknown('1:7', 'customers'), unknown('1:61', 'providers')],
    ],
    [
      'a key with the prefix of a layer, once',
      'Join `stg_orders` with `stg_all` on `dim_weight`.',
      [
        `1:38 ${spec}: "dim_weight" is not a column of "stg_orders", so the join cannot be written; its columns are "order_id"`,
      ],
    ],
  ])('are tables: %s', async (_, text, expected) => {
    expect(await judged(text)).toEqual(expected);
  });

  it.each([
    ['by id', 'sales', 'fct_margins:::planned', 0],
    ['by text', 'sales', 'a[FCT_margins]:::planned', 0],
    ['in another domain', 'returns', 'fct_margins:::planned', 1],
  ])('may be drawn as planned: %s', async (_, ...[domain, node, count]) => {
    const drawing = { [`specs/pipelines/${domain}/topology.mermaid`]: `flowchart LR\n  stg_orders --> ${node}\n` };
    expect(await judged('The `stg_orders` become fct_margins.', drawing)).toHaveLength(count);
  });

  it.each([
    ['sales', 0],
    ['returns', 1],
  ])('may be an asset of the domain: one of %s', async (domain, count) => {
    const asset = { [`specs/pipelines/${domain}/assets/fct_margins.yaml`]: 'status: planned\n' };
    expect(await judged('The `stg_orders` become fct_margins.', asset)).toHaveLength(count);
  });

  it('may be columns of sample data', async () => {
    const sample = { 'specs/sample-data/w.csv': 'id,DIM_weight\n1,2\n' };
    expect(await judged('The `stg_orders` have a dim_weight.', sample)).toEqual([]);
  });

  it('are not repaired where two others are as near', async () => {
    const more = { [`${dbt}/models/stg_orderz.sql`]: 'select 1 as order_id\n' };
    const findings = await findingsOf(unknownName, {
      ...models,
      ...more,
      [spec]: 'The `stg_all` reads `stg_ordery`.\n',
    });
    expect(findings.map(({ message, fix }) => [message.split(';')[1], fix])).toEqual([
      [' did you mean "stg_orders"?', null],
    ]);
  });
});

function join(table: string, key: string, more: Files = {}): Promise<readonly string[]> {
  return judged(`The \`stg_all\` are read. Join \`${table}\` with \`stg_all\` on \`${key}\`.`, more);
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `c${index + 1}`);
}

describe('keys of a join', () => {
  it.each([
    [12, '"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12"'],
    [13, '"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", …'],
  ])('%i columns are listed, no more than twelve', async (count, listed) => {
    const [finding = '', ...others] = await join('wide', 'weighted_by', contract('wide', numbered(count)));
    expect(others).toEqual([]);
    expect(finding.split('its columns are ')[1]).toBe(listed);
  });

  it.each([
    ['as the contract spells it', 'orders', 'total', contract('orders', ['Total'])],
    ['as the contract says it, in another case', 'orders', 'TOTAL', contract('orders', ['Total'])],
    ['in the SQL of a model whose properties do not list it', 'stg_orders', 'Total', {}],
    ['of a dashboard', 'board', 'weighted_by', contract('board', ['Total'])],
    [
      'of a model with a star that nobody lists',
      'stg_star',
      'weighted_by',
      { [`${dbt}/models/stg_star.sql`]: 'select * from somewhere\n' },
    ],
  ])('may be columns: %s', async (_, ...[table, key, more]) => {
    expect(await join(table, key, more)).toEqual([]);
  });

  it('are looked up in what the properties list, before the SQL', async () => {
    expect(await join('stg_orders', 'weighted_by')).toEqual([
      `1:62 ${spec}: "weighted_by" is not a column of "stg_orders", so the join cannot be written; its columns are "order_id"`,
    ]);
  });

  it.each([
    ['plain', "select order_id from {{ ref('stg_orders') }}\n", 1],
    [
      'with configuration',
      "{{ config(materialized='table') }}\nselect order_id from {{ source('shop', 'orders') }}\n",
      1,
    ],
    [
      'with calls in other spacing',
      "{{-  config (materialized='table') -}}select order_id from {{ref('stg_orders')}}\n",
      1,
    ],
    ['with a count of all', "select order_id, count(*) as n from {{ ref('stg_orders') }} group by 1\n", 1],
    ['with a product', "select order_id, 2 * 3 as six from {{ ref('stg_orders') }}\n", 1],
    ['with a macro', "select order_id, {{ cents('total') }} from {{ ref('stg_orders') }}\n", 0],
    ['with a method that is called like a function of dbt', "select order_id, {{ my.ref('total') }} from x\n", 0],
    ['with a statement', "select order_id {% for c in ['a'] %}, {{ c }}{% endfor %} from x\n", 0],
    ['with a statement that prints nothing', 'select order_id {% if true %}, 1 as b {% endif %} from x\n', 0],
    ['with a star', 'select * from x\n', 0],
    ['with a star on its own line', 'select\n    *\nfrom x\n', 0],
    ['with a star without repetitions', 'SELECT DISTINCT  * FROM x\n', 0],
    ['with a star of one table', 'select order_id, orders.* from orders\n', 0],
    ['with a star behind a comma', 'select order_id,* from orders\n', 0],
  ])('are those that the properties list, of a model %s: %i', async (_, sql, count) => {
    const more = {
      [`${dbt}/models/stg_more.sql`]: sql,
      [`${dbt}/models/more.yml`]: 'models:\n  - name: stg_more\n    columns: [{ name: order_id }]\n',
    };
    expect(await join('stg_more', 'weighted_by', more)).toHaveLength(count);
  });

  it('are not known of a model in Python', async () => {
    const more = {
      [`${dbt}/models/stg_more.py`]: 'def model(dbt, session):\n    return dbt.ref("stg_orders")\n',
      [`${dbt}/models/more.yml`]: 'models:\n  - name: stg_more\n    columns: [{ name: order_id }]\n',
    };
    expect(await join('stg_more', 'weighted_by', more)).toEqual([]);
  });
});
