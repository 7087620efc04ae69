import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBelow, rewriteFiles } from '../../src/adapters/write-files.ts';
import { temporaryFolder } from '../support/git-repo.ts';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A root with a file, and links in it that lead to a file and a folder outside. */
function makeRoot(): { readonly root: string; readonly outside: string } {
  const outside = temporaryFolder('outside-');
  const root = temporaryFolder('root-');
  writeFileSync(join(outside, 'a.yaml'), 'old');
  mkdirSync(join(root, 'specs'));
  writeFileSync(join(root, 'specs/a.yaml'), 'old');
  symlinkSync(join(outside, 'a.yaml'), join(root, 'specs/link.yaml'));
  symlinkSync(outside, join(root, 'folder'));
  return { root, outside };
}

describe('rewriteFiles', () => {
  it('writes what is as it was, and keeps its mode', async () => {
    const { root } = makeRoot();
    const path = join(root, 'specs/a.yaml');
    chmodSync(path, 0o755);
    expect(await rewriteFiles(root, [{ path: 'specs/a.yaml', before: bytes('old'), after: bytes('n') }])).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('n');
    expect(statSync(path).mode & 0o777).toBe(0o755);
  });

  it.each(['specs/link.yaml', 'folder/a.yaml', '../a.yaml', 'specs/../../a.yaml', '/etc/hostname', 'specs/none.yaml'])(
    'leaves %s',
    async (path) => {
      const { root, outside } = makeRoot();
      expect(await rewriteFiles(root, [{ path, before: bytes('old'), after: bytes('new') }])).toEqual([path]);
      expect(readFileSync(join(outside, 'a.yaml'), 'utf8')).toBe('old');
      expect(await readBelow(root, path)).toBeUndefined();
    },
  );

  it('leaves a file that changed in the meantime, and writes the others', async () => {
    const { root } = makeRoot();
    writeFileSync(join(root, 'b.yaml'), 'old');
    const files = ['specs/a.yaml', 'b.yaml'].map((path) => ({ path, before: bytes('old'), after: bytes('new') }));
    writeFileSync(join(root, 'specs/a.yaml'), 'mine');
    expect(await rewriteFiles(root, files)).toEqual(['specs/a.yaml']);
    expect(readFileSync(join(root, 'specs/a.yaml'), 'utf8')).toBe('mine');
    expect(readFileSync(join(root, 'b.yaml'), 'utf8')).toBe('new');
  });
});
