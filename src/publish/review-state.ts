import { EnvironmentError } from '../model/errors.ts';
import type { Lang } from '../model/messages.ts';
import type { Outcome } from '../model/plans.ts';
import type { Comment, Forge, PullRequest, ReviewThread } from '../ports.ts';
import { skippedBecause } from './outcomes.ts';
import { say } from './say.ts';

/** What is already on a pull request. `undefined` means that it could not be read: nothing is planned there, so that nothing is said twice. */
export interface ReviewState {
  /** Login of the token's own identity; without it nothing can be told apart from what others wrote. */
  readonly ownLogin: string | undefined;
  readonly comments: readonly Comment[] | undefined;
  readonly threads: readonly ReviewThread[] | undefined;
  readonly labels: readonly string[];
}

/** A pull request on which nothing was said yet; for `preview`. */
export const emptyReviewState: ReviewState = { ownLogin: 'github-actions[bot]', comments: [], threads: [], labels: [] };

/**
 * Reads what is already on a pull request. What GitHub refuses to show becomes an outcome of status `skipped`.
 * @throws never for a refusal, a missing permission or a limit of GitHub
 */
export async function gatherReviewState(
  forge: Pick<Forge, 'ownLogin' | 'listComments' | 'listThreads'>,
  pull: Pick<PullRequest, 'number' | 'labels'>,
  lang: Lang,
): Promise<{ readonly state: ReviewState; readonly outcomes: readonly Outcome[] }> {
  const outcomes: Outcome[] = [];
  const read = async <T>(sink: string, call: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      outcomes.push(skippedBecause(error, { sink, permission: 'pull-requests: read', lang }));
      return undefined;
    }
  };
  const ownLogin = await read('identity', () => forge.ownLogin());
  if (ownLogin === undefined) {
    if (outcomes.length === 0)
      outcomes.push({ sink: 'identity', status: 'skipped', why: say(lang, 'skipped.identity') });
    return { state: { ownLogin, comments: undefined, threads: undefined, labels: pull.labels }, outcomes };
  }
  const comments = await read('comments', () => forge.listComments(pull.number));
  const threads = await read('threads', () => forge.listThreads(pull.number));
  return { state: { ownLogin, comments, threads, labels: pull.labels }, outcomes };
}
