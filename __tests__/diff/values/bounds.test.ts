import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { boundOf, boundText, compareBounds, countBoundOf, type Side } from '../../../src/diff/values/bounds.ts';
import type { Json, LogicalType } from '../../../src/model/contract.ts';
import { mirror, property } from './build.ts';

type Options = { readonly [key: string]: Json };

function lower(type: LogicalType | undefined, options: Options): string | undefined {
  const bound = boundOf(property(type, options), 'lower');
  return bound && boundText(bound);
}

function upper(type: LogicalType | undefined, options: Options): string | undefined {
  const bound = boundOf(property(type, options), 'upper');
  return bound && boundText(bound);
}

describe('boundOf', () => {
  test.each<[string, string | undefined, string | undefined]>([
    ['nothing', lower('integer', {}), undefined],
    ['an integer, inclusive', lower('integer', { minimum: 1 }), '>= 1'],
    ['an integer, exclusive', lower('integer', { exclusiveMinimum: 0 }), '>= 1'],
    ['an integer from a fraction', lower('integer', { minimum: 0.5 }), '>= 1'],
    ['an integer above minus one half', lower('integer', { exclusiveMinimum: -0.5 }), '>= 0'],
    ['an integer, exclusive above', upper('integer', { exclusiveMaximum: 10 }), '<= 9'],
    ['an integer too large to add one', lower('integer', { exclusiveMinimum: 1e20 }), '> 100000000000000000000'],
    ['a number keeps its open end', lower('number', { exclusiveMinimum: 0 }), '> 0'],
    ['without a type nothing is whole', lower(undefined, { exclusiveMinimum: 0 }), '> 0'],
    ['the tighter of two', lower('number', { minimum: 1, exclusiveMinimum: 0 }), '>= 1'],
    ['open wins at the same number', lower('number', { minimum: 1, exclusiveMinimum: 1 }), '> 1'],
    ['the tighter of two above', upper('number', { maximum: 9, exclusiveMaximum: 5 }), '< 5'],
    ['a day, exclusive', upper('date', { exclusiveMaximum: '2025-01-01' }), '<= 2024-12-31'],
    ['a day from a time of it', lower('date', { minimum: '2025-01-01T12:00:00' }), '>= 2025-01-02'],
    ['a timestamp, exclusive', upper('timestamp', { exclusiveMaximum: '2025-01-01' }), '< 2025-01-01'],
    ['a time', lower('time', { minimum: '08:30:00' }), '>= 08:30:00'],
    ['free text', lower('date', { minimum: 'yesterday' }), '>= yesterday'],
    ['a number and a date', lower('number', { minimum: 1, exclusiveMinimum: '2025-01-01' }), '>= 1, > 2025-01-01'],
    ['a switch of 3.0 alone', lower('number', { exclusiveMinimum: true }), undefined],
  ])('%s', (_name, actual, expected) => expect(actual).toBe(expected));
});

describe('countBoundOf', () => {
  test.each<[string, Parameters<typeof countBoundOf>[1], Json, string | undefined]>([
    ['zero is no lower bound', 'minLength', 0, undefined],
    ['a lower bound', 'minItems', 2, '>= 2'],
    ['zero is an upper bound', 'maxItems', 0, '<= 0'],
    ['a fraction', 'maxLength', 10.5, '<= 10'],
    ['a placeholder', 'maxProperties', '${MAX}', '<= ${MAX}'],
  ])('%s', (_name, ...[key, value, expected]) => {
    const bound = countBoundOf(property('string', { [key]: value }), key);
    expect(bound && boundText(bound)).toBe(expected);
  });
});

