import type { getOctokit } from '@actions/github';
import { EnvironmentError } from '../model/errors.ts';
import { environmentError } from './github-requests.ts';

/** REST, GraphQL and pagination, authenticated. */
export type Octokit = ReturnType<typeof getOctokit>;

/** One GraphQL call. */
export interface GraphqlCall {
  /** For messages: what is being done. */
  readonly name: string;
  readonly document: string;
  readonly variables: { readonly [name: string]: unknown };
}

/** Sends GraphQL; `T` is the shape that the document asks for. Rejects with EnvironmentError whose status is what REST would answer. */
export type SendGraphql = <T>(call: GraphqlCall) => Promise<T>;

/** HTTP status that REST would give, by GraphQL's error type; GraphQL itself always answers 200. */
const statusOfType: { readonly [type: string]: number } = {
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  NOT_FOUND: 404,
  STALE_DATA: 409,
  UNPROCESSABLE: 422,
  RATE_LIMITED: 429,
};

/** GraphQL through the same client as REST, so that limits and repeats are counted together. */
export function createGraphql(octokit: Octokit, url: string): SendGraphql {
  return async <T>({ name, document, variables }: GraphqlCall): Promise<T> => {
    const repeatable = !document.trimStart().startsWith('mutation');
    const response = await octokit
      .request(`POST ${url}`, { query: document, variables, request: { repeatable } })
      .catch((error: unknown) => Promise.reject(environmentError(error, name)));
    const answer: {
      readonly data?: T | null;
      readonly errors?: readonly { readonly type?: string; readonly message: string }[];
    } = response.data;
    const [first] = answer.errors ?? [];
    if (first !== undefined) throw graphqlError(name, first);
    if (answer.data === undefined || answer.data === null)
      throw new EnvironmentError(`${name}: GitHub answered without data`);
    return answer.data;
  };
}

function graphqlError(
  name: string,
  { type, message }: { readonly type?: string; readonly message: string },
): EnvironmentError {
  const status = statusOfType[type ?? ''] ?? (/resource not accessible/i.test(message) ? 403 : undefined);
  return new EnvironmentError(`${name}: ${message}`, {
    retryable: status === 429,
    ...(status === undefined ? {} : { status }),
  });
}
