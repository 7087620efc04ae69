import { describe, expect, it } from 'vitest';
import { createGit, repositoryRoot } from '../../src/adapters/git.ts';
import { checkout, commitFiles, createRepository, runGit, temporaryFolder, writeCommit } from '../support/git-repo.ts';

interface Fork {
  readonly folder: string;
  readonly root: string;
  readonly main: string;
  readonly branch: string;
}

/** `root` with two children: `main`, and `branch`, on a branch of that name. */
function fork(): Fork {
  const folder = createRepository({ 'a.txt': 'a\n' });
  const root = runGit(folder, ['rev-parse', 'HEAD']).trim();
  const branch = writeCommit(folder, { files: { 'b.txt': 'b\n' }, message: 'branch', parents: [root] });
  runGit(folder, ['branch', 'branch', branch]);
  return { folder, root, branch, main: commitFiles(folder, { files: { 'c.txt': 'c\n' }, message: 'main' }) };
}

describe('revisions', () => {
  it('resolves branches, tags and short ids to commits, and nothing else', async () => {
    const { folder, main, branch } = fork();
    runGit(folder, ['tag', '-a', '-m', 'release', 'v1', branch]);
    const git = createGit({ cwd: folder });
    expect(await Promise.all(['main', 'v1', main.slice(0, 10)].map((name) => git.resolve(name)))).toEqual([
      main,
      branch,
      main,
    ]);
    expect(await git.resolve('nowhere')).toBeUndefined();
    expect(await git.resolve('--all')).toBeUndefined();
    expect(await git.resolve('main:a.txt')).toBeUndefined();
  });

  it('finds the merge base, and none where histories never met', async () => {
    const { folder, root, main, branch } = fork();
    const git = createGit({ cwd: folder });
    expect(await git.mergeBase(main, branch)).toBe(root);
    const stranger = writeCommit(folder, { files: { 'x.txt': 'x\n' }, message: 'stranger' });
    expect(await git.mergeBase(main, stranger)).toBeUndefined();
  });

  it('names the default branch: what origin says, then main, then master', async () => {
    const { folder } = fork();
    expect(await createGit({ cwd: folder }).defaultBranch()).toBe('main');
    const clone = temporaryFolder('clone-');
    runGit(clone, ['clone', '--quiet', '--branch', 'branch', folder, 'copy']);
    runGit(`${clone}/copy`, ['remote', 'set-head', 'origin', 'branch']);
    expect(await createGit({ cwd: `${clone}/copy` }).defaultBranch()).toBe('origin/branch');
    runGit(folder, ['branch', '-m', 'main', 'master']);
    expect(await createGit({ cwd: folder }).defaultBranch()).toBe('master');
  });

  it('tells authors and messages of the newest commits, newest first', async () => {
    const { folder, root, branch } = fork();
    expect(await createGit({ cwd: folder }).log(branch, 5)).toEqual([
      { sha: branch, authorEmail: 'data@example.com', message: 'branch' },
      { sha: root, authorEmail: 'data@example.com', message: 'first commit' },
    ]);
    expect(await createGit({ cwd: folder }).log(branch, 1)).toHaveLength(1);
  });

  it('finds the top folder, and says so where there is none', async () => {
    const { folder } = fork();
    expect(await repositoryRoot(folder)).toBe(folder);
    await expect(repositoryRoot(temporaryFolder())).rejects.toThrow(/is not in a git repository/);
  });
});

describe('a shallow clone', () => {
  it('fetches missing commits by id with depth 1', async () => {
    const { folder, main, branch } = fork();
    runGit(folder, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
    const clone = checkout({ from: folder, ref: main, depth: 1 });
    runGit(clone, ['remote', 'set-url', 'origin', `file://${folder}`]);
    const git = createGit({ cwd: clone });
    expect(await git.isShallow()).toBe(true);
    expect(await git.resolve(branch)).toBeUndefined();
    expect(await git.mergeBase(main, branch)).toBeUndefined();
    expect(await git.fetchCommits([main, branch])).toBe(true);
    expect(await git.resolve(branch)).toBe(branch);
    expect(runGit(clone, ['rev-list', '--count', branch]).trim()).toBe('1');
  });

  it('says where a commit cannot be fetched', async () => {
    const { folder, main } = fork();
    const clone = checkout({ from: folder, ref: main, depth: 1 });
    expect(await createGit({ cwd: clone }).fetchCommits(['1'.repeat(40)])).toBe(false);
  });

  it('is told from a whole one', async () => {
    expect(await createGit({ cwd: fork().folder }).isShallow()).toBe(false);
  });
});
