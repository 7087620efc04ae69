import { expect, test } from 'vitest';
import { client, LINES, REPOSITORY, startWithPull, withLine } from './scenario.ts';

const PULL = { ...REPOSITORY, pull_number: 1 };

const THREADS = `query ($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: 1) {
      reviewThreads(first: 100) {
        nodes { id isResolved isOutdated line resolvedBy { login } comments(first: 10) { nodes { author { login } body } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

test('a thread moves with its line when lines are added above', async () => {
  const fake = await startWithPull();
  fake.addReviewThread(1, 'maria', { path: 'specs/a.txt', line: 10, body: 'why?' });
  fake.commit('feature', { files: { 'specs/a.txt': `first\n${withLine(10, 'changed')}` } });
  expect(fake.threads(1)).toMatchObject([{ line: 11, isOutdated: false }]);
});

test('a thread is outdated when its line changes, and has no line any more', async () => {
  const fake = await startWithPull();
  fake.addReviewThread(1, 'maria', { path: 'specs/a.txt', line: 10, body: 'why?' });
  const head = fake.commit('feature', { files: { 'specs/a.txt': withLine(10, 'changed again') } });
  expect(fake.threads(1)).toMatchObject([{ line: undefined, isOutdated: true }]);
  const { data } = await client(fake).rest.pulls.listReviewComments(PULL);
  expect(data[0]).toMatchObject({ line: null, position: null, original_line: 10 });
  expect(data[0]?.commit_id).not.toBe(head);
  fake.assertNoViolations();
});

test('a thread is outdated when its line leaves the diff', async () => {
  const fake = await startWithPull();
  fake.addReviewThread(1, 'maria', { path: 'specs/a.txt', line: 12, body: 'context' });
  fake.commit('feature', { files: { 'specs/a.txt': LINES.join('') } });
  expect(fake.threads(1)).toMatchObject([{ isOutdated: true }]);
});

test('a thread on another hunk stays', async () => {
  const fake = await startWithPull();
  fake.addReviewThread(1, 'maria', { path: 'specs/a.txt', line: 10, body: 'why?' });
  fake.addReviewThread(1, 'maria', { path: 'specs/a.txt', line: 10, side: 'LEFT', body: 'base' });
  fake.commit('feature', { files: { 'specs/new.txt': 'newer\n' } });
  expect(fake.threads(1)).toMatchObject([
    { line: 10, isOutdated: false },
    { line: 10, isOutdated: false },
  ]);
});

test('a force push back to the old head brings the thread back', async () => {
  const fake = await startWithPull();
  const old = fake.branch('feature') ?? '';
  fake.addReviewThread(1, 'maria', { path: 'specs/a.txt', line: 10, body: 'why?' });
  fake.commit('feature', { files: { 'specs/a.txt': withLine(10, 'changed again') } });
  expect(fake.threads(1)).toMatchObject([{ isOutdated: true }]);
  fake.forcePush('feature', old);
  expect(fake.threads(1)).toMatchObject([{ line: 10, isOutdated: false }]);
});

test('threads are listed, resolved and opened again by GraphQL', async () => {
  const fake = await startWithPull();
  const id = fake.addReviewThread(1, 'github-actions[bot]', { path: 'specs/a.txt', line: 10, body: 'finding' });
  const { graphql } = client(fake);
  const resolve = 'mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { isResolved } } }';
  expect(await graphql(resolve, { id })).toEqual({ resolveReviewThread: { thread: { isResolved: true } } });
  expect(await graphql(THREADS, REPOSITORY)).toEqual({
    repository: {
      pullRequest: {
        reviewThreads: {
          nodes: [
            {
              id,
              isResolved: true,
              isOutdated: false,
              line: 10,
              resolvedBy: { login: 'github-actions[bot]' },
              comments: { nodes: [{ author: { login: 'github-actions' }, body: 'finding' }] },
            },
          ],
          pageInfo: { hasNextPage: false, endCursor: '1' },
        },
      },
    },
  });
  await graphql('mutation ($id: ID!) { unresolveReviewThread(input: { threadId: $id }) { thread { id } } }', { id });
  expect(fake.threads(1)).toMatchObject([{ resolvedBy: undefined }]);
  fake.assertNoViolations();
});

test('a comment is hidden with its reason', async () => {
  const fake = await startWithPull();
  const id = fake.addComment(1, 'github-actions[bot]', 'old');
  const minimize = `mutation ($id: ID!) {
    minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } }
  }`;
  expect(await client(fake).graphql(minimize, { id: `IC_${id}` })).toEqual({
    minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: 'outdated' } },
  });
  expect(fake.comments(1)).toMatchObject([{ minimizedReason: 'outdated' }]);
});

test('a GraphQL thread outside the diff vanishes without an error', async () => {
  const fake = await startWithPull();
  const { graphql } = client(fake);
  const pull = await graphql<{ repository: { pullRequest: { id: string } } }>(
    'query { repository(owner: "acme", name: "data") { pullRequest(number: 1) { id } } }',
  );
  const add = `mutation ($id: ID!, $line: Int!) {
    addPullRequestReviewThread(input: { pullRequestId: $id, path: "specs/a.txt", body: "x", line: $line }) { thread { line } }
  }`;
  const { id } = pull.repository.pullRequest;
  expect(await graphql(add, { id, line: 19 })).toEqual({ addPullRequestReviewThread: { thread: null } });
  expect(await graphql(add, { id, line: 10 })).toEqual({ addPullRequestReviewThread: { thread: { line: 10 } } });
  expect(fake.threads(1)).toHaveLength(1);
});
