import { crossDatabaseMacros, hashOf, splitPart, stringType } from '../cross-database.ts';
import { startedAt } from '../moment.ts';
import { printValue } from '../print-value.ts';
import { quoteIdentifier, RelationObject } from '../relation.ts';
import { fail, UnknownValue } from '../stop.ts';
import { argument, type CallArgs, HostObject, iterate, numberOf } from '../values.ts';
import { readAttribute } from '../attributes.ts';
import {
  flagOf,
  given,
  listOf,
  type PackageMacro,
  type PackageMacros,
  type PackageTools,
  textOf,
  unknownMacro,
} from './package-macro.ts';

/** Macros of dbt_utils that dbt has taken over: before 1.0, models called them here (dbt-utils, "Upgrading to v1.0"). */
const takenOver = `
  any_value array_append array_concat array_construct bool_or cast_bool_to_text concat current_timestamp date_trunc
  dateadd datediff date_spine escape_single_quotes except generate_series hash intersect last_day length listagg
  position replace right safe_cast split_part string_literal type_bigint type_boolean type_float type_int type_numeric
  type_string type_timestamp`
  .split(/\s+/)
  .filter((name) => name !== '');

/** dbt_utils, as far as its macros write SQL without asking the warehouse (README of dbt-labs/dbt-utils). */
export const dbtUtils: PackageMacros = new Map<string, PackageMacro>([
  ...takenOver.map((name) => [name, dbtMacro(name)] as const),
  ['current_timestamp_in_utc', dbtMacro('current_timestamp')],
  ['star', star],
  ['generate_surrogate_key', (args, { dialect }) => surrogateKey(args, dialect)],
  ['surrogate_key', (args, { dialect }) => surrogateKey(args, dialect)],
  ['group_by', groupBy],
  ['pivot', (args, { dialect }) => pivot(args, dialect)],
  ['deduplicate', deduplicate],
  ['safe_add', (args) => coalesced(args).join(' + ')],
  ['safe_subtract', (args) => coalesced(args).join(' - ')],
  ['safe_divide', (args) => `( ${textOf(args, 0, 'numerator')} ) / nullif( ( ${textOf(args, 1, 'denominator')} ), 0)`],
  ['width_bucket', (args, { dialect }) => widthBucket(args, dialect)],
  ['get_url_host', (args, { dialect }) => urlHost(textOf(args, 0, 'field'), dialect)],
  ['get_url_path', (args, { dialect }) => urlPath(textOf(args, 0, 'field'), dialect)],
  ['get_url_parameter', (args, { dialect }) => urlParameter(args, dialect)],
  ['haversine_distance', (args, { dialect }) => haversine(args, dialect)],
  ['slugify', (args) => slugify(textOf(args, 0, 'string'))],
  ['pretty_time', (args) => prettyTime(textOf(args, 0, 'format'))],
  ['pretty_log_format', (args) => `${prettyTime('')} + ${textOf(args, 0, 'message')}`],
  ['log_info', () => ''],
]);

function dbtMacro(name: string): PackageMacro {
  const macro = crossDatabaseMacros.get(name);
  return (args, tools) => (macro === undefined ? unknownMacro(tools) : macro(args, tools.dialect));
}

/** `star(from, relation_alias, except, prefix, suffix, quote_identifiers)`: a marker, for only the relation knows its columns. */
function star(args: CallArgs, tools: PackageTools): never {
  const from = argument(args, 0, 'from');
  if (!(from instanceof RelationObject) || from.reference === undefined) return unknownMacro(tools);
  const alias = given(args, 1, 'relation_alias');
  const reason = { state: 'needs-warehouse', key: 'needs-warehouse', values: { name: tools.macro } } as const;
  throw new UnknownValue(reason, {
    kind: 'star',
    macro: tools.macro,
    of: from.reference,
    except: listOf(given(args, 2, 'except')).map((column) => column.toLowerCase()),
    qualifier: typeof alias === 'string' ? alias : '',
    prefix: textOf(args, 3, 'prefix'),
    suffix: textOf(args, 4, 'suffix'),
  });
}

/** A hash of fields; an absent value is a text of its own, so that it is not the same as an empty one. */
function surrogateKey(args: CallArgs, dialect: string | undefined): string {
  const [first] = args.positional;
  const fields = typeof first === 'string' ? args.positional.map(printValue) : listOf(argument(args, 0, 'field_list'));
  if (fields.length === 0) return fail('bad-argument', { type: 'nothing' });
  const type = stringType(dialect);
  const parts = fields.map((field) => `coalesce(cast(${field} as ${type}), '_dbt_utils_surrogate_key_null_')`);
  return hashOf(parts.join(" || '-' || "), dialect);
}

function groupBy(args: CallArgs): string {
  const count = numberOf(argument(args, 0, 'n') ?? 0) ?? 0;
  if (!(count >= 1 && count <= 1000)) return fail('bad-argument', { type: 'no number' });
  return `group by ${Array.from({ length: count }, (_none, index) => index + 1).join(',')}`;
}

