import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** A program to measure. */
export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Wall time of a program: the median of its runs, in milliseconds. */
export interface Measurement {
  readonly name: string;
  readonly medianMs: number;
  readonly fastestMs: number;
}

/** Runs every program `runs` times, in turns, so that a busy moment of the machine hits all alike. */
export function measure(programs: readonly Program[], runs: number): readonly Measurement[] {
  const times = programs.map((): number[] => []);
  for (let run = 0; run < runs; run++) {
    for (const [index, program] of programs.entries()) times[index]?.push(timeOf(program));
  }
  return programs.map(({ name }, index) => {
    const sorted = (times[index] ?? []).toSorted((a, b) => a - b);
    return { name, medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0, fastestMs: sorted[0] ?? 0 };
  });
}

/** One run, start included. @throws Error where the program fails: a crash must not look like a fast run */
function timeOf({ name, command, args, cwd, env }: Program): number {
  const start = performance.now();
  const run = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  const elapsed = performance.now() - start;
  if (run.error !== undefined) throw run.error;
  if (run.status !== 0)
    throw new Error(`${name} ended with ${run.status ?? run.signal}: ${run.stderr}${run.stdout.slice(-2000)}`);
  return elapsed;
}
