import type { Json } from '../model/contract.ts';
import { groupBy } from '../model/group-by.ts';
import { wordsOf } from './name-similarity.ts';
import { likeness, type Portrait, portraitOf, wordCount } from './rename-score.ts';

/** What two properties, or two schema objects, are compared by; `Property` and `SchemaObject` both fit. */
export interface RenameNode {
  readonly name: string;
  readonly physicalName?: string;
  readonly businessName?: string | { readonly value: string };
  readonly description?: { readonly value: string };
  readonly synonyms: readonly string[];
  readonly logicalType?: { readonly value: string };
  readonly physicalType?: string | { readonly value: string };
  readonly required?: { readonly value: boolean };
  readonly unique?: { readonly value: boolean };
  readonly primaryKey?: { readonly value: boolean };
  readonly classification?: { readonly value: string };
  readonly properties: readonly { readonly name: string }[];
  readonly quality: readonly {
    readonly type: string;
    readonly metric?: string;
    readonly operator?: { readonly name: string; readonly value: Json };
  }[];
  readonly relationships: readonly { readonly to: string | readonly string[] }[];
  readonly customProperties: readonly { readonly property: string; readonly value: Json }[];
}

/** Something of one parent that has no partner, and where it stands among its siblings. */
export interface RenameCandidate {
  readonly node: RenameNode;
  /** `object`: a schema object, which is known by its properties too. */
  readonly kind: 'property' | 'object';
  /** Place in the list of the parent, from 0. */
  readonly index: number;
  /** Names of the siblings in front of and behind it, as far as there are any. */
  readonly neighbours: { readonly before?: string; readonly after?: string };
  /** Announced to go: it goes, and what resembles it takes its place. */
  readonly isDeprecated?: boolean;
}

/** Two candidates that look like one thing. `certainty` in percent: 100 where a file says so, below where it is a guess. */
export interface Rename<T> {
  readonly base: T;
  readonly head: T;
  readonly certainty: number;
}

/** A guess needs this score, and this much more than every other pair of either side. */
const leastScore = 0.8;
const leastMargin = 0.15;
/** More pairs are no renames but another table; then only names that fold alike are compared. */
const maxPairs = 10_000;
/** Nor are names compared that consist of so many words: 100 × 100 candidates with 22 words each. */
const maxWordPairs = 5_000_000;

/**
 * Pairs what was removed with what was added under one parent. Certain: one side says `renamedFrom` (a custom property: a name or a
 * list of names) or has the other's name among its `synonyms`, and no other claims the same. Else a guess by likeness of names,
 * types, descriptions, constraints and places, where exactly one pair stands out on both sides; none for what was deprecated before
 * it was removed. Apart from that, swapping the lists gives the same pairs; nothing is paired twice. In the order of `added` by
 * index. Beyond 10,000 pairs (100 × 100), or 5,000,000 pairs of words, guesses are only made for names that differ in case, accents
 * and separators, so the cost stays linear.
 */
export function matchRenames<T extends RenameCandidate>(
  removed: readonly T[],
  added: readonly T[],
): readonly Rename<T>[] {
  const renames: Rename<T>[] = [];
  let [bases, heads] = [removed, added];
  for (const claims of [renamedFrom, synonyms]) {
    const said = claimed({ bases, heads }, claims);
    renames.push(...said);
    [bases, heads] = without(said, bases, heads);
  }
  renames.push(
    ...guess(
      bases.filter(({ isDeprecated }) => isDeprecated !== true),
      heads,
    ),
  );
  return renames.sort((one, other) => one.head.index - other.head.index || one.base.index - other.base.index);
}

interface Sides<T> {
  readonly bases: readonly T[];
  readonly heads: readonly T[];
}

function without<T>(
  renames: readonly Rename<T>[],
  bases: readonly T[],
  heads: readonly T[],
): [readonly T[], readonly T[]] {
  const taken = new Set(renames.flatMap(({ base, head }) => [base, head]));
  return [bases.filter((each) => !taken.has(each)), heads.filter((each) => !taken.has(each))];
}

function renamedFrom(node: RenameNode): readonly string[] {
  return node.customProperties
    .filter(({ property }) => property === 'renamedFrom')
    .flatMap(({ value }) => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === 'string');
}

function synonyms(node: RenameNode): readonly string[] {
  return node.synonyms;
}

/** Pairs of which one side names the other; where a side is in several of them, none is certain. */
function claimed<T extends RenameCandidate>(
  { bases, heads }: Sides<T>,
  claims: (node: RenameNode) => readonly string[],
): Rename<T>[] {
  const partner = new Map<T, T>();
  const disputed = new Set<T>();
  const connect = (one: T, other: T): void => {
    if ((partner.get(one) ?? other) !== other) disputed.add(one);
    partner.set(one, other);
  };
  for (const [claimants, others] of [
    [heads, byName(bases)],
    [bases, byName(heads)],
  ] as const) {
    for (const claimant of claimants) {
      for (const name of claims(claimant.node)) {
        const named = others.get(name.toLowerCase());
        if (named?.only === undefined) {
          if (named !== undefined) disputed.add(claimant);
          continue;
        }
        connect(claimant, named.only);
        connect(named.only, claimant);
      }
    }
  }
  return bases.flatMap((base) => {
    const head = partner.get(base);
    const isDisputed = head === undefined || disputed.has(base) || disputed.has(head);
    return isDisputed ? [] : [{ base, head, certainty: 100 }];
  });
}

