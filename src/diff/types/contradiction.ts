import { type ApiVersion, apiVersions, type LogicalType } from '../../model/contract.ts';
import type { TypeContradiction } from '../../model/facts.ts';
import { parseType, warehouseOf } from './parse-type.ts';
import type { PhysicalType, TypeFamily } from './physical-type.ts';

/** The two types that one property names, and where they are read. */
export interface TypePair {
  readonly logical: LogicalType;
  readonly physical: string;
  /** Type of the server: an ODCS server type or dbt adapter; undefined where the contract names none. */
  readonly warehouse: string | undefined;
  readonly apiVersion: ApiVersion;
}

/** How two types contradict each other, and the logical type that goes with the physical one. */
export type Contradiction = Pick<TypeContradiction, 'kind' | 'fits' | 'certain'>;

/**
 * Why a column of the physical type cannot be what the logical type promises; undefined where it can, and where nobody can tell. Texts,
 * binaries and JSON carry any value, whole numbers also moments, keys of dates and flags, and a day may be kept with a time of day.
 */
export function contradictionOf(pair: TypePair): Contradiction | undefined {
  const type = parseType(pair.warehouse, pair.physical);
  if (type === undefined || isElsewhereAnother(pair, type)) return undefined;
  const fits = fittingType(type, pair.apiVersion);
  if (pair.logical === 'timestamp' && type.family === 'date') {
    const certain = isKnown(pair);
    return certain || pair.warehouse === undefined ? { kind: 'time-lost', fits, certain } : undefined;
  }
  if (pair.logical === 'integer' && type.family === 'float')
    return isKnown(pair) ? { kind: 'fraction', fits, certain: false } : undefined;
  if (isFraction(type) && (pair.logical === 'integer' || pair.logical === 'boolean'))
    return { kind: pair.logical === 'integer' ? 'fraction' : 'other', fits, certain: true };
  const excluded = contradicting[pair.logical].includes(type.family);
  return excluded && !isHeldByOlder(pair, type) ? { kind: 'other', fits, certain: true } : undefined;
}

const numbers = ['integer', 'decimal', 'float'] as const;
const days = ['date', 'timestamp', 'timestamptz', 'timestampltz'] as const;
const clocks = ['time', 'timetz'] as const;
const nested = ['array', 'struct', 'map', 'vector'] as const;
const places = ['geography', 'geometry'] as const;
const oneValue = [...numbers, 'boolean', ...days, ...clocks, 'uuid'] as const;

/** Families that cannot hold what a logical type promises; those that are not listed can, or nobody can tell. */
const contradicting: { readonly [logical in LogicalType]: readonly TypeFamily[] } = {
  string: [...numbers, 'boolean', ...days, ...clocks, ...nested],
  date: ['boolean', ...clocks, 'uuid', 'interval', ...nested, ...places],
  timestamp: ['boolean', ...clocks, 'uuid', 'interval', ...nested, ...places],
  time: ['boolean', 'date', 'uuid', ...nested, ...places],
  number: ['boolean', ...days, ...clocks, 'uuid', ...nested, ...places],
  integer: ['boolean', ...days, ...clocks, 'uuid', ...nested, ...places],
  object: [...oneValue, 'array', 'vector'],
  array: [...oneValue, 'map', ...places],
  boolean: ['float', ...days, ...clocks, 'uuid', 'interval', ...nested, ...places],
  map: [...oneValue, 'vector', ...places],
  vector: [...oneValue, 'map', ...places],
};

/** Logical types of a family's values, the best first; which of them there is depends on the version of the standard. */
const fitting: { readonly [family in TypeFamily]?: readonly LogicalType[] } = {
  integer: ['integer'],
  decimal: ['number'],
  float: ['number'],
  boolean: ['boolean'],
  date: ['date'],
  time: ['time'],
  timetz: ['time'],
  timestamp: ['timestamp', 'date'],
  timestamptz: ['timestamp', 'date'],
  timestampltz: ['timestamp', 'date'],
  array: ['array'],
  vector: ['vector', 'array'],
  struct: ['object'],
  map: ['map', 'object'],
};

/** ODCS 3.1.0 and 3.2.0, "Logical types": those that older versions do not have. */
const since: { readonly [logical in LogicalType]?: ApiVersion } = {
  time: 'v3.1.0',
  timestamp: 'v3.1.0',
  map: 'v3.2.0',
  vector: 'v3.2.0',
};

function fittingType(type: PhysicalType, version: ApiVersion): LogicalType {
  if (type.family === 'decimal' && type.scale === 0) return 'integer';
  return fitting[type.family]?.find((logical) => isIn(version, logical)) ?? 'string';
}

function isIn(version: ApiVersion, logical: LogicalType): boolean {
  return apiVersions.indexOf(version) >= apiVersions.indexOf(since[logical] ?? 'v3.0.0');
}

/** Whether the type itself says that it holds digits behind the point; a default may only have been forgotten. */
function isFraction(type: PhysicalType): boolean {
  return type.family === 'decimal' && type.stated && (type.scale ?? 0) > 0;
}

/** A time of day had no logical type of its own before 3.1.0, so a text or a date stood for it. */
function isHeldByOlder({ logical, apiVersion }: TypePair, { family }: PhysicalType): boolean {
  const isClock = family === 'time' || family === 'timetz';
  return isClock && (logical === 'string' || logical === 'date') && !isIn(apiVersion, 'time');
}

function isKnown({ warehouse }: TypePair): boolean {
  return warehouseOf(warehouse) !== 'generic';
}

/**
 * Names that do not mean the same everywhere: SQL Server's `timestamp` is a row version, Oracle's `long` a text. `varchar[50]` is an array
 * in some places and a length in others. A column of BigQuery is an array by its mode, whatever type its elements have, and other
 * schemas may name the element, too.
 */
function isElsewhereAnother(pair: TypePair, type: PhysicalType): boolean {
  if (/\[\s*\d+\s*\]\s*$/.test(pair.physical)) return true;
  const isList = pair.logical === 'array' || pair.logical === 'vector';
  if (isList && type.family !== 'map') return !isKnown(pair) || warehouseOf(pair.warehouse) === 'bigquery';
  const isForeign = pair.warehouse !== undefined && !isKnown(pair);
  return isForeign && /^\s*(?:long|timestamp)\s*$/i.test(pair.physical);
}
