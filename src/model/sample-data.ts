import type { Json } from './contract.ts';
import type { Location } from './location.ts';

/** What a file of `specs/sample-data` shows of one schema object. */
export interface SampleData {
  readonly path: string;
  /** Names that may be the object's, in lower case, nearest first: the key in the file, the file, its folders. */
  readonly names: readonly string[];
  /** Names of the columns, as written. */
  readonly columns: readonly string[];
  /** Where each column is first written; undefined where the format has no places. */
  readonly places?: ReadonlyMap<string, Location>;
  /** Rows as they are written: at most the first 1,000. */
  readonly rows?: readonly SampleRow[];
}

/** One row of sample data: values by column; texts of CSV are texts, `null` is absence. */
export interface SampleRow {
  readonly values: { readonly [column: string]: Json };
  readonly at: Location;
}
