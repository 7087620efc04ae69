import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { airflowGenerator } from '../../../src/generators/airflow/airflow.ts';
import type { Json } from '../../../src/model/contract.ts';
import { hasMessage } from '../../../src/model/messages.ts';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import { corpusCases, hasCorpus } from './corpus-files.ts';
import { hostileFiles } from './hostile.ts';
import { exampleFiles, generateFrom, runGenerator } from './run-generator.ts';

const policy = `retries: 3
retry-delay: 10 min
timezone: America/Sao_Paulo
daily-at: "05:30"
alerts: { email: data@example.com, slack: { connection: slack_data, channel: "#data-alerts" } }
timeout: 90 min
owner: Data platform
`;

const beside = { 'beside-hand-written': true };
const run = (files: Files, options: { readonly [name: string]: Json } = {}) =>
  runGenerator(airflowGenerator, files, options);

/** Compares the files with those of a folder beside this test: the same names, the same bytes. */
async function expectGolden(name: string, files: Files): Promise<void> {
  const golden = join(import.meta.dirname, 'golden', name);
  for (const [path, content] of Object.entries(files))
    await expect(content).toMatchFileSnapshot(join(golden, path.slice(path.lastIndexOf('/') + 1)));
  const expected = Object.keys(files).map((path) => path.slice(path.lastIndexOf('/') + 1));
  expect(readdirSync(golden).toSorted()).toEqual(expected.toSorted());
}

describe('the examples', () => {
  it('revenue: one DAG per product beside those of people, where that is asked for', async () => {
    const { files, notes } = run(exampleFiles('revenue'), beside);
    expect(notes).toEqual([]);
    await expectGolden('revenue', files);
  });

  it('vendas: in the folder that is there, by the policy', async () => {
    const files = { ...exampleFiles('vendas'), 'specs/governance/orchestration.yaml': policy };
    const made = run(files, beside);
    expect(Object.keys(made.files)[0]).toMatch('implementation/airflow/dags/dataengos/');
    expect(made.notes.map(({ message, severity }) => `${message} ${severity}`)).toEqual(['airflow.no-deadline info']);
    await expectGolden('vendas', made.files);
  });

  it('vendas in Python: one task per model', async () => {
    const files = { ...exampleFiles('vendas'), 'specs/governance/orchestration.yaml': policy };
    const made = run(files, { ...beside, graph: 'model' });
    expect(made.notes).toEqual([]);
    await expectGolden('vendas-model', made.files);
  });

  const mine = 'implementation/orchestration/dags/mine.yml';
  const own: Files = {
    [mine]:
      'mine:\n  schedule: "0 5 * * *"\n  tasks:\n    - task_id: build\n      bash_command: dbt build --select +fct_mrr_report\n',
  };

  it('no second DAG for what a file of people already builds', () => {
    const { artifacts, notes } = run({ ...exampleFiles('revenue'), ...own });
    expect(artifacts.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))).toEqual([
      'marketing__campaign_performance.py',
      'marketing__campaign_performance.yml',
      'marketing__churn_report.py',
      'marketing__churn_report.yml',
    ]);
    expect(notes).toMatchObject([
      { message: 'airflow.hand-written', subject: 'mrr-report', severity: 'info', values: { files: mine } },
    ]);
    expect(run({ ...exampleFiles('revenue'), ...own }, beside).files).toEqual(run(exampleFiles('revenue')).files);
  });

  it('files of its own are not those of people', () => {
    const first = run(exampleFiles('revenue')).files;
    expect(run({ ...exampleFiles('revenue'), ...first }).files).toEqual(first);
  });
});

const sales = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];

/** A repository with one product whose model reads these others. */
function shop(models: { readonly [path: string]: string }, more: Files = {}): Files {
  const root = 'implementation/dbt';
  return {
    [sales]: `${exampleContract({ columns })}slaProperties:\n  - { property: latency, value: 1, unit: h }\n`,
    [`${root}/dbt_project.yml`]: 'name: shop\n',
    ...Object.fromEntries(Object.entries(models).map(([path, sql]) => [`${root}/${path}`, sql])),
    ...more,
  };
}

const path = 'implementation/airflow/dags/dataengos/shared__sales.yml';

