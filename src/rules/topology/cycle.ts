import { compareLocations, compareText } from '../../model/location.ts';
import type { TopologyEdge } from '../../model/pipelines.ts';
import { shortestCycles } from '../cycles.ts';
import { defineRule } from '../define-rule.ts';
import { knownNames } from '../known-names.ts';
import { acrossFiles, meantTopologies, type MeantTopology, nameOfNode } from '../topology-graph.ts';

const topology = 'specs/pipelines/sales/topology.mermaid';
const returns = 'specs/pipelines/returns/topology.mermaid';
const models = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/int_orders.sql': 'select 1 as total\n',
  'implementation/dbt/models/int_returns.sql': 'select 1 as total\n',
};

/** A topology must not lead back to where it came from. */
export default defineRule({
  id: 'topology/cycle',
  kind: 'lint',
  gate: 'lint',
  summary: 'A topology must not lead back to where it came from.',
  why: 'In a cycle nothing can be built first: dbt refuses it, schedulers wait for each other, and nobody can say where a number comes from. All topologies are looked at together, so that two domains cannot wait for each other.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'three steps that wait for each other',
      head: { [topology]: 'flowchart LR\n  orders --> items --> totals\n  totals --> orders\n' },
      findings: [`${topology}:3 ${topology}`],
    },
    {
      name: 'a step that waits for itself',
      head: { [topology]: 'flowchart LR\n  orders --> orders\n' },
      findings: [`${topology}:2 ${topology}`],
    },
    {
      name: 'two domains that wait for each other',
      head: {
        ...models,
        [returns]: 'flowchart LR\n  int_orders --> int_returns\n',
        [topology]: 'flowchart LR\n  int_returns --> int_orders\n',
      },
      findings: [`${topology}:2 ${topology}`],
    },
    {
      name: 'two ways to one end',
      head: { [topology]: 'flowchart LR\n  orders --> items & refunds\n  items & refunds --> totals\n' },
      findings: [],
    },
  ],
  check(context) {
    const { topologies = [] } = context.project;
    if (topologies.length === 0) return;
    const drawn = edgesOf(meantTopologies(topologies, knownNames(context)));
    for (const cycle of cyclesOf(drawn)) {
      const last = cycle.toSorted((a, b) => compareLocations(a.edge.at, b.edge.at)).at(-1);
      if (last === undefined) continue;
      // Told from behind the edge that closes it, so that the path ends with that edge.
      const start = (cycle.indexOf(last) + 1) % cycle.length;
      const steps = [...cycle.slice(start), ...cycle.slice(0, start)];
      const path = [...steps.map(({ fromName }) => fromName), last.toName].join(' → ');
      context.report({
        subject: last.edge.at.path,
        at: last.edge.at,
        values: { path },
        key: steps.map(({ from }) => from).toSorted(compareText),
        related: steps.slice(0, -1).map(({ edge }) => ({ at: edge.at, message: 'see' })),
      });
    }
  },
});

interface Step {
  readonly from: string;
  readonly to: string;
  readonly fromName: string;
  readonly toName: string;
  readonly edge: TopologyEdge;
}

function edgesOf(topologies: readonly MeantTopology[]): readonly Step[] {
  return topologies.flatMap((each) =>
    each.topology.edges.map((edge) => ({
      from: acrossFiles(each, edge.from),
      to: acrossFiles(each, edge.to),
      fromName: nameOfNode(each, edge.from),
      toName: nameOfNode(each, edge.to),
      edge,
    })),
  );
}

/** One shortest cycle of every group of nodes that lead to each other, by the first edge of each step. */
function cyclesOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const next = new Map<string, Map<string, Step>>();
  for (const step of steps) {
    const targets = next.get(step.from) ?? new Map<string, Step>();
    next.set(step.from, targets);
    if (!targets.has(step.to)) targets.set(step.to, step);
  }
  const targetsOf = new Map([...next].map(([node, targets]) => [node, [...targets.keys()]]));
  return shortestCycles(targetsOf).map((cycle) =>
    cycle.flatMap((node, index) => next.get(node)?.get(cycle[(index + 1) % cycle.length] ?? node) ?? []),
  );
}
