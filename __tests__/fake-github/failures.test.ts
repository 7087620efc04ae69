import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { HANDLERS } from '../support/fake-github/endpoint.ts';
import { mutations } from '../support/fake-github/graphql-mutations.ts';
import { RestSchema } from '../support/fake-github/rest-schema.ts';
import { client, refusal, REPOSITORY, startWithPull } from './scenario.ts';

const ISSUE = { ...REPOSITORY, issue_number: 1 };

test('the next requests of an operation fail as told, the others do not', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const message = 'You have exceeded a secondary rate limit.';
  fake.failNext({
    match: 'issues/create-comment',
    status: 403,
    headers: { 'retry-after': '60' },
    body: { message },
    times: 2,
  });
  await rest.issues.addLabels({ ...ISSUE, labels: ['x'] });
  for (let time = 1; time <= 2; time += 1) {
    const refused = await refusal(rest.issues.createComment({ ...ISSUE, body: 'x' }));
    expect([refused.status, refused.message]).toEqual([403, message]);
  }
  await rest.issues.createComment({ ...ISSUE, body: 'x' });
  expect(fake.comments(1)).toHaveLength(1);
});

test('a server error can meet a path, or a GraphQL field', async () => {
  const fake = await startWithPull();
  const { rest, graphql } = client(fake);
  fake.failNext({ match: /^GET .*\/pulls\/1$/, status: 502 });
  fake.failNext({ match: 'graphql:viewer', status: 500 });
  expect(await refusal(rest.pulls.get({ ...REPOSITORY, pull_number: 1 }))).toMatchObject({ status: 502 });
  expect(await refusal(graphql('{ viewer { login } }'))).toMatchObject({ status: 500 });
  await rest.pulls.get({ ...REPOSITORY, pull_number: 1 });
  fake.assertNoViolations();
});

test('every request is recorded with its operation, its body and its answer', async () => {
  const fake = await startWithPull();
  const { rest, graphql } = client(fake);
  await rest.issues.createComment({ ...ISSUE, body: 'x' });
  await graphql('{ viewer { login } }');
  await refusal(rest.issues.get({ ...REPOSITORY, issue_number: 99 }));
  expect(
    fake.requests.map(({ method, operationId, body, status, login }) => [method, operationId, body, status, login]),
  ).toEqual([
    ['POST', 'issues/create-comment', { body: 'x' }, 201, 'github-actions[bot]'],
    ['POST', 'graphql:viewer', { query: '{ viewer { login } }' }, 200, 'github-actions[bot]'],
    ['GET', 'issues/get', undefined, 404, 'github-actions[bot]'],
  ]);
});

test('an answer that lacks a fact or has a wrong one is against the schema', () => {
  const rest = new RestSchema();
  const route = rest.route('GET', '/repos/acme/data/git/ref/heads/main');
  if (route === undefined) throw new Error('no route');
  const object = { type: 'commit', sha: 'a'.repeat(40), url: 'http://x/y' };
  const answer = { ref: 'refs/heads/main', node_id: 'N_1', url: 'http://x/y', object };
  expect(rest.answerProblems(route.operation, 200, answer)).toEqual([]);
  expect(rest.answerProblems(route.operation, 200, { ...answer, object: { ...object, sha: 'short' } })).toEqual([
    '/object/sha must NOT have fewer than 40 characters',
  ]);
  expect(rest.answerProblems(route.operation, 200, { ref: 'x' })).toHaveLength(3);
  expect(rest.answerProblems(route.operation, 202, answer)).toEqual(['status 202 is not in the schema']);
  expect(rest.answerProblems(route.operation, 404, { errors: [], message: 1 })).not.toEqual([]);
});

test('every operation and every mutation of the pruned schemas is answered', () => {
  const operations = new RestSchema().operations.map(({ id }) => id);
  expect(Object.keys(HANDLERS).sort()).toEqual(operations.sort());
  const source = readFileSync(join(import.meta.dirname, '..', 'support', 'github-schema', 'schema.graphql'), 'utf8');
  expect(Object.keys(mutations).sort()).toEqual(
    Object.keys(buildSchema(source).getMutationType()?.getFields() ?? {}).sort(),
  );
});

test('paths find their operation, with slashes encoded or, at the end of a file or ref, not', () => {
  const rest = new RestSchema();
  const found = (path: string): unknown => {
    const route = rest.route('GET', `/repos/acme/data/${path}`);
    return [route?.operation.id, route?.params['ref'] ?? route?.params['branch'] ?? route?.params['path']];
  };
  expect(found('git/ref/heads%2Fa%2Fb')).toEqual(['git/get-ref', 'heads/a/b']);
  expect(found('commits/a%2Fb/check-runs')).toEqual(['checks/list-for-ref', 'a/b']);
  expect(found('branches/a%2Fb')).toEqual(['repos/get-branch', 'a/b']);
  expect(found('contents/specs/a%20b.yaml')).toEqual(['repos/get-content', 'specs/a b.yaml']);
  expect(found('contents/specs/a/b.yaml')).toEqual(['repos/get-content', 'specs/a/b.yaml']);
  expect(found('commits/main/pulls')).toEqual([undefined, undefined]);
  expect(found('branches/main/protection')).toEqual([undefined, undefined]);
});
