import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { SampleAbsence, SampleOutcome, SampleRun } from '../model/unit-tests.ts';
import type { SampleDatabase } from '../ports.ts';
import { type DuckDbPlaces, findDuckDb } from './duckdb-install.ts';

/** Where DuckDB may be, and where the program's own files are. */
export interface SampleDatabaseOptions extends DuckDbPlaces {
  /** Folder of the bundled program. */
  readonly program: string;
  /** Longest time of one run; default 10 seconds. */
  readonly runLimitMs?: number;
  /** Memory beyond which the process of a run is killed, in bytes; default 1.5 GB. Only Linux tells. */
  readonly memoryLimitBytes?: number;
  /** Told after each batch of runs how many there were, and how long they took. */
  readonly timed?: (count: number, elapsedMs: number) => void;
}

/** Three times what DuckDB may take by its own count. */
const defaultMemoryLimit = 1_500 * 1024 * 1024;
const memoryCheckMs = 50;

/** Long for a sample, short for people who wait. */
const defaultRunLimitMs = 10_000;

/**
 * DuckDB in a process of its own, which has no environment and is killed at its deadline: the SQL is that of whoever opened
 * the pull request. Nothing is started before the first run.
 */
export function createSampleDatabase(options: SampleDatabaseOptions): SampleDatabase {
  let folder: string | undefined;
  return {
    async absence(mode, paths): Promise<SampleAbsence | undefined> {
      const found = await findDuckDb(options, mode, paths);
      if (found.kind === 'absent') return found.why;
      folder = found.folder;
      return undefined;
    },
    async run(runs, limitMs): Promise<readonly SampleOutcome[]> {
      const keeper = new Keeper({
        program: childProgram(options.program),
        folder: folder ?? '',
        memoryLimitBytes: options.memoryLimitBytes ?? defaultMemoryLimit,
      });
      const start = performance.now();
      const end = start + limitMs;
      const outcomes: SampleOutcome[] = [];
      for (const run of runs) {
        const left = Math.min(options.runLimitMs ?? defaultRunLimitMs, end - performance.now());
        outcomes.push(left <= 0 ? { kind: 'stopped', because: 'time' } : await keeper.ask(run, left));
      }
      keeper.end();
      if (runs.length > 0) options.timed?.(runs.length, Math.round(performance.now() - start));
      return outcomes;
    },
  };
}

/** Never runs anything: a change from a fork is other people's code. */
export const noSampleDatabase: SampleDatabase = {
  absence: async () => 'fork',
  run: async (runs) => runs.map(() => ({ kind: 'stopped', because: 'crash' })),
};

/** Beside the bundled program, or as source in a checkout. */
function childProgram(program: string): string {
  const bundled = join(program, 'duckdb-child.js');
  return existsSync(bundled) ? bundled : join(import.meta.dirname, 'duckdb-child.ts');
}

interface ChildPlace {
  readonly program: string;
  /** Folder whose `node_modules` has DuckDB. */
  readonly folder: string;
  readonly memoryLimitBytes: number;
}

/** Keeps one child process, and replaces it when it had to be killed. */
class Keeper {
  readonly #place: ChildPlace;
  #child: Child | undefined;
  /** A child that dies before its first answer would die again. */
  #isBroken = false;

  constructor(place: ChildPlace) {
    this.#place = place;
  }

  async ask(run: SampleRun, limitMs: number): Promise<SampleOutcome> {
    if (this.#isBroken) return { kind: 'stopped', because: 'crash' };
    const child = this.#child ?? new Child(this.#place);
    this.#child = child;
    const answer = await child.ask(run, limitMs);
    if (answer.kind !== 'stopped' || (answer.because === 'size' && child.isIdle)) return answer;
    this.#isBroken = answer.because === 'crash' && child.answers === 0;
    this.end();
    return answer;
  }

  end(): void {
    this.#child?.kill();
    this.#child = undefined;
  }
}

/** One process that runs one query after the other. */
class Child {
  answers = 0;
  /** Whether the last question was answered. */
  isIdle = true;
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;
  readonly #memoryLimitBytes: number;
  #settle: (outcome: SampleOutcome) => void = () => undefined;

  constructor({ program, folder, memoryLimitBytes }: ChildPlace) {
    this.#memoryLimitBytes = memoryLimitBytes;
    // Windows starts no process without SystemRoot; nothing else of the environment is the query's business.
    const root = process.env['SystemRoot'];
    this.#process = spawn(process.execPath, ['--max-old-space-size=512', '--no-warnings', program], {
      cwd: tmpdir(),
      env: root === undefined ? {} : { SystemRoot: root },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const crashed = (): void => this.#settle({ kind: 'stopped', because: 'crash' });
    this.#process.on('error', crashed).on('exit', crashed);
    // A child that died takes no more input; its end is told by `exit`.
    this.#process.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#process.stdout });
    this.#lines.on('line', (line) => this.#answer(line));
    this.#send(folder);
  }

  async ask(run: SampleRun, limitMs: number): Promise<SampleOutcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle({ kind: 'stopped', because: 'time' }), limitMs);
      const watch = setInterval(() => {
        if (memoryOf(this.#process.pid) > this.#memoryLimitBytes) this.#settle({ kind: 'stopped', because: 'size' });
      }, memoryCheckMs);
      this.#settle = (outcome): void => {
        clearTimeout(timer);
        clearInterval(watch);
        this.#settle = () => undefined;
        resolve(outcome);
      };
      if (this.#process.exitCode !== null) this.#settle({ kind: 'stopped', because: 'crash' });
      else {
        this.isIdle = false;
        this.#send(run);
      }
    });
  }

  kill(): void {
    this.#lines.close();
    this.#process.kill('SIGKILL');
  }

  #answer(line: string): void {
    this.answers++;
    this.isIdle = true;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by duckdb-child.ts only; queries reach no stream
    this.#settle(JSON.parse(line) as SampleOutcome);
  }

  #send(message: SampleRun | string): void {
    this.#process.stdin.write(`${JSON.stringify(message)}\n`);
  }
}

/** Bytes that a process has in memory, where Linux tells (proc(5), `statm`: pages of 4 KiB); 0 elsewhere. */
function memoryOf(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
  } catch {
    return 0;
  }
}
