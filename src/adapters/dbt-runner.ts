import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { EnvironmentError } from '../model/errors.ts';
import type { DbtOutcome, DbtParse, DbtRunner } from '../ports.ts';
import { readDbtLog } from './dbt-events.ts';
import { profileFor, profileName } from './dbt-profile.ts';
import { findOnPath, isProgram } from './find-program.ts';

/** Where dbt is looked for, and how long it may take. */
export interface DbtOptions {
  /** Root of the repository: packages that `dbt deps` has installed are taken from there. */
  readonly workspace: string;
  /** Variables of this process: `PATH`, `DBT_BIN` and `DBT_PROFILES_DIR` are looked at, and none reaches dbt but `PATH`. */
  readonly env: { readonly [name: string]: string | undefined };
  /** Default 120 s. */
  readonly timeLimitMs?: number;
}

const defaultTimeLimitMs = 120_000;

/** What is kept of dbt's output, in bytes. */
const maxOutputBytes = 1024 * 1024;

/** Runs the dbt that `DBT_BIN` names or that is on `PATH`; nothing is looked for before it is asked for. */
export function createDbtRunner(options: DbtOptions): DbtRunner {
  return {
    async parse(request) {
      const program = await findDbt(options.env);
      return program === undefined ? undefined : parseIn(program, request, options);
    },
  };
}

async function parseIn(program: string, request: DbtParse, options: DbtOptions): Promise<DbtOutcome> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'dataengos-dbt-')));
  try {
    const project = join(folder, 'project');
    await writeProject(project, request.files);
    await linkPackages(project, join(options.workspace, request.root));
    const { profiles, args } = await chooseProfile(folder, request, options.env);
    const run = await runDbt({
      program,
      args: [
        ...globalArgs,
        'parse',
        '--no-partial-parse',
        ...args,
        '--profiles-dir',
        profiles,
        '--project-dir',
        project,
      ],
      cwd: project,
      env: cleanEnvironment(options.env, { folder, profiles }),
      timeLimitMs: options.timeLimitMs ?? defaultTimeLimitMs,
    });
    return outcomeOf(run, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const globalArgs = ['--no-use-colors', '--log-format', 'json', '--log-level-file', 'none', '--no-version-check'];

/** The file that `DBT_BIN` names, else the first `dbt` on `PATH`. */
async function findDbt(env: DbtOptions['env']): Promise<string | undefined> {
  const named = env['DBT_BIN'];
  if (named !== undefined && named !== '') return (await isProgram(named)) ? resolve(named) : undefined;
  return findOnPath('dbt', env['PATH']);
}

/** @throws EnvironmentError for a path that leads out of the folder, and where the disk refuses */
async function writeProject(folder: string, files: DbtParse['files']): Promise<void> {
  await mkdir(folder);
  for (const [path, bytes] of files) {
    const target = resolve(folder, path);
    if (!target.startsWith(folder + sep)) throw new EnvironmentError(`"${path}" is no path of a dbt project`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes, { flag: 'wx' });
  }
}

/** Packages are not in git: those that the workflow installed are used, and dbt only reads them. */
async function linkPackages(project: string, checkout: string): Promise<void> {
  const installed = join(checkout, 'dbt_packages');
  const found = await stat(installed).catch(() => undefined);
  if (found?.isDirectory() !== true) return;
  await symlink(await realpath(installed), join(project, 'dbt_packages'), 'junction').catch(() => undefined);
}

/** `DBT_PROFILES_DIR` of the workflow, else a profile without credentials, else the project's own. */
async function chooseProfile(
  folder: string,
  { adapter }: DbtParse,
  env: DbtOptions['env'],
): Promise<{ readonly profiles: string; readonly args: readonly string[] }> {
  const given = env['DBT_PROFILES_DIR'];
  if (given !== undefined && given !== '') return { profiles: resolve(given), args: [] };
  const profile = adapter === undefined ? undefined : profileFor(adapter);
  if (profile === undefined) return { profiles: join(folder, 'project'), args: [] };
  const profiles = join(folder, 'profiles');
  await mkdir(profiles);
  await writeFile(join(profiles, 'profiles.yml'), profile);
  return { profiles, args: ['--profile', profileName] };
}

/** No token, no setting of the runner: macros can read whatever dbt can. */
function cleanEnvironment(
  env: DbtOptions['env'],
  { folder, profiles }: { readonly folder: string; readonly profiles: string },
): { readonly [name: string]: string } {
  const kept = ['PATH', 'SYSTEMROOT'].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    HOME: folder,
    TMPDIR: folder,
    TEMP: folder,
    LANG: 'C.UTF-8',
    DBT_PROFILES_DIR: profiles,
    DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
    DO_NOT_TRACK: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
  readonly timeLimitMs: number;
}

interface Ended {
  readonly code: number;
  readonly output: string;
  /** In seconds; only where it was stopped for it. */
  readonly stoppedAfter?: number;
}

function runDbt({ program, args, cwd, env, timeLimitMs }: Call): Promise<Ended> {
  return new Promise((done, fail) => {
    // In a group of its own, so that what it starts can be stopped with it.
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    let size = 0;
    let isStopped = false;
    const timer = setTimeout(() => {
      isStopped = true;
      stopGroup(child);
    }, timeLimitMs);
    const keep = (chunk: Buffer): void => {
      if (size < maxOutputBytes) output.push(chunk.subarray(0, maxOutputBytes - size));
      size += chunk.length;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (cause) => {
      clearTimeout(timer);
      fail(new EnvironmentError('dbt could not be started; check DBT_BIN and PATH', { cause }));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      // What it left running would outlive the judged folder.
      stopGroup(child);
      const ended = { code: code ?? 1, output: Buffer.concat(output).toString('utf8') };
      done(isStopped ? { ...ended, stoppedAfter: timeLimitMs / 1000 } : ended);
    });
  });
}

function stopGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left, or there are no groups here.
    child.kill('SIGKILL');
  }
}

function outcomeOf({ code, output, stoppedAfter }: Ended, folder: string): DbtOutcome {
  if (stoppedAfter !== undefined) return { kind: 'timeout', seconds: stoppedAfter };
  const { version, message } = readDbtLog(output);
  const told = version === undefined ? {} : { version };
  if (code === 0) return { kind: 'passed', ...told };
  return {
    kind: 'failed',
    ...told,
    message: message.replaceAll(`${join(folder, 'project')}${sep}`, '').replaceAll(folder, ''),
  };
}
