import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dbtStagingGenerator } from '../../../src/generators/dbt-staging/dbt-staging.ts';
import type { Contract, Property } from '../../../src/model/contract.ts';
import { fileStart } from '../../../src/model/location.ts';
import { translate } from '../../../src/model/messages.ts';
import type { Governance } from '../../../src/model/governance.ts';
import { contract, object, property } from '../../drift/contracts.ts';
import { checkFiles } from '../../support/check-files.ts';
import type { MemoryFiles } from '../../support/memory-tree.ts';
import { dbtProject, model, project } from '../shop.ts';
import { clinic, clinicRoot } from './clinic.ts';
import { generateFrom, generateWith, textsOf } from './run-generators.ts';

const generators = [dbtStagingGenerator];
const drafted = `${clinicRoot}/models/staging/stg_clinic__patients.sql`;

describe('staging models', () => {
  it('are those in golden, and only drafted', async () => {
    const { artifacts, notes } = generateFrom(clinic, generators);
    for (const { path, content } of artifacts)
      await expect(content).toMatchFileSnapshot(join(import.meta.dirname, 'golden', path));
    expect(artifacts.map(({ path, ownership }) => [path, ownership])).toEqual(
      ['patients', 'visits'].flatMap((table) => [
        [`${clinicRoot}/models/staging/stg_clinic__${table}.sql`, 'create-only'],
        [`${clinicRoot}/models/staging/_stg_clinic__${table}.yml`, 'create-only'],
      ]),
    );
    expect(notes).toEqual([]);
  });

  it('are asked for as long as they are drafts, whatever a person made of them', () => {
    const first = generateFrom(clinic, generators);
    const written = textsOf(first);
    const [header = ''] = String(written[drafted]).split('with', 1);
    const edited = { ...written, [drafted]: `${header}select 1 as one from {{ source('clinic', 'patients') }}\n` };
    expect(generateFrom({ ...clinic, ...edited }, generators)).toEqual(first);
    const own = { ...written, [drafted]: "select 1 as one from {{ source('clinic', 'patients') }}\n" };
    expect(Object.keys(textsOf(generateFrom({ ...clinic, ...own }, generators)))).not.toContain(drafted);
  });

  it('are described once: dbt refuses two descriptions', () => {
    const described = { [`${clinicRoot}/models/staging/_staging.yml`]: 'models:\n  - name: stg_clinic__patients\n' };
    const { [`${clinicRoot}/models/staging/_stg_clinic__patients.yml`]: _, ...written } = textsOf(
      generateFrom(clinic, generators),
    );
    const properties = (files: MemoryFiles): boolean =>
      Object.keys(textsOf(generateFrom(files, generators))).some((path) => path.endsWith('_stg_clinic__patients.yml'));
    expect(
      [
        { ...clinic, ...written },
        { ...clinic, ...described },
        { ...clinic, ...written, ...described },
      ].map(properties),
    ).toEqual([true, false, false]);
  });

  it('are not drafted for a table that another model reads', () => {
    const reading = {
      [`${clinicRoot}/models/staging/people.sql`]: 'select 1 as one from {{ source( "clinic" , \'patients\' ) }}\n',
    };
    expect(Object.keys(textsOf(generateFrom({ ...clinic, ...reading }, generators)))).toEqual([
      `${clinicRoot}/models/staging/stg_clinic__visits.sql`,
      `${clinicRoot}/models/staging/_stg_clinic__visits.yml`,
    ]);
  });

  it('are not drafted where their name is taken, or without columns, and a note says so', () => {
    const taken = model('stg_crm__orders', { path: 'implementation/dbt/models/old/stg_crm__orders.sql' });
    expect(made(input([property('id')]), [taken])).toEqual({
      paths: [],
      notes: [
        'no staging model was drafted for "orders": implementation/dbt/models/old/stg_crm__orders.sql is already called "stg_crm__orders"; rename it, or read the source there',
      ],
    });
    expect(made(input([]))).toEqual({
      paths: [],
      notes: ['no staging model was drafted for "orders": its contract names no column of it; add its properties'],
    });
    expect(made(input([property('a"b'), property('id')])).notes).toEqual([
      '"orders.a"b" is not in the drafted staging model: its physical name has quotes, braces or control characters; rename it',
    ]);
  });

  it('cause no finding of our own rules', async () => {
    const files = { ...clinic, 'dataengos.yaml': 'generators: { dbt-staging: true }\n' };
    const marts = {
      [`${clinicRoot}/models/marts/dim_patients.sql`]: "select tax_id from {{ source('clinic', 'patients') }}\n",
    };
    expect(await findingsOf({ ...files, ...textsOf(generateFrom(files)) })).toEqual([]);
    // The rules do look at this project.
    const leaking = await findingsOf({ ...files, ...textsOf(generateFrom(files)), ...marts });
    expect(leaking.filter((finding) => finding.startsWith('masking/unmasked-column'))).toHaveLength(1);
  });
});

