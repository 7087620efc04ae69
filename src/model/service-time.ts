import { cronGaps } from './cron-gaps.ts';
import { parseCron } from './cron.ts';
import { type Duration, durationUnit, parseIsoDuration, timesDuration } from './durations.ts';
import { bySpelling, foldCase, foldWord } from './words.ts';

/**
 * What a service level says about time, in the one grammar of SLA files, canvases, contracts and schedules: `5m`, `< 5 min`,
 * `6h`, `PT1H30M`, `D-1`, `real-time`, a cron expression, `{value, unit}`.
 */
export type ServiceTime =
  | { readonly kind: 'interval'; readonly duration: Duration }
  /** No later than so many days after the day that the data tells of: `D-1` is 1. */
  | { readonly kind: 'day-offset'; readonly days: number }
  /** Continuously: `real-time`, `streaming`. */
  | { readonly kind: 'stream' }
  /** Five fields, or what a macro such as `@daily` stands for. */
  | { readonly kind: 'cron'; readonly expression: string };

/** A limit from above (`<`, `up to`, `até`) or from below (`>=`, `at least`, `no mínimo`). */
export type Sign = 'upper' | 'lower';

/** Reads a time with the sign in front of it, if any; undefined for every other text. `m` are minutes. */
export function parseSignedTime(text: string): { readonly time: ServiceTime; readonly sign?: Sign } | undefined {
  if (text.length > maxLength) return undefined;
  const { sign, text: rest } = splitSign(text.trim());
  const time = readTime(rest);
  return time && { time, ...(sign === undefined ? {} : { sign }) };
}

/** As {@link parseSignedTime}, where a time is promised at most: `at least 5 min` is none. */
export function parseServiceTime(text: string): ServiceTime | undefined {
  const signed = parseSignedTime(text);
  return signed?.sign === 'lower' ? undefined : signed?.time;
}

/** The time that a sentence begins with: `D-1` of `D-1, every morning` and of `D-1 (weekdays)`. */
export function leadingServiceTime(text: string): ServiceTime | undefined {
  const [first = ''] = text.split(/[,;()–—]|\. | - /, 1);
  return parseServiceTime(text) ?? parseServiceTime(first);
}

/** How old data may be, or how far apart runs may lie. A stream has no age; `D-1` is a day, and so is `D-0`; cron is its longest gap. */
export function ageOf(time: ServiceTime): Duration | undefined {
  switch (time.kind) {
    case 'interval':
      return time.duration;
    case 'day-offset':
      return { months: 0, seconds: Math.max(time.days, 1) * 86_400 };
    case 'stream':
      return { months: 0, seconds: 0 };
    case 'cron': {
      const gaps = cronGaps(time.expression);
      return gaps && { months: 0, seconds: gaps.longest };
    }
  }
}

/** Takes the sign away from the front of a text. */
export function splitSign(whole: string): { readonly sign?: Sign; readonly text: string } {
  const [, words = '', text = whole] = /^([<>=≤≥]{1,2}|\p{L}+\.?(?: \p{L}+)?)\s?(\S.*)$/u.exec(whole) ?? [];
  const sign = signs.get(foldCase(words));
  return sign === undefined ? { text: whole } : { sign, text };
}

const maxLength = 200;

const signs = new Map<string, Sign>([
  ...['<', '<=', '≤', '=<', 'max', 'max.', 'maximum', 'up to', 'at most', 'within', 'by', 'ate', 'no maximo'].map(
    (sign) => [sign, 'upper'] as const,
  ),
  ...['>', '>=', '≥', '=>', 'min', 'min.', 'minimum', 'at least', 'pelo menos', 'no minimo'].map(
    (sign) => [sign, 'lower'] as const,
  ),
]);

