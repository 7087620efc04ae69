import { expect, test } from 'vitest';
import {
  BASE,
  BROKEN,
  buildFirst,
  checkOf,
  column,
  COLUMNS,
  contract,
  findingsOf,
  headOf,
  NO_ARTIFACTS,
  PULL,
  run,
  SALES,
  start,
  startPull,
  threadsOf,
} from './scenario.ts';

buildFirst();

const BREAKING = [
  `error contract/version-not-bumped ${SALES}:4 head`,
  `error contract/property-removed ${SALES}:17 base`,
];

test('what the base branch got since the two parted is not held against the pull request', async () => {
  const github = await startPull({ 'README.md': 'Sales.\n' });
  const parted = github.branch('main');
  github.commit('main', {
    files: { [SALES]: contract({ columns: [...COLUMNS, column('country')], version: '1.1.0' }) },
  });
  const ended = await run(github);
  expect([ended.code, ended.report.findings, ended.report.base.sha]).toEqual([0, [], parted]);
  expect(ended.requests.map(({ operationId }) => operationId)).not.toContain('repos/compare-commits-with-basehead');
  github.assertNoViolations();
});

test('policy comes from the tip of the base branch, also where that is newer than the merge base', async () => {
  const added = { [SALES]: contract({ columns: [...COLUMNS, column('phone')], version: '1.1.0' }) };
  const github = await startPull(added);
  github.commit('main', {
    files: { 'specs/governance/classification.yaml': 'phone:\n  classification: confidential\n  pii: true\n' },
  });
  const ended = await run(github);
  expect(findingsOf(ended)).toEqual([`error spec/unclassified-column ${SALES}:19 head`]);
  github.assertNoViolations();
});

test('a checkout of depth 1 asks GitHub for the merge base, and says so', async () => {
  const github = await startPull(BROKEN);
  const parted = github.branch('main');
  github.commit('main', { files: { 'README.md': 'Sales.\n' } });
  const ended = await run(github, { depth: 1 });
  expect(ended.requests.some(({ operationId }) => operationId === 'repos/compare-commits-with-basehead')).toBe(true);
  expect([ended.code, ended.report.base.sha, findingsOf(ended)]).toEqual([1, parted, BREAKING]);
  expect(ended.summary).toContain("only changes since the two parted, as GitHub's compare API tells");
  expect(threadsOf(github)).toEqual([
    `${SALES}:17 LEFT contract/property-removed open`,
    `${SALES} (file) contract/version-not-bumped open`,
  ]);
  github.assertNoViolations();
});

test('where GitHub does not tell either, the tip of the base branch has to do, and the report says so', async () => {
  const github = await startPull(BROKEN);
  github.failNext({ match: 'repos/compare-commits-with-basehead', status: 404 });
  const ended = await run(github, { depth: 1 });
  expect([ended.code, ended.report.base.sha, findingsOf(ended)]).toEqual([1, github.branch('main'), BREAKING]);
  expect(ended.summary).toContain('the history does not reach the point where the two parted');
  github.assertNoViolations();
});

test('a contract that is removed is said on the removed file', async () => {
  const github = await startPull({ [SALES]: null });
  const ended = await run(github);
  expect([ended.code, findingsOf(ended)]).toEqual([1, [`error contract/contract-removed ${SALES}:1 base`]]);
  expect(threadsOf(github)).toEqual([`${SALES}:1-18 LEFT contract/contract-removed open`]);
  expect(checkOf(github, headOf(github))).toMatchObject({ conclusion: 'failure', annotations: [] });
  github.assertNoViolations();
});

