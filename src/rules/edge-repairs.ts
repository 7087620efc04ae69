import type { Edit, Fix } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Topology, TopologyEdge } from '../model/pipelines.ts';
import type { Named } from './known-names.ts';
import type { MeantTopology } from './topology-graph.ts';

/** What is wrong with an edge between two known things. */
export type EdgeVerdict =
  | { readonly kind: 'reversed' | 'extra' }
  | { readonly kind: 'indirect'; readonly between: Named };

/**
 * Turns an edge, or puts in the step it leaves out; undefined where the line says more than the edge, and for an edge that no
 * code makes: it is too much, or the code has to follow it.
 */
export function repairEdge(each: MeantTopology, edge: TopologyEdge, verdict: EdgeVerdict): Fix | undefined {
  const { line, at } = edge;
  if (line === undefined || at.endColumn === undefined) return undefined;
  const end = { ...at, column: at.endColumn - edge.to.length };
  if (verdict.kind === 'reversed') {
    const start = { ...at, endColumn: at.column + edge.from.length };
    if (isDrawnBack(each, edge)) return removeFix(edge, line);
    return { title: `${edge.to} --> ${edge.from}`, edits: [editAt(start, edge.to), editAt(end, edge.from)] };
  }
  if (verdict.kind === 'indirect') {
    const { name } = verdict.between;
    return {
      title: `${edge.from} --> ${name} --> ${edge.to}`,
      edits: [editAt({ ...end, endColumn: end.column }, `${name} --> `)],
    };
  }
  return undefined;
}

function isDrawnBack({ topology: { edges } }: MeantTopology, { from, to }: TopologyEdge): boolean {
  return edges.some((edge) => edge.from === to && edge.to === from);
}

/** Both nodes stay in the drawing: the edge that leads back names them too. */
function removeFix(edge: TopologyEdge, line: Location): Fix {
  return { title: `${edge.from} --> ${edge.to}`, edits: [editAt(line, '')] };
}

/** Writes a further line behind the last one outside all subgraphs. */
export function insertFix({ insertion: { at, prefix } }: Topology, line: string): Fix {
  return { title: line, edits: [editAt(at, `${prefix}${line}`)] };
}

function editAt({ path, line, column, endLine = line, endColumn = column }: Location, text: string): Edit {
  return { path, startLine: line, startColumn: column, endLine, endColumn, text };
}
