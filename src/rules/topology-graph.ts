import type { Topology, TopologyEdge, TopologyNode } from '../model/pipelines.ts';
import { type KnownNames, meaningsOf, type Named } from './known-names.ts';

/** A topology with what its nodes stand for. */
export interface MeantTopology {
  readonly topology: Topology;
  /** By id of a node; nodes that stand for nothing known are not among them. */
  readonly meanings: ReadonlyMap<string, Named>;
  /** The first node of everything that is drawn, by key. */
  readonly nodes: ReadonlyMap<string, TopologyNode>;
  /** Edges between what is known, by the keys of both ends. */
  readonly edges: ReadonlyMap<string, readonly MeantEdge[]>;
}

/** An edge between two known things. */
export interface MeantEdge {
  readonly edge: TopologyEdge;
  readonly from: Named;
  readonly to: Named;
}

/** Reads every topology by what its nodes stand for. */
export function meantTopologies(topologies: readonly Topology[], known: KnownNames): readonly MeantTopology[] {
  return topologies.map((topology) => {
    const meanings = meaningsOf(topology, known);
    const nodes = new Map<string, TopologyNode>();
    for (const node of topology.nodes) {
      const key = meanings.get(node.id)?.key;
      if (key !== undefined && !nodes.has(key)) nodes.set(key, node);
    }
    return { topology, meanings, nodes, edges: edgesOf(topology, meanings) };
  });
}

function edgesOf({ edges }: Topology, meanings: ReadonlyMap<string, Named>): ReadonlyMap<string, readonly MeantEdge[]> {
  const found = new Map<string, MeantEdge[]>();
  for (const edge of edges) {
    const [from, to] = [meanings.get(edge.from), meanings.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    const key = edgeKey(from.key, to.key);
    const same = found.get(key) ?? [];
    found.set(key, [...same, { edge, from, to }]);
  }
  return found;
}

/** Keys of what edges lead to. */
export function targetsOf({ edges }: MeantTopology): readonly string[] {
  return [...edges.values()].flatMap((same) => same.map(({ to }) => to.key));
}

/** The key of an edge between two keys. */
export function edgeKey(from: string, to: string): string {
  return `${from} > ${to}`;
}

/** What a node is called across files: by what it stands for; else by its id in its own file. */
export function acrossFiles({ topology, meanings }: MeantTopology, id: string): string {
  return meanings.get(id)?.key ?? `${topology.path} ${id}`;
}

/** Names of nodes that are drawn, to show to people. */
export function nameOfNode({ topology, meanings }: MeantTopology, id: string): string {
  return meanings.get(id)?.name ?? topology.nodes.find((node) => node.id === id)?.label ?? id;
}
