import { ageOf, type ServiceTime } from './service-time.ts';

/** When runs that happen at most once a day start. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
}

const minute = 60;
const hour = 3600;
const day = 86_400;

/** Steps that divide an hour or a day: others leave a shorter gap at its end, and so no even schedule. */
const minuteSteps = [30, 20, 15, 12, 10, 6, 5, 4, 3, 2, 1];
const hourSteps = [12, 8, 6, 4, 3, 2, 1];

/**
 * The cron expression that keeps a promise: the slowest even schedule whose gaps are no longer. 15 min are every 15
 * minutes, 45 min every 30, 5 h every 4 hours, `D-1` and `D-2` once a day. Undefined for a stream and what is shorter than a minute.
 */
export function scheduleFor(time: ServiceTime, clock: Clock = { hour: 2, minute: 0 }): string | undefined {
  if (time.kind === 'cron') return time.expression;
  const age = ageOf(time);
  if (age === undefined || time.kind === 'stream') return undefined;
  const at = `${clock.minute} ${clock.hour}`;
  if (age.months >= 12) return `${at} 1 1 *`;
  if (age.months >= 3) return `${at} 1 */3 *`;
  if (age.months >= 1) return `${at} 1 * *`;
  if (age.seconds >= 7 * day) return `${at} * * 1`;
  if (age.seconds >= day) return `${at} * * *`;
  return shortSchedule(age.seconds);
}

/** What a cadence means: 28 to 31 days between two runs are a month to people, which has no fixed number of days. */
export function cadenceOf(time: ServiceTime): ServiceTime {
  if (time.kind !== 'interval' || time.duration.months > 0) return time;
  const days = time.duration.seconds / day;
  return days >= 28 && days <= 31 ? { kind: 'interval', duration: { months: 1, seconds: 0 } } : time;
}

function shortSchedule(seconds: number): string | undefined {
  if (seconds < minute) return undefined;
  if (seconds < hour) {
    const step = minuteSteps.find((each) => each * minute <= seconds) ?? 1;
    return step === 1 ? '* * * * *' : `*/${step} * * * *`;
  }
  const step = hourSteps.find((each) => each * hour <= seconds) ?? 1;
  return step === 1 ? '0 * * * *' : `0 */${step} * * *`;
}
