import type { SchemaObject } from './contract.ts';
import { groupBy } from './group-by.ts';
import { fileStart } from './location.ts';
import type { Project } from './project.ts';
import type { SampleData, SampleRow } from './sample-data.ts';
import { boundSamples } from './sample-objects.ts';
import type { TestRows } from './unit-tests.ts';

/** Rows of `specs/sample-data`, by what they show. */
export interface SampleRows {
  /** What is read: rows of a schema object, else of a file that is called like one of the names. */
  input(object: SchemaObject | undefined, names: readonly string[]): TestRows | undefined;
  /** What must come out: rows of files that say so (`orders.expected.csv`, `expected/orders.csv`). */
  expected(object: SchemaObject | undefined, names: readonly string[]): TestRows | undefined;
}

/** Indexes the samples of a tree; of two for one thing, neither is taken. */
export function sampleRows(project: Project): SampleRows {
  const bound = boundSamples(project);
  const paths = new Set(bound.map(({ sample }) => sample.path));
  const unbound = (project.sampleData ?? []).filter((sample) => !paths.has(sample.path));
  const find = (isWanted: (sample: SampleData) => boolean): SampleRows['input'] => {
    const ofObjects = groupBy(
      bound.filter(({ sample }) => isWanted(sample)),
      ({ object }) => object,
    );
    const called = groupBy(unbound.filter(isWanted), plainName);
    return (object, names) => {
      const own = object === undefined ? [] : (ofObjects.get(object) ?? []).map(({ sample }) => sample);
      const wanted = new Set(names.map((name) => name.toLowerCase()));
      const candidates = own.length > 0 ? own : [...wanted].flatMap((name) => called.get(name) ?? []);
      const [only, ...others] = candidates;
      return only === undefined || others.length > 0 ? undefined : rowsOf(only);
    };
  };
  return { input: find((sample) => !isExpectation(sample)), expected: find(isExpectation) };
}

const expectation = /[./](?:expected|esperad[ao]s?)[./]/i;

function isExpectation({ path }: SampleData): boolean {
  return expectation.test(path);
}

/** What a sample is called, without the word that says what it is for. */
function plainName({ path, names }: SampleData): string {
  const own = names[0] ?? '';
  const isFile = path.toLowerCase().includes(`/${own}.`);
  return isFile ? own.replace(/\.(?:expected|esperad[ao]s?|sample)$/, '') : own;
}

function rowsOf({ path, columns, rows, places }: SampleData): TestRows | undefined {
  if (rows === undefined) return undefined;
  const [place] = places?.values() ?? [];
  return {
    columns,
    rows: rows.map((row) => cellsOf(row, columns)),
    isCsv: /\.[ct]sv$/i.test(path),
    at: place ?? rows[0]?.at ?? fileStart(path),
  };
}

function cellsOf({ values }: SampleRow, columns: readonly string[]): TestRows['rows'][number] {
  return columns.map((column) => (Object.hasOwn(values, column) ? (values[column] ?? null) : null));
}
