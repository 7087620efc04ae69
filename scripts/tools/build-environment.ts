import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type EnvironmentName, isBuilt, isPython, lockFile, lockFolder } from './environments.ts';

const run = promisify(execFile);

/** Lines of a failed program's output that are worth showing. */
const tailLines = 20;

/** An environment to build. */
export interface Plan {
  readonly name: EnvironmentName;
  /** Where it shall stand. */
  readonly folder: string;
  /** Command of the Python interpreter. */
  readonly python: string;
}

/**
 * Builds an environment beside its place and moves it there when it is whole, so that what is at its place is whole always.
 * @throws Error with the last lines that the failing program printed
 */
export async function buildEnvironment(plan: Plan): Promise<void> {
  mkdirSync(dirname(plan.folder), { recursive: true });
  const part = mkdtempSync(`${plan.folder}.part-`);
  try {
    await (isPython(plan.name) ? installPython(plan, part) : installNpm(plan, part));
    moveIntoPlace(plan, part);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

async function installPython({ name, folder, python }: Plan, part: string): Promise<void> {
  await call(python, ['-m', 'venv', part], part);
  const own = join(part, 'bin', 'python');
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  // Wheels only: no program of a package runs while it is installed.
  const exact = ['--no-deps', '--only-binary', ':all:', '--requirement', lockFile(name)];
  await call(own, ['-m', 'pip', 'install', ...quiet, ...exact], part);
  await call(own, ['-m', 'pip', 'check', '--disable-pip-version-check'], part);
  renamePaths(join(part, 'bin'), part, folder);
}

async function installNpm({ name }: Plan, part: string): Promise<void> {
  cpSync(join(lockFolder, name), part, { recursive: true });
  // Peers would bring the program that these packages were made for; only their tables of names are read.
  await call('npm', ['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'], part);
}

async function call(command: string, args: readonly string[], folder: string): Promise<void> {
  try {
    await run(command, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    throw new Error(`${[command, ...args].join(' ')}\n${tail(printed(cause))}`, { cause });
  }
}

/** What a program that failed had printed; where it did not start, why. */
function printed(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const outputs = [Reflect.get(cause, 'stdout'), Reflect.get(cause, 'stderr')];
  const text = outputs.filter((each) => typeof each === 'string').join('');
  return text.trim() === '' ? cause.message : text;
}

/** The last lines of a text. */
function tail(text: string): string {
  return text.trimEnd().split('\n').slice(-tailLines).join('\n');
}

/** The scripts of a virtual environment name their interpreter by its full path, which changes when the folder moves. */
function renamePaths(scripts: string, from: string, to: string): void {
  for (const entry of readdirSync(scripts, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(scripts, entry.name);
    // One byte is one character, so that no text is spoilt whatever its encoding.
    const text = readFileSync(path, 'latin1');
    const moved = text.replaceAll(Buffer.from(from).toString('latin1'), Buffer.from(to).toString('latin1'));
    if (!text.includes('\0') && moved !== text) writeFileSync(path, moved, 'latin1');
  }
}

function moveIntoPlace({ name, folder }: Plan, part: string): void {
  // Somebody else was quicker, and theirs is made of the same.
  if (isBuilt(name, folder)) return;
  // A folder whose interpreter has gone.
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
}