/** The tasks of the one DAG, without what all of them share. */
function tasks(files: Files, options: { readonly [name: string]: Json } = {}) {
  const dag = parse(run(files, options).files[path] ?? '')['shared__sales'];
  return dag.tasks.map(
    ({ task_id: id, select, exclude, dependencies: after }: { readonly [key: string]: unknown }) => ({
      id,
      select,
      ...(exclude === undefined ? {} : { exclude }),
      ...(after === undefined ? {} : { after }),
    }),
  );
}

const ref = (name: string): string => `select * from {{ ref('${name}') }}\n`;

const server = (fields: string): Files => ({
  [sales]: `${exampleContract({ columns })}servers:\n  - { server: dev, environment: dev, type: duckdb, database: x }\n  - { server: main, environment: prod, ${fields} }\n`,
});

const mapping = (type: string, connection: string, args: object) => ({
  __type__: 'cosmos.config.ProfileConfig',
  profile_name: 'shop',
  target_name: 'prod',
  profile_mapping: { __type__: `cosmos.profiles.${type}`, conn_id: connection, profile_args: args },
});

const config = (files: Files, options: { readonly [name: string]: Json } = {}) =>
  parse(run(files, options).files[path] ?? '')['shared__sales'].tasks[0].profile_config;

const schedule = (level: string, options: { readonly [name: string]: Json } = {}, more: Files = {}) => {
  const files = shop({ 'models/marts/sales.sql': 'select 1\n' }, more);
  const contract = `${exampleContract({ columns })}slaProperties:\n  - { ${level} }\n`;
  return parse(run({ ...files, [sales]: contract }, options).files[path] ?? '')['shared__sales'].schedule;
};

