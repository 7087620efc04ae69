import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { describe, expect, it } from 'vitest';
import { dbtProjectGenerator } from '../../../src/generators/dbt-project/dbt-project.ts';
import type { Files } from '../../../src/model/rule.ts';
import { describeWithTool, silence } from '../../support/real-tools.ts';
import { exampleFiles, runGenerator, toldBy, withGenerated, writeFiles } from './run-generator.ts';
import { projectProblems } from './wheel-schema.ts';
import { namedRows } from '../named-rows.ts';

const path = 'implementation/dbt/dbt_project.yml';
const packages = 'implementation/dbt/packages.yml';
const fact = 'implementation/dbt/models/marts/fct_sales.sql';
const slas = 'specs/product-canvas/slas.yaml';
const contract = (rest = '', property = ''): string =>
  `apiVersion: v3.1.0\nkind: DataContract\nid: sales\nversion: 1.0.0\nstatus: active\ndomain: Retail BR\nschema:\n  - name: sales\n    physicalName: fct_sales\n${rest}    properties:\n      - name: id\n        logicalType: integer\n        primaryKey: true\n${property}`;
const naming = (marts: string): string =>
  `{"layers": {"staging": {"prefix": "stg_", "materialization": "view"}, "marts": {"prefix": "fct_", "materialization": "${marts}"}}}\n`;

/** Its own words, comments and a number that YAML readers disagree about; nothing of ours yet. */
const written = `# The shop.
name: 'shop'   # stays
profile: shop
vars: {code: 012}

models:
    shop:
        # Marts are for readers.
        marts:
            +tags: [gold]
`;

const shop: Files = {
  [path]: written,
  'implementation/dbt/profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n',
  [fact]: 'select 1 as id\n',
  'implementation/dbt/models/staging/stg_sales.sql': 'select 1 as id\n',
  'specs/governance/naming.json': naming('table'),
  'specs/contracts/outputs/sales.yaml': contract(),
};

function textOf(files: Files): string | undefined {
  return withGenerated(files, runGenerator(dbtProjectGenerator, files).artifacts)[path];
}

/** What single models are given, and the notes that say why. */
function decided(files: Files): { readonly told: readonly string[]; readonly config: readonly string[] } {
  const generated = runGenerator(dbtProjectGenerator, files);
  const keys = generated.artifacts.find((artifact) => artifact.path === path)?.keys ?? [];
  return {
    told: toldBy(generated),
    config: keys
      .filter(({ path: key }) => key.includes('fct_sales'))
      .map(({ path: key, value }) => `${JSON.stringify(key.at(-1))}: ${JSON.stringify(value)}`),
  };
}

const profile = (type: string): Files => ({
  'implementation/dbt/profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: {type: ${type}}\n`,
});
const promise = (latency: string): Files => ({ [slas]: `products:\n  sales:\n    latency: ${latency}\n` });
const rule = (test: string): string =>
  `        quality:\n          - type: custom\n            engine: dbt\n            implementation: {${test}: {arguments: {min_value: 0}}}\n`;

