import type { LineageKind } from '../../model/lineage.ts';
import { mermaidOf, type PictureShape } from '../../model/picture.ts';
import type { CatalogEdge, CatalogRelation } from './catalog-data.ts';

/** What Mermaid on a page surely draws, and people can still follow. */
const maxEdges = 150;
const maxBytes = 20_000;

const shapes: { readonly [kind in LineageKind]: PictureShape } = {
  contract: 'contract',
  source: 'source',
  seed: 'source',
  snapshot: 'source',
  table: 'source',
  model: 'table',
  exposure: 'exposure',
};

/** The edges as a Mermaid flowchart without a fence; undefined where there are none or too many of them to be drawn. */
export function lineageMermaid(
  edges: readonly CatalogEdge[],
  relations: ReadonlyMap<string, CatalogRelation>,
): string | undefined {
  if (edges.length === 0 || edges.length > maxEdges) return undefined;
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const index = new Map(ids.map((id, at) => [id, at]));
  const text = mermaidOf({
    nodes: ids.map((id) => {
      const { name = id, kind = 'table' } = relations.get(id) ?? {};
      return { label: name, shape: shapes[kind] };
    }),
    edges: edges.map(({ from, to }) => ({ from: index.get(from) ?? 0, to: index.get(to) ?? 0, line: 'solid' })),
  });
  return new TextEncoder().encode(text).length > maxBytes ? undefined : text;
}
