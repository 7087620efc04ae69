import type { LogicalType } from '../../model/contract.ts';
import { normaliseTypeText, parseType } from './parse-type.ts';
import type { PhysicalType, StructField, TypeFamily } from './physical-type.ts';

/** How the values that `after` can hold relate to those of `before`. `unknown`: not comparable, so never a silent pass. */
export type TypeComparison = 'same' | 'widened' | 'narrowed' | 'different' | 'unknown';

/** Compares two type texts of one warehouse; texts that only differ in case and spaces are the same, understood or not. */
export function compareTypeTexts(warehouse: string | undefined, before: string, after: string): TypeComparison {
  if (normaliseTypeText(before) === normaliseTypeText(after)) return 'same';
  return compareTypes(parseType(warehouse, before), parseType(warehouse, after));
}

/** Compares two parsed types by the values they can hold; undefined (a type that was not understood) is `unknown`. */
export function compareTypes(before: PhysicalType | undefined, after: PhysicalType | undefined): TypeComparison {
  if (before === undefined || after === undefined) return 'unknown';
  const grows = includes(after, before);
  const shrinks = includes(before, after);
  if (grows === false && shrinks === false) return 'different';
  if (grows === undefined || shrinks === undefined) return 'unknown';
  if (grows && shrinks) return 'same';
  return grows ? 'widened' : 'narrowed';
}

/** The same type without length, precision and scale: for a text that does not state them. */
export function withoutParameters(type: PhysicalType): PhysicalType {
  const { length: _length, precision: _precision, scale: _scale, ...rest } = type;
  return rest;
}

/** Whether a column of this physical type can hold the logical type; undefined where the type does not decide it. */
export function compatibleWithLogical(logical: LogicalType, type: PhysicalType): boolean | undefined {
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
      return atLeast(outer.length, inner.length);
    case 'array':
      return maybeIncludes(outer.element, inner.element);
    case 'vector':
      return all(outer.length === inner.length, maybeIncludes(outer.element, inner.element));
    case 'map':
      return all(maybeIncludes(outer.key, inner.key), maybeIncludes(outer.element, inner.element));
    case 'struct':
      return fieldsInclude(outer.fields, inner.fields);
    default:
      return atLeast(outer.precision, inner.precision);
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

function maybeIncludes(outer: PhysicalType | undefined, inner: PhysicalType | undefined): boolean | undefined {
  if (outer === undefined && inner === undefined) return true;
  return outer === undefined || inner === undefined ? undefined : includes(outer, inner);
}

/** A struct with more fields is the wider one: readers of the fewer fields still find theirs. */
function fieldsInclude(
  outer: readonly StructField[] | undefined,
  inner: readonly StructField[] | undefined,
): boolean | undefined {
  if (outer === undefined && inner === undefined) return true;
  if (outer === undefined || inner === undefined) return undefined;
  const types = new Map(outer.map((field) => [field.name, field.type]));
  return all(
    ...inner.map((field) => (types.has(field.name) ? maybeIncludes(types.get(field.name), field.type) : false)),
  );
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
