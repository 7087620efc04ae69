import { readFileSync } from 'node:fs';
import { chai, GLOBAL_EXPECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';

/**
 * Stands in for `vitest` while mutants run: tests are collected once and then run by their id in the same process, which makes a
 * mutant cost milliseconds. Only what the tests of this repository use is here; anything else fails at import.
 */
type Body = (...values: readonly unknown[]) => unknown;

/** A collected test, and the hooks of its file and groups, outermost first. */
export interface CollectedTest {
  /** `<file>#<names>#<number>`, the same in every process. */
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly groups: readonly Group[];
  run(): unknown;
}

/** A `describe`, or a file. */
export interface Group {
  readonly name: string;
  readonly beforeAll: (() => unknown)[];
  readonly afterAll: (() => unknown)[];
  readonly beforeEach: (() => unknown)[];
  readonly afterEach: (() => unknown)[];
}

let groups: readonly Group[] = [];
let file = '';
let collected: CollectedTest[] = [];
/** Groups wait until their file is there whole: they may use what it declares below them. */
let waiting: (() => void)[] = [];
let finished: (() => unknown)[] = [];

/** Collects the tests that `load`, the import of `fileName`, declares. */
export async function collectFile(fileName: string, load: () => Promise<unknown>): Promise<readonly CollectedTest[]> {
  file = fileName;
  groups = [emptyGroup(fileName)];
  collected = [];
  waiting = [];
  await load();
  for (const add of waiting) add();
  return collected;
}

/** What `onTestFinished` was given since the last call, latest first. */
export function takeFinished(): readonly (() => unknown)[] {
  const taken = finished.toReversed();
  finished = [];
  return taken;
}

function emptyGroup(name: string): Group {
  return { name, beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
}

function addGroup(name: string, body: Body): void {
  const outer = groups;
  const add = (): void => {
    groups = [...outer, emptyGroup(name)];
    body();
    groups = outer;
  };
  if (outer.length === 1) waiting.push(add);
  else add();
}

function addTest(name: string, body: Body): void {
  const names = [...groups.slice(1).map((group) => group.name), name].join(' > ');
  collected.push({ id: `${file}#${names}#${collected.length}`, name: names, fileName: file, groups, run: body });
}

function skip(): void {}

type Add = (name: string, body: Body) => void;

/** `describe` and `it` with what hangs on them. */
function withVariants(add: Add): Add & {
  each(rows: readonly unknown[]): Add;
  skipIf(condition: boolean): Add;
  runIf(condition: boolean): Add;
  skip: Add;
} {
  const each =
    (rows: readonly unknown[]): Add =>
    (name, body) => {
      for (const row of rows) {
        const values: readonly unknown[] = Array.isArray(row) ? row : [row];
        add(
          name.replace('%s', () => String(values[0])),
          () => body(...values),
        );
      }
    };
  const variants = Object.assign(add.bind(undefined), { each });
  const skipped = Object.assign(skip.bind(undefined), { each: () => skip });
  return Object.assign(variants, {
    skipIf: (condition: boolean) => (condition ? skipped : variants),
    runIf: (condition: boolean) => (condition ? variants : skipped),
    skip: skipped,
  });
}

export const describe = withVariants(addGroup);
export const it = withVariants(addTest);
export const test = it;

type HookName = Exclude<keyof Group, 'name'>;

function hook(name: HookName): (run: () => unknown) => void {
  return (run) => groups.at(-1)?.[name].push(run);
}

export const beforeAll = hook('beforeAll');
export const afterAll = hook('afterAll');
export const beforeEach = hook('beforeEach');
export const afterEach = hook('afterEach');

/** Runs `run` after the current test, whether it passed or not. */
export function onTestFinished(run: () => unknown): void {
  finished.push(run);
}

chai.use((_, utils) => {
  utils.addMethod(chai.Assertion.prototype, 'toMatchFileSnapshot', function (this: object, path: string): void {
    const [actual, expected] = [utils.flag(this, 'object'), readFileSync(path, 'utf8')];
    if (actual !== expected) throw new Error(`differs from ${path}`);
  });
});
chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** The matchers of Vitest, without its worker. */
export const expect = chai.expect;
Object.defineProperty(globalThis, GLOBAL_EXPECT, { value: expect, writable: true, configurable: true });
