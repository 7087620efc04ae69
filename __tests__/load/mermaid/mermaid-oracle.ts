import DOMPurify from 'dompurify';
import mermaid from 'mermaid';

/** What mermaid itself reads, in the words of our parser. */
export interface OracleGraph {
  readonly nodes: readonly { readonly id: string; readonly label: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[];
  readonly subgraphs: readonly { readonly id: string; readonly label: string; readonly holds: readonly string[] }[];
}

/** Mermaid wants a browser's sanitizer only to clean labels; without a page they stay as they are. */
Object.assign(DOMPurify, { addHook: () => {}, removeHook: () => {}, sanitize: (text: unknown) => String(text) });
// Diagrams are registered by the first call.
await mermaid.parse('flowchart LR\n a');

interface FlowDatabase {
  getVertices(): Map<string, { readonly id: string; readonly text?: string }>;
  getEdges(): readonly { readonly start: string; readonly end: string; readonly text: string }[];
  getSubGraphs(): readonly { readonly id: string; readonly title: string; readonly nodes: readonly string[] }[];
}

/** The graph that mermaid reads; its message where it refuses the text. */
export async function askMermaid(text: string): Promise<OracleGraph | string> {
  try {
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- mermaid's own type is that of any diagram
    return graphOf(diagram.db as unknown as FlowDatabase);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function graphOf(database: FlowDatabase): OracleGraph {
  return {
    nodes: sorted([...database.getVertices().values()].map(({ id, text }) => ({ id, label: text ?? id }))),
    edges: database.getEdges().map(({ start, end, text }) => ({ from: start, to: end, label: text })),
    subgraphs: sorted(
      database.getSubGraphs().map(({ id, title, nodes }) => ({ id, label: title, holds: [...nodes].sort() })),
    ),
  };
}

function sorted<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
