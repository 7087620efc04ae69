import type { QualityOperator, QualityRule } from '../../model/contract.ts';

/** What a measured number is held against. */
export interface Limit {
  readonly operator: QualityOperator;
  /** Of operators with one number both are that number. */
  readonly low: number;
  readonly high: number;
  readonly unit: 'rows' | 'percent';
}

/** The numbers from `min` to `max`; a side that is absent is open. */
export interface Interval {
  readonly min?: number;
  readonly max?: number;
  /** Whether the bounds themselves are outside. */
  readonly isStrict: boolean;
}

/** No bad row at all. */
export const noBadRows: Limit = { operator: 'mustBe', low: 0, high: 0, unit: 'rows' };

/** The limit of a rule; undefined where it has no operator, one without its number or numbers, or a unit that is neither rows nor percent. */
export function limitOf(rule: QualityRule): Limit | undefined {
  const { operator, unit = 'rows' } = rule;
  if (operator === undefined || (unit !== 'rows' && unit !== 'percent')) return undefined;
  const isRange = operator.name === 'mustBeBetween' || operator.name === 'mustNotBeBetween';
  const numbers: readonly unknown[] = isRange && Array.isArray(operator.value) ? operator.value : [operator.value];
  const [low, high = low, ...rest] = numbers;
  if (!isFiniteNumber(low) || !isFiniteNumber(high) || rest.length > 0 || (isRange && numbers.length !== 2)) {
    return undefined;
  }
  return { operator: operator.name, low, high, unit };
}

/** Whether it allows no bad row: `mustBe: 0`, `mustBeLessThan: 1`. */
export function allowsNone({ operator, low, unit }: Limit): boolean {
  if (operator === 'mustBe' || operator === 'mustBeLessOrEqualTo') return low === 0;
  return operator === 'mustBeLessThan' && low === 1 && unit === 'rows';
}

/** The numbers that keep the limit; undefined where they are not one interval (`mustNotBe`). */
export function intervalOf({ operator, low, high }: Limit): Interval | undefined {
  switch (operator) {
    case 'mustBe':
    case 'mustBeBetween':
      return { min: low, max: high, isStrict: false };
    case 'mustBeLessThan':
      return { max: low, isStrict: true };
    case 'mustBeLessOrEqualTo':
      return { max: low, isStrict: false };
    case 'mustBeGreaterThan':
      return { min: low, isStrict: true };
    case 'mustBeGreaterOrEqualTo':
      return { min: low, isStrict: false };
    case 'mustNotBe':
    case 'mustNotBeBetween':
      return undefined;
  }
}

/** The tail of an SQL comparison that is true where the limit is broken: `> 5`, `NOT BETWEEN 2 AND 7`. */
export function violatedWhen({ operator, low, high }: Limit): string {
  switch (operator) {
    case 'mustBe':
      return `<> ${low}`;
    case 'mustNotBe':
      return `= ${low}`;
    case 'mustBeLessThan':
      return `>= ${low}`;
    case 'mustBeLessOrEqualTo':
      return `> ${low}`;
    case 'mustBeGreaterThan':
      return `<= ${low}`;
    case 'mustBeGreaterOrEqualTo':
      return `< ${low}`;
    case 'mustBeBetween':
      return `NOT BETWEEN ${low} AND ${high}`;
    case 'mustNotBeBetween':
      return `BETWEEN ${low} AND ${high}`;
  }
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
