import { describe, expect, it } from 'vitest';
import { createGit } from '../../src/adapters/git.ts';
import { EnvironmentError } from '../../src/model/errors.ts';
import { datedCommit, emptyRepository, secondsOf } from '../support/dated-commit.ts';
import { checkout, commitFiles, createRepository, runGit } from '../support/git-repo.ts';

/** Versions as `day text`, newest first, and whether they are all. */
async function historyOf(folder: string, { revision, path = 'a.yaml', count = 50 }: HistoryRequest) {
  const { versions, complete } = await createGit({ cwd: folder }).fileHistory({ revision, path, count });
  const lines = versions.map(({ date, bytes }) => `${date.slice(0, 10)} ${Buffer.from(bytes).toString('utf8')}`);
  return { versions: lines, complete };
}

interface HistoryRequest {
  readonly revision: string;
  readonly path?: string;
  readonly count?: number;
}

/** A file that changed on three days, with commits between them that do not touch it. */
function threeVersions(path = 'a.yaml'): { readonly folder: string; readonly head: string } {
  const folder = emptyRepository();
  const one = datedCommit(folder, { files: { [path]: 'one', 'b.yaml': 'b' }, date: '2026-01-01' });
  const other = datedCommit(folder, { files: { 'b.yaml': 'bb' }, date: '2026-01-02', parents: [one] });
  const two = datedCommit(folder, { files: { [path]: 'two' }, date: '2026-01-03', parents: [other] });
  const head = datedCommit(folder, { files: { [path]: 'three' }, date: '2026-01-05', parents: [two] });
  return { folder, head };
}

