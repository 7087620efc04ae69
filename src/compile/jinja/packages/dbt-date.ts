import { addDate, crossDatabaseMacros, truncateDate } from '../cross-database.ts';
import { printValue } from '../print-value.ts';
import type { CallArgs } from '../values.ts';
import {
  flagOf,
  given,
  type PackageMacro,
  type PackageMacros,
  type PackageTools,
  textOf,
  unknownMacro,
} from './package-macro.ts';

/** dbt_date, as far as models call it (README of calogica/dbt-date and its successor godatadriven/dbt-date). */
export const dbtDate: PackageMacros = new Map<string, PackageMacro>([
  ['now', (args, tools) => now(given(args, 0, 'tz'), tools)],
  ['today', (args, tools) => today(given(args, 0, 'tz'), tools)],
  ['yesterday', (args, tools) => daysFrom(args, tools, { amount: '-1', from: 0 })],
  ['tomorrow', (args, tools) => daysFrom(args, tools, { amount: '1', from: 0 })],
  ['n_days_ago', (args, tools) => daysFrom(args, tools, { amount: `-1 * ${textOf(args, 0, 'n')}`, from: 1 })],
  ['n_days_away', (args, tools) => daysFrom(args, tools, { amount: textOf(args, 0, 'n'), from: 1 })],
  ['n_weeks_ago', (args, tools) => startOf(args, tools, { unit: 'week', direction: -1 })],
  ['n_weeks_away', (args, tools) => startOf(args, tools, { unit: 'week', direction: 1 })],
  ['n_months_ago', (args, tools) => startOf(args, tools, { unit: 'month', direction: -1 })],
  ['n_months_away', (args, tools) => startOf(args, tools, { unit: 'month', direction: 1 })],
  ['convert_timezone', convertColumn],
  ['date_part', (args, { dialect }) => part(textOf(args, 0, 'datepart'), textOf(args, 1, 'date'), dialect)],
  ['day_of_month', (args, tools) => numberPart('day', args, tools)],
  ['day_of_year', (args, tools) => numberPart(tools.dialect === 'bigquery' ? 'dayofyear' : 'doy', args, tools)],
  ['day_of_week', dayOfWeek],
  ['week_of_year', (args, tools) => numberPart('week', args, tools)],
  ['iso_week_of_year', (args, tools) => numberPart(tools.dialect === 'bigquery' ? 'isoweek' : 'week', args, tools)],
  ['day_name', dayName],
  ['month_name', monthName],
  ['week_start', (args, tools) => weekStart(dateOf(args, tools), tools)],
  ['week_end', (args, tools) => lastOfWeek(weekStart(dateOf(args, tools), tools), tools)],
  ['iso_week_start', (args, tools) => isoWeekStart(dateOf(args, tools), tools)],
  ['iso_week_end', (args, tools) => lastOfWeek(isoWeekStart(dateOf(args, tools), tools), tools)],
]);

type Given = ReturnType<typeof given>;

/** A moment in the given time zone, else in the one of the variable that dbt_date demands. */
function now(zone: Given, tools: PackageTools): string {
  const moment =
    crossDatabaseMacros.get('current_timestamp')?.({ positional: [], named: new Map() }, tools.dialect) ?? '';
  return inZone(moment, zoneOf(zone, tools), tools);
}

function today(zone: Given, tools: PackageTools): string {
  return `cast(${now(zone, tools)} as date)`;
}

function zoneOf(zone: Given, tools: PackageTools): string {
  const value = zone ?? tools.variable('dbt_date:time_zone');
  return value === undefined ? unknownMacro(tools) : printValue(value);
}

function convertColumn(args: CallArgs, tools: PackageTools): string {
  return inZone(textOf(args, 0, 'column'), zoneOf(given(args, 1, 'target_tz'), tools), tools);
}

/** What is a timestamp whatever it was; time zones are words of the dialect, so they are written as they are given. */
function inZone(moment: string, zone: string, { dialect }: PackageTools): string {
  switch (dialect) {
    case 'snowflake':
    case 'redshift':
      return `cast(convert_timezone('UTC', '${zone}', cast(${moment} as timestamp)) as timestamp)`;
    case 'bigquery':
      return `timestamp(datetime(${moment}, '${zone}'))`;
    case 'spark':
    case 'databricks':
      return `from_utc_timestamp(cast(${moment} as timestamp), '${zone}')`;
    default:
      return `cast(cast(${moment} as timestamp with time zone) at time zone '${zone}' as timestamp)`;
  }
}

/** The date that an argument gives, else today. */
function dateOf(args: CallArgs, tools: PackageTools, index = 0): string {
  const date = given(args, index, 'date');
  return date === undefined ? today(given(args, index + 1, 'tz'), tools) : printValue(date);
}

function daysFrom(
  args: CallArgs,
  tools: PackageTools,
  step: { readonly amount: string; readonly from: number },
): string {
  const from = dateOf(args, tools, step.from);
  return `cast(${addDate({ part: 'day', amount: step.amount, from: `cast(${from} as date)` }, tools.dialect)} as date)`;
}

