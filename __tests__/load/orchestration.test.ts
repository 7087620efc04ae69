import { expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import { memoryTree } from '../support/memory-tree.ts';

/** `name: words`, of the DAGs that a file holds. */
function dags(text: string, path = 'implementation/airflow/dags/daily.py'): readonly string[] {
  const project = loadProject(memoryTree({ [path]: text }), createMemo());
  return (project.dags ?? []).map(({ name, words }) => `${name}: ${[...words].join(' ')}`);
}

it.each([
  [
    'the DAG by keyword',
    'with DAG(dag_id="daily_sales"):\n  run("x")',
    'daily_sales: with dag dag_id daily_sales run x',
  ],
  ['the DAG by place', 'DAG("a")\nDAG("b")', 'a, b: dag a b'],
  [
    'a decorated function',
    '@dag(schedule="@daily")\ndef orders():\n  pass',
    'orders: dag schedule daily def orders pass',
  ],
  ['a decorator that names the DAG', '@dag(dag_id="x")\ndef orders(): pass', 'x: dag dag_id x def orders pass'],
  ['the file where nothing names one', 'run(1)', 'daily: run 1'],
])('a Python file is called after %s', (_, code, expected) => {
  expect(dags(code)).toEqual([expected]);
});

it('comments and docstrings mention nothing; texts with a prefix and over lines do', () => {
  const code =
    '"""Loads orders."""\n# customers\nsql = f"""select * from\n raw.payments"""\ncall(\n    "refunds",  # gone\n)\n';
  expect(dags(code)).toEqual(['daily: sql select from raw.payments raw payments call refunds']);
});

it('names are also mentioned by their parts', () => {
  expect(dags('run("dbt build --select source:Stripe.Charges+ s3://lake/orders/")')).toEqual([
    'daily: run dbt build select source:stripe.charges source stripe.charges stripe charges s3://lake/orders s3 lake orders',
  ]);
});

it('dag-factory: one DAG per key, each with what all share', () => {
  const text = `default:
  default_args: {owner: finance}
first:
  schedule: daily
  tasks: [{bash_command: dbt build --select +mrr}]  # churn
second:
  tasks: [{bash_command: dbt build --select churn}]
`;
  expect(dags(text, 'implementation/orchestration/dags/finance.yml')).toEqual([
    'first: first default_args owner finance schedule daily tasks bash_command dbt build select mrr',
    'second: second default_args owner finance tasks bash_command dbt build select churn',
  ]);
});

it.each([
  ['a file of one DAG', 'dag_id: x\ntasks: [{table: orders}]\n', 'x: dag_id x tasks table orders'],
  ['another file', 'tables: [orders]\n', 'conf: tables orders'],
  ['several documents', 'a: orders # b\n---\nc: d\n', 'conf: a orders c d'],
])('YAML: %s', (_, text, expected) => {
  expect(dags(text, 'implementation/airflow/conf.yaml')).toEqual([expected]);
});

it('SQL beside the DAGs counts, installed packages do not', () => {
  expect(dags('select a -- b\nfrom main.orders', 'implementation/airflow/sql/load.sql')).toEqual([
    'load: select a from main.orders main orders',
  ]);
  expect(dags('x = 1', 'implementation/airflow/.venv/lib/x.py')).toEqual([]);
});

it.each([
  ['a text that never ends', `x = """${'a '.repeat(100_000)}`],
  ['brackets', '('.repeat(200_000)],
  ['quotes', '"\n'.repeat(100_000)],
  ['one word', 'a'.repeat(2_000_000)],
  ['marks', 'a.'.repeat(500_000)],
])('hostile Python (%s) is read within two seconds', (_, code) => {
  const start = performance.now();
  expect(dags(code)).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(2_000);
});
