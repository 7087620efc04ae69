import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ConfigError } from '../model/errors.ts';
import { compareText } from '../model/location.ts';
import type { Skipped, Tree, TreeEntry, TreeLimits } from '../model/tree.ts';

/** What is read from a folder without git. */
export interface FolderRequest {
  /** Files and folders to judge, as people name them from `root`; none for all of `defaults`. */
  readonly given: readonly string[];
  /** Folders that are judged where nothing is given. */
  readonly defaults: readonly string[];
  /** Files and folders that are read in any case, without being judged. */
  readonly context: readonly string[];
  readonly limits: TreeLimits;
}

/** A tree of the folder's files, and which of them were asked for. */
export interface FolderTree {
  readonly tree: Tree;
  readonly judged: ReadonlySet<string>;
}

/** Folders that hold what tools install or make. */
const foreignFolders = new Set(['.git', 'node_modules', 'dbt_packages', 'dbt_modules', '.terraform', '__pycache__']);

/**
 * Reads files below `root` without git: symbolic links are listed, never followed.
 * @throws ConfigError for a path that is not there or outside of `root`
 */
export async function readFolder(root: string, request: FolderRequest): Promise<FolderTree> {
  const judged = new Set<string>();
  const named = request.given.map((path) => pathBelow(root, path));
  for (const path of named) {
    const found = await filesAt(root, path);
    if (found === undefined)
      throw new ConfigError(`"${path}" is not there; paths are relative to the working directory`);
    for (const each of found) judged.add(each);
  }
  if (named.length === 0) for (const path of await filesOf(root, request.defaults)) judged.add(path);
  const paths = [...new Set([...judged, ...(await filesOf(root, request.context))])].sort(compareText);
  return { tree: await readTree(root, paths, request.limits), judged };
}

/** The path from `root` with `/` separators; the root itself is the empty path. */
function pathBelow(root: string, given: string): string {
  const path = relative(root, resolve(root, given));
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path))
    throw new ConfigError(`"${given}" is outside of the working directory`);
  return path.split(sep).join('/');
}

async function filesOf(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(paths.map((path) => filesAt(root, path)));
  return found.flatMap((each) => each ?? []);
}

/** The file at a path, or all files below it; undefined where nothing is there. */
async function filesAt(root: string, path: string): Promise<readonly string[] | undefined> {
  const stat = await lstat(join(root, path)).catch(() => undefined);
  if (stat === undefined) return undefined;
  if (!stat.isDirectory()) return [path];
  const names = await readdir(join(root, path));
  const inner = names
    .filter((name) => !foreignFolders.has(name))
    .map((name) => (path === '' ? name : `${path}/${name}`));
  return filesOf(root, inner);
}

async function readTree(root: string, paths: readonly string[], limits: TreeLimits): Promise<Tree> {
  const contents = new Map<string, Uint8Array>();
  const skipped: Skipped[] = [];
  const entries: TreeEntry[] = [];
  for (const path of paths) {
    const { kind, sizeBytes } = await describe(root, path);
    // Only one tree is read: a path is identity enough.
    entries.push({ path, oid: path, kind, sizeBytes });
    if (kind !== 'file') continue;
    if (sizeBytes > limits.maxFileBytes)
      skipped.push({ what: path, why: 'skipped.file-bytes', values: { max: limits.maxFileBytes } });
    else contents.set(path, await readFile(join(root, path)));
  }
  return { ref: 'worktree', entries, skipped, read: (path) => contents.get(path) };
}

/** A file behind a link is told as a link: what it leads to is not of this folder, as git sees it too. */
async function describe(root: string, path: string): Promise<Required<Pick<TreeEntry, 'kind' | 'sizeBytes'>>> {
  const file = join(root, path);
  const stat = await lstat(file);
  const isReal = stat.isFile() && (await realpath(file)) === join(root, path);
  return { kind: isReal ? 'file' : 'symlink', sizeBytes: stat.size };
}
