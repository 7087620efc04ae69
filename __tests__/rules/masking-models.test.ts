import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { renderJson } from '../../src/reporters/json.ts';
import { findingBody } from '../../src/reporters/markdown-finding.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const governance = {
  'specs/governance/classification.yaml':
    'email: { classification: confidential, pii: true, policy: hash_sha256 }\ncountry: { classification: internal, policy: none }\ntax_id: { classification: restricted, pii: true, policy: masking }\n',
};
const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };

/** Columns that are handed on unmasked, as `model.column < term`; with `?` where that cannot be told. */
async function exposed(models: { readonly [path: string]: string }, more: Files = {}): Promise<readonly string[]> {
  const files = Object.fromEntries(
    Object.entries(models).map(([path, sql]) => [`implementation/dbt/models/${path}.sql`, sql]),
  );
  const report = await checkFiles({ head: { ...governance, ...project, ...files, ...more } });
  return report.findings
    .filter(({ rule }) => rule.startsWith('masking/'))
    .map(({ rule, subject, message }) => {
      const doubt = rule === 'masking/unproven' ? '? ' : '';
      return `${doubt}${subject.slice('model:'.length)} < ${/; "(\w+)" demands/.exec(message)?.[1]}`;
    })
    .sort();
}

describe('one model', () => {
  it.each([
    ['a column of its own', 'select email from t', ['int_a.email < email']],
    ['another name', 'select email as e from t', ['int_a.e < email']],
    ['a name that lies', 'select email as email_hash from t', ['int_a.email_hash < email']],
    ['functions that keep the value', "select upper(trim(cast(email as text))) || '' as e from t", ['int_a.e < email']],
    ['several words', 'select customer_tax_id from t', ['int_a.customer_tax_id < tax_id']],
    ['both', 'select email, tax_id from t', ['int_a.email < email', 'int_a.tax_id < tax_id']],
    ['one part of a union', 'select sha256(email) as e from t union all select email from u', ['int_a.e < email']],
    ['a hash', 'select sha256(email) as email, md5(tax_id) as tax_id from t', []],
    ['a function of unknown effect', 'select my_schema.scramble(email) as e from t', ['? int_a.e < email']],
    ['a macro of unknown effect', "select {{ acme.scramble('email') }} as e from t", ['? int_a.e < email']],
    ['a question', "select email like '%@example.com' as is_internal, count(distinct email) as n from t", []],
    ['a hash from below', 'select email_hash, hashed_email from t', []],
    ['what only looks like it', 'select email_verified, emailed_at, email_domain from t', []],
    ['what the policy leaves alone', 'select country from t', []],
    ['a template that writes the column', "select {{ 'email' }} as e from t", ['int_a.e < email']],
    ['a query within', 'select (select max(email) from u) as e from t', ['int_a.e < email']],
    ['a query within that hashes', 'select (select max(md5(email)) from u) as e from t', []],
    ['a query that asks', 'select exists (select email from u) as is_known from t', []],
    ['a value of a case', 'select case when x then email end as e from t', ['int_a.e < email']],
    ['the last value of a case', "select case when x then 'a' else lower(email) end as e from t", ['int_a.e < email']],
    [
      'a condition of a case',
      "select case when email is null then 0 else 1 end as n, case email when 'x' then 1 end as m from t",
      [],
    ],
    ['a hash in a case', 'select case when email is not null then sha2(email) end as e from t', []],
    ['iff', 'select iff(email is not null, email, null) as e from t', ['int_a.e < email']],
    ['the condition of if', 'select if(email is null, 0, 1) as n from t', []],
    ['left', 'select left(email, 5) as e from t', ['int_a.e < email']],
    [
      'a part',
      "select split_part(email, '@', 1) as e, substring(email, 2) as f from t",
      ['int_a.e < email', 'int_a.f < email'],
    ],
    ['the domain', "select split_part(email, '@', 2) as email_domain from t", []],
    ['the row before', 'select lag(email) over (partition by x order by y) as e from t', ['int_a.e < email']],
    ['the first row', 'select first_value(email) over (order by y) as e from t', ['int_a.e < email']],
    ['the order of a window', 'select lag(x) over (partition by email order by email) as e from t', []],
    [
      'another spelling',
      'select reverse(email) as e, base64_encode(email) as f from t',
      ['int_a.e < email', 'int_a.f < email'],
    ],
    ['a spelling of a hash', 'select to_hex(sha256(email)) as e, base64_encode(md5(email)) as f from t', []],
    ['a surrogate key', "select {{ dbt_utils.generate_surrogate_key(['email', 'id']) }} as k from t", []],
    [
      'functions of warehouses that hash',
      'select farm_fingerprint(email) as a, hash(email) as b, hmac(email, x) as c from t',
      [],
    ],
    ['a star that replaces', 'select * replace (lower(email) as email) from t', ['int_a.email < email']],
    [
      'the source of a hash',
      'with c as (select email from t), d as (select sha2(email) as h from c) select h from d',
      [],
    ],
  ])('%s', async (_, sql, expected) => {
    expect(await exposed({ 'intermediate/int_a': sql })).toEqual(expected);
  });

  it('knows a hash of the library for what it is', async () => {
    const library = {
      'specs/governance/macro-library.md':
        '# Macros\n\n- `dbt_utils.generate_surrogate_key`: keys of facts and dimensions.\n- `tidy(column)`: trims a text.\n',
      'implementation/dbt/packages.yml': 'packages:\n  - { package: dbt-labs/dbt_utils, version: 1.1.1 }\n',
      'implementation/dbt/macros/tidy.sql': '{% macro tidy(column) %}trim({{ column }}){% endmacro %}',
    };
    const sql =
      "select {{ dbt_utils.generate_surrogate_key(['email', 'id']) }} as k, {{ tidy(dbt_utils.generate_surrogate_key(['email'])) }} as l, {{ tidy('email') }} as m from t";
    expect(await exposed({ 'intermediate/int_a': sql }, library)).toEqual(['int_a.m < email']);
  });

  it('lets a macro of the library pass that does not mask', async () => {
    const library = {
      'specs/governance/macro-library.md':
        '# Macros\n\n- `mask_pii(column)`: masks a personal column.\n- `tidy(column)`: trims and lowers a text.\n',
      'implementation/dbt/macros/m.sql':
        '{% macro tidy(c) %}lower({{ c }}){% endmacro %}{% macro mask_pii(c) %}sha2({{ c }}){% endmacro %}',
    };
    const sql = "select {{ tidy('email') }} as a, {{ mask_pii('email') }} as b from t";
    expect(await exposed({ 'intermediate/int_a': sql }, library)).toEqual(['int_a.a < email']);
  });
});

