import { physicalNameOf, type Json, type Property } from '../../model/contract.ts';
import { type Bound, isTextColumn, type Measure, type QualityCheck, type Scalar } from '../quality/check.ts';
import { allowsNone, type Interval, intervalOf, type Limit } from '../quality/limit.ts';

/** An expectation without what is said about it. */
export interface Expected {
  readonly type: string;
  readonly kwargs: { readonly [name: string]: Json };
}

/**
 * The expectations that GX has for a check by itself: these run on pandas, Spark and SQL alike. Empty where there are none that count
 * exactly what the check counts; then it takes a query.
 */
export function nativeExpectations({ measure, limit, property }: QualityCheck): readonly Expected[] {
  if (measure.kind === 'row-count') return rowCount(limit);
  if (measure.kind === 'duplicate') return duplicates(measure.columns, limit);
  if (property === undefined) return [];
  const column = physicalNameOf(property);
  switch (measure.kind) {
    case 'null':
      return nulls(column, limit);
    case 'missing':
      return missing(measure, limit, property);
    case 'invalid':
      return invalid(measure, limit, property);
    case 'length':
      return isTextColumn(property) ? [lengths(column, measure)] : [];
    case 'range':
      return [range(property, measure)];
    case 'age':
      return ofTime('expect_column_max_to_be_between', property, `seconds=${measure.seconds}`);
    case 'retention':
      return ofTime('expect_column_min_to_be_between', property, `days=${measure.days}`);
    default:
      return [];
  }
}

function rowCount(limit: Limit): readonly Expected[] {
  if (limit.operator === 'mustBe') {
    return Number.isInteger(limit.low)
      ? [{ type: 'expect_table_row_count_to_equal', kwargs: { value: limit.low } }]
      : [];
  }
  const interval = intervalOf(limit);
  return interval === undefined || !isWhole(interval)
    ? []
    : [{ type: 'expect_table_row_count_to_be_between', kwargs: sides(interval) }];
}

/** GX takes only whole numbers of rows. */
function isWhole({ min = 0, max = 0 }: Interval): boolean {
  return Number.isInteger(min) && Number.isInteger(max);
}

function sides({ min, max, isStrict }: Interval): { readonly [name: string]: Json } {
  return {
    ...(min === undefined ? {} : { min_value: min, ...(isStrict ? { strict_min: true } : {}) }),
    ...(max === undefined ? {} : { max_value: max, ...(isStrict ? { strict_max: true } : {}) }),
  };
}

function nulls(column: string, limit: Limit): readonly Expected[] {
  const mostly = mostlyOf(limit);
  if (mostly !== undefined) return [{ type: 'expect_column_values_to_not_be_null', kwargs: { column, ...mostly } }];
  return proportion('expect_column_proportion_of_non_null_values_to_be_between', column, limit);
}

/** A share of bad rows as the share of good ones that GX measures. */
function proportion(type: string, column: string, limit: Limit): readonly Expected[] {
  const bad = limit.unit === 'percent' ? intervalOf(limit) : undefined;
  if (bad === undefined) return [];
  const good: Interval = {
    ...(bad.max === undefined ? {} : { min: share(bad.max) }),
    ...(bad.min === undefined ? {} : { max: share(bad.min) }),
    isStrict: bad.isStrict,
  };
  return [{ type, kwargs: { column, ...sides(good) } }];
}

/** 1 - percent/100, without the error of computing it so. */
function share(percent: number): number {
  return (100 - percent) / 100;
}

/**
 * The `mostly` of a limit: none where no row may be bad, a share where up to so many percent may. Undefined for other limits, and for
 * shares that GX's schema refuses: it takes hundredths.
 */
function mostlyOf(limit: Limit): { readonly mostly?: number } | undefined {
  if (allowsNone(limit)) return {};
  const isShare =
    limit.unit === 'percent' &&
    limit.operator === 'mustBeLessOrEqualTo' &&
    Number.isInteger(limit.low) &&
    limit.low >= 0 &&
    limit.low <= 100;
  return isShare ? { mostly: share(limit.low) } : undefined;
}

