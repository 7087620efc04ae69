import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const dbt = 'implementation/dbt';
const columns = ['name: total, logicalType: number, description: Total.'];
const spec = 'specs/pipelines/sales/logic.md';

/** `rule line:column subject: message` of some rules, in the order of the report. */
async function judge(rules: RegExp, head: Files): Promise<readonly string[]> {
  const report = await checkFiles({ head });
  return report.findings
    .filter(({ rule }) => rules.test(rule))
    .map(({ line, column, subject, message }) => `${line}:${column} ${subject}: ${message}`);
}

function drawn(domain: string, text: string): Files {
  return { [`specs/pipelines/${domain}/topology.mermaid`]: `flowchart LR\n  ${text}\n` };
}

function assets(...names: readonly string[]): Files {
  return Object.fromEntries(names.map((name) => [`specs/pipelines/sales/assets/${name}.yaml`, 'grain: one row\n']));
}

describe('names of a narrative', () => {
  const models: Files = {
    [`${dbt}/dbt_project.yml`]: 'name: shop\n',
    [`${dbt}/seeds/dim_states.csv`]: 'uf\nSP\n',
    [`${dbt}/models/sources.yml`]:
      'sources:\n  - name: shop\n    tables:\n      - { name: orders, identifier: tb_orders }\n',
    [`${dbt}/models/stg_orders.sql`]: 'with int_rate as (select 1 as order_id) select order_id from int_rate\n',
    [`${dbt}/models/stg_all.sql`]: 'select * from somewhere\n',
    [`${dbt}/models/models.yml`]:
      'models:\n  - name: stg_orders\n    columns: [{ name: order_id }]\n  - name: stg_all\n    columns: [{ name: order_id }]\n',
    'specs/contracts/inputs/orders.yaml': exampleContract({ id: 'orders-of-shop', object: 'orders', columns }),
  };
  const said = (text: string, more: Files = {}): Promise<readonly string[]> =>
    judge(/^pipeline\/unknown-name$/, { ...models, [spec]: `\`stg_orders\` ${text}\n`, ...more });

  it.each([
    'reads `shop.orders`, `orders`, `tb_orders`, `dim_states` and `orders-of-shop`',
    'has a step `int_rate` and a column `int_weight`: see `status`',
    'reads `prod.stg_orders` and `stg_orders.order_id`',
    'joins `stg_all` on `order_id`: all of `stg_all` joins `dim_states` on `whatever`',
  ])('are known: %s', async (text) => {
    const contract = exampleContract({
      id: 'w',
      object: 'w',
      columns: ['name: int_weight, logicalType: number, description: W.'],
    });
    expect(await said(text, { 'specs/contracts/inputs/w.yaml': contract })).toEqual([]);
  });

  it.each([
    [
      'reads `shop.ordrs`',
      '1:21 ' +
        spec +
        ': "shop.ordrs" is not a model, seed, source, exposure or contract of this repository; did you mean "shop.orders"?',
    ],
    [
      'reads stg_nothing',
      '1:20 ' +
        spec +
        ': "stg_nothing" is not a model, seed, source, exposure or contract of this repository; correct the name, or draw what is not there yet in the topology as stg_nothing:::planned',
    ],
    [
      'joins `stg_all` on `ordr_id`',
      '1:34 ' +
        spec +
        ': "ordr_id" is not a column of "stg_orders", so the join cannot be written; did you mean "order_id"? Its columns are "order_id"',
    ],
    [
      'joins `orders` on `order_id`',
      '1:33 ' +
        spec +
        ': "order_id" is not a column of "orders", so the join cannot be written; its columns are "total"',
    ],
  ])('are not known: %s', async (text, message) => {
    expect(await said(text)).toEqual([message]);
  });

  it.each([
    'replaces the old `fct_delivery_kpis`, dropped in March',
    'was read by `fct_delivery_kpis`, dropped in March',
    'becomes `fct_returns` (not built yet)',
    'feeds fct_returns, which is not ready yet',
    'substitui a antiga `fct_atrasos`',
    'vira `fct_atrasos`, descontinuada em março',
    'vira `fct_acordos` (ainda não existe)',
    'will feed ~~`fct_acordos`~~',
    'é lido.\n\n## Próximos passos\n\n- `fct_acordos` soma tudo',
    'has the columns `dim_weight` and fct_value',
    'tem a coluna `int_taxa`',
  ])('are none of what is gone or planned, or of a column: %s', async (text) => {
    expect(await said(text)).toEqual([]);
  });

  it.each([
    'is old, and feeds `fct_x` every day',
    'removes duplicates of `fct_x`, which is not small',
    'é antigo. Depois vem `fct_x`',
    'becomes `fct_x`.\n\n## Next steps\n\nNone',
  ])('are those that only stand near such words: %s', async (text) => {
    expect(await said(text)).toHaveLength(1);
  });

  it('are no columns of anything that the repository describes', async () => {
    const contract = exampleContract({
      id: 'w',
      object: 'w',
      columns: ['name: weight, physicalName: dim_weight, logicalType: number, description: W.'],
    });
    expect(await said('sums `dim_weight`', { 'specs/contracts/inputs/w.yaml': contract })).toEqual([]);
    expect(await said('sums `dim_weight`', { 'specs/sample-data/w.csv': 'id,dim_weight\n1,2\n' })).toEqual([]);
    const sources =
      'sources:\n  - name: scale\n    tables:\n      - name: weights\n        columns: [{ name: dim_weight }]\n';
    expect(await said('sums `dim_weight`', { [`${dbt}/models/scale.yml`]: sources })).toEqual([]);
    expect(await said('sums `dim_weight`')).toHaveLength(1);
  });

  it('a key is looked up in the SQL where nobody lists the columns', async () => {
    const plain = {
      [`${dbt}/macros/cents.sql`]: '{% macro cents(column) %}{{ column }} / 100{% endmacro %}\n',
      [`${dbt}/models/stg_plain.sql`]:
        "select id as client_id, {{ cents('v') }} as value from {{ source('shop', 'orders') }}\n",
      [`${dbt}/models/stg_import.sql`]:
        "with raw as (select * from {{ source('shop', 'orders') }})\n\nselect order_id, total from raw\n",
      [`${dbt}/models/stg_star.sql`]: "select *, 1 as one from {{ source('shop', 'orders') }}\n",
      [`${dbt}/models/stg_result.sql`]: "with a as (select * from {{ source('shop', 'orders') }}) select * from a\n",
    };
    const join = (left: string): Promise<readonly string[]> =>
      said(`is read. Join \`${left}\` with \`stg_all\` on \`clients_id\`.`, plain);
    expect(await join('stg_plain')).toEqual([
      `1:59 ${spec}: "clients_id" is not a column of "stg_plain", so the join cannot be written; did you mean "client_id"? Its columns are "client_id", "value"`,
    ]);
    expect(await join('stg_import')).toEqual([
      `1:60 ${spec}: "clients_id" is not a column of "stg_import", so the join cannot be written; its columns are "order_id", "total"`,
    ]);
    expect(await join('stg_star')).toEqual([]);
    expect(await join('stg_result')).toEqual([]);
  });

  it('may be those that the topology or an asset of the domain plans', async () => {
    const text = 'becomes fct_a and fct_b';
    const topology = { 'specs/pipelines/sales/topology.mermaid': 'flowchart LR\n  stg_orders --> fct_a:::planned\n' };
    const asset = { 'specs/pipelines/sales/assets/fct_b.yaml': 'status: planned\n' };
    expect(await said(text, { ...topology, ...asset })).toEqual([]);
    expect((await said(text, asset)).map((each) => each.slice(0, 30))).toEqual([`1:22 ${spec}`.slice(0, 30)]);
  });
});