function star(name: string): string {
  return `select * from {{ ref('${name}') }}`;
}

function customers(id: string): string {
  return exampleContract({
    id,
    object: 'customers',
    columns: ['name: id, logicalType: string', 'name: mail, physicalName: EMAIL, logicalType: string'],
  });
}

describe('stars', () => {
  const staging = 'select id, email, full_name, lower(email) as contact from t';
  const from = "with c as (select * from {{ ref('stg_a') }})";

  it.each([
    ['over a model', "select * from {{ ref('stg_a') }}", ['int_b.contact < email', 'int_b.email < email']],
    ['over an import', `${from} select * from c`, ['int_b.contact < email', 'int_b.email < email']],
    ['of a name', `${from} select c.*, 1 as n from c`, ['int_b.contact < email', 'int_b.email < email']],
    ['without a column', `${from} select * exclude (full_name, contact) from c`, ['int_b.email < email']],
    ['without the column', `${from} select * except (email, contact) from c`, []],
    [
      'without the column in the import',
      "with c as (select * exclude email from {{ ref('stg_a') }}) select * from c",
      ['int_b.contact < email'],
    ],
    [
      'that gives the column masked',
      `${from} select * replace (md5(email) as email, md5(contact) as contact) from c`,
      [],
    ],
    ['over what is not known', "select * from t join {{ ref('seed') }} using (id)", []],
  ])('%s', async (_, sql, expected) => {
    expect(await exposed({ 'staging/stg_a': staging, 'intermediate/int_b': sql })).toEqual(expected);
  });

  it('hand on through several models', async () => {
    const models = {
      'staging/stg_a': 'select email from t',
      'intermediate/int_b': star('stg_a'),
      'marts/fct_c': star('int_b'),
    };
    expect(await exposed(models)).toEqual(['fct_c.email < email', 'int_b.email < email']);
  });

  it('come to an end where models read each other', async () => {
    const models = { 'intermediate/int_a': star('int_b'), 'intermediate/int_b': star('int_a') };
    expect(await exposed(models)).toEqual([]);
  });

  it('are told at the star, with the column in the repair', async () => {
    const sql = `${from}\nselect\n    c.*\nfrom c`;
    const files = {
      ...governance,
      ...project,
      'specs/governance/macro-library.md': '# Macros\n\n- `mask_pii(column)`: masks a personal column.\n',
      'implementation/dbt/models/staging/stg_a.sql': 'select email from t',
      'implementation/dbt/models/intermediate/int_b.sql': sql,
      'implementation/dbt/models/marts/fct_c.sql': 'select lower( x.email ) as e from t as x',
    };
    const { findings } = await checkFiles({ head: files });
    const ours = findings.filter(({ rule }) => rule === 'masking/unmasked-column');
    expect(ours.map(({ path, line, column, message }) => `${path}:${line}:${column} ${message}`)).toEqual([
      'implementation/dbt/models/intermediate/int_b.sql:3:5 the star of model "int_b" in layer "intermediate" hands on column "email" unmasked along t.email → stg_a.email → int_b.email; "email" demands hash_sha256 by specs/governance/classification.yaml:1: name the columns and write {{ mask_pii(\'email\') }}, or leave it out',
      'implementation/dbt/models/marts/fct_c.sql:1:28 column "e" of model "fct_c" in layer "marts" hands on "email" unmasked along t.email → fct_c.e (lower); "email" demands hash_sha256 by specs/governance/classification.yaml:1: write {{ mask_pii(\'lower( x.email )\') }}',
    ]);
  });

  it('take the columns of the contract of a source', async () => {
    const models = {
      'staging/stg_a': "select * from {{ source('shop', 'customers') }}",
      'intermediate/int_b': "select * from {{ ref('stg_a') }}",
    };
    const sources = {
      'implementation/dbt/models/sources.yml': 'sources:\n  - name: shop\n    tables: [{ name: customers }]\n',
      'specs/contracts/inputs/shop.yaml': customers('shop-customers'),
    };
    expect(await exposed(models, sources)).toEqual(['int_b.EMAIL < email']);
    const other = { ...sources, 'specs/contracts/inputs/erp.yaml': customers('erp') };
    expect(await exposed(models, other)).toEqual(['? int_b < email']);
    const unclear = { ...sources, 'specs/contracts/inputs/shop_2.yaml': customers('shop-old') };
    expect(await exposed(models, unclear)).toEqual([]);
  });
});

