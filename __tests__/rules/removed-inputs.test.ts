import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const both = [
  'name: id, logicalType: string, description: Key.',
  'name: customer_id, logicalType: string, description: Who.',
];
const dbt: Files = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/sources.yml': 'sources:\n  - name: sales\n    tables:\n      - name: sales\n',
};
const model = (name: string, sql: string): Files => ({ [`implementation/dbt/models/${name}.sql`]: `${sql}\n` });
const staging = (name: string): Files => model(name, "select id, customer_id from {{ source('sales', 'sales') }}");

/** `severity class: message` of a column that a contract loses, up to the reasons. */
async function removed(
  code: Files,
  { direction = 'inputs', rows = '' }: { readonly direction?: 'inputs' | 'outputs'; readonly rows?: string } = {},
): Promise<readonly string[]> {
  const path = `specs/contracts/${direction}/sales.yaml`;
  const files = { ...code, ...(rows === '' ? {} : { 'dataengos.yaml': `compatibility:\n${rows}` }) };
  const { findings } = await checkFiles({
    base: { [path]: exampleContract({ version: '1.0.0', columns: both }), ...files },
    head: { [path]: exampleContract({ version: '1.1.0', columns: both.slice(0, 1) }), ...files },
  });
  return findings
    .filter(({ rule }) => rule === 'contract/property-removed')
    .map((each) => `${each.severity} ${each.class}: ${each.message.split(': ', 1)[0]}`);
}

const read = (readers: string): string =>
  `column "customer_id", removed from input contract "sales", is still read by ${readers}`;

const removal = 'column "customer_id" was removed from contract "sales"';

const readers = (...names: readonly string[]): Files => Object.assign({ ...dbt }, ...names.map(staging));

const dag = (id: string): Files => ({
  [`implementation/airflow/dags/${id}.py`]: `from airflow import DAG\nwith DAG("${id}", description="sales.sales"):\n    sql = "select customer_id from sales.sales"\n`,
});

describe('a column that an input loses', () => {
  it('names the models that read the source themselves, also beside others', async () => {
    const code = {
      ...dbt,
      ...model(
        'stg_sales',
        "select s.id, s.customer_id from {{ source('sales', 'sales') }} s join {{ ref('people') }} p on p.id = s.id",
      ),
      ...model('fct_sales', "select customer_id from {{ ref('stg_sales') }}"),
      'implementation/dbt/seeds/people.csv': 'id\n1\n',
    };
    expect(await removed(code)).toEqual([`error dangerous: ${read('model "stg_sales"')}`]);
  });

  it('names up to three of them', async () => {
    expect(await removed(readers('a', 'b', 'c'))).toEqual([`error dangerous: ${read('models "a", "b", "c"')}`]);
    expect(await removed(readers('a', 'b', 'c', 'd'))).toEqual([`error dangerous: ${read('models "a", "b", "c", …')}`]);
  });

  it('names DAGs where no model reads it', async () => {
    expect(await removed(dag('export_sales'))).toEqual([`error dangerous: ${read('DAG "export_sales"')}`]);
  });

  it.each([
    ['  property-removed-but-still-read: { input: breaking }\n', [`error breaking: ${read('model "stg_sales"')}`]],
    ['  property-removed-but-still-read: { input: dangerous }\n', [`error dangerous: ${read('model "stg_sales"')}`]],
    ['  property-removed-but-still-read: { input: compatible }\n', [`info compatible: ${removal}`]],
    [
      '  property-removed-but-still-read: { input: { class: breaking, severity: info } }\n',
      [`info breaking: ${read('model "stg_sales"')}`],
    ],
  ])('is as bad as the configuration says: %s', async (rows, expected) => {
    expect(await removed({ ...dbt, ...staging('stg_sales') }, { rows })).toEqual(expected);
  });

  it('is another matter where nobody reads it', async () => {
    expect(await removed({}, { rows: '  property-removed: { input: dangerous }\n' })).toEqual([
      `warning dangerous: ${removal}`,
    ]);
    expect(await removed({}, { rows: '  property-removed: { input: breaking }\n' })).toEqual([
      `error breaking: ${removal}`,
    ]);
  });
});

it('a column that an output loses is told by its readers elsewhere', async () => {
  const code = {
    ...dbt,
    ...model('sales', "select id, customer_id from {{ source('sales', 'sales') }}"),
    ...model('fct_sales', "select customer_id from {{ ref('sales') }}"),
  };
  expect(await removed(code, { direction: 'outputs' })).toEqual([`error breaking: ${removal}`]);
});
