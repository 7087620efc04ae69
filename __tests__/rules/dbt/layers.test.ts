import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import { checkFiles } from '../../support/check-files.ts';
import { fixFiles } from '../../support/fix-files.ts';

const root = 'implementation/dbt';
const naming: Files = {
  'specs/governance/naming.json': `{
  "layers": {
    "staging": { "prefix": "stg_", "materialization": "view" },
    "intermediate": { "prefix": "int_", "materialization": "ephemeral" },
    "marts": { "prefix": "fct_|dim_", "materialization": "table|incremental" }
  }
}
`,
};

/** Findings of a rule as `path:line message`, paths without the project's folder. */
async function told(rule: string, head: Files, lang: 'en' | 'pt-BR' = 'en'): Promise<readonly string[]> {
  const report = await checkFiles({ head, request: { lang } });
  return report.findings
    .filter((finding) => finding.rule === rule)
    .map(({ path, line, message }) => `${path.replace(`${root}/`, '')}:${line} ${message}`);
}

function dbt(files: { readonly [path: string]: string }, projectFile = 'name: sales\n'): Files {
  const found = Object.entries(files).map(([path, text]) => [`${root}/${path}`, text]);
  return { [`${root}/dbt_project.yml`]: projectFile, ...Object.fromEntries(found) };
}

describe('names of models', () => {
  it('rejects tb_sales in marts, in the words of the policy', async () => {
    const head = {
      'specs/governance/naming-conventions.json': '{\n  "staging": "stg_",\n  "marts": "fct_|dim_"\n}\n',
      ...dbt({
        'models/marts/tb_sales.sql': 'select 1 as total\n',
        'models/marts/fct_report.sql': "select total\nfrom {{ ref('tb_sales') }}\n",
      }),
    };
    expect(await told('spec/naming-convention', head, 'pt-BR')).toEqual([
      'models/marts/tb_sales.sql:1 o modelo "tb_sales" na camada "marts" viola a regra "fct_…, dim_…" definida em specs/governance/naming-conventions.json:3; renomeie o arquivo e seus refs em implementation/dbt/models/marts/fct_report.sql:2',
    ]);
  });

  it('says in which folder a model belongs', async () => {
    const head = { ...naming, ...dbt({ 'models/marts/stg_orders.sql': 'select 1 as id\n' }) };
    expect(await told('spec/naming-convention', head)).toEqual([
      'models/marts/stg_orders.sql:1 model "stg_orders" lies in layer "marts", where specs/governance/naming.json:5 asks for "fct_…, dim_…", but its prefix belongs to layer "staging"; move the file to the folder "staging", or rename it',
    ]);
  });
});

/** A project file with configuration of folders. */
function settings(folders: string): string {
  return `name: sales\nmodels:\n  sales:\n${folders}`;
}

describe('materialization', () => {
  const sql = 'select 1 as id\n';

  it.each([
    [
      'of the model wins',
      `{{ config(materialized='view') }}\n${sql}`,
      '      +materialized: table\n',
      ['models/marts/fct_a.sql:1'],
    ],
    ['of the folder', sql, '      +materialized: view # quick\n', ['dbt_project.yml:5']],
    [
      'that a macro decides is not known',
      `{{ config(materialized=var('how')) }}\n${sql}`,
      '      +materialized: view\n',
      [],
    ],
    ['that a template decides is not known', sql, '      +materialized: "{{ var(\'how\') }}"\n', []],
    ['incremental', sql, '      +materialized: incremental\n', []],
  ])('%s', async (...[, model, marts, places]) => {
    const head = { ...naming, ...dbt({ 'models/marts/fct_a.sql': model }, settings(`    marts:\n${marts}`)) };
    const found = await told('dbt/materialization-off-policy', head);
    expect(found.map((each) => each.split(' ')[0])).toEqual(places);
  });

  it('of properties is repaired where it is written', async () => {
    const properties = `models:\n  - name: fct_a\n    config:\n      materialized: 'view' # quick\n`;
    const head = { ...naming, ...dbt({ 'models/marts/fct_a.sql': sql, 'models/marts/a.yml': properties }) };
    const { files } = await fixFiles({ head, wanted: ({ rule }) => rule === 'dbt/materialization-off-policy' });
    expect(files[`${root}/models/marts/a.yml`]).toBe(properties.replace('view', 'table'));
  });

  it('that several layers share is not repaired', async () => {
    const head = {
      ...naming,
      ...dbt(
        { 'models/marts/fct_a.sql': sql, 'models/staging/stg_a.sql': sql },
        settings('    +materialized: ephemeral\n'),
      ),
    };
    const { findings } = await checkFiles({ head });
    const found = findings.filter(({ rule }) => rule === 'dbt/materialization-off-policy');
    expect(found.map(({ path, line, fix, message }) => [`${path}:${line}`, fix, message])).toEqual([
      [
        `${root}/dbt_project.yml:4`,
        null,
        'the folder of layer "marts" is built as "ephemeral", but specs/governance/naming.json:5 says table, incremental; change the configuration, or the policy',
      ],
      [
        `${root}/dbt_project.yml:4`,
        null,
        'the folder of layer "staging" is built as "ephemeral", but specs/governance/naming.json:3 says view; change the configuration, or the policy',
      ],
    ]);
  });
});

