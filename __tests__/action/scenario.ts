import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { buildInto } from '../../scripts/build.ts';
import type { EventRequest, RunnerEvent } from '../support/fake-github/events.ts';
import type { CheckRun, Permissions, RequestRecord } from '../support/fake-github/nouns.ts';
import {
  type FakeGitHub,
  type FakeGitHubOptions,
  startFakeGitHub,
  type ThreadView,
} from '../support/fake-github/server.ts';
import { checkout, type FileChanges, removeTemporaryFolders, runGit, temporaryFolder } from '../support/git-repo.ts';
import { type ActionResult, type ActionRun, runAction } from '../support/run-action.ts';

/** The bot that posts with the token of a workflow. */
export const BOT = 'github-actions[bot]';

/** Name of the check run where no input changes it. */
export const CHECK = 'DataEngOS Gatekeeper';

/** Text files by path. */
export interface Files {
  readonly [path: string]: string;
}

let dist = '';
const running: FakeGitHub[] = [];

/** Builds the product once for the tests of a file, so that a `dist/` of yesterday cannot pass them. Call it at the top. */
export function buildFirst(): void {
  beforeAll(async () => {
    dist = temporaryFolder('dist-');
    await buildInto(dist);
  });
  afterEach(async () => {
    for (const github of running.splice(0)) await github.close();
  });
  afterAll(removeTemporaryFolders);
}

/** What {@link contract} says. Columns are lines below `properties:`, without their indentation. */
export interface ContractText {
  readonly id?: string;
  readonly version?: string;
  readonly object?: string;
  readonly columns?: readonly string[];
}

/** Where the contract of most examples is. */
export const SALES = 'specs/contracts/outputs/sales.yaml';

/** The line of a contract's version, and of its first column; each further column is on the next line. */
export const VERSION_LINE = 4;
export const FIRST_COLUMN_LINE = 16;

/** A column on one line. */
export function column(name: string, more = 'logicalType: string, description: A column.'): string {
  return `- { name: ${name}, ${more} }`;
}

/** Three columns; the middle one is the one that examples remove. */
export const COLUMNS: readonly string[] = [column('state'), column('total'), column('city')];

/** A valid contract with owners and descriptions. */
export function contract({
  id = 'sales',
  version = '1.0.0',
  object = 'sales',
  columns = COLUMNS,
}: ContractText = {}): string {
  return `apiVersion: v3.1.0
kind: DataContract
id: ${id}
version: ${version}
status: active
domain: sales
team:
  name: Sales data
  members:
    - { username: ana, role: technical owner }
    - { username: bia, role: business owner }
schema:
  - name: ${object}
    description: Sales by state.
    properties:
${columns.map((each) => `      ${each}\n`).join('')}`;
}

/** Configuration that generates nothing: for examples that are not about artifacts. */
export const NO_ARTIFACTS = 'generators: { all: false }\n';

/** A repository that passes: policy and one contract. */
export const BASE: Files = {
  'dataengos.yaml': NO_ARTIFACTS,
  'specs/governance/naming.json': '{\n  "casing": { "tables": "snake_case", "columns": "snake_case" }\n}\n',
  'specs/governance/classification.yaml': 'email:\n  classification: confidential\n  pii: true\n',
  [SALES]: contract(),
};

/** `BASE` whose `total` column is gone: breaking, and announced by no version. */
export const BROKEN: Files = { [SALES]: contract({ columns: [column('state'), column('city')] }) };

/** A fake GitHub with a first commit on `main`; it is closed after the test. */
export async function start(files: FileChanges = BASE, options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const github = await startFakeGitHub(options);
  running.push(github);
  github.seed(files);
  return github;
}

/** The number of the pull request of {@link startPull}. */
export const PULL = 1;

/** As `start`, with a pull request of branch `feature` that changes `files`. */
export async function startPull(
  files: FileChanges,
  base: FileChanges = BASE,
  options: FakeGitHubOptions = {},
): Promise<FakeGitHub> {
  const github = await start(base, options);
  github.commit('feature', { files });
  github.openPullRequest({ head: 'feature', title: 'Change the contract' });
  return github;
}

/** How one run differs from the usual one. */
export interface RunOptions extends Pick<ActionRun, 'inputs' | 'env'> {
  readonly event?: EventRequest;
  readonly permissions?: Permissions;
  /** Depth of the checkout; undefined is the whole history. */
  readonly depth?: number;
  /** Happens when the event is described and before the action runs. */
  readonly before?: (event: RunnerEvent) => RunnerEvent | undefined;
}

/** A run and what it asked of GitHub. */
export interface Run extends ActionResult {
  readonly requests: readonly RequestRecord[];
  /** Operations that write, in order. */
  readonly writes: readonly string[];
  /** The JSON report. */
  readonly report: JsonReport;
}

