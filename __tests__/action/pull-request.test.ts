import { expect, test } from 'vitest';
import {
  BASE,
  BOT,
  BROKEN,
  buildFirst,
  CHECK,
  checkOf,
  column,
  COLUMNS,
  contract,
  findingsOf,
  firstLines,
  headOf,
  PULL,
  run,
  SALES,
  startPull,
  threadsOf,
} from './scenario.ts';

buildFirst();

const synchronize = { event: { name: 'pull_request', number: PULL, action: 'synchronize' } } as const;

/** The two findings of `BROKEN`. */
const REMOVED = `${SALES}:17 LEFT contract/property-removed`;
const VERSION = `${SALES} (file) contract/version-not-bumped`;

test('a pull request that changes nothing that matters gets the check run and nothing else', async () => {
  const github = await startPull({ 'README.md': 'Sales.\n' });
  const ended = await run(github);
  expect([ended.code, ended.report.verdict, ended.writes]).toEqual([0, 'pass', ['checks/create']]);
  expect(ended.outputs).toMatchObject({ verdict: 'pass', errors: '0', warnings: '0', breaking: '0', stale: '0' });
  expect(checkOf(github, headOf(github))).toMatchObject({
    name: CHECK,
    conclusion: 'success',
    title: 'Passed: no problems found',
    annotations: [],
  });
  expect([github.comments(PULL), github.reviews(PULL), ended.annotations]).toEqual([[], [], []]);
  expect(firstLines(ended.summary, 1)).toEqual(['## ✅ Passed: no problems found']);
  github.assertNoViolations();
});

test('a breaking change is said on the removed line and once more in the sticky comment', async () => {
  const github = await startPull(BROKEN);
  const ended = await run(github);
  expect(ended.code).toBe(1);
  expect(ended.outputs).toMatchObject({ verdict: 'fail', errors: '2', warnings: '0', breaking: '1', stale: '0' });
  expect(findingsOf(ended)).toEqual([
    `error contract/version-not-bumped ${SALES}:4 head`,
    `error contract/property-removed ${SALES}:17 base`,
  ]);
  expect(threadsOf(github)).toEqual([`${REMOVED} open`, `${VERSION} open`]);
  expect(github.comments(PULL).map(({ author, body }) => [author, ...firstLines(body)])).toEqual([
    [BOT, '## ❌ Failed: 2 errors', '**1 breaking change**'],
  ]);
  expect(checkOf(github, headOf(github))).toMatchObject({
    conclusion: 'failure',
    title: 'Failed: 2 errors; 1 breaking change',
    annotations: [
      { path: SALES, start_line: 4 },
      { path: SALES, start_line: 17 },
    ],
  });
  expect(ended.annotations.map(({ level, file, line, title }) => [level, file, line, title])).toEqual([
    ['error', SALES, 4, 'contract/version-not-bumped'],
    ['error', undefined, undefined, 'contract/property-removed'],
  ]);
  expect(github.labels(PULL)).toEqual([]);
  github.assertNoViolations();
});

test('a version that the diff shows gets a suggestion to commit', async () => {
  const head = contract({ columns: [column('state'), column('city')] }).replace('status: active', 'status: draft');
  const github = await startPull({ [SALES]: head });
  await run(github);
  const thread = github.threads(PULL).find(({ comments }) => comments[0]?.body.includes('version-not-bumped'));
  expect(thread).toMatchObject({ path: SALES, side: 'RIGHT', line: 4, subjectType: 'line' });
  expect(thread?.comments[0]?.body).toContain('```suggestion\nversion: 2.0.0\n```');
  github.assertNoViolations();
});

test('a second push with the same problem posts nothing twice', async () => {
  const github = await startPull(BROKEN);
  await run(github);
  const [before] = github.comments(PULL);
  const threads = github.threads(PULL).map(({ id }) => id);
  github.commit('feature', { files: { 'README.md': 'Sales.\n' } });
  const again = await run(github, synchronize);
  expect([again.code, again.writes]).toEqual([1, ['checks/create', 'issues/update-comment']]);
  expect(github.comments(PULL).map(({ id }) => id)).toEqual([before?.id]);
  expect([github.threads(PULL).map(({ id }) => id), github.reviews(PULL).length]).toEqual([threads, 2]);
  expect(checkOf(github, headOf(github)).conclusion).toBe('failure');
  github.assertNoViolations();
});

test('a run repeated on the same commit changes its own check run and nothing else', async () => {
  const github = await startPull(BROKEN);
  await run(github);
  const again = await run(github);
  expect(again.writes).toEqual(['checks/update']);
  expect(checkOf(github, headOf(github)).annotations).toHaveLength(2);
  github.assertNoViolations();
});

test('what is fixed is resolved, and the sticky comment turns green', async () => {
  const github = await startPull(BROKEN);
  await run(github);
  github.commit('feature', {
    files: { [SALES]: contract({ columns: [...COLUMNS, column('country')], version: '1.1.0' }) },
  });
  const fixed = await run(github, synchronize);
  expect([fixed.code, fixed.outputs['verdict']]).toEqual([0, 'pass']);
  expect(fixed.writes).toEqual([
    'checks/create',
    'issues/update-comment',
    'graphql:resolveReviewThread',
    'graphql:resolveReviewThread',
  ]);
  expect(threadsOf(github)).toEqual([`${REMOVED} resolved by ${BOT}`, `${VERSION} resolved by ${BOT}`]);
  expect(github.comments(PULL).map(({ body }) => firstLines(body, 1))).toEqual([['## ✅ Passed: no problems found']]);
  expect(checkOf(github, headOf(github)).conclusion).toBe('success');
  github.assertNoViolations();
});

