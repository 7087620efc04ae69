import { lstatSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process, { argv, env } from 'node:process';
import { buildEnvironment, type Plan } from './tools/build-environment.ts';
import {
  type EnvironmentName,
  environmentFolder,
  environmentNames,
  isBuilt,
  isEnvironmentName,
  isPython,
} from './tools/environments.ts';
import { findPython } from './tools/python.ts';

/** More at once is no quicker on a machine with two processors. */
const buildsAtOnce = 2;

/**
 * Builds the real tools that tests run: `npm run tools [-- NAME…]`, all where none is named. PYTHON names the interpreter and
 * DATAENGOS_TOOLS_DIR the folder. Exit code 0 when all stand, 1 when one could not be built, 2 when a name is not known.
 */
async function main(): Promise<void> {
  const names = argv.slice(2);
  const unknown = names.filter((name) => !isEnvironmentName(name));
  if (unknown.length > 0) {
    fail(`no such environment: ${unknown.join(', ')}; there are ${environmentNames.join(', ')}`);
    process.exitCode = 2;
    return;
  }
  const wanted = plan(environmentNames.filter((name) => names.length === 0 || names.includes(name)));
  const left = [...wanted];
  await Promise.all(Array.from({ length: buildsAtOnce }, () => work(left)));
  for (const line of wanted.flatMap(unused)) print(line);
}

function plan(names: readonly EnvironmentName[]): readonly Plan[] {
  const python = names.some(isPython) ? findPython(env) : { command: '', version: '' };
  return names.map((name) => ({
    name,
    folder: environmentFolder(name, env, python.version),
    python: python.command,
  }));
}

/** Takes one environment after the other from those that are left. */
async function work(left: Plan[]): Promise<void> {
  for (let next = left.shift(); next !== undefined; next = left.shift()) await provide(next);
}

async function provide(wanted: Plan): Promise<void> {
  const { name, folder } = wanted;
  const start = performance.now();
  const word = isBuilt(name, folder) ? 'found' : 'built';
  try {
    if (word === 'built') await buildEnvironment(wanted);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    print(`${name.padEnd(9)} ${word} in ${seconds} s, ${sizeMegabytes(folder)} MB: ${folder}`);
  } catch (error) {
    fail(`${name} could not be built: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

/** Size of all files in a folder, in millions of bytes. */
function sizeMegabytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0);
  return Math.round(bytes / 1e6);
}

/** Says how to delete what earlier locks and interrupted builds have left of an environment. */
function unused({ name, folder }: Plan): readonly string[] {
  const cache = dirname(folder);
  const others = readdirSync(cache).filter((entry) => entry.startsWith(`${name}-`) && entry !== basename(folder));
  return others.map(
    (entry) => `no longer used, unless it is just being built; to delete it: rm -r ${join(cache, entry)}`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(line: string): void {
  process.stderr.write(`${line}\n`);
}

try {
  await main();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
