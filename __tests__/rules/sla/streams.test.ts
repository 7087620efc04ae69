import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import streamingUnneeded from '../../../src/rules/sla/streaming-unneeded.ts';
import { checkFiles } from '../../support/check-files.ts';

const slas = 'specs/product-canvas/slas.yaml';
const canvas = 'specs/product-canvas/sales.md';
const dbt = 'implementation/dbt';
const model = `${dbt}/models/marts/fct_sales.sql`;
const stream = "{{ config(tags='streaming') }}\nselect 1 as total\n";
const promised = { [slas]: 'sales:\n  latency: D-1\n' };

/** `path:line subject: message` of needless streams. */
async function needless(head: Files): Promise<readonly string[]> {
  const files = { [`${dbt}/dbt_project.yml`]: 'name: shop\n', [model]: stream, ...head };
  const report = await checkFiles({ head: files, rules: [streamingUnneeded] });
  expect(report.rules.skipped).toEqual([]);
  return report.findings.map(({ path, line, subject, message }) => {
    const [found] = message.split(', but ');
    return `${path.slice(path.lastIndexOf('/') + 1)}:${line} ${subject}: ${found}`;
  });
}

const tagged = 'fct_sales.sql:1 model:fct_sales: "fct_sales" is tagged "streaming"';

describe('a stream is needless', () => {
  it.each([
    ['D-1', true],
    ['24h', true],
    ['1 month', true],
    ['23h', false],
    ['real-time', false],
    ['"@daily"', true],
    ['"0 0 30 2 *"', false],
  ])('where %s is promised: %s', async (latency, isNeedless) => {
    expect(await needless({ [slas]: `sales:\n  latency: ${latency}\n` })).toEqual(isNeedless ? [tagged] : []);
  });

  it.each([
    ['CFO: executive dashboard', true],
    ['Executive dashboards of the board', true],
    ['Dashboard executivo', true],
    ['Dashboards executivos', true],
    ['PAINEL EXECUTIVO', true],
    ['Painéis executivos', true],
    ['Dashboard of the shop', false],
    ['Executive team', false],
    ['Executive dashboard\n- Fraud team', false],
    ['Fraud team\n- Executive dashboard', false],
  ])('where nobody promises a time and %j reads it: %s', async (reader, isNeedless) => {
    const text = `# Sales\n\n## Consumers\n- ${reader}\n`;
    expect(await needless({ [canvas]: text })).toEqual(isNeedless ? [tagged] : []);
  });
});

describe('what is a stream', () => {
  it.each([
    [
      "{{ config(tags=['a', 5, 'Real-Time']) }}\nselect 1 as total\n",
      '1 model:fct_sales: "fct_sales" is tagged "Real-Time"',
    ],
    ["{{ config(tags=['daily', 'streams']) }}\nselect 1 as total\n", undefined],
    ["{{ config(materialized='table') }}\nselect 1 as total\n", undefined],
    [
      "-- materialized by Snowflake\n{{ config(\n  alias='s',\n  materialized='dynamic_table'\n) }}\nselect 1 as total\n",
      '4 model:fct_sales: "fct_sales" is a dynamic_table',
    ],
    [
      "{{ config(materialized='dynamic_table', target_lag='59 minutes') }}\nselect 1 as total\n",
      '1 model:fct_sales: "fct_sales" is a dynamic_table',
    ],
    [
      "{{ config(materialized='dynamic_table', target_lag='downstream') }}\nselect 1 as total\n",
      '1 model:fct_sales: "fct_sales" is a dynamic_table',
    ],
    ["{{ config(materialized='dynamic_table', target_lag='1 hour') }}\nselect 1 as total\n", undefined],
    ["{{ config(materialized='dynamic_table', target_lag='1 month') }}\nselect 1 as total\n", undefined],
    [
      "{{ config(materialized='dynamic_table', target_lag='1 hour', tags='nrt') }}\nselect 1 as total\n",
      '1 model:fct_sales: "fct_sales" is tagged "nrt"',
    ],
  ])('%j', async (text, expected) => {
    expect(await needless({ ...promised, [model]: text })).toEqual(
      expected === undefined ? [] : [`fct_sales.sql:${expected}`],
    );
  });

  it('is what its folder or its properties say, and no other model', async () => {
    const plain = { ...promised, [model]: 'select 1 as total\n' };
    const project = 'name: shop\nmodels:\n  shop:\n    marts:\n      +tags: [streaming]\n';
    const described = 'models:\n  - name: fct_sales\n    description: Sales.\n';
    expect(await needless({ ...plain, [`${dbt}/dbt_project.yml`]: project })).toEqual([tagged]);
    expect(
      await needless({
        ...plain,
        [`${dbt}/dbt_project.yml`]: project,
        [`${dbt}/models/marts/models.yml`]: described,
      }),
    ).toEqual([tagged]);
    const tags = `${described}    config:\n      tags: streaming\n`;
    expect(await needless({ ...plain, [`${dbt}/models/marts/models.yml`]: tags })).toEqual([
      'models.yml:5 model:fct_sales: "fct_sales" is tagged "streaming"',
    ]);
    expect(await needless({ ...plain, [`${dbt}/models/marts/a_stream.sql`]: stream })).toEqual([]);
  });

  it('may be a model in Python', async () => {
    const head = {
      ...promised,
      [model]: '-- moved\n',
      [`${dbt}/models/marts/fct_stock.py`]: 'def model(dbt, session):\n    return session.sql("select 1")\n',
      [`${dbt}/models/marts/models.yml`]: 'models:\n  - name: fct_stock\n    config:\n      tags: [streaming]\n',
      [slas]: 'stock:\n  latency: D-1\n',
    };
    expect(await needless(head)).toEqual(['models.yml:4 model:fct_stock: "fct_stock" is tagged "streaming"']);
  });

  it('is reported once, also where it makes several products', async () => {
    const head = {
      [slas]: 'latency: D-1\n',
      [model]: 'select 1 as total\n',
      [`${dbt}/models/marts/fct_stock.sql`]: 'select 1 as total\n',
      'implementation/airflow/dags/all.py':
        'from airflow.sdk import DAG\n\nwith DAG(dag_id="all", schedule="@daily", tags=["streaming"]):\n    run("fct_sales fct_stock")\n',
      'implementation/airflow/dags/plain.py':
        'from airflow.sdk import DAG\n\nwith DAG(dag_id="plain", schedule="@daily"):\n    run("fct_sales")\n',
    };
    expect(await needless(head)).toEqual(['all.py:3 dag:all: "all" is tagged "streaming"']);
  });
});
