import { expect, test } from 'vitest';
import type { FakeGitHub } from '../support/fake-github/server.ts';
import { client, refusal, REPOSITORY, startWithPull } from './scenario.ts';

const NAME = 'DataEngOS Gatekeeper';

function annotations(
  count: number,
): { path: string; start_line: number; end_line: number; annotation_level: 'failure'; message: string }[] {
  return Array.from({ length: count }, (_, index) => {
    return {
      path: 'README.md',
      start_line: index + 1,
      end_line: index + 1,
      annotation_level: 'failure',
      message: 'wrong',
    };
  });
}

function run(fake: FakeGitHub): { owner: string; repo: string; name: string; head_sha: string } {
  return { ...REPOSITORY, name: NAME, head_sha: fake.branch('feature') ?? '' };
}

test('annotations of further updates are appended and counted', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const output = { title: 'three batches', summary: 'text', annotations: annotations(50) };
  const { data } = await rest.checks.create({ ...run(fake), status: 'in_progress', output });
  const update = { ...REPOSITORY, check_run_id: data.id };
  await rest.checks.update({ ...update, output });
  const last = { ...output, annotations: annotations(1) };
  const done = await rest.checks.update({ ...update, status: 'completed', conclusion: 'failure', output: last });
  expect(done.data).toMatchObject({ status: 'completed', conclusion: 'failure', output: { annotations_count: 101 } });
  expect(done.data.completed_at).not.toBeNull();
  expect(fake.checkRuns(run(fake).head_sha)).toMatchObject([{ name: NAME, app: 'github-actions[bot]' }]);
  const listed = await rest.checks.listAnnotations({ ...update, per_page: 100 });
  expect(listed.data).toHaveLength(100);
  fake.assertNoViolations();
});

test('51 annotations are refused', async () => {
  const fake = await startWithPull();
  const output = { title: 't', summary: 's', annotations: annotations(51) };
  const refused = await refusal(client(fake).rest.checks.create({ ...run(fake), output }));
  expect(refused.status).toBe(422);
  expect(refused.message).toContain('No more than 50 items are allowed; 51 were supplied.');
  expect(fake.takeViolations()).toHaveLength(1);
});

test.each(['summary', 'text'])('a %s has at most 65,535 characters', async (field) => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const output = { title: 't', summary: 's' };
  await rest.checks.create({ ...run(fake), output: { ...output, [field]: 'x'.repeat(65_535) } });
  fake.assertNoViolations();
  const refused = await refusal(
    rest.checks.create({ ...run(fake), output: { ...output, [field]: 'x'.repeat(65_536) } }),
  );
  expect(refused.status).toBe(422);
  expect(refused.message).toContain('Only 65535 characters are allowed; 65536 were supplied.');
  expect(fake.takeViolations()).toHaveLength(1);
});

test('columns need an annotation of one line', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const columns = { start_column: 1, end_column: 4 };
  const [one] = annotations(1);
  const output = { title: 't', summary: 's' };
  await rest.checks.create({
    ...run(fake),
    output: {
      ...output,
      annotations: [
        { ...one, ...columns, path: 'a', message: 'm', annotation_level: 'failure', start_line: 2, end_line: 2 },
      ],
    },
  });
  const two = { ...columns, path: 'a', message: 'm', annotation_level: 'failure' as const, start_line: 2, end_line: 3 };
  expect(await refusal(rest.checks.create({ ...run(fake), output: { ...output, annotations: [two] } }))).toMatchObject({
    status: 422,
  });
  fake.assertNoViolations();
});

test('a commit that does not exist has no check run and no status', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const head_sha = 'a'.repeat(40);
  const refused = await refusal(rest.checks.create({ ...REPOSITORY, name: NAME, head_sha }));
  expect(refused).toMatchObject({
    status: 422,
    message: expect.stringContaining(`No commit found for SHA: ${head_sha}`),
  });
  const status = { ...REPOSITORY, sha: head_sha, state: 'success' as const };
  expect(await refusal(rest.repos.createCommitStatus(status))).toMatchObject({ status: 422 });
});

test('a completed run needs a conclusion', async () => {
  const fake = await startWithPull();
  const refused = await refusal(client(fake).rest.checks.create({ ...run(fake), status: 'completed' }));
  expect(refused.message).toContain('"conclusion" wasn\'t supplied.');
});

test('only apps write check runs, and only their own', async () => {
  const fake = await startWithPull();
  const person = client(fake, fake.token({ checks: 'write' }, 'maria'));
  expect(await refusal(person.rest.checks.create(run(fake)))).toEqual({
    status: 403,
    message: expect.stringContaining('You must authenticate via a GitHub App.'),
  });
  const { data } = await client(fake).rest.checks.create(run(fake));
  const other = client(fake, fake.token({ checks: 'write' }, 'other[bot]'));
  const update = { ...REPOSITORY, check_run_id: data.id, conclusion: 'success' as const };
  expect(await refusal(other.rest.checks.update(update))).toMatchObject({ status: 403 });
});

test('runs are found by commit and name, the newest of each name', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  await rest.checks.create(run(fake));
  const { data: newest } = await rest.checks.create(run(fake));
  await rest.checks.create({ ...run(fake), name: 'other' });
  const listed = await rest.checks.listForRef({ ...REPOSITORY, ref: 'feature', check_name: NAME });
  expect(listed.data.check_runs.map(({ id }) => id)).toEqual([newest.id]);
  expect(
    (await rest.checks.listForRef({ ...REPOSITORY, ref: run(fake).head_sha, filter: 'all' })).data.total_count,
  ).toBe(3);
  fake.assertNoViolations();
});

test('a status is set on a commit and combined with others', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const sha = run(fake).head_sha;
  await rest.repos.createCommitStatus({ ...REPOSITORY, sha, state: 'failure', context: 'gate' });
  await rest.repos.createCommitStatus({ ...REPOSITORY, sha, state: 'success', context: 'gate' });
  const { data } = await rest.repos.getCombinedStatusForRef({ ...REPOSITORY, ref: sha });
  expect([data.state, data.total_count, fake.statuses(sha).length]).toEqual(['success', 1, 2]);
  fake.assertNoViolations();
});
