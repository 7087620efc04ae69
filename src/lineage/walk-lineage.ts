import type {
  ColumnStep,
  LineageDirection,
  LineageEdge,
  LineageGraph,
  LineagePart,
  LineageStart,
} from '../model/lineage.ts';

/** What somebody wants to know of a graph. */
export interface LineageQuestion {
  /** All of them relations, or all of them columns; empty for everything. */
  readonly starts: readonly LineageStart[];
  readonly direction: LineageDirection;
  /** Most steps away from a start; no limit where it is left out. */
  readonly depth?: number | undefined;
  /** Most stations that are given; the others are counted. At least 1. */
  readonly maxStations: number;
}

/** The part of the graph that can be reached, the nearest stations first where there are too many; circles end. */
export function walkLineage(graph: LineageGraph, question: LineageQuestion): LineagePart {
  const { starts, direction, maxStations } = question;
  const links = new Links(graph);
  const ways = direction === 'both' ? (['up', 'down'] as const) : [direction];
  const trails = starts.length === 0 ? [everything(graph)] : ways.map((way) => walk(links, way, question));
  const reached = nearestFirst(trails.flatMap(({ stations }) => [...stations.values()]));
  const shown = reached.slice(0, maxStations);
  const keys = new Set(shown.map(keyOf));
  const relations = new Set(shown.map(({ relation }) => relation));
  const isOfColumns = starts.some(({ column }) => column !== undefined);
  const edges = [...new Set(trails.flatMap((trail) => trail.edges))].filter(
    ({ from, to }) => relations.has(from) && relations.has(to),
  );
  const steps = isOfColumns
    ? trails.flatMap((trail) => trail.steps).filter(({ from, to }) => keys.has(keyOf(from)) && keys.has(keyOf(to)))
    : edges.flatMap((edge) => links.stepsAlong(edge));
  const [edgeSet, stepSet] = [new Set(edges), new Set(steps)];
  return {
    starts,
    direction,
    relations: graph.relations
      .filter(({ id }) => relations.has(id))
      .map((relation) =>
        isOfColumns
          ? {
              ...relation,
              columns: relation.columns.filter((column) => keys.has(keyOf({ relation: relation.id, column }))),
            }
          : relation,
      ),
    edges: graph.edges.filter((edge) => edgeSet.has(edge)),
    steps: graph.steps.filter((step) => stepSet.has(step)),
    left: reached.length - shown.length,
  };
}

/** Something that was reached: a relation, or one of its columns. */
interface Station extends LineageStart {
  /** Steps from the nearest start. */
  readonly distance: number;
}

interface Trail {
  readonly stations: ReadonlyMap<string, Station>;
  readonly edges: readonly LineageEdge[];
  readonly steps: readonly ColumnStep[];
}

/** One link from a station to the next. */
interface Link {
  readonly to: LineageStart;
  readonly edge: LineageEdge | undefined;
  readonly step?: ColumnStep;
}

function everything({ relations, edges }: LineageGraph): Trail {
  const stations = new Map(relations.map(({ id }) => [id, { relation: id, distance: 0 }]));
  return { stations, edges, steps: [] };
}

function walk(links: Links, way: 'up' | 'down', { starts, depth = Number.POSITIVE_INFINITY }: LineageQuestion): Trail {
  const stations = new Map<string, Station>(starts.map((start) => [keyOf(start), { ...start, distance: 0 }]));
  const followed: Link[] = [];
  // A map that grows while it is walked: each station is visited once, the nearest first.
  for (const station of stations.values()) {
    const isEnd = station.column === undefined && starts.some(({ column }) => column !== undefined);
    if (isEnd || station.distance >= depth) continue;
    for (const link of links.next(station, way)) {
      followed.push(link);
      const key = keyOf(link.to);
      if (!stations.has(key)) stations.set(key, { ...link.to, distance: station.distance + 1 });
    }
  }
  return {
    stations,
    edges: followed.flatMap(({ edge }) => edge ?? []),
    steps: followed.flatMap(({ step }) => step ?? []),
  };
}

function nearestFirst(stations: readonly Station[]): readonly Station[] {
  const nearest = new Map<string, Station>();
  for (const station of stations.toSorted((a, b) => a.distance - b.distance))
    if (!nearest.has(keyOf(station))) nearest.set(keyOf(station), station);
  return [...nearest.values()];
}

function keyOf({ relation, column }: LineageStart): string {
  return column === undefined ? relation : `${relation}\n${column}`;
}

/** The graph, to be walked in both directions. */
class Links {
  readonly #edges = { up: new Map<string, LineageEdge[]>(), down: new Map<string, LineageEdge[]>() };
  readonly #steps = { up: new Map<string, ColumnStep[]>(), down: new Map<string, ColumnStep[]>() };
  readonly #along = new Map<string, ColumnStep[]>();
  readonly #edgeOf = new Map<string, LineageEdge>();

  constructor({ edges, steps }: LineageGraph) {
    for (const edge of edges) {
      push(this.#edges.down, edge.from, edge);
      push(this.#edges.up, edge.to, edge);
      this.#edgeOf.set(`${edge.from}\n${edge.to}`, edge);
    }
    for (const step of steps) {
      push(this.#steps.down, keyOf(step.from), step);
      push(this.#steps.up, keyOf(step.to), step);
      push(this.#along, `${step.from.relation}\n${step.to.relation}`, step);
    }
  }

  stepsAlong({ from, to }: LineageEdge): readonly ColumnStep[] {
    return this.#along.get(`${from}\n${to}`) ?? [];
  }

  next(start: LineageStart, way: 'up' | 'down'): readonly Link[] {
    const edges = this.#edges[way].get(start.relation) ?? [];
    const end = way === 'up' ? ('from' as const) : ('to' as const);
    if (start.column === undefined) return edges.map((edge) => ({ to: { relation: edge[end] }, edge }));
    const steps = this.#steps[way].get(keyOf(start)) ?? [];
    const known = new Set(steps.map((step) => step[end].relation));
    const isOpen = way === 'down' || steps.length === 0;
    const others = edges.filter((edge) => !known.has(edge[end]) && isOpen && mayPass(edge, start.column ?? '', way));
    return [
      ...steps.map((step) => ({
        to: step[end],
        step,
        edge: this.#edgeOf.get(`${step.from.relation}\n${step.to.relation}`),
      })),
      ...others.map((edge) => ({ to: { relation: edge[end] }, edge })),
    ];
  }
}

/** Whether a column without a step along an edge may matter beyond it: as a filter, or because that is not proven. */
function mayPass({ isProven, filters }: LineageEdge, column: string, way: 'up' | 'down'): boolean {
  return !isProven || (way === 'down' && filters.includes(column));
}

function push<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
