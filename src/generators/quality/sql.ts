import { physicalNameOf, type Property } from '../../model/contract.ts';
import { isPlainName, isUsableName } from '../dbt/test-call.ts';
import { type Bound, isTextColumn, type Measure, type Scalar } from './check.ts';
import type { Warehouse } from './warehouse.ts';

/** A name as SQL reads it, in quotes where it must be; undefined where no quotes can hold it. */
export function nameSql(name: string, warehouse: Warehouse | undefined): string | undefined {
  if (isPlainName(name) && !reserved.has(name.toLowerCase())) return name;
  const quote = warehouse?.quote ?? '"';
  return isUsableName(name) && !/[$:;]/.test(name) ? `${quote}${name}${quote}` : undefined;
}

/** A text in single quotes; undefined where warehouses would read it differently and which one it is is not known. */
function textSql(text: string, warehouse: Warehouse | undefined): string | undefined {
  // oxlint-disable-next-line no-control-regex -- controls are what it looks for
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text) || !text.isWellFormed()) return undefined;
  if (text.includes('\\') && warehouse === undefined) return undefined;
  if (warehouse?.escapes === true) {
    // BigQuery and Spark take two quotes for the end of one text and the start of the next.
    const quote = warehouse.quote === '`' ? String.raw`\'` : "''";
    return `'${text.replaceAll('\\', '\\\\').replaceAll("'", quote)}'`;
  }
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A condition that is true for the bad rows of a measure (`amount < 0`) and never true for a null, unless nulls are what is measured.
 * Undefined where the measure is not about single rows, or a name, text or function cannot be written for the warehouse.
 */
export function badRowSql(
  measure: Measure,
  property: Property | undefined,
  warehouse: Warehouse | undefined,
): string | undefined {
  const column = property && nameSql(physicalNameOf(property), warehouse);
  if (property === undefined || column === undefined) return undefined;
  switch (measure.kind) {
    case 'null':
      return `${column} IS NULL`;
    case 'missing':
      return missingSql(measure, { property, column, warehouse });
    case 'invalid':
      return invalidSql(measure, { property, column, warehouse });
    case 'length':
      return outside(`${warehouse?.length ?? 'LENGTH'}(${asText({ property, column, warehouse })})`, measure);
    case 'items':
      return warehouse?.items && outside(warehouse.items(column), measure);
    case 'range':
      return rangeSql(measure, { property, column, warehouse });
    case 'multiple':
      return warehouse?.lacksMod === true
        ? `${column} % ${measure.factor} <> 0`
        : `MOD(${column}, ${measure.factor}) <> 0`;
    default:
      return undefined;
  }
}

interface Column {
  readonly property: Property;
  readonly column: string;
  readonly warehouse: Warehouse | undefined;
}

function missingSql(measure: Extract<Measure, { kind: 'missing' }>, at: Column): string | undefined {
  const list = measure.values.length === 0 ? undefined : isAmong(measure.values, at, 'IN');
  if (measure.values.length > 0 && list === undefined) return undefined;
  const parts = [...(measure.countsNulls ? [`${at.column} IS NULL`] : []), ...(list === undefined ? [] : [list])];
  return parts.length === 0 ? '1 = 0' : parts.join(' OR ');
}

function invalidSql(measure: Extract<Measure, { kind: 'invalid' }>, at: Column): string | undefined {
  const pattern = measure.pattern === undefined ? undefined : textSql(measure.pattern, at.warehouse);
  const match = pattern === undefined ? undefined : at.warehouse?.matches?.(asText(at), pattern);
  const list = measure.values && isAmong(measure.values, at, 'NOT IN');
  if ((measure.pattern !== undefined && match === undefined) || (measure.values !== undefined && list === undefined)) {
    return undefined;
  }
  return [...(list === undefined ? [] : [list]), ...(match === undefined ? [] : [`NOT (${match})`])].join(' OR ');
}

/** Patterns and lengths are those of texts. */
function asText({ property, column, warehouse }: Column): string {
  return isTextColumn(property) ? column : `CAST(${column} AS ${warehouse?.text ?? 'VARCHAR'})`;
}

/** Values are compared as what the column is; a text with a column of another type as texts. */
function isAmong(values: readonly Scalar[], at: Column, sign: 'IN' | 'NOT IN'): string | undefined {
  const type = at.property.logicalType?.value;
  const isText = values.some((value) => typeof value === 'string');
  const literals = values.map((value) =>
    isText || typeof value === 'string' ? textSql(String(value), at.warehouse) : String(value).toUpperCase(),
  );
  if (literals.includes(undefined)) return undefined;
  const isTyped = type === 'string' || type === 'date' || type === 'timestamp' || type === 'time';
  const needsCast = isText && !(isTyped && (type === 'string' || sign === 'NOT IN'));
  const column = needsCast ? `CAST(${at.column} AS ${at.warehouse?.text ?? 'VARCHAR'})` : at.column;
  return `${column} ${sign} (${literals.join(', ')})`;
}

function outside(size: string, { minimum, maximum }: { readonly minimum?: number; readonly maximum?: number }): string {
  return [
    ...(minimum === undefined ? [] : [`${size} < ${minimum}`]),
    ...(maximum === undefined ? [] : [`${size} > ${maximum}`]),
  ].join(' OR ');
}

function rangeSql(
  { minimum, maximum }: { readonly minimum?: Bound; readonly maximum?: Bound },
  { column, property, warehouse }: Column,
): string {
  const logical = property.logicalType?.value ?? '';
  const type = logical === 'timestamp' ? (warehouse?.timestamp ?? logical) : logical;
  const value = (bound: Bound): string =>
    typeof bound.value === 'number' ? String(bound.value) : `CAST('${bound.value}' AS ${type.toUpperCase()})`;
  return [
    ...(minimum === undefined ? [] : [`${column} ${minimum.isStrict ? '<=' : '<'} ${value(minimum)}`]),
    ...(maximum === undefined ? [] : [`${column} ${maximum.isStrict ? '>=' : '>'} ${value(maximum)}`]),
  ].join(' OR ');
}

/** Words that no warehouse takes for a column's name without quotes. */
const reserved = new Set(
  `all and any as asc between by case cast check column constraint create cross current_date current_time current_timestamp
  default desc distinct drop else end except exists false fetch for foreign from full grant group having in inner insert intersect
  interval into is join left like limit natural not null offset on or order outer primary references right select set some table
  then to true union unique update user using values when where window with`.split(/\s+/),
);