describe('dbt_project.yml', () => {
  it('gets what the governance decides, and keeps every other byte', () => {
    const { artifacts, notes } = runGenerator(dbtProjectGenerator, shop);
    expect(notes).toEqual([]);
    expect(artifacts.map(({ path: each, ownership, sources }) => [each, ownership, sources])).toEqual([
      [path, 'shared-keys', ['specs/governance/naming.json']],
    ]);
    const after = `${written.replace('            +tags: [gold]\n', '            +tags: [gold]\n            +materialized: table\n        staging:\n            +materialized: view\n')}require-dbt-version: [">=1.10.6", <3.0.0]\nflags:\n    require_generic_test_arguments_property: true\n`;
    expect(textOf(shop)).toBe(after);
    expect(artifacts[0]?.content).toBe(after);
    const again = { ...shop, [path]: after };
    expect(textOf(again)).toBe(after);
    expect(runGenerator(dbtProjectGenerator, again).artifacts[0]?.sources).toEqual(artifacts[0]?.sources);
  });

  it.each(
    namedRows<[files: Files, has: string]>([
      [
        'keeps an incremental folder, which is a table',
        { [path]: 'name: shop\nmodels:\n  shop:\n    marts:\n      +materialized: incremental\n' },
        'marts:\n      +materialized: incremental\n',
      ],
      [
        'mends a folder that is built otherwise',
        { [path]: 'name: shop\nmodels:\n  shop:\n    marts:\n      materialized: view # ?\n' },
        'marts:\n      materialized: table # ?\n',
      ],
      [
        'keeps the versions of dbt that people chose',
        { [path]: 'name: shop\nrequire-dbt-version: ">=1.11"\n' },
        'require-dbt-version: ">=1.11"\n',
      ],
      [
        'says it at the folder of the layer',
        { [path]: 'name: shop\n', [fact]: '', 'implementation/dbt/models/marts/eu/fct_sales.sql': 'select 1' },
        '  shop:\n    marts:\n      +materialized: table\n',
      ],
      [
        'follows other model paths',
        {
          [path]: 'name: shop\nmodel-paths: [dbt/models]\n',
          [fact]: '',
          'implementation/dbt/dbt/models/marts/fct_sales.sql': 'select 1',
        },
        '  shop:\n    marts:\n      +materialized: table\n',
      ],
      [
        'gets the only value of a tag',
        {
          [path]: 'name: shop\nmodels:\n  shop:\n    +meta: {cost_center: none}\n',
          'specs/governance/tagging.json': '{"models": [{"name": "cost-center", "values": ["retail"]}]}',
        },
        '+meta: {cost_center: retail}\n',
      ],
    ]),
  )('$name', ({ row: [files, has] }) => {
    expect(textOf({ ...shop, ...files })).toContain(has);
  });

  it('is left to people where it cannot be written into', () => {
    const files = { ...shop, [path]: 'name: shop\nmodels: &m\n  shop: {}\nseeds: *m\n' };
    expect(runGenerator(dbtProjectGenerator, files).artifacts[0]?.content).toBe(files[path]);
  });

  it('is unchanged in the examples', () => {
    for (const name of ['revenue', 'vendas'] as const) {
      const files = exampleFiles(name);
      const { artifacts, notes } = runGenerator(dbtProjectGenerator, files);
      expect(notes).toEqual([]);
      expect(artifacts.map((artifact) => artifact.content)).toEqual(artifacts.map((artifact) => files[artifact.path]));
    }
  });
});

