import { type Contract, physicalNameOf, type Property } from '../../model/contract.ts';
import type { Measure, QualityCheck } from '../quality/check.ts';
import { allowsNone, type Limit, violatedWhen } from '../quality/limit.ts';
import { columnPlaceholder, objectPlaceholder } from '../quality/placeholders.ts';
import { badRowSql, nameSql } from '../quality/sql.ts';
import { tableSql } from '../quality/table.ts';
import { type Warehouse, warehouseOf } from '../quality/warehouse.ts';

/** A query for `unexpected_rows_expectation`, or the message that says why there is none. */
export type Query = { readonly sql: string } | { readonly refused: string };

/**
 * A query that gives rows exactly where the check is broken. `{batch}` stands where GX puts the rows that it validates, without an
 * alias: GX gives them one itself, except in queries with a JOIN. Other braces are doubled, because GX formats the text.
 */
export function unexpectedRows(check: QualityCheck, contract: Contract): Query {
  const warehouse = warehouseOf(contract);
  const sql =
    check.measure.kind === 'query' ? valueQuery(check, warehouse) : measureQuery(check, { contract, warehouse });
  if (sql === undefined) return { refused: check.measure.kind === 'query' ? 'query-placeholder' : 'sql-not-expressed' };
  // SQLAlchemy takes a colon with a name behind it for a parameter, inside quotes, too.
  return /(?<![:\w\\]):\w/.test(sql) ? { refused: 'sql-colon' } : { sql };
}

interface Place {
  readonly contract: Contract;
  readonly warehouse: Warehouse | undefined;
}

function measureQuery({ measure, limit, property }: QualityCheck, place: Place): string | undefined {
  switch (measure.kind) {
    case 'row-count':
      return counted({ name: 'row_count', sql: 'COUNT(*)', where: '', limit });
    case 'duplicate':
      return duplicateQuery(measure.columns, limit, place.warehouse);
    case 'reference':
      return referenceQuery(measure, property, place);
    case 'age':
    case 'retention':
      return ageQuery(measure, property, place.warehouse);
    default: {
      const condition = badRowSql(measure, property, place.warehouse);
      return condition === undefined ? undefined : badRows(escapeBraces(condition), limit);
    }
  }
}

function badRows(condition: string, limit: Limit): string {
  if (allowsNone(limit)) return `SELECT * FROM {batch} WHERE ${condition}`;
  if (limit.unit === 'rows') return counted({ name: 'bad_rows', sql: 'COUNT(*)', where: ` WHERE ${condition}`, limit });
  const bad = `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
  return counted({ name: 'bad_percent', sql: `COALESCE(100.0 * ${bad} / NULLIF(COUNT(*), 0), 0)`, where: '', limit });
}

/** HAVING without GROUP BY holds a figure of all rows against the limit: no subquery, so no alias to get wrong. */
function counted(figure: {
  readonly name: string;
  readonly sql: string;
  readonly where: string;
  readonly limit: Limit;
}): string {
  const { name, sql, where, limit } = figure;
  return `SELECT ${sql} AS ${name} FROM {batch}${where} HAVING ${sql} ${violatedWhen(limit)}`;
}

function duplicateQuery(
  columns: readonly Property[],
  limit: Limit,
  warehouse: Warehouse | undefined,
): string | undefined {
  const names = columns.map((column) => nameSql(physicalNameOf(column), warehouse));
  if (names.includes(undefined)) return undefined;
  const list = escapeBraces(names.join(', '));
  const present = escapeBraces(names.map((name) => `${name} IS NOT NULL`).join(' AND '));
  const groups = `SELECT COUNT(*) AS n_records FROM {batch} WHERE ${present} GROUP BY ${list}`;
  const surplus =
    limit.unit === 'rows'
      ? 'COALESCE(SUM(n_records - 1), 0)'
      : 'COALESCE(100.0 * SUM(n_records - 1) / NULLIF(SUM(n_records), 0), 0)';
  return `SELECT ${surplus} AS duplicates FROM (${groups}) AS combinations HAVING ${surplus} ${violatedWhen(limit)}`;
}

/** NOT IN and no join, so that `{batch}` needs no alias of ours. */
function referenceQuery(
  { contract, object, column }: Extract<Measure, { kind: 'reference' }>,
  property: Property | undefined,
  place: Place,
): string | undefined {
  const from = property && nameSql(physicalNameOf(property), place.warehouse);
  const to = nameSql(physicalNameOf(column), place.warehouse);
  const table = tableSql({ contract, object }, place);
  if (from === undefined || to === undefined || table === undefined) return undefined;
  const known = `SELECT ${to} FROM ${table} WHERE ${to} IS NOT NULL`;
  return `SELECT * FROM {batch} WHERE ${escapeBraces(`${from} IS NOT NULL AND ${from} NOT IN (${known})`)}`;
}

/** Of dates, in whole days; without rows there is no newest one, which is too old. */
function ageQuery(
  measure: Extract<Measure, { kind: 'age' | 'retention' }>,
  property: Property | undefined,
  warehouse: Warehouse | undefined,
): string | undefined {
  const column = property && nameSql(physicalNameOf(property), warehouse);
  const days = measure.kind === 'age' ? Math.ceil(measure.seconds / 86_400) : measure.days;
  const ago = warehouse?.daysAgo?.(days);
  if (column === undefined || ago === undefined) return undefined;
  const [figure, orNone] =
    measure.kind === 'age' ? [`MAX(${column})`, `MAX(${column}) IS NULL OR `] : [`MIN(${column})`, ''];
  return (
    escapeBraces(`SELECT ${figure} AS measured FROM `) + `{batch} HAVING ${orNone}${figure} < CAST(${ago} AS DATE)`
  );
}

/** The query's one value is held against the limit; its object is a common table expression, whatever alias the query gives it. */
function valueQuery({ measure, limit, property }: QualityCheck, warehouse: Warehouse | undefined): string | undefined {
  const query = measure.kind === 'query' ? measure.query : '';
  const column = property && nameSql(physicalNameOf(property), warehouse);
  const text = query
    .replaceAll(objectPlaceholder, 'contract_rows')
    .replaceAll(columnPlaceholder, (written) => column ?? written);
  if (/[{}]/.test(text)) return undefined;
  const value = `SELECT metric_value FROM (SELECT (${text}) AS metric_value) AS measured`;
  const broken = `${value} WHERE metric_value IS NULL OR metric_value ${violatedWhen(limit)}`;
  if (text === query.replaceAll(columnPlaceholder, (written) => column ?? written)) return broken;
  return `WITH contract_rows AS (SELECT * FROM {batch}${joins(text) ? ' AS batch_rows' : ''}) ${broken}`;
}

/** As GX decides whether it leaves the alias of `{batch}` to the query: the word outside quotes. */
function joins(query: string): boolean {
  return /\bjoin\b/i.test(query.replaceAll(/'[^']*'|"[^"]*"|`[^`]*`|\[[^\][]*\]/g, ' '));
}

function escapeBraces(sql: string): string {
  return sql.replaceAll('{', '{{').replaceAll('}', '}}');
}
