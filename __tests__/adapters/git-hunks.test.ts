import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/model/location.ts';
import { createGit, worktree } from '../../src/adapters/git.ts';
import type { FileHunks } from '../../src/ports.ts';
import { commitFiles, createRepository, type FileChanges, runGit } from '../support/git-repo.ts';

const twenty = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`);

async function hunksOf(before: FileChanges, after: FileChanges): Promise<readonly FileHunks[]> {
  const folder = createRepository(before);
  const base = runGit(folder, ['rev-parse', 'HEAD']).trim();
  const head = commitFiles(folder, { files: after, message: 'change' });
  return createGit({ cwd: folder }).diffHunks(base, head);
}

describe('hunks between commits', () => {
  it('have three lines of context, and far edits are apart', async () => {
    const edited = twenty.with(4, 'edited\n').with(16, 'edited\n');
    expect(await hunksOf({ 'a.txt': twenty.join('') }, { 'a.txt': edited.join('') })).toEqual([
      {
        path: 'a.txt',
        status: 'modified',
        hunks: [
          { baseStart: 2, baseLines: 7, headStart: 2, headLines: 7 },
          { baseStart: 14, baseLines: 7, headStart: 14, headLines: 7 },
        ],
      },
    ]);
  });

  it('of an added file have no base lines', async () => {
    expect(await hunksOf({ 'a.txt': 'a\n' }, { 'b.txt': 'b\nb\n' })).toEqual([
      { path: 'b.txt', status: 'added', hunks: [{ baseStart: 0, baseLines: 0, headStart: 1, headLines: 2 }] },
    ]);
  });

  it('of a deleted file have no head lines', async () => {
    expect(await hunksOf({ 'a.txt': 'a\n', 'b.txt': 'b\nb\n' }, { 'b.txt': null })).toEqual([
      { path: 'b.txt', status: 'deleted', hunks: [{ baseStart: 1, baseLines: 2, headStart: 0, headLines: 0 }] },
    ]);
  });

  it('of a renamed file name both paths', async () => {
    const edited = twenty.with(19, 'edited\n').join('');
    expect(await hunksOf({ 'a.txt': twenty.join('') }, { 'a.txt': null, 'b.txt': edited })).toEqual([
      {
        path: 'b.txt',
        basePath: 'a.txt',
        status: 'renamed',
        hunks: [{ baseStart: 17, baseLines: 4, headStart: 17, headLines: 4 }],
      },
    ]);
  });

  it('are none for a pure rename, a new mode, a binary file and an empty file', async () => {
    const before = { 'a.txt': twenty.join(''), 'run.sh': 'run\n', 'x.bin': new Uint8Array([0, 1, 2]) };
    const after = {
      'a.txt': null,
      'b.txt': twenty.join(''),
      'run.sh': { executable: 'run\n' },
      'x.bin': new Uint8Array([0, 9]),
      'empty.txt': '',
    };
    expect(await hunksOf(before, after)).toEqual([
      { path: 'b.txt', basePath: 'a.txt', status: 'renamed', hunks: [] },
      { path: 'empty.txt', status: 'added', hunks: [] },
      { path: 'run.sh', status: 'modified', hunks: [] },
      { path: 'x.bin', status: 'modified', hunks: [] },
    ]);
  });

  it('count lines where the last one has no newline', async () => {
    expect(await hunksOf({ 'a.txt': 'one\ntwo' }, { 'a.txt': 'one\n2' })).toEqual([
      { path: 'a.txt', status: 'modified', hunks: [{ baseStart: 1, baseLines: 2, headStart: 1, headLines: 2 }] },
    ]);
  });

  it('name paths with newlines, quotes, tabs, spaces and letters beyond ASCII', async () => {
    const paths = ['a b.txt', 'new\nline.txt', 'quote".txt', 'tab\t.txt', 'é.txt'];
    const files = await hunksOf({ 'x.txt': 'x\n' }, Object.fromEntries(paths.map((path) => [path, 'x\n'])));
    expect(files.map(({ path }) => path).sort(compareText)).toEqual([...paths].sort(compareText));
  });

  it('are not made up by text that looks like a diff', async () => {
    const text = 'x\rdiff --git a/forged b/forged\r@@ -1 +90 @@\u2028@@ -1 +95 @@\n@@ -1 +99 @@\n--- a/forged\n';
    expect(await hunksOf({ 'a.txt': 'a\n' }, { 'a.txt': `a\n${text}` })).toEqual([
      { path: 'a.txt', status: 'modified', hunks: [{ baseStart: 1, baseLines: 1, headStart: 1, headLines: 4 }] },
    ]);
  });

  it('do not follow the settings of the repository', async () => {
    const folder = createRepository({ 'a.txt': twenty.join('') });
    for (const setting of ['diff.noprefix=true', 'diff.interHunkContext=20', 'diff.context=0', 'color.ui=always']) {
      const [name = '', value = ''] = setting.split('=');
      runGit(folder, ['config', name, value]);
    }
    const base = runGit(folder, ['rev-parse', 'HEAD']).trim();
    const edited = twenty.with(4, 'edited\n').with(16, 'edited\n').join('');
    const head = commitFiles(folder, { files: { 'a.txt': edited }, message: 'change' });
    const [file] = await createGit({ cwd: folder }).diffHunks(base, head);
    expect(file).toMatchObject({ path: 'a.txt', hunks: [{ baseStart: 2 }, { baseStart: 14 }] });
  });
});

it('compares a commit with the working directory', async () => {
  const folder = createRepository({ 'a.txt': 'a\n', 'b.txt': twenty.join(''), 'c.sh': 'c\n', 'd.txt': 'd\n' });
  writeFileSync(join(folder, 'a.txt'), 'a\nmore\n');
  renameSync(join(folder, 'b.txt'), join(folder, 'moved.txt'));
  chmodSync(join(folder, 'c.sh'), 0o755);
  rmSync(join(folder, 'd.txt'));
  const base = runGit(folder, ['rev-parse', 'HEAD']).trim();
  const files = await createGit({ cwd: folder }).diffHunks(base, worktree);
  expect(files.map(({ path, status }) => `${status} ${path}`)).toEqual([
    'modified a.txt',
    'deleted b.txt',
    'modified c.sh',
    'deleted d.txt',
  ]);
});
