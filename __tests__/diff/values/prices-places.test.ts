import { describe, expect, test } from 'vitest';
import { isPlaceholder, isPositional } from '../../../src/diff/values/places.ts';
import { comparePrices } from '../../../src/diff/values/prices.ts';
import type { Json, Price } from '../../../src/model/contract.ts';
import { mirrorRelation, type Relation } from '../../../src/model/change.ts';

const at = { path: 'contract.yaml', line: 1, column: 1 };

describe('comparePrices', () => {
  test.each<[string, Omit<Price, 'at'>, Omit<Price, 'at'>, Relation | 'same']>([
    ['raised', { amount: 1, currency: 'EUR' }, { amount: 2, currency: 'EUR' }, 'raised'],
    [
      'currency in other case',
      { amount: 1, currency: 'EUR', unit: 'GB' },
      { amount: 1, currency: 'eur', unit: 'gb' },
      'same',
    ],
    ['other currency', { amount: 1, currency: 'EUR' }, { amount: 2, currency: 'USD' }, 'unknown'],
    ['other unit', { amount: 1, unit: 'GB' }, { amount: 2, unit: 'TB' }, 'unknown'],
    ['no amount', { currency: 'EUR' }, { amount: 2, currency: 'EUR' }, 'unknown'],
    ['no amounts', { currency: 'EUR' }, { currency: 'EUR' }, 'same'],
  ])('%s', (_name, ...[before, after, expected]) => {
    expect(comparePrices({ ...before, at }, { ...after, at })).toBe(expected);
    const reverse = comparePrices({ ...after, at }, { ...before, at });
    expect(reverse).toBe(expected === 'same' ? 'same' : mirrorRelation(expected));
  });
});

describe('places', () => {
  test.each<[Json, boolean]>([
    ['${HOST}', true],
    ['${HOST:-db.example.com}', true],
    ['db-${ENV}.example.com', false],
    ['${HOST}:5432', false],
    ['${}', false],
    ['$HOST', false],
    [5432, false],
  ])('%s is a placeholder: %s', (value, expected) => expect(isPlaceholder(value)).toBe(expected));

  test.each<[Json, boolean]>([
    ['CSV', true],
    ['fixed-width', true],
    ['fixed_width', true],
    ['parquet', false],
    ['json', false],
    [null, false],
  ])('%s is positional: %s', (value, expected) => expect(isPositional(value)).toBe(expected));
});
