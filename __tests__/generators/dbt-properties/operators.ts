import type { Threshold } from '../../../src/model/contract.ts';

/** An operator with numbers of bad rows, of four, that meet and that break it. */
export interface OperatorCase {
  readonly operator: Threshold;
  readonly good: number;
  readonly bad: number;
}

/** Every operator, at its boundary; `mustBe: 0` is what dbt does by itself. */
export const operatorCases: readonly OperatorCase[] = [
  { operator: { name: 'mustBe', value: 0 }, good: 0, bad: 1 },
  { operator: { name: 'mustBe', value: 2 }, good: 2, bad: 1 },
  { operator: { name: 'mustNotBe', value: 2 }, good: 1, bad: 2 },
  { operator: { name: 'mustBeGreaterThan', value: 1 }, good: 2, bad: 1 },
  { operator: { name: 'mustBeGreaterOrEqualTo', value: 2 }, good: 2, bad: 1 },
  { operator: { name: 'mustBeLessThan', value: 2 }, good: 1, bad: 2 },
  { operator: { name: 'mustBeLessOrEqualTo', value: 1 }, good: 1, bad: 2 },
  { operator: { name: 'mustBeBetween', value: [1, 2] }, good: 1, bad: 3 },
  { operator: { name: 'mustNotBeBetween', value: [1, 2] }, good: 3, bad: 2 },
];

/** The same of a share of four rows in percent. */
export const percentCases: readonly OperatorCase[] = operatorCases.map(({ operator: { name, value }, ...rows }) => ({
  operator: { name, value: Array.isArray(value) ? value.map((each) => Number(each) * 25) : Number(value) * 25 },
  ...rows,
}));

/** Four values, so many of which are bad. */
export function fourValues(bad: number, value: { readonly good: string; readonly bad: string }): readonly string[] {
  return [0, 1, 2, 3].map((index) => (index < bad ? value.bad : value.good));
}

/** Four values, so many of which would have to go for the others to be unique. */
export function surplusValues(bad: number): readonly string[] {
  return [0, 1, 2, 3].map((index) => (index <= bad ? `'same'` : `'v${index}'`));
}
