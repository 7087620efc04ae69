import { Octokit } from '@octokit/rest';
import { expect, test } from 'vitest';
import type { Permissions } from '../support/fake-github/nouns.ts';
import type { FakeGitHub } from '../support/fake-github/server.ts';
import { client, clientWith, refusal, REPOSITORY, SILENT, startWithPull } from './scenario.ts';

type Client = ReturnType<typeof client>;

const DENIED = { status: 403, message: expect.stringContaining('Resource not accessible by integration') };
const ISSUE = { ...REPOSITORY, issue_number: 1 };
const PULL = { ...REPOSITORY, pull_number: 1 };

const WRITES: readonly [string, keyof Permissions & string, (client: Client, fake: FakeGitHub) => Promise<unknown>][] =
  [
    ['comment', 'pull-requests', ({ rest }) => rest.issues.createComment({ ...ISSUE, body: 'x' })],
    ['comment', 'issues', ({ rest }) => rest.issues.createComment({ ...ISSUE, body: 'x' })],
    ['label', 'pull-requests', ({ rest }) => rest.issues.addLabels({ ...ISSUE, labels: ['x'] })],
    ['review', 'pull-requests', ({ rest }) => rest.pulls.createReview({ ...PULL, event: 'COMMENT', body: 'x' })],
    ['open an issue', 'issues', ({ rest }) => rest.issues.create({ ...REPOSITORY, title: 'x' })],
    [
      'write a check run',
      'checks',
      ({ rest }, fake) => rest.checks.create({ ...REPOSITORY, name: 'x', head_sha: fake.branch('feature') ?? '' }),
    ],
    [
      'set a status',
      'statuses',
      ({ rest }, fake) =>
        rest.repos.createCommitStatus({ ...REPOSITORY, sha: fake.branch('feature') ?? '', state: 'success' }),
    ],
    [
      'make a branch',
      'contents',
      ({ rest }, fake) => rest.git.createRef({ ...REPOSITORY, ref: 'refs/heads/x', sha: fake.branch('main') ?? '' }),
    ],
  ];

test.each(WRITES)('to %s takes %s: write', async (_, permission, write) => {
  const fake = await startWithPull();
  await write(clientWith(fake, { [permission]: 'write' }), fake);
  expect(await refusal(write(clientWith(fake, { [permission]: 'read' }), fake))).toEqual(DENIED);
  expect(await refusal(write(clientWith(fake, {}), fake))).toEqual(DENIED);
  fake.assertNoViolations();
});

test('a pull request is read with pull-requests: read', async () => {
  const fake = await startWithPull();
  await clientWith(fake, { 'pull-requests': 'read' }).rest.pulls.get(PULL);
  expect(await refusal(clientWith(fake, { contents: 'write' }).rest.pulls.get(PULL))).toEqual(DENIED);
});

test('pull-requests: write is not enough on an issue', async () => {
  const fake = await startWithPull();
  const issue_number = fake.openIssue({ title: 'Drift' });
  const { rest } = clientWith(fake, { 'pull-requests': 'write' });
  expect(await refusal(rest.issues.createComment({ ...REPOSITORY, issue_number, body: 'x' }))).toEqual(DENIED);
});

test('GraphQL refuses with FORBIDDEN, at the field', async () => {
  const fake = await startWithPull();
  const id = fake.addReviewThread(1, 'maria', { path: 'specs/a.txt', line: 10, body: 'why?' });
  const resolve = 'mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { id } } }';
  await expect(clientWith(fake, { 'pull-requests': 'read' }).graphql(resolve, { id })).rejects.toMatchObject({
    errors: [{ type: 'FORBIDDEN', path: ['resolveReviewThread'], message: 'Resource not accessible by integration' }],
  });
  const number = 'query { repository(owner: "acme", name: "data") { pullRequest(number: 1) { number } } }';
  await expect(clientWith(fake, {}).graphql(number)).rejects.toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
  fake.assertNoViolations();
});

test('resolving can be made to need contents: write', async () => {
  const fake = await startWithPull({ resolvingNeedsContents: true });
  const id = fake.addReviewThread(1, 'maria', { path: 'specs/a.txt', line: 10, body: 'why?' });
  const resolve = 'mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { id } } }';
  const pulls: Permissions = { 'pull-requests': 'write' };
  await expect(clientWith(fake, pulls).graphql(resolve, { id })).rejects.toMatchObject({
    errors: [{ type: 'FORBIDDEN' }],
  });
  await clientWith(fake, { ...pulls, contents: 'write' }).graphql(resolve, { id });
});

test('an unknown token, and none, get 401', async () => {
  const fake = await startWithPull();
  const unknown = new Octokit({ auth: 'ghs_unknown', baseUrl: fake.url, log: SILENT });
  expect(await refusal(unknown.rest.pulls.get(PULL))).toMatchObject({
    status: 401,
    message: expect.stringContaining('Bad credentials'),
  });
  const none = new Octokit({ baseUrl: fake.url, log: SILENT });
  expect(await refusal(none.rest.pulls.get(PULL))).toMatchObject({ status: 401 });
});

test('GITHUB_TOKEN is no user for REST, and is the bot for GraphQL', async () => {
  const fake = await startWithPull();
  const { rest, graphql } = client(fake);
  expect(await refusal(rest.users.getAuthenticated())).toEqual(DENIED);
  expect(await graphql('{ viewer { login } }')).toEqual({ viewer: { login: 'github-actions[bot]' } });
  const maria = client(fake, fake.token({}, 'maria'));
  expect((await maria.rest.users.getAuthenticated()).data.login).toBe('maria');
  fake.assertNoViolations();
});

test("a fork's and Dependabot's pull request get tokens that read at most", async () => {
  const fake = await startWithPull();
  fake.commit('stranger:fix', { files: { 'README.md': 'fixed\n' } });
  fake.commit('bump', { files: { 'README.md': 'bumped\n' } });
  const fork = fake.openPullRequest({ head: 'stranger:fix', title: 'Fix', author: 'stranger' });
  const bump = fake.openPullRequest({ head: 'bump', title: 'Bump', author: 'dependabot[bot]' });
  for (const number of [fork, bump]) {
    const { rest } = client(fake, fake.event({ name: 'pull_request', number }).token);
    await rest.pulls.get({ ...REPOSITORY, pull_number: number });
    expect(await refusal(rest.issues.createComment({ ...REPOSITORY, issue_number: number, body: 'x' }))).toEqual(
      DENIED,
    );
  }
  const own = client(fake, fake.event({ name: 'pull_request', number: 1 }).token);
  await own.rest.issues.createComment({ ...ISSUE, body: 'x' });
  const { data } = await own.rest.pulls.get({ ...REPOSITORY, pull_number: fork });
  expect([data.head.repo?.full_name, data.head.repo?.fork, data.head.label]).toEqual([
    'stranger/data',
    true,
    'stranger:fix',
  ]);
  fake.assertNoViolations();
});

test('Actions may open pull requests only where the repository allows it', async () => {
  const fake = await startWithPull({ actionsMayOpenPulls: false });
  fake.commit('exports', { files: { 'exports/x': 'x' } });
  const pull = { ...REPOSITORY, title: 'Exports', head: 'exports', base: 'main' };
  expect(await refusal(client(fake).rest.pulls.create(pull))).toMatchObject({ status: 403 });
  const app = client(fake, fake.token({ 'pull-requests': 'write' }, 'gatekeeper[bot]'));
  expect((await app.rest.pulls.create(pull)).data.number).toBe(2);
  expect(await refusal(app.rest.pulls.create(pull))).toMatchObject({ status: 422 });
  fake.assertNoViolations();
});