/** The candidate of a name in lower case; where several have it, there is no only one. */
function byName<T extends RenameCandidate>(candidates: readonly T[]): ReadonlyMap<string, { readonly only?: T }> {
  const found = new Map<string, { readonly only?: T }>();
  for (const candidate of candidates) {
    const names = [candidate.node.name, candidate.node.physicalName ?? candidate.node.name];
    for (const name of new Set(names.map((each) => each.toLowerCase()))) {
      found.set(name, found.has(name) ? {} : { only: candidate });
    }
  }
  return found;
}

interface Guess<T> {
  readonly base: Portrayed<T>;
  readonly head: Portrayed<T>;
  readonly score: number;
}

interface Portrayed<T> {
  readonly candidate: T;
  readonly portrait: Portrait;
}

function guess<T extends RenameCandidate>(bases: readonly T[], heads: readonly T[]): Rename<T>[] {
  const guesses = toCompare({ bases, heads })
    .map(({ base, head }) => ({ base, head, score: likeness(base.portrait, head.portrait) }))
    .filter(({ score }) => score >= leastScore - leastMargin);
  const [ofBase, ofHead] = [bestTwo(guesses, 'base'), bestTwo(guesses, 'head')];
  return guesses
    .filter(({ score }) => score >= leastScore)
    .filter((each) => standsOut(each.score, ofBase.get(each.base)) && standsOut(each.score, ofHead.get(each.head)))
    .map(({ base, head, score }) => ({
      base: base.candidate,
      head: head.candidate,
      certainty: Math.min(99, Math.round(score * 100)),
    }));
}

/** The two best scores of every candidate of one side. */
function bestTwo<T>(guesses: readonly Guess<T>[], side: 'base' | 'head'): ReadonlyMap<Portrayed<T>, readonly number[]> {
  const best = new Map<Portrayed<T>, readonly number[]>();
  for (const each of guesses) {
    const scores = [...(best.get(each[side]) ?? []), each.score].sort((one, other) => other - one);
    best.set(each[side], scores.slice(0, 2));
  }
  return best;
}

/** In thousandths, as the scores are rounded: 0.95 - 0.8 is a little less than 0.15 in floating point. */
function standsOut(score: number, [first = 0, second = 0]: readonly number[] = []): boolean {
  return score === first && Math.round((score - second) * 1000) >= leastMargin * 1000;
}

function toCompare<T extends RenameCandidate>({ bases, heads }: Sides<T>): Omit<Guess<T>, 'score'>[] {
  if (bases.length * heads.length > maxPairs) return alikeOnly({ bases, heads });
  const [ones, others] = [portray(bases), portray(heads)];
  if (wordsIn(ones) * wordsIn(others) > maxWordPairs) return alikeOnly({ bases, heads });
  return ones.flatMap((base) => others.map((head) => ({ base, head })));
}

function wordsIn(candidates: readonly Portrayed<unknown>[]): number {
  return candidates.reduce((words, { portrait }) => words + wordCount(portrait), 0);
}

/** The pairs whose names fold alike, where only one of either side does; their descriptions are not needed then. */
function alikeOnly<T extends RenameCandidate>({ bases, heads }: Sides<T>): Omit<Guess<T>, 'score'>[] {
  const alike = groupBy(heads, foldedName);
  const pairs = [...groupBy(bases, foldedName)].flatMap(([folded, [base, ...more]]) => {
    const [head, ...others] = alike.get(folded) ?? [];
    const isOnlyOne = base !== undefined && head !== undefined && more.length === 0 && others.length === 0;
    return isOnlyOne ? [{ base, head }] : [];
  });
  return pairs.map(({ base, head }) => ({
    base: { candidate: base, portrait: portraitOf(base, false) },
    head: { candidate: head, portrait: portraitOf(head, false) },
  }));
}

function foldedName({ node }: RenameCandidate): string {
  return wordsOf(node.physicalName ?? node.name).folded;
}

/** A description that several candidates share tells none of them apart. */
function portray<T extends RenameCandidate>(candidates: readonly T[]): Portrayed<T>[] {
  const descriptions = groupBy(candidates, ({ node }) => node.description?.value);
  return candidates.map((candidate) => ({
    candidate,
    portrait: portraitOf(candidate, (descriptions.get(candidate.node.description?.value)?.length ?? 0) === 1),
  }));
}