describe('layers', () => {
  const sql = 'select email from t';
  const models = { 'bronze/b': sql, 'staging/s': sql, 'intermediate/i': sql, 'marts/m': sql, 'other/o': sql };

  it.each([
    ['without standards, all behind staging', undefined, ['i', 'm']],
    ['from the layer that masks on', '- Staging: masked.\n', ['i', 'm', 's']],
    ['from silver on', '- Silver: personal data is masked.\n', ['i', 'm']],
    ['in marts only', '- Gold: masked.\n', ['m']],
    ['from a layer with two names on', '## Bronze (staging)\n\n- Masked.\n', ['b', 'i', 'm', 's']],
  ])('%s', async (_, tiering, expected) => {
    const more: Files =
      tiering === undefined ? {} : { 'specs/governance/tiering-standards.md': `# Tiering\n\n${tiering}` };
    expect(await exposed(models, more)).toEqual(expected.map((name) => `${name}.email < email`));
  });
});

describe('models that read each other', () => {
  it.each([
    ['masked below', 'select sha2(email) as email from t', []],
    ['open below', 'select email from t', ['int_b.email < email']],
    ['unknown below', 'select {{ acme.columns() }} as email from t', ['? int_b.email < email']],
    ['a star over what is masked', 'with s as (select sha2(email) as email from t) select * from s', []],
  ])('%s', async (_, below, expected) => {
    const models = {
      'staging/stg_a': below,
      'intermediate/int_b': "select email from {{ ref('stg_a') }}",
    };
    expect(await exposed(models)).toEqual(expected);
  });

  it.each([
    [
      'a name that the model below gave',
      'select email as contact from t',
      'select lower(contact) as c',
      ['int_b.c < email'],
    ],
    ['a hash that the model below named so', 'select sha2(email) as contact from t', 'select contact as c', []],
    ['a hash here', 'select email as contact from t', 'select sha2(contact) as c', []],
  ])('%s', async (...[, below, select, expected]) => {
    const models = { 'staging/stg_a': below, 'intermediate/int_b': `${select} from {{ ref('stg_a') }}` };
    expect(await exposed(models)).toEqual(expected);
  });

  it('tells the model that masks from the one that does not', async () => {
    const models = {
      'staging/stg_a': 'select id, sha2(email) as email from t',
      'staging/stg_b': 'select id, email from t',
      'intermediate/int_b':
        "select a.email as a, b.email as b from {{ ref('stg_a') }} as a join {{ ref('stg_b') }} as b on a.id = b.id",
    };
    expect(await exposed(models)).toEqual(['int_b.b < email']);
  });

  it('follows chains and circles', async () => {
    const models = {
      'staging/stg_a': "select sha2(email) as email from {{ ref('int_c') }}",
      'intermediate/int_b': "select email from {{ ref('stg_a') }}",
      'intermediate/int_c': "select lower(email) as email from {{ ref('int_b') }}",
    };
    expect(await exposed(models)).toEqual([]);
  });
});