describe('tasks', () => {
  const source = "select * from {{ source('shop', 'orders') }}\n";
  const target = 'models/marts/sales.sql';

  it('one where there is one layer', () => {
    expect(tasks(shop({ [target]: source }))).toEqual([{ id: 'marts', select: ['+sales'] }]);
  });

  it('one per layer, in the order of the layers', () => {
    const files = shop({
      [target]: ref('int_sales'),
      'models/intermediate/int_sales.sql': ref('stg_sales'),
      'models/staging/stg_sales.sql': source,
      'models/staging/stg_other.sql': source,
    });
    expect(tasks(files)).toEqual([
      { id: 'staging', select: ['+sales,path:models/staging'] },
      { id: 'intermediate', select: ['+sales,path:models/intermediate'], after: ['staging'] },
      {
        id: 'marts',
        select: ['+sales'],
        exclude: ['path:models/staging', 'path:models/intermediate'],
        after: ['intermediate'],
      },
    ]);
  });

  it('folders of one layer are one task, seeds come first, and ephemeral layers have none', () => {
    const files = shop({
      'dbt_project.yml': 'name: shop\nmodels:\n  shop:\n    intermediate:\n      +materialized: ephemeral\n',
      [target]: ref('int_sales'),
      'models/intermediate/int_sales.sql': `${ref('stg_a')} ${ref('stg_b')}`,
      'models/a/staging/stg_a.sql': ref('rates'),
      'models/b/staging/stg_b.sql': source,
      'seeds/rates.csv': 'a\n1\n',
    });
    expect(tasks(files)).toEqual([
      { id: 'seeds', select: ['+sales,resource_type:seed'] },
      { id: 'staging', select: ['+sales,path:models/a/staging', '+sales,path:models/b/staging'], after: ['seeds'] },
      {
        id: 'marts',
        select: ['+sales'],
        exclude: ['resource_type:seed', 'path:models/a/staging', 'path:models/b/staging'],
        after: ['staging'],
      },
    ]);
  });

  it.each([
    ['a model without a layer', { [target]: ref('loose'), 'models/loose.sql': source }],
    [
      'layers that read each other',
      { [target]: ref('stg'), 'models/staging/stg.sql': ref('int'), 'models/intermediate/int.sql': source },
    ],
    ['a snapshot', { [target]: ref('snap'), 'snapshots/snap.sql': '{% snapshot snap %}select 1{% endsnapshot %}\n' }],
    ['a folder that no selection can name', { [target]: ref('stg'), 'models/a b/staging/stg.sql': source }],
  ])('one for all where layers do not tell the order: %s', (_, models) => {
    expect(tasks(shop(models))).toEqual([{ id: 'build', select: ['+sales'] }]);
  });

  it('what another pipeline makes is left to it', () => {
    const report = 'specs/contracts/outputs/report.yaml';
    const files = shop(
      {
        'models/marts/report.sql': `${ref('sales')} ${ref('stg_costs')}`,
        [target]: ref('stg_sales'),
        'models/staging/stg_sales.sql': source,
        'models/staging/stg_costs.sql': source,
      },
      { [report]: exampleContract({ id: 'report', object: 'report', columns }) },
    );
    const dag = parse(run(files).files[path.replace('sales', 'report')] ?? '')['shared__report'];
    expect(dag.schedule).toEqual({
      __and__: [{ __type__: 'airflow.sdk.Asset', uri: 'x-dataengos://pipelines/shared__sales', name: 'shared__sales' }],
    });
    expect(dag.tasks).toMatchObject([
      { task_id: 'staging', select: ['+report,path:models/staging'], exclude: ['+sales'] },
      { task_id: 'marts', select: ['+report'], exclude: ['+sales', 'path:models/staging'] },
    ]);
  });

  it('no DAG starts after one that a file of people makes: nothing tells when that has run', () => {
    const report = 'specs/contracts/outputs/report.yaml';
    const dag = 'implementation/airflow/dags/mine.yml';
    const level = 'slaProperties:\n  - { property: latency, value: 1, unit: d }\n';
    const files = shop(
      { 'models/marts/report.sql': ref('sales'), [target]: source },
      {
        [report]: `${exampleContract({ id: 'report', object: 'report', columns })}${level}`,
        [dag]:
          'mine:\n  schedule: "0 5 * * *"\n  tasks:\n    - task_id: build\n      bash_command: dbt build --select +sales\n',
      },
    );
    const made = run(files).files;
    expect(Object.keys(made)).toEqual([path.replace('sales.yml', 'report.py'), path.replace('sales', 'report')]);
    expect(parse(made[path.replace('sales', 'report')] ?? '')['shared__report']).toMatchObject({
      schedule: '0 2 * * *',
      tasks: [{ select: ['+report'], exclude: ['+sales'] }],
    });
  });

  it.each([
    [
      'by an input contract',
      { 'specs/contracts/inputs/orders.yaml': input('property: latency, value: 1, unit: d, element: orders.at') },
      true,
    ],
    [
      'not by one without a time',
      { 'specs/contracts/inputs/orders.yaml': input('property: availability, value: 99, unit: percent') },
      false,
    ],
    ['by the properties of the table', sourcesFile('freshness: { error_after: { count: 1, period: day } }'), true],
    ['by their configuration', sourcesFile('config: { freshness: { error_after: { count: 1, period: day } } }'), true],
    ['not where it is switched off', sourcesFile('freshness: null'), false],
  ])('the age of the sources first: %s', (_, more, isMeasured) => {
    const files = shop({ [target]: ref('stg_sales'), 'models/staging/stg_sales.sql': source }, more);
    expect(tasks(files)[0]).toEqual(
      isMeasured
        ? { id: 'freshness', select: ['source:shop.orders'] }
        : { id: 'staging', select: ['+sales,path:models/staging'] },
    );
  });

  it('two dbt projects have a group each, and the tables are new when both are done', () => {
    const files = shop(
      { [target]: source },
      { 'implementation/other/dbt_project.yml': 'name: other\n', 'implementation/other/models/sales.sql': source },
    );
    const dag = parse(run(files).files[path] ?? '')['shared__sales'];
    expect(dag.task_groups).toEqual([{ group_name: 'shop' }, { group_name: 'other' }]);
    expect(
      dag.tasks.map(({ task_id: id, dependencies }: { readonly [key: string]: unknown }) => [id, dependencies]),
    ).toEqual([
      ['shop__marts', undefined],
      ['other__build', undefined],
      ['published', ['shop__marts', 'other__build']],
    ]);
  });
});

function input(level: string): string {
  const contract = exampleContract({
    id: 'orders',
    object: 'orders',
    columns: ['name: at, logicalType: timestamp, description: At.'],
  });
  return `${contract}slaProperties:\n  - { ${level} }\n`;
}

