import type { Json, Property } from '../../model/contract.ts';
import type { Comparison } from './comparison.ts';
import { dayNs, dayText, type Moment, parseMoment } from './moments.ts';

/** Which end of an interval a bound closes. */
export type Side = 'lower' | 'upper';

/** One end of the values that a property may have, canonical: equal bounds are written alike. */
export interface Bound {
  readonly side: Side;
  /** Bounds of one kind can be compared; those of kind `text` were not understood. Moments are in nanoseconds. */
  readonly kind: 'number' | Moment['kind'] | 'text';
  readonly value: number | bigint;
  readonly exclusive: boolean;
  readonly text: string;
}

/** The options that bound a count. */
export type CountKey = 'minLength' | 'maxLength' | 'minItems' | 'maxItems' | 'minProperties' | 'maxProperties';

/**
 * The lower or upper bound of a property's values: of its inclusive and its exclusive option the one that allows less. Where
 * values are whole (integers, days), it is inclusive.
 */
export function boundOf(property: Property, side: Side): Bound | undefined {
  const [inclusive, exclusive] =
    side === 'lower' ? (['minimum', 'exclusiveMinimum'] as const) : (['maximum', 'exclusiveMaximum'] as const);
  const type = property.logicalType?.value;
  const options = property.logicalTypeOptions;
  const first = canonical(readBound({ value: options[inclusive], side, exclusive: false }), type);
  const second = canonical(readBound({ value: options[exclusive], side, exclusive: true }), type);
  if (first === undefined || second === undefined) return first ?? second;
  switch (compareBounds(side, first, second)) {
    case 'same':
    case 'loosened':
      return first;
    case 'tightened':
      return second;
    case 'unknown':
      return { ...first, kind: 'text', value: 0, exclusive: false, text: `${boundText(first)}, ${boundText(second)}` };
  }
}

/** A bound of lengths or numbers of elements; none where it is a lower bound that everything keeps. */
export function countBoundOf(property: Property, key: CountKey): Bound | undefined {
  const side = key.startsWith('min') ? 'lower' : 'upper';
  const bound = canonical(readBound({ value: property.logicalTypeOptions[key], side, exclusive: false }), 'integer');
  return bound?.kind === 'number' && side === 'lower' && bound.value <= 0 ? undefined : bound;
}

/** Compares two ends of intervals on the same side; undefined is no end. A number and a date cannot be compared. */
export function compareBounds(side: Side, before: Bound | undefined, after: Bound | undefined): Comparison {
  if (before === undefined) return after === undefined ? 'same' : 'tightened';
  if (after === undefined) return 'loosened';
  if (before.kind !== after.kind) return 'unknown';
  if (before.kind === 'text') return boundText(before) === boundText(after) ? 'same' : 'unknown';
  if (before.value !== after.value) return after.value > before.value === (side === 'lower') ? 'tightened' : 'loosened';
  if (before.exclusive === after.exclusive) return 'same';
  return after.exclusive ? 'tightened' : 'loosened';
}

/** A bound in short: `>= 0`, `< 2025-01-01`. */
export function boundText(bound: Bound): string {
  if (/^[<>]/.test(bound.text)) return bound.text;
  return `${bound.side === 'lower' ? '>' : '<'}${bound.exclusive ? '' : '='} ${bound.text}`;
}

function readBound(end: {
  readonly value: Json | undefined;
  readonly side: Side;
  readonly exclusive: boolean;
}): Bound | undefined {
  const { value, side, exclusive } = end;
  if (value === undefined || value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return { side, kind: 'number', value, exclusive, text: String(value) };
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const moment = parseMoment(text);
  return { side, kind: moment?.kind ?? 'text', value: moment?.value ?? 0, exclusive, text };
}

/** The inclusive bound that allows the same whole values. */
function canonical(bound: Bound | undefined, type: string | undefined): Bound | undefined {
  if (bound === undefined) return undefined;
  if (type === 'integer' && typeof bound.value === 'number' && bound.kind === 'number') {
    const value = wholeNumber(bound, bound.value);
    return Number.isSafeInteger(value) ? { ...bound, value, exclusive: false, text: String(value) } : bound;
  }
  if (type === 'date' && typeof bound.value === 'bigint' && bound.kind === 'local') {
    const value = wholeDay(bound, bound.value);
    return { ...bound, value, exclusive: false, text: dayText(value) };
  }
  return bound;
}

function wholeNumber(bound: Bound, value: number): number {
  // Adding zero turns -0 into 0.
  if (bound.side === 'lower') return (bound.exclusive ? Math.floor(value) + 1 : Math.ceil(value)) + 0;
  return (bound.exclusive ? Math.ceil(value) - 1 : Math.floor(value)) + 0;
}

function wholeDay(bound: Bound, value: bigint): bigint {
  const rest = ((value % dayNs) + dayNs) % dayNs;
  const floor = value - rest;
  if (bound.side === 'lower') return rest > 0n || bound.exclusive ? floor + dayNs : floor;
  return rest === 0n && bound.exclusive ? floor - dayNs : floor;
}
