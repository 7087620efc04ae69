import { quoteIdentifier } from './relation.ts';
import { printValue } from './print-value.ts';
import { dateSpine, generateSeries } from './number-series.ts';
import { type CallArgs, argument, iterate, Missing, type Value } from './values.ts';

/** Renders one of dbt's own cross-database macros. The result is only parsed, never run: it has the shape, not the exact words. */
export type CrossDatabaseMacro = (args: CallArgs, dialect: string | undefined) => string;

/** dbt's cross-database macros (docs.getdbt.com, "About cross-database macros") that models call. */
export const crossDatabaseMacros: ReadonlyMap<string, CrossDatabaseMacro> = new Map<string, CrossDatabaseMacro>([
  ['type_string', (_args, dialect) => stringType(dialect)],
  ['type_timestamp', () => 'timestamp'],
  ['type_float', (_args, dialect) => (isBigQuery(dialect) ? 'float64' : 'float')],
  ['type_numeric', (_args, dialect) => (isBigQuery(dialect) ? 'numeric' : 'numeric(28, 6)')],
  ['type_bigint', (_args, dialect) => (isBigQuery(dialect) ? 'int64' : 'bigint')],
  ['type_int', (_args, dialect) => (isBigQuery(dialect) ? 'int64' : 'int')],
  ['type_boolean', (_args, dialect) => (isBigQuery(dialect) ? 'bool' : 'boolean')],
  ['dateadd', dateAdd],
  ['datediff', dateDiff],
  ['date_trunc', (args, dialect) => truncateDate(text(args, 0, 'datepart'), text(args, 1, 'date'), dialect)],
  [
    'date',
    (args) => `cast('${['year', 'month', 'day'].map((n, i) => text(args, i, n).padStart(2, '0')).join('-')}' as date)`,
  ],
  ['last_day', lastDay],
  ['concat', (args) => list(argument(args, 0, 'fields')).join(' || ')],
  ['hash', (args, dialect) => hashOf(text(args, 0, 'field'), dialect)],
  ['cast', (args) => `cast(${text(args, 0, 'field')} as ${text(args, 1, 'type')})`],
  ['safe_cast', safeCast],
  ['cast_bool_to_text', (args, dialect) => `cast(${text(args, 0, 'field')} as ${stringType(dialect)})`],
  ['length', (args) => `length(${text(args, 0, 'expression')})`],
  ['position', positionOf],
  ['replace', (args) => call('replace', args, ['field', 'old_chars', 'new_chars'])],
  ['right', (args) => call('right', args, ['string_text', 'length_expression'])],
  [
    'split_part',
    (args, dialect) =>
      splitPart(text(args, 0, 'string_text'), [text(args, 1, 'delimiter_text'), text(args, 2, 'part_number')], dialect),
  ],
  ['any_value', (args) => call('any_value', args, ['expression'])],
  ['bool_or', (args, dialect) => call(isBigQuery(dialect) ? 'logical_or' : 'bool_or', args, ['expression'])],
  ['listagg', listAggregate],
  ['string_literal', (args) => `'${text(args, 0, 'value')}'`],
  [
    'escape_single_quotes',
    (args, dialect) => text(args, 0, 'expression').replaceAll("'", isBigQuery(dialect) ? "\\'" : "''"),
  ],
  ['except', (_args, dialect) => (isBigQuery(dialect) ? 'except distinct' : 'except')],
  ['intersect', (_args, dialect) => (isBigQuery(dialect) ? 'intersect distinct' : 'intersect')],
  ['current_timestamp', () => 'current_timestamp'],
  ['current_timestamp_backcompat', () => 'current_timestamp'],
  ['current_timestamp_in_utc_backcompat', () => 'current_timestamp'],
  ['equals', (args) => `${text(args, 0, 'expr1')} = ${text(args, 1, 'expr2')}`],
  ['array_construct', (args, dialect) => arrayOf(list(argument(args, 0, 'inputs')), dialect)],
  ['array_append', (args) => call('array_append', args, ['array', 'new_element'])],
  ['array_concat', (args) => call('array_cat', args, ['array_1', 'array_2'])],
  ['generate_series', (args) => generateSeries(argument(args, 0, 'upper_bound'))],
  [
    'date_spine',
    (args, dialect) => dateSpine(spineOf(args), (steps, from) => addDate(spineStep(args, steps, from), dialect)),
  ],
  [
    'get_quoted_csv',
    (args, dialect) =>
      list(argument(args, 0, 'column_names'))
        .map((name) => quoteIdentifier(name, dialect))
        .join(', '),
  ],
]);

function isBigQuery(dialect: string | undefined): boolean {
  return dialect === 'bigquery';
}

function isSpark(dialect: string | undefined): boolean {
  return dialect === 'spark' || dialect === 'databricks';
}

function hasDateAdd(dialect: string | undefined): boolean {
  return dialect === 'snowflake' || dialect === 'redshift' || dialect === 'tsql' || isSpark(dialect);
}

function isTrino(dialect: string | undefined): boolean {
  return dialect === 'trino' || dialect === 'athena';
}

/** The text type of a dialect, as dbt writes it. */
export function stringType(dialect: string | undefined): string {
  if (dialect === 'clickhouse') return 'String';
  return isBigQuery(dialect) || isSpark(dialect) ? 'string' : 'varchar';
}

