import { loadTopology } from '../../../src/load/pipelines/load-topologies.ts';
import type { Topology } from '../../../src/model/pipelines.ts';
import type { OracleGraph } from './mermaid-oracle.ts';

/** The topology of a text, and what is wrong with it as `line:column key`. */
export function readTopology(text: string): { readonly topology?: Topology; readonly problems: readonly string[] } {
  const { items, problems } = loadTopology('specs/pipelines/sales/topology.mermaid', new TextEncoder().encode(text));
  const [topology] = items;
  return {
    ...(topology === undefined ? {} : { topology }),
    problems: problems.map(({ at, message }) => `${at.line}:${at.column} ${message.replace('mermaid.', '')}`),
  };
}

/** Our reading in the words of the oracle. */
export function asOracleGraph({ nodes, edges, subgraphs }: Topology): OracleGraph {
  const holds = (id: string): readonly string[] =>
    [
      ...nodes.filter(({ subgraph }) => subgraph === id).map((node) => node.id),
      ...subgraphs.filter((each) => each.parent === id).map((each) => each.id),
    ].sort();
  return {
    nodes: byId(nodes.map(({ id, label }) => ({ id, label: label ?? id }))),
    edges: edges.map(({ from, to, label }) => ({ from, to, label: label ?? '' })),
    subgraphs: byId(subgraphs.map(({ id, label }) => ({ id, label: label ?? id, holds: [...new Set(holds(id))] }))),
  };
}

function byId<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
