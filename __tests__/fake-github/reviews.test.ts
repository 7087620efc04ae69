import { expect, test } from 'vitest';
import type { FakeGitHub } from '../support/fake-github/server.ts';
import { client, refusal, REPOSITORY, startWithPull } from './scenario.ts';

const PULL = { ...REPOSITORY, pull_number: 1 };

interface Line {
  readonly path?: string;
  readonly line: number;
  readonly side?: 'LEFT' | 'RIGHT';
  readonly start_line?: number;
  readonly start_side?: 'LEFT' | 'RIGHT';
}

function commentOn(fake: FakeGitHub, line: Line): Promise<unknown> {
  const commit_id = fake.branch('feature') ?? '';
  return client(fake).rest.pulls.createReviewComment({
    ...PULL,
    commit_id,
    path: 'specs/a.txt',
    body: 'see here',
    ...line,
  });
}

function reviewOn(fake: FakeGitHub, ...lines: readonly Line[]): Promise<unknown> {
  const comments = lines.map((line) => ({ path: 'specs/a.txt', body: 'see here', ...line }));
  return client(fake).rest.pulls.createReview({ ...PULL, event: 'COMMENT', body: 'review', comments });
}

const LINE = 'pull_request_review_thread.line must be part of the diff';
const HUNK = 'pull_request_review_thread.start_line must be part of the same hunk as the line.';
const ORDER = 'pull_request_review_thread.start_line must precede the end line.';

test.each<[string, Line]>([
  ['the changed line', { line: 10 }],
  ['the first context line of the hunk', { line: 7 }],
  ['the last context line of the hunk', { line: 13 }],
  ['the removed line, on the base side', { line: 10, side: 'LEFT' }],
  ['a line of an added file', { path: 'specs/new.txt', line: 1 }],
  ['a line of a removed file, on the base side', { path: 'specs/gone.txt', line: 1, side: 'LEFT' }],
  ['a range inside the hunk', { start_line: 8, line: 10 }],
  ['a range from the base side to the head side', { start_line: 10, start_side: 'LEFT', line: 10, side: 'RIGHT' }],
])('a comment can sit on %s', async (_, line) => {
  const fake = await startWithPull();
  await commentOn(fake, line);
  const { path = 'specs/a.txt', side = 'RIGHT', start_line } = line;
  expect(fake.threads(1)).toMatchObject([{ path, line: line.line, side, startLine: start_line, isOutdated: false }]);
  fake.assertNoViolations();
});

test.each<[string, Line, string]>([
  ['the line before the hunk', { line: 6 }, LINE],
  ['the line after the hunk', { line: 14 }, LINE],
  ['a line that the file does not have', { line: 999 }, LINE],
  ['the head side of a removed file', { path: 'specs/gone.txt', line: 1 }, LINE],
  ['the base side of an added file', { path: 'specs/new.txt', line: 1, side: 'LEFT' }, LINE],
  ['a file that is not in the diff', { path: 'README.md', line: 1 }, 'pull_request_review_thread.path'],
  ['a range that starts where it ends', { start_line: 10, line: 10 }, ORDER],
  ['a range that starts after its end', { start_line: 11, line: 10 }, ORDER],
  ['a range that starts outside the hunk', { start_line: 2, line: 10 }, HUNK],
])('a comment cannot sit on %s', async (_, line, message) => {
  const fake = await startWithPull();
  const refused = await refusal(commentOn(fake, line));
  expect(refused.status).toBe(422);
  expect(refused.message).toContain(message);
  expect(fake.threads(1)).toEqual([]);
  fake.assertNoViolations();
});

test('a review posts its body and all its comments', async () => {
  const fake = await startWithPull();
  await reviewOn(fake, { line: 10 }, { line: 10, side: 'LEFT' }, { path: 'specs/new.txt', line: 1 });
  expect(fake.reviews(1)).toMatchObject([{ body: 'review', state: 'COMMENTED', author: 'github-actions[bot]' }]);
  expect(fake.threads(1).map(({ path, line, side }) => `${path}:${line} ${side}`)).toEqual([
    'specs/a.txt:10 RIGHT',
    'specs/a.txt:10 LEFT',
    'specs/new.txt:1 RIGHT',
  ]);
  fake.assertNoViolations();
});

