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

/** Schedule, owner, tags and place of the DAGs that a file holds. */
function described(text: string, path = 'implementation/airflow/dags/daily.py'): unknown {
  const project = loadProject(memoryTree({ [path]: text }), createMemo());
  return (project.dags ?? []).map(({ name, schedule, owner, tags, at, outdatedKey, documented }) => ({
    name,
    ...(schedule && {
      schedule: `${schedule.value} ${schedule.at.line}:${schedule.at.column}-${schedule.at.endColumn}`,
    }),
    ...(owner && { owner: `${owner.value} ${owner.at.line}:${owner.at.column}` }),
    ...(tags && { tags }),
    ...(at && { at: `${at.line}:${at.column}` }),
    ...(outdatedKey && { outdatedKey: `${outdatedKey.line}:${outdatedKey.column}-${outdatedKey.endColumn}` }),
    ...(documented === undefined ? {} : { documented }),
  }));
}

it.each([
  [
    'the call',
    'from airflow.sdk import DAG\n\nwith DAG("x", schedule="0 5 * * *", default_args={"owner": "ana", "retries": 2}, tags=["a", "b"]) as dag:\n    pass\n',
    {
      name: 'x',
      schedule: '0 5 * * * 3:24-35',
      owner: 'ana 3:60',
      tags: ['a', 'b'],
      at: '3:6',
      documented: false,
    },
  ],
  [
    'named default arguments and the older key',
    '"""Doc."""\nargs = {\n  "owner": "ana",\n}\nDAG(\n  dag_id="x",\n  default_args=args,\n  schedule_interval=\'@daily\',\n)\n',
    {
      name: 'x',
      schedule: '@daily 8:21-29',
      owner: 'ana 3:12',
      at: '5:1',
      outdatedKey: '8:3-20',
      documented: true,
    },
  ],
  [
    'the decorator',
    '@dag(schedule="@daily")\ndef orders():\n  """Loads."""\n',
    { name: 'orders', schedule: '@daily 1:15-23', at: '1:2', documented: true },
  ],
  [
    'a decorator without brackets',
    '@dag\ndef orders(schedule="x") -> None:\n  run()\n',
    { name: 'orders', at: '1:2', documented: false },
  ],
  ['doc_md', 'DAG("x", doc_md=__doc__)\n', { name: 'x', at: '1:1', documented: true }],
  [
    'computed values: nothing',
    'DAG("x", schedule=f"{h} * * * *", tags=[a], default_args=make("owner"))\nDAG_ID = "DAG(schedule"',
    { name: 'x', at: '1:1', documented: false },
  ],
  ['texts that are joined: nothing', 'DAG("x", schedule="0 5" " * * *")', { name: 'x', at: '1:1', documented: false }],
  [
    'several DAGs: nothing of any',
    'DAG("x", schedule="@daily")\nDAG("y", schedule="@hourly")',
    { name: 'x, y', at: '1:1', documented: false },
  ],
  ['no DAG', 'class DAG(Base):\n  schedule="x"\n', { name: 'daily' }],
])('Python says its schedule and owner in plain texts: %s', (_, code, expected) => {
  expect(described(code)).toEqual([expected]);
});

it('dag-factory: what the DAG says itself wins over what its file says of all', () => {
  const text = `default:
  default_args: {owner: finance}
  schedule: "@daily"
  tags: [all]
first:
  tasks: []
second:
  schedule_interval: 0 5 * * *
  default_args:
    owner: ana
  tags: [own]
third:
  schedule:
    __type__: datetime.timedelta
    hours: 1
fourth:
  schedule: none
`;
  expect(described(text, 'implementation/orchestration/dags/finance.yml')).toEqual([
    { name: 'first', schedule: '@daily 3:13-21', owner: 'finance 2:25', tags: ['all'], at: '5:1' },
    {
      name: 'second',
      schedule: '0 5 * * * 8:22-31',
      owner: 'ana 10:12',
      tags: ['own'],
      at: '7:1',
      outdatedKey: '8:3-20',
    },
    { name: 'third', owner: 'finance 2:25', tags: ['all'], at: '12:1' },
    { name: 'fourth', schedule: 'none 17:13-17', owner: 'finance 2:25', tags: ['all'], at: '16:1' },
  ]);
});

it('one DAG that is the whole file', () => {
  expect(described('dag_id: x\nschedule: "@daily"\ntasks: []\n', 'implementation/airflow/x.yaml')).toEqual([
    { name: 'x', schedule: '@daily 2:11-19', at: '1:1' },
  ]);
});
