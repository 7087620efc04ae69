import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import { checkFiles } from '../../support/check-files.ts';
import { fixFiles } from '../../support/fix-files.ts';

const slas = 'specs/product-canvas/slas.yaml';
const vision = 'specs/product-canvas/vision.md';
const contract = 'specs/contracts/outputs/sales.yaml';
const model = 'implementation/dbt/models/marts/fct_sales.sql';
const yamlDag = 'implementation/orchestration/dags/sales.yml';
const pythonDag = 'implementation/airflow/dags/sales.py';

/** `severity rule path:line subject: message` of the family's findings. */
async function findings(head: Files): Promise<readonly string[]> {
  const report = await checkFiles({ head });
  expect(report.rules.skipped).toEqual([]);
  return report.findings
    .filter(({ rule }) => rule.startsWith('sla/'))
    .map(
      ({ severity, rule, path, line, subject, message }) =>
        `${severity} ${rule} ${path}:${line} ${subject}: ${message}`,
    );
}

const short = async (head: Files): Promise<readonly string[]> =>
  (await findings(head)).map((each) => each.slice(0, each.indexOf(': ')));

/** A contract with service levels; that of number n (from 0) has its value on line 11 + n. */
function sales(...levels: readonly string[]): string {
  const list = levels.map((level) => `  - { ${level} }\n`).join('');
  return `apiVersion: v3.1.0\nkind: DataContract\nid: sales\nname: Sales\nversion: 1.0.0\nstatus: active\ndomain: shop\nschema:\n  - name: sales\nslaProperties:\n${list}`;
}

describe('sla/incoherent', () => {
  it('cites the file and line of what was agreed', async () => {
    expect(
      await findings({
        [slas]: 'products:\n  sales:\n    availability: 99.9%\n',
        [contract]: sales('property: availability, value: 99, unit: percent'),
      }),
    ).toEqual([
      `error sla/incoherent ${contract}:11 sales: availability of "sales" is "99 percent" here, which promises less than "99.9%" in ${slas}:3; make the two agree`,
    ]);
  });

  it.each([
    ['sales:\n  latency: 6h\n', 'property: latency, value: 1, unit: d', 'error'],
    ['sales:\n  latency: 6h\n', 'property: latency, value: 1, unit: h', 'warning'],
    ['sales:\n  latency: D-1\n', 'property: latency, value: 12, unit: h', 'warning'],
    ['sales:\n  latency: D-1\n', 'property: latency, value: 3, unit: d', 'error'],
    ['sales:\n  latency: real-time\n', 'property: latency, value: 1, unit: h', 'error'],
    ['sales:\n  retention: 5 years\n', 'property: retention, value: 3, unit: y', 'error'],
    ['sales:\n  retention: 5 years\n', 'property: retention, value: 7, unit: y', 'warning'],
    ['sales:\n  frequency: "@hourly"\n', 'property: frequency, value: 1, unit: d', 'error'],
    ['Sales:\n  latency: 6h\n', 'property: latency, value: 1, unit: d', 'error'],
    ['fct_sales:\n  latency: 6h\n', 'property: latency, value: 1, unit: d', 'error'],
    ['latency: 6h\n', 'property: latency, value: 1, unit: d', 'warning'],
  ])('%j and %s: %s', async (file, level, severity) =>
    expect(await short({ [slas]: file, [contract]: sales(level) })).toEqual([
      `${severity} sla/incoherent ${contract}:11 sales`,
    ]),
  );

  it.each([
    ['sales:\n  latency: 24h\n', 'property: latency, value: 1, unit: d'],
    ['sales:\n  latency: D-1\n', 'property: latency, value: 36, unit: h'],
    ['sales:\n  latency: 1 month\n', 'property: latency, value: 30, unit: d'],
    ['sales:\n  latency: 6h\n', 'property: freshness, value: 1, unit: d'],
    ['sales:\n  latency: 6h\n', 'property: latency, value: 5, unit: m'],
    ['churn:\n  latency: 6h\n', 'property: latency, value: 1, unit: d'],
    ['latency: 6h\n', 'property: latency, value: 1, unit: h'],
  ])('%j and %s agree, or nobody can tell', async (file, level) =>
    expect(await short({ [slas]: file, [contract]: sales(level) })).toEqual([]),
  );

  it('says nothing where one place says two things, and nothing about what is for all where the product has its own', async () => {
    const twice = ['property: latency, value: 2, unit: d', 'property: latency, value: 3, unit: d'];
    expect(await short({ [slas]: 'sales:\n  latency: 1h\n', [contract]: sales(...twice) })).toEqual([]);
    const canvas = '# Sales\n\n- Consumer: CFO\n- Latency: 1h\n- PII: none\n';
    const head = { 'specs/product-canvas/sales.md': canvas, [slas]: 'latency: D-2\n', [contract]: sales() };
    expect(await short(head)).toEqual([]);
  });

  it('holds the SLA file against a vision only where there is one product', async () => {
    const text =
      '# Shop\n\n## Domain\nShop.\n\n## Data consumers\n- CFO: sales\n\n## Key metrics\n- Sales\n\n## SLAs\n- Availability: 99,9 %\n';
    const head = { [vision]: text, [slas]: 'sales:\n  availability: 99%\n', [contract]: sales() };
    expect(await findings(head)).toEqual([
      `warning sla/incoherent ${slas}:2 sales: availability of "sales" is "99%" here, which promises less than "99,9 %" in ${vision}:13; make the two agree`,
    ]);
    const second = sales().replaceAll('sales', 'churn').replace('Sales', 'Churn');
    expect(await short({ ...head, 'specs/contracts/outputs/churn.yaml': second })).toEqual([]);
  });
});

