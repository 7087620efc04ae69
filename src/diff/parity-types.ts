import type { ColumnFamily, ColumnType } from '../model/columns.ts';
import { type ApiVersion, apiVersions, type LogicalType } from '../model/contract.ts';
import { ofLogical, ofPhysical } from './column-type.ts';
import { compareTypes, compatibleWithLogical, withoutParameters } from './types/compare-types.ts';
import { normaliseTypeText, parseType, warehouseOf } from './types/parse-type.ts';
import type { PhysicalType } from './types/physical-type.ts';

/** What is promised of the type of a column: the physical type goes before the logical one. */
export interface PromisedType {
  readonly physical?: string | undefined;
  readonly logical?: LogicalType | undefined;
  /** Whose names the physical type uses: an ODCS server type or dbt adapter. */
  readonly warehouse: string | undefined;
  readonly apiVersion: ApiVersion;
}

/** Two types that are not the same. `isCertain`: their values are of another kind. */
export interface TypeClash {
  readonly expected: string;
  readonly found: string;
  readonly isCertain: boolean;
}

/** How what a model gives differs from what is promised; undefined where it does not, and where nobody can tell. */
export function typeClash(
  promise: PromisedType,
  found: ColumnType,
  dialect: string | undefined,
): TypeClash | undefined {
  const expected = promise.physical ?? promise.logical;
  if (expected === undefined) return undefined;
  const type = found.text === undefined ? undefined : parseType(dialect, found.text);
  const given: Given = { ...found, type, dialect };
  const degree = promise.physical === undefined ? logicalClash(promise, given) : physicalClash(promise, given);
  return degree === undefined
    ? undefined
    : { expected, found: found.text ?? found.family, isCertain: degree === 'certain' };
}

/** What a model gives, parsed where its text is known and understood. */
interface Given extends ColumnType {
  readonly type: PhysicalType | undefined;
  readonly dialect: string | undefined;
}

type Degree = 'certain' | 'likely' | undefined;

function physicalClash({ physical = '', warehouse }: PromisedType, given: Given): Degree {
  const promised = parseType(warehouse, physical);
  const family = promised === undefined ? undefined : ofPhysical[promised.family];
  if (promised === undefined || family === undefined) return undefined;
  const { text, type } = given;
  if (text !== undefined && normaliseTypeText(text) === normaliseTypeText(physical)) return undefined;
  const own = type === undefined ? given.family : ofPhysical[type.family];
  if (own === undefined) return undefined;
  if (own !== family) return familyClash(family, own, type !== undefined);
  // Lengths and sizes of two warehouses are not the same thing under other names.
  const isComparable = warehouseOf(warehouse) === warehouseOf(given.dialect);
  return type !== undefined && isComparable && areUnlike(promised, type) ? 'likely' : undefined;
}

/** A text that states no length promises none, and a cast that states none contradicts none; decimals have defaults that round. */
function areUnlike(promised: PhysicalType, found: PhysicalType): boolean {
  const isOpen = !promised.stated || (!found.stated && found.family !== 'decimal');
  const relation = isOpen
    ? compareTypes(withoutParameters(promised), withoutParameters(found))
    : compareTypes(promised, found);
  return relation !== 'same' && relation !== 'unknown' && relation !== 'precision';
}

/** Of families that a warehouse may take for each other, only a written type is certain. */
function familyClash(promised: ColumnFamily, found: ColumnFamily, isWritten: boolean): Degree {
  if (isNested(promised) && isNested(found)) return undefined;
  return isWritten || !areNear(promised, found) ? 'certain' : 'likely';
}

/** JSON holds lists and records, and some warehouses have one type for all three. */
function isNested(family: ColumnFamily): boolean {
  return family === 'json' || family === 'array' || family === 'struct';
}

/** Families between which the result of a function differs from warehouse to warehouse. */
const near: readonly (readonly [ColumnFamily, ColumnFamily])[] = [
  ['date', 'timestamp'],
  ['time', 'timestamp'],
  ['json', 'string'],
  ['uuid', 'string'],
  ['bytes', 'string'],
  ['number', 'boolean'],
  ['number', 'interval'],
  ['geography', 'string'],
];

function areNear(a: ColumnFamily, b: ColumnFamily): boolean {
  return near.some(([one, other]) => (a === one && b === other) || (a === other && b === one));
}

function logicalClash({ logical, apiVersion }: PromisedType, given: Given): Degree {
  if (logical === undefined) return undefined;
  const { type } = given;
  const found = type === undefined ? given.family : ofPhysical[type.family];
  if (found === undefined) return undefined;
  const expected = ofLogical[logical];
  if (found === expected)
    return type !== undefined && compatibleWithLogical(logical, type) === false ? 'likely' : undefined;
  if ((isNested(expected) && isNested(found)) || isHeld(logical, found, apiVersion)) return undefined;
  // Texts and JSON carry any value.
  const isCarrier = found === 'string' || found === 'json' || found === 'bytes';
  return isCarrier || areNear(expected, found) ? 'likely' : 'certain';
}

/** A UUID is a text to ODCS, and before 3.1.0 a moment was a date and a time of day had no type of its own. */
function isHeld(logical: LogicalType, found: ColumnFamily, apiVersion: ApiVersion): boolean {
  if (logical === 'string') return found === 'uuid' || (found === 'time' && isBefore31(apiVersion));
  return logical === 'date' && (found === 'timestamp' || found === 'time') && isBefore31(apiVersion);
}

function isBefore31(version: ApiVersion): boolean {
  return apiVersions.indexOf(version) < apiVersions.indexOf('v3.1.0');
}
