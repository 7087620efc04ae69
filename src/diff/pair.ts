/** Two things of base and head that are the same thing; one side is undefined where it was added or removed. */
export interface Pair<T> {
  readonly base?: T;
  readonly head?: T;
}

/**
 * Pairs the things of two lists by the first key that both share; a key that is not unique on its side pairs nothing.
 * Keys are tried in order over what is still unpaired. Head order first, then what only base has, in base order.
 */
export function pairBy<T>(
  base: readonly T[],
  head: readonly T[],
  keys: readonly ((item: T) => string | undefined)[],
): Pair<T>[] {
  const partner = new Map<T, T>();
  const taken = new Set<T>();
  for (const key of keys) {
    const candidates = uniqueByKey(
      base.filter((item) => !taken.has(item)),
      key,
    );
    for (const [name, item] of uniqueByKey(
      head.filter((each) => !partner.has(each)),
      key,
    )) {
      const found = candidates.get(name);
      if (found === undefined) continue;
      partner.set(item, found);
      taken.add(found);
    }
  }
  const pairs: Pair<T>[] = head.map((item) => ({ base: partner.get(item), head: item }));
  return [...pairs, ...base.filter((item) => !taken.has(item)).map((item) => ({ base: item }))];
}

function uniqueByKey<T>(items: readonly T[], key: (item: T) => string | undefined): Map<string, T> {
  const found = new Map<string, T>();
  const repeated = new Set<string>();
  for (const item of items) {
    const name = key(item);
    if (name === undefined) continue;
    if (found.has(name)) repeated.add(name);
    found.set(name, item);
  }
  for (const name of repeated) found.delete(name);
  return found;
}