describe('the history of a file', () => {
  it('has a version for every commit that changed it, newest first', async () => {
    const { folder, head } = threeVersions();
    const { versions } = await createGit({ cwd: folder }).fileHistory({ revision: head, path: 'a.yaml', count: 9 });
    expect(versions[0]).toEqual({ sha: head, date: '2026-01-05T12:00:00+00:00', bytes: Buffer.from('three') });
    expect(await historyOf(folder, { revision: head })).toEqual({
      versions: ['2026-01-05 three', '2026-01-03 two', '2026-01-01 one'],
      complete: true,
    });
  });

  it('says where there are more versions than were asked for', async () => {
    const { folder, head } = threeVersions();
    expect(await historyOf(folder, { revision: head, count: 2 })).toEqual({
      versions: ['2026-01-05 three', '2026-01-03 two'],
      complete: false,
    });
  });

  it('dates what a branch brought by its merge, whatever the branch claims about its own commits', async () => {
    const folder = emptyRepository();
    const root = datedCommit(folder, { files: { 'a.yaml': 'one' }, date: '2026-01-01' });
    const side = datedCommit(folder, {
      files: { 'a.yaml': 'marked' },
      date: '2020-01-01',
      written: '2019-01-01',
      parents: [root],
    });
    const main = datedCommit(folder, { files: { 'b.yaml': 'b' }, date: '2026-02-01', parents: [root] });
    const merge = datedCommit(folder, { files: { 'a.yaml': 'marked' }, date: '2026-03-01', parents: [main, side] });
    expect(await historyOf(folder, { revision: merge })).toEqual({
      versions: ['2026-03-01 marked', '2026-01-01 one'],
      complete: true,
    });
  });

  it('dates a rewritten commit by when it was committed, not by when its author says it was written', async () => {
    const folder = emptyRepository();
    const head = datedCommit(folder, { files: { 'a.yaml': 'one' }, date: '2026-02-01', written: '2020-01-01' });
    expect((await historyOf(folder, { revision: head })).versions).toEqual(['2026-02-01 one']);
  });

  it('does not list a merge that left the file as it was', async () => {
    const folder = emptyRepository();
    const root = datedCommit(folder, { files: { 'a.yaml': 'one' }, date: '2026-01-01' });
    const side = datedCommit(folder, { files: { 'b.yaml': 'b' }, date: '2026-01-02', parents: [root] });
    const main = datedCommit(folder, { files: { 'a.yaml': 'two' }, date: '2026-01-03', parents: [root] });
    const merge = datedCommit(folder, { files: { 'b.yaml': 'b' }, date: '2026-01-04', parents: [main, side] });
    expect((await historyOf(folder, { revision: merge })).versions).toEqual(['2026-01-03 two', '2026-01-01 one']);
  });

  it('begins where the file came to this path', async () => {
    const folder = emptyRepository();
    const root = datedCommit(folder, { files: { 'old.yaml': 'one' }, date: '2026-01-01' });
    const files = { 'old.yaml': null, 'a.yaml': 'one' };
    const moved = datedCommit(folder, { files, date: '2026-01-02', parents: [root] });
    expect(await historyOf(folder, { revision: moved })).toEqual({ versions: ['2026-01-02 one'], complete: true });
    expect(await historyOf(folder, { revision: moved, path: 'old.yaml' })).toEqual({
      versions: ['2026-01-01 one'],
      complete: true,
    });
  });

  it('shows both lives of a file that was deleted in between', async () => {
    const folder = emptyRepository();
    const root = datedCommit(folder, { files: { 'a.yaml': 'one', b: 'b' }, date: '2026-01-01' });
    const gone = datedCommit(folder, { files: { 'a.yaml': null }, date: '2026-01-02', parents: [root] });
    const back = datedCommit(folder, { files: { 'a.yaml': 'two' }, date: '2026-01-03', parents: [gone] });
    expect((await historyOf(folder, { revision: back })).versions).toEqual(['2026-01-03 two', '2026-01-01 one']);
  });

  it('is empty for a file that never was', async () => {
    const { folder, head } = threeVersions();
    expect(await historyOf(folder, { revision: head, path: 'no.yaml' })).toEqual({ versions: [], complete: true });
  });

  it('is not complete in a shallow clone, and in a commit that was fetched alone', async () => {
    const { folder, head } = threeVersions();
    runGit(folder, ['update-ref', 'refs/heads/main', head]);
    const clone = checkout({ from: folder, ref: 'main', depth: 2 });
    expect(await historyOf(clone, { revision: 'HEAD' })).toEqual({
      versions: ['2026-01-05 three', '2026-01-03 two'],
      complete: false,
    });
  });

  it.each(["it's a file.yaml", 'quo"ted\\.yaml', '*.yaml', '[ab].yaml', ':(glob)**', '-n', 'ação\n.yaml', '--', '?'])(
    'reads exactly the file %j',
    async (path) => {
      const { folder, head } = threeVersions(path);
      expect(await historyOf(folder, { revision: head, path })).toEqual({
        versions: ['2026-01-05 three', '2026-01-03 two', '2026-01-01 one'],
        complete: true,
      });
    },
  );

  it('reads paths from the root, wherever it is asked', async () => {
    const folder = createRepository({ 'specs/a.yaml': 'a', 'a.yaml': 'root' });
    const { versions } = await historyOf(`${folder}/specs`, { revision: 'HEAD' });
    expect(versions).toEqual(['2026-01-01 root']);
  });

  it('is the same whatever the configuration says about logs', async () => {
    const { folder, head } = threeVersions();
    const settings = {
      'log.showRoot': 'false',
      'log.follow': 'true',
      'log.diffMerges': 'off',
      'diff.renames': 'copies',
    };
    const more = { 'color.ui': 'always', 'log.date': 'raw', 'log.decorate': 'full', 'diff.relative': 'true' };
    for (const [key, value] of Object.entries({ ...settings, ...more })) runGit(folder, ['config', key, value]);
    expect((await historyOf(folder, { revision: head })).versions).toEqual([
      '2026-01-05 three',
      '2026-01-03 two',
      '2026-01-01 one',
    ]);
  });

  it.each(['--output=stolen', '-p', '', 'nowhere', 'HEAD..'])('is refused for the revision %j', async (revision) => {
    const { folder } = threeVersions();
    await expect(historyOf(folder, { revision })).rejects.toThrow(EnvironmentError);
    expect(runGit(folder, ['ls-files', '--others'])).toBe('');
  });
});

/** A repository with the commits `first` and `second` on main, and `side` beside `second`. */
function releases() {
  const folder = createRepository({ a: '1' });
  const first = runGit(folder, ['rev-parse', 'HEAD']).trim();
  const side = datedCommit(folder, { files: { a: 'side' }, parents: [first], date: '2026-06-01' });
  const second = commitFiles(folder, { files: { a: '2' }, message: 'second' });
  return { folder, first, second, side };
}

function annotate(folder: string, name: string, { sha, date, type = 'commit' }: NewTag): string {
  const tag = `object ${sha}\ntype ${type}\ntag ${name}\ntagger Ana <ana@example.com> ${secondsOf(date)} +0000\n\nrelease\n`;
  const object = runGit(folder, ['hash-object', '-t', 'tag', '-w', '--stdin'], { input: tag }).trim();
  runGit(folder, ['update-ref', `refs/tags/${name}`, object]);
  return object;
}

interface NewTag {
  readonly sha: string;
  readonly date: string;
  readonly type?: 'commit' | 'tag';
}