describe('compareBounds', () => {
  test.each<[string, Side, LogicalType, Options, Options, string]>([
    ['none', 'lower', 'integer', {}, {}, 'same'],
    ['added', 'upper', 'integer', {}, { maximum: 5 }, 'tightened'],
    ['removed', 'upper', 'integer', { maximum: 5 }, {}, 'loosened'],
    ['re-expressed', 'lower', 'integer', { exclusiveMinimum: 0 }, { minimum: 1 }, 'same'],
    ['opened at the same number', 'lower', 'number', { minimum: 0 }, { exclusiveMinimum: 0 }, 'tightened'],
    ['raised below', 'lower', 'number', { minimum: 0 }, { minimum: 1 }, 'tightened'],
    ['raised above', 'upper', 'number', { maximum: 5 }, { maximum: 6 }, 'loosened'],
    ['a number against a date', 'lower', 'number', { minimum: 0 }, { minimum: '2025-01-01' }, 'unknown'],
    ['equal dates', 'lower', 'timestamp', { minimum: '2025-01-01' }, { minimum: '2025-01-01T00:00:00' }, 'same'],
    [
      'one instant',
      'lower',
      'timestamp',
      { minimum: '2025-01-01T00:00:00Z' },
      { minimum: '2024-12-31T21:00:00-03:00' },
      'same',
    ],
    [
      'an instant against a clock',
      'lower',
      'timestamp',
      { minimum: '2025-01-01T00:00:00Z' },
      { minimum: '2026-01-01' },
      'unknown',
    ],
    [
      'nanoseconds',
      'upper',
      'timestamp',
      { maximum: '2025-01-01T00:00:00.000000002' },
      { maximum: '2025-01-01T00:00:00.000000001' },
      'tightened',
    ],
    ['a later time', 'lower', 'time', { minimum: '08:00' }, { minimum: '09:00:00' }, 'tightened'],
    ['the same free text', 'lower', 'date', { minimum: '${START}' }, { minimum: '${START}' }, 'same'],
    ['other free text', 'lower', 'date', { minimum: '${START}' }, { minimum: '${BEGIN}' }, 'unknown'],
    ['no such day', 'lower', 'date', { minimum: '2025-02-30' }, { minimum: '2025-03-01' }, 'unknown'],
  ])('%s', (_name, ...[side, type, before, after, expected]) => {
    expect(compareBounds(side, boundOf(property(type, before), side), boundOf(property(type, after), side))).toBe(
      expected,
    );
  });

  const points = Array.from({ length: 65 }, (_, index) => index / 8 - 4);
  const option = fc.option(
    fc.integer({ min: -12, max: 12 }).map((value) => value / 4),
    { nil: undefined },
  );
  const options = fc.record({ inclusive: option, exclusive: option });
  const types = fc.constantFrom<LogicalType>('integer', 'number');

  it('agrees with membership', () => {
    fc.assert(
      fc.property(
        types,
        fc.constantFrom<Side>('lower', 'upper'),
        options,
        options,
        (type, side, ...[before, after]) => {
          const domain = type === 'integer' ? points.filter(Number.isInteger) : points;
          const base = domain.filter((point) => accepts(side, before, point));
          const head = domain.filter((point) => accepts(side, after, point));
          const relation = compareBounds(side, builtBound(type, side, before), builtBound(type, side, after));
          expect(compareBounds(side, builtBound(type, side, after), builtBound(type, side, before))).toBe(
            mirror(relation),
          );
          if (base.length === head.length) expect(relation).toBe('same');
          else expect(relation).toBe(head.length < base.length ? 'tightened' : 'loosened');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(types, options, options, options, (type, ...sides) => {
        const [first, second, third] = sides.map((each) => builtBound(type, 'upper', each));
        const [ab, bc] = [compareBounds('upper', first, second), compareBounds('upper', second, third)];
        fc.pre(ab === bc || ab === 'same' || bc === 'same');
        expect(compareBounds('upper', first, third)).toBe(ab === 'same' ? bc : ab);
      }),
    );
  });
});

function accepts(
  side: Side,
  { inclusive, exclusive }: { inclusive?: number; exclusive?: number },
  point: number,
): boolean {
  const sign = side === 'lower' ? 1 : -1;
  return (
    (inclusive === undefined || point * sign >= inclusive * sign) &&
    (exclusive === undefined || point * sign > exclusive * sign)
  );
}

function builtBound(
  type: LogicalType,
  side: Side,
  { inclusive, exclusive }: { inclusive?: number; exclusive?: number },
) {
  const keys =
    side === 'lower' ? (['minimum', 'exclusiveMinimum'] as const) : (['maximum', 'exclusiveMaximum'] as const);
  return boundOf(
    property(type, {
      ...(inclusive === undefined ? {} : { [keys[0]]: inclusive }),
      ...(exclusive === undefined ? {} : { [keys[1]]: exclusive }),
    }),
    side,
  );
}
