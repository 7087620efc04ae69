import { needsWarehouse } from './stop.ts';
import { argument, type CallArgs, Float, HostObject, hostFunction, none, numberOf, type Value } from './values.ts';

const day = 86_400_000;

/**
 * The moment that every clock of a template shows: rendering must give the same bytes every time,
 * and the SQL is only read, never run.
 */
const fixedMoment = Date.UTC(2024, 0, 1);

const momentTimes = new WeakMap<HostObject, number>();
const spanTimes = new WeakMap<HostObject, number>();

/** A Python `datetime` (or `date`) at `time`, in milliseconds since 1970-01-01 UTC. */
function makeMoment(time: number, isDate = false): HostObject {
  const value = new Date(time);
  const iso = value.toISOString();
  const seconds = iso.slice(0, 19);
  const moment: HostObject = new HostObject(isDate ? 'date' : 'datetime', {
    text: isDate ? iso.slice(0, 10) : seconds.replace('T', ' '),
    attribute: (name) => momentAttribute(value, name, isDate),
    operate: (operator, other) => operate(moment, operator, other),
  });
  momentTimes.set(moment, time);
  return moment;
}

/** The moment at which dbt says it started: always the same one. */
export const startedAt = makeMoment(fixedMoment);

function momentAttribute(value: Date, name: string, isDate: boolean): Value | undefined {
  const time = value.getTime();
  const iso = isDate ? value.toISOString().slice(0, 10) : value.toISOString().slice(0, 19);
  const itself = (): Value => makeMoment(time, isDate);
  const attributes = new Map<string, Value>([
    ['year', value.getUTCFullYear()],
    ['month', value.getUTCMonth() + 1],
    ['day', value.getUTCDate()],
    ['hour', value.getUTCHours()],
    ['minute', value.getUTCMinutes()],
    ['second', value.getUTCSeconds()],
    ['microsecond', value.getUTCMilliseconds() * 1000],
    ['weekday', hostFunction('weekday', () => (value.getUTCDay() + 6) % 7)],
    ['isoweekday', hostFunction('isoweekday', () => ((value.getUTCDay() + 6) % 7) + 1)],
    ['isoformat', hostFunction('isoformat', () => iso)],
    ['timestamp', hostFunction('timestamp', () => new Float(time / 1000))],
    ['date', hostFunction('date', () => makeMoment(Math.floor(time / day) * day, true))],
    ['astimezone', hostFunction('astimezone', itself)],
    ['replace', hostFunction('replace', (args) => replaceParts(value, args, isDate))],
    ['strftime', hostFunction('strftime', (args) => formatMoment(value, argument(args, 0, 'format') ?? ''))],
  ]);
  return attributes.get(name);
}

function replaceParts(value: Date, args: CallArgs, isDate: boolean): Value {
  const parts = ['year', 'month', 'day', 'hour', 'minute', 'second'];
  const current = value.toISOString().split(/\D/).slice(0, 6).map(Number);
  return makeMoment(
    timeOf(parts.map((name, index) => numberOf(args.named.get(name) ?? none) ?? current[index] ?? 0)),
    isDate,
  );
}

function timeOf([year = 1970, month = 1, date = 1, hour = 0, minute = 0, second = 0]: readonly number[]): number {
  const time = Date.UTC(year, month - 1, date, hour, minute, second);
  return isInCalendar(time) ? time : needsWarehouse('modules.datetime');
}

