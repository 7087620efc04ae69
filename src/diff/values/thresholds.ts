import type { Json, QualityOperator, QualityRule } from '../../model/contract.ts';
import { comparisonOfSets, type Comparison } from './comparison.ts';
import { closed, intersect, type Interval, isWithin, wholeNumbers } from './intervals.ts';
import { sameJson } from '../same.ts';

/**
 * The measured values that a quality rule accepts: at most two intervals, in order, that do not touch one another. `rows` are whole
 * numbers from 0, `percent` are reals from 0 to 100; every other unit, and none, are reals.
 */
export interface ValueSet {
  readonly unit: string;
  readonly intervals: readonly Interval[];
}

/** What a rule accepts: everything without an operator; undefined where its operator has no number to compare with. */
export function acceptedBy(rule: QualityRule): ValueSet | undefined {
  const { operator } = rule;
  const accepted = operator === undefined ? [closed(-Infinity, Infinity)] : intervalsOf(operator.name, operator.value);
  if (accepted === undefined) return undefined;
  const unit = unitOf(rule);
  const domain = domainOf(unit);
  const inDomain = accepted.flatMap((interval) => intersect(interval, domain) ?? []);
  return { unit, intervals: unit === 'rows' ? joined(inDomain.flatMap((part) => wholeNumbers(part) ?? [])) : inDomain };
}

/** Compares what two rules accept; rows and percent only where they say nothing, or zero, or everything. */
export function compareThresholds(before: QualityRule, after: QualityRule): Comparison {
  const base = acceptedBy(before);
  const head = acceptedBy(after);
  if (base === undefined || head === undefined) return sameOperator(before, after) ? 'same' : 'unknown';
  if (base.unit === head.unit) return compareIntervals(base.intervals, head.intervals);
  return compareAcrossUnits(base, head);
}

/** The threshold of a rule in short: `= 0`, `between 1 and 5`, `< 1 percent`; undefined where it has none. */
export function thresholdText(rule: QualityRule): string | undefined {
  if (rule.operator === undefined) return undefined;
  const { name, value } = rule.operator;
  const ends = Array.isArray(value) ? value.map(valueText).join(' and ') : valueText(value);
  return [operatorTexts[name], ends, ...(rule.unit === undefined ? [] : [rule.unit])].join(' ');
}

const operatorTexts: { readonly [name in QualityOperator]: string } = {
  mustBe: '=',
  mustNotBe: '!=',
  mustBeGreaterThan: '>',
  mustBeGreaterOrEqualTo: '>=',
  mustBeLessThan: '<',
  mustBeLessOrEqualTo: '<=',
  mustBeBetween: 'between',
  mustNotBeBetween: 'not between',
};

function valueText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function intervalsOf(operator: QualityOperator, value: Json): readonly Interval[] | undefined {
  if (operator === 'mustBeBetween' || operator === 'mustNotBeBetween') {
    const [low, high, ...rest] = Array.isArray(value) ? value : [];
    if (typeof low !== 'number' || typeof high !== 'number' || rest.length > 0 || low > high) return undefined;
    return operator === 'mustBeBetween' ? [closed(low, high)] : [below(low), above(high)];
  }
  return typeof value === 'number' ? oneSided(operator, value) : undefined;
}

function oneSided(
  operator: Exclude<QualityOperator, 'mustBeBetween' | 'mustNotBeBetween'>,
  value: number,
): readonly Interval[] {
  switch (operator) {
    case 'mustBe':
      return [closed(value, value)];
    case 'mustNotBe':
      return [below(value), above(value)];
    case 'mustBeGreaterThan':
      return [above(value)];
    case 'mustBeGreaterOrEqualTo':
      return [closed(value, Infinity)];
    case 'mustBeLessThan':
      return [below(value)];
    case 'mustBeLessOrEqualTo':
      return [closed(-Infinity, value)];
  }
}

function below(value: number): Interval {
  return { ...closed(-Infinity, value), highOpen: true };
}

function above(value: number): Interval {
  return { ...closed(value, Infinity), lowOpen: true };
}

/** The metrics of the ODCS library count rows unless they say percent. */
const countedMetrics = new Set(['nullValues', 'missingValues', 'invalidValues', 'duplicateValues', 'rowCount']);

const unitNames = new Map([
  ...['rows', 'row', 'records', 'record', 'count', 'linhas', 'linha', 'registros'].map(
    (name) => [name, 'rows'] as const,
  ),
  ...['percent', 'percentage', 'pct', '%', 'porcento', 'por cento'].map((name) => [name, 'percent'] as const),
]);

function unitOf(rule: QualityRule): string {
  const unit = rule.unit?.trim().toLowerCase() ?? '';
  if (unit !== '') return unitNames.get(unit) ?? unit;
  return rule.metric !== undefined && countedMetrics.has(rule.metric) ? 'rows' : '';
}

function domainOf(unit: string): Interval {
  if (unit === 'rows') return closed(0, Infinity);
  return unit === 'percent' ? closed(0, 100) : closed(-Infinity, Infinity);
}

/** Whole numbers that follow one another are one interval. */
function joined(intervals: readonly Interval[]): readonly Interval[] {
  const [first, second] = intervals;
  if (first === undefined || second === undefined || first.high + 1 < second.low) return intervals;
  return [closed(first.low, second.high)];
}

function compareIntervals(before: readonly Interval[], after: readonly Interval[]): Comparison {
  return comparisonOfSets({ afterInBefore: isWithin(after, before), beforeInAfter: isWithin(before, after) });
}

function compareAcrossUnits(before: ValueSet, after: ValueSet): Comparison {
  if (isEverything(before)) return isEverything(after) ? 'same' : 'tightened';
  if (isEverything(after)) return 'loosened';
  if (isZero(before) && isZero(after)) return 'same';
  // None of the rows is zero percent of them; no other number of rows is a known share.
  const scaled = [before.unit, after.unit].every((unit) => unit === 'rows' || unit === 'percent');
  return comparisonOfSets({
    afterInBefore: scaled && isZero(after) && isWithin(zero, before.intervals),
    beforeInAfter: scaled && isZero(before) && isWithin(zero, after.intervals),
  });
}

const zero: readonly Interval[] = [closed(0, 0)];

function isZero(set: ValueSet): boolean {
  return compareIntervals(set.intervals, zero) === 'same';
}

function isEverything(set: ValueSet): boolean {
  return isWithin([domainOf(set.unit)], set.intervals);
}

function sameOperator(before: QualityRule, after: QualityRule): boolean {
  if (before.operator === undefined || after.operator === undefined) return before.operator === after.operator;
  return (
    before.operator.name === after.operator.name &&
    sameJson(before.operator.value, after.operator.value) &&
    unitOf(before) === unitOf(after)
  );
}