describe('a model is built', () => {
  const aggregate = "select id, sum(total) as total from {{ ref('stg_sales') }} group by id\n";

  it.each(
    namedRows<[files: Files, config: readonly string[], told: readonly RegExp[]]>([
      ['as its layer where nothing is promised', {}, [], []],
      ['as its layer where a day is promised', promise('D-1'), [], []],
      [
        'as a table where a day is promised and nothing says how',
        { ...promise('D-1'), 'specs/governance/naming.json': '' },
        ['"+materialized": "table"'],
        [
          /^specs\/product-canvas\/slas\.yaml:3 model "fct_sales" is built as table, because specs\/product-canvas\/slas\.yaml:3 promises "D-1"/,
        ],
      ],
      [
        'as people said where a day is promised',
        {
          ...promise('D-1'),
          'specs/governance/naming.json': '',
          [path]: 'name: shop\nmodels:\n  shop:\n    marts:\n      +materialized: view\n',
        },
        [],
        [],
      ],
      ['as its SQL says', { ...promise('15 min'), [fact]: "{{ config(materialized='view') }} select 1 as id" }, [], []],
      [
        'as its properties file says',
        {
          ...promise('1 min'),
          'implementation/dbt/models/marts/_m.yml': 'models:\n  - name: fct_sales\n    config: {materialized: table}\n',
        },
        [],
        [],
      ],
      [
        'as its contract says',
        { 'specs/contracts/outputs/sales.yaml': contract('    physicalType: materialized view\n') },
        ['"+materialized": "materialized_view"'],
        [/because the contract says "materialized view" \(specs\/contracts\/outputs\/sales\.yaml:8\)/],
      ],
      [
        'as a table where the contract says so and the folder is incremental',
        {
          'specs/contracts/outputs/sales.yaml': contract('    physicalType: table\n'),
          [path]: 'name: shop\nmodels:\n  shop:\n    marts:\n      +materialized: incremental\n',
        },
        [],
        [],
      ],
      [
        'as the naming policy says where the contract contradicts it',
        { 'specs/contracts/outputs/sales.yaml': contract('    physicalType: view\n') },
        [],
        [
          /should be built as view \(specs\/contracts\/outputs\/sales\.yaml:8: "view"\), but specs\/governance\/naming\.json:1 allows "table"/,
        ],
      ],
      [
        'as a materialized view where 15 minutes are promised',
        { ...promise('15 min'), ...profile('postgres'), [fact]: aggregate },
        ['"+materialized": "materialized_view"'],
        [/the warehouse can keep this aggregation by itself/],
      ],
      [
        'as a table where its joins forbid that',
        {
          ...promise('15 min'),
          ...profile('postgres'),
          [fact]: `${aggregate.trim().replace('group', 'join x using (id) group')}\n`,
        },
        [],
        [],
      ],
      [
        'incrementally where its SQL is written for it',
        { ...promise('6h'), [fact]: 'select 1 as id {% if is_incremental() %} where true {% endif %}' },
        ['"+materialized": "incremental"', '"+unique_key": ["id"]', '"+on_schema_change": "fail"'],
        [/its SQL asks is_incremental\(\)/],
      ],
      [
        'as a table above 6 hours',
        { ...promise('7h'), [fact]: 'select 1 as id {% if is_incremental() %} where true {% endif %}' },
        [],
        [],
      ],
      [
        'as a dynamic table of Snowflake',
        { ...promise('< 1 min'), ...profile('snowflake') },
        [
          '"+materialized": "dynamic_table"',
          '"+target_lag": "1 minute"',
          '"+snowflake_warehouse": "{{ target.warehouse }}"',
        ],
        [/runs of dbt are too slow for/],
      ],
      [
        'as its layer where only a stream keeps the promise',
        { ...promise('real-time') },
        [],
        [/^specs\/product-canvas\/slas\.yaml:3 model "fct_sales" cannot keep what/],
      ],
    ]),
  )('$name', ({ row: [files, config, told] }) => {
    const result = decided({ ...shop, ...files });
    expect(result.config).toEqual(config);
    expect(result.told).toEqual(told.map((pattern) => expect.stringMatching(pattern)));
    const all = { ...shop, ...files };
    const again = { ...all, [path]: textOf(all) ?? '' };
    expect(textOf(again)).toBe(again[path]);
  });
});

describe('packages', () => {
  const calling = (test: string): Files => ({
    ...shop,
    'specs/contracts/outputs/sales.yaml': contract('', rule(test)),
  });

  it('are listed where rules of contracts call their tests', () => {
    const { artifacts } = runGenerator(dbtProjectGenerator, calling('dbt_utils.accepted_range'));
    expect(artifacts.map((artifact) => [artifact.path, artifact.sources])).toEqual([
      [path, ['specs/governance/naming.json']],
      [packages, ['specs/contracts/outputs/sales.yaml']],
    ]);
    expect(artifacts[1]?.content).toBe(
      '# DataEngOS Gatekeeper (dbt-project) keeps the keys up to date that the specifications decide; everything else is yours.\n\npackages:\n  - package: dbt-labs/dbt_utils\n    version:\n      - ">=1.3.0"\n      - <2.0.0\n',
    );
  });

  it('stand beside those of people, whose versions stay', () => {
    const own =
      'packages:\n  - package: metaplane/dbt_expectations # pinned\n    version: 0.10.10\n  - git: https://example.com/p.git\n';
    const files = { ...calling('dbt_expectations.expect_column_to_exist'), [packages]: own };
    const { artifacts } = runGenerator(dbtProjectGenerator, files);
    expect(artifacts[1]?.content).toBe(own);
    expect(textOf(files)).toContain('vars: {code: 012, dbt_date:time_zone: UTC}\n');
  });

  it.each(
    namedRows<[files: Files]>([
      ['nothing calls', shop],
      ['dbt has itself', calling('not_null')],
      [
        'people install from elsewhere',
        {
          ...calling('dbt_utils.accepted_range'),
          [packages]:
            'packages:\n  - git: https://github.com/dbt-labs/dbt-utils.git\n    revision: 1.3.0\n  - local: ../dbt_utils\n',
        },
      ],
    ]),
  )('are left alone that $name', ({ row: [files] }) => {
    const paths = runGenerator(dbtProjectGenerator, files).artifacts.map((artifact) => artifact.path);
    expect(paths).toEqual([path]);
  });
});

