import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compareMultiples, multipleOf } from '../../../src/diff/values/multiples.ts';
import { mirror, property } from './build.ts';

describe('compareMultiples', () => {
  test.each<[string, number | undefined, number | undefined, string]>([
    ['none', undefined, undefined, 'same'],
    ['added', undefined, 5, 'tightened'],
    ['removed', 5, undefined, 'loosened'],
    ['a multiple', 5, 10, 'tightened'],
    ['a divisor', 10, 5, 'loosened'],
    ['neither', 4, 6, 'unknown'],
    ['decimals that binary fractions miss', 0.1, 0.3, 'tightened'],
    ['decimals back', 0.3, 0.1, 'loosened'],
    ['decimals without a common step', 0.2, 0.3, 'unknown'],
    ['a tiny step', 1, 1e-7, 'loosened'],
    ['a huge step', 3, 1e21, 'unknown'],
    ['zero is no step', 0, 5, 'unknown'],
    ['no number', Number.NaN, 5, 'unknown'],
    ['infinite', 5, Infinity, 'unknown'],
  ])('%s', (_name, ...[before, after, expected]) => expect(compareMultiples(before, after)).toBe(expected));

  it('is mirrored, and finds every multiple', () => {
    const step = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(step, fc.integer({ min: 2, max: 500 }), step, (cents, factor, other) => {
        expect(compareMultiples(cents / 100, (cents * factor) / 100)).toBe('tightened');
        const relation = compareMultiples(cents / 100, other / 100);
        expect(compareMultiples(other / 100, cents / 100)).toBe(mirror(relation));
        expect(relation === 'tightened' || relation === 'same').toBe(other % cents === 0);
      }),
    );
  });
});

describe('multipleOf', () => {
  test.each([
    ['of a number', property('number', { multipleOf: 0.5 }), 0.5],
    ['whole numbers are multiples of one', property('integer', { multipleOf: 1 }), undefined],
    ['and of every part of one', property('integer', { multipleOf: 0.25 }), undefined],
    ['one and a half is three', property('integer', { multipleOf: 1.5 }), 3],
    ['none', property('integer', {}), undefined],
    ['no number', property('integer', { multipleOf: 'five' }), undefined],
  ])('%s', (_name, given, expected) => expect(multipleOf(given)).toBe(expected));
});
