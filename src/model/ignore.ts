import type { Edit } from './finding.ts';
import type { Location } from './location.ts';

/** A comment `dataengos: ignore <rules> -- <reason>` in a file that the gate reads. */
export interface InlineIgnore {
  /** The comment, from its sign to its end. */
  readonly at: Location;
  /** As written, each once. */
  readonly rules: readonly string[];
  /** Undefined: nobody says why, so it does not count. */
  readonly reason?: string;
  /** The lines that it is about: its own and, where nothing else is on that, the next with anything on it. */
  readonly lines: readonly number[];
  /** Takes the comment away, with its line where nothing else is on that. */
  readonly removal: Edit;
  /** Leaves only some of its rules. */
  readonly rulesAt: Location;
}

/**
 * What became of one rule of an ignore: `used` and `unused` by its findings; `unknown`: there is no such rule; `forbidden`: nobody
 * can ignore it in a file; `locked`: a shared policy sets it; `not-run`: nobody can tell.
 */
export type IgnoreOutcome = 'used' | 'unused' | 'unknown' | 'forbidden' | 'locked' | 'not-run';

/** An ignore after the rules have run. */
export interface JudgedIgnore extends InlineIgnore {
  readonly outcomes: readonly {
    readonly rule: string;
    readonly outcome: IgnoreOutcome;
    readonly suggestion?: string;
  }[];
}
