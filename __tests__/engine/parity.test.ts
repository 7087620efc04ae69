import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles, gatherFiles, shortFinding } from '../support/check-files.ts';

const folder = 'implementation/dbt/models';
const outputs = 'specs/contracts/outputs';
const project: Files = { 'implementation/dbt/dbt_project.yml': 'name: shop\n' };
const total = 'name: total, logicalType: number, description: Total.';

async function pairs(head: Files): Promise<readonly string[]> {
  const { input } = await gatherFiles({ head });
  return (input.head.facts.parity?.pairs ?? []).map(
    ({ subject, path }) => `${subject} ${path.slice(folder.length + 1)}`,
  );
}

function contractOf(id: string, more: { readonly object?: string; readonly status?: string } = {}): string {
  return exampleContract({ id, object: more.object ?? 'fct_sales', columns: [total], status: more.status ?? 'active' });
}

describe('which model a contract is about', () => {
  it('is the one that makes a table of the name, whatever its case', async () => {
    const head = {
      ...project,
      [`${folder}/fct_sales.sql`]: 'select 1 as total\n',
      [`${outputs}/sales.yaml`]: contractOf('sales', { object: 'FCT_SALES' }),
    };
    expect(await pairs(head)).toEqual(['sales/FCT_SALES fct_sales.sql']);
  });

  it('is the one with the alias, and not the one with the name', async () => {
    const head = {
      ...project,
      [`${folder}/sales_v9.sql`]: "{{ config(alias='fct_sales') }}\nselect 1 as total\n",
      [`${outputs}/sales.yaml`]: contractOf('sales'),
      [`${outputs}/other.yaml`]: contractOf('other', { object: 'sales_v9' }),
    };
    expect(await pairs(head)).toEqual(['sales/fct_sales sales_v9.sql']);
  });

  it('is none where two models, or two contracts in force, could be meant', async () => {
    const twice = {
      ...project,
      [`${folder}/fct_sales.sql`]: 'select 1 as total\n',
      [`${outputs}/sales.yaml`]: contractOf('sales'),
      [`${outputs}/again.yaml`]: contractOf('again'),
    };
    expect(await pairs(twice)).toEqual([]);
    const renamed = { [`${folder}/other.sql`]: "{{ config(alias='fct_sales') }}\nselect 1 as total\n" };
    expect(await pairs({ ...project, ...renamed, ...without(twice, `${outputs}/again.yaml`) })).toEqual([]);
  });

  it('is the one in force where the others are drafts or retired', async () => {
    const head = {
      ...project,
      [`${folder}/fct_sales.sql`]: 'select 1 as total\n',
      [`${outputs}/sales.yaml`]: contractOf('sales'),
      [`${outputs}/next.yaml`]: contractOf('next', { status: 'draft' }),
      [`${outputs}/old.yaml`]: contractOf('old', { status: 'retired' }),
    };
    expect(await pairs(head)).toEqual(['next/fct_sales fct_sales.sql', 'sales/fct_sales fct_sales.sql']);
  });

  it('is none for a contract of a source, and for a model that does not compile', async () => {
    const head = {
      ...project,
      [`${folder}/fct_sales.sql`]: "select total from {{ ref('nowhere') }}\n",
      [`${outputs}/sales.yaml`]: contractOf('sales'),
      [`${folder}/raw_sales.sql`]: 'select 1 as total\n',
      'specs/contracts/inputs/raw.yaml': contractOf('raw', { object: 'raw_sales' }),
    };
    expect(await pairs(head)).toEqual([]);
  });
});

function without(files: Files, path: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([each]) => each !== path));
}

async function introduced(base: Files, head: Files): Promise<readonly string[]> {
  const { findings } = await checkFiles({ base, head });
  return findings.filter((finding) => finding.rule === 'parity/column-extra' && finding.introduced).map(shortFinding);
}

describe('what was wrong before the change', () => {
  const files = {
    ...project,
    [`${folder}/fct_sales.sql`]: 'select 1 as total, 2 as margin\n',
    [`${outputs}/sales.yaml`]: contractOf('sales'),
  };

  it('is shown and does not fail, wherever it moves to', async () => {
    const moved = { ...files, [`${folder}/fct_sales.sql`]: '-- all sales\nselect 1 as total,\n  2 as margin\n' };
    expect(await introduced(files, moved)).toEqual([]);
  });

  it('is new where only the contract changes', async () => {
    const margin = 'name: margin, logicalType: number, description: Margin.';
    const before = {
      ...files,
      [`${outputs}/sales.yaml`]: exampleContract({ object: 'fct_sales', columns: [total, margin] }),
    };
    expect(await introduced(before, files)).toEqual([`${folder}/fct_sales.sql:1 model:fct_sales.margin`]);
  });
});
