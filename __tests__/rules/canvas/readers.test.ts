import { describe, expect, it } from 'vitest';
import type { Files, Rule } from '../../../src/model/rule.ts';
import objectiveUnmeasured from '../../../src/rules/canvas/objective-unmeasured.ts';
import zombiePipeline from '../../../src/rules/canvas/zombie-pipeline.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import { checkFiles } from '../../support/check-files.ts';

const canvases = 'specs/product-canvas';
const outputs = 'specs/contracts/outputs';
const models = 'implementation/dbt/models/marts';
const dbt = { 'implementation/dbt/dbt_project.yml': 'name: shop\n' };
const columns = ['name: total, logicalType: number, description: Total.'];
const select = 'select 1 as total\n';
const vision = '# Finance\n\n## Data consumers\n- CFO: open invoices\n';

async function messages(head: Files, rule: Rule): Promise<readonly string[]> {
  const report = await checkFiles({ head: { ...dbt, ...head }, rules: [rule] });
  expect(report.rules.skipped).toEqual([]);
  return report.findings.map(({ subject, message }) => `${subject}: ${message}`);
}

/** Subjects of what nobody reads. */
async function zombies(head: Files): Promise<readonly string[]> {
  const found = await messages({ [`${canvases}/vision.md`]: vision, ...head }, zombiePipeline);
  return found.map((each) => each.slice(0, each.indexOf(': ')));
}

function contract(id: string, table = id, status = 'active'): string {
  return exampleContract({ id, object: table, columns, status });
}

describe('what nobody reads', () => {
  it.each<[why: string, head: Files, ...zombies: string[]]>([
    [
      'a canvas that says nothing yet names nothing',
      { [`${outputs}/sales.yaml`]: contract('sales'), [`${canvases}/sales.md`]: '# Sales\n\n## Consumers\n' },
      'sales',
    ],
    [
      'a canvas that names its readers speaks of what it is called like',
      { [`${outputs}/sales.yaml`]: contract('sales'), [`${canvases}/sales.md`]: '# It\n\n## Consumers\n- Board\n' },
    ],
    [
      'a canvas that says only how fresh it is names nobody',
      { [`${outputs}/sales.yaml`]: contract('sales'), [`${canvases}/sales.md`]: '# It\n\n## Latency\n6h\n' },
      'sales',
    ],
    ['one plain name among others says nothing', { [`${outputs}/table.yaml`]: contract('shipments') }, 'shipments'],
    ['plain names only say nothing against it', { [`${outputs}/table.yaml`]: contract('report', 'tables') }],
    [
      'a mart without contract is told that first, where contracts are kept',
      { [`${outputs}/invoices.yaml`]: contract('invoices'), [`${models}/fct_trucks.sql`]: select },
    ],
    [
      'what another one that nobody reads reads',
      {
        [`${models}/fct_ships.sql`]: "select * from {{ ref('fct_trucks') }}\n",
        [`${models}/fct_trucks.sql`]: select,
      },
      'model:fct_ships',
      'model:fct_trucks',
    ],
    [
      'what is read through others, seeds and circles aside',
      {
        [`${models}/fct_invoices.sql`]: "select * from {{ ref('dim_a') }}\n",
        [`${models}/fct_open_invoices.sql`]: "select * from {{ ref('a_seed') }}\n",
        [`${models}/dim_a.sql`]: "select * from {{ ref('dim_b') }}\n",
        [`${models}/dim_b.sql`]: "select * from {{ ref('dim_a') }}\n",
        [`${models}/dim_c.sql`]: select,
      },
      'model:dim_c',
    ],
  ])('%s', async (_, head, ...expected) => {
    expect(await zombies(head)).toEqual(expected);
  });

  it.each([
    ["ref('dim_shops')", true],
    ['ref("dim_shops")', true],
    ["ref( 'dim_shops' )", true],
    ["ref('shop', 'dim_shops')", true],
    ["ref('shop' , 'dim_shops')", true],
    ["ref('shop','dim_shops')", true],
    ['ref("shop",  "dim_shops")', true],
    ["ref('dim_shops', 'other')", false],
    ["my_ref('dim_shops')", false],
    ["ref(shop, 'dim_shops')", false],
  ])('{{ %s }} reads dim_shops: %s', async (call, isRead) => {
    const head = {
      [`${models}/fct_invoices.sql`]: `select * from {{ ${call} }}\n`,
      [`${models}/dim_shops.sql`]: select,
    };
    expect(await zombies(head)).toEqual(isRead ? [] : ['model:dim_shops']);
  });

  it.each([
    ['active', true],
    ['retired', false],
    ['Deprecated', false],
    ['undeprecated', true],
    ['retired-soon', true],
  ])('a contract whose status is %s: %s', async (status, isZombie) => {
    expect(await zombies({ [`${outputs}/sales.yaml`]: contract('sales', 'sales', status) })).toEqual(
      isZombie ? ['sales'] : [],
    );
  });
});

describe('an objective that nothing measures', () => {
  const measured = exampleContract({
    id: 'refunds',
    object: 'refunds',
    columns: ['name: total, logicalType: number, description: Total., quality: [{ metric: nullValues, mustBe: 0 }]'],
  });

  it.each<[objective: string, expected?: string]>([
    ['No duplicate orders', 'No duplicate orders'],
    ['Completeness: 99% of the orders', 'Completeness: 99% of the orders'],
    ['Latency: as low as it gets'],
    ['Availability: 99%'],
    ['Delay: 6h'],
    ['within 6h'],
    ['Frescor dos dados no painel'],
    ['The uptime of the board counts'],
    ['TBD'],
    ['Completeness: ?'],
    ['?\n- No duplicate orders', 'No duplicate orders'],
  ])('%s', async (objective, expected) => {
    const head = {
      [`${canvases}/sales.md`]: `# Sales\n\n## SLOs\n- ${objective}\n`,
      [`${outputs}/sales.yaml`]: contract('sales'),
    };
    expect(await messages(head, objectiveUnmeasured)).toEqual(
      expected === undefined
        ? []
        : [
            `${canvases}/sales.md: objective "${expected}" is measured by nothing: there is no "quality" rule in "sales"; write it as one`,
          ],
    );
  });

  const objectives = '# Shop\n\n## SLOs\n- No duplicates\n';

  it.each<[why: string, head: Files, ...contracts: string[]]>([
    ['a canvas of no contract', { [`${canvases}/sales.md`]: objectives }],
    ['a canvas of a mart', { [`${canvases}/sales.md`]: objectives, [`${models}/fct_sales.sql`]: select }],
    [
      'one of several contracts has a rule',
      {
        [`${canvases}/vision.md`]: objectives,
        [`${outputs}/a.yaml`]: contract('a'),
        [`${outputs}/refunds.yaml`]: measured,
        [`${outputs}/z.yaml`]: contract('z'),
      },
    ],
    [
      'only the contract of another canvas has a rule',
      {
        [`${canvases}/sales.md`]: objectives,
        [`${outputs}/refunds.yaml`]: measured,
        [`${outputs}/sales.yaml`]: contract('sales'),
      },
      '"sales"',
    ],
    [
      'five of the contracts are named',
      {
        [`${canvases}/vision.md`]: objectives,
        ...Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [`${outputs}/${id}.yaml`, contract(id)])),
      },
      '"a", "b", "c", "d", "e"',
    ],
  ])('%s', async (_, head, ...expected) => {
    const found = await messages(head, objectiveUnmeasured);
    expect(found.map((each) => each.replace(/^.* rule in (.*); write it as one$/, '$1'))).toEqual(expected);
  });
});
