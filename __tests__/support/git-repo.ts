import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { env } from 'node:process';

/** Content of one file of a commit: text or bytes (mode 100644), an executable, or a symbolic link. */
export type FileContent = string | Uint8Array | { readonly symlink: string } | { readonly executable: string };

/** Changes of one commit by path; null deletes. */
export interface FileChanges {
  readonly [path: string]: FileContent | null;
}

/** Who wrote a commit. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/** A commit to write. Without parents it is a root commit; its date is a minute after its first parent's. */
export interface NewCommit {
  readonly files: FileChanges;
  readonly message: string;
  readonly parents?: readonly string[];
  readonly author?: Author;
}

/** What a git command gets besides its arguments. */
export interface GitOptions {
  readonly input?: string | Uint8Array;
  /** Exit codes that are answers and not failures; default only 0. */
  readonly accept?: readonly number[];
}

/** The author of commits that name none. */
export const DEFAULT_AUTHOR: Author = { name: 'Data Team', email: 'data@example.com' };

const FIRST_COMMIT_SECONDS = Date.UTC(2026, 0, 1) / 1000;

const temporaryFolders: string[] = [];

/** A new empty folder under the system's temporary folder; its real path. It is removed when the process ends, or before. */
export function temporaryFolder(prefix = 'gate-'): string {
  if (temporaryFolders.length === 0) process.once('exit', removeTemporaryFolders);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  temporaryFolders.push(folder);
  return folder;
}

/** Removes every temporary folder that this process made. */
export function removeTemporaryFolders(): void {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
}

/**
 * Runs git in `repository` without the user's own configuration, and returns what it printed.
 * @throws Error with git's own message where it fails
 */
export function runGit(repository: string, args: readonly string[], options: GitOptions = {}): string {
  return runGitBytes(repository, args, options).toString('utf8');
}

/** As `runGit`, for output that need not be text. */
export function runGitBytes(repository: string, args: readonly string[], options: GitOptions = {}): Buffer {
  const run = spawnSync('git', ['-c', 'core.quotePath=false', ...args], {
    cwd: repository,
    env: gitEnvironment(),
    input: options.input,
    maxBuffer: 256 * 1024 * 1024,
  });
  if (run.error !== undefined) throw run.error;
  if (!(options.accept ?? [0]).includes(run.status ?? -1)) {
    throw new Error(`git ${args.join(' ')} failed with ${run.status}: ${run.stderr.toString('utf8').trim()}`);
  }
  return run.stdout;
}

function gitEnvironment(): { [name: string]: string | undefined } {
  const identity = { GIT_AUTHOR_NAME: DEFAULT_AUTHOR.name, GIT_AUTHOR_EMAIL: DEFAULT_AUTHOR.email };
  const committer = { GIT_COMMITTER_NAME: DEFAULT_AUTHOR.name, GIT_COMMITTER_EMAIL: DEFAULT_AUTHOR.email };
  const dates = {
    GIT_AUTHOR_DATE: `${FIRST_COMMIT_SECONDS} +0000`,
    GIT_COMMITTER_DATE: `${FIRST_COMMIT_SECONDS} +0000`,
  };
  const isolated = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  return { PATH: env['PATH'], HOME: tmpdir(), ...identity, ...committer, ...dates, ...isolated };
}

/** Makes a repository with a first commit of `files` on `main`, checked out. The same files give the same SHA. */
export function createRepository(files: FileChanges, folder = temporaryFolder('repository-')): string {
  mkdirSync(folder, { recursive: true });
  runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  commitFiles(folder, { files, message: 'first commit' });
  return folder;
}

/** Commits onto the branch that is checked out in `folder`, and updates the files there. Returns the new SHA. */
export function commitFiles(folder: string, commit: NewCommit): string {
  const head = runGit(folder, ['rev-parse', '--verify', '--quiet', 'HEAD'], { accept: [0, 1] }).trim();
  const sha = writeCommit(folder, { parents: head === '' ? [] : [head], ...commit });
  runGit(folder, ['reset', '--hard', '--quiet', sha]);
  return sha;
}

/** Writes a commit object and moves no branch. Returns its SHA; the same commit gives the same SHA. */
export function writeCommit(repository: string, commit: NewCommit): string {
  const [parent, ...others] = commit.parents ?? [];
  const seconds = parent === undefined ? FIRST_COMMIT_SECONDS : commitSeconds(repository, parent) + 60;
  const author = commit.author ?? DEFAULT_AUTHOR;
  const who = `${author.name} <${author.email}> ${seconds} +0000`;
  const stream: (string | Uint8Array)[] = [
    'commit refs/fast-import/new\nmark :1\n',
    `author ${who}\ncommitter ${who}\n`,
  ];
  stream.push(...data(commit.message));
  if (parent !== undefined) stream.push(`from ${parent}\n`);
  for (const other of others) stream.push(`merge ${other}\n`);
  for (const [path, content] of Object.entries(commit.files)) stream.push(...change(path, content));
  stream.push('get-mark :1\nreset refs/fast-import/new\nfrom 0000000000000000000000000000000000000000\n\n');
  const input = Buffer.concat(stream.map((part) => Buffer.from(part)));
  return runGit(repository, ['fast-import', '--quiet', '--force'], { input }).trim();
}

function commitSeconds(repository: string, sha: string): number {
  return Number(runGit(repository, ['show', '--no-patch', '--format=%ct', sha]).trim());
}

function change(path: string, content: FileContent | null): (string | Uint8Array)[] {
  const quoted = `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
  if (content === null) return [`D ${quoted}\n`];
  if (typeof content === 'string' || content instanceof Uint8Array)
    return [`M 100644 inline ${quoted}\n`, ...data(content)];
  if ('symlink' in content) return [`M 120000 inline ${quoted}\n`, ...data(content.symlink)];
  return [`M 100755 inline ${quoted}\n`, ...data(content.executable)];
}

function data(content: string | Uint8Array): (string | Uint8Array)[] {
  const bytes = Buffer.from(content);
  return [`data ${bytes.length}\n`, bytes, '\n'];
}

/** Checks out `ref` of the repository at `from` as the runner's checkout does: detached, of the given depth. */
export function checkout(options: { from: string; ref: string; depth?: number; to?: string }): string {
  const folder = options.to ?? temporaryFolder('workspace-');
  runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  runGit(folder, ['remote', 'add', 'origin', options.from]);
  const depth = options.depth === undefined ? [] : [`--depth=${options.depth}`];
  const source = options.depth === undefined ? options.from : `file://${options.from}`;
  runGit(folder, ['fetch', '--quiet', '--no-tags', ...depth, source, `+${options.ref}:refs/remotes/origin/checkout`]);
  runGit(folder, ['checkout', '--quiet', '--detach', 'refs/remotes/origin/checkout']);
  return folder;
}