describe('edges', () => {
  const sources = 'sources:\n  - name: shop\n    tables: [{ name: orders }, { name: customers }]\n';
  const files = dbt({
    'models/staging/_sources.yml': sources,
    'models/staging/stg_orders.sql': "select id from {{ source('shop', 'orders') }}\n",
    'models/marts/fct_a.sql': "select id from {{ source('shop', 'customers') }}\n",
  });

  it('are not judged where nothing names the layers', async () => {
    expect(await told('dbt/layer-edge', files)).toEqual([]);
    expect(await told('dbt/source-without-staging', files)).toEqual([]);
    expect(await told('dbt/staging-not-one-to-one', files)).toEqual([]);
  });

  it('from a source to a mart are mistakes, and the source has no staging', async () => {
    const head = { ...naming, ...files };
    expect(await told('dbt/layer-edge', head)).toEqual([
      'models/marts/fct_a.sql:1 model "fct_a" in layer "marts" reads source "shop.customers" directly; specs/governance/naming.json:5 defines the layers: read the staging model of the table instead',
    ]);
    expect(await told('dbt/source-without-staging', head)).toEqual([
      'models/staging/_sources.yml:3 no staging model reads source table "shop.customers"; add "stg_shop__customers" to layer "staging" (specs/governance/naming.json:3), or remove the table',
    ]);
  });

  it('of base models and of versions are left alone', async () => {
    const head = {
      ...naming,
      ...dbt({
        'models/staging/_sources.yml': sources,
        'models/staging/base_orders.sql':
          "select 1 from {{ source('shop', 'orders') }}, {{ source('shop', 'customers') }}",
        'models/staging/stg_orders.sql': "select id from {{ source('shop', 'orders') }}",
        'models/staging/stg_orders_v2.sql': "select id from {{ source('shop', 'orders') }}",
      }),
    };
    expect(await told('dbt/staging-not-one-to-one', head)).toEqual([]);
  });
});

describe('two staging models of one table', () => {
  const source = { 'models/staging/_sources.yml': 'sources:\n  - name: shop\n    tables: [{ name: orders }]\n' };
  const from = "select id from {{ source('shop', 'orders') }}\n";
  const model = (name: string): Files => dbt({ ...source, [`models/staging/${name}.sql`]: from });

  it.each([
    ['the one that is called like the table stays', ['stg_all_orders', 'stg_shop__orders'], [], 'stg_all_orders'],
    ['the first by name stays where both fit', ['stg_orders', 'stg_shop__orders'], [], 'stg_shop__orders'],
    ['the one that was there stays', ['stg_aaa', 'stg_shop__orders_all'], ['stg_shop__orders_all'], 'stg_aaa'],
    ['the one that was there stays, whatever fits better', ['stg_all', 'stg_orders'], ['stg_all'], 'stg_orders'],
  ])('%s', async (...[, names, before, found]) => {
    const head: Files = Object.assign({}, naming, ...names.map(model));
    const base: Files = Object.assign({}, naming, ...before.map(model));
    const { findings } = await checkFiles({ head, base });
    const ours = findings.filter(({ rule }) => rule === 'dbt/staging-not-one-to-one');
    expect(ours.map(({ path }) => path)).toEqual([`${root}/models/staging/${found}.sql`]);
  });
});

describe('stars where only marts must have none', () => {
  const star = 'with a as (select * from t), b as (select * from u) select * from a join b using (id)\n';
  it.each([
    ['No `select *` in marts; importing a whole relation into a CTE is fine.'],
    ['É proibido `select *` na camada de marts.'],
  ])('%s', async (text) => {
    const head = {
      'specs/governance/stack-standards.md': `# Stack\n\n- ${text}\n`,
      ...dbt({ 'models/staging/stg_a.sql': star, 'models/marts/fct_a.sql': star, 'models/other/a.sql': star }),
    };
    expect(await told('dbt/select-star', head)).toEqual([
      'models/marts/fct_a.sql:1 model "fct_a" takes all columns with "*", but specs/governance/stack-standards.md:3 forbids it; name the columns',
    ]);
  });

  it.each([
    ['an import with a condition', "with a as (select * from {{ ref('x') }} where b > 1) select b from a", 0],
    ['an import of the first rows', "with a as (select * from {{ ref('x') }} limit 1) select b from a", 1],
    ['an import of two', "with a as (select * from {{ ref('x') }} cross join y where b > 1) select b from a", 1],
  ])('%s', async (_, sql, count) => {
    const head = {
      'specs/governance/stack-standards.md': '# Stack\n\n- No `select *`.\n',
      ...dbt({ 'models/marts/fct_a.sql': sql }),
    };
    expect((await told('dbt/select-star', head)).length).toBe(count);
  });
});

