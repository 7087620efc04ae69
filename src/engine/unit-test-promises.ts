import { hasColumn, type Json, type Property, type QualityRule } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import type { BrokenPromise, SampleOutcome } from '../model/unit-tests.ts';
import {
  checksOf,
  isClassified,
  isUpperBound,
  keeps,
  promiseOf,
  ruleText,
  shortened,
  shownValue,
} from './unit-test-checks.ts';
import { columnOf, type ResultColumn } from './unit-test-columns.ts';
import { meaning, plainText, type ResultTable } from './unit-test-compare.ts';
import type { BoundObject } from './contracted-nodes.ts';

/** What a result is judged with. */
export interface JudgedResult extends ResultTable {
  readonly checks: Extract<SampleOutcome, { kind: 'done' }>['checks'];
  /** Whether every input had all its columns: else nothing is held against what is null. */
  readonly isWhole: boolean;
  readonly given: number;
}

/** The promises of a contract that a result breaks, in the order of the contract. */
export function brokenPromises(bound: BoundObject, result: JudgedResult): readonly BrokenPromise[] {
  const measured = checksOf(bound).flatMap(({ broken, promise }, at): readonly BrokenPromise[] => {
    const value = result.checks[at]?.value ?? undefined;
    const found = value === undefined ? undefined : broken(value);
    return found === undefined ? [] : [{ ...promise, found }];
  });
  const judge = new ColumnJudge(bound, result);
  return [
    ...bound.object.properties.filter(hasColumn).flatMap((each) => judge.property(each)),
    ...judge.table(),
    ...measured,
  ];
}

/** Judges the columns of one result. */
class ColumnJudge {
  readonly #bound: BoundObject;
  readonly #result: JudgedResult;

  constructor(bound: BoundObject, result: JudgedResult) {
    this.#bound = bound;
    this.#result = result;
  }

