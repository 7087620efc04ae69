import { describe, expect, it } from 'vitest';
import { generateArtifacts } from '../../src/generators/generate.ts';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { containsTerm } from '../../src/model/names.ts';
import { checkFiles, shortFinding } from '../support/check-files.ts';
import { memoryTree } from '../support/memory-tree.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const state = 'name: state, logicalType: string, description: State.';
const total = 'name: total, logicalType: number, description: Total.';
const both = exampleContract({ columns: [state, total] });
const one = exampleContract({ columns: [state] });

/** Verdict and introduced findings as `rule path:line subject class`. */
async function judge(base: Files, head: Files): Promise<readonly string[]> {
  const report = await checkFiles({ base, head });
  const lines = report.findings
    .filter((finding) => finding.introduced)
    .map((each) => `${each.severity} ${each.rule} ${shortFinding(each)}`);
  return [report.verdict, ...lines];
}

describe('what a pull request must not get past the gate', () => {
  const lost = `error spec/invalid-document ${path}:1 ${path}`;

  it.each([
    ['neither names its version', both.replace('apiVersion: v3.1.0\n', ''), 'id: sales\nversion: 1.0.0\n'],
    ['both name a version that does not exist', both.replace('v3.1.0', 'v3.0.9'), one.replace('v3.1.0', 'v2.2.0')],
    ['both have a mistake of syntax', `${both}tags: [*nope]\n`, 'tags: ['],
  ])('a contract that becomes unreadable, although it had a mistake before: %s', async (_, base, head) => {
    expect(await judge({ [path]: base }, { [path]: head })).toEqual(['fail', lost]);
  });

  it('a promise withdrawn by a typing mistake, where an unreadable file is only a warning', async () => {
    const config = { 'dataengos.yaml': 'rules: { spec/invalid-document: warning }\n' };
    expect(await judge({ ...config, [path]: both }, { ...config, [path]: 'id: sales\n bad\n' })).toEqual([
      'fail',
      `error contract/contract-removed base ${path}:1 sales breaking`,
      `warning spec/invalid-document ${path}:1 ${path}`,
    ]);
  });

  it('a promise turned into a demand by a custom property', async () => {
    const head = `${both.replace('version: 1.0.0', 'version: 2.0.0')}customProperties:\n  - { property: dataengos.direction, value: input }\n`;
    expect(await judge({ [path]: both }, { [path]: head })).toEqual([
      'fail',
      `error contract/direction-changed ${path}:1 sales breaking`,
    ]);
  });

  it('generated files deleted together with the lock that lists them', async () => {
    const { artifacts } = generateArtifacts(loadProject(memoryTree({ [path]: both }), createMemo()));
    const base = {
      [path]: both,
      ...Object.fromEntries(artifacts.map((artifact) => [artifact.path, artifact.content])),
    };
    expect(await judge(base, base)).toEqual(['pass']);
    expect(await judge(base, { [path]: both })).toEqual([
      'fail',
      ...artifacts
        .filter((artifact) => !artifact.path.endsWith('lock.json'))
        .map((artifact) => `error gate/artifact-stale ${path}:1 ${artifact.path}`),
    ]);
  });

  it('a top folder replaced by a symbolic link', () => {
    const tree = memoryTree({ 'README.md': '# Data\n' });
    const entries = [...tree.entries, { path: 'implementation', oid: 'a', kind: 'symlink' as const }];
    const { problems } = loadProject({ ...tree, entries }, createMemo());
    expect(problems.map(({ kind, key, at }) => `${kind} ${key} ${at.path}`)).toEqual([
      'unreadable symlink implementation',
    ]);
  });

  it('a first configuration that switches the gate off, in a repository with models only', async () => {
    const models = { 'implementation/dbt/dbt_project.yml': 'name: shop\nmodels: { +meta: { owner: team } }\n' };
    const head = { ...models, 'implementation/dbt/models/a.sql': 'select (\n', 'dataengos.yaml': 'fail-on: never\n' };
    const [verdict] = await judge(models, head);
    expect(verdict).toBe('fail');
  });

  it('a version that stops being one', async () => {
    const head = exampleContract({ version: 'latest', columns: [state, total] });
    expect(await judge({ [path]: one }, { [path]: head })).toEqual([
      'pass',
      `warning contract/version-not-bumped ${path}:4 sales compatible`,
      `warning spec/version-not-semver ${path}:4 sales`,
    ]);
  });

  it('Python that is not text', async () => {
    const file = 'implementation/airflow/dags/a.py';
    const head = memoryTree({ [file]: new Uint8Array([0x78, 0xff, 0x0a]) });
    const report = await checkFiles({ head: {}, trees: { head } });
    expect(report.findings.map((each) => `${each.rule} ${shortFinding(each)}`)).toEqual([
      `gate/compile-failed ${file}:1 ${file}`,
    ]);
  });
});

