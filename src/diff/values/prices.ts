import type { Price } from '../../model/contract.ts';
import type { RankComparison } from './comparison.ts';
import { foldCase } from '../../model/words.ts';

/** Compares two prices of the same currency and unit; `unknown` for any others. */
export function comparePrices(before: Price, after: Price): RankComparison {
  const comparable =
    foldCase(before.currency ?? '') === foldCase(after.currency ?? '') &&
    foldCase(before.unit ?? '') === foldCase(after.unit ?? '');
  if (!comparable) return 'unknown';
  if (before.amount === after.amount) return 'same';
  if (before.amount === undefined || after.amount === undefined) return 'unknown';
  return after.amount > before.amount ? 'raised' : 'lowered';
}
