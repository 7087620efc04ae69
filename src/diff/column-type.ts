import type { ColumnFamily, ColumnType } from '../model/columns.ts';
import type { LogicalType, Property } from '../model/contract.ts';
import { parseType } from './types/parse-type.ts';
import type { TypeFamily } from './types/physical-type.ts';

/** What the parsed types of all warehouses hold, by their family; undefined for what no family of columns stands for. */
export const ofPhysical: { readonly [family in TypeFamily]: ColumnFamily | undefined } = {
  string: 'string',
  integer: 'number',
  decimal: 'number',
  float: 'number',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  timetz: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamp',
  timestampltz: 'timestamp',
  binary: 'bytes',
  json: 'json',
  array: 'array',
  struct: 'struct',
  map: 'struct',
  vector: 'array',
  uuid: 'uuid',
  interval: 'interval',
  geography: 'geography',
  geometry: 'geography',
  other: undefined,
};

/** What the logical types of contracts hold. */
export const ofLogical: { readonly [type in LogicalType]: ColumnFamily } = {
  string: 'string',
  date: 'date',
  timestamp: 'timestamp',
  time: 'time',
  number: 'number',
  integer: 'number',
  object: 'struct',
  array: 'array',
  boolean: 'boolean',
  map: 'struct',
  vector: 'array',
};

/** The family of a physical type as a warehouse (an ODCS server type or dbt adapter) understands it; undefined for unknown types. */
export function familyOfType(warehouse: string | undefined, text: string): ColumnFamily | undefined {
  const family = parseType(warehouse, text)?.family;
  return family && ofPhysical[family];
}

/** The type that a contract gives a column: the physical one where it is known, else the logical one. */
export function columnTypeOf(
  { physicalType, logicalType }: Pick<Property, 'physicalType' | 'logicalType'>,
  warehouse: string | undefined,
): ColumnType | undefined {
  const physical = physicalType && familyOfType(warehouse, physicalType.value);
  if (physicalType !== undefined && physical !== undefined) return { family: physical, text: physicalType.value };
  return logicalType && { family: ofLogical[logicalType.value] };
}
