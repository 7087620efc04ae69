import type { TypeRelation } from '../../model/change.ts';
import type { LogicalType } from '../../model/contract.ts';
import { normaliseTypeText, parseType } from './parse-type.ts';
import type { PhysicalType, StructField, TypeFamily } from './physical-type.ts';

/** Compares two type texts of one warehouse; texts that only differ in case and spaces are the same, understood or not. */
export function compareTypeTexts(warehouse: string | undefined, before: string, after: string): TypeRelation {
  if (normaliseTypeText(before) === normaliseTypeText(after)) return 'same';
  return compareTypes(parseType(warehouse, before), parseType(warehouse, after));
}

/**
 * How `after` stands to `before` by the values they can hold; undefined (a type that was not understood) is `unknown`, never a silent
 * pass. Swapping the two mirrors the answer. Decimals of another scale are `widened` or `narrowed` where one holds all values of the
 * other, else `rescaled`. Of nested types the worst part decides.
 */
export function compareTypes(before: PhysicalType | undefined, after: PhysicalType | undefined): TypeRelation {
  if (before === undefined || after === undefined) return 'unknown';
  if (before.family !== after.family) return compareScalars(before, after);
  switch (before.family) {
    case 'array':
      return comparePart(before.element, after.element);
    case 'vector':
      return before.length === after.length ? comparePart(before.element, after.element) : 'different';
    case 'map':
      return worst([comparePart(before.key, after.key), comparePart(before.element, after.element)]);
    case 'struct':
      return compareFields(before.fields, after.fields);
    case 'interval':
    case 'other':
      return worst([compareKinds(before, after), comparePart(before.element, after.element)]);
    default:
      return compareScalars(before, after);
  }
}

/** The same type without length, precision and scale: for a text that does not state them. */
export function withoutParameters(type: PhysicalType): PhysicalType {
  const { length: _length, precision: _precision, scale: _scale, ...rest } = type;
  return rest;
}

/** Whether a column of this physical type can hold the logical type; undefined where the type does not decide it. */
export function compatibleWithLogical(logical: LogicalType, type: PhysicalType): boolean | undefined {
  if (type.family === 'other') return undefined;
  if (type.family === 'json' && logical !== 'object' && logical !== 'map')
    return logical === 'array' ? undefined : false;
  if (logical === 'integer' && type.family === 'decimal')
    return type.scale === undefined ? undefined : type.scale === 0;
  return logicalFamilies[logical].includes(type.family);
}

const logicalFamilies: { readonly [logical in LogicalType]: readonly TypeFamily[] } = {
  string: ['string', 'uuid'],
  date: ['date'],
  timestamp: ['timestamp', 'timestamptz', 'timestampltz'],
  time: ['time', 'timetz'],
  number: ['integer', 'decimal', 'float'],
  integer: ['integer'],
  object: ['struct', 'map', 'json'],
  array: ['array', 'vector'],
  boolean: ['boolean'],
  map: ['map', 'struct', 'json'],
  vector: ['vector', 'array'],
};

/** Two parts that neither side states are alike. */
function comparePart(before: PhysicalType | undefined, after: PhysicalType | undefined): TypeRelation {
  return before === undefined && after === undefined ? 'same' : compareTypes(before, after);
}

/** A struct that has `grown` still has the fields that readers name; of one that has `shrunk` they miss some. */
function compareFields(
  before: readonly StructField[] | undefined,
  after: readonly StructField[] | undefined,
): TypeRelation {
  if (before === undefined || after === undefined) return before === after ? 'same' : 'unknown';
  const head = new Map(after.map((field) => [field.name, field.type]));
  const base = new Map(before.map((field) => [field.name, field.type]));
  const shared = [...base].flatMap(([name, type]) => (head.has(name) ? [compareTypes(type, head.get(name))] : []));
  const grows: TypeRelation = [...head.keys()].every((name) => base.has(name)) ? 'same' : 'grown';
  const shrinks: TypeRelation = [...base.keys()].every((name) => head.has(name)) ? 'same' : 'shrunk';
  return worst([...shared, grows, shrinks]);
}

/**
 * The relation of a whole by those of its parts. Parts that widen, narrow, grow or shrink beside parts that change in another way leave no common
 * word but `different`: any milder one would hide one of them from readers or from the source.
 */
function worst(relations: readonly TypeRelation[]): TypeRelation {
  const found = new Set(relations.filter((relation) => relation !== 'same'));
  const [first] = found;
  if (found.has('different') || (found.has('widened') && found.has('narrowed'))) return 'different';
  if (found.size > 1 && (found.has('grown') || found.has('shrunk'))) return 'different';
  if (found.has('unknown')) return 'unknown';
  if (first === undefined || found.size === 1) return first ?? 'same';
  if (found.has('widened') || found.has('narrowed')) return 'different';
  return found.has('zone') ? 'zone' : 'rescaled';
}

