/** A place in a file of one of the two trees. Lines and columns are 1-based; columns count UTF-16 units; the end is exclusive. */
export interface Location {
  /** Path from the repository root, with `/` separators. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** A value with the place where it is written, so that a finding can point at it and a fix can replace it. */
export interface Located<T> {
  readonly value: T;
  readonly at: Location;
}

/** The start of a file: where a finding about a whole file sits. */
export function fileStart(path: string): Location {
  return { path, line: 1, column: 1 };
}

/** Orders locations by path, line and column (code point order, locale-free). */
export function compareLocations(a: Location, b: Location): number {
  return compareText(a.path, b.path) || a.line - b.line || a.column - b.column;
}

/** Orders text by UTF-16 unit: the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
