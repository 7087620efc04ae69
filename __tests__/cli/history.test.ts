import { beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/engine/check.ts';
import { gatherCheck } from '../../src/engine/gather.ts';
import { createTools, silentProgress } from '../../src/entries/tools.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { shortFinding } from '../support/check-files.ts';
import { datedCommit, emptyRepository } from '../support/dated-commit.ts';
import { checkout, runGit } from '../support/git-repo.ts';
import { buildCli, type Cli } from './program.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const settings = { 'dataengos.yaml': 'lang: en\ngenerators: { all: false }\n' };
const state = 'name: state, logicalType: string, description: State.';
const total = 'name: total, logicalType: number, description: Total.';
const marked = total.replace('number', 'number, tags: [deprecated]');

const whole = exampleContract({ columns: [state, total] });
const deprecated = exampleContract({ version: '1.0.1', columns: [state, marked] });
const gone = exampleContract({ version: '1.1.0', columns: [state] });

/** The day on which `total` was marked as deprecated on main. */
const markedOn = '2026-03-01';

interface Marked {
  readonly folder: string;
  readonly base: string;
  readonly head: string;
}

/** `total` is marked by a merge on {@link markedOn}, though the branch claims years; later something else changes, then it goes. */
function withdraw(): Marked {
  const folder = emptyRepository();
  const first = datedCommit(folder, { files: { ...settings, [path]: whole }, date: '2026-01-01' });
  const side = datedCommit(folder, { files: { [path]: deprecated }, date: '2020-01-01', parents: [first] });
  const merged = datedCommit(folder, { files: { [path]: deprecated }, date: markedOn, parents: [first, side] });
  const base = datedCommit(folder, { files: { 'README.md': '# Data\n' }, date: '2026-03-02', parents: [merged] });
  const head = datedCommit(folder, { files: { [path]: gone }, date: '2026-03-03', parents: [base] });
  runGit(folder, ['update-ref', 'refs/heads/main', base]);
  runGit(folder, ['update-ref', 'refs/heads/feature', head]);
  return { folder, base, head };
}

interface Ends {
  readonly base: string;
  readonly head: string;
  readonly today?: string;
}

/** The gate over real git; verdict and findings, with what became of each removal. */
async function judge(folder: string, { base, head, today = '2026-04-10' }: Ends): Promise<readonly string[]> {
  const tools = { ...createTools({ cwd: folder }, silentProgress), now: new Date(`${today}T08:00:00Z`) };
  const request = { base: named(base), tip: named(base), head: named(head), origin: 'given' } as const;
  const report = check((await gatherCheck(tools, request)).input);
  return [
    report.verdict,
    ...report.findings.map((each) => `${each.severity} ${each.rule} ${shortFinding(each)}`),
    ...report.changes.filter(({ kind }) => kind !== 'version.changed').map((each) => `${each.class} ${each.kind}`),
  ];
}

function named(revision: string): { readonly ref: string; readonly revision: string } {
  return { ref: revision, revision };
}

describe('a deprecated column is removed', () => {
  it('harmlessly, 40 days after it was marked', async () => {
    const { folder, base, head } = withdraw();
    expect(await judge(folder, { base, head, today: '2026-04-10' })).toEqual(['pass', 'compatible property.removed']);
  });

  it('harmlessly on the very day on which the period is over, and not a day before', async () => {
    const { folder, base, head } = withdraw();
    expect(await judge(folder, { base, head, today: '2026-03-31' })).toEqual(['pass', 'compatible property.removed']);
    expect((await judge(folder, { base, head, today: '2026-03-30' })).at(-1)).toBe('dangerous property.removed');
  });

  it('too early, 5 days after it was marked, whatever dates the branch claimed', async () => {
    const { folder, base, head } = withdraw();
    expect(await judge(folder, { base, head, today: '2026-03-06' })).toEqual([
      'pass',
      `warning contract/property-removed base ${path}:15 sales/sales.total dangerous`,
      'dangerous property.removed',
    ]);
  });

  it('after a time that a shallow clone does not tell', async () => {
    const { folder } = withdraw();
    const clone = checkout({ from: folder, ref: 'feature', depth: 2 });
    expect(await judge(clone, { base: 'HEAD~1', head: 'HEAD', today: '2026-04-10' })).toEqual([
      'pass',
      `warning contract/property-removed base ${path}:15 sales/sales.total dangerous`,
      'dangerous property.removed',
    ]);
  });
});

const asText = total.replace('number', 'string');
const again = exampleContract({ version: '2.0.0', columns: [state, asText] });

/** Main holds the first release as `v1.0.0`, then a removal; the feature brings the column back as text. */
function removeAndBringBack(): Marked {
  const folder = emptyRepository();
  const first = datedCommit(folder, { files: { ...settings, [path]: whole }, date: '2026-01-01' });
  const removed = exampleContract({ version: '2.0.0', columns: [state] });
  const base = datedCommit(folder, { files: { [path]: removed }, date: '2026-01-02', parents: [first] });
  const head = datedCommit(folder, { files: { [path]: again }, date: '2026-01-03', parents: [base] });
  runGit(folder, ['update-ref', 'refs/heads/main', base]);
  runGit(folder, ['update-ref', 'refs/heads/feature', head]);
  runGit(folder, ['tag', 'v1.0.0', first]);
  return { folder, base, head };
}

describe('a column that one pull request removes and the next brings back with another type', () => {
  it('breaks the last release', async () => {
    const { folder, base, head } = removeAndBringBack();
    const found = await judge(folder, { base, head });
    expect(found.filter((line) => !line.includes('version-not-bumped'))).toEqual([
      'fail',
      `error contract/released-promise-broken ${path}:15 sales/sales.total breaking`,
      'compatible property.added',
    ]);
  });

  it('does not where nothing was released, nor where it comes back as it was', async () => {
    const { folder, base, head } = removeAndBringBack();
    const same = exampleContract({ version: '2.1.0', columns: [state, total] });
    const back = datedCommit(folder, { files: { [path]: same }, date: '2026-01-03', parents: [base] });
    expect(await judge(folder, { base, head: back })).toEqual(['pass', 'compatible property.added']);
    runGit(folder, ['tag', '--delete', 'v1.0.0']);
    const found = await judge(folder, { base, head });
    expect(found.filter((line) => line.includes('released'))).toEqual([]);
  });
});

describe('the command line', () => {
  let cli: Cli;
  beforeAll(async () => {
    cli = await buildCli();
  });

  it('says that a shallow clone does not tell for how long something was deprecated', () => {
    const { folder } = withdraw();
    const clone = checkout({ from: folder, ref: 'feature', depth: 2 });
    const ended = cli.run(clone, ['check', '--base', 'HEAD~1', '--head', 'HEAD']);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('too shallow');
  });

  it('names the release that is broken', () => {
    const { folder, base, head } = removeAndBringBack();
    const ended = cli.run(folder, ['check', '--base', base, '--head', head]);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('contract/released-promise-broken');
    expect(ended.stdout).toContain('v1.0.0');
  });
});