function sourcesFile(line: string): Files {
  return {
    'implementation/dbt/models/staging/_sources.yml': `sources:\n  - name: shop\n    tables:\n      - name: orders\n        ${line}\n`,
  };
}

describe('profiles', () => {
  const models = { 'models/marts/sales.sql': 'select 1\n' };
  const file = {
    __type__: 'cosmos.config.ProfileConfig',
    profile_name: 'shop',
    target_name: 'prod',
    profiles_yml_filepath: '${DATAENGOS_REPOSITORY}/implementation/dbt/profiles.yml',
  };

  it.each([
    ['type: duckdb, database: shop', file],
    ['type: s3, location: s3://x', file],
    [
      'type: snowflake, account: acme, database: shop, schema: gold',
      mapping('SnowflakePrivateKeyPemProfileMapping', 'snowflake_default', { database: 'shop', schema: 'gold' }),
    ],
    [
      'type: bigquery, project: acme-data, dataset: gold',
      mapping('GoogleCloudServiceAccountDictProfileMapping', 'google_cloud_default', {
        project: 'acme-data',
        dataset: 'gold',
      }),
    ],
    [
      'type: postgres, host: h, port: 5432, database: shop, schema: gold',
      mapping('PostgresUserPasswordProfileMapping', 'postgres_default', { schema: 'gold', dbname: 'shop' }),
    ],
    [
      'type: redshift, host: h, database: shop, schema: gold',
      mapping('RedshiftUserPasswordProfileMapping', 'redshift_default', { schema: 'gold', dbname: 'shop' }),
    ],
    [
      'type: databricks, host: h, catalog: main, schema: gold',
      mapping('DatabricksTokenProfileMapping', 'databricks_default', { catalog: 'main', schema: 'gold' }),
    ],
  ])('%s', (fields, expected) => {
    expect(config(shop(models, server(fields)))).toEqual(expected);
  });

  it('by the options', () => {
    const snowflake = shop(models, server('type: snowflake, account: acme, database: shop, schema: gold'));
    expect(
      config(snowflake, { 'profile-mapping': 'profiles.yml', profile: 'p', target: 't', 'project-dir': '/dbt' }),
    ).toEqual({
      __type__: 'cosmos.config.ProfileConfig',
      profile_name: 'p',
      target_name: 't',
      profiles_yml_filepath: '/dbt/profiles.yml',
    });
    expect(
      config(snowflake, { 'profile-mapping': 'cosmos.profiles.SnowflakeUserPasswordProfileMapping', connection: 'sf' })
        .profile_mapping,
    ).toMatchObject({ __type__: 'cosmos.profiles.SnowflakeUserPasswordProfileMapping', conn_id: 'sf' });
  });

  it.each([
    ['target: dev\n  outputs: { dev: {}, prod: {} }', 'prod'],
    ['target: dev\n  outputs: { dev: {}, ci: {} }', 'dev'],
    ['outputs: { ci: {} }', 'prod'],
  ])('the target of %j', (profile, target) => {
    const files = shop(models, {
      'implementation/dbt/dbt_project.yml': 'name: shop\nprofile: warehouse\n',
      'implementation/dbt/profiles.yml': `warehouse:\n  ${profile}\n`,
    });
    expect(config(files)).toMatchObject({ profile_name: 'warehouse', target_name: target });
  });
});

describe('schedules in YAML', () => {
  it.each([
    ['property: latency, value: 15, unit: min', {}, {}, '*/15 * * * *'],
    ['property: latency, value: 1, unit: h', {}, {}, '0 * * * *'],
    [
      'property: frequency, value: 45, unit: min',
      { intervals: 'exact' },
      {},
      { __type__: 'datetime.timedelta', seconds: 2700 },
    ],
    [
      'property: frequency, value: 1, unit: d',
      {},
      { 'specs/governance/orchestration.yaml': 'timezone: Europe/Lisbon\n' },
      { __type__: 'airflow.timetables.trigger.CronTriggerTimetable', cron: '0 2 * * *', timezone: 'Europe/Lisbon' },
    ],
    ['property: latency, value: real-time', {}, {}, null],
    ['property: availability, value: 99, unit: percent', {}, {}, null],
  ])('%s %j', (...[level, options, more, expected]) => {
    expect(schedule(level, options, more)).toEqual(expected);
  });
});

