import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import tooSlow from '../../../src/rules/sla/schedule-too-slow.ts';
import { checkFiles } from '../../support/check-files.ts';

const slas = 'specs/product-canvas/slas.yaml';
const dags = 'implementation/orchestration/dags';
const models = 'implementation/dbt/models/marts';
const dbt = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  [`${models}/fct_sales.sql`]: 'select 1 as total\n',
};

/** A workflow with its schedule on line 2. */
function dag(name: string, schedule: string, mentioned = 'fct_sales'): Files {
  const text = `${name}:\n  schedule: ${JSON.stringify(schedule)}\n  tasks:\n    - task_id: build\n      bash_command: dbt build --select ${mentioned}\n`;
  return { [`${dags}/${name}.yml`]: text };
}

/** What is said of workflows: `severity file:line …`. */
async function judged(head: Files): Promise<readonly string[]> {
  const report = await checkFiles({ head: { ...dbt, ...head }, rules: [tooSlow] });
  expect(report.rules.skipped).toEqual([]);
  return report.findings.map(
    ({ severity, path, line, message }) =>
      `${severity} ${path.slice(dags.length + 1)}:${line} ${message.replace(/, but .* promises/, '; promised')}`,
  );
}

describe('a schedule against a promise', () => {
  it.each<[promised: string, schedule: string, said: string]>([
    [
      '1h',
      '@every 2h',
      'error a.yml:2 "a" runs at "@every 2h", with 2 h between two runs; promised "1h" as latency of "fct_sales"; run it at "0 * * * *", or promise less',
    ],
    [
      '1h',
      'rate(90 minutes)',
      'error a.yml:2 "a" runs at "rate(90 minutes)", with 90 min between two runs; promised "1h" as latency of "fct_sales"; run it at "0 * * * *", or promise less',
    ],
    [
      'PT1M',
      '@every 90s',
      'error a.yml:2 "a" runs at "@every 90s", with 90 s between two runs; promised "PT1M" as latency of "fct_sales"; run it at "* * * * *", or promise less',
    ],
    [
      'real-time',
      '@every 2d',
      'error a.yml:2 "a" runs at "@every 2d", with up to 2 d between two runs; promised "real-time" as latency of "fct_sales", which no schedule keeps; build it as a stream, or promise less',
    ],
    [
      'D-1',
      '30 15 * * 1',
      'error a.yml:2 "a" runs at "30 15 * * 1", with 7 d between two runs; promised "D-1" as latency of "fct_sales"; run it at "30 15 * * *", or promise less',
    ],
    [
      'D-1',
      '5 7 1 * *',
      'error a.yml:2 "a" runs at "5 7 1 * *", with 28 d between two runs; promised "D-1" as latency of "fct_sales"; run it at "5 7 * * *", or promise less',
    ],
    [
      'D-1',
      '*/30 15 * * 1',
      'warning a.yml:2 "a" runs at "*/30 15 * * 1", which leaves up to 10050 min between two runs; promised "D-1" as latency of "fct_sales"; run it at "0 2 * * *", or promise less',
    ],
    [
      'D-1',
      '@weekly',
      'error a.yml:2 "a" runs at "@weekly", with 7 d between two runs; promised "D-1" as latency of "fct_sales"; run it at "0 2 * * *", or promise less',
    ],
    [
      'D-1',
      '0 5 * * 1,3,5',
      'error a.yml:2 "a" runs at "0 5 * * 1,3,5", with 2 d between two runs; promised "D-1" as latency of "fct_sales"; run it at "0 5 * * *", or promise less',
    ],
    [
      '1 day',
      'P1M',
      'error a.yml:2 "a" runs at "P1M", with 28 d between two runs; promised "1 day" as latency of "fct_sales"; run it at "0 2 * * *", or promise less',
    ],
    [
      '1 day',
      'monthly',
      'error a.yml:2 "a" runs at "monthly", with 28 d between two runs; promised "1 day" as latency of "fct_sales"; run it at "0 2 * * *", or promise less',
    ],
    [
      '30 days',
      'monthly',
      'warning a.yml:2 "a" runs at "monthly", which leaves up to 31 d between two runs; promised "30 days" as latency of "fct_sales"; run it at "0 2 * * 1", or promise less',
    ],
    [
      '1 day',
      'quarterly',
      'error a.yml:2 "a" runs at "quarterly", with 90 d between two runs; promised "1 day" as latency of "fct_sales"; run it at "0 2 * * *", or promise less',
    ],
    [
      '1 day',
      'annually',
      'error a.yml:2 "a" runs at "annually", with 365 d between two runs; promised "1 day" as latency of "fct_sales"; run it at "0 2 * * *", or promise less',
    ],
  ])('%s is broken by %s', async (promised, schedule, said) => {
    expect(await judged({ [slas]: `sales:\n  latency: ${promised}\n`, ...dag('a', schedule) })).toEqual([said]);
  });

  it.each([
    ['1h', '@every 30min'],
    ['1h', '@every 1h'],
    ['31 days', 'P1M'],
    ['1 day', 'P5M'],
    ['1 day', 'P1MT1H'],
    ['1h', '@continuous'],
    ['1h', 'D-1'],
    ['D-2', '0 5 * * 1-5'],
  ])('%s is kept by %s, or nobody can tell', async (promised, schedule) => {
    expect(await judged({ [slas]: `sales:\n  latency: ${promised}\n`, ...dag('a', schedule) })).toEqual([]);
  });
});

