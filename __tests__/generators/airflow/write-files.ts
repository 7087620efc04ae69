import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files } from '../../../src/model/rule.ts';

/** A new folder of its own for one suite, and how it goes away again. */
export function temporaryFolder(name: string): { readonly root: string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), `dataengos-${name}-`));
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Writes files below a folder. */
export function writeFiles(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
