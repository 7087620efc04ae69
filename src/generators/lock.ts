import { sha256 } from '@noble/hashes/sha2.js';
import type { Artifact, Ownership } from '../model/artifact.ts';
import { compareText } from '../model/location.ts';
import { formatVersion } from './define-generator.ts';

/** Records what was generated, so that a hand edit can be told from a file that is merely old. */
export const lockPath = 'exports/.dataengos/lock.json';

/** What the lock says of one file. */
export interface LockEntry {
  readonly generator: string;
  readonly ownership: Ownership;
  /** Spec files it was made from. */
  readonly specs: readonly string[];
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  readonly bodySha256: string;
}

/** The lock of `artifacts`: sorted, one file per line, so that two branches merge without a conflict. */
export function lockArtifact(artifacts: readonly Artifact[]): Artifact {
  const lines = artifacts
    .toSorted((a, b) => compareText(a.path, b.path))
    .map((artifact) => `    ${JSON.stringify(artifact.path)}: ${JSON.stringify(entryOf(artifact))}`);
  const content = `{\n  "format": ${formatVersion},\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
  const sources = [...new Set(artifacts.flatMap((artifact) => artifact.sources))].toSorted(compareText);
  return { path: lockPath, content, ownership: 'owned', generator: 'lock', sources };
}

function entryOf(artifact: Artifact): LockEntry {
  return {
    generator: artifact.generator,
    ownership: artifact.ownership,
    specs: artifact.sources,
    bodySha256: hashBytes(new TextEncoder().encode(artifact.content)),
  };
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
  const { generator, ownership, specs, bodySha256 } = value;
  const owned = ownership === 'owned' || ownership === 'create-only' || ownership === 'shared-keys';
  const listed = Array.isArray(specs) && specs.every((spec) => typeof spec === 'string');
  return owned && listed && typeof generator === 'string' && typeof bodySha256 === 'string';
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
