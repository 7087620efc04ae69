import { Octokit } from '@octokit/rest';
import { expect, test } from 'vitest';
import { checkout, commitFiles, runGit } from '../support/git-repo.ts';
import { client, REPOSITORY, SILENT, start, startWithPull } from './scenario.ts';

const PULL = { ...REPOSITORY, pull_number: 1 };

test('a pull request has the SHAs, files and counts of git', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const { data } = await rest.pulls.get(PULL);
  expect({ head: data.head.sha, base: data.base.sha, files: data.changed_files, mergeable: data.mergeable }).toEqual({
    head: fake.branch('feature'),
    base: fake.branch('main'),
    files: 3,
    mergeable: true,
  });
  const files = await rest.pulls.listFiles(PULL);
  expect(files.data.map(({ filename, status }) => `${status} ${filename}`)).toEqual([
    'modified specs/a.txt',
    'removed specs/gone.txt',
    'added specs/new.txt',
  ]);
  expect(files.data[0]?.patch).toContain('@@ -7,7 +7,7 @@');
  fake.assertNoViolations();
});

test('every read of the schema answers as the schema says', async () => {
  const fake = await startWithPull({ collaborators: { maria: 'write' } });
  const { rest } = client(fake);
  const sha = fake.branch('feature') ?? '';
  fake.openIssue({ title: 'Drift', labels: ['drift'] });
  fake.addComment(1, 'maria', 'hello');
  const thread = fake.addReviewThread(1, 'maria', { path: 'specs/a.txt', line: 10, body: 'why?' });
  fake.replyToThread(thread, 'developer', 'because');
  const { data: commit } = await rest.git.getCommit({ ...REPOSITORY, commit_sha: sha });
  await rest.repos.get(REPOSITORY);
  await rest.repos.getBranch({ ...REPOSITORY, branch: 'main' });
  await rest.repos.listCommits({ ...REPOSITORY, sha: 'feature' });
  await rest.repos.getCommit({ ...REPOSITORY, ref: sha });
  await rest.repos.getContent({ ...REPOSITORY, path: 'specs/a.txt', ref: sha });
  await rest.repos.getContent({ ...REPOSITORY, path: 'specs' });
  await rest.repos.listCommitStatusesForRef({ ...REPOSITORY, ref: sha });
  await rest.repos.getCombinedStatusForRef({ ...REPOSITORY, ref: 'feature' });
  await rest.pulls.list(REPOSITORY);
  await rest.pulls.listCommits(PULL);
  await rest.pulls.listReviews(PULL);
  await rest.pulls.listReviewComments(PULL);
  await rest.issues.listForRepo({ ...REPOSITORY, labels: 'drift' });
  await rest.issues.get({ ...REPOSITORY, issue_number: 2 });
  await rest.issues.listComments({ ...REPOSITORY, issue_number: 1 });
  await rest.issues.listLabelsOnIssue({ ...REPOSITORY, issue_number: 2 });
  await rest.issues.getLabel({ ...REPOSITORY, name: 'drift' });
  await rest.git.getRef({ ...REPOSITORY, ref: 'heads/main' });
  await rest.git.getTree({ ...REPOSITORY, tree_sha: commit.tree.sha, recursive: 'true' });
  const permission = await rest.repos.getCollaboratorPermissionLevel({ ...REPOSITORY, username: 'maria' });
  expect(permission.data.permission).toBe('write');
  expect(fake.requests.filter(({ status }) => status !== 200)).toEqual([]);
  fake.assertNoViolations();
});

test('compare gives the merge base of branches that went apart', async () => {
  const fake = await startWithPull();
  const base = fake.branch('main');
  fake.commit('main', { files: { 'README.md': 'moved\n' } });
  const { data } = await client(fake).rest.repos.compareCommitsWithBasehead({
    ...REPOSITORY,
    basehead: 'main...feature',
  });
  expect([data.status, data.merge_base_commit.sha, data.ahead_by, data.behind_by]).toEqual(['diverged', base, 1, 1]);
  fake.assertNoViolations();
});

test('a git push moves the head and the merge ref', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const before = await rest.pulls.get(PULL);
  const workspace = checkout({ from: fake.repositoryPath, ref: 'refs/heads/feature' });
  const sha = commitFiles(workspace, { files: { 'specs/new.txt': 'newer\n' }, message: 'newer' });
  runGit(workspace, ['push', '--quiet', 'origin', 'HEAD:refs/heads/feature']);
  const after = await rest.pulls.get(PULL);
  expect(after.data.head.sha).toBe(sha);
  expect(after.data.merge_commit_sha).not.toBe(before.data.merge_commit_sha);
});

test('a conflict leaves a pull request unmergeable', async () => {
  const fake = await startWithPull();
  fake.commit('main', { files: { 'specs/new.txt': 'other\n' } });
  const { data } = await client(fake).rest.pulls.get(PULL);
  expect([data.mergeable, data.mergeable_state, data.merge_commit_sha]).toEqual([false, 'dirty', null]);
});

test('lists come by pages of 30, of 100 at the most, with links to the next', async () => {
  const fake = await startWithPull();
  for (let count = 1; count <= 105; count += 1) fake.addComment(1, 'maria', `comment ${count}`);
  const { rest, paginate } = client(fake);
  const comments = { ...REPOSITORY, issue_number: 1 };
  const first = await rest.issues.listComments(comments);
  expect(first.data).toHaveLength(30);
  expect(first.headers.link).toContain('page=2>; rel="next"');
  expect((await rest.issues.listComments({ ...comments, per_page: 200 })).data).toHaveLength(100);
  expect(await paginate(rest.issues.listComments, { ...comments, per_page: 50 })).toHaveLength(105);
  fake.assertNoViolations();
});

test('the plain Octokit client works too, and reads a diff as text', async () => {
  const fake = await startWithPull();
  const octokit = new Octokit({ auth: fake.token(), baseUrl: fake.url });
  const { data } = await octokit.rest.pulls.get({ ...PULL, mediaType: { format: 'diff' } });
  expect(data).toEqual(expect.stringContaining('+changed'));
});

test('an operation that the schema does not have is a violation', async () => {
  const fake = await start();
  fake.seed({ 'README.md': 'x' });
  const octokit = new Octokit({ auth: fake.token(), baseUrl: fake.url, log: SILENT });
  await expect(octokit.request('GET /repos/acme/data/nonsense')).rejects.toMatchObject({ status: 404 });
  expect(() => fake.assertNoViolations()).toThrow('GET /repos/acme/data/nonsense: no such operation');
});

test('a misspelled key or query parameter is a violation', async () => {
  const fake = await startWithPull();
  const { request } = client(fake);
  const typo = { ...REPOSITORY, issue_number: 1, body: 'x', bodyy: 'y' };
  await expect(request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', typo)).rejects.toMatchObject({
    status: 422,
  });
  await request('GET /repos/{owner}/{repo}/pulls', { ...REPOSITORY, perpage: 5 });
  expect(fake.takeViolations()).toEqual([
    'issues/create-comment request: "bodyy" is not a permitted key.',
    'pulls/list request: query parameter "perpage" is not in the schema',
  ]);
  fake.assertNoViolations();
});
