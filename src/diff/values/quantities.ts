import type { Json } from '../../model/contract.ts';
import {
  compareDurations,
  type Duration,
  durationUnit,
  parseIsoDuration,
  timesDuration,
} from '../../model/durations.ts';
import { dayNs, type Moment, parseMoment } from './moments.ts';
import { intervalWords, splitSign } from '../../model/service-time.ts';
import { foldCase } from '../../model/words.ts';

/** A quantity that a service level names; those of different kinds or units cannot be compared. */
export type Quantity =
  | { readonly kind: 'duration'; readonly duration: Duration }
  | { readonly kind: 'amount'; readonly amount: number; readonly unit: string }
  /** So many of `unit` in each second. */
  | { readonly kind: 'rate'; readonly amount: number; readonly unit: string; readonly per: Duration }
  | { readonly kind: 'moment'; readonly moment: Moment };

/** A quantity with the sign in front of it: `< 5 min` and `up to 5 min` are `upper`. */
export interface SignedQuantity {
  readonly quantity: Quantity;
  readonly sign?: 'upper' | 'lower';
}

/** Reads a value with its unit: `24` and `h`, `99.9%`, `PT24H`, `< 5 min`, `1000 rows/s`, `09:00-08:00`, a date. Undefined for free text. */
export function parseQuantity(value: Json, unit: string | undefined): SignedQuantity | undefined {
  if (typeof value === 'number') return { quantity: amountOf(value, unit ?? '') };
  if (typeof value !== 'string' || value.length > maxLength) return undefined;
  const { sign, text } = splitSign(value.trim());
  const quantity = parseText(text, unit);
  return quantity && { quantity, ...(sign === undefined ? {} : { sign }) };
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`; undefined where they cannot be ordered. */
export function compareQuantities(a: Quantity, b: Quantity): number | undefined {
  if (a.kind === 'duration' && b.kind === 'duration') return compareDurations(a.duration, b.duration);
  if (a.kind === 'amount' && b.kind === 'amount') return a.unit === b.unit ? a.amount - b.amount : undefined;
  if (a.kind === 'moment' && b.kind === 'moment') return compareMoments(a.moment, b.moment);
  if (a.kind === 'rate' && b.kind === 'rate') return compareRates(a, b);
  return undefined;
}

const maxLength = 200;

function parseText(text: string, unit: string | undefined): Quantity | undefined {
  const moment = parseMoment(clockText(text));
  if (moment !== undefined) return { kind: 'moment', moment };
  const duration = parseIsoDuration(text) ?? intervalWords.get(foldCase(text));
  if (duration !== undefined) return { kind: 'duration', duration };
  const [, digits, rest = ''] = /^(-?\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?)\s?([\p{L}%/]\D*)?$/u.exec(text) ?? [];
  const number = digits === undefined ? undefined : numberOf(digits);
  if (number === undefined) return undefined;
  const quantity = amountOf(number, rest === '' ? (unit ?? '') : rest);
  return rest === '' || unit === undefined || agrees(quantity, amountOf(number, unit)) ? quantity : undefined;
}

/** `6 am` and `6:30 pm` as a 24 hour clock. */
function clockText(text: string): string {
  const [, hours, minutes = ':00', half, zone = ''] = /^(\d{1,2})(:\d{2})? ?(am|pm)\b ?(.*)$/i.exec(text) ?? [];
  if (half === undefined || Number(hours) < 1 || Number(hours) > 12) return text;
  return `${(Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)}${minutes}${zone}`;
}

/** A comma in front of three digits is a decimal to some and a thousand to others. */
function numberOf(digits: string): number | undefined {
  return /,\d{3}$/.test(digits) ? undefined : Number(digits.replace(',', '.'));
}

function amountOf(amount: number, unit: string): Quantity {
  const folded = foldCase(unit);
  const duration = durationUnit(folded);
  if (duration !== undefined) return { kind: 'duration', duration: timesDuration(duration, amount) };
  if (percentUnits.has(folded)) return { kind: 'amount', amount, unit: 'percent' };
  const [, counted, per] = /^([^/]*?) ?(?:\/|\bper |\bpor )\s?([a-z]+)$/i.exec(unit.trim()) ?? [];
  const period = per === undefined ? undefined : durationUnit(per);
  if (period !== undefined) return { kind: 'rate', amount, unit: countedUnit(counted ?? ''), per: period };
  return { kind: 'amount', amount, unit: unit.trim() };
}

const percentUnits = new Set(['%', 'percent', 'percentage', 'pct', 'por cento', 'porcento']);

function countedUnit(unit: string): string {
  const word = foldCase(unit);
  return ['', 'x', 'time', 'times', 'vez', 'vezes', 'run', 'runs'].includes(word) ? 'times' : unit;
}

function agrees(a: Quantity, b: Quantity): boolean {
  return compareQuantities(a, b) === 0;
}

/** Offsets of local clocks lie between -12 and +14 hours: a wall clock and an instant are ordered where they are further apart. */
const clockSlackNs = (dayNs * 14n) / 24n;

function compareMoments(a: Moment, b: Moment): number | undefined {
  const difference = a.value - b.value;
  if (a.kind === b.kind && a.kind !== 'zonedTime') return Number(difference);
  if (a.kind === 'zonedTime' && b.kind === 'zonedTime') {
    // Half a day apart, clocks of two offsets no longer tell which comes first.
    return difference < dayNs / 2n && difference > -dayNs / 2n ? Number(difference) : undefined;
  }
  if ((a.kind === 'local' && b.kind === 'instant') || (a.kind === 'instant' && b.kind === 'local')) {
    return difference > clockSlackNs || difference < -clockSlackNs ? Number(difference) : undefined;
  }
  return undefined;
}

type Rate = Extract<Quantity, { kind: 'rate' }>;

function compareRates(a: Rate, b: Rate): number | undefined {
  if (a.unit !== b.unit) return undefined;
  // a / per(a) against b / per(b), multiplied out.
  return compareDurations(timesDuration(b.per, a.amount), timesDuration(a.per, b.amount));
}
