import { type Json, physicalNameOf, type Property } from '../../model/contract.ts';
import type { TestRows } from '../../model/unit-tests.ts';
import { literal } from '../dbt/test-call.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';

/** Rows as dbt takes them (`format: dict`), and the columns that are not among them. */
interface WrittenRows {
  readonly rows: readonly YamlData[];
  /** Their columns, as the warehouse calls them. */
  readonly columns: readonly string[];
  /** Columns that the contract of the table does not have. */
  readonly unknown: readonly string[];
  /** Columns that hold lists or records. */
  readonly nested: readonly string[];
}

/**
 * Writes rows by the types of the contract's `columns` (by name in lower case; none where no contract describes the table). dbt casts
 * texts to the type of the column, so numbers with meaning in their digits (`012`, `10.50`) and dates stay texts.
 */
export function writeRows({ columns: names, rows }: TestRows, columns: ReadonlyMap<string, Property>): WrittenRows {
  const isUnknown = (column: string): boolean => columns.size > 0 && !columns.has(column.toLowerCase());
  const isNested = (at: number): boolean => rows.some((row) => typeof row[at] === 'object' && row[at] !== null);
  const all = names.map((column, at) => ({ column, at, unknown: isUnknown(column), nested: isNested(at) }));
  const kept = all
    .filter(({ unknown, nested }) => !unknown && !nested)
    .map(({ column, at }) => ({ at, column, property: columns.get(column.toLowerCase()) }));
  const nameIn = ({ column, property }: (typeof kept)[number]): string =>
    property === undefined ? column : physicalNameOf(property);
  return {
    rows: rows.map((row) =>
      Object.fromEntries(kept.map((each) => [nameIn(each), cellOf(row[each.at] ?? null, each.property)])),
    ),
    columns: kept.map(nameIn),
    unknown: all.filter(({ unknown }) => unknown).map(({ column }) => column),
    nested: all.filter(({ unknown, nested }) => nested && !unknown).map(({ column }) => column),
  };
}

function cellOf(value: Json, property: Property | undefined): Json {
  if (typeof value !== 'string') return value;
  const type = property?.logicalType?.value;
  if (type === 'boolean') return truths.get(value.trim().toLowerCase()) ?? literal(value);
  const isNumber = type === 'integer' || type === 'number';
  return isNumber && String(Number(value)) === value && Number.isFinite(Number(value)) ? Number(value) : literal(value);
}

/** Words for truth in English and Portuguese; warehouses cast only some of them. */
const truths: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'true', 'y', 'yes', 's', 'sim', 'verdadeiro'].map((word): [string, boolean] => [word, true]),
  ...['0', 'f', 'false', 'n', 'no', 'nao', 'não', 'falso'].map((word): [string, boolean] => [word, false]),
]);
