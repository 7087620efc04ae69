import { describe, expect, it } from 'vitest';
import { exampleContract } from '../../../src/rules/example.ts';
import type { Files } from '../../../src/model/rule.ts';
import { checkFiles } from '../../support/check-files.ts';
import { fixFiles } from '../../support/fix-files.ts';

const contract = 'specs/contracts/outputs/sales.yaml';
const model = 'implementation/dbt/models/marts/fct_sales.sql';
const policy: Files = {
  'specs/governance/naming-conventions.json':
    '{\n  "casing": { "columns": "snake_case" },\n  "column_rules": {\n    "boolean": { "prefix": "is_|has_" },\n    "timestamp": { "suffix": "_at", "timezone": "UTC" }\n  }\n}\n',
  'implementation/dbt/dbt_project.yml': 'name: sales\n',
};

function withColumn(column: string): Files {
  return { ...policy, [contract]: exampleContract({ columns: [column] }) };
}

async function messages(head: Files, lang: 'en' | 'pt-BR'): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head, request: { lang } });
  return findings.filter(({ rule }) => /naming/.test(rule)).map(({ message }) => message);
}

describe('columns of contracts', () => {
  it('customerData breaks snake_case, and the message names the file', async () => {
    expect(await messages(withColumn('name: customerData, logicalType: string, description: D.'), 'pt-BR')).toEqual([
      'a coluna "customerData" viola a regra snake_case definida em specs/governance/naming-conventions.json:2; chame-a de "customer_data"',
    ]);
  });

  it('a boolean is called is_active, a timestamp ends in _at', async () => {
    expect(await messages(withColumn('name: active, logicalType: boolean, description: A.'), 'en')).toEqual([
      'boolean column "active" breaks the rule "is_…, has_…" defined in specs/governance/naming-conventions.json:4; call it "is_active"',
    ]);
    expect(await messages(withColumn('name: created, logicalType: timestamp, description: C.'), 'en')).toEqual([
      'timestamp column "created" breaks the rule "…_at" defined in specs/governance/naming-conventions.json:5; call it "created_at"',
    ]);
  });

  it.each([
    ['name: joined_on, logicalType: timestamp', 'joined_at'],
    ['name: criado_em, logicalType: timestamp', 'criado_at'],
    ['name: logged_on, logicalType: boolean', 'is_logged_on'],
  ])('%s becomes %s', async (column, name) => {
    expect((await messages(withColumn(`${column}, description: D.`), 'en')).join()).toContain(`call it "${name}"`);
  });

  it('are not given the name of another column', async () => {
    const columns = [
      'name: joined, logicalType: timestamp, description: J.',
      'name: Joined_at, logicalType: timestamp, description: J.',
      'name: joined_at, logicalType: timestamp, description: J.',
      'name: isOpen, logicalType: string, description: O.',
    ];
    const head = { ...policy, [contract]: exampleContract({ columns }) };
    expect(await messages(head, 'en')).toEqual([
      'timestamp column "joined" breaks the rule "…_at" defined in specs/governance/naming-conventions.json:5; "joined_at" is another column of the table: find a name of its own, or remove one of the two',
      'column "Joined_at" breaks the rule snake_case defined in specs/governance/naming-conventions.json:2; "joined_at" is another column of the table: find a name of its own, or remove one of the two',
      'column "isOpen" breaks the rule snake_case defined in specs/governance/naming-conventions.json:2; call it "is_open"',
    ]);
    const { outcome } = await fixFiles({ head, wanted: ({ rule }) => rule === 'spec/naming-convention' });
    expect(outcome.applied.map(({ subject }) => subject)).toEqual(['sales/sales.isOpen']);
  });

  it.each([
    [
      'a = 1 as done, b as is_done',
      'boolean column "done" of model "fct_sales" breaks the rule "is_…, has_…" defined in specs/governance/naming-conventions.json:4; "is_done" is another column of the model: find a name of its own, or remove one of the two',
    ],
    [
      '(a is null) as missing',
      'boolean column "missing" of model "fct_sales" breaks the rule "is_…, has_…" defined in specs/governance/naming-conventions.json:4; call it "is_missing"',
    ],
    [
      'current_timestamp() as loaded',
      'timestamp column "loaded" of model "fct_sales" breaks the rule "…_at" defined in specs/governance/naming-conventions.json:5; call it "loaded_at"',
    ],
    [
      'case when a then true else false end as dmg',
      'boolean column "dmg" of model "fct_sales" breaks the rule "is_…, has_…" defined in specs/governance/naming-conventions.json:4; call it "is_dmg"',
    ],
  ])('of a model: %s', async (item, message) => {
    expect(await messages({ ...policy, [model]: `select ${item} from t\n` }, 'en')).toEqual([message]);
  });

  it.each([
    ['a new column', {}, {}, 'customer_data'],
    [
      'one that base has',
      { [contract]: exampleContract({ columns: ['name: customerData, logicalType: string'] }) },
      {},
      undefined,
    ],
    ['one that a model names', {}, { [model]: 'select customerData from t\n' }, undefined],
  ])(
    'are renamed where that is certain: %s',
    async (...[, base, more, name]: readonly [string, Files, Files, string | undefined]) => {
      const head = { ...withColumn('name: customerData, logicalType: string, description: D.'), ...more };
      const { files } = await fixFiles({
        head,
        base: { ...policy, ...base },
        request: { scope: 'all' },
        wanted: ({ rule }) => rule === 'spec/naming-convention',
      });
      const after = files[contract]?.includes('name: customer_data,') === true ? 'customer_data' : undefined;
      expect(after).toBe(name);
    },
  );

  it('of a source are called as the source calls them', async () => {
    const path = 'specs/contracts/inputs/sales.yaml';
    const text = exampleContract({ columns: ['name: customerData, logicalType: string, description: D.'] });
    const { findings } = await checkFiles({ head: { ...policy, [path]: text } });
    const found = findings.filter(({ rule }) => rule === 'spec/naming-convention');
    expect(found.map(({ subject, fix }) => [subject, fix])).toEqual([['sales/sales.customerData', null]]);
  });
});

