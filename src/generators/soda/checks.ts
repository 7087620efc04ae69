import { type Contract, physicalNameOf, type Property, type QualityRule } from '../../model/contract.ts';
import { isWarning } from '../dbt/thresholds.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { isTextColumn, type Measure, type QualityCheck, type Scalar } from '../quality/check.ts';
import { allowsNone, type Limit } from '../quality/limit.ts';
import { columnPlaceholder, objectPlaceholder } from '../quality/placeholders.ts';
import { badRowSql, nameSql } from '../quality/sql.ts';
import { tableSql } from '../quality/table.ts';
import { type Warehouse, warehouseOf } from '../quality/warehouse.ts';
import type { ObjectChecks } from '../quality/object-checks.ts';

/** A check of a Soda contract: its type, and what stands below it. */
export interface SodaCheck {
  readonly type: string;
  readonly body: { readonly [key: string]: YamlData };
  /** Whether it stands with the dataset, although it is about a column. */
  readonly ofDataset?: true;
}

/** What a check is made of beside itself. */
export interface SodaPlace {
  readonly checks: ObjectChecks;
  /** Soda's name of the dataset of an object: `data source/database/schema/table`; undefined where it has none. */
  readonly datasetOf: (place: Pick<ObjectChecks, 'contract' | 'object'>) => string | undefined;
}

/** The check in Soda's words, or the message that says why there is none. */
export function sodaCheck(check: QualityCheck, place: SodaPlace): SodaCheck | { readonly refused: string } {
  const { measure, limit, rule } = check;
  const warehouse = warehouseOf(place.checks.contract);
  switch (measure.kind) {
    case 'row-count':
      return { type: 'row_count', body: thresholdOf(limit, rule) };
    case 'duplicate':
      return duplicates(measure, check, warehouse);
    case 'reference':
      return reference(measure, place);
    case 'query':
      return query(measure.query, check, place);
    case 'age':
      return age(measure.seconds, check);
    case 'retention':
      return retention(measure.days, check, warehouse);
    case 'invalid':
      if (isBacktracking(measure.pattern) && warehouse?.backtracks === false)
        return { refused: 'pattern-not-portable' };
      return ofRows(check, warehouse);
    default:
      return ofRows(check, warehouse);
  }
}