  property(property: Property): readonly BrokenPromise[] {
    const column = this.#column(property);
    if (column === undefined) return [];
    const broken = (rest: Parameters<typeof promiseOf>[2], found: string | undefined): readonly BrokenPromise[] =>
      found === undefined ? [] : [{ ...promiseOf(this.#bound, property, rest), found: shownValue(property, found) }];
    const isKey = property.primaryKey.value;
    const must = property.required.value ? property.required : property.primaryKey;
    return [
      ...(must.value && this.#result.isWhole && column.cells.includes(null)
        ? broken({ kind: 'required', promise: 'required', at: must.at }, 'null')
        : []),
      ...(property.unique.value || (isKey && this.#keys().length === 1)
        ? broken(
            { kind: 'unique', promise: 'unique', at: (isKey ? property.primaryKey : property.unique).at },
            firstTwice(column),
          )
        : []),
      ...this.#values(property, column, broken),
      ...property.quality.flatMap((rule) => this.#library(property, { rule, column, broken })),
    ];
  }

  /** A key of several columns, and how many rows there are. */
  table(): readonly BrokenPromise[] {
    const keys = this.#keys();
    const columns = keys.map((key) => this.#column(key));
    const rows = this.#result.rows.map((_row, at) => columns.map((column) => column?.cells[at] ?? null));
    const isWhole = keys.length > 1 && columns.every((column) => column !== undefined);
    const twice = isWhole ? firstTwice({ type: 'VARCHAR', cells: rows.map((row) => JSON.stringify(row)) }) : undefined;
    const [first] = keys;
    const key = promiseOf(this.#bound, undefined, {
      kind: 'primary-key',
      promise: keys.map(({ name }) => name).join(', '),
      at: first?.primaryKey.at ?? this.#bound.object.at,
    });
    return [
      ...(twice === undefined ? [] : [{ ...key, found: keys.some(isClassified) ? '…' : shortened(twice) }]),
      ...this.#bound.object.quality.flatMap((rule) => this.#rowCount(rule)),
    ];
  }

  #rowCount(rule: QualityRule): readonly BrokenPromise[] {
    const { operator } = rule;
    if (rule.metric !== 'rowCount' || rule.unit === 'percent' || operator === undefined) return [];
    const count = this.#result.rows.length;
    // A table that must have rows has none though its sources have.
    const asksForRows =
      (operator.name === 'mustBeGreaterThan' || operator.name === 'mustBeGreaterOrEqualTo') &&
      typeof operator.value === 'number' &&
      operator.value + (operator.name === 'mustBeGreaterThan' ? 1 : 0) >= 1;
    const isBroken = asksForRows
      ? count === 0 && this.#result.given > 0
      : isUpperBound(operator) && !keeps(operator, count);
    const promise = { kind: 'row-count', promise: ruleText(rule, operator), at: rule.at };
    return isBroken ? [{ ...promiseOf(this.#bound, undefined, promise), found: String(count) }] : [];
  }

  #values(
    property: Property,
    { type, cells }: ResultColumn,
    broken: (rest: Parameters<typeof promiseOf>[2], found: string | undefined) => readonly BrokenPromise[],
  ): readonly BrokenPromise[] {
    const known = cells.filter((cell) => cell !== null);
    const values = property.enum ?? listOf(property.logicalTypeOptions['enum']);
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength } = property.logicalTypeOptions;
    const place = (key: string): Location => property.optionPlaces?.get(key) ?? property.at;
    const bound = (
      key: string,
      limit: Json | undefined,
      isOutside: (order: number) => boolean,
    ): readonly BrokenPromise[] => {
      const found = known.find((cell) => {
        const order = compareValues(cell, limit, type);
        return order !== undefined && isOutside(order);
      });
      return broken({ kind: key, promise: `${key}: ${plainText(limit ?? null)}`, at: place(key) }, found);
    };
    const length = (key: string, limit: Json | undefined, isOutside: (count: number, max: number) => boolean) =>
      typeof limit !== 'number' || type !== 'VARCHAR'
        ? []
        : broken(
            { kind: key, promise: `${key}: ${limit}`, at: place(key) },
            known.find((cell) => isOutside(Array.from(cell).length, limit)),
          );
    return [
      ...(values === undefined
        ? []
        : broken(
            {
              kind: 'enum',
              promise: values.map(plainText).join(', '),
              at: property.enumValues?.[0]?.at ?? place('enum'),
            },
            firstOutside(values, { type, cells }),
          )),
      ...bound('minimum', minimum, (order) => order < 0),
      ...bound('maximum', maximum, (order) => order > 0),
      ...bound('exclusiveMinimum', exclusiveMinimum, (order) => order <= 0),
      ...bound('exclusiveMaximum', exclusiveMaximum, (order) => order >= 0),
      ...length('minLength', minLength, (count, limit) => count < limit),
      ...length('maxLength', maxLength, (count, limit) => count > limit),
    ];
  }

  /** Rules that allow none of something; shares and numbers mean more rows than a sample has. */
  #library(
    property: Property,
    task: {
      readonly rule: QualityRule;
      readonly column: ResultColumn;
      readonly broken: (rest: Parameters<typeof promiseOf>[2], found: string | undefined) => readonly BrokenPromise[];
    },
  ): readonly BrokenPromise[] {
    const { rule, column, broken } = task;
    const { operator } = rule;
    if (rule.type !== 'library' || operator?.name !== 'mustBe' || operator.value !== 0) return [];
    const found = this.#offender(property, rule, column);
    return broken({ kind: 'quality', promise: ruleText(rule, operator), at: rule.at }, found);
  }

  #offender(property: Property, { metric, arguments: values }: QualityRule, column: ResultColumn): string | undefined {
    switch (metric) {
      case 'nullValues':
        return this.#result.isWhole && !property.required.value && column.cells.includes(null) ? 'null' : undefined;
      case 'duplicateValues':
        return property.unique.value ? undefined : firstTwice(column);
      case 'invalidValues': {
        const valid = listOf(values['validValues']);
        return valid === undefined ? undefined : firstOutside(valid, column);
      }
      default:
        return undefined;
    }
  }

  #keys(): readonly Property[] {
    return this.#bound.object.properties.filter((property) => property.primaryKey.value && hasColumn(property));
  }

  #column(property: Property): ResultColumn | undefined {
    return columnOf(this.#result, property);
  }
}

function firstTwice({ type, cells }: ResultColumn): string | undefined {
  const seen = new Set<string>();
  return cells
    .filter((cell) => cell !== null)
    .find((cell) => {
      const value = meaning(cell, type) ?? cell;
      if (seen.has(value)) return true;
      seen.add(value);
      return false;
    });
}

function firstOutside(values: readonly Json[], { type, cells }: ResultColumn): string | undefined {
  const allowed = new Set(values.map((value) => meaning(plainText(value), type) ?? plainText(value)));
  return cells.filter((cell) => cell !== null).find((cell) => !allowed.has(meaning(cell, type) ?? cell));
}

/** Below 0 where the cell is smaller; undefined where the two cannot be compared. */
function compareValues(cell: string, limit: Json | undefined, type: string): number | undefined {
  if (typeof limit !== 'number' && typeof limit !== 'string') return undefined;
  const [value, other] = [meaning(cell, type), meaning(String(limit), type)];
  if (value === undefined || other === undefined || type === 'VARCHAR') return undefined;
  if (type === 'DATE' || type.startsWith('TIMESTAMP') || type === 'TIME')
    return value < other ? -1 : value > other ? 1 : 0;
  const order = Number(value) - Number(other);
  return Number.isNaN(order) ? undefined : order;
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