function compareKinds(before: PhysicalType, after: PhysicalType): TypeRelation {
  if (before.kind !== after.kind)
    return before.kind === undefined || after.kind === undefined ? 'unknown' : 'different';
  return before.family === 'interval' ? comparePrecision(before, after) : compareValues(before, after);
}

const clocks: { readonly [family in TypeFamily]?: 'time' | 'timestamp' } = {
  time: 'time',
  timetz: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamp',
  timestampltz: 'timestamp',
};

function compareScalars(before: PhysicalType, after: PhysicalType): TypeRelation {
  const clock = clocks[before.family];
  if (clock !== undefined && clock === clocks[after.family]) {
    return before.family === after.family ? comparePrecision(before, after) : 'zone';
  }
  const relation = compareValues(before, after);
  const areDecimals = before.family === 'decimal' && after.family === 'decimal';
  return relation === 'different' && areDecimals ? 'rescaled' : relation;
}

/** Digits of a second's fraction. */
function comparePrecision(before: PhysicalType, after: PhysicalType): TypeRelation {
  if (before.precision === after.precision) return 'same';
  return before.precision === undefined || after.precision === undefined ? 'unknown' : 'precision';
}

function compareValues(before: PhysicalType, after: PhysicalType): TypeRelation {
  const grows = includes(after, before);
  const shrinks = includes(before, after);
  if (grows === false && shrinks === false) return 'different';
  if (grows === undefined || shrinks === undefined) return 'unknown';
  if (grows && shrinks) return 'same';
  return grows ? 'widened' : 'narrowed';
}

/** Whether every value of `inner` is one of `outer`; undefined where a parameter is not known. */
function includes(outer: PhysicalType, inner: PhysicalType): boolean | undefined {
  if (outer.family === inner.family) return includesSame(outer, inner);
  if (outer.family === 'decimal' && inner.family === 'integer')
    return atLeast(wholeDigits(outer), integerDigits(inner));
  if (outer.family === 'integer' && inner.family === 'decimal') return decimalInInteger(outer, inner);
  if (outer.family === 'float' && inner.family === 'integer') return integerInFloat(outer, inner);
  return false;
}

function includesSame(outer: PhysicalType, inner: PhysicalType): boolean | undefined {
  switch (outer.family) {
    case 'integer':
      return integerInInteger(outer, inner);
    case 'float':
      return atLeast(outer.bits, inner.bits);
    case 'decimal':
      return all(atLeast(wholeDigits(outer), wholeDigits(inner)), atLeast(outer.scale, inner.scale));
    case 'string':
    case 'binary':
    case 'other':
      return atLeast(outer.length, inner.length);
    default:
      return true;
  }
}

/** Two unstated parameters are the same default; one unstated is not comparable. */
function atLeast(outer: number | undefined, inner: number | undefined): boolean | undefined {
  if (outer === inner || outer === Infinity) return true;
  return outer === undefined || inner === undefined ? undefined : outer >= inner;
}

function all(...answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function wholeDigits(type: PhysicalType): number | undefined {
  if (type.precision === Infinity) return Infinity;
  return type.precision === undefined || type.scale === undefined ? undefined : type.precision - type.scale;
}

/** Digits that the largest value needs: 128 → 3, 32,767 → 5. */
function integerDigits(type: PhysicalType): number | undefined {
  return type.bits === undefined ? undefined : Math.ceil(valueBits(type) * Math.log10(2));
}

function valueBits(type: PhysicalType): number {
  return (type.bits ?? 0) - (type.unsigned === true ? 0 : 1);
}

function integerInInteger(outer: PhysicalType, inner: PhysicalType): boolean | undefined {
  if (outer.bits === undefined || inner.bits === undefined) return outer.bits === inner.bits ? true : undefined;
  const signFits = outer.unsigned !== true || inner.unsigned === true;
  return signFits && valueBits(outer) >= valueBits(inner);
}

function decimalInInteger(outer: PhysicalType, inner: PhysicalType): boolean | undefined {
  const digits = wholeDigits(inner);
  if (outer.bits === undefined || digits === undefined || inner.scale === undefined) return undefined;
  return outer.unsigned !== true && inner.scale === 0 && digits < (integerDigits(outer) ?? 0);
}

/** A 64-bit float holds every integer up to 2^53, a 32-bit one up to 2^24. */
function integerInFloat(outer: PhysicalType, inner: PhysicalType): boolean | undefined {
  if (outer.bits === undefined || inner.bits === undefined) return undefined;
  return valueBits(inner) <= (outer.bits === 64 ? 53 : 24);
}
