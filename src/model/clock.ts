import { splitSign } from './service-time.ts';
import type { Clock } from './sla-schedule.ts';
import { foldCase } from './words.ts';

/** A time of the day as it is promised; without an offset it is meant where the pipeline runs. */
export interface ClockTime extends Clock {
  /** Minutes east of UTC. */
  readonly offsetMinutes?: number;
}

/** Reads `08:00`, `08:00:00`, `8h30`, `9 am`, `09:00-08:00` (ISO 8601, eight hours behind UTC) and `até 08:00`; undefined for every other text. */
export function parseClock(text: string): ClockTime | undefined {
  const folded = foldCase(splitSign(text.trim().slice(0, maxLength)).text);
  const [, hours, minutes = '00', half, zone] = clockForm.exec(folded) ?? [];
  const hour = hours === undefined ? undefined : hourOf(Number(hours), half);
  if (hour === undefined || (minutes === '00' && !/[:h]|am|pm/.test(folded))) return undefined;
  const offsetMinutes = zone === undefined ? undefined : offsetOf(zone);
  return { hour, minute: Number(minutes), ...(offsetMinutes === undefined ? {} : { offsetMinutes }) };
}

const maxLength = 60;

const clockForm =
  /^t?([01]?\d|2[0-3])(?:(?::|h ?)([0-5]\d)(?::[0-5]\d(?:[.,]\d{1,9})?)?|h)? ?(am|pm)? ?(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?$/;

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

function offsetOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
