import { compareText } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import type { SnapshotColumn, SnapshotTable, WarehouseSnapshot } from '../../model/snapshot.ts';
import { snapshotProblem } from './snapshot-problem.ts';

/** One row of `information_schema.columns`; keys are lower case, an empty text is SQL's NULL. */
export interface ColumnRow {
  readonly line: number;
  /** Number of the row where the file has no line per row (JSON). */
  readonly row?: number;
  readonly cells: ReadonlyMap<string, string>;
}

const requiredColumns = ['table_name', 'column_name', 'data_type'];
/** More mistakes than these are one mistake of the export. */
const maxProblems = 100;
/** Tables of the warehouse about itself. */
const systemSchemas = new Set(['information_schema', 'pg_catalog']);

/** Groups rows by table, columns in ordinal order (file order where it is not given); tables sorted by name. */
export function readColumnRows(
  path: string,
  header: readonly string[],
  rows: readonly ColumnRow[],
): { readonly snapshot?: WarehouseSnapshot; readonly problems: readonly Problem[] } {
  const absent = requiredColumns.filter((name) => !header.includes(name));
  if (rows.length === 0 && header.length === 0) return { problems: [snapshotProblem({ path, message: 'empty' })] };
  if (absent.length > 0) {
    return { problems: [snapshotProblem({ path, message: 'columns-absent', values: { absent: absent.join(', ') } })] };
  }
  if (rows.length === 0) return { problems: [snapshotProblem({ path, message: 'empty' })] };
  const problems = rows.flatMap((row) => rowProblems(path, row));
  const groups = groupByTable(path, rows, problems);
  if (problems.length > 0) return { problems: problems.slice(0, maxProblems) };
  return { snapshot: { path, format: 'information-schema', tables: sortTables(groups.map(toTable)) }, problems: [] };
}

/** Orders tables by database, schema and name. */
export function sortTables(tables: readonly SnapshotTable[]): readonly SnapshotTable[] {
  return tables.toSorted(
    (a, b) =>
      compareText(a.database ?? '', b.database ?? '') ||
      compareText(a.schema ?? '', b.schema ?? '') ||
      compareText(a.name, b.name),
  );
}

function rowProblems(path: string, row: ColumnRow): readonly Problem[] {
  const place = { path, line: row.line };
  const at = String(row.row ?? row.line);
  const blank = requiredColumns.filter((name) => text(row, name) === undefined);
  const ordinal = text(row, 'ordinal_position');
  return [
    ...blank.map((column) => snapshotProblem({ ...place, message: 'cell-empty', values: { column, row: at } })),
    ...(ordinal === undefined || /^\d{1,9}$/.test(ordinal)
      ? []
      : [snapshotProblem({ ...place, message: 'ordinal', values: { value: ordinal, row: at } })]),
  ];
}

function groupByTable(
  path: string,
  rows: readonly ColumnRow[],
  problems: Problem[],
): readonly (readonly ColumnRow[])[] {
  const tables = new Map<string, ColumnRow[]>();
  const seen = new Set<string>();
  for (const row of rows) {
    if (systemSchemas.has((text(row, 'table_schema') ?? '').toLowerCase())) continue;
    const table = JSON.stringify(['table_catalog', 'table_schema', 'table_name'].map((name) => text(row, name)));
    const column = `${table} ${text(row, 'column_name') ?? ''}`;
    if (seen.has(column) && problems.length < maxProblems) {
      const values = {
        column: text(row, 'column_name') ?? '',
        table: text(row, 'table_name') ?? '',
        row: String(row.row ?? row.line),
      };
      problems.push(snapshotProblem({ path, line: row.line, message: 'column-twice', values }));
    }
    seen.add(column);
    const group = tables.get(table);
    if (group === undefined) tables.set(table, [row]);
    else group.push(row);
  }
  return [...tables.values()];
}

function toTable(rows: readonly ColumnRow[]): SnapshotTable {
  const sorted = rows.toSorted(
    (a, b) => Number(text(a, 'ordinal_position') ?? 0) - Number(text(b, 'ordinal_position') ?? 0),
  );
  const first = rows[0];
  const database = first === undefined ? undefined : text(first, 'table_catalog');
  const schema = first === undefined ? undefined : text(first, 'table_schema');
  return {
    ...(database === undefined ? {} : { database }),
    ...(schema === undefined ? {} : { schema }),
    name: (first === undefined ? undefined : text(first, 'table_name')) ?? '',
    columns: sorted.map(toColumn),
  };
}

function toColumn(row: ColumnRow): SnapshotColumn {
  const nullable = yesNo(text(row, 'is_nullable'));
  return { name: text(row, 'column_name') ?? '', type: typeOf(row), ...(nullable === undefined ? {} : { nullable }) };
}

function yesNo(value: string | undefined): boolean | undefined {
  if (/^(yes|y|true|t|1)$/i.test(value ?? '')) return true;
  return /^(no|n|false|f|0)$/i.test(value ?? '') ? false : undefined;
}

/** The type with its parameters, which most warehouses keep in columns of their own. */
function typeOf(row: ColumnRow): string {
  const full = text(row, 'full_data_type');
  if (full !== undefined) return full;
  const name = text(row, 'data_type') ?? '';
  const own = text(row, 'udt_name');
  // PostgreSQL: the element type of an array, and user-defined types, are only named in udt_name.
  if (name.toUpperCase() === 'ARRAY' && own?.startsWith('_') === true) return `${own.slice(1)}[]`;
  if (name.toUpperCase() === 'USER-DEFINED' && own !== undefined) return own;
  return name.includes('(') || name.includes('<') ? name : withParameters(name, row);
}

function withParameters(name: string, row: ColumnRow): string {
  if (/^(n?varchar2?|n?char|character( varying)?|text|string|bpchar|char varying)$/i.test(name)) {
    return parameters(name, [number(row, 'character_maximum_length')]);
  }
  if (/^(numeric|decimal|number)$/i.test(name)) {
    return parameters(name, [number(row, 'numeric_precision'), number(row, 'numeric_scale')]);
  }
  const precision = number(row, 'datetime_precision');
  if (!/^(time|datetime)/i.test(name) || precision === undefined) return name;
  return name.replace(/^\w+/, (word) => `${word}(${precision})`);
}

function parameters(name: string, numbers: readonly (string | undefined)[]): string {
  const known = numbers.filter((value) => value !== undefined);
  return known.length === 0 || numbers[0] === undefined ? name : `${name}(${known.join(',')})`;
}

/** A whole number of at most nine digits: what stands there for "no limit" (2147483647, 1073741824) is none. */
function number(row: ColumnRow, name: string): string | undefined {
  const value = text(row, name)?.replace(/\.0+$/, '');
  return value !== undefined && /^\d{1,9}$/.test(value) ? value : undefined;
}

function text(row: ColumnRow, name: string): string | undefined {
  const value = row.cells.get(name) ?? aliases.get(name)?.flatMap((alias) => row.cells.get(alias) ?? [])[0];
  return value === undefined || value === '' ? undefined : value;
}

const aliases: ReadonlyMap<string, readonly string[]> = new Map([['table_catalog', ['table_database', 'table_cat']]]);
