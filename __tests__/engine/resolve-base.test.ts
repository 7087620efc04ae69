import { describe, expect, it } from 'vitest';
import { createGit } from '../../src/adapters/git.ts';
import { resolveBase } from '../../src/engine/resolve-base.ts';
import { EnvironmentError } from '../../src/model/errors.ts';
import { checkout, commitFiles, createRepository, runGit, writeCommit } from '../support/git-repo.ts';

interface PullRequest {
  readonly folder: string;
  readonly root: string;
  readonly baseSha: string;
  readonly headSha: string;
}

function pullRequest(): PullRequest {
  const folder = createRepository({ 'a.txt': 'a\n' });
  const root = runGit(folder, ['rev-parse', 'HEAD']).trim();
  const headSha = writeCommit(folder, { files: { 'b.txt': 'b\n' }, message: 'head', parents: [root] });
  runGit(folder, ['branch', 'feature', headSha]);
  const baseSha = commitFiles(folder, { files: { 'c.txt': 'c\n' }, message: 'base' });
  runGit(folder, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  return { folder, root, baseSha, headSha };
}

/** A clone that holds the two ends of a pull request and nothing between them. */
function shallowClone({ folder, baseSha, headSha }: PullRequest): string {
  const clone = checkout({ from: folder, ref: headSha, depth: 1 });
  runGit(clone, ['remote', 'set-url', 'origin', `file://${folder}`]);
  runGit(clone, ['fetch', '--quiet', '--depth=1', 'origin', baseSha]);
  return clone;
}

describe('the base of a pull request', () => {
  it('is the merge base of local history', async () => {
    const pull = pullRequest();
    const ends = { baseRef: 'main', baseSha: pull.baseSha, headSha: pull.headSha };
    expect(await resolveBase(createGit({ cwd: pull.folder }), ends, undefined)).toEqual({
      revision: { ref: 'main', revision: pull.root },
      origin: 'merge-base',
    });
  });

  it("in a shallow clone is what GitHub's compare API says, fetched by id", async () => {
    const pull = pullRequest();
    const git = createGit({ cwd: shallowClone(pull) });
    const ends = { baseRef: 'main', baseSha: pull.baseSha, headSha: pull.headSha };
    const asked: string[] = [];
    const compareMergeBase = async (base: string, head: string): Promise<string> => {
      asked.push(base, head);
      return pull.root;
    };
    expect(await resolveBase(git, ends, { compareMergeBase })).toEqual({
      revision: { ref: 'main', revision: pull.root },
      origin: 'compare-api',
    });
    expect(asked).toEqual([pull.baseSha, pull.headSha]);
    expect(await git.resolve(pull.root)).toBe(pull.root);
  });

  it.each([
    ['there is no GitHub', undefined],
    ['GitHub refuses', async () => Promise.reject(new EnvironmentError('forbidden', { status: 403 }))],
    ['what GitHub names cannot be fetched', async () => '1'.repeat(40)],
  ])('is the word of the event where %s', async (_, compareMergeBase) => {
    const pull = pullRequest();
    const ends = { baseRef: 'main', baseSha: pull.baseSha, headSha: pull.headSha };
    const forge = compareMergeBase === undefined ? undefined : { compareMergeBase };
    expect(await resolveBase(createGit({ cwd: shallowClone(pull) }), ends, forge)).toEqual({
      revision: { ref: 'main', revision: pull.baseSha },
      origin: 'event-base-sha',
    });
  });
});
