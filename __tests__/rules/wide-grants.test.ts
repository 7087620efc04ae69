import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import grantTooWide from '../../src/rules/infrastructure/grant-too-wide.ts';
import { findingsOf } from './shared/in-rules.ts';

const confidential = { 'specs/governance/classification.yaml': 'email:\n  classification: confidential\n' };
const sql = 'implementation/airflow/sql/grants.sql';

/** `line:column to` of grants to everybody, file by file. */
async function wide(files: Files): Promise<readonly string[]> {
  const found = await findingsOf(grantTooWide, { ...confidential, ...files });
  return found.map(({ line, column, message }) => `${line}:${column} ${/"([^"]+)"/.exec(message)?.[1]}`);
}

const contractWith = (...columns: readonly string[]): string =>
  exampleContract({
    columns: columns.map((column, at) => `name: c${at}, logicalType: string, description: C.${column}`),
  });

describe('what is confidential', () => {
  const grant: Files = { [sql]: 'grant select on a to public;\n' };
  const reason = async (files: Files): Promise<readonly string[]> =>
    (await findingsOf(grantTooWide, { ...grant, ...files })).flatMap(({ related }) =>
      related.map(({ path, line }) => `${path.split('/').at(-1)}:${line}`),
    );
  it.each<[string, string[]]>([
    ['id:\n  classification: public\nemail:\n  classification: confidential\n', ['classification.yaml:3']],
    ['id:\n  classification: internal\nemail:\n  pii: true\n', ['classification.yaml:3']],
    ['id:\n  classification: internal\nemail:\n  classification: whatever\n', []],
    ['id:\n  policy: hash\n', ['classification.yaml:1']],
    ['id:\n  classification: internal\n', []],
  ])('a term: %s', async (text, expected) => {
    expect(await reason({ 'specs/governance/classification.yaml': text })).toEqual(expected);
  });

  it('a column, the first of them', async () => {
    expect(
      await reason({
        'specs/contracts/outputs/b.yaml': contractWith(', classification: restricted'),
        'specs/contracts/outputs/a.yaml': contractWith(
          '',
          ', classification: internal',
          ', classification: confidential',
        ),
      }),
    ).toEqual(['a.yaml:16']);
    expect(await reason({ 'specs/contracts/outputs/a.yaml': contractWith('', ', classification: internal') })).toEqual(
      [],
    );
  });
});

describe('grants in SQL', () => {
  it.each<[string, string[]]>([
    ['grant select on a to role reader;\ngrant select on b to role public', ['2:1 public']],
    ['select 1;\n\n  grant select on a\n    to "account users";', ['3:3 account users']],
    ['grant usage on warehouse w to public', []],
    ['grant usage on  compute  pool w to public', []],
    ['grant usage on   warehouse w to public', []],
    ['grant usage on compute pool w to public', []],
    ['grant usage on warehouse w to role a, grant select on b to public', ['1:39 public']],
    ['/* to public\n grant select on a to public; */ grant select on b to public', ['2:34 public']],
    ['/* grant select on a to public', []],
    ['{# grant select on a to public #} grant select on b to public', ['1:35 public']],
    ['{# to\n#} grant select on {{ this }} to public', ['2:4 public']],
    ['{# grant select on a to public', []],
    ['-- grant select on a\ngrant select on b to public', ['2:1 public']],
  ])('%s', async (text, expected) => {
    expect(await wide({ [sql]: text })).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['implementation/dbt/macros/grants.sql', ['1:1 public']],
    ['implementation/infrastructure/grants.sql', ['1:1 public']],
    ['implementation/airflow/dags/grants.py', []],
    ['implementation/dbt/README.md', []],
    ['specs/pipelines/sales/grants.sql', []],
    ['docs/grants.sql', []],
  ])('%s', async (path, expected) => {
    const project = { 'implementation/dbt/dbt_project.yml': 'name: x\n' };
    expect(await wide({ ...project, [path]: 'grant select on a to public;\n' })).toEqual(expected);
  });

  it('of dbt’s project, but not in its comments', async () => {
    const path = 'implementation/dbt/dbt_project.yml';
    const hook = 'on-run-end: "grant select on a to public"';
    expect(await wide({ [path]: `name: x\n${hook}\n` })).toEqual(['2:14 public']);
    expect(await wide({ [path]: `# ${hook}\nname: x # ${hook}\n` })).toEqual([]);
    expect(await wide({ [path]: `name: x\nvars: { a#b: 1 }\n${hook.replace('on a', 'on a#b')}\n` })).toEqual([
      '3:14 public',
    ]);
  });
});

