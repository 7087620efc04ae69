import { sha256 } from '@noble/hashes/sha2.js';
import type { Artifact } from '../../model/artifact.ts';
import { compareText } from '../../model/location.ts';
import { formatVersion, headerText } from '../define-generator.ts';

/** Records what was generated, so that a hand edit can be told from a file that is merely old. */
export const lockPath = 'exports/.dataengos/lock.json';

/**
 * Git must not merge indexes line by line: `-merge` keeps the file of the current branch and reports a conflict (gitattributes(5)),
 * which the next generation mends, because that file is the one that the lock knows.
 */
export function attributesArtifact(sources: readonly string[]): Artifact {
  const content = `# ${headerText('lock', 'the contracts in specs/')}\n* -merge linguist-generated=true\n`;
  return { path: 'exports/.gitattributes', content, ownership: 'owned', generator: 'lock', sources };
}

/** What the lock says of one file. */
export interface LockEntry {
  readonly generator: string;
  /** Spec files it was made from. */
  readonly specs: readonly string[];
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  readonly bodySha256: string;
}

/**
 * The lock of the files among `artifacts` that are ours alone: sorted, one file per line, so that two branches merge without a
 * conflict. `kept` are entries of files that stay as an earlier lock knew them.
 */
export function lockArtifact(
  artifacts: readonly Artifact[],
  kept: ReadonlyMap<string, LockEntry> = new Map<string, LockEntry>(),
): Artifact {
  const lines = artifacts
    .filter(({ ownership }) => ownership === 'owned')
    .toSorted((a, b) => compareText(a.path, b.path))
    .map((artifact) => {
      const entry = kept.get(artifact.path) ?? entryOf(artifact);
      return `    ${JSON.stringify(artifact.path)}: ${JSON.stringify(entry)}`;
    });
  const content = `{\n  "format": ${formatVersion},\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
  const sources = [...new Set(artifacts.flatMap((artifact) => artifact.sources))].toSorted(compareText);
  return { path: lockPath, content, ownership: 'owned', generator: 'lock', sources };
}

/** Hashing is most of what a lock costs, and comparing with a tree makes it again. */
const known = new WeakMap<Artifact, LockEntry>();

function entryOf(artifact: Artifact): LockEntry {
  const { generator, sources, content } = artifact;
  const entry = known.get(artifact) ?? { generator, specs: sources, bodySha256: hashText(content) };
  known.set(artifact, entry);
  return entry;
}

/** SHA-256 of a text in UTF-8, in lower-case hexadecimal. */
export function hashText(text: string): string {
  return hashBytes(new TextEncoder().encode(text));
}

/** SHA-256 in lower-case hexadecimal. */
export function hashBytes(bytes: Uint8Array): string {
  return [...sha256(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The entries of a lock file by path; undefined where it is not a lock. Entries of an unknown shape are left out. */
export function readLock(bytes: Uint8Array): ReadonlyMap<string, LockEntry> | undefined {
  const data = parse(bytes);
  if (!isRecord(data) || !isRecord(data['files'])) return undefined;
  return new Map(
    Object.entries(data['files']).flatMap(([path, value]) => (isEntry(value) ? [[path, value] as const] : [])),
  );
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is LockEntry {
  if (!isRecord(value)) return false;
  const { generator, specs, bodySha256 } = value;
  const listed = Array.isArray(specs) && specs.every((spec) => typeof spec === 'string');
  return listed && typeof generator === 'string' && typeof bodySha256 === 'string';
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
