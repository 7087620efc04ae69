import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compareText } from '../model/location.ts';
import type { Skipped, Tree, TreeEntry } from '../model/tree.ts';
import type { ReadTrees } from '../ports.ts';
import { git, withoutFilters } from './git-process.ts';

/** A tree's listing before any content was read. */
export interface Listing {
  readonly ref: string;
  readonly sha?: string;
  readonly entries: readonly TreeEntry[];
  /** Content that is not in the object database: edited files of the working directory. */
  readonly edited: ReadonlyMap<string, Uint8Array>;
}

/** Lists a commit's tree (`git ls-tree -r -l -z`). Paths that are not UTF-8 keep their replacement characters and are never read. */
export async function listCommit(cwd: string, ref: string, sha: string): Promise<Listing> {
  const out = await git({ cwd, args: ['ls-tree', '-r', '-l', '-z', '--full-tree', sha] });
  const entries = out.toString('utf8').split('\0').filter(Boolean).map(parseEntry);
  return { ref, sha, entries: sortEntries(entries), edited: new Map() };
}

/** `<mode> <type> <oid> <size>\t<path>`; size is `-` for submodules. */
function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode, type, oid = '', size = '-'] = line.slice(0, tab).split(/ +/);
  const kind = type === 'commit' ? 'submodule' : mode === '120000' ? 'symlink' : 'file';
  return { path: line.slice(tab + 1), oid, kind, ...(size === '-' ? {} : { sizeBytes: Number(size) }) };
}

/** Lists the working directory: the tracked files as they are on disk, and untracked files that are not ignored. */
export async function listWorktree(cwd: string, { wanted, limits }: Omit<ReadTrees, 'revisions'>): Promise<Listing> {
  const tracked = await trackedEntries(cwd);
  const changed = await changedPaths(cwd);
  const entries: TreeEntry[] = tracked.filter((entry) => !changed.has(entry.path));
  const edited = new Map<string, Uint8Array>();
  for (const path of changed) {
    const entry = await readFromDisk(cwd, path, wanted(path) ? limits.maxFileBytes : -1);
    if (entry === undefined) continue;
    entries.push(entry.entry);
    if (entry.bytes !== undefined) edited.set(path, entry.bytes);
  }
  return { ref: 'worktree', entries: sortEntries(entries), edited };
}

async function trackedEntries(cwd: string): Promise<TreeEntry[]> {
  const out = await git({ cwd, args: ['ls-files', '-s', '-z'] });
  const lines = out.toString('utf8').split('\0').filter(Boolean);
  return lines.map((line) => {
    const tab = line.indexOf('\t');
    const [mode, oid = ''] = line.slice(0, tab).split(' ');
    const kind = mode === '160000' ? 'submodule' : mode === '120000' ? 'symlink' : 'file';
    return { path: line.slice(tab + 1), oid, kind };
  });
}

/** Paths whose content differs from the index, and untracked ones. */
async function changedPaths(cwd: string): Promise<ReadonlySet<string>> {
  const [modified, untracked] = await Promise.all([
    git({ cwd, env: await withoutFilters(cwd), args: ['diff-files', '--name-only', '-z', '--ignore-submodules'] }),
    git({ cwd, args: ['ls-files', '-o', '--exclude-standard', '-z'] }),
  ]);
  return new Set([...modified.toString('utf8').split('\0'), ...untracked.toString('utf8').split('\0')].filter(Boolean));
}

/** Start of the id of content that was not looked at: no object id, and equal to no other. */
const unread = 'unread:';

interface DiskEntry {
  readonly entry: TreeEntry;
  readonly bytes?: Uint8Array;
}

/** Content of more than `maxBytes` is not read: a large file must not fill the memory before the caps are looked at. */
async function readFromDisk(cwd: string, path: string, maxBytes: number): Promise<DiskEntry | undefined> {
  // A name that is not UTF-8 cannot be opened by what it was decoded to; it is listed, so that it is said.
  if (path.includes('\uFFFD')) return { entry: { path, oid: `${unread}${path}`, kind: 'file', sizeBytes: 0 } };
  const file = join(cwd, path);
  const stat = await lstat(file).catch(() => undefined);
  if (stat === undefined || stat.isDirectory() || (await leadsThroughSymlink(cwd, path))) return undefined;
  if (stat.isSymbolicLink())
    return { entry: { path, oid: blobId(Buffer.from(await readlink(file))), kind: 'symlink', sizeBytes: stat.size } };
  if (!stat.isFile()) return undefined;
  if (stat.size > maxBytes) return { entry: { path, oid: `${unread}${path}`, kind: 'file', sizeBytes: stat.size } };
  const bytes = await readFile(file);
  return { entry: { path, oid: blobId(bytes), kind: 'file', sizeBytes: bytes.length }, bytes };
}

/** A tracked folder that was replaced by a symbolic link: what lies behind it is not of this repository, as git sees it too. */
async function leadsThroughSymlink(cwd: string, path: string): Promise<boolean> {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const stat = await lstat(join(cwd, folder)).catch(() => undefined);
    if (stat?.isSymbolicLink() === true) return true;
  }
  return false;
}

