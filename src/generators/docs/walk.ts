import { compareText } from '../../model/location.ts';
import type { CatalogEdge } from './catalog-data.ts';

/** Neighbours of every relation, both ways. */
export interface Neighbours {
  readonly up: ReadonlyMap<string, readonly string[]>;
  readonly down: ReadonlyMap<string, readonly string[]>;
}

export function neighboursOf(edges: readonly CatalogEdge[]): Neighbours {
  const [up, down] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const { from, to } of edges) {
    listOf(up, to).push(from);
    listOf(down, from).push(to);
  }
  return { up, down };
}

function listOf(lists: Map<string, string[]>, key: string): string[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: string[] = [];
  lists.set(key, list);
  return list;
}

/** Everything that `starts` lead to in one direction, themselves included; sorted. */
export function reachedFrom(
  starts: readonly string[],
  next: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const reached = new Set(starts);
  for (const id of reached) for (const each of next.get(id) ?? []) reached.add(each);
  return [...reached].toSorted(compareText);
}

/** The edges of the way to `starts` and of the way from them. */
export function edgesAround(
  starts: readonly string[],
  { edges, neighbours }: { readonly edges: readonly CatalogEdge[]; readonly neighbours: Neighbours },
): readonly CatalogEdge[] {
  const above = new Set(reachedFrom(starts, neighbours.up));
  const below = new Set(reachedFrom(starts, neighbours.down));
  return edges.filter(({ from, to }) => (above.has(from) && above.has(to)) || (below.has(from) && below.has(to)));
}
