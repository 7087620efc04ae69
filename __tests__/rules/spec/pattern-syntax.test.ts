import { array, assert, constantFrom, property, sample, string } from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { patternMistake } from '../../../src/rules/pattern-syntax.ts';

const broken: readonly (readonly [string, string])[] = [
  ['(a', 'open-group'],
  ['(?:a|(b)', 'open-group'],
  ['(?#a', 'open-group'],
  ['[a-z', 'open-class'],
  ['[a\\]', 'open-class'],
  ['a)', 'lone-parenthesis'],
  ['(a))', 'lone-parenthesis'],
  ['*.csv', 'nothing-to-repeat'],
  ['a|+b', 'nothing-to-repeat'],
  ['(?a)(*)', 'nothing-to-repeat'],
  ['[z-a]', 'range-backwards'],
  ['[^0-9z-a]', 'range-backwards'],
  ['a{3,2}', 'repeat-backwards'],
  ['ab\\', 'lone-backslash'],
];

/** Legal for one engine at least: ECMA-262, PCRE, Java, Python, RE2, POSIX. */
const legal: readonly string[] = [
  '',
  '^[A-Z]{2}-\\d{3}$',
  '(?=a)(?!b)(?<=c)(?<!d)e',
  '(a)\\1',
  '(?P<year>\\d{4})-(?P=year)',
  "(?'y'a)\\k'y'",
  '(?i)abc',
  '(?>a+)b',
  'a++b',
  'a**',
  '^*a',
  '(?R)?',
  '(a)(?(1)b|c)',
  '[]a]',
  '[]([a]',
  '[a-a]',
  'a{2,2}',
  '[^]a]',
  '[]',
  '[[:alpha:](]',
  '[a-z&&[^(]]',
  '[\\w-z]',
  '[a--b]',
  '[--a]',
  '[a-]',
  '[-a]',
  'a{,5}',
  'a{2}{3}',
  '{3,2}',
  'a\\{3,2}',
  '\\Q(\\E',
  '(?x) a # (',
  '(*UTF8)a',
  '\\p{L}+',
  '${PATTERN}(',
  '{{ pattern }}(',
  '(?#a(b)',
];

describe('patternMistake', () => {
  it.each(broken)('%s does not compile: %s', (pattern, mistake) => {
    expect(patternMistake(pattern)).toBe(mistake);
  });

  it.each(legal.map((pattern) => [pattern]))('%s is left alone', (pattern) => {
    expect(patternMistake(pattern)).toBeUndefined();
  });

  it('never speaks of what ECMA-262 or RE2 compiles', () => {
    const character = constantFrom(...'ab09()[]{}*+?|\\^-,.:&=<P'.split(''));
    assert(
      property(array(character, { maxLength: 12 }), (characters) => {
        const pattern = characters.join('');
        if (patternMistake(pattern) !== undefined) expect(compiles(pattern)).toEqual([]);
      }),
      { numRuns: 20_000, seed: 7 },
    );
  });

  it('speaks of a good part of what neither compiles', () => {
    const seen = sample(string({ unit: constantFrom(...'ab()[]{}*|-,12'.split('')), maxLength: 8 }), {
      numRuns: 2000,
      seed: 7,
    });
    const uncompilable = seen.filter((pattern) => compiles(pattern).length === 0);
    const found = uncompilable.filter((pattern) => patternMistake(pattern) !== undefined);
    expect(found.length / uncompilable.length).toBeGreaterThan(0.8);
  });

  it('reads a long hostile pattern in little time', () => {
    expect(patternMistake('('.repeat(50_000))).toBe('open-group');
    expect(patternMistake('['.repeat(50_000))).toBe('open-class');
    expect(patternMistake('{1,'.repeat(50_000))).toBeUndefined();
  });
});

function compiles(pattern: string): readonly string[] {
  const engines = { ecma: () => new RegExp(pattern), re2: () => RE2JS.compile(pattern) };
  return Object.entries(engines).flatMap(([name, compile]) => {
    try {
      compile();
      return [name];
    } catch {
      return [];
    }
  });
}