/** The object id that git would give these bytes. */
export function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function sortEntries(entries: readonly TreeEntry[]): TreeEntry[] {
  return entries.toSorted((a, b) => compareText(a.path, b.path));
}

/** Reads the wanted content of several listings with one `git cat-file --batch`: a blob they share is read once. */
export async function readListings(cwd: string, listings: readonly Listing[], request: ReadTrees): Promise<Tree[]> {
  const sized = await withSizes(cwd, listings, request.wanted);
  const plans = sized.map((listing) => chooseEntries(listing, request));
  const onDisk = new Map(sized.flatMap(editedBlobs));
  const oids = new Set(plans.flatMap((plan) => [...plan.chosen.values()]));
  const stored = await readBlobs(
    cwd,
    [...oids].filter((oid) => !onDisk.has(oid)),
  );
  const blobs = new Map([...stored, ...onDisk]);
  return sized.map((listing, index) => toTree(listing, plans[index] ?? { chosen: new Map(), skipped: [] }, blobs));
}

/** Edited files by their object id: the other tree may hold the same bytes, under this path or another. */
function editedBlobs({ entries, edited }: Listing): readonly (readonly [oid: string, bytes: Uint8Array])[] {
  return entries.flatMap(({ path, oid }) => {
    const bytes = edited.get(path);
    return bytes === undefined ? [] : [[oid, bytes] as const];
  });
}

/** `git ls-files` tells no sizes; ask for those of the wanted files, so that the caps hold before anything is read. */
async function withSizes(
  cwd: string,
  listings: readonly Listing[],
  wanted: (path: string) => boolean,
): Promise<Listing[]> {
  const unsized = listings.flatMap((listing) =>
    listing.entries
      .filter((entry) => entry.kind === 'file' && entry.sizeBytes === undefined && wanted(entry.path))
      .map((entry) => entry.oid),
  );
  if (unsized.length === 0) return [...listings];
  const out = await git({
    cwd,
    args: ['cat-file', '--batch-check=%(objectname) %(objectsize)'],
    input: `${[...new Set(unsized)].join('\n')}\n`,
  });
  const sizes = new Map<string, number>();
  for (const line of out.toString('utf8').split('\n')) {
    const [oid = '', size] = line.split(' ');
    if (size !== undefined) sizes.set(oid, Number(size));
  }
  return listings.map((listing) => ({
    ...listing,
    entries: listing.entries.map((entry) => {
      const size = entry.sizeBytes === undefined ? sizes.get(entry.oid) : undefined;
      return size === undefined ? entry : { ...entry, sizeBytes: size };
    }),
  }));
}

interface ReadPlan {
  readonly chosen: ReadonlyMap<string, string>;
  readonly skipped: readonly Skipped[];
}

/** Applies the caps, in path order: what does not fit is skipped and said. */
function chooseEntries(listing: Listing, request: ReadTrees): ReadPlan {
  const { maxFileBytes, maxFiles, maxTotalBytes } = request.limits;
  const chosen = new Map<string, string>();
  const skipped: Skipped[] = [];
  let total = 0;
  for (const entry of listing.entries) {
    if (entry.kind !== 'file' || !request.wanted(entry.path)) continue;
    if (entry.oid.startsWith(unread) && entry.sizeBytes === 0) continue;
    const size = entry.sizeBytes ?? 0;
    const cap: readonly [why: string, max: number] | undefined =
      size > maxFileBytes
        ? ['skipped.file-bytes', maxFileBytes]
        : chosen.size >= maxFiles
          ? ['skipped.files', maxFiles]
          : total + size > maxTotalBytes
            ? ['skipped.total-bytes', maxTotalBytes]
            : undefined;
    if (cap === undefined) {
      chosen.set(entry.path, entry.oid);
      total += size;
    } else skipped.push({ what: entry.path, why: cap[0], values: { max: cap[1] } });
  }
  return { chosen, skipped };
}

/** Content of blobs by id. Missing objects (a partial clone that cannot fetch) are absent. */
export async function readBlobs(cwd: string, oids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  if (oids.length === 0) return new Map();
  const out = await git({ cwd, args: ['cat-file', '--batch'], input: `${oids.join('\n')}\n` });
  const blobs = new Map<string, Uint8Array>();
  let at = 0;
  while (at < out.length) {
    const end = out.indexOf(10, at);
    const [oid = '', kind, size] = out.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (kind === 'missing' || size === undefined) continue;
    blobs.set(oid, out.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

function toTree(listing: Listing, plan: ReadPlan, blobs: ReadonlyMap<string, Uint8Array>): Tree {
  return {
    ref: listing.ref,
    sha: listing.sha,
    entries: listing.entries,
    skipped: plan.skipped,
    read(path) {
      const oid = plan.chosen.get(path);
      return oid === undefined ? undefined : blobs.get(oid);
    },
  };
}
