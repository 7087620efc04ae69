import type { Artifact, ArtifactState } from '../../model/artifact.ts';
import { compareText } from '../../model/location.ts';
import type { Tree } from '../../model/tree.ts';
import { headerStart } from '../define-generator.ts';
import { firstDifference } from './first-difference.ts';
import { isUnjudged, type Unread } from '../generate.ts';
import { hashBytes, hashText, lockArtifact, type LockEntry, lockPath, readLock } from './lock.ts';
import { mergeThreeWays } from './merge.ts';
import { applyKeys } from '../keys/shared-keys.ts';

/** What artifacts are compared with beside the tree. */
export interface CompareOptions {
  readonly unread?: Unread;
  /** What was generated before the change, by path: the common ancestor of a file that somebody edited. */
  readonly base?: ReadonlyMap<string, string>;
}

/**
 * How every artifact stands in `tree`, sorted by path, and what the tree's lock lists that no specification asks for any more.
 * Bytes decide: CRLF where LF was generated is a difference (`found` then ends in `\r`, written out). A file is `stale` where its bytes
 * are those that the lock recorded, or where it has our header and no entry; else somebody has `edited` it. A file that
 * no specification asks for is `orphaned` only while its bytes are the recorded ones, so that deleting it loses nothing.
 */
export function compareArtifacts(
  artifacts: readonly Artifact[],
  tree: Tree,
  { unread = nothingUnread, base = new Map<string, string>() }: CompareOptions = {},
): readonly ArtifactState[] {
  const bytes = tree.read(lockPath);
  const lock = (bytes === undefined ? undefined : readLock(bytes)) ?? new Map<string, LockEntry>();
  const present = new Set(tree.entries.map((entry) => entry.path));
  const judged = artifacts.filter((artifact) => !isUnjudged(unread, artifact.path, artifact.sources));
  const where: Where = { tree, present, lock, base };
  const states = judged.filter(({ path }) => path !== lockPath).map((artifact) => compareArtifact(artifact, where));
  const written = judged.some(({ path }) => path === lockPath) ? [lockAfter(artifacts, states, lock)] : [];
  return [
    ...states,
    ...written.map((artifact) => compareArtifact(artifact, where)),
    ...leftOver(artifacts, unread, where),
  ].toSorted((a, b) => compareText(a.path, b.path));
}

const nothingUnread: Unread = { specs: new Set(), folders: [] };

interface Where {
  readonly tree: Tree;
  readonly present: ReadonlySet<string>;
  readonly lock: ReadonlyMap<string, LockEntry>;
  readonly base: ReadonlyMap<string, string>;
}

/** A file that could not be merged keeps its entry: it still descends from what was generated then. */
function lockAfter(
  artifacts: readonly Artifact[],
  states: readonly ArtifactState[],
  lock: ReadonlyMap<string, LockEntry>,
): Artifact {
  const kept = states.filter(isUnmerged).flatMap(({ path }) => {
    const entry = lock.get(path);
    return entry === undefined ? [] : [[path, entry] as const];
  });
  return lockArtifact(
    artifacts.filter(({ path }) => path !== lockPath),
    new Map(kept),
  );
}

function isUnmerged({ status, merge }: ArtifactState): boolean {
  return status === 'edited' && merge !== 'clean' && merge !== 'unneeded';
}

function compareArtifact(artifact: Artifact, where: Where): ArtifactState {
  const { path, generator, ownership, sources, content } = artifact;
  const state = { path, generator, ownership, sources };
  if (!where.present.has(path)) return { ...state, status: 'missing', content };
  if (ownership === 'create-only') return { ...state, status: 'fresh' };
  const bytes = where.tree.read(path);
  // A symlink, a submodule or a file over the cap: not what was generated, whatever it holds.
  if (bytes === undefined) return { ...state, status: 'edited' };
  const found = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (ownership === 'shared-keys') return { ...state, ...compareKeys(found, artifact) };
  if (isSame(bytes, new TextEncoder().encode(content))) return { ...state, status: 'fresh' };
  const difference = firstDifference(found, content);
  if (isOurs(artifact, bytes, where.lock)) return { ...state, status: 'stale', content, ...difference };
  return { ...state, status: 'edited', ...mergeEdited(artifact, found, where), ...difference };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** Only our keys are compared: the rest of the file is its people's. */
function compareKeys(found: string, { keys = [] }: Artifact): Omit<ArtifactState, keyof Stated> {
  const applied = applyKeys(found, keys);
  if ('refused' in applied) return { status: 'edited', refused: applied.refused, firstDifference: applied.at ?? 1 };
  if (applied.text === found) return { status: 'fresh' };
  return { status: 'stale', content: applied.text, ...firstDifference(found, applied.text) };
}

type Stated = Pick<ArtifactState, 'path' | 'generator' | 'ownership' | 'sources'>;

/** The lock says which specifications the file was last brought up to; only what changed since is merged into it. */
function mergeEdited({ path, content }: Artifact, edited: string, { lock, base }: Where): Partial<ArtifactState> {
  if (path === lockPath) return {};
  if (lock.get(path)?.bodySha256 === hashText(content)) return { merge: 'unneeded' };
  const before = base.get(path);
  if (before === content) return { merge: 'unneeded' };
  // Nobody can tell what the file descends from: it is somebody's own.
  if (before === undefined) return {};
  const merged = mergeThreeWays({ base: before, edited, generated: content });
  if (merged === undefined) return { merge: 'conflict' };
  return merged === edited ? { merge: 'unneeded' } : { merge: 'clean', content: merged };
}

function isOurs(artifact: Artifact, bytes: Uint8Array, lock: ReadonlyMap<string, LockEntry>): boolean {
  if (artifact.path === lockPath) return readLock(bytes) !== undefined;
  const entry = lock.get(artifact.path);
  return entry === undefined ? hasHeader(bytes) : entry.bodySha256 === hashBytes(bytes);
}

function hasHeader(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 400)).split('\n', 1)[0]?.includes(headerStart) === true;
}

/** While a specification cannot be read, what it may ask for is not known: nothing is called left over, and so deleted. */
function leftOver(
  artifacts: readonly Artifact[],
  unread: Unread,
  { lock, present, tree }: Where,
): readonly ArtifactState[] {
  if (unread.specs.size > 0 || unread.folders.length > 0) return [];
  const wanted = new Set(artifacts.map((artifact) => artifact.path));
  const unwanted = [...lock].filter(([path]) => !wanted.has(path) && present.has(path));
  return unwanted.flatMap(([path, entry]) => compareLeftOver(path, entry, tree));
}

/** A lock comes with the pull request: its word alone never makes a file outside `exports/` one of ours. */
function compareLeftOver(path: string, entry: LockEntry, tree: Tree): readonly ArtifactState[] {
  const bytes = tree.read(path);
  if (bytes === undefined || !(path.startsWith('exports/') || hasHeader(bytes))) return [];
  const status = entry.bodySha256 === hashBytes(bytes) ? 'orphaned' : 'edited';
  return [{ path, generator: entry.generator, ownership: 'owned', sources: entry.specs, status }];
}