/** The parts of the JSON report that examples look at. */
export interface JsonReport {
  readonly verdict: string;
  readonly base: { readonly ref: string; readonly sha: string; readonly origin?: string };
  readonly layout: string;
  readonly findings: readonly JsonFinding[];
  readonly skipped: readonly { readonly what: string; readonly why: string }[];
  readonly counts: { readonly [name: string]: number };
}

/** A finding of the JSON report. */
export interface JsonFinding {
  readonly rule: string;
  readonly severity: string;
  readonly path: string;
  readonly line: number;
  readonly side: string;
  readonly message: string;
  readonly subject: string;
  readonly introduced: boolean;
}

/** Runs the built action for pull request 1, or for the event that `options` name. */
export async function run(github: FakeGitHub, options: RunOptions = {}): Promise<Run> {
  const described = github.event(options.event ?? { name: 'pull_request', number: PULL }, options.permissions);
  const depth = options.depth === undefined ? {} : { depth: options.depth };
  const workspace = checkout({ from: github.repositoryPath, ref: described.ref, ...depth });
  const event = options.before?.(described) ?? described;
  const asked = github.requests.length;
  const inputs = { 'report-file': 'dataengos-report.json', ...options.inputs };
  const result = await runAction({
    github,
    event,
    workspace,
    inputs,
    entry: join(dist, 'action.js'),
    ...(options.env && { env: options.env }),
  });
  const requests = github.requests.slice(asked);
  const report = readReport(join(workspace, 'dataengos-report.json'));
  return { ...result, requests, writes: requests.flatMap(writeOf), report };
}

function readReport(path: string): JsonReport {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // A run that failed before its verdict has none.
    return { verdict: '', base: { ref: '', sha: '' }, layout: '', findings: [], skipped: [], counts: {} };
  }
}

const READING = new Set(['graphql:viewer', 'graphql:repository']);

function writeOf({ method, operationId, status }: RequestRecord): readonly string[] {
  if (method === 'GET' || READING.has(operationId ?? '')) return [];
  return [status < 400 ? (operationId ?? method) : `${operationId} ${status}`];
}

/** Findings as `severity rule path:line side`, as the report sorts them. */
export function findingsOf({ report }: Run): readonly string[] {
  return report.findings.map(({ severity, rule, path, line, side }) => `${severity} ${rule} ${path}:${line} ${side}`);
}

/** Threads as `path:line SIDE rule state`. */
export function threadsOf(github: FakeGitHub, number = PULL): readonly string[] {
  return github
    .threads(number)
    .map(
      (thread) =>
        `${placeOf(thread)} ${ruleOf(thread)} ${thread.resolvedBy === undefined ? 'open' : `resolved by ${thread.resolvedBy}`}`,
    );
}

function placeOf({ path, subjectType, line, startLine, side, isOutdated }: ThreadView): string {
  if (subjectType === 'file') return `${path} (file)`;
  if (line === undefined) return `${path} ${isOutdated ? 'outdated' : 'nowhere'} ${side}`;
  return `${path}:${startLine === undefined ? '' : `${startLine}-`}${line} ${side}`;
}

function ruleOf({ comments }: ThreadView): string {
  return /\[`([a-z]+\/[a-z-]+)`\]/.exec(comments[0]?.body ?? '')?.[1] ?? '?';
}

/** The one check run of a commit. @throws Error where there is none or more */
export function checkOf(github: FakeGitHub, sha: string): CheckRun {
  const [check, ...others] = github.checkRuns(sha);
  if (check === undefined || others.length > 0)
    throw new Error(`${sha} has ${others.length + (check === undefined ? 0 : 1)} check runs`);
  return check;
}

/** Head of the pull request. */
export function headOf(github: FakeGitHub, number = PULL): string {
  return github.pullRequest(number).pull.headSha;
}

/** The lines of a body that people see first: without the hidden marker and empty lines. */
export function firstLines(body: string | undefined, count = 2): readonly string[] {
  const lines = (body ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('<!--'));
  return lines.slice(0, count);
}

/** `files` with everything that the product generates from them. */
export function withArtifacts(files: Files): Files {
  const folder = temporaryFolder('generate-');
  runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  runCli(folder, ['generate', '--write']);
  const listed = runGit(folder, ['ls-files', '-z', '--others', '--cached']).split('\0').filter(Boolean);
  return Object.fromEntries(listed.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Runs the built command line. @throws Error where it does not end with 0 */
export function runCli(folder: string, args: readonly string[]): string {
  const ended = spawnSync(execPath, [join(dist, 'cli.js'), ...args], { cwd: folder, encoding: 'utf8' });
  if (ended.status !== 0)
    throw new Error(`dataengos ${args.join(' ')} ended with ${ended.status}: ${ended.stderr}${ended.stdout}`);
  return ended.stdout;
}