describe('the latest tag', () => {
  it('is found by its commit, whether it is annotated or not', async () => {
    const { folder, first, second } = releases();
    const git = createGit({ cwd: folder });
    runGit(folder, ['tag', 'v1.0.0', first]);
    expect(await git.latestTag('v*', 'main')).toEqual({ name: 'v1.0.0', sha: first });
    annotate(folder, 'v1.1.0', { sha: second, date: '2026-02-01' });
    expect(await git.latestTag('v*', 'main')).toEqual({ name: 'v1.1.0', sha: second });
  });

  it('leads to the commit also through a tag of a tag', async () => {
    const { folder, first } = releases();
    const inner = annotate(folder, 'inner', { sha: first, date: '2026-02-01' });
    annotate(folder, 'v1.0.0', { sha: inner, date: '2026-02-02', type: 'tag' });
    expect(await createGit({ cwd: folder }).latestTag('v*', 'main')).toEqual({ name: 'v1.0.0', sha: first });
  });

  it('is the one that was made last, not the highest version', async () => {
    const { folder, first, second } = releases();
    annotate(folder, 'v2.0.0', { sha: first, date: '2026-02-01' });
    annotate(folder, 'v1.9.9', { sha: second, date: '2026-02-02' });
    expect((await createGit({ cwd: folder }).latestTag('v*', 'main'))?.name).toBe('v1.9.9');
  });

  it.each([
    ['v1.10.0', ['v1.9.0', 'v1.10.0', 'v1.2.0']],
    ['v2.0.0', ['v1.9.0', 'v2.0.0', 'v1.10.0']],
  ])('is the higher version of those of one second: %s', async (latest, names) => {
    const { folder, second } = releases();
    for (const name of names) annotate(folder, name, { sha: second, date: '2026-02-01' });
    expect((await createGit({ cwd: folder }).latestTag('v*', 'main'))?.name).toBe(latest);
  });

  it('is one that the revision contains', async () => {
    const { folder, first, second, side } = releases();
    const git = createGit({ cwd: folder });
    runGit(folder, ['tag', 'v1.0.0', first]);
    runGit(folder, ['tag', 'v2.0.0', side]);
    runGit(folder, ['tag', 'v1.1.0', second]);
    expect(await git.latestTag('v*', first)).toEqual({ name: 'v1.0.0', sha: first });
    expect(await git.latestTag('v*', side)).toEqual({ name: 'v2.0.0', sha: side });
    expect(await git.latestTag('v*', second)).toEqual({ name: 'v1.1.0', sha: second });
  });

  it('fits the pattern', async () => {
    const { folder, first, second } = releases();
    runGit(folder, ['tag', 'v1.0.0', first]);
    runGit(folder, ['tag', 'contracts-3', second]);
    const git = createGit({ cwd: folder });
    expect((await git.latestTag('contracts-*', 'main'))?.name).toBe('contracts-3');
    expect((await git.latestTag('v[0-9].*', 'main'))?.name).toBe('v1.0.0');
    expect(await git.latestTag('w*', 'main')).toBeUndefined();
  });

  it('is never a tag of something that is no commit', async () => {
    const { folder } = releases();
    runGit(folder, ['tag', 'v1.0.0', 'HEAD^{tree}']);
    runGit(folder, ['tag', 'v1.0.1', 'HEAD:a']);
    expect(await createGit({ cwd: folder }).latestTag('v*', 'main')).toBeUndefined();
  });

  it('is none without tags, and none in a clone that does not reach it', async () => {
    const { folder, first } = releases();
    expect(await createGit({ cwd: folder }).latestTag('v*', 'main')).toBeUndefined();
    runGit(folder, ['tag', 'v1.0.0', first]);
    const shallow = checkout({ from: folder, ref: 'main', depth: 1 });
    expect(await createGit({ cwd: shallow }).latestTag('v*', 'HEAD')).toBeUndefined();
    runGit(shallow, ['fetch', '--quiet', '--depth=1', `file://${folder}`, 'refs/tags/v1.0.0:refs/tags/v1.0.0']);
    expect(await createGit({ cwd: shallow }).latestTag('v*', 'HEAD')).toBeUndefined();
  });

  it.each([
    ['v*', '--contains'],
    ['v*', 'nowhere'],
    ['v*', ''],
    ['v*', '4b825dc642cb6eb9a060e54bf8d69288fbee4904'],
    ['--format=%(body)', 'main'],
    ['../heads/*', 'main'],
  ])('is none for the pattern %j in %j', async (pattern, revision) => {
    const { folder, first } = releases();
    runGit(folder, ['tag', 'v1.0.0', first]);
    expect(await createGit({ cwd: folder }).latestTag(pattern, revision)).toBeUndefined();
  });
});
