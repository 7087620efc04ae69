import { callsText } from '../model/lineage-path.ts';
import type { LineageKind, LineagePart, LineageStart } from '../model/lineage.ts';
import { type Lang, translate } from '../model/messages.ts';
import { mermaidOf, type Picture, type PictureEdge, type PictureShape } from '../model/picture.ts';

/** How each kind is drawn. */
const shapesByKind: { readonly [kind in LineageKind]: PictureShape } = {
  contract: 'contract',
  source: 'source',
  seed: 'source',
  snapshot: 'source',
  table: 'source',
  model: 'table',
  exposure: 'exposure',
};

/** Lineage as a Mermaid flowchart: of relations, or of columns where the question was for one. */
export function lineageMermaid(part: LineagePart, lang: Lang): string {
  return mermaidOf(lineagePicture(part, lang));
}

function lineagePicture(part: LineagePart, lang: Lang): Picture {
  const { starts, relations, left } = part;
  const isOfColumns = starts.some(({ column }) => column !== undefined);
  const stations: readonly LineageStart[] = relations.flatMap(({ id, columns }) =>
    isOfColumns && columns.length > 0 ? columns.map((column) => ({ relation: id, column })) : [{ relation: id }],
  );
  const byId = new Map(relations.map((relation) => [relation.id, relation]));
  const indexes = new Map(stations.map((station, index) => [keyOf(station), index]));
  const startKeys = new Set(starts.map(keyOf));
  const nodes = stations.map((station) => {
    const { name = station.relation, kind = 'table' } = byId.get(station.relation) ?? {};
    const label = station.column === undefined ? name : `${name}.${station.column}`;
    return { label, shape: shapesByKind[kind], ...(startKeys.has(keyOf(station)) ? ({ mark: 'hit' } as const) : {}) };
  });
  const more =
    left === 0 ? [] : [{ label: translate(lang, 'lineage.picture-more', { n: left }), shape: 'exposure' } as const];
  return { nodes: [...nodes, ...more], edges: isOfColumns ? columnEdges(part, indexes) : relationEdges(part, indexes) };
}

type Indexes = ReadonlyMap<string, number>;

function relationEdges({ edges }: LineagePart, indexes: Indexes): readonly PictureEdge[] {
  return edges.flatMap(({ from, to, isProven }) =>
    edgeOf(indexes, { from: { relation: from }, to: { relation: to } }, isProven ? 'solid' : 'dashed'),
  );
}

/** Steps with what happens in them; where a column goes on as a filter or without a proof, an arrow to the whole relation. */
function columnEdges({ steps, edges, relations }: LineagePart, indexes: Indexes): readonly PictureEdge[] {
  const stepped = steps.flatMap((step) =>
    edgeOf(indexes, step, step.kind === 'condition' ? 'dashed' : 'solid').map((edge) => ({
      ...edge,
      label: callsText(step),
    })),
  );
  const columnsOf = new Map(relations.map(({ id, columns }) => [id, columns]));
  const withSource = new Set(steps.map(({ to }) => keyOf(to)));
  const ends = edges.flatMap(({ from, to, isProven, filters }) => {
    const [above, below] = [columnsOf.get(from) ?? [], columnsOf.get(to) ?? []];
    if (below.length === 0)
      return above
        .filter((column) => !isProven || filters.includes(column))
        .flatMap((column) => edgeOf(indexes, { from: { relation: from, column }, to: { relation: to } }, 'dashed'));
    if (above.length > 0) return [];
    const open = below.filter((column) => !withSource.has(keyOf({ relation: to, column })));
    return open.flatMap((column) =>
      edgeOf(indexes, { from: { relation: from }, to: { relation: to, column } }, 'dashed'),
    );
  });
  return [...stepped, ...ends];
}

function edgeOf(
  indexes: Indexes,
  { from, to }: { readonly from: LineageStart; readonly to: LineageStart },
  line: PictureEdge['line'],
): readonly PictureEdge[] {
  const [start, end] = [indexes.get(keyOf(from)), indexes.get(keyOf(to))];
  return start === undefined || end === undefined ? [] : [{ from: start, to: end, line }];
}

function keyOf({ relation, column }: LineageStart): string {
  return column === undefined ? relation : `${relation}\n${column}`;
}
