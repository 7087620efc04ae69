import { groupBy } from '../model/group-by.ts';

/** Two things of base and head that are the same thing; one side is undefined where it was added or removed. */
export interface Pair<T> {
  readonly base?: T;
  readonly head?: T;
}

type Key<T> = (item: T) => string | undefined;

/** How the things of two lists find each other. */
interface Matching<T> {
  readonly keys: readonly Key<T>[];
  /** Whether nothing changed between the two: tells apart what shares a key with others. */
  readonly isSame: (base: T, head: T) => boolean;
}

/**
 * Pairs the things of two lists by the first key that both share. Keys are tried in order over what is still unpaired; where
 * a key repeats, what did not change is paired first, then the first of base belongs to the first of head, and so on, so that a
 * name written twice removes nothing and its order says nothing.
 * Head order first, then what only base has, in base order.
 */
export function pairBy<T>(
  base: readonly T[],
  head: readonly T[],
  matching: readonly Key<T>[] | Matching<T>,
): Pair<T>[] {
  const { keys, isSame } = 'isSame' in matching ? matching : { keys: matching, isSame: undefined };
  const partner = new Map<T, T>();
  const taken = new Set<T>();
  const pair = (item: T, found: T | undefined): void => {
    if (found === undefined) return;
    partner.set(item, found);
    taken.add(found);
  };
  for (const key of keys) {
    const heads = groupBy(
      head.filter((item) => !partner.has(item)),
      key,
    );
    const bases = groupBy(
      base.filter((item) => !taken.has(item)),
      key,
    );
    for (const [name, items] of heads) {
      const candidates = name === undefined ? undefined : bases.get(name);
      if (candidates === undefined) continue;
      const isRepeated = items.length > 1 || candidates.length > 1;
      if (isRepeated && isSame !== undefined && items.length * candidates.length <= maxComparisons) {
        for (const item of items)
          pair(
            item,
            candidates.find((each) => !taken.has(each) && isSame(each, item)),
          );
      }
      const left = candidates.filter((each) => !taken.has(each));
      for (const item of items) if (!partner.has(item)) pair(item, left.shift());
    }
  }
  const pairs: Pair<T>[] = head.map((item) => ({ base: partner.get(item), head: item }));
  return [...pairs, ...base.filter((item) => !taken.has(item)).map((item) => ({ base: item }))];
}

/** A name that repeats more often than this (100 times on both sides) is a mistake; it is paired in order. */
const maxComparisons = 10_000;

/**
 * How often each thing may be compared with others of its name, on average; a name written more often in the same list, each time
 * otherwise, is a mistake, and is paired in order. So the cost grows with the file, and not with its square.
 */
const maxEach = 10;

/** Remembers which of two lists' things are the same and stops comparing when the things were each compared 10 times. */
export class Comparisons<T> {
  readonly #known = new Map<T, Map<T, boolean>>();
  readonly #sizeOf: () => number;
  #left: number | undefined;

  /** `sizeOf`: number of things in both lists, nested ones included; asked once, and only where something is compared. */
  constructor(sizeOf: () => number) {
    this.#sizeOf = sizeOf;
  }

  /** What `compare` says of the two, asked once; false where too much was compared before. `cost`: number of things it looks at. */
  isSame(base: T, head: T, { compare, cost }: { readonly compare: () => boolean; readonly cost: number }): boolean {
    const ofBase = this.#known.get(base) ?? new Map<T, boolean>();
    const known = ofBase.get(head);
    if (known !== undefined) return known;
    this.#left ??= maxEach * this.#sizeOf();
    if (this.#left <= 0) return false;
    this.#left -= cost;
    const isSame = compare();
    this.#known.set(base, ofBase.set(head, isSame));
    return isSame;
  }
}
