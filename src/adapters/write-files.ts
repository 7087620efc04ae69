import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { EnvironmentError } from '../model/errors.ts';

/** A file to write, or to delete where `content` is undefined; `path` is below the root, with `/` separators. */
export interface FileWrite {
  readonly path: string;
  readonly content: string | undefined;
}

/** Writes files below `root`, never through a symlink and never outside. @throws EnvironmentError for either. */
export async function writeFiles(root: string, writes: readonly FileWrite[]): Promise<void> {
  for (const { path, content } of writes) {
    await refuseEscape(root, path);
    const target = join(root, path);
    if (content === undefined) {
      await rm(target, { force: true });
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

async function refuseEscape(root: string, path: string): Promise<void> {
  const parts = path.split('/');
  if (path.startsWith('/') || parts.includes('..') || parts.includes(''))
    throw new EnvironmentError(`"${path}" is outside the repository`);
  let at = root;
  for (const part of parts) {
    at += sep + part;
    const stat = await lstat(at).catch(() => undefined);
    if (stat === undefined) return;
    if (stat.isSymbolicLink()) throw new EnvironmentError(`"${path}" leads through a symlink; it was not written`);
  }
}
