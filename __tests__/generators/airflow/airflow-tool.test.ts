import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { airflowGenerator } from '../../../src/generators/airflow/airflow.ts';
import { pipelinesOf } from '../../../src/generators/schedule/schedule-pipelines.ts';
import type { Json } from '../../../src/model/contract.ts';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import { describeWithTool, findTool, type RealTool, silence } from '../../support/real-tools.ts';
import { corpusCases, hasCorpus } from './corpus-files.ts';
import { hostileFiles } from './hostile.ts';
import { exampleFiles, runGenerator } from './run-generator.ts';
import { temporaryFolder, writeFiles } from './write-files.ts';

const run = promisify(execFile);
const timeoutMs = 180_000;

const policy = `timezone: America/Sao_Paulo
daily-at: "05:30"
retries: 3
retry-delay: 10 min
timeout: 90 min
alerts: { email: data@example.com, slack: { connection: slack_data, channel: "#data-alerts" } }
`;
const policyPath = 'specs/governance/orchestration.yaml';
const beside = { 'beside-hand-written': true };

/** Loads each folder as Airflow does, and says what it found. */
const probe = `
import json, sys
from airflow.dag_processing.dagbag import DagBag

def schedule(dag):
    timetable = dag.timetable
    found = {"type": type(timetable).__name__}
    for name in ("expression", "timezone", "delta"):
        value = getattr(timetable, "_" + name, getattr(timetable, name, None))
        if value is not None:
            found[name] = str(value)
    condition = getattr(timetable, "asset_condition", None)
    if type(condition).__name__ in ("AssetAll", "AssetAny"):
        found["assets"] = [type(condition).__name__] + [asset.uri for asset in condition.objects]
    return found

def task(each):
    profile = getattr(each, "profile_config", None)
    return {
        "type": type(each).__name__,
        "after": sorted(each.upstream_task_ids),
        "select": getattr(each, "select", None),
        "project": None if getattr(each, "project_dir", None) is None else str(each.project_dir),
        "profile": None if profile is None else type(profile.profile_mapping).__name__,
        "retries": each.retries,
        "outlets": [asset.uri for asset in each.outlets],
        "alert": bool(each.on_failure_callback),
    }

def describe(dag):
    return {
        "schedule": schedule(dag),
        "start": dag.start_date.isoformat(),
        "catchup": dag.catchup,
        "timeout": dag.dagrun_timeout.total_seconds(),
        "runs": dag.max_active_runs,
        "owner": dag.owner,
        "tags": sorted(dag.tags),
        "doc": dag.doc_md,
        "alert": type(dag.on_failure_callback).__name__,
        "deadline": [str(each.interval) for each in ([dag.deadline] if dag.deadline and not isinstance(dag.deadline, list) else dag.deadline or [])],
        "tasks": {each.task_id: task(each) for each in dag.tasks},
    }

found = []
for folder in sys.argv[2:]:
    bag = DagBag(folder)
    found.append({"errors": bag.import_errors, "dags": {name: describe(dag) for name, dag in bag.dags.items()}})
with open(sys.argv[1], "w") as file:
    json.dump(found, file)
`;

interface FoundTask {
  readonly type: string;
  readonly after: readonly string[];
  readonly select: readonly string[] | string | null;
  readonly project: string | null;
  readonly profile: string | null;
  readonly retries: number;
  readonly outlets: readonly string[];
  readonly alert: boolean;
}

interface FoundDag {
  readonly schedule: { readonly [name: string]: Json };
  readonly start: string;
  readonly catchup: boolean;
  readonly timeout: number;
  readonly runs: number;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly doc: string;
  readonly alert: string;
  readonly deadline: readonly string[];
  readonly tasks: { readonly [id: string]: FoundTask };
}

interface Found {
  readonly errors: { readonly [path: string]: string };
  readonly dags: { readonly [id: string]: FoundDag };
}

const dagsOf = (files: Files): readonly string[] => [
  ...new Set(Object.keys(files).flatMap((path) => (/\/dags\/dataengos\/[^/]+\.py$/.test(path) ? [dirname(path)] : []))),
];

