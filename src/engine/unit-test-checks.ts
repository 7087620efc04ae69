import { hasColumn, physicalNameOf, type Property, type QualityRule, type Threshold } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import type { BrokenPromise } from '../model/unit-tests.ts';
import { plainText } from './unit-test-compare.ts';
import type { BoundObject } from './contracted-nodes.ts';

/** A promise that only a query over the result can tell. */
export interface PromiseCheck {
  readonly query: string;
  /** What of the measured value breaks it; undefined where it is kept. */
  readonly broken: (value: string) => string | undefined;
  readonly promise: Omit<BrokenPromise, 'found'>;
}

/** Name of the table in which the result is kept. */
const resultTable = 'dataengos__result';

/** Patterns and queries of a contract, as queries over the result; in an order that is always the same. */
export function checksOf(bound: BoundObject): readonly PromiseCheck[] {
  const { object } = bound;
  return [
    ...object.properties
      .filter(hasColumn)
      .flatMap((property) => [
        ...patternCheck(bound, property),
        ...property.quality.flatMap((rule) => queryCheck(bound, rule, property)),
      ]),
    ...object.quality.flatMap((rule) => queryCheck(bound, rule, undefined)),
  ];
}

function patternCheck(bound: BoundObject, property: Property): readonly PromiseCheck[] {
  const pattern = property.logicalTypeOptions['pattern'];
  // What RE2 does not know, DuckDB refuses, and then it is not checked.
  if (typeof pattern !== 'string') return [];
  const column = quoted(physicalNameOf(property));
  const query = `select min(cast(${column} as varchar)) from ${resultTable} where not regexp_matches(cast(${column} as varchar), ${literal(pattern)})`;
  const at = property.optionPlaces?.get('pattern') ?? property.at;
  return [
    {
      query,
      broken: (value) => shownValue(property, value),
      promise: promiseOf(bound, property, { kind: 'pattern', promise: pattern, at }),
    },
  ];
}

const objectPlaceholder = /\$?\{\s*(?:object|table|model)\s*\}/gi;
const columnPlaceholder = /\$?\{\s*(?:property|column|field)\s*\}/gi;

/** A sample is small: only what more rows could not mend is held against it. */
function queryCheck(bound: BoundObject, rule: QualityRule, property: Property | undefined): readonly PromiseCheck[] {
  const { operator, query } = rule;
  if (rule.type !== 'sql' || query === undefined || operator === undefined || !isUpperBound(operator)) return [];
  const column = property === undefined ? '' : quoted(physicalNameOf(property));
  const sql = query
    .trim()
    .replace(/;$/, '')
    .replaceAll(objectPlaceholder, resultTable)
    .replaceAll(columnPlaceholder, column);
  const promise = promiseOf(bound, property, { kind: 'sql', promise: ruleText(rule, operator), at: rule.at });
  return [
    {
      query: sql,
      broken: (value) => (Number.isNaN(Number(value)) || keeps(operator, Number(value)) ? undefined : value),
      promise,
    },
  ];
}

/** A promise of a contract, before something breaks it. */
export function promiseOf(
  { contract, object }: BoundObject,
  property: Property | undefined,
  rest: { readonly kind: string; readonly promise: string; readonly at: Location },
): Omit<BrokenPromise, 'found'> {
  return { contract: contract.id, names: [object.name, ...(property === undefined ? [] : [property.name])], ...rest };
}

/** A quality rule in a few words, with its threshold. */
export function ruleText(rule: QualityRule, { name, value }: Threshold): string {
  return [rule.name ?? rule.description ?? rule.metric ?? rule.type, `${name} ${plainText(value)}`].join(': ');
}

/** Whether more rows could not make right what breaks the threshold. */
export function isUpperBound({ name, value }: Threshold): boolean {
  if (typeof value !== 'number') return false;
  return (name === 'mustBe' && value === 0) || name === 'mustBeLessThan' || name === 'mustBeLessOrEqualTo';
}

/** Whether a measured value keeps an upper bound. */
export function keeps({ name, value }: Threshold, measured: number): boolean {
  if (typeof value !== 'number') return true;
  if (name === 'mustBe') return measured === value;
  return name === 'mustBeLessThan' ? measured < value : measured <= value;
}

/** Whether a property's values are not for everybody. */
export function isClassified({ classification }: Property): boolean {
  return classification !== undefined;
}

/** Values of classified columns are not repeated. */
export function shownValue(property: Property, value: string): string {
  return isClassified(property) && value !== 'null' ? '…' : shortened(value);
}

/** At most 60 characters of a value. */
export function shortened(value: string): string {
  const signs = Array.from(value);
  return signs.length > 60 ? `${signs.slice(0, 59).join('')}…` : value;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