/** Look-around and back references. */
function isBacktracking(pattern = ''): boolean {
  return /\(\?<?[=!]|\\[1-9]/.test(pattern);
}

function ofRows(
  { measure, property, limit, rule }: QualityCheck,
  warehouse: Warehouse | undefined,
): SodaCheck | { readonly refused: string } {
  const native = nativeBody(measure, property);
  if (native !== undefined) return { ...native, body: { ...native.body, ...thresholdOf(limit, rule) } };
  const expression = badRowSql(measure, property, warehouse);
  return expression === undefined
    ? { refused: 'sql-not-expressed' }
    : { type: 'failed_rows', body: { expression, ...thresholdOf(limit, rule) } };
}

/** What `missing` and `invalid` say by themselves; undefined where they would count other rows, or have no words for it. */
function nativeBody(measure: Measure, property: Property | undefined): SodaCheck | undefined {
  switch (measure.kind) {
    case 'null':
      return { type: 'missing', body: {} };
    case 'missing':
      // Soda counts nulls as missing, too, and compares without a cast.
      return measure.countsNulls &&
        measure.values.every((value) => isTextOrWhole(value)) &&
        isComparable(measure.values, property)
        ? { type: 'missing', body: measure.values.length === 0 ? {} : { missing_values: measure.values } }
        : undefined;
    case 'invalid':
      if (measure.pattern !== undefined && property !== undefined && !isTextColumn(property)) return undefined;
      if (measure.values?.some((value) => typeof value === 'boolean') === true) return undefined;
      if (!isComparable(measure.values ?? [], property)) return undefined;
      return {
        type: 'invalid',
        body: {
          valid_values: measure.values,
          valid_format: measure.pattern === undefined ? undefined : { regex: measure.pattern, name: 'pattern' },
        },
      };
    case 'length':
      if (property !== undefined && !isTextColumn(property)) return undefined;
      return { type: 'invalid', body: { valid_min_length: measure.minimum, valid_max_length: measure.maximum } };
    case 'range': {
      const { minimum, maximum } = measure;
      const isInside = [minimum, maximum].every(
        (bound) => bound === undefined || (!bound.isStrict && typeof bound.value === 'number'),
      );
      return isInside ? { type: 'invalid', body: { valid_min: minimum?.value, valid_max: maximum?.value } } : undefined;
    }
    default:
      return undefined;
  }
}

function isTextOrWhole(value: Scalar): boolean {
  return typeof value === 'string' || Number.isInteger(value);
}

function isComparable(values: readonly Scalar[], property: QualityCheck['property']): boolean {
  const type = property?.logicalType?.value;
  return type === undefined || type === 'string' || values.every((value) => typeof value !== 'string');
}

function duplicates(
  { columns }: Extract<Measure, { kind: 'duplicate' }>,
  { limit, rule, property }: QualityCheck,
  warehouse: Warehouse | undefined,
): SodaCheck {
  if (property !== undefined) return { type: 'duplicate', body: thresholdOf(limit, rule) };
  const names = columns.map(physicalNameOf);
  const sql = names.map((name) => nameSql(name, warehouse));
  // Soda takes two nulls for the same.
  const filter = sql.includes(undefined) ? undefined : sql.map((name) => `${name} IS NOT NULL`).join(' AND ');
  return { type: 'duplicate', body: { columns: names, filter, ...thresholdOf(limit, rule) } };
}

function reference(
  { contract, object, column }: Extract<Measure, { kind: 'reference' }>,
  { datasetOf }: SodaPlace,
): SodaCheck | { readonly refused: string } {
  const dataset = datasetOf({ contract, object });
  return dataset === undefined
    ? { refused: 'reference-without-dataset' }
    : { type: 'invalid', body: { valid_reference_data: { dataset, column: physicalNameOf(column) } } };
}

function query(written: string, check: QualityCheck, { checks }: SodaPlace): SodaCheck | { readonly refused: string } {
  const warehouse = warehouseOf(checks.contract);
  const table = tableSql(checks, { contract: emptyPlace(checks.contract), warehouse });
  const column = check.property && nameSql(physicalNameOf(check.property), warehouse);
  const text = written
    .replaceAll(objectPlaceholder, (placeholder) => table ?? placeholder)
    .replaceAll(columnPlaceholder, (placeholder) => column ?? placeholder);
  if (/[{}]/.test(text)) return { refused: 'query-placeholder' };
  return { type: 'metric', body: { query: text, ...thresholdOf(check.limit, check.rule) } };
}

/** A place without database and schema: seen from there, every table needs its own in front. */
function emptyPlace(contract: Contract): Contract {
  return { ...contract, servers: [] };
}

/** Of dates in whole days: the rows of a day are fresh until the day is over. */
function age(seconds: number, { property }: QualityCheck): SodaCheck {
  const column = property === undefined ? '' : physicalNameOf(property);
  const [unit, length] = units.find(([, each]) => seconds % each === 0) ?? (['minute', 60] as const);
  const threshold =
    property?.logicalType?.value === 'date'
      ? { unit: 'day', must_be_less_than: Math.ceil(seconds / 86_400) + 1 }
      : { unit, must_be_less_than_or_equal: Math.ceil(seconds / length) };
  return { type: 'freshness', body: { column, threshold }, ofDataset: true };
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
] as const;

function retention(
  days: number,
  { property }: QualityCheck,
  warehouse: Warehouse | undefined,
): SodaCheck | { readonly refused: string } {
  const column = property && nameSql(physicalNameOf(property), warehouse);
  const ago = warehouse?.daysAgo?.(days);
  if (column === undefined || ago === undefined) return { refused: 'sql-not-expressed' };
  const type = property?.logicalType?.value === 'date' ? 'DATE' : (warehouse?.timestamp ?? 'TIMESTAMP');
  return { type: 'failed_rows', body: { expression: `${column} < CAST(${ago} AS ${type})` } };
}

/** No threshold where no row may be bad and an error is meant: that is what Soda does by itself. */
function thresholdOf(limit: Limit, rule: QualityRule | undefined): { readonly threshold?: YamlData } {
  const level = isWarning(rule?.severity) ? { level: 'warn' } : {};
  const isRowCount = rule?.metric === 'rowCount' || rule?.type === 'sql';
  if (!isRowCount && allowsNone(limit)) {
    return 'level' in level ? { threshold: { must_be: 0, ...level } } : {};
  }
  const metric = limit.unit === 'percent' ? { metric: 'percent' } : {};
  return { threshold: { ...metric, ...comparison(limit), ...level } };
}

function comparison({ operator, low, high }: Limit): { readonly [key: string]: YamlData } {
  switch (operator) {
    case 'mustBe':
      return { must_be: low };
    case 'mustNotBe':
      return { must_not_be: low };
    case 'mustBeLessThan':
      return { must_be_less_than: low };
    case 'mustBeLessOrEqualTo':
      return { must_be_less_than_or_equal: low };
    case 'mustBeGreaterThan':
      return { must_be_greater_than: low };
    case 'mustBeGreaterOrEqualTo':
      return { must_be_greater_than_or_equal: low };
    case 'mustBeBetween':
      return low === high
        ? { must_be: low }
        : { must_be_between: { greater_than_or_equal: low, less_than_or_equal: high } };
    case 'mustNotBeBetween':
      // What is good lies outside; Soda refuses two equal bounds.
      return low === high ? { must_not_be: low } : { must_be_not_between: { less_than: low, greater_than: high } };
  }
}
