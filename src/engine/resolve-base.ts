import type { BaseOrigin } from '../model/report.ts';
import type { Forge, Git } from '../ports.ts';
import type { Revision } from './read-trees.ts';

/** Id of git's empty tree, which every repository knows: the base where there is no history. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** Against what a change is judged, and how that was found. */
export interface Base {
  readonly revision: Revision;
  readonly origin: BaseOrigin;
}

/** The two ends of a pull request or merge group, as the event tells them. */
export interface Ends {
  readonly baseRef: string;
  readonly baseSha: string;
  readonly headSha: string;
}

/**
 * The merge base of two commits: from local history, else (a shallow clone) from GitHub's compare API, else `baseSha` itself.
 * Commits that are not here are fetched by id with depth 1.
 */
export async function resolveBase(
  git: Git,
  ends: Ends,
  forge: Pick<Forge, 'compareMergeBase'> | undefined,
): Promise<Base> {
  const { baseRef, baseSha, headSha } = ends;
  const local = await git.mergeBase(baseSha, headSha);
  if (local !== undefined) return { revision: { ref: baseRef, revision: local }, origin: 'merge-base' };
  // A refusal (no permission, no network) only means that the event's own word has to do.
  const remote = await forge?.compareMergeBase(baseSha, headSha).catch(() => undefined);
  if (remote !== undefined && (await git.fetchCommits([remote])))
    return { revision: { ref: baseRef, revision: remote }, origin: 'compare-api' };
  return { revision: { ref: baseRef, revision: baseSha }, origin: 'event-base-sha' };
}