const project = (second: string): Files => ({
  'implementation/dbt/dbt_project.yml': `name: sales\nmodels:\n  sales:\n    a:\n      +grants: { select: [public] }\n${second}`,
  'implementation/dbt/models/a/a1.sql': 'select 1 as a\n',
  'implementation/dbt/models/a/a2.sql': 'select 1 as a\n',
  'implementation/dbt/models/b/b1.sql': 'select 1 as a\n',
});

describe('grants of dbt models', () => {
  const dbt = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
  const model = 'implementation/dbt/models/sales.sql';
  const granted = (grants: string): Files => ({
    ...dbt,
    [model]: `{{ config(grants=${grants}) }}\nselect 1 as total\n`,
  });

  it.each<[string, string[]]>([
    ["{'select': ['reader', 'public']}", ['1:1 public']],
    ["{'select': 'public'}", ['1:1 public']],
    ["{'select': [1, 'public']}", ['1:1 public']],
    ["{'select': ['reader']}", []],
    ["['public']", ['1:1 public']],
    ["'public'", []],
    ['none', []],
  ])('%s', async (grants, expected) => {
    expect((await wide(granted(grants))).map((each) => each.replace(/^\d+:\d+/, '1:1'))).toEqual(expected);
  });

  it('say nothing where nothing is confidential', async () => {
    expect(await findingsOf(grantTooWide, granted("{'select': ['public']}"))).toEqual([]);
  });

  it('of one folder are one finding, those of two folders two, and a model’s own is another', async () => {
    expect(await wide(project(''))).toHaveLength(1);
    expect(await wide(project('    b:\n      +grants: { select: [public] }\n'))).toHaveLength(2);
    const own = {
      'implementation/dbt/models/a/a3.sql': "{{ config(grants={'select': ['public']}) }}\nselect 1 as a\n",
    };
    expect(await wide({ ...project(''), ...own })).toHaveLength(2);
  });

  it('in one properties file are one finding per model', async () => {
    const yml =
      'models:\n  - { name: a1, config: { grants: { select: [public] } } }\n  - { name: a2, config: { grants: { select: [public] } } }\n';
    const files = {
      ...dbt,
      'implementation/dbt/models/all.yml': yml,
      'implementation/dbt/models/a1.sql': 'select 1 as a\n',
      'implementation/dbt/models/a2.sql': 'select 1 as a\n',
    };
    expect(await wide(files)).toHaveLength(2);
  });
});

describe('grants beside the roles of a contract', () => {
  const dbt = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
  const model = 'implementation/dbt/models/fct_sales.sql';
  const columns = ['name: total, logicalType: number, description: Total.'];
  const roles = 'roles:\n  - { role: analyst, access: read }\n  - { role: Auditor, access: read }\n';
  const contractPath = 'specs/contracts/outputs/sales.yaml';

  /** `path:line message` about a model that is granted to `grantees`. */
  async function judged(grantees: readonly string[], files: Files): Promise<readonly string[]> {
    const text = `{{ config(grants={'select': ${JSON.stringify(grantees)}}) }}\nselect 1 as total\n`;
    const found = await findingsOf(grantTooWide, { ...dbt, [model]: text, ...files });
    return found.map(({ severity, message }) => `${severity}: ${message}`);
  }

  const contract = (object: string, more = roles): string => `${exampleContract({ object, columns })}${more}`;
  const others =
    'warning: model "fct_sales" is granted to "loader", "reader", which contract "sales" does not name (specs/contracts/outputs/sales.yaml:16); its roles are "analyst", "Auditor": add the role there or drop the grant';

  it('name what the contract does not, each once', async () => {
    const files = { [contractPath]: contract('fct_sales') };
    expect(await judged(['loader', 'ANALYST', 'auditor', 'reader', 'loader'], files)).toEqual([others]);
    expect(await judged(['analyst'], files)).toEqual([]);
    expect(await judged(['public', '{{ x }}'], files)).toEqual([]);
    expect(await judged(['loader'], { [contractPath]: contract('fct_sales', '') })).toEqual([]);
  });

  it.each<[string, Files, number]>([
    ['in any case', { [contractPath]: contract('FCT_Sales') }, 1],
    ['by the name in the warehouse', { [contractPath]: contract('sales\n    physicalName: db.marts.FCT_SALES') }, 1],
    ['not by its schema', { [contractPath]: contract('sales\n    physicalName: fct_sales.sales') }, 0],
    ['not of an input', { 'specs/contracts/inputs/sales.yaml': contract('fct_sales') }, 0],
    [
      'not where two contracts have it',
      {
        [contractPath]: contract('fct_sales'),
        'specs/contracts/outputs/b.yaml': `${exampleContract({ id: 'b', object: 'fct_sales', columns })}${roles}`,
      },
      0,
    ],
  ])('a contract is found %s', async (_, files, count) => {
    expect(await judged(['loader'], files)).toHaveLength(count);
  });
});
