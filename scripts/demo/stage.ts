import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { type FakeGitHub, startFakeGitHub, type ThreadView } from '../../__tests__/support/fake-github/server.ts';
import { checkout, runGit, temporaryFolder } from '../../__tests__/support/git-repo.ts';
import { type ActionResult, runAction } from '../../__tests__/support/run-action.ts';
import { breakThings, commitSuggestion, type Files, mendThings, readFiles } from './story.ts';

/** Folders that the demo works with. */
export interface Stage {
  /** The built product: `action.js` and `cli.js`. */
  readonly dist: string;
  /** The example that the repository is made from. */
  readonly example: string;
}

/** What is on the pull request after a run of the action. */
export interface Scene {
  readonly run: ActionResult;
  readonly headSha: string;
  readonly checks: ReturnType<FakeGitHub['checkRuns']>;
  readonly comments: ReturnType<FakeGitHub['comments']>;
  readonly reviews: ReturnType<FakeGitHub['reviews']>;
  readonly threads: readonly ThreadView[];
  readonly labels: readonly string[];
  /** Requests of this run that wrote something. */
  readonly writes: readonly string[];
}

/** The pull request of the demo on a local GitHub, before and after it was mended. */
export interface Play {
  readonly number: number;
  readonly title: string;
  readonly branch: string;
  readonly first: Scene;
  readonly second: Scene;
  /** Paths of suggestions that were committed. */
  readonly committed: readonly string[];
  readonly violations: readonly string[];
}

const branch = 'churn-reasons';
const title = 'Churn report says in which currency customers paid';

/** Plays the whole story: repository, pull request, review, fixing commit, review. @throws Error where a step is impossible */
export async function play(stage: Stage): Promise<Play> {
  const github = await startFakeGitHub();
  try {
    const clone = startRepository(github, stage);
    const number = openPullRequest(github, clone);
    const first = await review(github, stage, { number, action: 'opened' });
    const committed = mend(clone, stage, first.threads);
    const second = await review(github, stage, { number, action: 'synchronize', before: first.headSha });
    return { number, title, branch, first, second, committed, violations: github.violations };
  } finally {
    await github.close();
  }
}

/** A clone of the local GitHub with the example as its first commit, generated files included. */
function startRepository(github: FakeGitHub, { dist, example }: Stage): string {
  github.seed(readFiles(example));
  const clone = checkout({ from: github.repositoryPath, ref: 'refs/heads/main', to: temporaryFolder('demo-') });
  runGit(clone, ['checkout', '--quiet', '-B', 'main']);
  generate(clone, dist);
  commitAndPush(clone, 'main', 'chore: generated files');
  return clone;
}

function openPullRequest(github: FakeGitHub, clone: string): number {
  runGit(clone, ['checkout', '--quiet', '-b', branch]);
  writeFiles(clone, breakThings(readFiles(clone)));
  commitAndPush(clone, branch, 'feat: reasons and billing address of churned customers');
  return github.openPullRequest({ head: branch, title, author: 'rafael-nunes' });
}

/** The fixing commit: suggestions of the review, the rest by hand, artifacts by the command line. */
function mend(clone: string, { dist }: Stage, threads: readonly ThreadView[]): readonly string[] {
  const wanted = threads.filter(({ line, comments }) => line !== undefined && hasSuggestion(comments[0]?.body ?? ''));
  // From the last line to the first, as one batch of GitHub's: a suggestion may change the number of lines.
  for (const { path, line = 1, startLine = line, comments } of wanted.toSorted(
    (a, b) => (b.line ?? 0) - (a.line ?? 0),
  )) {
    const text = readFiles(clone)[path] ?? '';
    const body = comments[0]?.body ?? '';
    writeFiles(clone, { [path]: commitSuggestion(text, { start: startLine, end: line, body }) });
  }
  writeFiles(clone, mendThings(readFiles(clone)));
  generate(clone, dist);
  commitAndPush(clone, branch, 'fix: keep the published column, name and classify the new ones');
  return wanted.map(({ path, line }) => `${path}:${line}`);
}

/** Whether a comment offers a change that can be committed with one click. */
export function hasSuggestion(body: string): boolean {
  return /^`{3,}suggestion$/m.test(body);
}

function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function commitAndPush(clone: string, name: string, message: string): void {
  runGit(clone, ['add', '--all']);
  runGit(clone, ['commit', '--quiet', '--allow-empty', '-m', message]);
  runGit(clone, ['push', '--quiet', 'origin', `HEAD:refs/heads/${name}`]);
}

function generate(clone: string, dist: string): void {
  const run = spawnSync(execPath, [join(dist, 'cli.js'), 'generate', '--write'], { cwd: clone, encoding: 'utf8' });
  if (run.status !== 0)
    throw new Error(`"dataengos generate --write" ended with ${run.status}: ${run.stderr}${run.stdout}`);
}

interface PullEvent {
  readonly number: number;
  readonly action: string;
  readonly before?: string;
}

async function review(github: FakeGitHub, { dist }: Stage, pull: PullEvent): Promise<Scene> {
  const event = github.event({ name: 'pull_request', ...pull });
  const asked = github.requests.length;
  const run = await runAction({
    github,
    event,
    workspace: checkout({ from: github.repositoryPath, ref: event.ref }),
    inputs: { labels: 'true' },
    entry: join(dist, 'action.js'),
  });
  const { headSha } = github.pullRequest(pull.number).pull;
  return structuredClone({
    run,
    headSha,
    checks: github.checkRuns(headSha),
    comments: github.comments(pull.number),
    reviews: github.reviews(pull.number),
    threads: github.threads(pull.number),
    labels: github.labels(pull.number),
    writes: github.requests
      .slice(asked)
      .flatMap(({ method, operationId }) => (isWrite(method, operationId) ? [operationId ?? method] : [])),
  });
}

const readingRoots = new Set(['graphql:viewer', 'graphql:repository']);

function isWrite(method: string, operationId: string | undefined): boolean {
  return method !== 'GET' && !readingRoots.has(operationId ?? '');
}
