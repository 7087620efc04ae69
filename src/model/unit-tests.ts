import type { Json } from './contract.ts';
import type { Location } from './location.ts';

/** When unit tests run: `auto` where DuckDB is installed, `on` also fetches it. */
export const unitTestModes = ['off', 'auto', 'on'] as const;
export type UnitTestMode = (typeof unitTestModes)[number];

/** Rows of one relation, as a file writes them. */
export interface TestRows {
  /** Names of the columns, as written; of none where there are no rows. */
  readonly columns: readonly string[];
  /** Values in the order of `columns`; texts of CSV are texts, null is absence. */
  readonly rows: readonly (readonly Json[])[];
  /** Whether every value is written as a text, whatever it is: CSV. */
  readonly isCsv: boolean;
  readonly at: Location;
}

/** What a model reads in a test. */
export type TestInput =
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'source'; readonly source: string; readonly table: string }
  | { readonly kind: 'this' };

/** A test of dbt (`unit_tests:`): what a model gives for some rows. */
export interface DbtUnitTest {
  readonly name: string;
  readonly model: string;
  readonly given: readonly GivenInput[];
  /** Undefined where it is not written as rows. */
  readonly expect?: TestRows;
  readonly overrides: {
    readonly macros: { readonly [name: string]: Json };
    readonly vars: { readonly [name: string]: Json };
  };
  /** What of it is not understood, as a word of the file (`format: sql`): then it is not run. */
  readonly unsupported?: string;
  readonly at: Location;
}

/** An input of a test; without rows it takes those of the seed of that name. */
export interface GivenInput {
  readonly input: TestInput;
  readonly rows?: TestRows;
}

/** Cells of rows as texts, null where a cell holds nothing. */
export type TextRow = readonly (string | null)[];

/** One query over sample rows, as plain data: everything that an embedded database is told. */
export interface SampleRun {
  /** What division of two integers gives, and where nulls sort: the words of DuckDB's settings. */
  readonly settings: { readonly integerDivision: boolean; readonly nullOrder: string };
  readonly tables: readonly SampleRelation[];
  /** Models below the tested one, each behind what it reads. */
  readonly views: readonly SampleView[];
  readonly query: SampleQuery;
  /** Queries over the result, each of one value; the result is called as `resultNames` says. */
  readonly checks: readonly SampleQuery[];
  readonly resultNames: readonly string[];
}

export interface SampleRelation {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly TextRow[];
}

export interface SampleView {
  readonly schema: string;
  readonly name: string;
  readonly query: SampleQuery;
}

/** Spellings of one query; the first that the database understands counts. */
export type SampleQuery = readonly string[];

/** What came of a run. A database that refuses says why in its own words. */
export type SampleOutcome =
  | {
      readonly kind: 'done';
      readonly columns: readonly { readonly name: string; readonly type: string }[];
      readonly rows: readonly TextRow[];
      /** What each check measured; null where the database does not understand it. */
      readonly checks: readonly ({ readonly value: string | null } | null)[];
    }
  | { readonly kind: 'refused'; readonly what: string; readonly message: string }
  | { readonly kind: 'stopped'; readonly because: 'time' | 'crash' | 'size' };

/** Why a database cannot be asked. */
export type SampleAbsence =
  /** It is not installed. */
  | 'missing'
  /** It could not be fetched. */
  | 'not-fetched'
  /** The change comes from a fork. */
  | 'fork';

/** A cell that differs. */
export interface RowDifference {
  /** In the columns of the expectation. */
  readonly expected?: TextRow;
  readonly actual?: TextRow;
}

/** A promise of a contract that the result breaks. */
export interface BrokenPromise {
  /** `required`, `unique`, `primary-key`, `enum`, `minimum`, `pattern`, `row-count`, `sql`, …: what was promised. */
  readonly kind: string;
  readonly contract: string;
  /** Names from the schema object to the property. */
  readonly names: readonly string[];
  /** The promise as the contract writes it, and a value of the result that breaks it. */
  readonly promise: string;
  readonly found: string;
  readonly at: Location;
}

/** A column of the result that is of another family than its contract says. */
export interface TypeClash {
  readonly contract: string;
  readonly names: readonly string[];
  readonly promised: string;
  readonly found: string;
  readonly at: Location;
}

/** What one test of one model told. */
export interface UnitTestResult {
  /** Name of dbt's test; undefined for sample data. */
  readonly test?: string;
  readonly model: string;
  /** File of the model. */
  readonly path: string;
  /** Where the expectation is written; the model's file where there is none. */
  readonly at: Location;
  readonly outcome: 'passed' | 'failed' | 'not-run';
  /** Why it did not run: key below `unit-tests.` of the message catalogues, and its values. */
  readonly reason?: { readonly key: string; readonly values: { readonly [name: string]: string } };
  /**
   * Whether what is found is surely the model's: DuckDB reads its SQL as its warehouse does, every input column has its type, and
   * the rows are meant as a test.
   */
  readonly isCertain: boolean;
  /** Rows that were given, and rows that came out. */
  readonly rows: { readonly given: number; readonly found: number };
  /** Columns that are compared, as the expectation writes them; none without an expectation. */
  readonly columns: readonly string[];
  readonly differences: readonly RowDifference[];
  /** Columns of the expectation that the model does not give. */
  readonly missingColumns: readonly string[];
  readonly broken: readonly BrokenPromise[];
  readonly clashes: readonly TypeClash[];
}
