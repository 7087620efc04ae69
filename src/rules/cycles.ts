/** Which nodes each node leads to. */
export type NextNodes = ReadonlyMap<string, Iterable<string>>;

/** One shortest cycle of every group of nodes that lead to each other, from its first node in the order of the map. */
export function shortestCycles(next: NextNodes): readonly (readonly string[])[] {
  const done = new Set<string>();
  const cycles: (readonly string[])[] = [];
  for (const node of nodesOnCycles(next)) {
    const cycle = done.has(node) ? undefined : wayBack(node, next);
    if (cycle === undefined || cycle.some((each) => done.has(each))) continue;
    for (const each of cycle) done.add(each);
    cycles.push(cycle);
  }
  return cycles;
}

/** Nodes on cycles and on ways from one cycle to another, in the order of the map. Linear in the edges. */
export function nodesOnCycles(next: NextNodes): ReadonlySet<string> {
  const kept = withoutStarts(new Map([...next].map(([node, targets]) => [node, [...targets]])));
  const ends = withoutStarts(turned(kept));
  return new Set([...next.keys()].filter((node) => ends.has(node)));
}

type Edges = ReadonlyMap<string, readonly string[]>;

/** Takes away the nodes that nothing leads to, again and again. */
function withoutStarts(next: Edges): Edges {
  const incoming = new Map<string, number>();
  for (const targets of next.values()) for (const to of targets) incoming.set(to, (incoming.get(to) ?? 0) + 1);
  const gone = new Set<string>();
  const open = [...next.keys()].filter((node) => !incoming.has(node));
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    gone.add(node);
    for (const to of next.get(node) ?? []) {
      const left = (incoming.get(to) ?? 0) - 1;
      incoming.set(to, left);
      if (left === 0) open.push(to);
    }
  }
  return new Map([...next].filter(([node]) => !gone.has(node)));
}

/** The same edges the other way round; what is no node of its own is left out. */
function turned(next: Edges): Edges {
  const back = new Map<string, string[]>([...next.keys()].map((node) => [node, []]));
  for (const [node, targets] of next) for (const to of targets) back.get(to)?.push(node);
  return back;
}

/** The nodes of the shortest way from a node back to itself, that node first. */
function wayBack(start: string, next: NextNodes): readonly string[] | undefined {
  const before = new Map<string, string>();
  const open = [start];
  for (const node of open) {
    for (const to of next.get(node) ?? []) {
      if (before.has(to)) continue;
      before.set(to, node);
      if (to === start) return traced(start, before);
      open.push(to);
    }
  }
  return undefined;
}

function traced(start: string, before: ReadonlyMap<string, string>): readonly string[] {
  const way: string[] = [];
  let node = before.get(start);
  for (; node !== undefined && node !== start; node = before.get(node)) way.push(node);
  return [start, ...way.toReversed()];
}
