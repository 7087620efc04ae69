/** Which nodes each node leads to, in order. */
export type NextNodes = ReadonlyMap<string, readonly string[]>;

/** One shortest cycle of every group of nodes that lead to each other, from its first node in the order of the map. */
export function shortestCycles(next: NextNodes): readonly (readonly string[])[] {
  const done = new Set<string>();
  const cycles: (readonly string[])[] = [];
  for (const node of mayBeOnCycles(next)) {
    const cycle = done.has(node) ? undefined : wayBack(node, next);
    if (cycle === undefined || cycle.some((each) => done.has(each))) continue;
    for (const each of cycle) done.add(each);
    cycles.push(cycle);
  }
  return cycles;
}

/** Taking away what nothing leads to, again and again, leaves the cycles and what they lead to. */
function mayBeOnCycles(next: NextNodes): readonly string[] {
  const incoming = new Map<string, number>();
  for (const targets of next.values()) for (const to of targets) incoming.set(to, (incoming.get(to) ?? 0) + 1);
  const open = [...next.keys()].filter((node) => !incoming.has(node));
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const to of next.get(node) ?? []) {
      const left = (incoming.get(to) ?? 0) - 1;
      incoming.set(to, left);
      if (left === 0) open.push(to);
    }
  }
  return [...next.keys()].filter((node) => (incoming.get(node) ?? 0) > 0);
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
