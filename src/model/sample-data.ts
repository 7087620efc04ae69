/** What a file of `specs/sample-data` shows of one schema object. */
export interface SampleData {
  readonly path: string;
  /** Names that may be the object's, in lower case, nearest first: the key in the file, the file, its folders. */
  readonly names: readonly string[];
  /** Names of the columns, as written. */
  readonly columns: readonly string[];
}