describeWithTool('airflow', 'Airflow loads the DAGs', (tool) => {
  const { root, remove } = temporaryFolder('airflow');
  afterAll(remove);

  /** What Airflow makes of repositories, each below a folder of its name. */
  async function load(
    repositories: { readonly [name: string]: Files },
    more: NodeJS.ProcessEnv = {},
  ): Promise<readonly Found[]> {
    const folders = Object.entries(repositories).flatMap(([name, files]) => {
      writeFiles(join(root, name), files);
      return dagsOf(files).map((folder) => join(root, name, folder));
    });
    const [program, result] = [join(root, 'probe.py'), join(root, 'result.json')];
    writeFileSync(program, probe);
    await run(tool.bin('python'), [program, result, ...folders], {
      env: {
        PATH: env['PATH'],
        ...silence,
        AIRFLOW_HOME: join(root, 'home'),
        AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
        AIRFLOW__DAG_FACTORY__STRICT_MODE: 'True',
        AIRFLOW__COSMOS__ENABLE_CACHE: 'False',
        ...more,
      },
      maxBuffer: 2 ** 26,
    });
    return JSON.parse(readFileSync(result, 'utf8'));
  }

  it('of both examples: expected ids, schedules, tasks and owners', { timeout: timeoutMs }, async () => {
    const revenue = made(exampleFiles('revenue'), beside);
    const vendas = made({ ...exampleFiles('vendas'), [policyPath]: policy }, beside);
    const [first, second] = await load({ revenue, vendas });
    expect([first?.errors, second?.errors]).toEqual([{}, {}]);
    expect(Object.keys(first?.dags ?? {}).toSorted()).toEqual([
      'finance__mrr_report',
      'marketing__campaign_performance',
      'marketing__churn_report',
    ]);
    const mrr = first?.dags['finance__mrr_report'];
    expect(mrr).toMatchObject({
      schedule: { type: 'CronTriggerTimetable', expression: '0 2 * * *', timezone: 'UTC' },
      start: '2025-01-01T00:00:00+00:00',
      catchup: false,
      timeout: 7200,
      runs: 1,
      owner: 'marina.alves',
      tags: ['dagfactory', 'dataengos', 'finance'],
      deadline: [],
    });
    const project = join(root, 'revenue/implementation/dbt_project');
    const common = { project, profile: 'NoneType', retries: 2, alert: false };
    const build = { ...common, type: 'DbtBuildLocalOperator' };
    expect(mrr?.tasks).toEqual({
      freshness: {
        ...common,
        type: 'DbtSourceLocalOperator',
        after: [],
        select: ['source:stripe.charges'],
        outlets: [],
      },
      'transform.staging': {
        ...build,
        after: ['freshness'],
        select: ['+fct_mrr_report,path:models/staging'],
        outlets: [],
      },
      'transform.marts': {
        ...build,
        after: ['transform.staging'],
        select: ['+fct_mrr_report'],
        outlets: ['x-dataengos://pipelines/finance__mrr_report'],
      },
    });
    expect(mrr?.doc).toContain('Schedule: no service level says how often it runs; "latency: D-1"');
    expect(second?.dags['comercial__vendas_por_estado']).toMatchObject({
      schedule: { expression: '30 5 * * *', timezone: 'America/Sao_Paulo' },
      start: '2025-01-01T03:00:00+00:00',
      timeout: 5400,
      alert: 'SmtpNotifier',
      tasks: { marts: { retries: 3, alert: true } },
    });
  });

  it('starts a pipeline after those that it reads', { timeout: timeoutMs }, async () => {
    const [found] = await load({ chain: made(chainFiles(), { intervals: 'exact' }) });
    expect(found?.errors).toEqual({});
    expect(found?.dags['shared__report']?.schedule).toMatchObject({
      assets: ['AssetAll', 'x-dataengos://pipelines/shared__costs', 'x-dataengos://pipelines/shared__sales'],
    });
    expect(found?.dags['shared__costs']?.schedule).toMatchObject({ type: 'DeltaTriggerTimetable' });
    expect(found?.dags['shared__sales']?.schedule).toMatchObject({ expression: '*/15 * * * *' });
  });

  it('reaches every warehouse by a class that Cosmos has', { timeout: timeoutMs }, async () => {
    const servers = {
      snowflake: [
        'type: snowflake, account: acme, database: shop, schema: gold',
        'SnowflakePrivateKeyPemProfileMapping',
      ],
      bigquery: ['type: bigquery, project: acme, dataset: gold', 'GoogleCloudServiceAccountDictProfileMapping'],
      postgres: [
        'type: postgres, host: h, port: 5432, database: shop, schema: gold',
        'PostgresUserPasswordProfileMapping',
      ],
      redshift: ['type: redshift, host: h, database: shop, schema: gold', 'RedshiftUserPasswordProfileMapping'],
      databricks: ['type: databricks, host: h, catalog: main, schema: gold', 'DatabricksTokenProfileMapping'],
    } as const;
    const repositories = Object.entries(servers).map(
      ([name, [server]]) => [name, made(productFiles(`servers:\n  - { server: main, ${server} }\n`))] as const,
    );
    const found = await load(Object.fromEntries(repositories));
    expect(found.map(({ errors }) => errors)).toEqual(repositories.map(() => ({})));
    expect(found.map(({ dags }) => dags['shared__sales']?.tasks['marts']?.profile)).toEqual(
      Object.values(servers).map(([, type]) => type),
    );
  });

  it.skipIf(!hasCorpus)('of 20 public contracts', { timeout: timeoutMs }, async () => {
    const cases = corpusCases().filter(({ files }) => Object.keys(made(files)).some((path) => path.endsWith('.yml')));
    const chosen = cases.filter((_, index) => index % Math.floor(cases.length / 20) === 0).slice(0, 20);
    expect(chosen).toHaveLength(20);
    const repositories = Object.fromEntries(chosen.map(({ files }, index) => [`corpus-${index}`, made(files)]));
    const found = await load(repositories);
    for (const [index, { path, files }] of chosen.entries()) {
      const { project } = runGenerator(airflowGenerator, files);
      const expected = pipelinesOf(project, { intervals: 'even' }).pipelines.map(({ name, decision }) => [
        name,
        decision.schedule.kind,
      ]);
      const { errors, dags } = found[index] ?? { errors: { none: '' }, dags: {} };
      expect(errors, path).toEqual({});
      expect(
        Object.entries(dags).map(([name, dag]) => [name, dag.schedule['expression'] === undefined ? 'none' : 'cron']),
        path,
      ).toEqual(expected.map(([name, kind]) => [name, kind === 'stream' ? 'none' : kind]));
    }
  });

  it('reads hostile texts as texts', { timeout: timeoutMs }, async () => {
    const files = made(hostileFiles);
    const secret = 'value-of-the-environment';
    const [found] = await load({ hostile: files }, { HOME: secret });
    expect(found?.errors).toEqual({});
    const [dag] = Object.values(found?.dags ?? {});
    expect(JSON.stringify(dag)).not.toContain(secret);
    const [yaml = ''] = Object.entries(files).flatMap(([path, text]) => (/dataengos\/.*yml$/.test(path) ? [text] : []));
    const [written] = Object.values<{ readonly doc_md: string }>(parse(yaml));
    expect(dag?.doc.slice(0, written?.doc_md.length)).toBe(written?.doc_md);
  });

  it.each([
    [
      'an operator that is not there',
      'cosmos.operators.local.DbtBuildLocalOperator',
      'cosmos.operators.local.DbtBiuldLocalOperator',
    ],
    [
      'a timetable that is not there',
      'airflow.timetables.trigger.CronTriggerTimetable',
      'airflow.timetables.trigger.CronTimetable',
    ],
    ['a task after one that is not there', '- staging\n', '- stagign\n'],
    ['a cron expression that is none', '30 5 * * *', '99 5 * * *'],
  ])('sees %s', { timeout: timeoutMs }, async (name, right, wrong) => {
    const files = made({ ...exampleFiles('vendas'), [policyPath]: policy }, beside);
    const broken = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        path.includes('/dataengos/') ? text.replaceAll(right, wrong) : text,
      ]),
    );
    const [found] = await load({ [name.replaceAll(' ', '-')]: broken });
    expect(Object.keys(found?.errors ?? {})).toHaveLength(1);
    expect(found?.dags).toEqual({});
  });

  it.skipIf(findTool('dbt') === undefined)(
    'in Python: one task per model, and a deadline',
    { timeout: timeoutMs },
    async () => {
      const files = made({ ...exampleFiles('vendas'), [policyPath]: policy }, { ...beside, graph: 'model' });
      const programs = dirname(findTool('dbt')?.bin('dbt') ?? '');
      const [found] = await load({ model: files }, { PATH: `${programs}:${env['PATH'] ?? ''}` });
      expect(found?.errors).toEqual({});
      const dag = found?.dags['comercial__vendas_por_estado'];
      expect(dag).toMatchObject({
        schedule: { expression: '30 5 * * *', timezone: 'America/Sao_Paulo' },
        alert: 'SmtpNotifier',
        deadline: ['1 day, 0:00:00'],
      });
      const after = Object.entries(dag?.tasks ?? {}).map(([id, task]) => [id, task.after]);
      expect(Object.fromEntries(after)).toEqual({
        published: ['vendas.fct_vendas_por_estado_model_build'],
        'vendas.stg_pedidos_model_build': [],
        'vendas.fct_vendas_por_estado_model_build': ['vendas.stg_pedidos_model_build'],
      });
    },
  );

  it('every Python file is the same code around one JSON text', { timeout: timeoutMs }, async () => {
    const program = `
import ast, json, pathlib, sys

class Blank(ast.NodeTransformer):
    def visit_Call(self, node):
        self.generic_visit(node)
        if ast.unparse(node.func) == "json.loads" and isinstance(node.args[0], ast.Constant):
            json.loads(node.args[0].value)
            node.args[0] = ast.Constant("SETTINGS")
        return node

print(json.dumps([ast.dump(Blank().visit(ast.parse(pathlib.Path(name).read_text()))) for name in sys.argv[1:]]))
`;
    for (const graph of ['layer', 'model']) {
      const repositories = {
        plain: made(productFiles('', policy), { graph }),
        odd: made({ ...hostileFiles, [policyPath]: policy }, { graph }),
      };
      const paths = Object.entries(repositories).flatMap(([name, files]) => {
        writeFiles(join(root, graph, name), files);
        return Object.keys(files).flatMap((path) => (path.endsWith('.py') ? [join(root, graph, name, path)] : []));
      });
      expect(paths).toHaveLength(2);
      await run(tool.bin('python'), ['-m', 'compileall', '-q', ...paths]);
      const { stdout } = await run(tool.bin('python'), ['-c', program, ...paths]);
      const [plain, odd] = JSON.parse(stdout);
      expect(odd).toBe(plain);
    }
  });
});

