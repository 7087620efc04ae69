import { EnvironmentError } from '../model/errors.ts';
import type { Tree } from '../model/tree.ts';
import type { CommitInfo, FileHunks, Git, ReadTrees } from '../ports.ts';
import { parseHunks } from './git-hunks.ts';
import { git, tryGit, withoutFilters } from './git-process.ts';
import { fileHistory, latestTag } from './git-history.ts';
import { listCommit, listWorktree, readListings } from './git-trees.ts';

/** Where the repository is, and how its remote is asked. */
export interface GitOptions {
  readonly cwd: string;
  /** Token for fetching from `origin` over https; given to git in the environment, never in argv. */
  readonly token?: string;
  /** Remote to fetch missing commits from; default `origin`. */
  readonly remote?: string;
}

/** The name of the working directory where a revision is asked for. */
export const worktree = 'worktree';

/** {@link Git} with the git program. */
export function createGit(options: GitOptions): Git {
  const { cwd } = options;
  return {
    resolve: (revision) => resolveRevision(cwd, revision),
    async mergeBase(a, b) {
      const result = await tryGit({ cwd, args: ['merge-base', a, b] });
      return result.code === 0 ? firstLine(result.stdout) : undefined;
    },
    fetchCommits: (shas) => fetchCommits(options, shas),
    async isShallow() {
      return firstLine(await git({ cwd, args: ['rev-parse', '--is-shallow-repository'] })) === 'true';
    },
    defaultBranch: () => defaultBranch(cwd),
    readTrees: (request) => readTrees(cwd, request),
    diffHunks: (base, head) => diffHunks(cwd, base, head),
    log: (revision, count) => log(cwd, revision, count),
    fileHistory: (request) => fileHistory(cwd, request),
    latestTag: (pattern, revision) => latestTag(cwd, pattern, revision),
  };
}

/** Top folder of the repository that `folder` is in. @throws EnvironmentError outside a repository. */
export async function repositoryRoot(folder: string): Promise<string> {
  const result = await tryGit({ cwd: folder, args: ['rev-parse', '--show-toplevel'] });
  if (result.code !== 0) throw new EnvironmentError(`"${folder}" is not in a git repository: ${result.stderr.trim()}`);
  return firstLine(result.stdout) ?? folder;
}

async function resolveRevision(cwd: string, revision: string): Promise<string | undefined> {
  const result = await tryGit({
    cwd,
    args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
  });
  return result.code === 0 ? firstLine(result.stdout) : undefined;
}

async function fetchCommits(options: GitOptions, shas: readonly string[]): Promise<boolean> {
  const missing: string[] = [];
  for (const sha of shas) if ((await resolveRevision(options.cwd, sha)) === undefined) missing.push(sha);
  if (missing.length === 0) return true;
  const args = [
    'fetch',
    '--no-tags',
    '--no-recurse-submodules',
    '--depth=1',
    '--end-of-options',
    options.remote ?? 'origin',
    ...missing,
  ];
  // actions/checkout may have left its own credentials, and GitHub refuses a request with two Authorization headers.
  const asCheckedOut = await tryGit({ cwd: options.cwd, args });
  if (asCheckedOut.code === 0) return true;
  const withToken = await tryGit({ cwd: options.cwd, args, env: credentials(options.token) });
  return withToken.code === 0;
}

/** An http header through the environment (git-config "GIT_CONFIG_COUNT"): argv is readable by every process. */
function credentials(token: string | undefined): { readonly [name: string]: string } {
  if (token === undefined || token === '') return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraheader',
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
}

async function defaultBranch(cwd: string): Promise<string | undefined> {
  const remote = await tryGit({ cwd, args: ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'] });
  const configured = await tryGit({ cwd, args: ['config', '--get', 'init.defaultBranch'] });
  const candidates = [
    remote.code === 0 ? firstLine(remote.stdout) : undefined,
    'origin/main',
    'origin/master',
    'main',
    'master',
    configured.code === 0 ? firstLine(configured.stdout) : undefined,
  ];
  for (const candidate of candidates) {
    if (candidate !== undefined && (await resolveRevision(cwd, candidate)) !== undefined) return candidate;
  }
  return undefined;
}

async function readTrees(cwd: string, request: ReadTrees): Promise<readonly Tree[]> {
  const listings = await Promise.all(
    request.revisions.map(({ ref, revision }) =>
      revision === worktree ? listWorktree(cwd, request) : listCommit(cwd, ref, revision),
    ),
  );
  return readListings(cwd, listings, request);
}

async function diffHunks(cwd: string, base: string, head: string): Promise<readonly FileHunks[]> {
  const revisions = head === worktree ? [base] : [base, head];
  const args = [
    'diff',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--find-renames',
    '--unified=3',
    // What GitHub shows, whatever the user's own configuration says.
    '--inter-hunk-context=0',
    '--diff-algorithm=myers',
    '--submodule=short',
    '--no-relative',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    '--end-of-options',
    ...revisions,
    '--',
  ];
  const env = head === worktree ? await withoutFilters(cwd) : {};
  return parseHunks((await git({ cwd, args, env })).toString('utf8'));
}

async function log(cwd: string, revision: string, count: number): Promise<readonly CommitInfo[]> {
  const out = await git({
    cwd,
    args: ['log', '-z', `--max-count=${count}`, '--format=%H%n%ae%n%B', '--end-of-options', revision],
  });
  return out
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [sha = '', authorEmail = '', ...message] = entry.split('\n');
      return { sha, authorEmail, message: message.join('\n').trim() };
    });
}

function firstLine(bytes: Buffer): string | undefined {
  const line = bytes.toString('utf8').split('\n', 1)[0]?.trim();
  return line === '' ? undefined : line;
}
