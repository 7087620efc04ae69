import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { acceptedBy, compareThresholds, thresholdText } from '../../../src/diff/values/thresholds.ts';
import { type QualityOperator, type QualityRule, qualityOperators } from '../../../src/model/contract.ts';
import { mirror, rule } from './build.ts';

const percent = { unit: 'percent' };
const sql = { type: 'sql', metric: undefined } as const;
const everyRow = { low: 0, lowOpen: false, high: Infinity, highOpen: true };

describe('acceptedBy', () => {
  test.each([
    ['no rows', rule('mustBe', 0), { unit: 'rows', intervals: [{ low: 0, lowOpen: false, high: 0, highOpen: false }] }],
    ['every number of rows', rule('mustBeGreaterOrEqualTo', 0), { unit: 'rows', intervals: [everyRow] }],
    ['any row', rule('mustNotBe', 0), { unit: 'rows', intervals: [{ ...everyRow, low: 1 }] }],
    ['nothing', rule('mustBeLessThan', 0), { unit: 'rows', intervals: [] }],
    ['half a row', rule('mustBe', 0.5), { unit: 'rows', intervals: [] }],
    [
      'below one percent',
      rule('mustBeLessThan', 1, percent),
      { unit: 'percent', intervals: [{ low: 0, lowOpen: false, high: 1, highOpen: true }] },
    ],
    ['text', rule('mustBe', 'ok', sql), undefined],
    ['half a pair', rule('mustBeBetween', [100]), undefined],
    ['a pair the wrong way round', rule('mustBeBetween', [5, 1]), undefined],
    [
      'no operator',
      rule(undefined, null),
      { unit: 'rows', intervals: [{ low: 0, high: Infinity, lowOpen: false, highOpen: true }] },
    ],
  ])('%s', (_name, given, expected) => expect(acceptedBy(given)).toEqual(expected));
});

