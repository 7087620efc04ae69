import { expect, test } from 'vitest';
import {
  BASE,
  BROKEN,
  buildFirst,
  checkOf,
  column,
  COLUMNS,
  contract,
  firstLines,
  headOf,
  PULL,
  run,
  SALES,
  start,
  startPull,
  threadsOf,
} from './scenario.ts';

buildFirst();

const synchronize = { event: { name: 'pull_request', number: PULL, action: 'synchronize' } } as const;

/** A new contract with this many badly named columns: each is one error on its own line. */
function manyErrors(count: number): { readonly [path: string]: string } {
  const columns = Array.from({ length: count }, (_, index) => column(`badName${index}`));
  return { 'specs/contracts/outputs/new.yaml': contract({ id: 'new', object: 'new', columns }) };
}

test('more than 50 annotations come in batches, the log has ten, the diff 30 comments, and the rest is counted', async () => {
  const github = await startPull(manyErrors(120));
  const ended = await run(github);
  expect([ended.code, ended.outputs['errors']]).toEqual([1, '120']);
  expect(ended.writes).toEqual([
    'checks/create',
    'checks/update',
    'checks/update',
    'issues/create-comment',
    'pulls/create-review',
  ]);
  const check = checkOf(github, headOf(github));
  expect([check.status, check.conclusion, check.annotations.length]).toEqual(['completed', 'failure', 120]);
  expect(new Set(check.annotations.map(({ start_line }) => start_line)).size).toBe(120);
  expect([ended.annotations.length, ended.droppedAnnotations]).toEqual([10, 0]);
  expect(ended.stdout).toContain('and 110 more findings; the step summary has them all');
  expect(github.threads(PULL)).toHaveLength(30);
  expect(github.comments(PULL)[0]?.body).toContain('_90 findings are only in this summary');
  github.assertNoViolations();
});

test('a second push does not post the findings that were over the cap', async () => {
  const github = await startPull(manyErrors(40));
  await run(github);
  github.commit('feature', { files: { 'README.md': 'Sales.\n' } });
  const again = await run(github, synchronize);
  expect([again.writes.filter((write) => write.startsWith('pulls/')), github.threads(PULL).length]).toEqual([[], 30]);
  github.assertNoViolations();
});

test('findings that are fixed make room for those that were over the cap', async () => {
  const github = await startPull(manyErrors(35));
  await run(github);
  const columns = Array.from({ length: 35 }, (_, index) =>
    column(index < 30 ? `good_name_${index}` : `badName${index}`),
  );
  github.commit('feature', {
    files: { 'specs/contracts/outputs/new.yaml': contract({ id: 'new', object: 'new', columns }) },
  });
  await run(github, synchronize);
  const open = github.threads(PULL).filter(({ resolvedBy }) => resolvedBy === undefined);
  expect([github.threads(PULL).length, open.length]).toEqual([35, 5]);
  github.assertNoViolations();
});

test('texts stay below what GitHub takes, and say what was left out', async () => {
  const github = await startPull(manyErrors(600));
  const ended = await run(github);
  const check = checkOf(github, headOf(github));
  const [sticky] = github.comments(PULL);
  expect([ended.code, check.annotations.length, check.conclusion]).toEqual([1, 500, 'failure']);
  expect(ended.writes.filter((write) => write.startsWith('checks/'))).toHaveLength(10);
  expect(check.summary).toContain('_and 100 more findings; the step summary has them all_');
  expect(sticky?.body.length).toBeLessThanOrEqual(65_536);
  expect(check.summary?.length).toBeLessThanOrEqual(65_535);
  expect(sticky?.body).toMatch(/… and \d+ more/);
  expect(sticky?.body).toContain('_570 findings are only in this summary');
  expect(Buffer.byteLength(ended.summary)).toBeLessThan(1024 * 1024);
  expect(ended.report.findings).toHaveLength(600);
  github.assertNoViolations();
});

test('very long names do not make a comment too long', async () => {
  const name = `badName${'x'.repeat(30_000)}`;
  const github = await startPull({
    [SALES]: contract({
      columns: [...COLUMNS, column(name), column(`${name}y`), column(`${name}z`)],
      version: '1.1.0',
    }),
  });
  const ended = await run(github);
  expect([ended.code, github.comments(PULL).length, github.threads(PULL).length]).toEqual([1, 1, 3]);
  expect(ended.report.skipped).toEqual([]);
  github.assertNoViolations();
});

const secondary = {
  status: 403,
  body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' },
};

test('a secondary limit is waited for where GitHub says a short time', async () => {
  const github = await startPull(BROKEN);
  github.failNext({ ...secondary, match: 'pulls/create-review', headers: { 'retry-after': '1' } });
  const ended = await run(github);
  expect([ended.code, ended.writes]).toEqual([
    1,
    [
      'checks/create',
      'issues/create-comment',
      'pulls/create-review 403',
      'pulls/create-review',
      'pulls/create-review-comment',
    ],
  ]);
  expect(ended.durationMs).toBeGreaterThan(1000);
  expect(github.reviews(PULL).filter(({ body }) => body !== '')).toHaveLength(1);
  github.assertNoViolations();
});

