/** The graph of the page's data. */
export interface Graph {
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly steps: readonly {
    readonly from: readonly [relation: string, column: string];
    readonly to: readonly [relation: string, column: string];
    readonly kind: string;
  }[];
}

/** What a picture shows. */
export interface Part {
  /** Relations with the columns that are on the way; no columns where the question is for whole relations. */
  readonly nodes: ReadonlyMap<string, readonly string[]>;
  /** Ends are ids of relations, or columns by their {@link endKey}. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
  /** Stations further along that were left out. */
  readonly left: number;
}

/** Boxes in one picture: more cannot be followed by the eye. */
const maxNodes = 60;

/** The way to and from the relations `starts`. */
export function relationPart({ edges }: Graph, starts: readonly string[]): Part {
  const plain = edges.map(({ from, to }) => ({ from, to, kind: 'as-is' }));
  const { near, inside, left } = around(plain, starts);
  return { nodes: new Map(near.map((id) => [id, []])), edges: inside, left };
}

/** The way of one column; its relation alone where nothing is known. */
export function columnPart({ steps }: Graph, [relation, column]: readonly [string, string]): Part {
  const named = steps.map(({ from, to, kind }) => ({ from: endKey(from), to: endKey(to), kind }));
  const ends = new Map(steps.flatMap(({ from, to }) => [from, to]).map((end) => [endKey(end), end]));
  const { near, inside, left } = around(named, [endKey([relation, column])]);
  const nodes = new Map<string, string[]>();
  for (const key of near) {
    const [id, name] = ends.get(key) ?? [relation, column];
    const columns = nodes.get(id);
    if (columns === undefined) nodes.set(id, [name]);
    else columns.push(name);
  }
  return { nodes, edges: inside, left };
}

/** The name of a column's end in a part. */
export function endKey([relation, column]: readonly [string, string]): string {
  return JSON.stringify([relation, column]);
}

type Arrow = { readonly from: string; readonly to: string; readonly kind: string };

function around(edges: readonly Arrow[], starts: readonly string[]) {
  const ways = [reach(edges, starts, 'up'), reach(edges, starts, 'down')];
  const distance = new Map<string, number>();
  for (const way of ways) for (const [id, steps] of way) distance.set(id, Math.min(steps, distance.get(id) ?? steps));
  const near = [...distance].sort(([, a], [, b]) => a - b).map(([id]) => id);
  const shown = new Set(near.slice(0, maxNodes));
  const inside = edges.filter(
    ({ from, to }) => shown.has(from) && shown.has(to) && ways.some((way) => way.has(from) && way.has(to)),
  );
  return { near: [...shown], inside, left: near.length - shown.size };
}

/** Stations with their distance, in one direction. */
function reach(edges: readonly Arrow[], starts: readonly string[], side: 'up' | 'down'): ReadonlyMap<string, number> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const [here, there] = side === 'up' ? [to, from] : [from, to];
    const list = next.get(here);
    if (list === undefined) next.set(here, [there]);
    else list.push(there);
  }
  const found = new Map(starts.map((id) => [id, 0]));
  for (const [id, steps] of found)
    for (const each of next.get(id) ?? []) if (!found.has(each)) found.set(each, steps + 1);
  return found;
}
