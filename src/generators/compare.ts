import type { Artifact, ArtifactState } from '../model/artifact.ts';
import { compareText } from '../model/location.ts';
import type { Tree } from '../model/tree.ts';
import { headerStart } from './define-generator.ts';
import { isUnjudged, type Unread } from './generate.ts';
import { hashBytes, type LockEntry, lockPath, readLock } from './lock.ts';

/**
 * How every artifact stands in `tree`, sorted by path, and what the tree's lock lists that no specification asks for any more.
 * Bytes decide: CRLF where LF was generated is a difference (`found` then ends in `\r`, written out). A file is `stale` where its bytes
 * are those that the lock recorded, or where it has our header and no entry; else somebody has `edited` it. A file that
 * no specification asks for is `orphaned` only while its bytes are the recorded ones, so that deleting it loses nothing.
 */
export function compareArtifacts(
  artifacts: readonly Artifact[],
  tree: Tree,
  unread: Unread = nothingUnread,
): readonly ArtifactState[] {
  const bytes = tree.read(lockPath);
  const lock = bytes === undefined ? new Map<string, LockEntry>() : (readLock(bytes) ?? new Map<string, LockEntry>());
  const present = new Set(tree.entries.map((entry) => entry.path));
  const wanted = new Set(artifacts.map((artifact) => artifact.path));
  const judged = artifacts.filter((artifact) => !isUnjudged(unread, artifact.path, artifact.sources));
  // While a specification cannot be read, what it may ask for is not known: nothing is called left over, and so deleted.
  const isWhole = unread.specs.size === 0 && unread.folders.length === 0;
  const leftOver = isWhole ? [...lock].filter(([path]) => !wanted.has(path) && present.has(path)) : [];
  return [
    ...judged.map((artifact) => compareArtifact(artifact, { tree, present, lock })),
    ...leftOver.flatMap(([path, entry]) => compareLeftOver(path, entry, tree)),
  ].toSorted((a, b) => compareText(a.path, b.path));
}

const nothingUnread: Unread = { specs: new Set(), folders: [] };

interface Where {
  readonly tree: Tree;
  readonly present: ReadonlySet<string>;
  readonly lock: ReadonlyMap<string, LockEntry>;
}

function compareArtifact(artifact: Artifact, { tree, present, lock }: Where): ArtifactState {
  const { path, generator, sources } = artifact;
  const state = { path, generator, sources };
  if (!present.has(path)) return { ...state, status: 'missing' };
  const bytes = tree.read(path);
  // A symlink, a submodule or a file over the cap: not what was generated, whatever it holds.
  if (bytes === undefined) return { ...state, status: 'edited' };
  const expected = new TextEncoder().encode(artifact.content);
  if (isSame(bytes, expected)) return { ...state, status: 'fresh' };
  const found = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const status = isOurs(artifact, bytes, lock) ? 'stale' : 'edited';
  return { ...state, status, ...firstDifference(found, artifact.content) };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function isOurs(artifact: Artifact, bytes: Uint8Array, lock: ReadonlyMap<string, LockEntry>): boolean {
  if (artifact.path === lockPath) return readLock(bytes) !== undefined;
  const entry = lock.get(artifact.path);
  return entry === undefined ? hasHeader(bytes) : entry.bodySha256 === hashBytes(bytes);
}

function hasHeader(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 400)).split('\n', 1)[0]?.includes(headerStart) === true;
}

/** A lock comes with the pull request: its word alone never makes a file outside `exports/` one of ours. */
function compareLeftOver(path: string, entry: LockEntry, tree: Tree): readonly ArtifactState[] {
  const bytes = tree.read(path);
  if (bytes === undefined || !(path.startsWith('exports/') || hasHeader(bytes))) return [];
  const status = entry.bodySha256 === hashBytes(bytes) ? 'orphaned' : 'edited';
  return [{ path, generator: entry.generator, sources: entry.specs, status }];
}

type Difference = Required<Pick<ArtifactState, 'firstDifference' | 'found' | 'expected'>>;

/** The first line (1-based) where two texts differ; carriage returns and byte order marks are written out. */
function firstDifference(found: string, expected: string): Difference | undefined {
  const [foundLines, expectedLines] = [found.split('\n'), expected.split('\n')];
  const count = Math.max(foundLines.length, expectedLines.length);
  for (let at = 0; at < count; at++) {
    if (foundLines[at] !== expectedLines[at]) {
      return { firstDifference: at + 1, found: visible(foundLines[at]), expected: visible(expectedLines[at]) };
    }
  }
  return undefined;
}

function visible(line: string | undefined): string {
  return (line ?? '').replaceAll('\r', '\\r').replaceAll('\ufeff', '\\ufeff');
}