function duplicates(columns: readonly Property[], limit: Limit): readonly Expected[] {
  const names = columns.map(physicalNameOf);
  const [column] = names;
  if (column === undefined) return [];
  if (!allowsNone(limit)) {
    const type = 'expect_column_proportion_of_unique_values_to_be_between';
    return names.length === 1 ? proportion(type, column, limit) : [];
  }
  if (names.length === 1) return [{ type: 'expect_column_values_to_be_unique', kwargs: { column } }];
  const kwargs = { column_list: names, ignore_row_if: 'any_value_is_missing' };
  return [{ type: 'expect_compound_columns_to_be_unique', kwargs }];
}

function missing(
  { values, countsNulls }: Extract<Measure, { kind: 'missing' }>,
  limit: Limit,
  property: Property,
): readonly Expected[] {
  if (!allowsNone(limit) || !isComparable(values, property)) return [];
  const column = physicalNameOf(property);
  return [
    ...(countsNulls ? [{ type: 'expect_column_values_to_not_be_null', kwargs: { column } }] : []),
    ...(values.length === 0
      ? []
      : [{ type: 'expect_column_values_to_not_be_in_set', kwargs: { column, value_set: values } }]),
  ];
}

function invalid(
  { values, pattern }: Extract<Measure, { kind: 'invalid' }>,
  limit: Limit,
  property: Property,
): readonly Expected[] {
  // GX counts the share among the values that are not null, a contract among all rows.
  const isAlike = allowsNone(limit) || property.required.value || property.primaryKey.value;
  const mostly = isAlike ? mostlyOf(limit) : undefined;
  const isOneCount = allowsNone(limit) || values === undefined || pattern === undefined;
  if (mostly === undefined || !isOneCount || !isComparable(values ?? [], property)) return [];
  const column = physicalNameOf(property);
  return [
    ...(values === undefined
      ? []
      : [{ type: 'expect_column_values_to_be_in_set', kwargs: { column, value_set: values, ...mostly } }]),
    ...(pattern === undefined
      ? []
      : [{ type: 'expect_column_values_to_match_regex', kwargs: { column, regex: pattern, ...mostly } }]),
  ];
}

/** Texts are only compared with texts: databases refuse to compare `'N/A'` with a number, and pandas a text with a date. */
function isComparable(values: readonly Scalar[], { logicalType }: Property): boolean {
  return (
    logicalType === undefined || logicalType.value === 'string' || values.every((value) => typeof value !== 'string')
  );
}

function lengths(column: string, { minimum, maximum }: Extract<Measure, { kind: 'length' }>): Expected {
  if (minimum !== undefined && minimum === maximum) {
    return { type: 'expect_column_value_lengths_to_equal', kwargs: { column, value: minimum } };
  }
  const bounds = {
    ...(minimum === undefined ? {} : { min_value: minimum }),
    ...(maximum === undefined ? {} : { max_value: maximum }),
  };
  return { type: 'expect_column_value_lengths_to_be_between', kwargs: { column, ...bounds } };
}

function range(property: Property, { minimum, maximum }: Extract<Measure, { kind: 'range' }>): Expected {
  const isMoment = property.logicalType?.value === 'timestamp';
  const side = (bound: Bound | undefined, name: 'min' | 'max'): { readonly [name: string]: Json } => {
    if (bound === undefined) return {};
    // pandas holds no timestamp against a date.
    const isDate = isMoment && typeof bound.value === 'string' && bound.value.length === 'yyyy-mm-dd'.length;
    const value = isDate ? `${bound.value}T00:00:00` : bound.value;
    return { [`${name}_value`]: value, ...(bound.isStrict ? { [`strict_${name}`]: true } : {}) };
  };
  return {
    type: 'expect_column_values_to_be_between',
    kwargs: { column: physicalNameOf(property), ...side(minimum, 'min'), ...side(maximum, 'max') },
  };
}

/** GX computes the parameter when it validates; its `now()` is the clock of the machine, without a time zone. It holds no date against it. */
function ofTime(type: string, property: Property, ago: string): readonly Expected[] {
  if (property.logicalType?.value !== 'timestamp') return [];
  const column = physicalNameOf(property);
  return [{ type, kwargs: { column, min_value: { $PARAMETER: `now() - timedelta(${ago})` } } }];
}
