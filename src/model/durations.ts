import { bySpelling, foldCase } from './words.ts';

/** A length of time. Months are no fixed number of days, so they are counted apart. */
export interface Duration {
  readonly months: number;
  readonly seconds: number;
}

/** The length of a unit of time (`h`, `days`, `ano`); undefined for other words, and for `m`, which is minutes to some and months to others. */
export function durationUnit(unit: string): Duration | undefined {
  const folded = foldCase(unit).replace(/\.$/, '');
  const name = unitNames.get(folded);
  return name === undefined ? undefined : unitLengths[name];
}

/** Reads an ISO 8601 duration such as `P1Y`, `PT24H`, `P1DT12H`. */
export function parseIsoDuration(text: string): Duration | undefined {
  const match = isoForm.exec(text.trim().toUpperCase());
  if (match === null || match.slice(1).every((part) => part === undefined) || text.trim().endsWith('T'))
    return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return {
    months: (years ?? 0) * 12 + (months ?? 0),
    seconds: (weeks ?? 0) * 604_800 + (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0),
  };
}

/** `count` times a duration. */
export function timesDuration(duration: Duration, count: number): Duration {
  return { months: rounded(duration.months * count), seconds: rounded(duration.seconds * count) };
}

/** Negative, zero or positive as `a` is shorter, as long, or longer; undefined where the length of a month decides. */
export function compareDurations(a: Duration, b: Duration): number | undefined {
  if (a.months === b.months) return a.seconds - b.seconds;
  if (a.seconds === b.seconds) return a.months - b.months;
  if (longest(a) < shortest(b)) return -1;
  return shortest(a) > longest(b) ? 1 : undefined;
}

const number = String.raw`(\d+(?:\.\d+)?)`;
const isoForm = new RegExp(
  `^P(?:${number}Y)?(?:${number}M)?(?:${number}W)?(?:${number}D)?(?:T(?:${number}H)?(?:${number}M)?(?:${number}S)?)?$`,
);

const unitNames = bySpelling({
  ns: 'ns nanosecond nanoseconds',
  us: 'us µs μs microsecond microseconds',
  ms: 'ms msec millisecond milliseconds milissegundo milissegundos',
  s: 's sec secs second seconds seg segundo segundos',
  min: 'min mins minute minutes minuto minutos',
  h: 'h hr hrs hour hours hora horas',
  d: 'd day days dia dias',
  w: 'w wk wks week weeks semana semanas',
  mo: 'mo mon mos month months mes meses',
  q: 'q qtr quarter quarters trimestre trimestres',
  y: 'y yr yrs year years ano anos',
});

const unitLengths: { readonly [name: string]: Duration } = {
  ns: { months: 0, seconds: 1e-9 },
  us: { months: 0, seconds: 1e-6 },
  ms: { months: 0, seconds: 1e-3 },
  s: { months: 0, seconds: 1 },
  min: { months: 0, seconds: 60 },
  h: { months: 0, seconds: 3600 },
  d: { months: 0, seconds: 86_400 },
  w: { months: 0, seconds: 604_800 },
  mo: { months: 1, seconds: 0 },
  q: { months: 3, seconds: 0 },
  y: { months: 12, seconds: 0 },
};

/** Binary fractions of the same decimal quantity differ in their last digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** A month has 28 to 31 days, a year 365 or 366. */
function shortest({ months, seconds }: Duration): number {
  return seconds + (Math.floor(months / 12) * 365 + (months % 12) * 28) * 86_400;
}

function longest({ months, seconds }: Duration): number {
  return seconds + (Math.floor(months / 12) * 366 + (months % 12) * 31) * 86_400;
}
