import { expect, test } from 'vitest';
import type { Permissions } from '../support/fake-github/nouns.ts';
import {
  BASE,
  BROKEN,
  buildFirst,
  checkOf,
  headOf,
  PULL,
  run,
  SALES,
  start,
  startPull,
  threadsOf,
} from './scenario.ts';

buildFirst();

/** What the verdict of `BROKEN` is, whatever could be posted. */
const VERDICT = { verdict: 'fail', errors: '2', warnings: '0', breaking: '1', stale: '0' };

const PERMISSION = (needed: string): string =>
  `the token may not do this; add "${needed}" to the permissions of the job`;

const FORK = (needed: string): string =>
  `the token of a pull request from a fork can only read (it would need "${needed}")`;

test.each<[string, Permissions, { writes: readonly string[]; skipped: readonly (readonly [string, string])[] }]>([
  [
    'no permission at all',
    {},
    {
      writes: [],
      skipped: [
        ['authors', PERMISSION('pull-requests: read')],
        ['comments', PERMISSION('pull-requests: read')],
        ['threads', PERMISSION('pull-requests: read')],
        ['check run', PERMISSION('checks: write')],
      ],
    },
  ],
  [
    'checks only',
    { contents: 'read', checks: 'write' },
    {
      writes: ['checks/create'],
      skipped: [
        ['authors', PERMISSION('pull-requests: read')],
        ['comments', PERMISSION('pull-requests: read')],
        ['threads', PERMISSION('pull-requests: read')],
      ],
    },
  ],
  [
    'pull requests only',
    { contents: 'read', 'pull-requests': 'write' },
    {
      writes: ['checks/create 403', 'issues/create-comment', 'pulls/create-review', 'pulls/create-review-comment'],
      skipped: [['check run', PERMISSION('checks: write')]],
    },
  ],
  [
    'everything may only be read',
    { contents: 'read', checks: 'read', 'pull-requests': 'read', issues: 'read' },
    {
      writes: [
        'checks/create 403',
        'issues/create-comment 403',
        'pulls/create-review 403',
        'pulls/create-review-comment 403',
      ],
      skipped: [
        ['check run', PERMISSION('checks: write')],
        ['sticky comment', PERMISSION('pull-requests: write')],
        ['review', PERMISSION('pull-requests: write')],
        ['file comments', PERMISSION('pull-requests: write')],
      ],
    },
  ],
])('with %s the verdict is the same, and what was not posted is said', async (_, permissions, expected) => {
  const github = await startPull(BROKEN);
  const ended = await run(github, { permissions });
  expect(ended.code).toBe(1);
  expect(ended.outputs).toMatchObject(VERDICT);
  expect(ended.writes).toEqual(expected.writes);
  expect(ended.report.skipped.map(({ what, why }) => [what, why])).toEqual(expected.skipped);
  const warnings = ended.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);
  expect(warnings).toEqual(expected.skipped.map(([what, why]) => `${what}: ${why}`));
  github.assertNoViolations();
});

test('a fork has a token that can only read: the verdict speaks, and the fork is named as the reason', async () => {
  const github = await start(BASE);
  github.commit('stranger:feature', { files: BROKEN });
  github.openPullRequest({ head: 'stranger:feature', title: 'From a fork', author: 'stranger' });
  const ended = await run(github, { inputs: { export: 'commit' } });
  expect(ended.code).toBe(1);
  expect(ended.outputs).toMatchObject(VERDICT);
  expect(ended.report.skipped).toEqual([
    { what: 'check run', why: FORK('checks: write') },
    { what: 'sticky comment', why: FORK('pull-requests: write') },
    { what: 'review', why: FORK('pull-requests: write') },
    { what: 'file comments', why: FORK('pull-requests: write') },
  ]);
  expect([github.comments(PULL), github.threads(PULL), github.checkRuns(headOf(github))]).toEqual([[], [], []]);
  expect(ended.writes.filter((write) => !write.endsWith(' 403'))).toEqual([]);
  github.assertNoViolations();
});

test('a draft gets the check run only, until it is ready for review', async () => {
  const github = await start(BASE);
  github.commit('feature', { files: BROKEN });
  github.openPullRequest({ head: 'feature', title: 'Not yet', draft: true });
  const draft = await run(github, { inputs: { labels: 'true' } });
  expect([draft.code, draft.writes]).toEqual([1, ['checks/create']]);
  github.pullRequest(PULL).pull.draft = false;
  const ready = await run(github, { event: { name: 'pull_request', number: PULL, action: 'ready_for_review' } });
  expect(ready.writes).toEqual([
    'checks/update',
    'issues/create-comment',
    'pulls/create-review',
    'pulls/create-review-comment',
  ]);
  github.assertNoViolations();
});

test('a pull request that is closed is not judged', async () => {
  const github = await startPull(BROKEN);
  const ended = await run(github, { event: { name: 'pull_request', number: PULL, action: 'closed' } });
  expect([ended.code, ended.stdout, ended.requests, ended.outputs]).toEqual([
    0,
    'the pull request is closed\n',
    [],
    {},
  ]);
});

test('a head that moved while the run was under way is left to the newer run', async () => {
  const github = await startPull(BROKEN);
  const judged = headOf(github);
  const ended = await run(github, {
    before: () => {
      github.commit('feature', { files: { 'README.md': 'Sales.\n' } });
      return undefined;
    },
  });
  const why = `the pull request has moved from ${judged.slice(0, 7)} to ${headOf(github).slice(0, 7)} since; the run for the newer commit speaks for it`;
  expect([ended.code, ended.outputs['verdict'], ended.writes]).toEqual([1, 'fail', []]);
  expect(ended.report.skipped).toEqual(
    ['check run', 'sticky comment', 'review', 'file comments'].map((what) => ({ what, why })),
  );
  github.assertNoViolations();
});

test('threads that may not be resolved are a warning', async () => {
  const github = await startPull(BROKEN, BASE, { resolvingNeedsContents: true });
  await run(github);
  github.commit('feature', { files: { [SALES]: BASE[SALES] ?? '', 'README.md': 'Sales.\n' } });
  const permissions: Permissions = { contents: 'read', checks: 'write', 'pull-requests': 'write' };
  const ended = await run(github, {
    event: { name: 'pull_request', number: PULL, action: 'synchronize' },
    permissions,
  });
  expect([ended.code, checkOf(github, headOf(github)).conclusion]).toEqual([0, 'success']);
  expect(ended.report.skipped).toEqual([{ what: 'threads', why: PERMISSION('pull-requests: write') }]);
  expect(threadsOf(github).every((thread) => thread.endsWith(' open'))).toBe(true);
  github.assertNoViolations();
});

test('a token that GitHub does not know is said, and the verdict stands', async () => {
  const github = await startPull(BROKEN);
  const ended = await run(github, { inputs: { 'github-token': 'ghs_unknown' } });
  expect([ended.code, ended.outputs['verdict'], ended.writes.filter((write) => !/ 40[0-9]$/.test(write))]).toEqual([
    1,
    'fail',
    [],
  ]);
  expect(ended.report.skipped.map(({ why }) => why)).toContain(
    'GitHub does not accept the token; check the input "token"',
  );
});
