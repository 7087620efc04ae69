import { describe, expect, test } from 'vitest';
import { boundOf, boundText, compareBounds, countBoundOf, type Side } from '../../../src/diff/values/bounds.ts';
import { comparePatterns } from '../../../src/diff/values/patterns.ts';
import { compareQuantities, parseQuantity } from '../../../src/diff/values/quantities.ts';
import { compareAccess, compareFormats } from '../../../src/diff/values/ranks.ts';
import type { Json, LogicalType } from '../../../src/model/contract.ts';
import { property } from './build.ts';

type Options = { readonly [key: string]: Json };

function sign(a: Json, b: Json, unit?: string): string {
  const [left, right] = [parseQuantity(a, unit), parseQuantity(b, unit)];
  if (left === undefined || right === undefined) return 'none';
  const order = compareQuantities(left.quantity, right.quantity);
  return order === undefined ? 'unordered' : (['less', 'equal', 'more'][Math.sign(order) + 1] ?? '');
}

describe('formats at the edge', () => {
  test.each<[LogicalType | undefined, string, string, string]>([
    ['integer', 'i32', 'u8', 'narrowed'],
    ['integer', 'i8', 'u8', 'unknown'],
    ['integer', 'u8', 'i8', 'unknown'],
    ['integer', 'u8', 'i16', 'widened'],
    ['integer', 'i256', 'i64', 'unknown'],
    ['integer', 'xi32', 'i64', 'unknown'],
    ['integer', 'i32x', 'i64', 'unknown'],
    ['number', 'f64x', 'f32', 'unknown'],
    ['number', 'xf64', 'f32', 'unknown'],
    [undefined, 'i32', 'i64', 'unknown'],
  ])('%s: %s to %s', (...[type, before, after, expected]) => {
    expect(compareFormats(type, before, after)).toBe(expected);
  });
});

describe('privileges in words', () => {
  test.each<[string, string, string]>([
    ['read access', 'read', 'same'],
    ['read and write', 'write', 'same'],
    ['acesso de leitura', 'read', 'same'],
    ['leitura e escrita', 'write', 'same'],
    ['read_only', 'read', 'same'],
    ['read only', 'read', 'same'],
    ['write-only', 'write', 'unknown'],
    ['read;write', 'write', 'same'],
    ['read & write | admin + none', 'admin', 'same'],
    ['  read  ', 'read', 'same'],
    ['access', 'read', 'unknown'],
    ['none', 'read', 'loosened'],
  ])('%s against %s', (before, after, expected) => {
    expect(compareAccess(before, after)).toBe(expected);
  });
});

describe('bounds at the edge', () => {
  function text(side: Side, type: LogicalType | undefined, options: Options): string | undefined {
    const bound = boundOf(property(type, options), side);
    return bound && boundText(bound);
  }

  test.each<[string, Side, LogicalType | undefined, Options, string | undefined]>([
    ['minus one half is zero below', 'lower', 'integer', { minimum: -0.5 }, '>= 0'],
    ['minus one half is minus one above', 'upper', 'integer', { maximum: -0.5 }, '<= -1'],
    ['an integer below a fraction', 'upper', 'integer', { exclusiveMaximum: 9.5 }, '<= 9'],
    ['an integer above a fraction', 'lower', 'integer', { exclusiveMinimum: 9.5 }, '>= 10'],
    ['a whole day, exclusive', 'lower', 'date', { exclusiveMinimum: '2025-01-01' }, '>= 2025-01-02'],
    ['a whole day, inclusive', 'lower', 'date', { minimum: '2025-01-01' }, '>= 2025-01-01'],
    ['a day up to a time of it', 'upper', 'date', { maximum: '2025-01-01T12:00:00' }, '<= 2025-01-01'],
    ['a day below a time of it', 'upper', 'date', { exclusiveMaximum: '2025-01-01T12:00:00' }, '<= 2025-01-01'],
    ['a day before 1970', 'lower', 'date', { minimum: '1969-12-30T12:00:00' }, '>= 1969-12-31'],
    ['an instant is no day', 'lower', 'date', { exclusiveMinimum: '2025-01-01T00:00:00Z' }, '> 2025-01-01T00:00:00Z'],
    ['a number is no day', 'lower', 'date', { exclusiveMinimum: 5 }, '> 5'],
    ['a text is no integer', 'lower', 'integer', { exclusiveMinimum: '2025-01-01' }, '> 2025-01-01'],
    ['a list is a text', 'lower', 'number', { minimum: [1] }, '>= [1]'],
    ['null is none', 'lower', 'number', { minimum: null }, undefined],
    ['two texts', 'upper', 'number', { maximum: 'a', exclusiveMaximum: 'b' }, '<= a, < b'],
    ['the looser one does not count', 'lower', 'number', { minimum: 0, exclusiveMinimum: 1 }, '> 1'],
  ])('%s', (_name, ...[side, type, options, expected]) => {
    expect(text(side, type, options)).toBe(expected);
  });

  test('a lower bound of a count below zero is none, an upper one is', () => {
    expect(countBoundOf(property('string', { minLength: -1 }), 'minLength')).toBeUndefined();
    expect(countBoundOf(property('string', { minLength: 'many' }), 'minLength')?.kind).toBe('text');
    expect(countBoundOf(property('string', { maxLength: -1 }), 'maxLength')?.value).toBe(-1);
  });

  test.each<[string, Side, Options, Options, string]>([
    ['text to another text', 'lower', { minimum: 'a' }, { minimum: 'b' }, 'unknown'],
    ['the same text', 'lower', { minimum: 'a' }, { minimum: 'a' }, 'same'],
    ['the same text, open', 'lower', { minimum: 'a' }, { exclusiveMinimum: 'a' }, 'unknown'],
    ['opened above', 'upper', { exclusiveMaximum: 5 }, { maximum: 5 }, 'loosened'],
    ['lowered above', 'upper', { maximum: 5 }, { maximum: 4 }, 'tightened'],
    ['a date for a time', 'lower', { minimum: '2025-01-01' }, { minimum: '08:00' }, 'unknown'],
  ])('%s', (_name, ...[side, before, after, expected]) => {
    const [base, head] = [before, after].map((options) => boundOf(property('number', options), side));
    expect(compareBounds(side, base, head)).toBe(expected);
  });
});