describe('sla/schedule-too-slow', () => {
  const dbt = { 'implementation/dbt/dbt_project.yml': 'name: shop\n', [model]: 'select 1 as total\n' };
  const judged = (promised: string, schedule: string): Promise<readonly string[]> =>
    findings({ ...dbt, [slas]: `sales:\n  latency: ${promised}\n`, [yamlDag]: dag(schedule) });

  it('cites the promise and says what would keep it', async () => {
    expect(await judged('15min', '0 * * * *')).toEqual([
      `error sla/schedule-too-slow ${yamlDag}:2 dag:build_sales: "build_sales" runs at "0 * * * *", with 1 h between two runs, but ${slas}:2 promises "15min" as latency of "fct_sales"; run it at "*/15 * * * *", or promise less`,
    ]);
    expect(await judged('1h', '0 8-18 * * *')).toEqual([
      `warning sla/schedule-too-slow ${yamlDag}:2 dag:build_sales: "build_sales" runs at "0 8-18 * * *", which leaves up to 14 h between two runs, but ${slas}:2 promises "1h" as latency of "fct_sales"; run it at "0 * * * *", or promise less`,
    ]);
    expect(await judged('real-time', '*/5 * * * *')).toEqual([
      `error sla/schedule-too-slow ${yamlDag}:2 dag:build_sales: "build_sales" runs at "*/5 * * * *", with up to 5 min between two runs, but ${slas}:2 promises "real-time" as latency of "fct_sales", which no schedule keeps; build it as a stream, or promise less`,
    ]);
  });

  it.each([
    ['D-1', '0 5 * * *'],
    ['D-1', '0 5 * * 1-5'],
    ['D-2', '0 5 * * *'],
    ['24h', '@daily'],
    ['1h', '*/30 * * * *'],
    ['1 month', '0 5 1 * *'],
    ['15min', 'None'],
    ['15min', '@once'],
  ])('%s is kept by "%s", or nobody can tell', async (promised, schedule) =>
    expect(await judged(promised, schedule)).toEqual([]),
  );

  it('names the promise as its file does', async () => {
    const head = { ...dbt, [slas]: 'sales:\n  latencia: 15min\n', [yamlDag]: dag('0 * * * *') };
    expect(await findings(head)).toEqual([expect.stringContaining('promises "15min" as latencia of "fct_sales"')]);
    const canvas = 'specs/product-canvas/sales.md';
    const asked = {
      ...dbt,
      [canvas]: '# Vendas\n\n## Qual a defasagem aceitável?\n\n15min\n',
      [yamlDag]: dag('0 * * * *'),
    };
    expect((await findings(asked)).join()).toContain('promises "15min" as latência of "fct_sales"');
  });

  it('says the schedule that keeps the promise, at the time of the day that it had, but leaves the choice to people', async () => {
    const python = `from airflow.sdk import DAG\n\nwith DAG(dag_id="sales_by_state", schedule='30 5 * * 1'):\n    run("dbt build --select fct_sales")\n`;
    const head = { ...dbt, [slas]: 'sales:\n  latency: D-1\n', [pythonDag]: python };
    expect(await short(head)).toEqual([`error sla/schedule-too-slow ${pythonDag}:3 dag:sales_by_state`]);
    expect((await findings(head)).join()).toContain('run it at "30 5 * * *", or promise less');
    const { files } = await fixFiles({ head, wanted: ({ rule }) => rule === 'sla/schedule-too-slow' });
    expect(files).toEqual(head);
  });

  it('the contract promises too, and of several promises the strictest counts', async () => {
    const head = {
      ...dbt,
      [slas]: 'sales:\n  frequency: 1h\n',
      [contract]: sales('property: latency, value: 15, unit: min'),
      [yamlDag]: dag('@daily'),
    };
    expect(await findings(head)).toEqual([
      `error sla/schedule-too-slow ${yamlDag}:2 dag:build_sales: "build_sales" runs at "@daily", with 1 d between two runs, but ${contract}:11 promises "15 min" as latency of "sales"; run it at "*/15 * * * *", or promise less`,
    ]);
  });

  it('only what is promised by days may rest at the weekend', async () => {
    expect((await judged('24h', '0 5 * * 1-5')).map((each) => each.slice(0, 35))).toEqual([
      'warning sla/schedule-too-slow imple',
    ]);
  });

  it('says nothing where another workflow runs at times that cannot be read', async () => {
    const other = dag('0 3 * * *').replace('build_sales', 'other').replace('"0 3 * * *"', '"@once"');
    const head = { ...dbt, [slas]: 'sales:\n  latency: 15min\n', [yamlDag]: dag('@daily') };
    expect(await findings({ ...head, 'implementation/orchestration/dags/other.yml': other })).toEqual([]);
  });

  it('a workflow of two products is held against the stricter promise', async () => {
    const head = {
      ...dbt,
      'implementation/dbt/models/marts/fct_churn.sql': 'select 1 as total\n',
      [slas]: 'sales:\n  latency: 6h\nchurn:\n  latency: 1h\n',
      [yamlDag]: dag('@daily').replace('fct_sales', 'fct_sales fct_churn'),
    };
    const [only = '', ...others] = await findings(head);
    expect([only.slice(only.indexOf('as latency')), others]).toEqual([
      'as latency of "fct_churn"; run it at "0 * * * *", or promise less',
      [],
    ]);
    const swapped = { ...head, [slas]: 'sales:\n  latency: 1h\nchurn:\n  latency: 6h\n' };
    expect((await findings(swapped)).map((each) => each.includes('of "fct_sales"'))).toEqual([true]);
  });

  it('a workflow that mentions another product breaks no promise', async () => {
    const head = {
      ...dbt,
      [slas]: 'sales:\n  latency: 15min\n',
      [yamlDag]: dag('@daily').replace('fct_sales', 'fct_sales_by_day'),
    };
    expect(await findings(head)).toEqual([]);
  });
});

