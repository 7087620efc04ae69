import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/model/edits.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import modelColumn from '../../src/rules/naming/model-column.ts';
import { findingsOf } from './shared/in-rules.ts';

const sales = 'implementation/dbt/models/marts/fct_sales.sql';
const yml = 'implementation/dbt/models/marts/marts.yml';
const casing = '"casing": { "columns": "snake_case" }';
const kinds =
  '"column_rules": { "boolean": { "prefix": "is_|has_" }, "timestamp": { "suffix": "_at" }, "date": { "suffix": "_on" } }';

/** What is said of a model by a policy that says both, or only as given. */
function judge(files: Files, policy = `${casing}, ${kinds}`): Promise<readonly Finding[]> {
  return findingsOf(modelColumn, {
    'specs/governance/naming.json': `{ ${policy} }\n`,
    'implementation/dbt/dbt_project.yml': 'name: sales\n',
    ...files,
  });
}

/** `name → suggestion` of the columns that break the policy. */
async function wrong(files: Files, policy?: string): Promise<readonly string[]> {
  return (await judge(files, policy)).map(
    ({ subject, message }) => `${subject.split('.')[1]} → ${/"([^"]+)"[^"]*$/.exec(message)?.[1]}`,
  );
}

const columns = (...each: readonly string[]): string =>
  `models:\n  - name: fct_sales\n    columns:\n${each.map((column) => `      - { ${column} }\n`).join('')}`;

it.each([
  ['boolean', 'is_x'],
  ['BOOL', 'is_x'],
  ['date', 'x_on'],
  ['timestamp', 'x_at'],
  ['TIMESTAMP WITH TIME ZONE', 'x_at'],
  ['timestamptz', 'x_at'],
  ['TimestampNTZ', 'x_at'],
  ['timestamp_ltz(3)', 'x_at'],
  ['datetime2', 'x_at'],
  [' datetime', 'x_at'],
])('a column of type %s is to be called %s', async (type, expected) => {
  expect(await wrong({ [sales]: 'select x from a\n', [yml]: columns(`name: x, data_type: "${type}"`) })).toEqual([
    `x → ${expected}`,
  ]);
});

it.each(['', 'time', 'interval', 'varchar(20)', '2timestamps', 'updated', 'number'])(
  'of type "%s" the policy asks for nothing',
  async (type) => {
    expect(await wrong({ [sales]: 'select x from a\n', [yml]: columns(`name: x, data_type: "${type}"`) })).toEqual([]);
  },
);

const withContract = (object: string): Files => ({
  [sales]: 'select a as isActive from b\n',
  'specs/contracts/outputs/sales.yaml': exampleContract({
    object,
    columns: ['name: active, physicalName: isActive, logicalType: boolean, description: Active.'],
  }),
});

describe('names', () => {
  it.each([
    ['select a as isActive from b\n', ['isActive → is_active']],
    ['select a as _loadedAt from b\n', ['_loadedAt → loaded_at']],
    ['select a as _loaded_at, b as __valid from c\n', []],
    ['select a as Loaded__At from b\n', ['Loaded__At → loaded_at']],
  ])('%s', async (sql, expected) => {
    expect(await wrong({ [sales]: sql })).toEqual(expected);
  });

  it('are judged by casing only, or by kind only, where the policy says only that', async () => {
    const files = { [sales]: "select a = 1 as isWon, b as wonBy, c = 'x' as won from d\n" };
    expect(await wrong(files, casing)).toEqual(['isWon → is_won', 'wonBy → won_by']);
    expect(await wrong(files, kinds)).toEqual(['isWon → is_isWon', 'won → is_won']);
    expect(await wrong(files, '"casing": { "tables": "snake_case" }')).toEqual([]);
  });

  it('are told by the properties file where the SQL cannot be read', async () => {
    const files = { [sales]: 'select from where (\n', [yml]: columns('name: isActive') };
    expect(await wrong(files)).toEqual(['isActive → is_active']);
  });

  it('of a contract are judged there: by the table’s name or by its name in the warehouse, in any case', async () => {
    expect(await wrong(withContract('FCT_SALES'))).toEqual([]);
    expect(await wrong(withContract('sales\n    physicalName: shop.marts.fct_sales'))).toEqual([]);
    expect(await wrong(withContract('sales\n    physicalName: fct_sales.marts.shop'))).toEqual([
      'isActive → is_active',
    ]);
  });
});

const repaired = async (sql: string, more: Files = {}): Promise<readonly (string | undefined)[]> => {
  const found = await judge({ [sales]: sql, ...more });
  return found.map(({ fix }) => (fix === null ? undefined : applyEdits(sql, fix.edits)));
};

const text = async (files: Files): Promise<string | undefined> => (await judge(files))[0]?.message;

describe('the repair', () => {
  it('renames an alias that nothing else says', async () => {
    const [found, ...others] = await judge({ [sales]: 'select a as isActive, c from b\n' });
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      line: 1,
      column: 13,
      subject: 'model:fct_sales.isActive',
      fix: { title: 'isActive → is_active' },
      related: [{ path: 'specs/governance/naming.json', line: 1 }],
    });
    expect(await repaired('select a as isActive, c from b\n')).toEqual(['select a as is_active, c from b\n']);
  });

  it.each([
    ['what is not an alias', 'select isActive from b\n', { [yml]: columns('name: isActive') }],
    ['what others read', 'select a as isActive from b\n', { 'README.md': 'See ISACTIVE.\n' }],
    ['to a name that is there', 'select a as isActive, c as IS_ACTIVE, d as e from b\n', {}],
  ])('does not rename %s', async (_, sql, more: Files) => {
    expect((await repaired(sql, more)).slice(0, 1)).toEqual([undefined]);
  });

  it('is said to be taken where another column has the name', async () => {
    const free = await text({ [sales]: 'select a as isActive from b\n' });
    const taken = await text({ [sales]: 'select a as isActive, c as is_active from b\n' });
    const described = await text({ [sales]: 'select a as isActive from b\n', [yml]: columns('name: is_active') });
    expect(free).toBe(
      'column "isActive" of model "fct_sales" breaks the rule snake_case defined in specs/governance/naming.json:1; call it "is_active"',
    );
    expect(taken).toBe(
      'column "isActive" of model "fct_sales" breaks the rule snake_case defined in specs/governance/naming.json:1; "is_active" is another column of the model: find a name of its own, or remove one of the two',
    );
    expect(described).toBe(taken);
  });
});
