import { expect, test } from 'vitest';
import { client, refusal, REPOSITORY, start, startWithPull } from './scenario.ts';

const ISSUE = { ...REPOSITORY, issue_number: 1 };

test('a comment is made by the bot, changed and deleted', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const { data } = await rest.issues.createComment({ ...ISSUE, body: 'one' });
  expect([data.user?.login, data.user?.type]).toEqual(['github-actions[bot]', 'Bot']);
  await rest.issues.updateComment({ ...REPOSITORY, comment_id: data.id, body: 'two' });
  expect(fake.comments(1)).toMatchObject([{ author: 'github-actions[bot]', body: 'two' }]);
  await rest.issues.deleteComment({ ...REPOSITORY, comment_id: data.id });
  expect(fake.comments(1)).toEqual([]);
  fake.assertNoViolations();
});

test("a person's comment is not the bot's to change", async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const comment_id = fake.addComment(1, 'stranger', 'mine');
  const { data } = await rest.issues.listComments(ISSUE);
  expect(data.map(({ user }) => [user?.login, user?.type])).toEqual([['stranger', 'User']]);
  expect(await refusal(rest.issues.updateComment({ ...REPOSITORY, comment_id, body: 'x' }))).toMatchObject({
    status: 403,
  });
  expect(fake.comments(1)).toMatchObject([{ body: 'mine' }]);
});

test('a body has at most 65,536 characters and at least one', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  await rest.issues.createComment({ ...ISSUE, body: '😀'.repeat(65_536) });
  const tooLong = await refusal(rest.issues.createComment({ ...ISSUE, body: 'x'.repeat(65_537) }));
  expect(tooLong.status).toBe(422);
  expect(tooLong.message).toContain('Body is too long (maximum is 65536 characters)');
  expect(await refusal(rest.issues.createComment({ ...ISSUE, body: ' ' }))).toMatchObject({ status: 422 });
  expect(fake.comments(1)).toHaveLength(1);
  fake.assertNoViolations();
});

test('labels are added, made where they are new, and removed once', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const name = 'contract: breaking';
  await rest.issues.addLabels({ ...ISSUE, labels: [name, 'exports: stale'] });
  await rest.issues.addLabels({ ...ISSUE, labels: ['CONTRACT: breaking'] });
  expect(fake.labels(1)).toEqual([name, 'exports: stale']);
  await rest.issues.removeLabel({ ...ISSUE, name });
  expect(fake.labels(1)).toEqual(['exports: stale']);
  expect(await refusal(rest.issues.removeLabel({ ...ISSUE, name }))).toMatchObject({ status: 404 });
  await rest.issues.createLabel({ ...REPOSITORY, name: 'drift', color: 'ff0000' });
  expect(await refusal(rest.issues.createLabel({ ...REPOSITORY, name: 'Drift' }))).toMatchObject({ status: 422 });
  fake.assertNoViolations();
});

test('an issue is opened, changed, closed and found by its label', async () => {
  const fake = await start();
  fake.seed({ 'README.md': 'x' });
  const { rest } = client(fake);
  const { data } = await rest.issues.create({ ...REPOSITORY, title: 'Drift', body: 'two columns', labels: ['drift'] });
  await rest.issues.update({ ...REPOSITORY, issue_number: data.number, body: 'one column' });
  await rest.issues.update({ ...REPOSITORY, issue_number: data.number, state: 'closed', state_reason: 'completed' });
  expect(fake.issues()).toMatchObject([
    { title: 'Drift', body: 'one column', state: 'closed', author: 'github-actions[bot]' },
  ]);
  const listed = (state: 'open' | 'all') => rest.issues.listForRepo({ ...REPOSITORY, labels: 'drift', state });
  expect([(await listed('open')).data.length, (await listed('all')).data.length]).toEqual([0, 1]);
  expect(await refusal(rest.issues.create({ ...REPOSITORY, title: '' }))).toMatchObject({ status: 422 });
  fake.assertNoViolations();
});

test('lists of issues have pull requests too, marked as such', async () => {
  const fake = await startWithPull();
  const { data } = await client(fake).rest.issues.listForRepo(REPOSITORY);
  expect(data.map(({ number, pull_request }) => [number, pull_request !== undefined])).toEqual([[1, true]]);
  expect(fake.issues()).toEqual([]);
});
