import type { Comparison, JudgedCase } from './comparison.ts';
import { type Entry, type Label, type Level, levelOf, levels, type Verdict } from './judge.ts';
import { placeHolding } from './places.ts';

/** A break that a peer calls breaking and the gate does not. */
export interface Miss {
  readonly peer: string;
  readonly key: string;
  /** The element within the pair; empty where the whole case is meant. */
  readonly place: string;
}

/** Real breaks (by their label) that a peer calls breaking and the gate does not: over whole cases, and over each element of a pair. */
export function findMisses({ cases, peers }: Pick<Comparison, 'cases' | 'peers'>): readonly Miss[] {
  return cases.flatMap((one) =>
    peers.flatMap((peer) => {
      const theirs = one.peers[peer];
      if (theirs === undefined) return [];
      return missedPlaces(one, theirs).map((place) => ({ peer, key: one.key, place }));
    }),
  );
}

function missedPlaces(one: JudgedCase, theirs: Verdict): readonly string[] {
  const whole = isMissed(one.label, levelOf(theirs), levelOf(one.own)) ? [''] : [];
  const broken = new Set(one.changes.filter((change) => change.class === 'breaking').map(({ place }) => place));
  const parts = [...broken].filter((place) => {
    const places = one.changes.map((change) => change.place);
    return place !== '' && isMissed('breaking', levelAt(theirs, place, places), levelAt(one.own, place, places));
  });
  return [...whole, ...parts];
}

function isMissed(label: Label, theirs: Level | undefined, ours: Level | undefined): boolean {
  return label === 'breaking' && theirs === 'breaking' && ours !== 'breaking';
}

function levelAt(verdict: Verdict, place: string, places: readonly string[]): Level | undefined {
  const entries: readonly Entry[] = 'unable' in verdict ? [] : verdict.entries;
  const here = entries.filter(({ path }) => placeHolding(path, places) === place);
  return levels.find((level) => here.some((entry) => entry.level === level));
}

/** Pairs in which a peer calls an element breaking that, by its labels, has neither a break nor a danger. */
export function hiddenAlarms({ cases, peers }: Pick<Comparison, 'cases' | 'peers'>): readonly Omit<Miss, 'place'>[] {
  return cases.flatMap((one) =>
    peers.filter((peer) => raisesAlarm(one, one.peers[peer])).map((peer) => ({ peer, key: one.key })),
  );
}

function raisesAlarm({ changes }: JudgedCase, verdict: Verdict | undefined): boolean {
  if (verdict === undefined || 'unable' in verdict) return false;
  const harmful = changes.filter((change) => change.class === 'breaking' || change.class === 'dangerous');
  const places = changes.map(({ place }) => place);
  return verdict.entries.some(({ level, path }) => {
    if (level !== 'breaking' || !path.startsWith('schema.')) return false;
    const place = placeHolding(path, places);
    return !harmful.some((change) => change.place === place);
  });
}
