import type { Case } from './cases.ts';
import type { Verdict } from './judge.ts';
import type { Audience, Peer } from './peers.ts';

/** A peer as it was found. */
export interface ToolRun {
  readonly name: Peer['name'];
  /** `name version` of its packages; undefined where it is not installed and was not run. */
  readonly versions: readonly string[] | undefined;
}

/** A labelled change and what all tools say. */
export interface JudgedCase extends Case {
  readonly own: Verdict;
  readonly peers: { readonly [name: string]: Verdict };
}

/** All tools over one set of labelled changes. */
export interface Comparison {
  readonly id: 'rows-readers' | 'pairs' | 'rows-source';
  readonly audience: Audience;
  /** Names of the peers that were asked. */
  readonly peers: readonly Peer['name'][];
  readonly cases: readonly JudgedCase[];
  /** Rows or pairs that no tool could be given; see `CaseSet`. */
  readonly excluded: readonly string[];
}
