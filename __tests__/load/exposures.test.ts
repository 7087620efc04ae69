import { expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { DbtProject } from '../../src/model/dbt.ts';
import { memoryTree } from '../support/memory-tree.ts';

const path = 'implementation/dbt/models/uses.yml';

function load(text: string): DbtProject | undefined {
  const files = { 'implementation/dbt/dbt_project.yml': 'name: shop\n', [path]: text };
  return loadProject(memoryTree(files), createMemo()).dbt[0];
}

it('reads who uses which models and sources', () => {
  const project = load(`exposures:
  - name: board
    label: The board's dashboard
    type: dashboard
    owner: {name: CFO, email: cfo@example.com}
    depends_on:
      - ref('mrr')
      - ref("shop", "churn", v=2)
      - "{{ source('stripe', 'charges') }}"
      - ref(no_text)
      - 4
  - name: bare
  - name: off
    config: {enabled: false}
`);
  expect(project?.exposures).toEqual([
    {
      name: 'board',
      label: "The board's dashboard",
      type: 'dashboard',
      owner: { name: 'CFO', email: 'cfo@example.com' },
      refs: ['mrr', 'churn'],
      sources: ['stripe.charges'],
      at: expect.objectContaining({ path, line: 2, column: 11 }),
    },
    { name: 'bare', owner: {}, refs: [], sources: [], at: expect.objectContaining({ path, line: 12 }) },
  ]);
});

it('a project without exposures has none', () => {
  expect(load('models: []\n')?.exposures).toBeUndefined();
});

it('a source says where its tables are', () => {
  const project = load(
    'sources:\n  - {name: raw, schema: landing, database: lake, tables: [{name: a}]}\n  - {name: b, tables: [{name: c}]}\n',
  );
  expect(project?.sources.map(({ source, schema, database }) => [source, schema, database])).toEqual([
    ['raw', 'landing', 'lake'],
    ['b', undefined, undefined],
  ]);
});
