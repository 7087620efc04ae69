import type { ModelColumns, OutputColumn } from '../model/columns.ts';
import { fileStart, type Location } from '../model/location.ts';
import { certainlyMeant } from '../model/suggest.ts';

/**
 * A column's name as it is compared: without case and quotes, which no warehouse of those that are read tells columns apart by;
 * of a field of a record (`address.zip`) the record.
 */
export function columnKey(name: string): string {
  return name
    .replaceAll(/["`[\]]/g, '')
    .replace(/\..*$/, '')
    .toLowerCase();
}

/** The columns of a model by {@link columnKey}; of several of one name the first. */
export function columnsByKey({ columns }: ModelColumns): ReadonlyMap<string, OutputColumn> {
  return new Map(columns.toReversed().map((column) => [columnKey(column.name), column]));
}

/** Where a model's result begins: its first column. */
export function resultPlace({ columns, path }: ModelColumns): Location {
  return columns[0]?.at ?? fileStart(path);
}

/** Which of the columns that nobody promises surely is the wanted one; each can be one only. */
export class Candidates {
  readonly #free: Map<string, OutputColumn>;

  constructor(unpromised: readonly OutputColumn[]) {
    this.#free = new Map(unpromised.map((column) => [columnKey(column.name), column]));
  }

  /** Takes the column that one of `names` is the same as, or else that the first of them is a slip of the pen for. */
  take(names: readonly [string, ...string[]]): OutputColumn | undefined {
    const keys = names.map(columnKey);
    const key = keys.find((each) => this.#free.has(each)) ?? certainlyMeant(keys[0] ?? '', [...this.#free.keys()]);
    const column = key === undefined ? undefined : this.#free.get(key);
    if (key !== undefined) this.#free.delete(key);
    return column;
  }

  /** Those that no promise was found for. */
  get rest(): readonly OutputColumn[] {
    return [...this.#free.values()];
  }
}