describe('hostile texts', () => {
  const { files, notes } = run(hostileFiles);
  const yaml = Object.entries(files).find(([each]) => each.endsWith('.yml'))?.[1] ?? '';

  it('stay texts: no variable of the environment, no template and no type is read from them', () => {
    const [id = ''] = Object.keys(parse(yaml));
    expect(id).toMatch(/^domain_home_x__[a-z0-9_]+$/);
    const dag = parse(yaml)[id];
    expect(yaml.match(/\$\w+|\$\{(?!DATAENGOS_REPOSITORY\})|\{[{%#]/g)).toBeNull();
    expect(dag.tags).toEqual(['dataengos', 'domain_home_x', 'on', 'null', '012', '2025-01-01', 'plain tag', 'plain']);
    expect(dag.default_args.owner).toBe('dataengos');
    expect(dag.tasks[0].profile_config).toMatchObject({
      profile_name: 'shop',
      profile_mapping: { conn_id: 'snowflake_default' },
    });
    expect(dag.tasks[0].profile_config.profile_mapping.profile_args).toBeUndefined();
  });

  it('what is left out is said', () => {
    expect(new Set(notes.map(({ message }) => message))).toEqual(new Set(['airflow.tag-not-plain']));
  });

  it.each(['sa les', "sa'les", 'sa{{les', 'sa$les'])('no DAG for a model called %j', (name) => {
    const contract = exampleContract({ object: JSON.stringify(name), columns });
    const made = run({
      [sales]: contract,
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      [`implementation/dbt/models/marts/${name}.sql`]: 'select 1\n',
    });
    expect(made.artifacts).toEqual([]);
    expect(made.notes).toMatchObject([{ message: 'airflow.name-not-plain', values: { found: name } }]);
  });
});

describe('laws', () => {
  const files: Files = { ...exampleFiles('revenue'), 'specs/governance/orchestration.yaml': policy };

  it.each(['layer', 'model'])('the same bytes twice, in any order of the contracts: %s', (graph) => {
    const options = { ...beside, graph };
    const { project, artifacts } = run(files, options);
    const turned = { ...project, contracts: project.contracts.toReversed(), dbt: project.dbt.toReversed() };
    expect(generateFrom(airflowGenerator, turned, { files, options }).artifacts).toEqual(artifacts);
  });

  it('a change of one contract changes its own files', () => {
    const before = run(files, beside).files;
    const contract = 'specs/contracts/data-products/finance/mrr_report.yaml';
    const after = run({ ...files, [contract]: (files[contract] ?? '').replace('1.4.0', '1.5.0') }, beside).files;
    expect(Object.keys(after).filter((each) => after[each] !== before[each])).toEqual([
      'implementation/orchestration/dags/dataengos/finance__mrr_report.yml',
    ]);
  });

  it('artifacts name the specs that they are made from, and no file starts with dbt_', () => {
    const { artifacts } = run(files, beside);
    expect(artifacts[0]).toMatchObject({
      ownership: 'owned',
      sources: [
        'specs/contracts/data-products/finance/mrr_report.yaml',
        'specs/governance/orchestration.yaml',
        'specs/product-canvas/slas.yaml',
      ],
    });
    expect(artifacts.filter((each) => /\/dbt_[^/]*$/.test(each.path))).toEqual([]);
  });

  it('a product without a dbt model has no DAG, and that is said', () => {
    const { artifacts, notes } = run({ [sales]: exampleContract({ columns }) });
    expect([artifacts, notes]).toMatchObject([[], [{ message: 'airflow.no-model', severity: 'info' }]]);
  });
});

describe.skipIf(!hasCorpus)('public contracts', () => {
  it('all have a DAG, or a note that says why not', () => {
    for (const { path: name, files } of corpusCases()) {
      const { artifacts, notes } = run(files);
      expect(artifacts.length + notes.length, name).toBeGreaterThan(0);
      for (const { message } of notes) expect(hasMessage(message), message).toBe(true);
    }
  });
});