describe('a layer with two names', () => {
  const merge = "{{ config(materialized='incremental', unique_key='id') }}\nselect 1 as id\n";
  it.each([
    ['## Bronze (staging)', ['bronze', 'staging']],
    ['## Bronze / staging', ['bronze', 'staging']],
    ['## Bronze layer (staging models)', ['bronze', 'staging']],
    ['## Staging (bronze)', ['bronze', 'staging']],
    ['## Bronze', ['bronze']],
    ['## Silver (staging)', ['silver', 'staging']],
  ])('%s', async (heading, bound) => {
    const folders = ['bronze', 'staging', 'intermediate', 'silver', 'marts'];
    const models = Object.fromEntries(folders.map((folder) => [`models/${folder}/${folder}_a.sql`, merge]));
    const head = {
      'specs/governance/tiering-standards.md': `# Tiering\n\n${heading}\n\nAppend-only.\n`,
      ...dbt(models),
    };
    const found = await told('dbt/bronze-rewritten', head);
    expect(found.map((each) => each.split('/')[1])).toEqual(bound);
  });
});

function circle(path: string): string {
  return `the models read each other in a circle: ${path}; remove one of these refs, or move what both need into a model of its own`;
}

function comments(name: string): string {
  return `select 1 as id -- {{ ref('${name}') }}\n`;
}

function writes(...names: readonly string[]): string {
  return names.map((name) => `select id from {{ ref('${name}') }}`).join('\nunion all\n');
}

describe('circles', () => {
  it('are told once each, from the smallest name on', async () => {
    const models = {
      'models/c.sql': writes('a'),
      'models/b.sql': writes('seed', 'c'),
      'models/a.sql': writes('start', 'b'),
      'models/e.sql': writes('d'),
      'models/d.sql': writes('e'),
      'models/start.sql': 'select 1 as id',
      'models/end.sql': writes('a', 'd', 'end'),
      'seeds/seed.csv': 'id\n1\n',
    };
    expect(await told('dbt/ref-cycle', dbt(models))).toEqual([
      `models/a.sql:3 ${circle('a → b → c → a')}`,
      `models/d.sql:1 ${circle('d → e → d')}`,
      'models/end.sql:5 model "end" reads itself, which dbt refuses; write "{{ this }}" for its own rows, or read the model that was meant',
    ]);
  });

  it('of a comment count, because dbt renders comments', async () => {
    const models = { 'models/a.sql': comments('b'), 'models/b.sql': writes('a') };
    expect((await told('dbt/ref-cycle', dbt(models))).length).toBe(1);
  });
});

describe('bronze', () => {
  const tiering = { 'specs/governance/tiering-standards.md': '# Tiering\n\n- Bronze: append-only.\n' };
  it.each([
    ['a unique key', "materialized='incremental', unique_key='id'", true],
    ['a unique key of a table', "materialized='table', unique_key='id'", false],
    ['append with a key', "materialized='incremental', incremental_strategy='append', unique_key='id'", false],
    ['delete+insert', "materialized='incremental', incremental_strategy='delete+insert'", true],
    ['hooks in a list', "post_hook=['analyze x', 'TRUNCATE table x']", true],
    ['a hook that only grants', "post_hook='grant select on x to y'", false],
  ])('%s', async (_, config, isRewritten) => {
    const head = { ...tiering, ...dbt({ 'models/bronze/b.sql': `{{ config(${config}) }}\nselect 1 as id\n` }) };
    expect((await told('dbt/bronze-rewritten', head)).length).toBe(isRewritten ? 1 : 0);
  });
});

describe('keywords', () => {
  it('are all repaired, and nothing else', async () => {
    const path = `${root}/models/marts/fct_a.sql`;
    const before = 'SELECT "FROM", Max(a) AS total -- FROM\nFROM t\n{% if true %}\nWHERE x = \'AND\'\n{% endif %}\n';
    const head = {
      'specs/governance/stack-standards.md': '# Stack\n\n- SQL keywords in lower case.\n',
      ...dbt({ 'models/marts/fct_a.sql': before }),
    };
    const { files } = await fixFiles({ head, wanted: ({ rule }) => rule === 'dbt/keyword-casing' });
    expect(files[path]).toBe(
      'select "FROM", Max(a) as total -- FROM\nfrom t\n{% if true %}\nwhere x = \'AND\'\n{% endif %}\n',
    );
  });
});

describe('partitions', () => {
  it.each([
    ['bigquery', 1],
    ['snowflake', 0],
  ])('of an incremental model on %s without standards', async (adapter, count) => {
    const profiles = `sales:\n  target: dev\n  outputs: { dev: { type: ${adapter} } }\n`;
    const head = dbt(
      { 'profiles.yml': profiles, 'models/fct_a.sql': "{{ config(materialized='incremental') }}\nselect 1 as id\n" },
      'name: sales\nprofile: sales\n',
    );
    expect((await told('dbt/incremental-without-partition', head)).length).toBe(count);
  });
});
