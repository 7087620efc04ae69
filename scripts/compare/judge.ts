import type { ChangeClass } from '../../src/model/change.ts';

/** What a change is to those who are protected: its class, or `none` where two files say the same. */
export type Label = ChangeClass | 'none';

/** How loud a tool is: it calls a change breaking, warns of it, lists it as harmless, or does not see it. */
export const levels = ['breaking', 'warning', 'noted', 'silent'] as const;
export type Level = (typeof levels)[number];

/** One thing that a tool says about a change. */
export interface Entry {
  /** Where, in one spelling for all tools: `schema.<object>.properties.<property>`, or a key of the contract. */
  readonly path: string;
  readonly level: Level;
}

/** What a tool says about both versions of a contract: everything it found, or why it could not read them. */
export type Verdict = { readonly entries: readonly Entry[] } | { readonly unable: string };

/**
 * A verdict beside the label. `understated`: a break is only listed, or a danger is listed as harmless. `missed`: a break or danger
 * is not mentioned. `alarm`: something harmless is called breaking.
 */
export type Agreement = 'right' | 'understated' | 'missed' | 'alarm' | 'unable';

/** The loudest thing that a tool says; undefined where it could not read the contract. */
export function levelOf(verdict: Verdict): Level | undefined {
  if ('unable' in verdict) return undefined;
  return levels.find((level) => verdict.entries.some((entry) => entry.level === level)) ?? 'silent';
}

/** Holds what a tool says against the label. */
export function agreementOf(label: Label, verdict: Verdict): Agreement {
  const level = levelOf(verdict);
  if (level === undefined) return 'unable';
  switch (label) {
    case 'breaking':
      return level === 'breaking' ? 'right' : level === 'silent' ? 'missed' : 'understated';
    case 'dangerous':
      return level === 'silent' ? 'missed' : level === 'noted' ? 'understated' : 'right';
    default:
      return level === 'breaking' ? 'alarm' : 'right';
  }
}

/** How many of how many. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** The counts of one tool over labelled changes; what it could not read is in `unable` only. */
export interface Score {
  readonly unable: Share;
  /** Breaks that are called breaking. */
  readonly detected: Share;
  /** Breaks and dangers that are mentioned at all, at whatever level. */
  readonly mentioned: Share;
  /** Dangers that a person is told of: called breaking, or a warning. */
  readonly warned: Share;
  /** Dangers that are not mentioned. */
  readonly silent: Share;
  /** Harmless changes (compatible, docs, none) that are called breaking. */
  readonly alarms: Share;
  /** Breaks called breaking, and harmless changes not called so. */
  readonly rightWay: Share;
}

/** A label and what one tool says. */
export interface Judged {
  readonly label: Label;
  readonly verdict: Verdict;
}

/** Counts what one tool says over all labelled changes. */
export function scoreOf(judged: readonly Judged[]): Score {
  const read = judged.flatMap(({ label, verdict }) => {
    const level = levelOf(verdict);
    return level === undefined ? [] : [{ label, level }];
  });
  const breaks = read.filter(({ label }) => label === 'breaking');
  const dangers = read.filter(({ label }) => label === 'dangerous');
  const harmless = read.filter(({ label }) => label !== 'breaking' && label !== 'dangerous');
  const detected = share(breaks, ({ level }) => level === 'breaking');
  const alarms = share(harmless, ({ level }) => level === 'breaking');
  return {
    unable: { count: judged.length - read.length, of: judged.length },
    detected,
    mentioned: share([...breaks, ...dangers], ({ level }) => level !== 'silent'),
    warned: share(dangers, ({ level }) => level === 'breaking' || level === 'warning'),
    silent: share(dangers, ({ level }) => level === 'silent'),
    alarms,
    rightWay: { count: detected.count + alarms.of - alarms.count, of: detected.of + alarms.of },
  };
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): Share {
  return { count: all.filter(holds).length, of: all.length };
}
