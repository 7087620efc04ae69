import { readFile } from 'node:fs/promises';
import { env } from 'node:process';
import { EnvironmentError } from '../../model/errors.ts';

/** What the runner tells through its environment (docs.github.com "Variables reference"). */
export interface Runner {
  readonly eventName: string;
  readonly payload: unknown;
  readonly repository: string;
  readonly workspace: string;
  readonly temp: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly serverUrl: string;
  /** Workflow and job: tells our comments from those of another gate. */
  readonly key: string;
  readonly sha: string;
}

/** Reads the runner's environment and event file. @throws EnvironmentError outside GitHub Actions */
export async function readRunner(): Promise<Runner> {
  const eventName = env['GITHUB_EVENT_NAME'];
  if (eventName === undefined || eventName === '') {
    throw new EnvironmentError(
      'GITHUB_EVENT_NAME is not set: this program is the GitHub Action; on your machine use "npx dataengos check"',
    );
  }
  return {
    eventName,
    payload: await readPayload(env['GITHUB_EVENT_PATH'] ?? ''),
    repository: env['GITHUB_REPOSITORY'] ?? '',
    workspace: env['GITHUB_WORKSPACE'] ?? '.',
    temp: env['RUNNER_TEMP'] ?? env['GITHUB_WORKSPACE'] ?? '.',
    apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    graphqlUrl: env['GITHUB_GRAPHQL_URL'] ?? 'https://api.github.com/graphql',
    serverUrl: env['GITHUB_SERVER_URL'] ?? 'https://github.com',
    key: `${env['GITHUB_WORKFLOW'] ?? ''}/${env['GITHUB_JOB'] ?? ''}`,
    sha: env['GITHUB_SHA'] ?? '',
  };
}

async function readPayload(path: string): Promise<unknown> {
  if (path === '') return {};
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (cause) {
    throw new EnvironmentError('the event file of the runner could not be read', { cause });
  }
}
