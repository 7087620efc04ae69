import { expect, test } from 'vitest';
import { ALL_PERMISSIONS, type FakeGitHub } from '../support/fake-github/server.ts';
import { BASE, BROKEN, buildFirst, type Files, NO_ARTIFACTS, PULL, run, type Run, start } from './scenario.ts';

buildFirst();

const dbt = 'implementation/dbt';

/** `BASE`, where a model reads the column that `BROKEN` removes; the model has owners. */
const OWNED: Files = {
  ...BASE,
  'dataengos.yaml': `${NO_ARTIFACTS}request-owners: true\n`,
  '.github/CODEOWNERS': `/${dbt}/models/revenue.sql @fin @acme/finance bia@example.com @developer\n`,
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/sales.sql`]: 'select 1 as total\n',
  [`${dbt}/models/revenue.sql`]: "select sum(total) as revenue from {{ ref('sales') }}\n",
};

const MEMBERS = { collaborators: { fin: 'write', developer: 'write', stranger: 'read' }, teams: ['finance'] } as const;

const REQUESTS = ['pulls/request-reviewers', 'pulls/request-reviewers'];

async function startOwned(base: Files = OWNED, options: Parameters<typeof start>[1] = MEMBERS): Promise<FakeGitHub> {
  const github = await start(base, options);
  github.commit('feature', { files: BROKEN });
  github.openPullRequest({ head: 'feature', title: 'Drop a column' });
  return github;
}

/** A run with the token of an app that may see teams. */
function runAsApp(github: FakeGitHub): Promise<Run> {
  return run(github, { inputs: { 'github-token': github.token(ALL_PERMISSIONS, 'gate[bot]') } });
}

function requestsOf({ writes }: { readonly writes: readonly string[] }): readonly string[] {
  return writes.filter((write) => write.startsWith('pulls/request-reviewers'));
}

test('owners of what a change breaks are asked for a review once, whatever is pushed and answered later', async () => {
  const github = await startOwned();
  const first = await runAsApp(github);
  expect([first.code, requestsOf(first), first.report.skipped]).toEqual([1, REQUESTS, []]);
  expect(github.requestedReviewers(PULL)).toEqual(['fin', 'finance']);
  github.commit('feature', { files: { 'README.md': '# Data\n' } });
  expect(requestsOf(await runAsApp(github))).toEqual([]);
  github.addReviewThread(PULL, 'fin', {
    path: 'specs/contracts/outputs/sales.yaml',
    line: 17,
    side: 'LEFT',
    body: 'fine by me',
  });
  github.withdrawReviewRequests(PULL);
  github.commit('feature', { files: { 'README.md': '# More data\n' } });
  expect(requestsOf(await runAsApp(github))).toEqual([]);
  expect(github.requestedReviewers(PULL)).toEqual([]);
  github.assertNoViolations();
});

test('nobody is asked where the base branch does not want it, whatever the pull request says', async () => {
  const github = await startOwned({ ...OWNED, 'dataengos.yaml': NO_ARTIFACTS });
  github.commit('feature', { files: { 'dataengos.yaml': `${NO_ARTIFACTS}request-owners: true\n` } });
  const ended = await run(github);
  expect([ended.code, requestsOf(ended), github.requestedReviewers(PULL)]).toEqual([1, [], []]);
  expect(ended.requests.some(({ operationId }) => operationId === 'issues/list-events')).toBe(false);
});

test('nobody is asked for a draft', async () => {
  const github = await startOwned();
  github.pullRequest(PULL).pull.draft = true;
  expect([requestsOf(await run(github)), github.requestedReviewers(PULL)]).toEqual([[], []]);
  github.assertNoViolations();
});

test('with the token of the workflow users are asked, teams are one notice, and the verdict is the same', async () => {
  const github = await startOwned();
  const ended = await run(github);
  expect([ended.code, ended.report.verdict, github.requestedReviewers(PULL)]).toEqual([1, 'fail', ['fin']]);
  expect(ended.report.skipped).toEqual([
    {
      what: 'reviewers',
      why: 'GitHub did not let finance be asked for a review; only collaborators of the repository can be, and teams only with a token that may see them, which GITHUB_TOKEN may not',
    },
  ]);
  github.assertNoViolations();
});

test.each([
  ['a token that may only read', { contents: 'read', 'pull-requests': 'read' }, 'the token may not do this'],
  ['a token that may not even read', { contents: 'read', checks: 'write' }, 'the token may not do this'],
] as const)('%s asks nobody, and says so once', async (_, permissions, why) => {
  const github = await startOwned();
  const ended = await run(github, { permissions });
  expect([ended.code, ended.report.verdict, github.requestedReviewers(PULL)]).toEqual([1, 'fail', []]);
  const notices = ended.report.skipped.filter(({ what }) => what === 'reviewers');
  expect(notices.map((notice) => notice.why.split(';')[0])).toEqual([why]);
});

test('a fork has a token that cannot ask', async () => {
  const github = await start(OWNED, MEMBERS);
  github.commit('stranger:feature', { files: BROKEN });
  github.openPullRequest({ head: 'stranger:feature', title: 'From a fork', author: 'stranger' });
  const ended = await run(github);
  expect([ended.code, ended.report.verdict, github.requestedReviewers(PULL)]).toEqual([1, 'fail', []]);
  expect(ended.report.skipped.filter(({ what }) => what === 'reviewers')).toEqual([
    {
      what: 'reviewers',
      why: 'the token of a pull request from a fork can only read (it would need "pull-requests: write")',
    },
  ]);
});