describe('the contract of a source', () => {
  const models = {
    'staging/stg_a': "select id, c as contact from {{ source('shop', 'customers') }}",
    'intermediate/int_b': "select contact from {{ ref('stg_a') }}",
  };

  it.each([
    ['a tag', 'tags: [pii]', 'error < email'],
    ['a classification as personal', 'classification: PII', 'error < email'],
    ['a format', 'classification: confidential, logicalTypeOptions: { format: email }', 'error < email'],
    ['a description', 'classification: restricted, description: Tax number of the customer.', 'warning < tax_id'],
    ['a business name', 'classification: confidential, businessName: E-mail address', 'error < email'],
    ['a level of which all is masked', 'classification: restricted', 'warning < tax_id'],
    ['a level of which not all is masked', 'classification: internal', undefined],
    ['a public one', 'classification: public, tags: [pii]', undefined],
    ['nothing', 'description: Whatever.', undefined],
  ])('says it by %s', async (_, says, expected) => {
    const files = {
      ...governance,
      ...project,
      'implementation/dbt/models/sources.yml': 'sources:\n  - name: shop\n    tables: [{ name: customers }]\n',
      'specs/contracts/inputs/shop.yaml': exampleContract({
        id: 'shop',
        object: 'customers',
        columns: ['name: id, logicalType: string', `name: c, logicalType: string, ${says}`],
      }),
      ...Object.fromEntries(
        Object.entries(models).map(([name, sql]) => [`implementation/dbt/models/${name}.sql`, sql]),
      ),
    };
    const { findings } = await checkFiles({ head: files });
    const told = findings
      .filter(({ rule }) => rule === 'masking/unmasked-column')
      .map(({ severity, message, related }) => [
        `${severity} < ${/; "(\w+)" demands/.exec(message)?.[1]}`,
        related.map(({ path, line }) => `${path.split('/').at(-1)}:${line}`).join(' '),
      ]);
    const term = expected?.endsWith('tax_id') === true ? 'classification.yaml:3' : 'classification.yaml:1';
    expect(told).toEqual(expected === undefined ? [] : [[expected, `${term} shop.yaml:15`]]);
  });
});

