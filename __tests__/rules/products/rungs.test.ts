import { describe, expect, it } from 'vitest';
import { createMemo } from '../../../src/load/memo.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import type { Json } from '../../../src/model/contract.ts';
import type { CompiledModel, Facts } from '../../../src/model/facts.ts';
import type { Project } from '../../../src/model/project.ts';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import { canvasReader, hasContracts, publishedModels } from '../../../src/rules/rungs.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const dbt = 'implementation/dbt';
const canvases = 'specs/product-canvas';
const select = 'select 1 as total\n';
const contract = exampleContract({
  object: 'fct_sales',
  columns: ['name: total, logicalType: number, description: Total.'],
});

function projectOf(files: Files): Project {
  return loadProject(memoryTree(files), createMemo());
}

function compiled(path: string, config: { readonly [key: string]: Json }): CompiledModel {
  const read = { refs: [], sources: [], unresolved: [] } as const;
  return { model: path, path, render: 'rendered', config, ...read, parse: 'parsed' };
}

function factsOf(models: readonly CompiledModel[]): Facts {
  return { models, artifacts: [], exportsAdopted: false };
}

describe('what is published', () => {
  const files: Files = {
    [`${dbt}/dbt_project.yml`]: 'name: shop\nmodels:\n  shop:\n    open:\n      +access: public\n',
    [`${dbt}/models/marts/fct_sales.sql`]: select,
    [`${dbt}/models/open/by_folder.sql`]: select,
    [`${dbt}/models/shared/by_config.sql`]: select,
    [`${dbt}/models/shared/by_properties.sql`]: select,
    [`${dbt}/models/shared/for_board.sql`]: select,
    [`${dbt}/models/shared/nobody.sql`]: select,
    [`${dbt}/models/models.yml`]: `models:
  - name: by_properties
    config: { access: public }
  - name: nobody
    config: { access: protected }
exposures:
  - name: board
    type: dashboard
    owner: { name: Ana }
    depends_on: [ref('for_board')]
`,
    'specs/contracts/data-products/sales.yaml': contract,
  };

  it('are marts, public models and what a dashboard reads, each with its contract', () => {
    const models = [compiled(`${dbt}/models/shared/by_config.sql`, { access: 'public' })];
    const published = publishedModels({ project: projectOf(files), facts: factsOf(models) });
    expect(published.map(({ model, because, contract: own }) => `${model.name} ${because} ${own?.id}`)).toEqual([
      'fct_sales mart sales',
      'by_folder public undefined',
      'by_config public undefined',
      'by_properties public undefined',
      'for_board exposure undefined',
    ]);
    expect(published.map((each) => 'contract' in each)).toEqual([true, false, false, false, false]);
  });

  it('is what a model says itself, before its folder', () => {
    const models = [compiled(`${dbt}/models/open/by_folder.sql`, { access: 'private' })];
    const published = publishedModels({ project: projectOf(files), facts: factsOf(models) });
    expect(published.map(({ model }) => model.name)).toEqual(['fct_sales', 'by_properties', 'for_board']);
  });
});

describe('output contracts are kept', () => {
  const output = projectOf({ 'specs/contracts/data-products/sales.yaml': contract });
  const input = projectOf({ 'specs/contracts/sources/erp.yaml': contract });
  const broken = projectOf({
    'specs/contracts/data-products/sales.yaml': contract,
    'specs/contracts/data-products/x.yaml': 'schema: [\n',
  });

  it.each([
    ['there is one', [output, output], true],
    ['there are only demands on sources', [input, input], false],
    ['the change adds the first one', [input, output], true],
    ['the judged side cannot be read', [broken, output], false],
    ['only the other side cannot be read', [output, broken], true],
  ] as const)('%s', (_, [project, head], expected) => {
    expect(hasContracts({ project, head })).toBe(expected);
  });
});

/** Which names the canvases of a repository name; undefined where nobody can tell. */
function named(files: Files, ...names: readonly string[]): readonly boolean[] | undefined {
  const project = projectOf(files);
  const reader = canvasReader({ project, head: project });
  return reader && names.map(reader);
}

describe('what canvases name', () => {
  const vision = '# Shop\n\n## Domain\nFinance.\n\n## Data consumers\n- CFO: open invoices\n';

  it('is in their text, in their file and in its folders', () => {
    const files = {
      [`${canvases}/vision.md`]: vision,
      [`${canvases}/Logística/cold_chain.md`]: '# Trucks\n\n## Consumers\n- Drivers\n',
    };
    const names = ['finance', 'Invoice', 'logistica', 'cold', 'driver', 'specs', 'vision', 'md', 'crm'];
    expect(named(files, ...names)).toEqual([true, true, true, true, true, false, false, false, false]);
  });

  it('is a name of which half of the words that tell are there, and every name of plain words', () => {
    const files = { [`${canvases}/vision.md`]: vision };
    expect(named(files, 'finance_ops', 'finance_ops_team', 'crm', 'data')).toEqual([true, false, false, true]);
  });

  it.each<[why: string, files: Files]>([
    ['there are none', {}],
    ['they say nothing', { [`${canvases}/vision.md`]: '# Shop\n\n## Domain\n\n## Data consumers\n' }],
    ['one of them cannot be read', { [`${canvases}/vision.md`]: vision, [`${canvases}/crm.md`]: '\u0000' }],
    [
      'one of the visions cannot be read',
      { [`${canvases}/sales.md`]: '# Sales\n\n## Consumers\n- CFO\n', [`${canvases}/vision.md`]: '\u0000' },
    ],
  ])('is not known where %s', (_, files) => {
    expect(named(files, 'finance')).toBeUndefined();
  });

  it('is what those say that say something: one that is empty names nothing', () => {
    const empty = '# Marketing\n\n## Consumers\n\n## Latency\n';
    expect(named({ [`${canvases}/vision.md`]: vision, [`${canvases}/marketing.md`]: empty }, 'marketing')).toEqual([
      false,
    ]);
  });
});
