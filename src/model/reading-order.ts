/**
 * The nodes and everything they read, each behind what it reads; of nodes that read each other, one comes before what it reads.
 * Linear in the reads, and a chain may be longer than the call stack.
 */
export function inReadingOrder<T>(nodes: Iterable<T>, readsOf: (node: T) => Iterable<T>): readonly T[] {
  const order: T[] = [];
  const state = new Map<T, 'entered' | 'left'>();
  const stack = [...nodes].toReversed();
  for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
    if (!state.has(node)) {
      state.set(node, 'entered');
      for (const read of readsOf(node)) if (!state.has(read)) stack.push(read);
      continue;
    }
    stack.pop();
    if (state.get(node) === 'entered') order.push(node);
    state.set(node, 'left');
  }
  return order;
}