describe('a column of a staging model', () => {
  const email = {
    path: 'specs/governance/classification.yaml',
    terms: [{ term: 'email', pii: true, level: 'confidential', policy: 'hash', at: fileStart('x') }],
  };
  const cases: readonly [string, Property, string, Governance?, string?][] = [
    ['is as it is', property('id'), 'id'],
    ['is renamed', property('id', { physicalName: 'ORDER_ID' }), 'order_id as id'],
    ['is in snake case', property('orderDate'), 'orderdate as order_date'],
    ['is quoted where it is a word of SQL', property('group'), '"group"'],
    [
      'is a text that means a number',
      property('n', { logical: 'integer', type: 'varchar(9)' }),
      'cast(n as bigint) as n',
    ],
    [
      'is a text that means an amount',
      property('n', { logical: 'number', type: 'STRING' }),
      'cast(n as decimal(38, 9)) as n',
    ],
    ['is a text that means a date', property('n', { logical: 'date', type: 'text' }), 'cast(n as date) as n'],
    [
      'is a timestamp that means a date',
      property('n', { logical: 'date', type: 'timestamp(3)' }),
      'cast(n as date) as n',
    ],
    ['is typed already', property('n', { logical: 'integer', type: 'bigint' }), 'n'],
    ['is masked for its name', property('email'), "{{ mask_pii('email') }} as email_hash", { classification: email }],
    [
      'is masked for its classification',
      property('contact', { logical: 'string', classification: 'confidential' }),
      "{{ mask_pii('contact') }} as contact_hash",
      { classification: email },
    ],
    [
      'is masked where there is no policy',
      property('email', { classification: 'confidential' }),
      "{{ mask_pii('email') }} as email_hash",
    ],
    [
      'is open where the contract says public',
      property('email', { classification: 'public' }),
      'email',
      { classification: email },
    ],
    [
      'is masked by the macro of the library',
      property('email'),
      "{{ hide('email') }} as email_hash",
      {
        classification: email,
        macros: { path: 'm', macros: [{ name: 'hide', parameters: ['c'], masks: true, at: fileStart('m') }] },
      },
    ],
    [
      'is named as the policy wants',
      property('refunded', { logical: 'boolean' }),
      'refunded as is_refunded',
      {
        naming: {
          path: 'n',
          layers: [],
          columns: [{ columns: 'boolean', prefixes: ['is_', 'has_'], suffixes: [], at: fileStart('n') }],
        },
      },
    ],
    ['keeps a Postgres name with capitals', property('orderDate'), '"orderDate" as order_date', {}, 'postgres'],
    ['is quoted as BigQuery does', property('group'), '`group`', {}, 'bigquery'],
  ];
  it.each(cases)('%s', (...[, column, expected, governance = {}, dialect = 'duckdb']) => {
    expect(renamed(column, governance, dialect)).toBe(expected);
  });

  it('has a name of its own', () => {
    const sql = sqlOf(input([property('userId'), property('user_id'), property('User ID')]));
    expect(sql).toContain('select\n    user_id,\n    user_id_2,\n    user_id_3\nfrom renamed\n');
  });

  it('of a hostile name never leaves its place', () => {
    const names = [`x'y`, `{{ env_var('A') }}`, 'a;b', 'a--b', '#}', '🙂', 'a\nb', '数', 'x'.repeat(300), '1st', '-'];
    const sql = sqlOf(input(names.map((name) => property(name))));
    expect(sql).not.toContain('env_var');
    // What SQL is left of quoted names and comments.
    const bare = sql.replaceAll(/"[^"\n]*"|\{\{ source\('crm', 'orders'\) \}\}|\{#[^#]*#\}| -- noqa: RF05/g, '');
    expect(bare).toMatch(/^[\sa-z0-9_(),]*$/);
  });
});

