import { expect, test } from 'vitest';
import { dbtGraph } from '../../src/lineage/dbt-graph.ts';
import { worldOf } from './worlds.ts';

test('the graph of a tree is built once; what compiling tells makes another', () => {
  const { dbt } = worldOf({
    'implementation/dbt/dbt_project.yml': 'name: shop\n',
    'implementation/dbt/models/a.sql': 'select 1 as id\n',
  }).project;
  const told = { refs: [], sources: [], unresolved: [], parse: 'unknown', render: 'rendered' } as const;
  const compiled = [{ model: 'a', path: 'implementation/dbt/models/a.sql', config: { alias: 'b' }, ...told }];
  const graph = dbtGraph(dbt, compiled);
  expect(dbtGraph(dbt, compiled)).toBe(graph);
  expect([...graph.byTable.keys()]).toEqual(['b']);
  expect([...dbtGraph(dbt, []).byTable.keys()]).toEqual(['a']);
  expect([...dbtGraph([...dbt], compiled).byTable.keys()]).toEqual(['b']);
});