/** Findings of models' columns as `file:line:column subject`, with the repair. */
async function columnFindings(head: Files): Promise<readonly string[]> {
  const report = await checkFiles({ head: { ...policy, ...head } });
  return report.findings
    .filter(({ rule }) => rule === 'naming/model-column')
    .map(({ path, line, column, subject, fix }) =>
      `${path.split('/').at(-1)}:${line}:${column} ${subject} ${fix?.title ?? ''}`.trim(),
    );
}

it('does not rename an alias that readers of the base branch may know', async () => {
  const files = { ...policy, [model]: 'select a as isActive from t\n' };
  const { findings } = await checkFiles({ base: files, head: files });
  const found = findings.filter(({ rule }) => rule === 'naming/model-column');
  expect(found.map(({ introduced, fix }) => [introduced, fix])).toEqual([[false, null]]);
});

describe('columns of models', () => {
  const properties = 'implementation/dbt/models/marts/marts.yml';

  it.each([
    [
      'an alias that only it names',
      { [model]: 'select a as isActive from t\n' },
      ['fct_sales.sql:1:13 model:fct_sales.isActive isActive → is_active'],
    ],
    [
      'an alias that another model reads',
      {
        [model]: 'select a as isActive from t\n',
        'implementation/dbt/models/x.sql': "select isActive from {{ ref('fct_sales') }}",
      },
      ['fct_sales.sql:1:13 model:fct_sales.isActive'],
    ],
    [
      'an alias that properties describe too is said once',
      {
        [model]: 'select a as isActive from t\n',
        [properties]: 'models:\n  - name: fct_sales\n    columns: [{ name: isActive }]\n',
      },
      ['fct_sales.sql:1:13 model:fct_sales.isActive'],
    ],
    [
      'an alias whose type properties tell',
      {
        [model]: 'select a as active from t\n',
        [properties]: 'models:\n  - name: fct_sales\n    columns: [{ name: active, data_type: bool }]\n',
      },
      ['fct_sales.sql:1:13 model:fct_sales.active'],
    ],
    ['a column as it comes', { [model]: 'select isActive from t\n' }, []],
    ['marks of tools', { [model]: 'select a as _loaded_at, b as __key from t\n' }, []],
    ['bronze', { 'implementation/dbt/models/bronze/b.sql': 'select a as isActive from t\n' }, []],
    [
      'dates are no timestamps',
      {
        [model]: 'select a from t\n',
        [properties]: 'models:\n  - name: fct_sales\n    columns: [{ name: paid_on, data_type: date }]\n',
      },
      [],
    ],
  ])('%s', async (_, head: Files, expected) => {
    expect(await columnFindings(head)).toEqual(expected);
  });
});
