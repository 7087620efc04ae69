import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { EnvironmentError } from '../model/errors.ts';
import type { LintOutcome, LintProblem, LintRequest, SqlLinter } from '../ports.ts';
import { findOnPath } from './find-program.ts';

/** Where sqlfluff is looked for, and how long it may take. */
export interface SqlfluffOptions {
  /** Variables of this process; only `PATH` reaches sqlfluff. */
  readonly env: { readonly [name: string]: string | undefined };
  /** Default 300 s. */
  readonly timeLimitMs?: number;
}

const name = 'sqlfluff';
const configName = '.sqlfluff';
const emptyFolder = 'empty';
const defaultTimeLimitMs = 300_000;

/** What is kept of its output, in bytes: a model of a thousand lines with a mistake in each has about 200 kB. */
const maxOutputBytes = 64 * 1024 * 1024;

/** From so many files on, more processes save more time than they take. */
const manyFiles = 50;

/** Runs the sqlfluff that is on `PATH`, without a shell, over copies in a folder of their own. */
export function createSqlfluff(options: SqlfluffOptions): SqlLinter {
  return {
    async lint(request) {
      const program = await findOnPath(name, options.env['PATH']);
      return program === undefined ? undefined : lintIn(program, request, options);
    },
  };
}

async function lintIn(program: string, request: LintRequest, options: SqlfluffOptions): Promise<LintOutcome> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'dataengos-sqlfluff-')));
  try {
    const files = join(folder, 'files');
    await writeFilesInto(files, request.files);
    await mkdir(join(folder, emptyFolder));
    const call: Call = { program, cwd: files, env: cleanEnvironment(options.env, folder), options };
    const version = versionIn((await run(call, ['--version'])).stdout);
    const ended = await run(call, argumentsOf(request));
    return outcomeOf(ended, { request, version, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws EnvironmentError for a path that leads out of the folder, and where the disk refuses */
async function writeFilesInto(folder: string, files: LintRequest['files']): Promise<void> {
  await mkdir(folder);
  for (const [path, text] of files) {
    const target = resolve(folder, path);
    if (!target.startsWith(folder + sep)) throw new EnvironmentError(`"${path}" is no path of a package`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, withoutDirectives(text), { flag: 'wx' });
  }
}

/**
 * Lines of SQL may set anything, over every option: `-- sqlfluff:library_path:…` runs Python. Only those that choose rules, their
 * settings and the dialect stay; others become plain comments of the same length.
 */
function withoutDirectives(text: string): string {
  return text.replaceAll(
    /(-- ?)sqlfluff(?=:)(?!:[ \t]*(?:rules|exclude_rules|dialect|max_line_length|indentation|layout):)/g,
    '$1sqlfluf_',
  );
}

/**
 * Nothing but the package's own configuration counts, and nothing of it can load Python: its `library_path` would, and an empty folder
 * takes its place (`--library-path none` of sqlfluff 4.5 leaves the configured one). Templates that sqlfluff cannot resolve are passed over, because it knows no macro of dbt packages; the gate's own reader judges those.
 */
function argumentsOf({ files, targets, adapter }: LintRequest): readonly string[] {
  const config = files.has(configName) ? ['--config', configName] : ['--dialect', sqlfluffDialect(adapter)];
  const places = [...new Set(targets.map((path) => path.split('/', 1)[0] ?? path))];
  return [
    'lint',
    '--format',
    'json',
    '--nocolor',
    '--disable-progress-bar',
    '--library-path',
    `../${emptyFolder}`,
    '--ignore-local-config',
    '--templater',
    'jinja',
    '--ignore',
    'templating',
    '--processes',
    targets.length >= manyFiles ? '0' : '1',
    ...config,
    '--',
    // A place that starts with a hyphen is no option.
    ...places.map((place) => `./${place}`),
  ];
}

const sameName = new Set(
  'athena bigquery clickhouse databricks duckdb hive impala materialize mysql oracle postgres redshift snowflake sqlite starrocks teradata trino vertica'.split(
    ' ',
  ),
);

const otherNames = new Map([
  ['postgresql', 'postgres'],
  ['spark', 'sparksql'],
  ['sqlserver', 'tsql'],
  ['synapse', 'tsql'],
  ['fabric', 'tsql'],
]);

/** The dialect of sqlfluff 4 for an adapter of dbt; `ansi` where it has none. */
function sqlfluffDialect(adapter = ''): string {
  return sameName.has(adapter) ? adapter : (otherNames.get(adapter) ?? 'ansi');
}

/** No token and no setting of whoever runs this: templates could read them. */
function cleanEnvironment(env: SqlfluffOptions['env'], folder: string): { readonly [name: string]: string } {
  const kept = ['PATH', 'SYSTEMROOT'].flatMap((key) => {
    const value = env[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    HOME: folder,
    TMPDIR: folder,
    TEMP: folder,
    LANG: 'C.UTF-8',
    PYTHONUTF8: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

interface Call {
  readonly program: string;
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
  readonly options: SqlfluffOptions;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** In seconds; only where it was stopped for it. */
  readonly stoppedAfter?: number;
}

function run({ program, cwd, env, options }: Call, args: readonly string[]): Promise<Ended> {
  const timeout = options.timeLimitMs ?? defaultTimeLimitMs;
  const settings = { cwd, env, timeout, killSignal: 'SIGKILL', maxBuffer: maxOutputBytes, encoding: 'utf8' } as const;
  return new Promise((done) => {
    execFile(program, [...args], settings, (error, stdout, stderr) => {
      if (error?.killed === true && error.signal === 'SIGKILL')
        return done({ code: 1, stdout, stderr, stoppedAfter: timeout / 1000 });
      if (error === null) return done({ code: 0, stdout, stderr });
      // Without a number it was not started, or said more than is kept.
      if (typeof error.code !== 'number') return done({ code: 2, stdout, stderr: error.message });
      return done({ code: error.code, stdout, stderr });
    });
  });
}

function versionIn(text: string): string {
  return /\bversion\s+([\w.+-]+)/.exec(text)?.[1] ?? '?';
}

interface Context {
  readonly request: LintRequest;
  readonly version: string;
  readonly folder: string;
}

/** 0: clean. 1: violations. Anything else is a failure of its own (sqlfluff's "Exit codes"). */
function outcomeOf({ code, stdout, stderr, stoppedAfter }: Ended, context: Context): LintOutcome {
  const { request, version, folder } = context;
  if (stoppedAfter !== undefined) return { kind: 'timeout', name, seconds: stoppedAfter };
  const linted = code === 0 || code === 1 ? readResult(stdout) : undefined;
  if (linted === undefined)
    return { kind: 'failed', name, message: lastWords(stderr === '' ? stdout : stderr, folder) };
  const wanted = new Set(request.targets);
  const found = linted.filter(({ path }) => wanted.has(path));
  const seen = new Set(found.map(({ path }) => path));
  return {
    kind: 'linted',
    name,
    version,
    problems: found.flatMap(({ problems }) => problems),
    unlinted: request.targets.filter((path) => !seen.has(path)),
  };
}

interface LintedFile {
  readonly path: string;
  readonly problems: readonly LintProblem[];
}

/** Its JSON: a list of `{filepath, violations: [{code, description, start_line_no, start_line_pos, warning}]}`. */
function readResult(stdout: string): readonly LintedFile[] | undefined {
  try {
    const data: unknown = JSON.parse(stdout);
    return Array.isArray(data) ? data.flatMap(readFile) : undefined;
  } catch {
    return undefined;
  }
}

function readFile(data: unknown): readonly LintedFile[] {
  const path = fieldOf(data, 'filepath');
  const violations = fieldOf(data, 'violations');
  if (typeof path !== 'string' || !Array.isArray(violations)) return [];
  const plain = path.replaceAll('\\', '/').replace(/^\.\//, '');
  return [{ path: plain, problems: violations.flatMap((each) => readProblem(plain, each)) }];
}

/** What its configuration calls a warning does not fail its run, and so is none here. */
function readProblem(path: string, data: unknown): readonly LintProblem[] {
  const [code, message] = [fieldOf(data, 'code'), fieldOf(data, 'description')];
  if (typeof code !== 'string' || typeof message !== 'string' || fieldOf(data, 'warning') === true) return [];
  const kind = syntaxCodes.has(code) ? 'syntax' : 'style';
  const place = { line: numberOf(data, 'start_line_no'), column: numberOf(data, 'start_line_pos') };
  return [{ path, ...place, code, kind, message }];
}

/** Codes of what it could not lex, template or parse. */
const syntaxCodes = new Set(['LXR', 'TMP', 'PRS']);

function numberOf(data: unknown, key: string): number {
  const value = fieldOf(data, key);
  return typeof value === 'number' && value >= 1 ? value : 1;
}

function fieldOf(data: unknown, key: string): unknown {
  return typeof data === 'object' && data !== null ? Object.getOwnPropertyDescriptor(data, key)?.value : undefined;
}

/** The last line that says something: a traceback ends with its reason. */
function lastWords(text: string, folder: string): string {
  const lines = text
    .replaceAll(join(folder, 'files') + sep, '')
    .replaceAll(folder, '')
    .split('\n')
    .map((line) => line.trim());
  return (lines.findLast((line) => line !== '') ?? '').slice(0, 500);
}
