import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGit, worktree } from '../../src/adapters/git.ts';
import { emptyTree } from '../../src/engine/resolve-base.ts';
import { defaultTreeLimits, type Skipped, type Tree, type TreeLimits } from '../../src/model/tree.ts';
import { commitFiles, createRepository, runGit, temporaryFolder } from '../support/git-repo.ts';

async function readTree(cwd: string, revision: string, limits: Partial<TreeLimits> = {}): Promise<Tree> {
  const [tree] = await createGit({ cwd }).readTrees({
    revisions: [{ ref: revision, revision }],
    wanted: (path) => !path.startsWith('other/'),
    limits: { ...defaultTreeLimits, ...limits },
  });
  if (tree === undefined) throw new Error('no tree');
  return tree;
}

function textOf(tree: Tree, path: string): string | undefined {
  const bytes = tree.read(path);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}

function listing(tree: Tree): readonly string[] {
  return tree.entries.map(({ kind, path }) => `${kind} ${path}`);
}

describe('a commit', () => {
  it('lists every path sorted and reads what is wanted', async () => {
    const folder = createRepository({ 'specs/b.yaml': 'b\n', 'specs/a.yaml': 'a\n', 'other/c.txt': 'c\n' });
    const tree = await readTree(folder, runGit(folder, ['rev-parse', 'HEAD']).trim());
    expect(listing(tree)).toEqual(['file other/c.txt', 'file specs/a.yaml', 'file specs/b.yaml']);
    expect(textOf(tree, 'specs/a.yaml')).toBe('a\n');
    expect(textOf(tree, 'other/c.txt')).toBeUndefined();
    expect(textOf(tree, 'specs/missing.yaml')).toBeUndefined();
    expect(tree.skipped).toEqual([]);
  });

  it('lists symbolic links and submodules, and follows neither', async () => {
    const folder = createRepository({ 'specs/a.yaml': 'a\n', 'specs/link.yaml': { symlink: '/etc/hostname' } });
    const commit = runGit(folder, ['rev-parse', 'HEAD']).trim();
    runGit(folder, ['update-index', '--add', '--cacheinfo', `160000,${commit},specs/sub`]);
    const tree = await readTree(folder, runGit(folder, ['commit-tree', '-m', 'sub', treeOfIndex(folder)]).trim());
    expect(listing(tree)).toEqual(['file specs/a.yaml', 'symlink specs/link.yaml', 'submodule specs/sub']);
    expect(tree.read('specs/link.yaml')).toBeUndefined();
    expect(tree.read('specs/sub')).toBeUndefined();
  });

  it('reads paths with newlines, quotes, spaces and letters beyond ASCII', async () => {
    const paths = ['specs/new\nline.yaml', 'specs/"quoted".yaml', 'specs/a b.yaml', 'specs/é.yaml'];
    const folder = createRepository(Object.fromEntries(paths.map((path) => [path, `${path}\n`])));
    const tree = await readTree(folder, runGit(folder, ['rev-parse', 'HEAD']).trim());
    expect(paths.map((path) => textOf(tree, path))).toEqual(paths.map((path) => `${path}\n`));
  });

  it('lists a path that is not UTF-8 with replacement characters', async () => {
    const folder = createRepository({ 'specs/a.yaml': 'a\n' });
    const blob = runGit(folder, ['rev-parse', 'HEAD:specs/a.yaml']).trim();
    const name = Buffer.concat([Buffer.from(`100644 blob ${blob}\tbad-`), Buffer.from([0xff]), Buffer.from('\0')]);
    const odd = runGit(folder, ['mktree', '-z'], { input: name }).trim();
    const tree = await readTree(folder, runGit(folder, ['commit-tree', '-m', 'odd', odd]).trim());
    expect(listing(tree)).toEqual(['file bad-\uFFFD']);
  });

  it("reads git's empty tree as no files", async () => {
    const folder = createRepository({ 'specs/a.yaml': 'a\n' });
    expect((await readTree(folder, emptyTree)).entries).toEqual([]);
  });

  it('rejects a commit that is not there', async () => {
    const folder = createRepository({ 'specs/a.yaml': 'a\n' });
    await expect(readTree(folder, '1'.repeat(40))).rejects.toThrow(/git ls-tree failed/);
  });
});

describe('caps', () => {
  const files = { 'specs/a.yaml': 'a'.repeat(10), 'specs/b.yaml': 'b'.repeat(30), 'specs/c.yaml': 'c'.repeat(10) };
  const cases: readonly [string, Partial<TreeLimits>, Skipped][] = [
    ['size of a file', { maxFileBytes: 20 }, { what: 'specs/b.yaml', why: 'skipped.file-bytes', values: { max: 20 } }],
    ['number of files', { maxFiles: 2 }, { what: 'specs/c.yaml', why: 'skipped.files', values: { max: 2 } }],
    ['bytes in all', { maxTotalBytes: 45 }, { what: 'specs/c.yaml', why: 'skipped.total-bytes', values: { max: 45 } }],
  ];

  it.each(cases)('%s: what does not fit is said and not read', async (_, limits, expected) => {
    const folder = createRepository(files);
    const tree = await readTree(folder, runGit(folder, ['rev-parse', 'HEAD']).trim(), limits);
    expect(tree.skipped).toEqual([expected]);
    expect(tree.read(expected.what)).toBeUndefined();
    expect(textOf(tree, 'specs/a.yaml')).toBe('a'.repeat(10));
  });

  it('hold for the working directory before a large file is read', async () => {
    const folder = createRepository({ 'specs/a.yaml': 'a\n' });
    writeFileSync(join(folder, 'specs/large.yaml'), 'x'.repeat(100));
    const tree = await readTree(folder, worktree, { maxFileBytes: 50 });
    expect(tree.skipped).toEqual([{ what: 'specs/large.yaml', why: 'skipped.file-bytes', values: { max: 50 } }]);
    expect(tree.entries.find(({ path }) => path === 'specs/large.yaml')?.oid).toBe('unread:specs/large.yaml');
  });
});

