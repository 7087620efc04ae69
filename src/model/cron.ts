/** What a cron expression says: how often it runs in a period, and which runs those are. */
export interface CronSchedule {
  /** Runs in `periodDays`, at least 1. */
  readonly runs: number;
  /** 28 years, after which days of the week fall on the same dates again. */
  readonly periodDays: number;
  /** Equal for expressions that run at the same times. */
  readonly key: string;
}

/** Reads a cron expression of five fields; undefined for anything else, for dialects (`L`, `#`, `W`), and where it never runs. */
export function parseCron(text: string): CronSchedule | undefined {
  const parts = text.trim().toLowerCase().split(/\s+/);
  if (parts.length !== fields.length || text.length > 500) return undefined;
  const sets = fields.map((field, index) => parseField(parts[index] ?? '', field));
  const [minutes, hours, days, months, weekdays] = sets;
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const week = new Set([...weekdays].map((day) => day % 7));
  const restricted = days.size < 31 && week.size < 7;
  if (isDialect(restricted, [days.size === 31, week.size === 7], [parts[2] ?? '', parts[4] ?? ''])) return undefined;
  const runs = minutes.size * hours.size * countDays({ days, months, week, either: restricted });
  const key = [minutes, hours, days, months, week].map((set) => [...set].sort((a, b) => a - b).join(',')).join(' ');
  return runs === 0 ? undefined : { runs, periodDays: 28 * 365 + 7, key };
}

/** Implementations differ on two restricted day fields where one is a star with a step, and on a full one that is not written as a star. */
function isDialect(restricted: boolean, full: readonly boolean[], texts: readonly string[]): boolean {
  const stars = texts.map((text) => /^[*?]/.test(text));
  if (restricted) return stars.includes(true);
  return full.includes(false) && full.some((whole, index) => whole && !stars[index]);
}

interface Field {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const fields: readonly Field[] = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: monthNames },
  { low: 0, high: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

function parseField(text: string, field: Field): ReadonlySet<number> | undefined {
  const ranges = text.split(',').map((part) => parseRange(part, field));
  return ranges.includes(undefined) ? undefined : new Set(ranges.flatMap((range) => range ?? []));
}

function parseRange(text: string, field: Field): readonly number[] | undefined {
  const [, all, from, to, step] =
    /^(?:([*?])|([a-z]{3}|\d{1,2})(?:-([a-z]{3}|\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(text) ?? [];
  const low = all === undefined ? numberIn(from, field) : field.low;
  const open = all !== undefined || (step !== undefined && to === undefined);
  const high = open ? field.high : to === undefined ? low : numberIn(to, field);
  const by = Number(step ?? 1);
  if (low === undefined || high === undefined || high < low || by === 0) return undefined;
  return Array.from({ length: Math.floor((high - low) / by) + 1 }, (_, index) => low + index * by);
}

function numberIn(text: string | undefined, field: Field): number | undefined {
  if (text === undefined) return undefined;
  const named = field.names?.indexOf(text) ?? -1;
  const value = named < 0 ? Number(text) : field.low + named;
  return value >= field.low && value <= field.high ? value : undefined;
}

interface Days {
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly week: ReadonlySet<number>;
  /** Whether a day counts that only one of the two day fields names. */
  readonly either: boolean;
}

/** Days of 28 years that match: each date of a month falls on every day of the week equally often. */
function countDays({ days, months, week, either }: Days): number {
  let count = 0;
  for (const month of months) {
    for (let day = 1; day <= 31; day += 1) {
      const rest = either ? week.size : 0;
      const weekdays = days.has(day) ? (either ? 7 : week.size) : rest;
      count += fourYears(month, day) * weekdays;
    }
  }
  return count;
}

/** How often a date comes in four years. */
function fourYears(month: number, day: number): number {
  if (month === 2) return day < 29 ? 4 : day === 29 ? 1 : 0;
  return day < 31 || [1, 3, 5, 7, 8, 10, 12].includes(month) ? 4 : 0;
}
