import { getOctokit } from '@actions/github';
import { afterAll, afterEach } from 'vitest';
import type { Permissions } from '../support/fake-github/nouns.ts';
import { type FakeGitHub, type FakeGitHubOptions, startFakeGitHub } from '../support/fake-github/server.ts';
import { removeTemporaryFolders } from '../support/git-repo.ts';

const running: FakeGitHub[] = [];

afterEach(async () => {
  for (const fake of running.splice(0)) await fake.close();
});

afterAll(removeTemporaryFolders);

/** Where the repository of every example is. */
export const REPOSITORY = { owner: 'acme', repo: 'data' };

/** A log for clients whose refusals are expected. */
export const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Twenty numbered lines, as a file that leaves room outside a hunk. */
export const LINES = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`);

/** `LINES` with line `number` replaced. */
export function withLine(number: number, text: string): string {
  return LINES.map((line, index) => (index === number - 1 ? `${text}\n` : line)).join('');
}

/** A fake that is closed after the test. */
export async function start(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const fake = await startFakeGitHub(options);
  running.push(fake);
  return fake;
}

/** A fake whose pull request 1 changes line 10 of `specs/a.txt`, adds `specs/new.txt` and removes `specs/gone.txt`. */
export async function startWithPull(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const fake = await start(options);
  fake.seed({ 'specs/a.txt': LINES.join(''), 'specs/gone.txt': 'gone\n', 'README.md': 'data\n' });
  fake.commit('feature', {
    files: { 'specs/a.txt': withLine(10, 'changed'), 'specs/new.txt': 'new\n', 'specs/gone.txt': null },
  });
  fake.openPullRequest({ head: 'feature', title: 'Change line 10' });
  return fake;
}

/** The client that the product uses, against the fake. */
export function client(fake: FakeGitHub, token = fake.token()): ReturnType<typeof getOctokit> {
  return getOctokit(token, { baseUrl: fake.url });
}

/** A client whose token has only these permissions. */
export function clientWith(fake: FakeGitHub, permissions: Permissions): ReturnType<typeof getOctokit> {
  return client(fake, fake.token(permissions));
}

/** Status and message of a refused request; fails where it is answered. */
export async function refusal(request: Promise<unknown>): Promise<{ status: number; message: string }> {
  try {
    await request;
  } catch (error) {
    if (error instanceof Error && 'status' in error) return { status: Number(error.status), message: error.message };
    throw error;
  }
  throw new Error('the request was not refused');
}
