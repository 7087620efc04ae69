import { createHash } from 'node:crypto';
import { compareText } from '../../src/model/location.ts';
import type { Tree, TreeEntry } from '../../src/model/tree.ts';

/** Contents by path; text is UTF-8. */
export interface MemoryFiles {
  readonly [path: string]: string | Uint8Array;
}

/** A tree of the given files, sorted by path; the oid of an entry is the SHA-1 of its bytes. */
export function memoryTree(files: MemoryFiles, ref = 'memory'): Tree {
  const contents = new Map(Object.entries(files).map(([path, content]) => [path, toBytes(content)]));
  const entries = [...contents]
    .map(([path, bytes]): TreeEntry => ({ path, oid: sha1(bytes), kind: 'file', sizeBytes: bytes.length }))
    .sort((a, b) => compareText(a.path, b.path));
  return { ref, entries, skipped: [], read: (path) => contents.get(path) };
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}