describe('the steps of the example', () => {
  describeWithTool('dbt', 'build every model once, in their order', (tool) => {
    const { root, remove } = temporaryFolder('steps');
    beforeAll(() => writeFiles(root, exampleFiles('revenue')));
    afterAll(remove);

    it('in dbt', { timeout: timeoutMs }, async () => {
      await dbt(tool, root, ['seed']);
      const yaml = made(exampleFiles('revenue'), beside)[
        'implementation/orchestration/dags/dataengos/finance__mrr_report.yml'
      ];
      const { tasks } = parse(yaml ?? '')['finance__mrr_report'];
      const built: (readonly string[])[] = [];
      for (const { operator, select, exclude = [], indirect_selection: selection } of tasks) {
        if (!operator.endsWith('DbtBuildLocalOperator')) continue;
        const without = exclude.length === 0 ? [] : ['--exclude', exclude.join(' ')];
        built.push(
          await dbt(tool, root, ['build', '--select', select.join(' '), ...without, '--indirect-selection', selection]),
        );
      }
      expect(built.map((ids) => ids.filter((id) => id.startsWith('model.')))).toEqual([
        ['model.revenue.stg_stripe__charges'],
        ['model.revenue.fct_mrr_report'],
      ]);
      // Tests of the mart run with the mart.
      expect(built[1]?.filter((id) => id.startsWith('test.')).length).toBeGreaterThan(5);
    });
  });
});

