import { parseSampleRows } from '../load/sample-data/sample-rows.ts';
import { boundSamples } from '../rules/sample-objects.ts';
import type { SchemaObject } from '../model/contract.ts';
import type { Project } from '../model/project.ts';
import type { SampleData, SampleRow } from '../model/sample-data.ts';
import { fileStart } from '../model/location.ts';
import type { TestRows } from '../model/unit-tests.ts';

/** Rows of `specs/sample-data`, by what they show. */
export interface SampleRows {
  /** What is read: rows of a schema object, else of a file that is called like one of the names. */
  input(object: SchemaObject | undefined, names: readonly string[]): TestRows | undefined;
  /** What must come out: rows of files that say so (`orders.expected.csv`, `expected/orders.csv`). */
  expected(object: SchemaObject | undefined, names: readonly string[]): TestRows | undefined;
  /** Rows of a CSV file of the repository. */
  csv(path: string): TestRows | undefined;
}

/** Indexes the samples of a tree; of two for one thing, neither is taken. `text` reads files of the tree. */
export function sampleRows(project: Project, text: (path: string) => string | undefined): SampleRows {
  const bound = boundSamples(project);
  const unbound = (project.sampleData ?? []).filter(
    (sample) => !bound.some((each) => each.sample.path === sample.path),
  );
  const find = (
    isWanted: (sample: SampleData) => boolean,
    object: SchemaObject | undefined,
    names: readonly string[],
  ) => {
    const ofObject = bound.flatMap((each) => (each.object === object && isWanted(each.sample) ? [each.sample] : []));
    const candidates =
      ofObject.length > 0 ? ofObject : unbound.filter((sample) => isWanted(sample) && isCalled(sample, names));
    const [only, ...others] = candidates;
    return only === undefined || others.length > 0 ? undefined : rowsOf(only);
  };
  return {
    input: (object, names) => find((sample) => !isExpectation(sample), object, names),
    expected: (object, names) => find(isExpectation, object, names),
    csv: (path) => {
      const content = text(path);
      return content === undefined ? undefined : parseSampleRows(path, content);
    },
  };
}

const expectation = /[./](?:expected|esperad[ao]s?)[./]/i;

function isExpectation({ path }: SampleData): boolean {
  return expectation.test(path);
}

function isCalled({ path, names }: SampleData, wanted: readonly string[]): boolean {
  const own = names[0] ?? '';
  const isFile = path.toLowerCase().includes(`/${own}.`);
  const plain = isFile ? own.replace(/\.(?:expected|esperad[ao]s?|sample)$/, '') : own;
  return wanted.some((name) => name.toLowerCase() === plain);
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