describe('sla/streaming-unneeded', () => {
  const dbt = { 'implementation/dbt/dbt_project.yml': 'name: shop\n' };

  it.each(['dynamic_table', 'streaming_table', 'materialized_view'])('a %s for the next day', async (materialized) => {
    const head = {
      ...dbt,
      [slas]: 'sales:\n  latency: D-1\n',
      [model]: `{{ config(\n    materialized='${materialized}'\n) }}\nselect 1 as total\n`,
    };
    expect(await findings(head)).toEqual([
      `warning sla/streaming-unneeded ${model}:2 model:fct_sales: "fct_sales" is a ${materialized}, but ${slas}:2 promises only "D-1" as latency of "fct_sales"; build it once a day as a table, or promise more`,
    ]);
  });

  it('looks at the tags of the contract, of the workflow and of the properties', async () => {
    const head = {
      ...dbt,
      [slas]: 'sales:\n  latency: 2 days\n',
      [contract]: `${sales()}tags: [Real-Time]\n`,
      [model]: 'select 1 as total\n',
      'implementation/dbt/models/marts/sales.yml':
        'version: 2\nmodels:\n  - name: fct_sales\n    config:\n      tags: [streaming]\n',
      [pythonDag]:
        'from airflow.sdk import DAG\n\nwith DAG(dag_id="s", schedule="@daily", tags=["streaming"]):\n    run("fct_sales")\n',
    };
    expect((await findings(head)).map((each) => each.slice(0, each.indexOf(', but'))).sort()).toEqual([
      `warning sla/streaming-unneeded ${pythonDag}:3 dag:s: "s" is tagged "streaming"`,
      'warning sla/streaming-unneeded implementation/dbt/models/marts/sales.yml:5 model:fct_sales: "fct_sales" is tagged "streaming"',
      `warning sla/streaming-unneeded ${contract}:11 sales: "sales" is tagged "Real-Time"`,
    ]);
  });

  it('an executive dashboard needs no stream, even where nobody promises a time', async () => {
    const canvas = 'specs/product-canvas/sales.md';
    const head = (promised: string): Files => ({
      ...dbt,
      [canvas]: `# Vendas\n\n- LGPD: não\n- Latência: ${promised}\n\n## Consumidores\n- Diretoria: painel executivo\n`,
      [model]: "{{ config(materialized='dynamic_table', tags='streaming') }}\nselect 1 as total\n",
    });
    expect(await findings(head('como hoje'))).toEqual([
      `warning sla/streaming-unneeded ${model}:1 model:fct_sales: "fct_sales" is a dynamic_table, but ${canvas}:7 names only "Diretoria: painel executivo" as its reader; build it once a day as a table, or say in the canvas how fresh it must be`,
    ]);
    expect(await findings(head('5 min'))).toEqual([]);
    const two = head('como hoje')[canvas]?.replace('## Consumidores', '## Consumidores\n- Time de fraude') ?? '';
    expect(await findings({ ...head('como hoje'), [canvas]: two })).toEqual([]);
  });

  it('a faster promise for the same product, or none at all, needs no words', async () => {
    const streaming = { ...dbt, [model]: "{{ config(tags=['streaming']) }}\nselect 1 as total\n" };
    expect(await findings({ ...streaming, [slas]: 'sales:\n  latency: D-1\n  freshness: 5 min\n' })).toEqual([]);
    expect(await findings({ ...streaming, [slas]: 'latency: D-1\nsales:\n  latency: 5 min\n' })).toEqual([]);
    expect(await findings(streaming)).toEqual([]);
  });
});

/** A workflow with its schedule on line 2. */
function dag(schedule: string): string {
  return `build_sales:\n  schedule: "${schedule}"\n  tasks:\n    - task_id: build\n      bash_command: dbt build --select fct_sales\n`;
}