describe('what a finding shows', () => {
  const chain = {
    'staging/stg_stripe__charges': "select id, email from {{ source('stripe', 'charges') }}",
    'intermediate/int_customers': "select id, lower(email) as contact from {{ ref('stg_stripe__charges') }}",
    'marts/fct_churn': "select contact from {{ ref('int_customers') }}",
  };

  it('draws the way, names the model to mend, and where that hands it on', async () => {
    const files = Object.fromEntries(
      Object.entries(chain).map(([name, sql]) => [`implementation/dbt/models/${name}.sql`, sql]),
    );
    const sources = 'sources:\n  - name: stripe\n    tables: [{ name: charges }]\n';
    const report = await checkFiles({
      head: { ...governance, ...project, ...files, 'implementation/dbt/models/sources.yml': sources },
    });
    const found = report.findings.find(
      ({ rule, path }) => rule === 'masking/unmasked-column' && path.endsWith('fct_churn.sql'),
    );
    expect(found?.message).toBe(
      'column "contact" of model "fct_churn" in layer "marts" hands on "email" unmasked along charges.email → stg_stripe__charges.email → int_customers.contact (lower) → fct_churn.contact; "email" demands hash_sha256 by specs/governance/classification.yaml:1: mask it where it leaves first, in model "int_customers"',
    );
    expect(found?.related).toEqual([
      { path: 'specs/governance/classification.yaml', line: 1, message: 'the rule is defined here' },
      {
        path: 'implementation/dbt/models/intermediate/int_customers.sql',
        line: 1,
        message: 'it leaves unmasked here first',
      },
    ]);
    expect(found?.picture).toBe(
      [
        'flowchart LR',
        '  n0[("charges.email")]:::changed',
        '  n1["stg_stripe__charges.email"]',
        '  n2["int_customers.contact"]',
        '  n3["fct_churn.contact"]:::hit',
        '  n0 --> n1',
        '  n1 -->|"lower"| n2',
        '  n2 --> n3',
        '  classDef changed stroke:#cf222e,stroke-width:3px',
        '  classDef hit stroke:#bf8700,stroke-width:2px',
        '',
      ].join('\n'),
    );
    expect(found && findingBody(found, report)).toContain('\n```mermaid\nflowchart LR\n  n0[("charges.email")]');
    expect(renderJson(report)).toContain('"picture": "flowchart LR');
  });

  it('names what leaves here first before what is only passed on', async () => {
    const models = {
      'staging/stg_a': 'select id, email from t',
      'intermediate/int_a': "select id, email as contact from {{ ref('stg_a') }}",
      'marts/fct_c':
        "select coalesce(i.contact, s.email) as c from {{ ref('int_a') }} as i join {{ ref('stg_a') }} as s on i.id = s.id",
    };
    const files = Object.fromEntries(
      Object.entries(models).map(([name, sql]) => [`implementation/dbt/models/${name}.sql`, sql]),
    );
    const { findings } = await checkFiles({ head: { ...governance, ...project, ...files } });
    const found = findings.find(({ rule, path }) => rule === 'masking/unmasked-column' && path.endsWith('fct_c.sql'));
    expect(found?.message).toBe(
      'column "c" of model "fct_c" in layer "marts" hands on "email" unmasked along t.email → stg_a.email → fct_c.c (coalesce); "email" demands hash_sha256 by specs/governance/classification.yaml:1: write "sha256(coalesce(i.contact, s.email))", or a masking macro of the library',
    );
  });

  it('leaves out the middle of a long way', async () => {
    const models = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [
        `staging/stg_${n}`,
        n === 0 ? 'select email from t' : `select email from {{ ref('stg_${n - 1}') }}`,
      ]),
    );
    const files = Object.fromEntries(
      Object.entries({ ...models, 'intermediate/int_z': "select email from {{ ref('stg_19') }}" }).map(
        ([name, sql]) => [`implementation/dbt/models/${name}.sql`, sql],
      ),
    );
    const { findings } = await checkFiles({ head: { ...governance, ...project, ...files } });
    const found = findings.find(({ rule }) => rule === 'masking/unmasked-column');
    const way = / along (.*?);/.exec(found?.message ?? '')?.[1];
    expect(way).toBe(
      `t.email → stg_0.email → stg_1.email → ….… → ${[13, 14, 15, 16, 17, 18, 19].map((n) => `stg_${n}.email → `).join('')}int_z.email`,
    );
  });

  it('does not take what a model reads of itself for something new', async () => {
    const sql =
      "{{ config(materialized='incremental') }}select id, sha2(email) as email from {{ ref('stg_a') }} union all select id, email from {{ this }}";
    expect(await exposed({ 'staging/stg_a': 'select id, email from t', 'intermediate/int_b': sql })).toEqual([]);
  });
});
