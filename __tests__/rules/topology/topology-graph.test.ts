import { beforeAll, describe, expect, it } from 'vitest';
import type { Files, RuleContext } from '../../../src/model/rule.ts';
import { knownNames } from '../../../src/rules/known-names.ts';
import {
  acrossFiles,
  type MeantTopology,
  meantTopologies,
  nameOfNode,
  targetsOf,
} from '../../../src/rules/topology-graph.ts';
import { contextOf } from '../shared/in-rules.ts';

const topology = 'specs/pipelines/sales/topology.mermaid';
const files: Files = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/Fct_Orders.sql': 'select 1 as total\n',
  'implementation/dbt/models/stg_orders.sql': 'select 1 as total\n',
  [topology]: `flowchart LR
  a[People] --> b[stg_orders]
  b --> c[fct_orders]
  x[Fct_Orders] --> y[Board]
  b -.-> x
  z --> c
`,
};

let context: RuleContext;
beforeAll(async () => {
  context = await contextOf(files);
});

function drawing(): MeantTopology {
  const [first] = meantTopologies(context.project.topologies ?? [], knownNames(context));
  if (first === undefined) throw new Error('no topology');
  return first;
}

describe('what a topology draws', () => {
  it('is found by what it stands for, at its first node', () => {
    expect([...drawing().nodes].map(([key, { id }]) => [key, id])).toEqual([
      ['model stg_orders', 'b'],
      ['model fct_orders', 'c'],
    ]);
  });

  it('has edges between known things, all that are drawn between two', () => {
    const edges = [...drawing().edges].map(([key, all]) => [key, all.map(({ edge }) => `${edge.from} ${edge.to}`)]);
    expect(edges).toEqual([['model stg_orders > model fct_orders', ['b c', 'b x']]]);
  });

  it('leads to what its edges end in', () => {
    expect(targetsOf(drawing())).toEqual(['model fct_orders', 'model fct_orders']);
  });

  it.each([
    ['b', 'model stg_orders', 'stg_orders'],
    ['x', 'model fct_orders', 'Fct_Orders'],
    ['a', `${topology} a`, 'People'],
    ['y', `${topology} y`, 'Board'],
    ['z', `${topology} z`, 'z'],
  ])('%s is %s across files, %s to people', (id, key, name) => {
    const meant = drawing();
    expect([acrossFiles(meant, id), nameOfNode(meant, id)]).toEqual([key, name]);
  });
});
