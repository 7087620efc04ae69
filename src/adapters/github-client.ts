import { getOctokit } from '@actions/github';
import { ConfigError, EnvironmentError } from '../model/errors.ts';
import { createGraphql, type Octokit, type SendGraphql } from './github-graphql.ts';
import { defaultPatience, environmentError, type Patience, repeatPatiently } from './github-requests.ts';

/** Where GitHub is and who asks. */
export interface ForgeOptions {
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Default `https://api.github.com`; on a runner `GITHUB_API_URL`. */
  readonly apiUrl?: string;
  /** Default: derived from `apiUrl`; on a runner `GITHUB_GRAPHQL_URL`. */
  readonly graphqlUrl?: string;
  /** Default: the global one, through the proxy of the environment. */
  readonly fetch?: typeof fetch;
  readonly patience?: Patience;
  /** Most time for one answer; default 30 s. */
  readonly timeoutMs?: number;
}

/** Most time for one answer of GitHub. */
const requestTimeoutMs = 30_000;

/** What the groups of calls share. */
export interface ForgeClient {
  readonly octokit: Octokit;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly graphql: SendGraphql;
  /** Runs a call; every failure becomes an EnvironmentError that names `name`. */
  readonly run: <T>(name: string, call: () => Promise<T>) => Promise<T>;
  /** Login of the token's identity, asked once. */
  readonly ownLogin: () => Promise<string | undefined>;
}

/** The client that all calls share; nothing is sent yet. @throws ConfigError for an empty token, or where `repository` is not `owner/name` */
export function createClient(options: ForgeOptions): ForgeClient {
  const apiUrl = (options.apiUrl ?? 'https://api.github.com').replace(/\/+$/, '');
  if (options.token === '')
    throw new ConfigError(
      'the token for GitHub is empty; leave the input "github-token" out to use the token of the workflow',
    );
  const octokit = getOctokit(options.token, {
    baseUrl: apiUrl,
    userAgent: 'dataengos-gatekeeper',
    // Without one of ours, the library's own goes through the proxy of the environment.
    ...(options.fetch === undefined ? {} : { request: { fetch: options.fetch } }),
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  octokit.hook.before('request', (request) => {
    request.request.signal ??= AbortSignal.timeout(options.timeoutMs ?? requestTimeoutMs);
  });
  octokit.hook.wrap('request', repeatPatiently(options.patience ?? defaultPatience));
  const graphql = createGraphql(octokit, options.graphqlUrl ?? graphqlUrlOf(apiUrl));
  let login: Promise<string | undefined> | undefined;
  return {
    octokit,
    graphql,
    repository: splitRepository(options.repository),
    run: (name, call) => call().catch((error: unknown) => Promise.reject(environmentError(error, name))),
    ownLogin: () => (login ??= readOwnLogin(graphql)),
  };
}

/** `GET /user` refuses the token of a workflow; GraphQL's viewer answers for every kind of token. */
async function readOwnLogin(graphql: SendGraphql): Promise<string | undefined> {
  try {
    const answer = await graphql<{ readonly viewer: { readonly login: string } }>({
      name: 'read the identity of the token',
      document: 'query { viewer { login } }',
      variables: {},
    });
    return answer.viewer.login;
  } catch (error) {
    if (error instanceof EnvironmentError && (error.status === 403 || error.status === 404)) return undefined;
    throw error;
  }
}

/** GitHub Enterprise Server has REST at `/api/v3` and GraphQL at `/api/graphql`. */
function graphqlUrlOf(apiUrl: string): string {
  return `${apiUrl.replace(/\/v3$/, '')}/graphql`;
}

function splitRepository(repository: string): ForgeClient['repository'] {
  const [owner = '', repo = '', ...rest] = repository.split('/');
  if (owner === '' || repo === '' || rest.length > 0) {
    throw new ConfigError(`"${repository}" is no repository; write "owner/name"`);
  }
  return { owner, repo };
}

function ignore(): void {}
