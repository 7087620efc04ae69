import { groupBy } from '../model/group-by.ts';

/** Two things of base and head that are the same thing; one side is undefined where it was added or removed. */
export interface Pair<T> {
  readonly base?: T;
  readonly head?: T;
}

/**
 * Pairs the things of two lists by the first key that both share. Keys are tried in order over what is still unpaired; where
 * a key repeats, the first of base belongs to the first of head, and so on, so that a name written twice removes nothing.
 * Head order first, then what only base has, in base order.
 */
export function pairBy<T>(
  base: readonly T[],
  head: readonly T[],
  keys: readonly ((item: T) => string | undefined)[],
): Pair<T>[] {
  const partner = new Map<T, T>();
  const taken = new Set<T>();
  for (const key of keys) {
    const candidates = groupBy(
      base.filter((item) => !taken.has(item)),
      key,
    );
    for (const item of head) {
      const name = key(item);
      const found = name === undefined || partner.has(item) ? undefined : candidates.get(name)?.shift();
      if (found === undefined) continue;
      partner.set(item, found);
      taken.add(found);
    }
  }
  const pairs: Pair<T>[] = head.map((item) => ({ base: partner.get(item), head: item }));
  return [...pairs, ...base.filter((item) => !taken.has(item)).map((item) => ({ base: item }))];
}
