import { expect, test } from 'vitest';
import { runGit } from '../support/git-repo.ts';
import type { FakeGitHub } from '../support/fake-github/server.ts';
import { client, refusal, REPOSITORY, startWithPull } from './scenario.ts';

const CREATE = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid messageHeadline } }
}`;

interface Change {
  readonly branch?: string;
  readonly repository?: string;
  readonly expected?: string;
  readonly additions?: readonly (readonly [path: string, content: string])[];
  readonly deletions?: readonly string[];
}

/** The head that the commit expects is the branch's own where the change names none. */
async function commitOn(fake: FakeGitHub, change: Change): Promise<string> {
  const { branch = 'feature', repository = 'acme/data', additions = [], deletions = [] } = change;
  const input = {
    branch: { repositoryNameWithOwner: repository, branchName: branch },
    expectedHeadOid: change.expected ?? fake.branch(branch),
    message: { headline: 'chore: exports', body: 'made by the gate' },
    fileChanges: {
      additions: additions.map(([path, content]) => ({ path, contents: Buffer.from(content).toString('base64') })),
      deletions: deletions.map((path) => ({ path })),
    },
  };
  const answer = await client(fake).graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(CREATE, { input });
  return answer.createCommitOnBranch.commit.oid;
}

test('createCommitOnBranch writes a commit of the bot that git can read', async () => {
  const fake = await startWithPull();
  const before = fake.branch('feature');
  const oid = await commitOn(fake, { additions: [['exports/docs/é.md', '# á\n']], deletions: ['specs/new.txt'] });
  expect(fake.branch('feature')).toBe(oid);
  expect(fake.pullRequest(1).pull.headSha).toBe(oid);
  const shown = runGit(fake.repositoryPath, ['show', '--format=%P %an <%ae>%n%B', '--raw', '--no-abbrev', oid]);
  expect(shown).toContain(
    `${before} github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>\nchore: exports\n\nmade by the gate`,
  );
  expect(shown).toMatch(
    /:000000 100644 0{40} [0-9a-f]{40} A\texports\/docs\/é\.md\n:100644 000000 [0-9a-f]{40} 0{40} D\tspecs\/new\.txt/,
  );
  fake.assertNoViolations();
});

test('a branch that moved is refused, and stays as it is', async () => {
  const fake = await startWithPull();
  const expected = fake.branch('feature') ?? '';
  const moved = fake.commit('feature', { files: { 'README.md': 'moved' } });
  await expect(commitOn(fake, { expected, additions: [['exports/a', 'a']] })).rejects.toMatchObject({
    errors: [
      { type: 'STALE_DATA', message: `Expected branch to point to "${expected}" but it did not.  Pull and try again.` },
    ],
  });
  expect(fake.branch('feature')).toBe(moved);
  fake.assertNoViolations();
});

test.each<[string, Change, string]>([
  ['a path that is not there is deleted', { deletions: ['exports/none'] }, 'UNPROCESSABLE'],
  [
    'a path comes twice',
    {
      additions: [
        ['a', '1'],
        ['a', '2'],
      ],
    },
    'UNPROCESSABLE',
  ],
  ['a workflow is touched', { additions: [['.github/workflows/x.yml', 'on: push']] }, 'UNPROCESSABLE'],
  ['the branch is protected', { branch: 'main', additions: [['a', '1']] }, 'UNPROCESSABLE'],
  ['the branch does not exist', { branch: 'none', expected: 'a'.repeat(40), additions: [['a', '1']] }, 'NOT_FOUND'],
  ['the repository is a fork', { repository: 'stranger/data', additions: [['a', '1']] }, 'FORBIDDEN'],
])('a commit is refused where %s', async (_, change, type) => {
  const fake = await startWithPull({ protectedBranches: ['main'] });
  const before = fake.branch(change.branch ?? 'feature');
  await expect(commitOn(fake, change)).rejects.toMatchObject({ errors: [{ type }] });
  expect(fake.branch(change.branch ?? 'feature')).toBe(before);
  fake.assertNoViolations();
});

test('a variable that the schema does not know is a violation', async () => {
  const fake = await startWithPull();
  const input = { branch: { branchName: 'feature' }, message: { headline: 'x' } };
  await expect(client(fake).graphql(CREATE, { input })).rejects.toThrow('expectedHeadOid');
  await expect(client(fake).graphql('{ viewer { log } }')).rejects.toThrow('Cannot query field');
  expect(fake.takeViolations()).toHaveLength(2);
});

test('the git database makes blobs, a tree, a commit, and moves a branch forward only', async () => {
  const fake = await startWithPull();
  const { rest } = client(fake);
  const head = fake.branch('feature') ?? '';
  const { data: blob } = await rest.git.createBlob({ ...REPOSITORY, content: 'b', encoding: 'utf-8' });
  const tree = [
    { path: 'exports/b', mode: '100644' as const, type: 'blob' as const, sha: blob.sha },
    { path: 'specs/new.txt', mode: '100644' as const, type: 'blob' as const, sha: null },
  ];
  const { data: made } = await rest.git.createTree({ ...REPOSITORY, base_tree: head, tree });
  const { data: commit } = await rest.git.createCommit({
    ...REPOSITORY,
    message: 'x',
    tree: made.sha,
    parents: [head],
  });
  await rest.git.updateRef({ ...REPOSITORY, ref: 'heads/feature', sha: commit.sha });
  const paths = runGit(fake.repositoryPath, ['ls-tree', '-r', '--name-only', 'feature']).trim().split('\n');
  expect(paths).toEqual(['README.md', 'exports/b', 'specs/a.txt']);
  expect(await refusal(rest.git.updateRef({ ...REPOSITORY, ref: 'heads/feature', sha: head }))).toMatchObject({
    status: 422,
  });
  expect(
    Buffer.from((await rest.git.getBlob({ ...REPOSITORY, file_sha: blob.sha })).data.content, 'base64').toString(),
  ).toBe('b');
  fake.assertNoViolations();
});

test('a branch is made once, and a protected one is not moved', async () => {
  const fake = await startWithPull({ protectedBranches: ['main'] });
  const { rest } = client(fake);
  const sha = fake.branch('feature') ?? '';
  await rest.git.createRef({ ...REPOSITORY, ref: 'refs/heads/exports', sha });
  expect(await refusal(rest.git.createRef({ ...REPOSITORY, ref: 'refs/heads/exports', sha }))).toMatchObject({
    status: 422,
  });
  expect(await refusal(rest.git.updateRef({ ...REPOSITORY, ref: 'heads/main', sha }))).toMatchObject({ status: 422 });
  await rest.git.deleteRef({ ...REPOSITORY, ref: 'heads/exports' });
  expect(fake.branch('exports')).toBeUndefined();
  expect((await rest.repos.getBranch({ ...REPOSITORY, branch: 'main' })).data.protected).toBe(true);
  fake.assertNoViolations();
});

test('updateRefs moves all refs or none', async () => {
  const fake = await startWithPull();
  const update = 'mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }';
  const [main = '', head = ''] = [fake.branch('main'), fake.branch('feature')];
  const refUpdates = (beforeOid: string) => [
    { name: 'refs/heads/made', afterOid: head, beforeOid: '0'.repeat(40) },
    { name: 'refs/heads/main', afterOid: head, beforeOid },
  ];
  const { graphql } = client(fake);
  await expect(
    graphql(update, { input: { repositoryId: 'R_acme', refUpdates: refUpdates(head) } }),
  ).rejects.toMatchObject({
    errors: [{ type: 'STALE_DATA' }],
  });
  expect([fake.branch('made'), fake.branch('main')]).toEqual([undefined, main]);
  await graphql(update, { input: { repositoryId: 'R_acme', refUpdates: refUpdates(main) } });
  expect([fake.branch('made'), fake.branch('main')]).toEqual([head, head]);
  fake.assertNoViolations();
});
