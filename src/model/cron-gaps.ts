import { parseCron } from './cron.ts';

/** How far apart the runs of a cron expression lie, in seconds. */
export interface CronGaps {
  readonly shortest: number;
  readonly longest: number;
  /** Runs on no Saturday and no Sunday, and on every other day. */
  readonly onWeekdays: boolean;
}

/** The gaps of a cron expression over the 28 years in which the calendar repeats; undefined where it cannot be read. */
export function cronGaps(expression: string): CronGaps | undefined {
  const key = parseCron(expression)?.key;
  if (key === undefined) return undefined;
  const [minutes = [], hours = [], days = [], months = [], week = []] = key
    .split(' ')
    .map((field) => field.split(',').map(Number));
  const times = hours.flatMap((hour) => minutes.map((minute) => hour * 3600 + minute * 60));
  const overnight = dayGaps({ days: new Set(days), months: new Set(months), week: new Set(week) }).map(
    (gap) => gap * 86_400 - (times.at(-1) ?? 0) + (times[0] ?? 0),
  );
  const gaps = [...overnight, ...times.slice(1).map((time, index) => time - (times[index] ?? 0))];
  const onWeekdays = week.join(',') === '1,2,3,4,5' && days.length === 31 && months.length === 12;
  return { shortest: Math.min(...gaps), longest: Math.max(...gaps), onWeekdays };
}

interface Days {
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly week: ReadonlySet<number>;
}

/** 28 years, after which days of the week fall on the same dates again. */
const calendarDays = 28 * 365 + 7;

/** Each number of days that lies between two days with runs; where only days of the week count, a week tells. */
function dayGaps(fields: Days): readonly number[] {
  const cycleDays = fields.days.size === 31 && fields.months.size === 12 ? 7 : calendarDays;
  const gaps = new Set<number>();
  let first: number | undefined;
  let last: number | undefined;
  for (let day = 0; day < cycleDays; day++) {
    if (!runsOn(fields, new Date(Date.UTC(2001, 0, 1 + day)))) continue;
    if (last !== undefined) gaps.add(day - last);
    first ??= day;
    last = day;
  }
  if (first !== undefined && last !== undefined) gaps.add(first + cycleDays - last);
  return [...gaps];
}

/** Where both day fields are restricted, cron runs on the days of either. */
function runsOn({ days, months, week }: Days, date: Date): boolean {
  const [ofMonth, ofWeek] = [days.has(date.getUTCDate()), week.has(date.getUTCDay())];
  const isEither = days.size < 31 && week.size < 7;
  return months.has(date.getUTCMonth() + 1) && (isEither ? ofMonth || ofWeek : ofMonth && ofWeek);
}
