import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import contractMissing from '../../src/rules/spec-first/contract-missing.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const dbt = 'implementation/dbt';
const outputs = 'specs/contracts/data-products';
const columns = ['name: total, logicalType: number, description: Total.'];
const canvas = 'specs/product-canvas/vision.md';
const finance = '# Finance\n\n## Domain\nFinance.\n\n## Data consumers\n- CFO: invoices\n';
const base: Files = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${outputs}/finance/invoices.yaml`]: exampleContract({ id: 'invoices', object: 'fct_invoices', columns }),
  [`${dbt}/models/marts/finance/fct_invoices.sql`]: 'select 1 as total\n',
};

/** `rule subject: message` of the rungs, without what was there before. */
async function rungs(head: Files, before?: Files): Promise<readonly string[]> {
  const report = await checkFiles({ head, ...(before === undefined ? {} : { base: before }) });
  return report.findings
    .filter(({ rule, introduced }) => introduced && rule.startsWith('spec-first/'))
    .map(({ rule, subject, severity, message }) => `${rule} ${severity} ${subject}: ${message}`);
}

function withMart(path: string, text = 'select 1 as total\n'): Files {
  return { ...base, [`${dbt}/models/${path}`]: text };
}

describe('a model without contract', () => {
  it('is refused in the change that adds it, and no more with its contract', async () => {
    const head = withMart('marts/finance/fct_refunds.sql');
    expect(await rungs(head, base)).toEqual([
      'spec-first/contract-missing error model:fct_refunds: model "fct_refunds" is in the layer that people read, but no output contract describes its table; write one in specs/contracts/data-products/ with a schema object "fct_refunds", before the code',
    ]);
    const contract = exampleContract({ id: 'refunds', object: 'fct_refunds', columns });
    expect(await rungs({ ...head, [`${outputs}/finance/refunds.yaml`]: contract }, base)).toEqual([]);
  });

  it('is told which table of a contract it may be', async () => {
    const contract = exampleContract({ id: 'refunds', object: 'fct_refund', columns });
    const head = { ...withMart('marts/finance/fct_refunds.sql'), [`${outputs}/finance/refunds.yaml`]: contract };
    expect(await rungs(head)).toEqual([
      'spec-first/contract-missing error model:fct_refunds: no output contract describes the table of model "fct_refunds"; did you mean "fct_refund", which no model makes? Else write a contract in specs/contracts/data-products/ with a schema object "fct_refunds"',
    ]);
  });

  it('hears of the canvas too where its domain is in none', async () => {
    const head = { ...withMart('marts/logistics/fct_shipments.sql'), [canvas]: finance };
    expect(await rungs(head)).toEqual([
      'spec-first/contract-missing error model:fct_shipments: no output contract describes the table of model "fct_shipments", and no canvas names its domain "logistics"; write the canvas in specs/product-canvas/ first, then the contract in specs/contracts/data-products/, then the code',
    ]);
  });

  it('may be public by its configuration', async () => {
    const text = "{{ config(access='public') }}\nselect 1 as total\n";
    expect((await rungs(withMart('shared/things.sql', text))).map((each) => each.split(':')[1])).toEqual(['things']);
    expect(await rungs(withMart('shared/things.sql'))).toEqual([]);
  });

  it('is judged in a repository without contracts where the option says so', async () => {
    const head = {
      [`${dbt}/dbt_project.yml`]: 'name: shop\n',
      [`${dbt}/models/marts/fct_a.sql`]: 'select 1 as total\n',
    };
    const always = { type: 'boolean', default: true, description: 'Always.' } as const;
    const { findings } = await checkFiles({ head, rules: [{ ...contractMissing, options: { always } }] });
    expect(findings.map(({ subject }) => subject)).toEqual(['model:fct_a']);
    expect((await checkFiles({ head, rules: [contractMissing] })).findings).toEqual([]);
  });

  it('is not judged while a contract cannot be read', async () => {
    const head = { ...withMart('marts/finance/fct_refunds.sql'), [`${outputs}/finance/refunds.yaml`]: 'schema: [\n' };
    expect(await rungs(head)).toEqual([]);
  });
});

describe('a domain without canvas', () => {
  const shipped: Files = {
    ...base,
    [`${outputs}/logistics/shipments.yaml`]: exampleContract({ id: 'shipments', object: 'fct_shipments', columns }),
    [`${dbt}/models/marts/logistics/fct_shipments.sql`]: 'select 1 as total\n',
    [`${outputs}/logistics/routes.yaml`]: exampleContract({ id: 'routes', object: 'fct_routes', columns }),
    [`${dbt}/models/marts/logistics/fct_routes.sql`]: 'select 1 as total\n',
  };

  it('is said once', async () => {
    expect(await rungs({ ...shipped, [canvas]: finance })).toEqual([
      'spec-first/canvas-missing warning model:fct_routes: model "fct_routes" belongs to domain "logistics", which no canvas names; write specs/product-canvas/logistics.md, or name the domain under "Domain" of vision.md',
    ]);
  });

  it.each([
    [
      'in the name of a canvas',
      { 'specs/product-canvas/logistics.md': '# Trucks\n\n## Data consumers\n- Dispatchers\n' },
    ],
    [
      'in the folder of a canvas',
      { 'specs/product-canvas/logistics/trucks.md': '# Trucks\n\n## Data consumers\n- Dispatchers\n' },
    ],
    ['with other letters', { [canvas]: '# Both\n\n## Domain\nFinance and LOGISTICS.\n' }],
  ])('is none where it stands %s', async (_, canvases) => {
    expect(await rungs({ ...shipped, [canvas]: finance, ...canvases })).toEqual([]);
  });
});

describe('a model in no pipeline spec', () => {
  const specs = 'specs/pipelines/finance';

  it('is said where there are such specs', async () => {
    expect(await rungs({ ...base, [`${specs}/logic.md`]: '# Finance\n\n`stg_bills` is typed.\n' })).toEqual([
      'spec-first/pipeline-missing warning model:fct_invoices: no file of specs/pipelines/ mentions model "fct_invoices"; add it to the narrative or to the topology of its domain',
    ]);
  });

  it.each([
    ['an asset called like it', `${specs}/assets/fct_invoices.yaml`, 'grain: one row per invoice\n'],
    ['its name in words', `${specs}/logic.md`, 'Then FCT_INVOICES is made.\n'],
    ['its name misspelt, which is said elsewhere', `${specs}/logic.md`, '`fct_invoces` is made.\n'],
    ['a file that cannot be read', `${specs}/topology.mermaid`, 'flowchart LR\n  a -> b\n'],
  ])('is none where there is %s', async (_, path, text) => {
    expect(await rungs({ ...base, [path]: text })).toEqual([]);
  });
});
