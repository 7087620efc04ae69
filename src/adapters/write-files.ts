import { constants, lstat, mkdir, open, rm, writeFile } from 'node:fs/promises';
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

/** A file to rewrite: only where it still holds `before`. */
export interface FileRewrite {
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/**
 * Rewrites files below `root`, which keep their mode; never through a symlink and never outside. Resolves to the paths of those
 * that were left as they are, because they are not what they were.
 */
export async function rewriteFiles(root: string, files: readonly FileRewrite[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const { path, before, after } of files) {
    const found = await readBelow(root, path);
    if (found === undefined || Buffer.compare(found, before) !== 0) {
      left.push(path);
      continue;
    }
    const file = await open(join(root, path), constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW);
    try {
      await file.writeFile(after);
    } finally {
      await file.close();
    }
  }
  return left;
}

/** The bytes of a file below `root`; undefined where there is none, or a symlink leads to it. */
export async function readBelow(root: string, path: string): Promise<Uint8Array | undefined> {
  const isSafe = await refuseEscape(root, path).then(
    () => true,
    () => false,
  );
  if (!isSafe) return undefined;
  const file = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    return await file.readFile();
  } finally {
    await file.close();
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
