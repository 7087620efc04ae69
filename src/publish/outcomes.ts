import { EnvironmentError } from '../model/errors.ts';
import type { Lang } from '../model/messages.ts';
import type { Outcome } from '../model/plans.ts';
import { say } from './say.ts';

/** What is known about a sink where one of its calls fails. */
export interface SinkFacts {
  readonly sink: string;
  /** The line of the workflow's `permissions:` that the sink needs. */
  readonly permission: string;
  readonly lang: Lang;
  /** The pull request comes from a fork, whose token can only read. */
  readonly fork?: boolean;
}

/** An action on one sink; resolves to a detail for people, or to nothing. */
type Work = () => Promise<string | undefined>;

/**
 * Does one sink's work and says how it ended. A refusal of GitHub is a skipped sink, never an exception.
 * @throws only errors that are not EnvironmentError: our own bugs
 */
export async function attempt(facts: SinkFacts, work: Work): Promise<Outcome> {
  try {
    const detail = await work();
    return { sink: facts.sink, status: 'done', ...(detail === undefined ? {} : { detail }) };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return skippedBecause(error, facts);
  }
}

/** Puts a failure of GitHub in words: the missing permission, the limit, or its own message. */
export function skippedBecause(error: EnvironmentError, facts: SinkFacts): Outcome {
  return { sink: facts.sink, status: 'skipped', why: reasonOf(error, facts) };
}

function reasonOf(error: EnvironmentError, { permission, lang, fork }: SinkFacts): string {
  const limited = error.retryable && (error.status === 403 || error.status === 429);
  if (limited) return say(lang, 'skipped.limit', { reason: error.message });
  if (error.status === 401) return say(lang, 'skipped.token');
  if (isRefusal(error)) return say(lang, fork === true ? 'skipped.fork' : 'skipped.permission', { permission });
  return say(lang, 'skipped.failed', { reason: error.message });
}

/** GitHub answers a missing permission with 403, or with 404 where it does not even tell that the thing exists. */
function isRefusal(error: EnvironmentError): boolean {
  return !error.retryable && (error.status === 403 || error.status === 404);
}

/** The request itself is wrong: a line outside the diff, a body that is too long. */
export function isRejected(error: unknown): boolean {
  return error instanceof EnvironmentError && error.status === 422;
}
