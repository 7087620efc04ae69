import type { Engines } from '../compile/engines.ts';
import type { Side } from './check-input.ts';
import type { Skipped } from '../model/tree.ts';
import type { SampleOutcome, UnitTestMode, UnitTestResult } from '../model/unit-tests.ts';
import type { Progress, SampleDatabase } from '../ports.ts';
import { compareRows } from './unit-test-compare.ts';
import { planUnitTests, type PlannedTest, type TestPlan, type UnitTestSource } from './unit-test-plan.ts';
import { brokenPromises } from './unit-test-promises.ts';
import { typeClashes } from './unit-test-columns.ts';

/** Both trees, and what runs their tests. */
export interface UnitTestRequest {
  readonly base: UnitTestSource;
  readonly head: UnitTestSource;
  readonly mode: UnitTestMode;
  readonly engines: Engines;
  /** Undefined where nothing can be run at all. */
  readonly database: SampleDatabase | undefined;
  readonly progress: Progress;
}

/** What the tests of both trees told; those of base only where they tell which failures of head are old. */
export interface UnitTestRun {
  readonly base?: readonly UnitTestResult[];
  readonly head?: readonly UnitTestResult[];
  /** What was not run, and why. */
  readonly skipped: readonly Skipped[];
}

/** All runs of one tree together; a sample takes milliseconds. */
const limitMs = 60_000;

/** Runs the unit tests of head, and those of base whose failures may be old. */
export async function runUnitTests(request: UnitTestRequest): Promise<UnitTestRun> {
  const { head, base, mode, database, progress, engines } = request;
  const { sampleData = [], dbt } = head.project;
  if (mode === 'off' || database === undefined) return { skipped: [] };
  if (sampleData.length === 0 && dbt.every(({ unitTests = [] }) => unitTests.length === 0)) return { skipped: [] };
  await engines.prepare({ adapters: [...new Set(dbt.map(({ dialect }) => dialect))], python: false, hcl: false });
  const tests = planUnitTests(head);
  if (tests.length === 0) return { skipped: [] };
  progress.step(`running ${tests.length} unit tests`);
  const absence = await database.absence(mode, head.project.paths ?? new Set());
  if (absence !== undefined) {
    const values = { n: tests.length };
    return { skipped: [{ what: 'unit tests', why: `unit-tests.duckdb-${absence}`, values }] };
  }
  const results = await runAll(tests, database);
  const failed = new Set(results.filter(({ outcome }) => outcome === 'failed').map(keyOf));
  const before = failed.size === 0 ? [] : planUnitTests(base).filter(({ subject }) => failed.has(keyOf(subject)));
  return { head: results, base: await runAll(before, database), skipped: results.flatMap(notRun) };
}

/** A side with what its tests told, and what of them did not run. */
export function withUnitTests(
  { project, facts, ...side }: Side,
  results: UnitTestRun['head'],
  skipped: UnitTestRun['skipped'] = [],
): Side {
  return {
    ...side,
    project: skipped.length === 0 ? project : { ...project, skipped: [...project.skipped, ...skipped] },
    facts: results === undefined ? facts : { ...facts, unitTests: results },
  };
}

function keyOf({ test, model, path }: Pick<UnitTestResult, 'test' | 'model' | 'path'>): string {
  return JSON.stringify([test ?? '', model, path]);
}

function notRun({ test, path, reason }: UnitTestResult): readonly Skipped[] {
  if (reason === undefined) return [];
  return [{ what: test ?? path, why: `unit-tests.${reason.key}`, values: reason.values }];
}

interface RunnableTest extends PlannedTest {
  readonly plan: TestPlan;
}

async function runAll(tests: readonly PlannedTest[], database: SampleDatabase): Promise<readonly UnitTestResult[]> {
  const runnable = tests.filter(isRunnable);
  const outcomes =
    runnable.length === 0
      ? []
      : await database.run(
          runnable.map(({ plan }) => plan.run),
          limitMs,
        );
  const byTest = new Map(runnable.map((test, at) => [test, outcomes[at]]));
  return tests.map((test) => {
    if (!isRunnable(test))
      return unrun(test, test.plan.kind === 'unrunnable' ? test.plan.reason : { key: 'crash', values: {} });
    const outcome = byTest.get(test);
    return outcome === undefined ? unrun(test, { key: 'crash', values: {} }) : judge(test, outcome);
  });
}

function isRunnable(test: PlannedTest): test is RunnableTest {
  return test.plan.kind === 'run';
}

const nothing = { differences: [], missingColumns: [], broken: [], clashes: [] };

function unrun({ subject, expect }: PlannedTest, reason: NonNullable<UnitTestResult['reason']>): UnitTestResult {
  const columns = expect?.columns ?? [];
  return { ...subject, outcome: 'not-run', reason, rows: { given: 0, found: 0 }, columns, ...nothing };
}

function judge(test: RunnableTest, outcome: SampleOutcome): UnitTestResult {
  const { plan, subject, expect, object, known } = test;
  if (outcome.kind === 'refused')
    return unrun(test, { key: 'refused', values: { what: outcome.what, message: outcome.message } });
  if (outcome.kind === 'stopped') return unrun(test, { key: outcome.because, values: {} });
  const comparison = expect === undefined ? undefined : compareRows(expect, outcome);
  if (comparison?.kind === 'incomparable')
    return unrun(test, { key: 'incomparable', values: { column: comparison.column, type: comparison.type } });
  const { differences = [], missingColumns = [] } = comparison ?? {};
  // What the clock or chance gives is no mistake of the model.
  if (differences.length > 0 && plan.isVolatile) return unrun(test, { key: 'volatile', values: {} });
  const judged = { ...outcome, isWhole: plan.isWhole, given: plan.given };
  const broken = object === undefined ? [] : brokenPromises(object, judged);
  const clashes = object === undefined || !plan.isTyped ? [] : typeClashes(object, outcome, known);
  const isFailed = [differences, missingColumns, broken, clashes].some((list) => list.length > 0);
  return {
    ...subject,
    isCertain: subject.isCertain && plan.isTyped,
    outcome: isFailed ? 'failed' : 'passed',
    rows: { given: plan.given, found: outcome.rows.length },
    columns: (expect?.columns ?? []).filter((name) => !missingColumns.includes(name)),
    differences,
    missingColumns,
    broken,
    clashes,
  };
}
