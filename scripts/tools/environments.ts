import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The environments that `npm run tools` builds, those that take longest first. */
export const environmentNames = ['airflow', 'dagster', 'quality', 'dbt', 'providers'] as const;

/** One of `environmentNames`. */
export type EnvironmentName = (typeof environmentNames)[number];

/** Variables of a process, as in `process.env`. */
export interface Variables {
  readonly [name: string]: string | undefined;
}

/** Where the files stand that say what an environment consists of. */
export const lockFolder = import.meta.dirname;

/** What decides about the folder of an environment: another one of either, and it is another environment. */
export interface Ingredients {
  /** Text of the lock file. */
  readonly lock: string;
  /** Version of what the packages run on: `3.11.7` of Python; the same text always where it is Node. */
  readonly runtime: string;
}

/** Whether `name` is one of `environmentNames`. */
export function isEnvironmentName(name: string): name is EnvironmentName {
  return environmentNames.some((each) => each === name);
}

/** Whether the environment is a virtual environment of Python; the other kind is a folder of npm packages. */
export function isPython(name: EnvironmentName): boolean {
  return name !== 'providers';
}

/** Path of the lock file: every package with its version. */
export function lockFile(name: EnvironmentName): string {
  return isPython(name) ? join(lockFolder, `${name}.txt`) : join(lockFolder, name, 'package-lock.json');
}

/** The folder that holds all environments: DATAENGOS_TOOLS_DIR, else `dataengos-tools` where the user keeps caches. */
export function cacheFolder(variables: Variables): string {
  const { DATAENGOS_TOOLS_DIR: given, XDG_CACHE_HOME: caches } = variables;
  return given || join(caches || join(homedir(), '.cache'), 'dataengos-tools');
}

/** Name of an environment's folder: its own name and 16 hexadecimal digits that stand for its ingredients. */
export function folderName(name: EnvironmentName, { lock, runtime }: Ingredients): string {
  const digest = createHash('sha256').update(`${runtime}\n${lock}`).digest('hex');
  return `${name}-${digest.slice(0, 16)}`;
}

/**
 * Where the environment is, or will be once it is built. `pythonVersion` is not read where the packages are npm's.
 * @throws Error where the lock file is missing
 */
export function environmentFolder(name: EnvironmentName, variables: Variables, pythonVersion: string): string {
  const runtime = isPython(name) ? `python ${pythonVersion}` : 'node';
  return join(cacheFolder(variables), folderName(name, { lock: readFileSync(lockFile(name), 'utf8'), runtime }));
}

/** Whether the environment stands in its folder, and the interpreter it was made with is still there. */
export function isBuilt(name: EnvironmentName, folder: string): boolean {
  return existsSync(isPython(name) ? join(folder, 'bin', 'python') : join(folder, 'node_modules'));
}