test('a contract that is renamed and broken is said on both sides of the new path', async () => {
  const moved = 'specs/contracts/outputs/sales_by_state.yaml';
  const broken = contract({ columns: [column('state'), column('city')] }).replace('status: active', 'status: draft');
  const github = await startPull({ [SALES]: null, [moved]: broken });
  const ended = await run(github);
  expect(findingsOf(ended)).toContain(`error contract/property-removed ${SALES}:17 base`);
  expect(threadsOf(github)).toContain(`${moved}:17 LEFT contract/property-removed open`);
  expect(threadsOf(github)).toContain(`${moved}:4 RIGHT contract/version-not-bumped open`);
  github.assertNoViolations();
});

test.each<[string, { [path: string]: string | null }, readonly string[]]>([
  [
    'switches a rule off',
    {
      'dataengos.yaml': `${NO_ARTIFACTS}rules:\n  contract/property-removed: off\n  contract/version-not-bumped: off\nfail-on: never\n`,
    },
    ['dataengos.yaml'],
  ],
  ['deletes the configuration', { 'dataengos.yaml': null }, ['dataengos.yaml']],
])('a pull request that %s is judged by the configuration of the base branch', async (_, files, edited) => {
  const github = await startPull({ ...files, ...BROKEN });
  const ended = await run(github);
  expect([ended.code, ended.outputs['breaking'], findingsOf(ended)]).toEqual([1, '1', BREAKING]);
  expect(ended.report.skipped.map(({ what }) => what)).toEqual(edited);
  github.assertNoViolations();
});

test('a pull request that deletes the classification is judged by that of the base branch', async () => {
  const added = contract({ columns: [...COLUMNS, column('customer_email')], version: '1.1.0' });
  const github = await startPull({ 'specs/governance/classification.yaml': null, [SALES]: added });
  const ended = await run(github);
  expect([ended.code, findingsOf(ended)]).toEqual([1, [`error spec/unclassified-column ${SALES}:19 head`]]);
  expect(ended.report.skipped.map(({ what }) => what)).toEqual(['specs/governance/classification.yaml']);
  github.assertNoViolations();
});

test('a pull request that edits a governance file takes effect after it is merged', async () => {
  const added = contract({ columns: [...COLUMNS, column('cityName')], version: '1.1.0' });
  const github = await startPull({
    'specs/governance/naming.json': '{ "casing": { "columns": "camelCase" } }\n',
    [SALES]: added,
  });
  const before = await run(github);
  expect([before.code, findingsOf(before)]).toEqual([1, [`error spec/naming-convention ${SALES}:19 head`]]);
  github.assertNoViolations();
});

test('the first adoption is judged by its own policy, and says so', async () => {
  const github = await start({ 'README.md': 'Sales.\n' });
  const wrong = contract({ columns: [column('state'), column('cityName'), column('email')] });
  github.commit('feature', { files: { ...BASE, [SALES]: wrong } });
  github.openPullRequest({ head: 'feature', title: 'Adopt the gate' });
  const ended = await run(github);
  expect([ended.code, findingsOf(ended)]).toEqual([
    1,
    [`error spec/naming-convention ${SALES}:17 head`, `error spec/unclassified-column ${SALES}:18 head`],
  ]);
  expect(ended.summary).toContain('First adoption');
  expect(threadsOf(github)).toEqual([
    `${SALES}:17 RIGHT spec/naming-convention open`,
    `${SALES}:18 RIGHT spec/unclassified-column open`,
  ]);
  github.assertNoViolations();
});

test('what was there before does not fail a pull request, and is counted', async () => {
  const old = { ...BASE, [SALES]: contract({ columns: [...COLUMNS, column('oldName')] }) };
  const github = await startPull(
    { [SALES]: contract({ columns: [...COLUMNS, column('oldName'), column('country')], version: '1.1.0' }) },
    old,
  );
  const ended = await run(github);
  expect([ended.code, ended.report.findings.map(({ rule, introduced }) => [rule, introduced])]).toEqual([
    0,
    [['spec/naming-convention', false]],
  ]);
  expect([github.threads(PULL), github.comments(PULL)]).toEqual([[], []]);
  github.assertNoViolations();
});