/** Runs dbt in the example; the ids of what it did, sorted. */
async function dbt(tool: RealTool, root: string, command: readonly string[]): Promise<readonly string[]> {
  const folder = join(root, 'implementation/dbt_project');
  const variables = { PATH: env['PATH'], ...silence, DBT_DUCKDB_PATH: join(root, 'revenue.duckdb') };
  await run(tool.bin('dbt'), [...command, '--profiles-dir', folder], { cwd: folder, env: variables });
  const results: { readonly results: readonly { readonly unique_id: string }[] } = JSON.parse(
    readFileSync(join(folder, 'target/run_results.json'), 'utf8'),
  );
  return results.results.map((result) => result.unique_id).toSorted();
}

/** A repository with what the generator makes of it. */
function made(files: Files, options: { readonly [name: string]: Json } = {}): Files {
  return { ...files, ...runGenerator(airflowGenerator, files, options).files };
}

function contractOf(object: string, level: string, more = ''): string {
  const columns = ['name: total, logicalType: number, description: Total.'];
  return `${exampleContract({ id: object, object, columns })}slaProperties:\n  - { ${level} }\n${more}`;
}

function productFiles(more: string, orchestration = 'retries: 2\n'): Files {
  return {
    'specs/contracts/outputs/sales.yaml': contractOf('sales', 'property: latency, value: 15, unit: min', more),
    [policyPath]: orchestration,
    'implementation/dbt/dbt_project.yml': 'name: shop\n',
    'implementation/dbt/models/marts/sales.sql': "select * from {{ source('shop', 'orders') }}\n",
  };
}

/** A report that is made from two other products. */
function chainFiles(): Files {
  const level = 'property: frequency, value: 45, unit: min';
  return {
    ...productFiles(''),
    'specs/contracts/outputs/costs.yaml': contractOf('costs', level),
    'specs/contracts/outputs/report.yaml': contractOf('report', 'property: latency, value: 1, unit: d'),
    'implementation/dbt/models/marts/costs.sql': 'select 1 as total\n',
    'implementation/dbt/models/marts/report.sql':
      "select * from {{ ref('sales') }} union all select * from {{ ref('costs') }}\n",
  };
}