describe('the tests of a drafted model', () => {
  it.each([
    ['hash', 'email_hash', ['not_null', 'unique']],
    ['redact', 'email_masked', ['not_null']],
    ['nullify', 'email_masked', undefined],
    ['none', 'email', ['not_null', 'unique']],
  ] as const)('of a key that is masked by %s', (policy, name, tests) => {
    const term = { term: 'email', pii: true, policy, at: fileStart('x') };
    const governance = { classification: { path: 'specs/governance/classification.yaml', terms: [term] } };
    const key = property('email', { primaryKey: true, logicalTypeOptions: { minLength: 3 } });
    const { artifacts } = generateWith(project([input([key])], [dbtProject([])], { governance }), { generators });
    const { models }: Drafted = parse(artifacts[1]?.content ?? '');
    expect(models[0]?.columns.map((column) => [column.name, column.data_tests])).toEqual([[name, tests]]);
  });
});

describe('SQL is written as the stack standards want it', () => {
  it.each([
    ['leading-commas', '    a\n    , b\n'],
    ['upper-keywords', 'SELECT\n    a,\n    b\nFROM renamed\n'],
    ['lower-keywords', 'select\n    a,\n    b\nfrom renamed\n'],
  ] as const)('%s', (demand, expected) => {
    const stack = { path: 's', demands: [{ demand, at: fileStart('s') }] };
    const columns = input([property('a'), property('b', { logical: 'date', type: 'text' })]);
    expect(sqlOf(columns, { stack })).toContain(expected);
    expect(sqlOf(columns, { stack })).toContain(
      demand === 'upper-keywords' ? 'cast(b AS date) AS b' : 'cast(b as date) as b',
    );
  });
});

/** What the gate says of the dbt project of a repository. */
async function findingsOf(head: MemoryFiles): Promise<readonly string[]> {
  const { findings, rules } = await checkFiles({
    head: Object.fromEntries(Object.entries(head).map(([path, text]) => [path, String(text)])),
  });
  expect(rules.skipped.filter(({ why }) => /crash/i.test(why))).toEqual([]);
  return findings
    .filter(({ path }) => path.startsWith(clinicRoot))
    .map(({ rule, path, line, message }) => `${rule} ${path}:${line} ${message}`);
}

interface Drafted {
  readonly models: readonly {
    readonly columns: readonly { readonly name: string; readonly data_tests?: readonly string[] }[];
  }[];
}

function input(properties: readonly Property[]): Contract {
  const path = 'specs/contracts/sources/crm/orders.yaml';
  return contract({ id: 'orders-in', path, direction: 'input', schema: [object('orders', properties)] });
}

function made(
  of: Contract,
  models: readonly ReturnType<typeof model>[] = [],
): { readonly paths: readonly string[]; readonly notes: readonly string[] } {
  const { artifacts, notes } = generateWith(project([of], [dbtProject(models)]), { generators });
  return {
    paths: artifacts.map(({ path }) => path),
    notes: notes.map(({ message, values }) => translate('en', message, values)),
  };
}

function sqlOf(of: Contract, governance: Governance = {}, dialect = 'duckdb'): string {
  const { artifacts } = generateWith(project([of], [dbtProject([], { dialect })], { governance }), { generators });
  return artifacts[0]?.content ?? '';
}

/** The line of the second select that a column has. */
function renamed(column: Property, governance: Governance, dialect: string): string | undefined {
  return /renamed as \(\n\n {4}select\n {8}(.*)\n/.exec(sqlOf(input([column]), governance, dialect))?.[1];
}
