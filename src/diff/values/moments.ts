/**
 * A date or time as ISO 8601 writes it, in nanoseconds. `instant` has an offset and counts from 1970 in UTC; `local` has none
 * and counts as its own clock shows; `time` is a time of day; `zonedTime` one with an offset, moved to UTC (so it may be negative
 * or above a day).
 */
export interface Moment {
  readonly kind: 'instant' | 'local' | 'time' | 'zonedTime';
  readonly value: bigint;
}

const second = 1_000_000_000n;

/** Nanoseconds of a day without leap seconds. */
export const dayNs: bigint = 86_400n * second;

/** Reads an ISO 8601 date, date with time, or time of day; undefined for anything else, also for days that do not exist. */
export function parseMoment(text: string): Moment | undefined {
  const match = momentForm.exec(text);
  if (match === null) return undefined;
  const [, date, clock, offset] = match;
  const day = date === undefined ? 0n : dayOf(date);
  const time = clock === undefined ? 0n : clockOf(clock);
  const shift = offset === undefined ? 0n : offsetOf(offset);
  if (day === undefined || time === undefined || shift === undefined) return undefined;
  if (clock === undefined && (date === undefined || offset !== undefined)) return undefined;
  const zoned = offset !== undefined;
  const kind = date === undefined ? (zoned ? 'zonedTime' : 'time') : zoned ? 'instant' : 'local';
  return { kind, value: day * dayNs + time - shift };
}

/** The calendar day of a local moment, as `2025-01-31`. */
export function dayText(value: bigint): string {
  return new Date(Number(value / 1_000_000n)).toISOString().slice(0, 10);
}

const momentForm =
  /^(\d{4}-\d{2}-\d{2})?(?:(?:^|[Tt ])(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?))? ?([Zz]|UTC|utc|GMT|gmt|[+-]\d{2}(?::?\d{2})?)?$/;

function dayOf(text: string): bigint | undefined {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return undefined;
  return BigInt(time / 86_400_000);
}

function clockOf(text: string): bigint | undefined {
  const [hours = '', minutes = '', seconds = '0'] = text.split(':');
  const [whole = '0', fraction = ''] = seconds.split(/[.,]/);
  if (Number(hours) > 24 || Number(minutes) > 59 || Number(whole) > 59) return undefined;
  const total =
    (BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(whole)) * second + BigInt(fraction.padEnd(9, '0'));
  return total > dayNs ? undefined : total;
}

/** Offsets in use run from -12:00 to +14:00. */
function offsetOf(text: string): bigint | undefined {
  if (!/^[+-]/.test(text)) return 0n;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', ''));
  const signed = text.startsWith('-') ? -minutes : minutes;
  return signed < -720 || signed > 840 ? undefined : BigInt(signed) * 60n * second;
}
