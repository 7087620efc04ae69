import { open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigError, EnvironmentError } from '../model/errors.ts';
import type { ArtifactFile } from '../model/dbt-artifacts.ts';

/** How files that dbt wrote are read. */
export interface DbtFilesRequest {
  /** Files, or folders with `manifest.json` or `catalog.json`. */
  readonly given: readonly string[];
  /** Where relative names start. */
  readonly folder: string;
  /** Largest file that is read as a whole, in bytes; of a larger one, so many and one more. */
  readonly maxBytes: number;
}

/** Reads the files that dbt wrote. @throws ConfigError where a name leads to nothing, EnvironmentError where a file cannot be read */
export async function readDbtFiles({ given, folder, maxBytes }: DbtFilesRequest): Promise<readonly ArtifactFile[]> {
  const files: ArtifactFile[] = [];
  for (const name of given) {
    const found = await filesIn(resolve(folder, name), name);
    if (found.length === 0)
      throw new ConfigError(`"${name}" is neither a file of dbt nor a folder with "manifest.json" or "catalog.json"`);
    for (const file of found) files.push({ path: file.name, bytes: await readStart(file, maxBytes) });
  }
  return files;
}

interface NamedFile {
  /** As it was given. */
  readonly name: string;
  readonly path: string;
}

async function filesIn(path: string, name: string): Promise<readonly NamedFile[]> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return [{ name, path }];
  if (found?.isDirectory() !== true) return [];
  const files: NamedFile[] = [];
  for (const own of ['manifest.json', 'catalog.json']) {
    const inside = await stat(join(path, own)).catch(() => undefined);
    if (inside?.isFile() === true) files.push({ name: `${name.replace(/\/+$/, '')}/${own}`, path: join(path, own) });
  }
  return files;
}

async function readStart({ name, path }: NamedFile, maxBytes: number): Promise<Uint8Array> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, maxBytes + 1));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } catch (cause) {
    throw new EnvironmentError(`cannot read "${name}"`, { cause });
  }
}
