import type { Property } from '../../model/contract.ts';
import { comparisonOfSets, type Comparison } from './comparison.ts';
import { fractionOf, isMultipleOf } from './decimal.ts';

/**
 * The option `multipleOf` of a property. Of integers the smallest whole number that says the same (0.5 says nothing, 1.5 says
 * 3); undefined where nothing is demanded.
 */
export function multipleOf(property: Property): number | undefined {
  const value = property.logicalTypeOptions['multipleOf'];
  if (typeof value !== 'number') return undefined;
  const fraction = property.logicalType?.value === 'integer' && value > 0 ? fractionOf(value) : undefined;
  if (fraction === undefined) return value;
  return fraction.numerator === 1n ? undefined : Number(fraction.numerator);
}

/** Compares two steps exactly: the multiples of 0.3 are some of the multiples of 0.1. Undefined is no demand. */
export function compareMultiples(before: number | undefined, after: number | undefined): Comparison {
  if (before === after) return 'same';
  if (before === undefined) return 'tightened';
  if (after === undefined) return 'loosened';
  const base = before > 0 ? fractionOf(before) : undefined;
  const head = after > 0 ? fractionOf(after) : undefined;
  if (base === undefined || head === undefined) return 'unknown';
  return comparisonOfSets({ afterInBefore: isMultipleOf(head, base), beforeInAfter: isMultipleOf(base, head) });
}