/** `dbt.hash`: the MD5 of a value, as text of hexadecimal digits. */
export function hashOf(field: string, dialect: string | undefined): string {
  const hash = `md5(cast(${field} as ${stringType(dialect)}))`;
  return isBigQuery(dialect) ? `to_hex(${hash})` : hash;
}

/** `dbt.split_part`; `rest` is the delimiter and the number of the part, which counts from 1. */
export function splitPart(field: string, rest: readonly [string, string], dialect: string | undefined): string {
  const [delimiter, part] = rest;
  if (!isBigQuery(dialect)) return `split_part(${field}, ${delimiter}, ${part})`;
  return `split(${field}, ${delimiter})[safe_offset(${part} - 1)]`;
}

function positionOf(args: CallArgs, dialect: string | undefined): string {
  const [part, whole] = [text(args, 0, 'substring_text'), text(args, 1, 'string_text')];
  return isBigQuery(dialect) ? `strpos(${whole}, ${part})` : `position(${part} in ${whole})`;
}

function lastDay(args: CallArgs, dialect: string | undefined): string {
  const [date, part] = [text(args, 0, 'date'), text(args, 1, 'datepart')];
  const next = addDate({ part, amount: '1', from: truncateDate(part, date, dialect) }, dialect);
  return `cast(${addDate({ part: 'day', amount: '-1', from: next }, dialect)} as date)`;
}

function spineOf(args: CallArgs): Parameters<typeof dateSpine>[0] {
  return {
    part: text(args, 0, 'datepart'),
    start: text(args, 1, 'start_date'),
    end: text(args, 2, 'end_date'),
  };
}

function spineStep(args: CallArgs, amount: string, from: string): DateStep {
  return { part: text(args, 0, 'datepart'), amount, from };
}

function text(args: CallArgs, index: number, name: string): string {
  return printValue(argument(args, index, name) ?? '');
}

function list(value: Value | undefined): readonly string[] {
  return value === undefined || value instanceof Missing ? [] : iterate(value).map(printValue);
}

function call(name: string, args: CallArgs, names: readonly string[]): string {
  const given = names.map((parameter, index) => text(args, index, parameter)).filter((value) => value !== '');
  return `${name}(${given.join(', ')})`;
}

function dateAdd(args: CallArgs, dialect: string | undefined): string {
  const [part, amount] = [text(args, 0, 'datepart'), text(args, 1, 'interval')];
  return addDate({ part, amount, from: text(args, 2, 'from_date_or_timestamp') }, dialect);
}

/** A number of days, months, … after a date. */
export interface DateStep {
  readonly part: string;
  readonly amount: string;
  readonly from: string;
}

/** `dbt.dateadd`. */
export function addDate({ part, amount, from }: DateStep, dialect: string | undefined): string {
  if (isBigQuery(dialect)) return `datetime_add(cast(${from} as datetime), interval ${amount} ${part})`;
  if (isTrino(dialect)) return `date_add('${part}', ${amount}, ${from})`;
  return hasDateAdd(dialect)
    ? `dateadd(${part}, ${amount}, ${from})`
    : `(${from} + (interval '1 ${part}' * (${amount})))`;
}

function dateDiff(args: CallArgs, dialect: string | undefined): string {
  const [first, second] = [text(args, 0, 'first_date'), text(args, 1, 'second_date')];
  const part = text(args, 2, 'datepart');
  if (isBigQuery(dialect)) return `datetime_diff(cast(${second} as datetime), cast(${first} as datetime), ${part})`;
  return hasDateAdd(dialect) ? `datediff(${part}, ${first}, ${second})` : `date_diff('${part}', ${first}, ${second})`;
}

/** `dbt.date_trunc`. */
export function truncateDate(part: string, date: string, dialect: string | undefined): string {
  return isBigQuery(dialect)
    ? `timestamp_trunc(cast(${date} as timestamp), ${part})`
    : `date_trunc('${part}', ${date})`;
}

function safeCast(args: CallArgs, dialect: string | undefined): string {
  const name = isBigQuery(dialect)
    ? 'safe_cast'
    : dialect === 'snowflake' || dialect === 'duckdb'
      ? 'try_cast'
      : 'cast';
  return `${name}(${text(args, 0, 'field')} as ${text(args, 1, 'type')})`;
}

function listAggregate(args: CallArgs, dialect: string | undefined): string {
  const [measure, order] = [text(args, 0, 'measure'), text(args, 2, 'order_by_clause')];
  const delimiter = argument(args, 1, 'delimiter_text') === undefined ? "','" : text(args, 1, 'delimiter_text');
  const hasListAgg = dialect === 'snowflake' || dialect === 'redshift';
  if (!hasListAgg) return `string_agg(${measure}, ${delimiter}${order === '' ? '' : ` ${order}`})`;
  return `listagg(${measure}, ${delimiter})${order === '' ? '' : ` within group (${order})`}`;
}

function arrayOf(items: readonly string[], dialect: string | undefined): string {
  if (dialect === 'snowflake') return `array_construct(${items.join(', ')})`;
  return isBigQuery(dialect) ? `[${items.join(', ')}]` : `array[${items.join(', ')}]`;
}