describe('nodes of a topology', () => {
  const topology = 'specs/pipelines/sales/topology.mermaid';
  const models: Files = {
    [`${dbt}/dbt_project.yml`]: 'name: shop\n',
    [`${dbt}/models/sources.yml`]:
      "sources:\n  - name: shop\n    tables: [{ name: orders }]\nexposures:\n  - name: board\n    type: dashboard\n    owner: { name: Ana }\n    depends_on: [ref('fct_orders')]\n",
    [`${dbt}/models/fct_orders.sql`]: "select 1 as total from {{ source('shop', 'orders') }}\n",
    'specs/contracts/outputs/orders.yaml': exampleContract({ id: 'orders-report', object: 'fct_orders', columns }),
  };
  const said = (text: string): Promise<readonly string[]> =>
    judge(/^topology\//, { ...models, [topology]: `flowchart LR\n  s["table: shop.orders"] --> fct_orders\n${text}` });

  it.each([
    '  fct_orders --> board\n',
    '  fct_orders --> orders-report\n',
    '  shop --> crm.leads --> fct_orders\n',
    '  fct_orders --> crm[CRM of sales] --> people((Sales))\n',
    '  subgraph int_things [Things]\n  x[fct_orders]\n  end\n  s --> x\n  int_things --> crm[CRM]\n',
    '  fct_orders --> fct_margins["fct_margins"]:::planned --> board\n  fct_orders --> board\n',
  ])('are known: %j', async (text) => {
    expect(await said(text)).toEqual([]);
  });

  it.each([
    [
      '  fct_orders --> bord\n  shop.ordrs --> fct_orders\n',
      [
        `4:3 ${topology}: node "shop.ordrs" is not a model, seed, source, exposure or contract of this repository; did you mean "shop.orders"? What is not there yet is marked shop.ordrs:::planned`,
      ],
    ],
    [
      '  s --> board\n',
      [
        '3:3 exposure:board: the edge says that "board" reads "shop.orders", but the code has no such reference; remove the edge, or add the ref or source',
        '3:9 exposure:board: "board" reads "fct_orders" in the code, but no edge says so; add the line fct_orders --> board',
      ],
    ],
    [
      '  board\n',
      [
        '3:3 exposure:board: "board" reads "fct_orders" in the code, but no edge says so; add the line fct_orders --> board',
      ],
    ],
  ])('are not known, or wrongly joined: %j', async (text, messages) => {
    expect(await said(text)).toEqual(messages);
  });
});

describe('what crosses domains', () => {
  const outputs = 'specs/contracts/data-products';
  const models: Files = {
    [`${dbt}/dbt_project.yml`]: 'name: shop\n',
    [`${outputs}/finance/invoices.yaml`]: exampleContract({ id: 'invoices', object: 'fct_invoices', columns }),
    [`${dbt}/models/staging/stripe/stg_bills.sql`]: 'select 1 as total\n',
    [`${dbt}/models/marts/fct_invoices.sql`]: "select total from {{ ref('stg_bills') }}\n",
    [`${dbt}/models/marts/growth/fct_leads.sql`]:
      "select total\nfrom {{ ref('stg_bills') }}\njoin {{ ref('fct_invoices') }} using (total)\n",
  };
  const said = (more: Files): Promise<readonly string[]> => judge(/crossing/, { ...models, ...more });

  it('is not told of a model whose domain nobody knows', async () => {
    expect(await said({})).toEqual([]);
  });

  it('is not told of a model that several domains draw', async () => {
    expect(
      await said({
        ...drawn('finance', 'stg_bills --> fct_invoices'),
        ...drawn('growth', 'stg_bills & fct_invoices --> fct_leads'),
      }),
    ).toEqual([]);
  });

  it('is said of a model that only its domain draws, where the other reads it', async () => {
    expect(
      await said({
        ...drawn('finance', 'stg_bills --> fct_invoices'),
        ...drawn('growth', 'fct_invoices --> fct_leads'),
      }),
    ).toEqual([
      '2:6 model:stg_bills: "fct_leads" of domain "growth" reads "stg_bills" of domain "finance", which no output contract describes; write a contract for "stg_bills" in specs/contracts/data-products/, or read one of the tables that "finance" publishes',
    ]);
  });

  it('is said where one of several names of a domain is a topology too', async () => {
    const contract = exampleContract({ id: 'leads', object: 'fct_leads', columns }).replace(
      'status:',
      'domain: go-to-market\nstatus:',
    );
    const specs = {
      ...drawn('finance', 'stg_bills --> fct_invoices'),
      ...drawn('growth', 'fct_invoices --> fct_leads'),
    };
    const found = await said({ ...specs, [`${outputs}/growth/leads.yaml`]: contract });
    expect(found.map((each) => each.slice(0, 19))).toEqual(['2:6 model:stg_bills']);
  });

  it('is not told of a model that is only drawn for the whole repository', async () => {
    const whole = { 'specs/pipelines/topology.mermaid': 'flowchart LR\n  stg_bills --> fct_invoices\n' };
    expect(await said({ ...whole, ...drawn('growth', 'fct_invoices --> fct_leads') })).toEqual([]);
  });

  it('is not told where folders and contracts call domains otherwise than topologies do', async () => {
    expect(await said(drawn('billing', 'stg_bills --> fct_invoices'))).toEqual([]);
  });
});

describe('assets', () => {
  const models: Files = {
    [`${dbt}/dbt_project.yml`]: 'name: shop\n',
    [`${dbt}/models/sources.yml`]: 'sources:\n  - name: shop\n    tables: [{ name: orders }]\n',
    [`${dbt}/models/staging/stg_a.sql`]: 'select 1 as total\n',
    [`${dbt}/models/marts/sales/fct_a.sql`]: 'select 1 as total\n',
    [`${dbt}/models/marts/sales/fct_b.sql`]: 'select 1 as total\n',
    [`${dbt}/models/marts/sales/fct_c.sql`]: 'select 1 as total\n',
  };

  it('are missing where most of the layer have one', async () => {
    expect(await judge(/^pipeline\//, { ...models, ...assets('fct_a') })).toEqual([]);
    expect(await judge(/^pipeline\//, { ...models, ...assets('fct_a', 'fct_b') })).toEqual([
      '1:1 model:fct_c: model "fct_c" of domain "sales" has no asset, as others of its layer have; write specs/pipelines/sales/assets/fct_c.yaml',
    ]);
    expect(await judge(/^pipeline\//, { ...models, ...assets('fct_a', 'fct_b', 'fct_c', 'shop__orders') })).toEqual([]);
  });

  it.each(['planned', 'draft', 'retired'])('of what is %s need no model', async (status) => {
    const head = { ...models, 'specs/pipelines/sales/assets/fct_z.yaml': `status: ${status}\n` };
    expect(await judge(/^pipeline\/asset/, head)).toEqual([]);
    expect(await judge(/^pipeline\/asset/, { ...models, ...assets('fct_zzzzzz') })).toEqual([
      '1:1 specs/pipelines/sales/assets/fct_zzzzzz.yaml: the asset describes "fct_zzzzzz", which is not a model, seed or source of this repository; correct the name, write "status: planned", or delete the file',
    ]);
  });
});