test('a limit of an hour is not waited for: what was not posted is said, and the verdict stands', async () => {
  const github = await startPull(BROKEN);
  github.failNext({ ...secondary, match: /^(?:pulls|issues)\/create/, headers: { 'retry-after': '3600' }, times: 10 });
  const ended = await run(github);
  expect([ended.code, ended.outputs['verdict'], checkOf(github, headOf(github)).conclusion]).toEqual([
    1,
    'fail',
    'failure',
  ]);
  expect(ended.report.skipped.map(({ what }) => what)).toEqual(['sticky comment', 'review', 'file comments']);
  for (const { why } of ended.report.skipped) expect(why).toMatch(/^the limit of the GitHub API is reached: /);
  expect(ended.durationMs).toBeLessThan(10_000);
});

test('a limit in the middle of a run leaves nothing half said at the next one', async () => {
  const github = await startPull(BROKEN);
  github.failNext({ ...secondary, match: 'pulls/create-review', headers: { 'retry-after': '3600' } });
  await run(github);
  const again = await run(github);
  expect(again.writes).toEqual(['checks/update', 'pulls/create-review']);
  expect(threadsOf(github).toSorted()).toEqual([
    `${SALES} (file) contract/version-not-bumped open`,
    `${SALES}:17 LEFT contract/property-removed open`,
  ]);
});

test.each([
  ['issues/list-comments', 'GET'],
  ['checks/list-for-ref', 'GET'],
  ['graphql:viewer', 'POST'],
])('a failure of GitHub at %s is repeated', async (match) => {
  const github = await startPull(BROKEN);
  github.failNext({ match, status: 502 });
  const ended = await run(github);
  expect([ended.code, ended.report.skipped, github.comments(PULL).length, github.threads(PULL).length]).toEqual([
    1,
    [],
    1,
    2,
  ]);
});

test('a failure of GitHub at a comment is not repeated, since it may have been made', async () => {
  const github = await startPull(BROKEN);
  github.failNext({ match: 'issues/create-comment', status: 502 });
  const ended = await run(github);
  expect(ended.writes).toEqual([
    'checks/create',
    'issues/create-comment 502',
    'pulls/create-review',
    'pulls/create-review-comment',
  ]);
  expect(ended.report.skipped.map(({ what }) => what)).toEqual(['sticky comment']);
  const again = await run(github);
  expect([again.writes, github.comments(PULL).length]).toEqual([['checks/update', 'issues/create-comment'], 1]);
});

test('a review that GitHub refuses as a whole is posted comment by comment', async () => {
  const github = await startPull({ ...BROKEN, ...manyErrors(2) });
  github.failNext({ match: 'pulls/create-review', status: 422, body: { message: 'Validation Failed' } });
  const ended = await run(github);
  expect([ended.code, github.threads(PULL).length, ended.report.skipped]).toEqual([1, 4, []]);
  expect(ended.stdout).toContain('3 on lines, 0 on files, 0 only in the summary');
});

test('a comment of the conversation on a later page is found', async () => {
  const github = await startPull(BROKEN);
  for (let index = 0; index < 130; index += 1) github.addComment(PULL, 'stranger', `comment ${index}`);
  await run(github);
  const again = await run(github);
  expect([again.writes, firstLines(github.comments(PULL).at(-1)?.body, 1)]).toEqual([
    ['checks/update'],
    ['## ❌ Failed: 2 errors'],
  ]);
  github.assertNoViolations();
});

test('threads on a later page are found', async () => {
  const github = await startPull(BROKEN);
  for (let index = 0; index < 120; index += 1)
    github.addReviewThread(PULL, 'stranger', { path: SALES, line: 16, body: `thread ${index}` });
  await run(github);
  const again = await run(github);
  expect([again.writes, github.threads(PULL).length]).toEqual([['checks/update'], 122]);
  github.assertNoViolations();
});

test('ten files of a folder of two hundred contracts take a moment', async () => {
  const names = Array.from({ length: 200 }, (_, index) => `table_${index}`);
  const all = Object.fromEntries(
    names.map((name) => [`specs/contracts/outputs/${name}.yaml`, contract({ id: name, object: name })]),
  );
  const github = await start({ ...BASE, ...all });
  const some = names
    .slice(0, 10)
    .map((name) => [
      `specs/contracts/outputs/${name}.yaml`,
      contract({ id: name, object: name, version: '1.1.0', columns: [...COLUMNS, column('country')] }),
    ]);
  github.commit('feature', { files: Object.fromEntries(some) });
  github.openPullRequest({ head: 'feature', title: 'Add countries' });
  const ended = await run(github);
  expect([ended.code, ended.report.findings]).toEqual([0, []]);
  github.assertNoViolations();
});