describe('compareThresholds', () => {
  test.each<[string, QualityRule, QualityRule, string]>([
    ['zero rows in other words', rule('mustBe', 0), rule('mustBeLessThan', 1), 'same'],
    ['zero rows at most', rule('mustBe', 0), rule('mustBeLessOrEqualTo', 0), 'same'],
    ['whole rows between', rule('mustBeBetween', [1, 5]), rule('mustBeBetween', [0.5, 5.5]), 'same'],
    ['no row is not between', rule('mustNotBeBetween', [1, 4]), rule('mustNotBeBetween', [0.5, 4.5]), 'same'],
    ['a gap without whole numbers', rule('mustNotBeBetween', [1.2, 1.8]), rule('mustBeGreaterOrEqualTo', 0), 'same'],
    [
      'between in percent includes its ends',
      rule('mustBeBetween', [0, 5], percent),
      rule('mustBeLessOrEqualTo', 5, percent),
      'same',
    ],
    ['more allowed', rule('mustBe', 0), rule('mustBeLessThan', 5), 'loosened'],
    ['less allowed', rule('mustBeLessThan', 10), rule('mustBeLessThan', 5), 'tightened'],
    ['an open end', rule('mustBeLessOrEqualTo', 1, percent), rule('mustBeLessThan', 1, percent), 'tightened'],
    ['more demanded', rule('mustBeGreaterThan', 0, sql), rule('mustBeGreaterThan', 10, sql), 'tightened'],
    ['sql results may be negative', rule('mustBe', 0, sql), rule('mustBeLessThan', 1, sql), 'loosened'],
    ['below all percent', rule('mustBeLessOrEqualTo', 100, percent), rule('mustBeLessThan', 100, percent), 'tightened'],
    ['overlapping', rule('mustBeBetween', [1, 5]), rule('mustBeBetween', [3, 8]), 'unknown'],
    ['one value left out', rule('mustBeGreaterOrEqualTo', 0), rule('mustNotBe', 5), 'tightened'],
    ['other equality', rule('mustBe', 1), rule('mustBe', 2), 'unknown'],
    ['equal text', rule('mustBe', 'ok', sql), rule('mustBe', 'ok', sql), 'same'],
    ['equal objects', rule('mustBe', { a: 1, b: 2 }, sql), rule('mustBe', { b: 2, a: 1 }, sql), 'same'],
    ['other text', rule('mustBe', 'ok', sql), rule('mustBe', 'fine', sql), 'unknown'],
    ['other operator on text', rule('mustBe', 'ok', sql), rule('mustNotBe', 'ok', sql), 'unknown'],
    ['units in other words', rule('mustBe', 5, { unit: '%' }), rule('mustBe', 5, percent), 'same'],
    ['rows said or not', rule('mustBe', 5), rule('mustBe', 5, { unit: 'rows' }), 'same'],
    ['rows and percent', rule('mustBeLessThan', 5), rule('mustBeLessThan', 5, percent), 'unknown'],
    ['zero rows and zero percent', rule('mustBe', 0), rule('mustBe', 0, percent), 'same'],
    ['zero rows and some percent', rule('mustBe', 0), rule('mustBeLessThan', 5, percent), 'loosened'],
    ['some rows and everything', rule('mustBeLessThan', 5), rule('mustBeLessOrEqualTo', 100, percent), 'loosened'],
    ['everything in both', rule('mustBeGreaterOrEqualTo', 0), rule('mustBeLessOrEqualTo', 100, percent), 'same'],
    ['without an operator', rule(undefined, null), rule(undefined, null), 'same'],
    ['an operator added', rule(undefined, null), rule('mustBe', 0), 'tightened'],
  ])('%s', (_name, ...[before, after, expected]) => {
    expect(compareThresholds(before, after)).toBe(expected);
    expect(compareThresholds(after, before)).toBe(mirror(compareThresholds(before, after)));
  });

  const number = fc.integer({ min: -4, max: 24 }).map((value) => value / 2);
  const operators = fc.constantFrom<QualityOperator>(...qualityOperators);
  const shapes = fc.constantFrom({}, percent, sql);
  const threshold = fc.record({ operator: operators, low: number, high: number });
  type Threshold = { readonly operator: QualityOperator; readonly low: number; readonly high: number };

  function ruleOf({ operator, low, high }: Threshold, shape: Partial<QualityRule>): QualityRule {
    const pair = [Math.min(low, high), Math.max(low, high)];
    return rule(operator, operator.endsWith('Between') ? pair : low, shape);
  }

  function accepts({ operator, low, high }: Threshold, point: number): boolean {
    const between = point >= Math.min(low, high) && point <= Math.max(low, high);
    switch (operator) {
      case 'mustBe':
        return point === low;
      case 'mustNotBe':
        return point !== low;
      case 'mustBeGreaterThan':
        return point > low;
      case 'mustBeGreaterOrEqualTo':
        return point >= low;
      case 'mustBeLessThan':
        return point < low;
      case 'mustBeLessOrEqualTo':
        return point <= low;
      case 'mustBeBetween':
        return between;
      case 'mustNotBeBetween':
        return !between;
    }
  }

  const points = Array.from({ length: 100 }, (_, index) => index / 4 - 6).concat(1000, -1000);

  function domainOf(shape: Partial<QualityRule>): number[] {
    if (shape === percent) return points.filter((point) => point >= 0 && point <= 100);
    return shape === sql ? points : points.filter((point) => point >= 0 && Number.isInteger(point));
  }

  it('agrees with membership', () => {
    fc.assert(
      fc.property(threshold, threshold, shapes, (before, after, shape) => {
        const base = domainOf(shape).filter((point) => accepts(before, point));
        const head = domainOf(shape).filter((point) => accepts(after, point));
        const headInBase = head.every((point) => base.includes(point));
        const baseInHead = base.every((point) => head.includes(point));
        const expected = headInBase ? (baseInHead ? 'same' : 'tightened') : baseInHead ? 'loosened' : 'unknown';
        expect(compareThresholds(ruleOf(before, shape), ruleOf(after, shape))).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('is reflexive, mirrored and transitive, also across units', () => {
    const any = fc.tuple(threshold, shapes).map(([each, shape]) => ruleOf(each, shape));
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(compareThresholds(a, a)).toBe('same');
        const [ab, bc] = [compareThresholds(a, b), compareThresholds(b, c)];
        expect(compareThresholds(b, a)).toBe(mirror(ab));
        fc.pre(a.unit === b.unit && b.unit === c.unit && a.type === c.type && a.type === b.type);
        if (ab === 'same') expect(compareThresholds(a, c)).toBe(bc);
        else if (ab !== 'unknown' && (bc === ab || bc === 'same')) expect(compareThresholds(a, c)).toBe(ab);
      }),
      { numRuns: 500 },
    );
  });
});

describe('thresholdText', () => {
  test.each([
    [rule('mustBe', 0), '= 0'],
    [rule('mustNotBe', 5, percent), '!= 5 percent'],
    [rule('mustBeLessThan', 1, percent), '< 1 percent'],
    [rule('mustBeBetween', [1, 5]), 'between 1 and 5'],
    [rule('mustNotBeBetween', [1, 5]), 'not between 1 and 5'],
    [rule('mustBe', 'ok', sql), '= ok'],
    [rule(undefined, null), undefined],
  ])('%#: %s', (given, expected) => expect(thresholdText(given)).toBe(expected));
});
