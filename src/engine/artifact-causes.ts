import { firstDifference } from '../generators/ownership/first-difference.ts';
import type { ArtifactState } from '../model/artifact.ts';
import type { Change } from '../model/change.ts';
import { fileStart, type Location } from '../model/location.ts';

/** What changed in the specifications, and the texts of both sides. */
export interface SpecChanges {
  readonly changes: readonly Change[];
  readonly changedPaths: ReadonlySet<string>;
  readonly text: (side: 'base' | 'head', path: string) => string | undefined;
  /** How generated files stand in base: what was not fresh there is not the change's doing. */
  readonly before: readonly ArtifactState[];
}

/**
 * Generated files that are not fresh, with the line of the specifications that made them so: among the changes of the files that they
 * are made of, the one whose words the differing lines hold; else the first line that changed in one of them.
 */
export function withCauses(states: readonly ArtifactState[], specs: SpecChanges): readonly ArtifactState[] {
  const old = new Set(specs.before.filter(({ status }) => status !== 'fresh').map(({ path }) => path));
  return states.map((state) => {
    if (state.status === 'fresh' || old.has(state.path)) return state;
    const because = changeBehind(state, specs.changes) ?? firstChangedLine(state, specs);
    return because === undefined ? state : { ...state, because };
  });
}

function changeBehind(
  { sources, found = '', expected = '' }: ArtifactState,
  changes: readonly Change[],
): Location | undefined {
  const words = new Set([...wordsOf(found), ...wordsOf(expected)]);
  // What is gone has no line in head: the first line that differs is nearer to it than the table that it was in.
  const candidates = changes
    .filter(({ at, unwritten, kind }) => sources.includes(at.path) && unwritten !== true && !kind.endsWith('.removed'))
    .map((change) => ({ at: change.at, score: sharedWords(change, words) }));
  return candidates.toSorted((a, b) => b.score - a.score)[0]?.at;
}

function sharedWords(change: Change, words: ReadonlySet<string>): number {
  const own = new Set(
    wordsOf(`${change.subject} ${change.element ?? ''} ${valueText(change.before)} ${valueText(change.after)}`),
  );
  return [...own].filter((word) => words.has(word)).length;
}

/** Whole contracts, objects and properties are known by their subject; their content is too much to compare. */
function valueText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
}

function firstChangedLine({ sources }: ArtifactState, { changedPaths, text }: SpecChanges): Location | undefined {
  const path = sources.find((source) => changedPaths.has(source));
  if (path === undefined) return undefined;
  const head = text('head', path);
  const line = head === undefined ? 1 : firstDifference(head, text('base', path) ?? '')?.firstDifference;
  return { ...fileStart(path), line: line ?? 1 };
}
