import { groupBy } from '../../model/group-by.ts';
import { compareLocations, compareText } from '../../model/location.ts';
import type { TopologyEdge } from '../../model/pipelines.ts';
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

/** One shortest cycle of every group of nodes that lead to each other. */
function cyclesOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const next = groupBy(steps, ({ from }) => from);
  const done = new Set<string>();
  const cycles: (readonly Step[])[] = [];
  for (const node of onCycles(steps)) {
    if (done.has(node)) continue;
    const cycle = wayBack(node, next);
    if (cycle === undefined || cycle.some(({ from }) => done.has(from))) continue;
    for (const { from } of cycle) done.add(from);
    cycles.push(cycle);
  }
  return cycles;
}

/** Nodes that may be on a cycle: taking away what nothing leads to, again and again, leaves them. */
function onCycles(steps: readonly Step[]): readonly string[] {
  const incoming = new Map<string, number>();
  const outgoing = groupBy(steps, ({ from }) => from);
  for (const { to } of steps) incoming.set(to, (incoming.get(to) ?? 0) + 1);
  const open = [...outgoing.keys()].filter((node) => !incoming.has(node));
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const { to } of outgoing.get(node) ?? []) {
      const left = (incoming.get(to) ?? 0) - 1;
      incoming.set(to, left);
      if (left === 0) open.push(to);
    }
  }
  return [...incoming].filter(([node, count]) => count > 0 && outgoing.has(node)).map(([node]) => node);
}

/** The shortest way from a node back to itself. */
function wayBack(start: string, next: ReadonlyMap<string, readonly Step[]>): readonly Step[] | undefined {
  const reached = new Map<string, Step>();
  const open = [start];
  for (const node of open) {
    for (const step of next.get(node) ?? []) {
      if (reached.has(step.to)) continue;
      reached.set(step.to, step);
      if (step.to === start) return traced(start, reached);
      open.push(step.to);
    }
  }
  return undefined;
}

function traced(start: string, reached: ReadonlyMap<string, Step>): readonly Step[] {
  const way: Step[] = [];
  let step = reached.get(start);
  while (step !== undefined) {
    way.push(step);
    step = step.from === start ? undefined : reached.get(step.from);
  }
  return way.toReversed();
}