/** `pivot(column, values, alias, agg, cmp, prefix, suffix, then_value, else_value, quote_identifiers, distinct)`. */
function pivot(args: CallArgs, dialect: string | undefined): string {
  const value = argument(args, 1, 'values');
  if (value === undefined) return fail('bad-argument', { type: 'nothing' });
  const either = (index: number, name: string, fallback: string): string =>
    printValue(argument(args, index, name) ?? fallback);
  const column = textOf(args, 0, 'column');
  const distinct = flagOf(args, 10, { name: 'distinct', fallback: false }) ? 'distinct ' : '';
  const alias = (text: string): string => {
    if (!flagOf(args, 2, { name: 'alias', fallback: true })) return '';
    const whole = textOf(args, 5, 'prefix') + text + textOf(args, 6, 'suffix');
    const isQuoted = flagOf(args, 9, { name: 'quote_identifiers', fallback: true });
    return ` as ${isQuoted ? quoteIdentifier(whole, dialect) : slugify(whole)}`;
  };
  const cases = listOf(value).map((each) => {
    const test = `${column} ${either(4, 'cmp', '=')} '${each.replaceAll("'", dialect === 'bigquery' ? "\\'" : "''")}'`;
    const result = `case when ${test} then ${either(7, 'then_value', '1')} else ${either(8, 'else_value', '0')} end`;
    return `${either(3, 'agg', 'sum')}(${distinct}${result})${alias(each)}`;
  });
  return cases.join(',\n');
}

const qualifying = ['snowflake', 'databricks', 'spark', 'bigquery', 'duckdb', 'redshift', 'clickhouse'];

/** The first row of each group, with the columns of the relation. */
function deduplicate(args: CallArgs, tools: PackageTools): string {
  const { dialect } = tools;
  const [relation, by, order] = [
    textOf(args, 0, 'relation'),
    textOf(args, 1, 'partition_by'),
    textOf(args, 2, 'order_by'),
  ];
  if (dialect === 'postgres') return `select distinct on (${by}) * from ${relation} order by ${by}, ${order}`;
  if (dialect === undefined || !qualifying.includes(dialect)) return unknownMacro(tools);
  return `select * from ${relation} qualify row_number() over (partition by ${by} order by ${order}) = 1`;
}

/** Fields as one list (dbt_utils 1.0) or as arguments (before). */
function coalesced({ positional, named }: CallArgs): readonly string[] {
  const fields = [...positional, ...named.values()].flatMap((value) =>
    typeof value === 'string' ? [value] : iterate(value).map(printValue),
  );
  return fields.map((field) => `coalesce(${field}, 0)`);
}

function widthBucket(args: CallArgs, dialect: string | undefined): string {
  const [value, low, high, count] = [
    textOf(args, 0, 'expr'),
    textOf(args, 1, 'min_value'),
    textOf(args, 2, 'max_value'),
    textOf(args, 3, 'num_buckets'),
  ];
  if (dialect === 'snowflake') return `width_bucket(${value}, ${low}, ${high}, ${count})`;
  const bucket = `floor((${value} - (${low})) * ${count} / ((${high}) - (${low}))) + 1`;
  const type = dialect === 'bigquery' ? 'int64' : 'int';
  return `cast(case when ${value} < ${low} then 0 when ${value} >= ${high} then ${count} + 1 else ${bucket} end as ${type})`;
}

function withoutScheme(field: string): string {
  return ['android-app://', 'http://', 'https://'].reduce((text, scheme) => `replace(${text}, '${scheme}', '')`, field);
}

function urlHost(field: string, dialect: string | undefined): string {
  const beforePath = splitPart(withoutScheme(field), ["'/'", '1'], dialect);
  return `cast(${splitPart(beforePath, ["'?'", '1'], dialect)} as ${stringType(dialect)})`;
}

function urlPath(field: string, dialect: string | undefined): string {
  const stripped = withoutScheme(field);
  const host = splitPart(stripped, ["'/'", '1'], dialect);
  const path = splitPart(`replace(${stripped}, concat(${host}, '/'), '')`, ["'?'", '1'], dialect);
  return `cast(${path} as ${stringType(dialect)})`;
}

function urlParameter(args: CallArgs, dialect: string | undefined): string {
  const name = `'${textOf(args, 1, 'url_parameter')}='`;
  const rest = splitPart(textOf(args, 0, 'field'), [name, '2'], dialect);
  return `nullif(${splitPart(rest, ["'&'", '1'], dialect)}, '')`;
}

const kilometresPerMile = '1.60934';

function haversine(args: CallArgs, dialect: string | undefined): string {
  const [lat1, lon1, lat2, lon2] = ['lat1', 'lon1', 'lat2', 'lon2'].map((name, index) => textOf(args, index, name));
  const radians = (angle: string): string =>
    dialect === 'bigquery' ? `((${angle}) * acos(-1) / 180)` : `radians(${angle})`;
  const halfChord = (from = '', to = ''): string => `power(sin(${radians(`(${to} - ${from}) / 2`)}), 2)`;
  const cosines = `cos(${radians(lat1 ?? '')}) * cos(${radians(lat2 ?? '')})`;
  const miles = `2 * 3961 * asin(sqrt(${halfChord(lat1, lat2)} + ${cosines} * ${halfChord(lon1, lon2)}))`;
  return textOf(args, 4, 'unit') === 'km' ? `${miles} * ${kilometresPerMile}` : miles;
}

function slugify(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[ -]+/g, '_')
    .replaceAll(/[^a-z0-9_]+/g, '');
  return /^[0-9]/.test(plain) ? `_${plain}` : plain;
}

/** The moment at which every rendering starts. */
function prettyTime(format: string): string {
  const strftime = readAttribute(startedAt, 'strftime');
  const call = strftime instanceof HostObject ? strftime.abilities.call : undefined;
  return printValue(call?.({ positional: [format === '' ? '%H:%M:%S' : format], named: new Map() }) ?? '');
}
