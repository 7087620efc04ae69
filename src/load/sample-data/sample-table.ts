import type { SampleRow } from '../../model/sample-data.ts';
import type { Location } from '../../model/location.ts';

/** One table in a file of sample data. */
export interface SampleTable {
  /** Where the file holds several tables: the name of this one. */
  readonly key?: string;
  readonly columns: readonly string[];
  readonly places?: ReadonlyMap<string, Location>;
  /** Undefined where it is not certain that they are rows of this table. */
  readonly rows?: readonly SampleRow[];
}

/** Rows that are looked at; what comes after them is not judged. */
export const maxRows = 1_000;