describe('patterns at the edge', () => {
  test.each<[string, string, string]>([
    ['^a{2}$', '^aa$', 'same'],
    ['^a{2,}$', '^a{3,}$', 'tightened'],
    ['^a{0,1}$', '^a?$', 'same'],
    ['^a{0}b$', '^b$', 'same'],
    ['^a{3,2}$', '^a$', 'unknown'],
    ['^a{,3}$', '^a{0,3}$', 'unknown'],
    ['^a{10}$', '^a{11}$', 'unknown'],
    ['^[a-c]$', '^[abc]$', 'same'],
    ['^[a-]$', '^(a|-)$', 'same'],
    ['^[-a]$', '^(a|-)$', 'same'],
    ['^[c-a]$', '^a$', 'unknown'],
    ['^[a-cb-d]$', '^[a-d]$', 'same'],
    ['^[ad-fbc]$', '^[a-f]$', 'same'],
    ['^[^a]$', '^[^ab]$', 'tightened'],
    ['^[^a]$', '^b$', 'tightened'],
    [String.raw`^\t$`, '^[\t]$', 'same'],
    [String.raw`^\-$`, '^-$', 'same'],
    [String.raw`^[\d_]$`, String.raw`^[\d]$`, 'tightened'],
    ['^()$', '^$', 'same'],
    ['^(|a)$', '^a?$', 'same'],
    ['^(a|)$', '^a?$', 'same'],
    ['^a*$', '^a+$', 'tightened'],
    ['^(a*)*$', '^a*$', 'same'],
    ['^(ab)+$', '^ab(ab)*$', 'same'],
    ['^a**$', '^a*$', 'unknown'],
    ['^*a$', '^a$', 'unknown'],
    ['^a)$', '^a$', 'unknown'],
    ['^(?<n>a)$', '^a$', 'unknown'],
    ['^[a$', '^a$', 'unknown'],
    [String.raw`^a\ `, '^a$', 'unknown'],
  ])('%s against %s', (before, after, expected) => {
    expect(comparePatterns(before, after)).toBe(expected);
  });
});

describe('quantities at the edge', () => {
  test.each<[Json, Json, string]>([
    ['6 am', '06:00', 'equal'],
    ['12 am', '00:00', 'equal'],
    ['12 pm', '12:00', 'equal'],
    ['6:30 PM', '18:30', 'equal'],
    ['6 pm UTC', '18:00Z', 'equal'],
    ['0 am', '00:00', 'unordered'],
    ['13 pm', '13:00', 'unordered'],
    ['1,5 h', '90 min', 'equal'],
    ['1,500 h', '1500 h', 'none'],
    ['1e3 rows', '1000 rows', 'equal'],
    ['10 rows', '10 files', 'unordered'],
    ['99 %', '99.5 percent', 'less'],
    ['99 por cento', '99%', 'equal'],
    ['60 runs/h', '1 run per min', 'equal'],
    ['2 vezes por dia', '1 x/day', 'more'],
    ['2 rows/s', '2 files/s', 'unordered'],
    ['2 rows/s', '2 rows', 'unordered'],
    ['1 h', '60', 'unordered'],
    ['2025-01-01', '2025-01-01T00:00:00Z', 'unordered'],
    ['2025-01-03', '2025-01-01T00:00:00Z', 'more'],
    ['2025-01-01T00:00:00Z', '2025-01-03', 'less'],
    ['08:00Z', '09:00Z', 'less'],
    ['00:00Z', '12:00Z', 'unordered'],
    ['08:00', '08:00Z', 'unordered'],
    ['soon', 'later', 'none'],
    [true, true, 'none'],
    [`${'1'.repeat(201)} h`, '1 h', 'none'],
  ])('%s against %s', (a, b, expected) => {
    expect(sign(a, b)).toBe(expected);
  });

  test.each<[Json, string, string]>([
    ['24 h', 'h', 'equal'],
    ['24 h', 'd', 'none'],
    ['1 d', 'd', 'equal'],
  ])('%s with the unit %s apart', (value, unit, expected) => {
    expect(sign(value, value, unit)).toBe(expected);
  });
});
