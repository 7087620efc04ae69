import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { cwd } from 'node:process';
import { pathToFileURL } from 'node:url';
import { type CollectedTest, collectFile, type Group, takeFinished } from './stand-in.ts';

/**
 * A test runner of Stryker that runs the tests in its own process: files are imported once, a mutant is switched on by its number
 * and only the tests that reach it run, the quickest first, until one fails.
 */

/** What instrumented code reads and writes: see "instrumenter" of Stryker. */
interface Instruments {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  /** Which test reaches which mutants. */
  mutantCoverage?: object;
}

/** What Stryker asks for, in the words and numbers that its interface "TestRunner" has at run time. */
interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  /** How often a mutant may be reached before it counts as endless. */
  readonly hitLimit?: number;
}

interface TestResult {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly timeSpentMs: number;
  /** 0 passed, 1 failed. */
  readonly status: 0 | 1;
  readonly failureMessage?: string;
}

interface DryRunResult {
  readonly status: 'complete';
  readonly tests: readonly TestResult[];
  readonly mutantCoverage?: object;
}

type MutantRunResult =
  | { readonly status: 'timeout' }
  | { readonly status: 'survived'; readonly nrOfTests: number }
  | {
      readonly status: 'killed';
      readonly nrOfTests: number;
      readonly killedBy: readonly string[];
      readonly failureMessage: string;
    };

/** Option `inProcess`: patterns of test files, below the root of the repository. */
interface TestSelection {
  readonly files: readonly string[];
  readonly exclude: readonly string[];
}

interface Outcome {
  readonly test: CollectedTest;
  readonly timeSpentMs: number;
  readonly failure?: string;
}

/** The global that instrumented code uses. */
const namespace = '__stryker__';

const now = performance.now.bind(performance);

const standIn = new URL('stand-in.ts', import.meta.url).href;

export class InProcessRunner {
  readonly #instruments: Instruments = {};
  readonly #selection: TestSelection;
  readonly #durations = new Map<string, number>();
  #tests: readonly CollectedTest[] = [];

  static readonly inject = ['options'] as const;

  constructor({ inProcess }: { readonly inProcess: TestSelection }) {
    this.#selection = inProcess;
    Object.assign(globalThis, { [namespace]: this.#instruments });
  }

  /** What runs at import is ignored (`ignoreStatic`), so nothing ever has to be imported again for a mutant. */
  capabilities(): { readonly reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === 'vitest' ? { url: standIn, shortCircuit: true } : next(specifier, context),
    });
    // Instrumented code is slow: tests of speed see a clock that stands still.
    Object.assign(performance, { now: () => 0 });
    await import(pathToFileURL(resolve('__tests__/support/property-tests.ts')).href);
    const { files: patterns, exclude } = this.#selection;
    const files = globSync([...patterns], { exclude: [...exclude] }).toSorted();
    const collected: CollectedTest[] = [];
    for (const file of files) {
      const url = pathToFileURL(join(cwd(), file)).href;
      collected.push(...(await collectFile(file, () => import(url))));
    }
    this.#tests = collected;
  }

  async dryRun(): Promise<DryRunResult> {
    this.#instruments.activeMutant = undefined;
    const outcomes = await this.#run(this.#tests, 'all');
    const { mutantCoverage } = this.#instruments;
    return { status: 'complete', tests: outcomes.map(testResult), ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRun): Promise<MutantRunResult> {
    const wanted = testFilter === undefined ? undefined : new Set(testFilter);
    const tests = this.#tests.filter(({ id }) => wanted === undefined || wanted.has(id));
    Object.assign(this.#instruments, { activeMutant: activeMutant.id, hitLimit, hitCount: 0 });
    const outcomes = await this.#run(
      tests.toSorted((a, b) => this.#durationOf(a) - this.#durationOf(b)),
      'until failure',
    );
    const { hitCount = 0 } = this.#instruments;
    Object.assign(this.#instruments, { activeMutant: undefined, hitLimit: undefined, hitCount: undefined });
    if (hitLimit !== undefined && hitCount > hitLimit) return { status: 'timeout' };
    const failed = outcomes.find(({ failure }) => failure !== undefined);
    const nrOfTests = outcomes.length;
    if (failed === undefined) return { status: 'survived', nrOfTests };
    return { status: 'killed', nrOfTests, killedBy: [failed.test.id], failureMessage: failed.failure ?? '' };
  }

  #durationOf({ id }: CollectedTest): number {
    return this.#durations.get(id) ?? 0;
  }

  async #run(tests: readonly CollectedTest[], until: 'all' | 'until failure'): Promise<readonly Outcome[]> {
    const entered = new Set<Group>();
    const outcomes: Outcome[] = [];
    for (const test of tests) {
      const start = now();
      this.#instruments.currentTestId = test.id;
      const failure = await failureOf(test, entered);
      this.#instruments.currentTestId = undefined;
      const timeSpentMs = now() - start;
      this.#durations.set(test.id, timeSpentMs);
      outcomes.push({ test, timeSpentMs, ...(failure !== undefined && { failure }) });
      if (until === 'until failure' && failure !== undefined) break;
    }
    for (const group of [...entered].toReversed()) await runAll(group.afterAll);
    return outcomes;
  }
}

/** The message of what `test` throws; undefined where it passes. */
async function failureOf(test: CollectedTest, entered: Set<Group>): Promise<string | undefined> {
  try {
    for (const group of test.groups) {
      if (entered.has(group)) continue;
      entered.add(group);
      await runAll(group.beforeAll);
    }
    for (const group of test.groups) await runAll(group.beforeEach);
    await test.run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error);
  } finally {
    for (const group of test.groups) await runAll(group.afterEach);
    await runAll(takeFinished());
  }
}

async function runAll(hooks: readonly (() => unknown)[]): Promise<void> {
  for (const run of hooks) await run();
}

function testResult({ test: { id, name, fileName }, timeSpentMs, failure }: Outcome): TestResult {
  const base = { id, name, fileName: resolve(fileName), timeSpentMs };
  return failure === undefined ? { ...base, status: 0 } : { ...base, status: 1, failureMessage: failure };
}

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner }];
