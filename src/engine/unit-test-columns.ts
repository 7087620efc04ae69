import { columnTypeOf, familyOfType } from '../diff/column-type.ts';
import { warehouseOf } from '../diff/warehouse.ts';
import type { ColumnFamily } from '../model/columns.ts';
import { hasColumn, physicalNameOf, type Property } from '../model/contract.ts';
import type { TextRow, TypeClash } from '../model/unit-tests.ts';
import type { ResultTable } from './unit-test-compare.ts';
import type { BoundObject } from './contracted-nodes.ts';

/** The values of one column of a result, and its type as DuckDB names it. */
export interface ResultColumn {
  readonly type: string;
  readonly cells: readonly (string | null)[];
}

/** The column of a result that a property describes; undefined where it has none. */
export function columnOf({ columns, rows }: ResultTable, property: Property): ResultColumn | undefined {
  const name = physicalNameOf(property).toLowerCase();
  const at = columns.findIndex((column) => column.name.toLowerCase() === name);
  const type = columns[at]?.type;
  return type === undefined ? undefined : { type, cells: rows.map((row: TextRow) => row[at] ?? null) };
}

/** Columns whose values are of another family than the contract says; `known` are told without running anything. */
export function typeClashes(
  { contract, object }: BoundObject,
  result: ResultTable,
  known: ReadonlySet<string>,
): readonly TypeClash[] {
  const warehouse = warehouseOf(contract);
  return object.properties.filter(hasColumn).flatMap((property): readonly TypeClash[] => {
    const column = columnOf(result, property);
    const promised = columnTypeOf(property, warehouse);
    const family = column === undefined ? undefined : familyOfType('duckdb', column.type);
    if (column === undefined || promised === undefined || family === undefined) return [];
    // A column of nothing has no type of its own.
    if (known.has(physicalNameOf(property).toLowerCase()) || column.cells.every((cell) => cell === null)) return [];
    if (!clash(promised.family, family)) return [];
    const written = property.physicalType ?? property.logicalType;
    return [
      {
        contract: contract.id,
        names: [object.name, property.name],
        promised: written?.value ?? promised.family,
        found: column.type,
        at: written?.at ?? property.at,
      },
    ];
  });
}

/** Families that no warehouse takes for each other; documents and dates are typed differently everywhere. */
const definite: ReadonlySet<ColumnFamily> = new Set(['number', 'string', 'boolean', 'time']);
const temporal: ReadonlySet<ColumnFamily> = new Set(['date', 'timestamp']);

function clash(promised: ColumnFamily, found: ColumnFamily): boolean {
  if (promised === found) return false;
  const isSure = (family: ColumnFamily): boolean => definite.has(family) || temporal.has(family);
  return isSure(promised) && isSure(found) && !(temporal.has(promised) && temporal.has(found));
}