/** Python's calendar ends with the year 9999; so do our moments. */
function isInCalendar(time: number): boolean {
  return time >= Date.UTC(1000, 0, 1) && time < Date.UTC(10_000, 0, 1);
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function formatMoment(value: Date, format: Value): string {
  if (typeof format !== 'string') return needsWarehouse('strftime');
  const iso = value.toISOString();
  const [weekday = '', month = ''] = [weekdays[value.getUTCDay()], months[value.getUTCMonth()]];
  const dayOfYear = (value.getTime() - Date.UTC(value.getUTCFullYear(), 0, 1)) / day;
  const codes = new Map<string, string>([
    ['Y', iso.slice(0, 4)],
    ['y', iso.slice(2, 4)],
    ['m', iso.slice(5, 7)],
    ['d', iso.slice(8, 10)],
    ['H', iso.slice(11, 13)],
    ['M', iso.slice(14, 16)],
    ['S', iso.slice(17, 19)],
    ['f', `${iso.slice(20, 23)}000`],
    ['F', iso.slice(0, 10)],
    ['T', iso.slice(11, 19)],
    ['j', String(Math.floor(dayOfYear) + 1).padStart(3, '0')],
    ['A', weekday],
    ['a', weekday.slice(0, 3)],
    ['B', month],
    ['b', month.slice(0, 3)],
    ['z', ''],
    ['Z', ''],
    ['%', '%'],
  ]);
  return format.replaceAll(/%(.)/gs, (whole, code: string) => codes.get(code) ?? whole);
}

function operate(moment: HostObject, operator: '+' | '-', other: Value): Value | undefined {
  if (!(other instanceof HostObject)) return undefined;
  const [time = 0, span, otherTime] = [momentTimes.get(moment), spanTimes.get(other), momentTimes.get(other)];
  if (span !== undefined) {
    const moved = operator === '+' ? time + span : time - span;
    return isInCalendar(moved) ? makeMoment(moved, moment.name === 'date') : needsWarehouse('modules.datetime');
  }
  return otherTime === undefined || operator === '+' ? undefined : makeSpan(time - otherTime);
}

function makeSpan(time: number): HostObject {
  const whole = Math.floor(time / day);
  const rest = (time - whole * day) / 1000;
  const attributes = new Map<string, Value>([
    ['days', whole],
    ['seconds', rest],
    ['total_seconds', hostFunction('total_seconds', () => new Float(time / 1000))],
  ]);
  const clock = new Date(rest * 1000).toISOString().slice(11, 19).replace(/^0/, '');
  const text = whole === 0 ? clock : `${whole} day${Math.abs(whole) === 1 ? '' : 's'}, ${clock}`;
  const span = new HostObject('timedelta', { text, attribute: (name) => attributes.get(name) });
  spanTimes.set(span, time);
  return span;
}

const spanUnits: readonly (readonly [string, number])[] = [
  ['days', day],
  ['seconds', 1000],
  ['microseconds', 0.001],
  ['milliseconds', 1],
  ['minutes', 60_000],
  ['hours', 3_600_000],
  ['weeks', 7 * day],
];

function timeDelta(args: CallArgs): Value {
  const time = spanUnits.reduce(
    (sum, [name, unit], index) => sum + unit * (numberOf(argument(args, index, name) ?? 0) ?? 0),
    0,
  );
  return Math.abs(time) < 1e14 ? makeSpan(time) : needsWarehouse('modules.datetime');
}

function construct(args: CallArgs, isDate: boolean): Value {
  const names = ['year', 'month', 'day', 'hour', 'minute', 'second'];
  const given = names.map((name, index) => numberOf(argument(args, index, name) ?? none) ?? (index < 3 ? 1 : 0));
  return makeMoment(timeOf(given), isDate);
}

const formatCodes: { readonly [code: string]: string } = {
  Y: '(?<Y>\\d{4})',
  m: '(?<m>\\d{1,2})',
  d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
};

function parseMoment(args: CallArgs): Value {
  const [text, format] = args.positional;
  if (typeof text !== 'string' || typeof format !== 'string') return needsWarehouse('strptime');
  const literal = format.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const codes = [...literal.matchAll(/%(.)/g)].map(([, code = '']) => code);
  const isKnown = codes.every((code) => Object.hasOwn(formatCodes, code)) && new Set(codes).size === codes.length;
  if (!isKnown) return needsWarehouse('strptime');
  // Every group is one to four digits, so the pattern matches in linear time.
  const pattern = new RegExp(`^${literal.replaceAll(/%(.)/g, (_whole, code: string) => formatCodes[code] ?? '')}$`);
  const groups = pattern.exec(text)?.groups;
  if (groups === undefined) return needsWarehouse('strptime');
  return makeMoment(
    timeOf(['Y', 'm', 'd', 'H', 'M', 'S'].map((code, index) => Number(groups[code] ?? (index < 3 ? 1 : 0)))),
  );
}

/** The `datetime` module of Python, as dbt gives it to templates; its clock stands still. */
export const datetimeModule: HostObject = moduleOf('datetime', [
  [
    'datetime',
    classOf('datetime', false, [
      ['now', hostFunction('now', () => startedAt)],
      ['utcnow', hostFunction('utcnow', () => startedAt)],
      ['today', hostFunction('today', () => startedAt)],
      ['strptime', hostFunction('strptime', parseMoment)],
    ]),
  ],
  ['date', classOf('date', true, [['today', hostFunction('today', () => makeMoment(fixedMoment, true))]])],
  ['timedelta', hostFunction('timedelta', timeDelta)],
  ['timezone', moduleOf('timezone', [['utc', new HostObject('utc', { text: 'UTC' })]])],
]);

function classOf(name: string, isDate: boolean, members: readonly (readonly [string, Value])[]): HostObject {
  const attributes = new Map(members);
  return new HostObject(name, {
    call: (args) => construct(args, isDate),
    attribute: (member) => attributes.get(member),
  });
}

function moduleOf(name: string, members: readonly (readonly [string, Value])[]): HostObject {
  const attributes = new Map(members);
  return new HostObject(name, {
    attribute: (member) => attributes.get(member) ?? needsWarehouse(`modules.${name}.${member}`),
  });
}

/** The `pytz` module: every zone is the one of the standing clock. */
export const pytzModule: HostObject = new HostObject('pytz', {
  attribute: (name) =>
    name === 'timezone' ? hostFunction(name, () => new HostObject('zone', {})) : new HostObject('zone', {}),
});
