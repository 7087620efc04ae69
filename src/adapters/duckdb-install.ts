import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { SampleAbsence } from '../model/unit-tests.ts';

/** The version that is fetched; its dependencies are pinned by it. */
const duckDbVersion = '1.5.5-r.5';

/** Where DuckDB may be installed. */
export interface DuckDbPlaces {
  /** The repository's folder, whose `node_modules` may have it. */
  readonly repository: string;
  /** Where it is fetched to; default {@link defaultCache}. */
  readonly cache?: string;
}

/** A folder whose `node_modules` has DuckDB, or why there is none. */
export type FoundDuckDb =
  | { readonly kind: 'found'; readonly folder: string }
  | { readonly kind: 'absent'; readonly why: SampleAbsence };

/**
 * Finds DuckDB: installed by the repository's owner, or fetched earlier; `on` fetches it. A `node_modules` that is part of the
 * judged tree is code of the change, and is never loaded.
 */
export async function findDuckDb(
  places: DuckDbPlaces,
  mode: 'auto' | 'on',
  paths: ReadonlySet<string>,
): Promise<FoundDuckDb> {
  const cache = join(places.cache ?? defaultCache(), `duckdb-${duckDbVersion}`);
  const folders = [...(holdsModules(paths) ? [] : [places.repository]), cache];
  for (const folder of folders) if (await hasDuckDb(folder)) return { kind: 'found', folder };
  if (mode === 'auto') return { kind: 'absent', why: 'missing' };
  return (await fetchDuckDb(cache)) ? { kind: 'found', folder: cache } : { kind: 'absent', why: 'not-fetched' };
}

/** The runner's tool cache, or the user's own. */
function defaultCache(): string {
  const runner = process.env['RUNNER_TOOL_CACHE'];
  return runner === undefined || runner === '' ? join(homedir(), '.cache', 'dataengos') : join(runner, 'dataengos');
}

function holdsModules(paths: ReadonlySet<string>): boolean {
  // Some file systems take `Node_Modules` for the same folder.
  for (const path of paths) if (/^node_modules(?:\/|$)/i.test(path)) return true;
  return false;
}

/** Versions whose interface is the one that is used. */
const fits = /^1\.(?:[4-9]|\d\d)\./;

async function hasDuckDb(folder: string): Promise<boolean> {
  try {
    const text = await readFile(join(folder, 'node_modules', '@duckdb', 'node-api', 'package.json'), 'utf8');
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return false;
    return typeof manifest.version === 'string' && fits.test(manifest.version);
  } catch {
    // Not installed, or not readable: both mean that it is not there for us.
    return false;
  }
}

/** Two minutes: 24 MB over a slow line. */
const fetchLimitMs = 120_000;

/** Installs without running scripts of any package, beside its place first: what is there is whole. Tells whether it is there. */
async function fetchDuckDb(cache: string): Promise<boolean> {
  let draft: string | undefined;
  try {
    await mkdir(dirname(cache), { recursive: true });
    draft = await mkdtemp(`${cache}.`);
    const manifest = { private: true, dependencies: { '@duckdb/node-api': duckDbVersion } };
    await writeFile(join(draft, 'package.json'), JSON.stringify(manifest));
    // The settings of npm are those of the user; a `.npmrc` of the repository is not asked, because this is another folder.
    await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], {
      cwd: draft,
      env: npmEnvironment(),
      timeout: fetchLimitMs,
      // npm is a batch file on Windows. Every argument is a constant.
      shell: process.platform === 'win32',
    });
    await rename(draft, cache).catch(() => undefined);
  } catch {
    // No network, no npm, no room: the tests do not run, and that is said.
  } finally {
    if (draft !== undefined) await rm(draft, { recursive: true, force: true }).catch(() => undefined);
  }
  return hasDuckDb(cache);
}

/** What npm needs of the environment; tokens and inputs of the workflow are not among it. */
const npmNames =
  /^(?:path|home|userprofile|appdata|localappdata|systemroot|comspec|pathext|temp|tmp|tmpdir|https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_file|npm_config_\w+)$/i;

function npmEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => npmNames.test(name)));
}