describe('a repository without dbt', () => {
  const files: Files = {
    'specs/governance/naming.json': naming('table'),
    'specs/contracts/outputs/sales.yaml': contract(),
  };
  const founded = 'implementation/dbt_project/dbt_project.yml';

  it('gets a whole project, which the next run leaves as it is', () => {
    const first = runGenerator(dbtProjectGenerator, files).artifacts;
    expect(first.map((artifact) => artifact.path)).toEqual([founded]);
    expect(first[0]?.content).toContain('name: retail_br\n');
    expect(first[0]?.content).toContain('    marts:\n      +materialized: table\n');
    const second = runGenerator(dbtProjectGenerator, withGenerated(files, first)).artifacts;
    expect(second.map(({ content, sources }) => [content, sources])).toEqual(
      first.map(({ content, sources }) => [content, sources]),
    );
  });

  it('names it as people choose', () => {
    const [made] = runGenerator(dbtProjectGenerator, files, { name: '2 Shops!', profile: 'wh' }).artifacts;
    expect(made?.content).toContain('name: p_2_shops\n');
    expect(made?.content).toContain('profile: wh\n');
  });

  it('gets nothing without contracts', () => {
    expect(runGenerator(dbtProjectGenerator, {})).toEqual({ artifacts: [], notes: [] });
  });
});

describeWithTool('dbt', 'dbt reads the project', (tool) => {
  function parsed(files: Files, folder: string): string {
    const root = writeFiles(files);
    const args = [
      'parse',
      '--profiles-dir',
      '.',
      '--no-use-colors',
      '--warn-error-options',
      '{"error": ["Deprecations"]}',
    ];
    const run = spawnSync(tool.bin('dbt'), args, {
      cwd: join(root, folder),
      env: { ...env, ...silence },
      encoding: 'utf8',
    });
    rmSync(root, { recursive: true });
    return run.status === 0 ? '' : run.stdout;
  }

  it('that exists', { timeout: 60_000 }, () => {
    const files = {
      ...shop,
      [slas]: 'products:\n  sales:\n    latency: 6h\n',
      [fact]: 'select 1 as id {% if is_incremental() %} where true {% endif %}',
    };
    const all = withGenerated(files, runGenerator(dbtProjectGenerator, files).artifacts);
    expect(projectProblems(tool, all[path] ?? '')).toEqual([]);
    expect(parsed(all, 'implementation/dbt')).toBe('');
  });

  it('that is new', { timeout: 60_000 }, () => {
    const files: Files = {
      'specs/governance/naming.json': naming('table'),
      'specs/contracts/outputs/sales.yaml': contract(),
    };
    const [made] = runGenerator(dbtProjectGenerator, files).artifacts;
    expect(projectProblems(tool, made?.content ?? '')).toEqual([]);
    const connection = 'retail_br:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: x.duckdb}\n';
    expect(parsed({ 'dbt_project.yml': made?.content ?? '', 'profiles.yml': connection }, '')).toBe('');
  });

  it('of both examples', () => {
    for (const name of ['revenue', 'vendas'] as const) {
      for (const { content } of runGenerator(dbtProjectGenerator, exampleFiles(name)).artifacts)
        expect(projectProblems(tool, content)).toEqual([]);
    }
  });
});