describe('the working directory', () => {
  it('is the tracked files as they are on disk, and untracked files that are not ignored', async () => {
    const folder = createRepository({
      '.gitignore': '*.log\n',
      'specs/kept.yaml': 'kept\n',
      'specs/edited.yaml': 'before\n',
      'specs/deleted.yaml': 'deleted\n',
    });
    writeFileSync(join(folder, 'specs/edited.yaml'), 'after\n');
    writeFileSync(join(folder, 'specs/new.yaml'), 'new\n');
    writeFileSync(join(folder, 'specs/noise.log'), 'noise\n');
    rmSync(join(folder, 'specs/deleted.yaml'));
    const tree = await readTree(folder, worktree);
    expect(listing(tree)).toEqual([
      'file .gitignore',
      'file specs/edited.yaml',
      'file specs/kept.yaml',
      'file specs/new.yaml',
    ]);
    expect(['edited', 'kept', 'new'].map((name) => textOf(tree, `specs/${name}.yaml`))).toEqual([
      'after\n',
      'kept\n',
      'new\n',
    ]);
    expect(tree.sha).toBeUndefined();
  });

  it('reads staged files, as they are on disk', async () => {
    const folder = createRepository({ 'specs/a.yaml': 'a\n' });
    writeFileSync(join(folder, 'specs/b.yaml'), 'staged\n');
    runGit(folder, ['add', 'specs/b.yaml']);
    writeFileSync(join(folder, 'specs/b.yaml'), 'edited again\n');
    expect(textOf(await readTree(folder, worktree), 'specs/b.yaml')).toBe('edited again\n');
  });

  it('works where nothing was committed yet', async () => {
    const folder = temporaryFolder('unborn-');
    runGit(folder, ['init', '--quiet']);
    mkdirSync(join(folder, 'specs'));
    writeFileSync(join(folder, 'specs/a.yaml'), 'a\n');
    const tree = await readTree(folder, worktree);
    expect(textOf(tree, 'specs/a.yaml')).toBe('a\n');
    expect(await createGit({ cwd: folder }).resolve('HEAD')).toBeUndefined();
  });

  it('lists a new symbolic link, and reads nothing behind a folder that became one', async () => {
    const outside = temporaryFolder('outside-');
    writeFileSync(join(outside, 'a.yaml'), 'secret\n');
    const folder = createRepository({ 'specs/contracts/a.yaml': 'a\n', 'specs/b.yaml': 'b\n' });
    symlinkSync(join(outside, 'a.yaml'), join(folder, 'specs/link.yaml'));
    renameSync(join(folder, 'specs/contracts'), join(folder, 'moved'));
    symlinkSync(outside, join(folder, 'specs/contracts'));
    const tree = await readTree(folder, worktree);
    expect(listing(tree)).toEqual([
      'file moved/a.yaml',
      'file specs/b.yaml',
      'symlink specs/contracts',
      'symlink specs/link.yaml',
    ]);
    expect(tree.read('specs/contracts/a.yaml')).toBeUndefined();
    expect(tree.read('specs/link.yaml')).toBeUndefined();
  });

  it('shares bytes with the commit where a file was only touched or moved', async () => {
    const folder = createRepository({ 'specs/touched.yaml': 'touched\n', 'specs/old.yaml': 'moved\n' });
    utimesSync(join(folder, 'specs/touched.yaml'), 1, 1);
    renameSync(join(folder, 'specs/old.yaml'), join(folder, 'specs/new.yaml'));
    const sha = runGit(folder, ['rev-parse', 'HEAD']).trim();
    const [base, head] = await createGit({ cwd: folder }).readTrees({
      revisions: [
        { ref: 'main', revision: sha },
        { ref: worktree, revision: worktree },
      ],
      wanted: () => true,
      limits: defaultTreeLimits,
    });
    expect(['specs/touched.yaml', 'specs/old.yaml'].map((path) => base && textOf(base, path))).toEqual([
      'touched\n',
      'moved\n',
    ]);
    expect(['specs/touched.yaml', 'specs/new.yaml'].map((path) => head && textOf(head, path))).toEqual([
      'touched\n',
      'moved\n',
    ]);
  });
});

it('reads a blob that both trees share once: the bytes are the same object', async () => {
  const folder = createRepository({ 'specs/a.yaml': 'same\n', 'specs/b.yaml': 'before\n' });
  const before = runGit(folder, ['rev-parse', 'HEAD']).trim();
  const after = commitFiles(folder, { files: { 'specs/b.yaml': 'after\n' }, message: 'edit' });
  const [base, head] = await createGit({ cwd: folder }).readTrees({
    revisions: [before, after].map((revision) => ({ ref: revision, revision })),
    wanted: () => true,
    limits: defaultTreeLimits,
  });
  expect(head?.read('specs/a.yaml')).toBe(base?.read('specs/a.yaml'));
  expect(head && textOf(head, 'specs/b.yaml')).toBe('after\n');
  expect(base && textOf(base, 'specs/b.yaml')).toBe('before\n');
});

function treeOfIndex(folder: string): string {
  return runGit(folder, ['write-tree']).trim();
}
