import { groupBy } from '../model/group-by.ts';
import type { ColumnStep, LineageColumn, LineageEdge, LineagePart } from '../model/lineage.ts';

/** One hop of a way: from a column into the next, or to a relation of which no more is known. */
export type Hop =
  | { readonly kind: 'step'; readonly step: ColumnStep }
  | { readonly kind: 'end'; readonly edge: LineageEdge; readonly isFilter: boolean };

/** The ways of one column, nearest hop first. */
export interface Ways {
  readonly ways: readonly (readonly Hop[])[];
  /** Whether there are more than those. */
  readonly isCut: boolean;
}

/** Finds the ways of columns through a part of a graph. */
export class WayFinder {
  readonly #steps: { readonly up: Map<string, ColumnStep[]>; readonly down: Map<string, ColumnStep[]> };
  readonly #edges: { readonly up: Map<string, LineageEdge[]>; readonly down: Map<string, LineageEdge[]> };

  constructor({ steps, edges }: Pick<LineagePart, 'steps' | 'edges'>) {
    this.#steps = { up: groupBy(steps, ({ to }) => keyOf(to)), down: groupBy(steps, ({ from }) => keyOf(from)) };
    this.#edges = { up: groupBy(edges, ({ to }) => to), down: groupBy(edges, ({ from }) => from) };
  }

  /** Every way of a column to where it ends, at most `max`; a way never passes a column twice. */
  find(column: LineageColumn, way: 'up' | 'down', max: number): Ways {
    const ways: (readonly Hop[])[] = [];
    const open: (readonly Hop[])[] = [[]];
    for (let hops = open.pop(); hops !== undefined; hops = open.pop()) {
      const next = this.next(lastOf(hops, column, way), way).filter((hop) => !isRound(hop, { hops, column, way }));
      if (next.length === 0) {
        if (hops.length > 0) ways.push(hops);
        if (ways.length > max) return { ways: ways.slice(0, max), isCut: true };
      }
      for (const hop of next.toReversed()) open.push([...hops, hop]);
    }
    return { ways, isCut: false };
  }

  private next(column: LineageColumn | undefined, way: 'up' | 'down'): readonly Hop[] {
    if (column === undefined) return [];
    const end = way === 'up' ? ('from' as const) : ('to' as const);
    const steps = this.#steps[way].get(keyOf(column)) ?? [];
    const known = new Set(steps.map((step) => step[end].relation));
    const ends = (this.#edges[way].get(column.relation) ?? []).filter((edge) => !known.has(edge[end]));
    return [
      ...steps.map((step) => ({ kind: 'step', step }) as const),
      ...(way === 'up' && steps.length > 0 ? [] : ends).flatMap((edge) => {
        const isFilter = way === 'down' && edge.filters.includes(column.column);
        return isFilter || !edge.isProven ? [{ kind: 'end', edge, isFilter } as const] : [];
      }),
    ];
  }
}

function lastOf(hops: readonly Hop[], start: LineageColumn, way: 'up' | 'down'): LineageColumn | undefined {
  const last = hops.at(-1);
  if (last === undefined) return start;
  return last.kind === 'end' ? undefined : last.step[way === 'up' ? 'from' : 'to'];
}

interface Along {
  readonly hops: readonly Hop[];
  readonly column: LineageColumn;
  readonly way: 'up' | 'down';
}

function isRound(hop: Hop, { hops, column, way }: Along): boolean {
  if (hop.kind === 'end') return false;
  const end = way === 'up' ? ('from' as const) : ('to' as const);
  const key = keyOf(hop.step[end]);
  return key === keyOf(column) || hops.some((each) => each.kind === 'step' && keyOf(each.step[end]) === key);
}

function keyOf({ relation, column }: LineageColumn): string {
  return `${relation}\n${column}`;
}