interface Shift {
  readonly unit: 'week' | 'month';
  /** Before (-1) or after (1). */
  readonly direction: -1 | 1;
}

/** The start of the week or month that lies `n` before or after this one. */
function startOf(args: CallArgs, tools: PackageTools, { unit, direction }: Shift): string {
  const start = truncateDate(unit, today(given(args, 1, 'tz'), tools), tools.dialect);
  const amount = direction === 1 ? textOf(args, 0, 'n') : `-1 * ${textOf(args, 0, 'n')}`;
  return `cast(${addDate({ part: unit, amount, from: start }, tools.dialect)} as date)`;
}

function part(name: string, date: string, dialect: string | undefined): string {
  return dialect === 'bigquery' ? `extract(${name} from ${date})` : `date_part('${name}', ${date})`;
}

function integer(expression: string, { dialect }: PackageTools): string {
  return `cast(${expression} as ${dialect === 'bigquery' ? 'int64' : 'int'})`;
}

function numberPart(name: string, args: CallArgs, tools: PackageTools): string {
  return integer(part(name, textOf(args, 0, 'date'), tools.dialect), tools);
}

/** 1 is Monday, or Sunday where `isoweek` is false. */
function dayOfWeek(args: CallArgs, tools: PackageTools): string {
  const date = textOf(args, 0, 'date');
  const isIso = flagOf(args, 1, { name: 'isoweek', fallback: true });
  const { dialect } = tools;
  if (dialect === 'bigquery') {
    const day = part('dayofweek', date, dialect);
    return integer(isIso ? `mod(${day} + 5, 7) + 1` : day, tools);
  }
  if (dialect === 'snowflake') {
    const day = part('dayofweekiso', date, dialect);
    return integer(isIso ? day : `mod(${day}, 7) + 1`, tools);
  }
  const sunday =
    dialect === 'spark' || dialect === 'databricks' ? `dayofweek(${date}) - 1` : part('dow', date, dialect);
  return integer(isIso ? `case when ${sunday} = 0 then 7 else ${sunday} end` : `${sunday} + 1`, tools);
}

/** How a dialect prints a part of a date: function, and formats for the short and the long name. */
interface Names {
  readonly short: string;
  readonly long: string;
}

function dayName(args: CallArgs, tools: PackageTools): string {
  return nameOf(args, tools, {
    strftime: { short: '%a', long: '%A' },
    toChar: { short: 'Dy', long: 'FMDay' },
    java: { short: 'E', long: 'EEEE' },
    snowflake: 'dayname',
  });
}

function monthName(args: CallArgs, tools: PackageTools): string {
  return nameOf(args, tools, {
    strftime: { short: '%b', long: '%B' },
    toChar: { short: 'Mon', long: 'FMMonth' },
    java: { short: 'MMM', long: 'MMMM' },
    snowflake: 'monthname',
  });
}

interface NameFormats {
  readonly strftime: Names;
  readonly toChar: Names;
  readonly java: Names;
  /** Its function gives short names. */
  readonly snowflake: string;
}

function nameOf(args: CallArgs, tools: PackageTools, formats: NameFormats): string {
  const { dialect } = tools;
  const date = textOf(args, 0, 'date');
  const length = flagOf(args, 1, { name: 'short', fallback: true }) ? 'short' : 'long';
  if (given(args, 2, 'language') !== undefined) return unknownMacro(tools);
  switch (dialect) {
    case 'snowflake':
      return length === 'short' ? `${formats.snowflake}(${date})` : `to_varchar(${date}, '${formats.toChar.long}')`;
    case 'bigquery':
      return `format_date('${formats.strftime[length]}', cast(${date} as date))`;
    case 'duckdb':
      return `strftime(${date}, '${formats.strftime[length]}')`;
    case 'spark':
    case 'databricks':
      return `date_format(${date}, '${formats.java[length]}')`;
    default:
      return `to_char(${date}, '${formats.toChar[length]}')`;
  }
}

/** Weeks start on Sunday, those of ISO 8601 on Monday. */
function weekStart(date: string, { dialect }: PackageTools): string {
  if (dialect === 'bigquery') return `cast(${truncateDate('week', date, dialect)} as date)`;
  const monday = truncateDate('week', addDate({ part: 'day', amount: '1', from: date }, dialect), dialect);
  return `cast(${addDate({ part: 'day', amount: '-1', from: monday }, dialect)} as date)`;
}

function isoWeekStart(date: string, { dialect }: PackageTools): string {
  return `cast(${truncateDate(dialect === 'bigquery' ? 'isoweek' : 'week', date, dialect)} as date)`;
}

function lastOfWeek(start: string, { dialect }: PackageTools): string {
  return `cast(${addDate({ part: 'day', amount: '6', from: start }, dialect)} as date)`;
}