function readTime(text: string): ServiceTime | undefined {
  const folded = foldCase(text);
  if (streamWords.has(foldWord(text))) return { kind: 'stream' };
  const days = dayWords.get(folded) ?? /^[dt] ?[-+−–] ?(\d{1,3})$/.exec(folded)?.[1];
  if (days !== undefined) return { kind: 'day-offset', days: Number(days) };
  const expression = cronMacros.get(folded) ?? folded;
  if (parseCron(expression) !== undefined) return { kind: 'cron', expression };
  const duration = parseInterval(text);
  return duration && { kind: 'interval', duration };
}

const streamWords = new Set(
  'realtime nearrealtime nrt streaming stream continuous continuously @continuous temporeal emtemporeal quasetemporeal quaseemtemporeal continuo'.split(
    ' ',
  ),
);

const dayWords = new Map([
  ...['same day', 'mesmo dia', 'no mesmo dia'].map((words) => [words, '0'] as const),
  ...['previous day', 'next day', 'dia anterior', 'dia seguinte'].map((words) => [words, '1'] as const),
]);

/** What the macros of cron stand for. */
const cronMacros = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

const intervalNames = bySpelling({
  PT1H: 'hourly horario horaria',
  P1D: 'daily diario diaria diariamente',
  P1W: 'weekly semanal semanalmente',
  P1M: 'monthly mensal mensalmente',
  P3M: 'quarterly trimestral',
  P1Y: 'yearly annually annual anual anualmente',
});

/** How long a word such as `daily` leaves between two runs. */
export const intervalWords: ReadonlyMap<string, Duration> = new Map(
  [...intervalNames].flatMap(([word, iso]) => {
    const duration = parseIsoDuration(iso);
    return duration === undefined ? [] : [[word, duration] as const];
  }),
);

/** `PT1H30M`, `daily`, `15 min`, `1h30m`, `every 2 hours`, `@every 1h`, `rate(5 minutes)`, `a cada 2 horas`, `4x per day`. */
function parseInterval(text: string): Duration | undefined {
  const folded = foldCase(text);
  const duration =
    parseIsoDuration(text) ?? intervalWords.get(folded) ?? sumOfParts(withoutEvery(folded)) ?? timesPer(folded);
  return duration === undefined || duration.months + duration.seconds === 0 ? undefined : duration;
}

function withoutEvery(text: string): string {
  const [, rest = text] = /^(?:@?every|a cada) (.+)$/.exec(text) ?? /^rate\((.+)\)$/.exec(text) ?? [];
  // `every hour` is every 1 hour.
  return rest !== text && !/^\d/.test(rest) ? `1 ${rest}` : rest;
}

function sumOfParts(text: string): Duration | undefined {
  if (!/^(?:\d[\d.,]* ?[a-zµμ]+(?:,? ?(?:and |e )?(?=\d)|$))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d[\d.,]*) ?([a-zµμ]+)/g)].map(([, digits = '', unit = '']) => {
    const length = unit === 'm' ? durationUnit('min') : durationUnit(unit);
    const count = numberOf(digits);
    return length && count !== undefined ? timesDuration(length, count) : undefined;
  });
  return parts.reduce((sum, part) => sum && part && add(sum, part), { months: 0, seconds: 0 });
}

function add(a: Duration, b: Duration): Duration {
  return { months: a.months + b.months, seconds: a.seconds + b.seconds };
}

function timesPer(text: string): Duration | undefined {
  const [, count, unit] =
    /^(\d{1,6}) ?(?:x|times|time|vezes|vez|runs|run)? ?(?:\/|per |a |an |por |ao )\s?([a-z]+)$/.exec(text) ?? [];
  const per = unit === undefined ? undefined : durationUnit(unit);
  return per === undefined || Number(count) === 0 ? undefined : timesDuration(per, 1 / Number(count));
}

/** A comma in front of three digits is a decimal to some and a thousand to others. */
function numberOf(digits: string): number | undefined {
  if (!/^\d{1,9}(?:[.,]\d{1,6})?$/.test(digits) || /,\d{3}$/.test(digits)) return undefined;
  return Number(digits.replace(',', '.'));
}