test('a finding that comes back opens its thread again', async () => {
  const github = await startPull(BROKEN);
  await run(github);
  github.commit('feature', { files: { [SALES]: contract() } });
  await run(github, synchronize);
  github.commit('feature', { files: BROKEN });
  const back = await run(github, synchronize);
  expect(back.writes).toEqual([
    'checks/create',
    'issues/update-comment',
    'graphql:unresolveReviewThread',
    'graphql:unresolveReviewThread',
  ]);
  expect(github.threads(PULL).map(({ resolvedBy }) => resolvedBy)).toEqual([undefined, undefined]);
  github.assertNoViolations();
});

test('a thread that a person resolved is left alone, and the verdict stands', async () => {
  const github = await startPull(BROKEN);
  await run(github);
  const [removed] = github.threads(PULL);
  github.resolveThread(removed?.id ?? '', 'maria');
  github.commit('feature', { files: { 'README.md': 'Sales.\n' } });
  const again = await run(github, synchronize);
  expect([again.code, again.writes]).toEqual([1, ['checks/create', 'issues/update-comment']]);
  expect(threadsOf(github)).toEqual([`${REMOVED} resolved by maria`, `${VERSION} open`]);
  github.assertNoViolations();
});

test('a marker that a stranger forged is not taken for ours', async () => {
  const github = await startPull(BROKEN);
  await run(github);
  const [own] = github.comments(PULL);
  const forged = github.addComment(PULL, 'stranger', own?.body ?? '');
  const [thread] = github.threads(PULL);
  const copied = github.addReviewThread(PULL, 'stranger', {
    path: SALES,
    line: 16,
    body: thread?.comments[0]?.body ?? '',
  });
  github.commit('feature', { files: { [SALES]: contract() } });
  await run(github, synchronize);
  const bodies = new Map(github.comments(PULL).map(({ id, body }) => [id, firstLines(body, 1)[0]]));
  expect([bodies.get(own?.id ?? 0), bodies.get(forged)]).toEqual([
    '## ✅ Passed: no problems found',
    '## ❌ Failed: 2 errors',
  ]);
  expect(github.threads(PULL).find(({ id }) => id === copied)?.resolvedBy).toBeUndefined();
  github.assertNoViolations();
});

test('a forged marker before the first run does not keep the sticky comment away', async () => {
  const first = await startPull(BROKEN);
  await run(first);
  const marker = first.comments(PULL)[0]?.body ?? '';
  const github = await startPull(BROKEN);
  const forged = github.addComment(PULL, 'stranger', marker);
  await run(github);
  expect(github.comments(PULL).map(({ id, author }) => [id === forged, author])).toEqual([
    [true, 'stranger'],
    [false, BOT],
  ]);
  github.assertNoViolations();
});

test('doubles of the sticky comment are removed, and the oldest stays', async () => {
  const github = await startPull(BROKEN);
  await run(github);
  const [own] = github.comments(PULL);
  github.addComment(PULL, BOT, own?.body ?? '');
  github.addComment(PULL, 'maria', 'Why is this red?');
  const again = await run(github);
  expect(again.writes).toEqual(['checks/update', 'issues/delete-comment']);
  expect(github.comments(PULL).map(({ id, author }) => (author === BOT ? id : author))).toEqual([own?.id, 'maria']);
  github.assertNoViolations();
});

test('two gates on one pull request keep a comment each', async () => {
  const github = await startPull(BROKEN);
  await run(github, { inputs: { id: 'finance', 'check-name': 'Finance' } });
  await run(github, { inputs: { id: 'sales', 'check-name': 'Sales' } });
  expect(github.comments(PULL)).toHaveLength(2);
  expect(github.threads(PULL)).toHaveLength(4);
  expect(github.checkRuns(headOf(github)).map(({ name }) => name)).toEqual(['Finance', 'Sales']);
  github.assertNoViolations();
});

test('labels are set only where they are asked for, and only ours are taken away', async () => {
  const github = await startPull(BROKEN);
  await run(github, { inputs: { labels: 'true' } });
  expect(github.labels(PULL)).toEqual(['contract: breaking']);
  const other = await startPull({ [SALES]: BASE[SALES] ?? '', 'README.md': 'Sales.\n' });
  other.pullRequest(PULL).labels.push('urgent', 'contract: breaking', 'exports: stale');
  const ended = await run(other, { inputs: { labels: 'true' } });
  expect(other.labels(PULL)).toEqual(['urgent']);
  expect(ended.writes).toEqual(['checks/create', 'issues/remove-label', 'issues/remove-label']);
  github.assertNoViolations();
  other.assertNoViolations();
});

test('without comments and check run only the exit code, the outputs and the summary speak', async () => {
  const github = await startPull(BROKEN);
  const ended = await run(github, { inputs: { comment: 'false', 'check-name': '' } });
  expect([ended.code, ended.outputs['verdict'], ended.writes]).toEqual([1, 'fail', []]);
  expect(firstLines(ended.summary, 1)).toEqual(['## ❌ Failed: 2 errors']);
  github.assertNoViolations();
});