test('one comment outside the diff refuses the whole review, without saying which', async () => {
  const fake = await startWithPull();
  const { status, message } = await refusal(reviewOn(fake, { line: 10 }, { line: 19 }));
  expect(status).toBe(422);
  const sentence =
    "Pull request review thread line must be part of the diff and Pull request review thread diff hunk can't be blank";
  expect(message).toContain(`Unprocessable Entity: "${sentence}"`);
  expect([fake.reviews(1), fake.threads(1)]).toEqual([[], []]);
  fake.assertNoViolations();
});

test('a range whose lines are in no hunk gets the three reasons in one sentence', async () => {
  const fake = await startWithPull();
  const { message } = await refusal(reviewOn(fake, { start_line: 1, line: 3 }));
  expect(message).toContain(
    "line must be part of the diff, Pull request review thread start line must be part of the same hunk as the line., and Pull request review thread diff hunk can't be blank",
  );
});

test('a whole file can be commented on where it is in the diff, and not elsewhere', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const file = { ...PULL, commit_id: fake.branch('feature') ?? '', body: 'file', subject_type: 'file' as const };
  await rest.pulls.createReviewComment({ ...file, path: 'specs/a.txt' });
  expect(fake.threads(1)).toMatchObject([{ path: 'specs/a.txt', subjectType: 'file', line: undefined }]);
  expect(await refusal(rest.pulls.createReviewComment({ ...file, path: 'README.md' }))).toMatchObject({ status: 422 });
  fake.assertNoViolations();
});

test('a review takes no comment on a whole file', async () => {
  const fake = await startWithPull();
  const comments = [{ path: 'specs/a.txt', body: 'file', subject_type: 'file' }];
  expect(await refusal(client(fake).rest.pulls.createReview({ ...PULL, event: 'COMMENT', comments }))).toMatchObject({
    status: 422,
  });
  expect(fake.takeViolations()).toEqual(['pulls/create-review request: "subject_type" is not a permitted key.']);
});

test('bodies have at most 65,536 characters', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const longest = 'é'.repeat(65_536);
  await rest.pulls.createReview({ ...PULL, event: 'COMMENT', body: longest });
  const tooLong = await refusal(rest.pulls.createReview({ ...PULL, event: 'COMMENT', body: `${longest}!` }));
  expect(tooLong.status).toBe(422);
  expect(tooLong.message).toContain('Body is too long (maximum is 65536 characters)');
  fake.assertNoViolations();
});

test('comments cannot be put on a commit that is not of the pull request', async () => {
  const fake = await startWithPull();
  const other = fake.commit('other', { files: { 'x.txt': 'x' } });
  const comment = { ...PULL, body: 'x', path: 'specs/a.txt', line: 10, commit_id: other };
  expect(await refusal(client(fake).rest.pulls.createReviewComment(comment))).toMatchObject({ status: 422 });
});

test('an answer joins the thread of the comment', async () => {
  const fake = await startWithPull();
  const id = fake.addReviewThread(1, 'maria', { path: 'specs/a.txt', line: 10, body: 'why?' });
  const [thread] = fake.threads(1);
  const comment_id = thread?.comments[0]?.id ?? 0;
  await client(fake).rest.pulls.createReplyForReviewComment({ ...PULL, comment_id, body: 'because' });
  expect(fake.threads(1)).toMatchObject([
    { id, comments: [{ author: 'maria' }, { author: 'github-actions[bot]', body: 'because' }] },
  ]);
  const { data } = await client(fake).rest.pulls.listReviewComments(PULL);
  expect(data.map(({ in_reply_to_id }) => in_reply_to_id)).toEqual([undefined, comment_id]);
  fake.assertNoViolations();
});