/** Which workflows are reported. */
async function who(head: Files): Promise<readonly string[]> {
  return (await judged(head)).map((each) => each.split(' ')[1] ?? '');
}

describe('of several workflows', () => {
  const promised = { [slas]: 'sales:\n  latency: 1h\n' };

  it('the fastest one counts, and of two alike the first one', async () => {
    expect(await who({ ...promised, ...dag('a', '@daily'), ...dag('b', '0 */6 * * *') })).toEqual(['b.yml:2']);
    expect(await who({ ...promised, ...dag('a', '0 */6 * * *'), ...dag('b', '@daily') })).toEqual(['a.yml:2']);
    expect(await who({ ...promised, ...dag('a', '@daily'), ...dag('b', '@daily') })).toEqual(['a.yml:2']);
  });

  it('each is reported for its own product', async () => {
    const head = {
      [`${models}/fct_churn.sql`]: 'select 1 as total\n',
      [slas]: 'sales:\n  latency: 1h\nchurn:\n  latency: 1h\n',
      ...dag('a', '@daily'),
      ...dag('b', '@daily', 'fct_churn'),
    };
    expect(await who(head)).toEqual(['a.yml:2', 'b.yml:2']);
    // One workflow for both is reported once: for the first product.
    const both = { ...head, ...dag('a', '@daily', 'fct_sales fct_churn'), [`${dags}/b.yml`]: '' };
    expect((await judged(both)).map((each) => each.replace(/^.*latency of ("\w+").*$/, '$1'))).toEqual(['"fct_churn"']);
  });

  it('one whose schedule is no plain text may be fast enough; what is no workflow is not', async () => {
    const python = 'from airflow.sdk import DAG\n\nwith DAG(dag_id="b", schedule=table):\n    run("fct_sales")\n';
    expect(await who({ ...promised, ...dag('a', '@daily'), [`${dags}/b.py`]: python })).toEqual([]);
    const helper = 'def build(run):\n    run("fct_sales")\n';
    expect(await who({ ...promised, ...dag('a', '@daily'), [`${dags}/helper.py`]: helper })).toEqual(['a.yml:2']);
  });
});

describe('which promises a workflow must keep', () => {
  const vision = '# Shop\n\n## Data consumers\n- CFO: sales\n\n## SLAs\n- Latency: 1h\n';

  it.each<[why: string, promises: Files, isJudged: boolean]>([
    ['none', {}, false],
    ['that of an SLA file for all', { [slas]: 'latency: 1h\n' }, true],
    ['that of its own canvas', { 'specs/product-canvas/sales.md': '# Sales\n\n## Latency\n1h\n' }, true],
    ['not that of a vision', { 'specs/product-canvas/vision.md': vision }, false],
    ['not its availability', { [slas]: 'sales:\n  availability: 99%\n  retention: 1h\n' }, false],
  ])('%s', async (_, promises, isJudged) => {
    expect(await judged({ ...promises, ...dag('a', '@daily') })).toHaveLength(isJudged ? 1 : 0);
  });
});