function twoVersions(folder: string): Files {
  return {
    [`specs/contracts/outputs/${folder}/sales-1.0.yaml`]: one,
    [`specs/contracts/outputs/${folder}/sales-1.1.yaml`]: exampleContract({
      version: '1.1.0',
      columns: [state, total],
    }),
  };
}

describe('a model that needs a package to render', () => {
  const project = {
    'implementation/dbt/dbt_project.yml': 'name: shop\nmodels: { +meta: { owner: team } }\n',
    'implementation/dbt/packages.yml': 'packages:\n  - { package: dbt-labs/dbt_utils, version: 1.0.0 }\n',
  };
  const model = 'implementation/dbt/models/a.sql';

  it.each([
    ['is looked up where dbt surely makes it', 'select {{ dbt_utils.star() | upper }} from {{ ref("nope") }}', [model]],
    [
      'is not looked up where dbt may not make it',
      'select {{ dbt_utils.star() | upper }} {% if x %}{{ ref("nope") }}{% endif %}',
      [],
    ],
  ])('a reference %s', async (_, sql, found) => {
    const report = await checkFiles({ base: project, head: { ...project, [model]: `${sql}\n` } });
    const compile = report.findings.filter((finding) => finding.rule === 'gate/compile-failed');
    expect(compile.map((finding) => finding.path)).toEqual(found);
    expect(report.counts.unknownModels).toBe(1);
  });
});

it('says which references only a package could have', async () => {
  const report = await checkFiles({
    head: {
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      'implementation/dbt/packages.yml': 'packages:\n  - { package: fivetran/stripe_source, version: 1.0.0 }\n',
      'implementation/dbt/models/a.sql': "select 1 as id from {{ ref('stg_stripe__charge') }}\n",
      'implementation/dbt/models/b.sql': "select 1 as id from {{ ref('a') }}\n",
    },
  });
  expect(report.findings.filter(({ rule }) => rule === 'gate/compile-failed')).toEqual([]);
  expect(report.skipped).toEqual([
    {
      what: 'ref',
      why: '1 references of models are not in the project and may come from its packages (stripe_source), so they were not judged: stg_stripe__charge',
    },
  ]);
});

describe('what must not raise an alarm', () => {
  it.each([
    ['a key of a column', total, 'name: total, logicalTyp: number, description: Total.'],
    ['the name of a column', total, 'nam: total, logicalType: number, description: Total.'],
  ])('a typing mistake twice: %s', async (_, before, after) => {
    const head = exampleContract({ columns: [state, after] });
    const found = await judge({ [path]: exampleContract({ columns: [state, before] }) }, { [path]: head });
    expect(found).toEqual(['fail', `error spec/invalid-document ${path}:15 ${path}`]);
  });

  it('a column that is written twice does not remove the first', async () => {
    const head = exampleContract({ version: '1.1.0', columns: [state, total, total.replace('number', 'string')] });
    expect(await judge({ [path]: both }, { [path]: head })).toEqual([
      'fail',
      `error spec/duplicate-name ${path}:16 sales/sales.total`,
    ]);
  });

  it('models whose YAML cannot be read', async () => {
    const base = {
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      'implementation/dbt/models/a.sql': 'select 1 as id\n',
      'implementation/dbt/models/a.yml':
        'models:\n  - { name: a, description: A., config: { meta: { owner: ana } } }\n',
    };
    const broken = 'implementation/dbt/models/a.yml';
    expect(await judge(base, { ...base, [broken]: 'models: [' })).toEqual([
      'fail',
      `error gate/compile-failed ${broken}:1 ${broken}`,
    ]);
  });

  it('a moved folder with old mistakes in it', async () => {
    const broken = exampleContract({ columns: ['name: total, logicalType: decimal, description: Total.'] });
    const moved = 'specs/contracts/outputs/finance/sales.yaml';
    expect(await judge({ [path]: broken }, { [moved]: broken })).toEqual(['pass']);
  });

  it('a moved folder with two versions of one contract', async () => {
    expect(await judge(twoVersions('a'), twoVersions('b'))).toEqual(['pass']);
  });

  it('reports the version of the file that changed, of two with one id', async () => {
    const [a, b] = ['specs/contracts/outputs/a.yaml', 'specs/contracts/outputs/b.yaml'];
    const found = await judge({ [a]: both, [b]: both }, { [a]: both, [b]: one });
    expect(found).toContain(`error contract/version-not-bumped ${b}:4 sales breaking`);
    expect(found.some((line) => line.includes(a))).toBe(false);
  });
});

it('looks at names of any length in linear time', () => {
  expect(containsTerm('A'.repeat(2_000_000), 'email')).toBe(false);
  expect(containsTerm('customerEMailAddress', 'e_mail')).toBe(true);
});
