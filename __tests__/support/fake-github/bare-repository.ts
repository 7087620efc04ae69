import { runGit, runGitBytes, type FileChanges, temporaryFolder, writeCommit } from '../git-repo.ts';
import { type DiffFile, diffCommits } from './diff.ts';

const NO_OBJECT = '0'.repeat(40);

/** A commit as git stores it; dates are ISO 8601. */
export interface GitCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
  readonly message: string;
}

/** One entry of a tree. */
export interface TreeEntry {
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size: number | undefined;
  readonly path: string;
}

/** The bare git repository behind the fake GitHub: every SHA, diff and merge base is git's own. */
export class BareRepository {
  readonly path: string;
  readonly #diffs = new Map<string, readonly DiffFile[]>();

  constructor() {
    this.path = temporaryFolder('fake-github-');
    runGit(this.path, ['init', '--quiet', '--bare', '--initial-branch=main']);
    runGit(this.path, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  }

  /** Every ref with its object id. */
  refs(): ReadonlyMap<string, string> {
    const lines = runGit(this.path, ['for-each-ref', '--format=%(refname) %(objectname)']).split('\n');
    return new Map(lines.filter(Boolean).map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(-40)]));
  }

  /** Full id of the commit that a branch, tag, ref or (abbreviated) SHA names. */
  resolve(revision: string): string | undefined {
    if (revision === '' || revision.startsWith('-')) return undefined;
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    const found = runGit(this.path, args, { accept: [0, 1, 128] }).trim();
    return found === '' ? undefined : found;
  }

  /** Type of an object; undefined where it does not exist. */
  typeOf(sha: string): string | undefined {
    if (!/^[0-9a-f]{40}$/.test(sha)) return undefined;
    const type = runGit(this.path, ['cat-file', '-t', sha], { accept: [0, 1, 128] }).trim();
    return type === '' ? undefined : type;
  }

  mergeBase(a: string, b: string): string | undefined {
    const found = runGit(this.path, ['merge-base', a, b], { accept: [0, 1] }).trim();
    return found === '' ? undefined : found;
  }

  /** The three-context-line diff of two commits; remembered, as commits do not change. */
  diff(base: string, head: string): readonly DiffFile[] {
    const key = `${base} ${head}`;
    const known = this.#diffs.get(key) ?? diffCommits(this.path, base, head);
    this.#diffs.set(key, known);
    return known;
  }

  commit(sha: string): GitCommit {
    const format = '--format=%H%n%T%n%P%n%an%n%ae%n%aI%n%B';
    const lines = runGit(this.path, ['show', '--no-patch', format, sha]).split('\n');
    const [id = '', tree = '', parents = '', name = '', email = '', date = ''] = lines;
    const message = lines.slice(6).join('\n').trimEnd();
    return { sha: id, tree, parents: parents.split(' ').filter(Boolean), author: { name, email, date }, message };
  }

  /** Ids of the commits that `revisions` select, newest first. */
  revList(revisions: readonly string[]): readonly string[] {
    return runGit(this.path, ['rev-list', '--end-of-options', ...revisions])
      .split('\n')
      .filter(Boolean);
  }

  tree(treeish: string, recursive: boolean): readonly TreeEntry[] {
    return this.#listTree([...(recursive ? ['-r', '-t'] : []), treeish]);
  }

  /** The entry at a path of a commit; undefined where there is none. */
  entry(commit: string, path: string): TreeEntry | undefined {
    return this.#listTree([commit, '--', path]).find((entry) => entry.path === path);
  }

  #listTree(args: readonly string[]): readonly TreeEntry[] {
    const lines = runGit(this.path, ['ls-tree', '-z', '--long', ...args])
      .split('\0')
      .filter(Boolean);
    return lines.map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, tab).split(/ +/);
      return { mode, type, sha, size: size === '-' ? undefined : Number(size), path: line.slice(tab + 1) };
    });
  }

  blob(sha: string): Buffer {
    return runGitBytes(this.path, ['cat-file', 'blob', sha]);
  }

  writeBlob(content: Uint8Array): string {
    return runGit(this.path, ['hash-object', '-w', '--stdin'], { input: content }).trim();
  }

  /** Writes a tree from `base` (a tree, or none) with entries put in or, where their id is null, taken out. */
  writeTree(base: string | undefined, entries: readonly { mode: string; path: string; sha: string | null }[]): string {
    const index = ['-c', 'core.bare=false', `--work-tree=${this.path}`];
    runGit(this.path, [...index, 'read-tree', ...(base === undefined ? ['--empty'] : [base])]);
    const lines = entries.map(({ mode, path, sha }) => `${sha === null ? '0' : mode} ${sha ?? NO_OBJECT}\t${path}\0`);
    runGit(this.path, [...index, 'update-index', '-z', '--index-info'], { input: lines.join('') });
    return runGit(this.path, [...index, 'write-tree']).trim();
  }

  /** A commit of an existing tree. */
  writeTreeCommit(commit: { tree: string; parents: readonly string[]; message: string }): string {
    const parents = commit.parents.flatMap((parent) => ['-p', parent]);
    return runGit(this.path, ['commit-tree', commit.tree, ...parents], { input: commit.message }).trim();
  }

  writeCommit(commit: {
    files: FileChanges;
    message: string;
    parents: readonly string[];
    author?: { name: string; email: string };
  }): string {
    return writeCommit(this.path, commit);
  }

  /** The commit that merges `head` into `base`; undefined where they conflict. */
  writeMerge(base: string, head: string): string | undefined {
    const printed = runGit(this.path, ['merge-tree', '--write-tree', base, head], { accept: [0, 1] });
    const [tree = ''] = printed.split('\n');
    const conflict = printed.trim() !== tree;
    return conflict
      ? undefined
      : this.writeTreeCommit({ tree, parents: [base, head], message: `Merge ${head} into ${base}\n` });
  }

  /** Moves a ref from `before` (undefined: it must not exist) to `after`; false where it is elsewhere. */
  moveRef(ref: string, after: string, before: string | undefined): boolean {
    const expected = before ?? NO_OBJECT;
    try {
      runGit(this.path, ['update-ref', ref, after, expected]);
      return true;
    } catch {
      return false;
    }
  }

  /** Sets a ref whatever it was; undefined deletes it. */
  setRef(ref: string, sha: string | undefined): void {
    runGit(this.path, sha === undefined ? ['update-ref', '-d', ref] : ['update-ref', ref, sha]);
  }
}
