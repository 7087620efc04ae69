import { setTimeout as wait } from 'node:timers/promises';
import { EnvironmentError } from '../model/errors.ts';

/** What decides whether and how a request is repeated. */
export interface Patience {
  /** Most seconds that are waited for limits and repeats, all requests together. */
  readonly maxWaitSeconds: number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** A job should not sit in a queue for an hour: with less than a minute to wait it waits, with more it says so. */
export const defaultPatience: Patience = { maxWaitSeconds: 60, sleep: (ms) => wait(ms) };

/** The failure of one call, as Octokit reports it. */
interface HttpFailure {
  readonly status: number;
  readonly message: string;
  /** Lower-case names; absent where no answer came. */
  readonly headers: { readonly [name: string]: string | number | undefined } | undefined;
}

/** Most repeats of a request that GitHub or the network failed. */
const maxRepeats = 3;

/** Where GitHub names no time for a secondary limit (docs: "wait for at least one minute"). */
const secondaryLimitSeconds = 60;

/** Octokit's `request` hook. */
type RequestHook<Options, Response> = (
  request: (options: Options) => Response | Promise<Response>,
  options: Options,
) => Promise<Response>;

/**
 * Repeats a request after a limit of GitHub, and after a failure of GitHub or the network where repeating it cannot do
 * its work twice: a created comment whose answer got lost must not be created again.
 */
export function repeatPatiently<
  Options extends { readonly method: string; readonly request?: { readonly [name: string]: unknown } },
  Response,
>(patience: Patience): RequestHook<Options, Response> {
  let waitedSeconds = 0;
  return async (request, options) => {
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await request(options);
      } catch (error) {
        const failure = readFailure(error);
        const seconds = failure === undefined ? undefined : secondsUntilRepeat(failure, isRepeatable(options), repeats);
        if (seconds === undefined || waitedSeconds + seconds > patience.maxWaitSeconds) throw error;
        waitedSeconds += seconds;
        await patience.sleep(seconds * 1000);
      }
    }
  };
}

/** POST creates something, unless the call says that it only reads (GraphQL queries). */
function isRepeatable(options: {
  readonly method: string;
  readonly request?: { readonly [name: string]: unknown };
}): boolean {
  return options.method !== 'POST' || options.request?.['repeatable'] === true;
}

function secondsUntilRepeat(failure: HttpFailure, canRepeat: boolean, repeats: number): number | undefined {
  if (repeats >= maxRepeats) return undefined;
  if (isLimit(failure)) return secondsOfLimit(failure);
  return failure.status >= 500 && canRepeat ? 0.5 * 2 ** repeats : undefined;
}

/** A limit was not worked on, so every request can be repeated after it. */
function isLimit({ status, headers, message }: HttpFailure): boolean {
  if (status === 429) return true;
  const isNamed =
    headers?.['retry-after'] !== undefined ||
    headers?.['x-ratelimit-remaining'] === '0' ||
    /rate limit|abuse/i.test(message);
  return status === 403 && isNamed;
}

function secondsOfLimit({ headers }: HttpFailure): number {
  const after = Number(headers?.['retry-after'] ?? Number.NaN);
  if (Number.isFinite(after)) return Math.max(1, after);
  const reset = Number(headers?.['x-ratelimit-reset'] ?? Number.NaN);
  if (headers?.['x-ratelimit-remaining'] === '0' && Number.isFinite(reset))
    return Math.max(1, Math.ceil(reset - Date.now() / 1000));
  return secondaryLimitSeconds;
}

/** Any failure of a call as the one exception that the rest of the gate knows. */
export function environmentError(error: unknown, call: string): EnvironmentError {
  if (error instanceof EnvironmentError) return error;
  const failure = readFailure(error);
  if (failure === undefined) {
    return new EnvironmentError(`${call}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
      retryable: true,
    });
  }
  const hasAnswer = failure.headers !== undefined;
  return new EnvironmentError(`${call}: ${failure.message}`, {
    cause: error,
    ...(hasAnswer ? { status: failure.status } : {}),
    retryable: isLimit(failure) || failure.status >= 500,
  });
}

/** Turns "not found" into "there is none". */
export function undefinedWhereMissing(error: unknown): undefined {
  if (error instanceof EnvironmentError && error.status === 404) return undefined;
  throw error;
}

/** Octokit reports a network failure as status 500 without a response. */
function readFailure(error: unknown): HttpFailure | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const response: unknown = 'response' in error ? error.response : undefined;
  return { status: error.status, message: error.message, headers: headersOf(response) };
}

function headersOf(response: unknown): HttpFailure['headers'] {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null) return undefined;
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  );
}
