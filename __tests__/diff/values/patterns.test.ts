import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { comparePatterns } from '../../../src/diff/values/patterns.ts';
import { mirror } from './build.ts';

describe('comparePatterns', () => {
  test.each<[string, string, string, string]>([
    ['the same', '(?=x)', '(?=x)', 'same'],
    ['a literal added', '^(A|B)$', '^(A|B|C)$', 'loosened'],
    ['a literal removed', '^(A|B|C)$', '^(A|C)$', 'tightened'],
    ['another order', '^(A|B)$', '^(B|A)$', 'same'],
    ['anchors in each branch', '^A$|^B$', '^(A|B)$', 'same'],
    ['anchors inside of groups', '(^A$)|(^B$)', '^(?:A|B)$', 'same'],
    ['a group without a number', '^(AB)$', '^(?:AB)$', 'same'],
    ['a redundant group', '^((AB))$', '^AB$', 'same'],
    ['a lazy repeat', '^a+?$', '^a+$', 'same'],
    ['an optional part', '^AB?$', '^(A|AB)$', 'same'],
    ['an optional part added', '^A$', '^A(-1)?$', 'loosened'],
    ['more digits', '^[0-9]{5}$', '^[0-9]{5,6}$', 'loosened'],
    ['fewer letters', '^[A-Z0-9]{3}$', '^[A-Z]{3}$', 'tightened'],
    ['a class and its literals', '^[AB]$', '^(A|B)$', 'same'],
    ['an escape and a class', String.raw`^a\.b$`, '^a[.]b$', 'same'],
    ['the same shorthand', String.raw`^\d{2}$`, String.raw`^\d\d$`, 'same'],
    ['ASCII digits against all digits', '^[0-9]+$', String.raw`^\d+$`, 'unknown'],
    ['digits among word characters', String.raw`^\w+$`, String.raw`^\d+$`, 'tightened'],
    ['overlapping', '^(A|B)$', '^(B|C)$', 'unknown'],
    ['anchors added, which whole matches have anyway', 'A', '^A$', 'unknown'],
    ['both without anchors', 'ACC[0-9]{8}', 'ACC[0-9]{8,9}', 'unknown'],
    ['a dot against all but a line break', '^.$', String.raw`^[^\n]$`, 'unknown'],
    ['a line break at the end', '^A$', String.raw`^A\n?$`, 'loosened'],
    ['look-ahead', '^(?=A)A$', '^A$', 'unknown'],
    ['a back reference', String.raw`^(A)\1$`, '^AA$', 'unknown'],
    ['a flag', '(?i)^a$', '^a$', 'unknown'],
    ['a possessive repeat', '^a++$', '^a+$', 'unknown'],
    ['an anchor inside', '^a$b$', '^ab$', 'unknown'],
    ['a word boundary', String.raw`^a\b$`, '^ab?$', 'unknown'],
    ['a bracket inside of a class', '^[[a]$', '^[a]$', 'unknown'],
    ['a class that some read as empty', '^[]a]$', '^[a]$', 'unknown'],
    ['letters beyond ASCII with a shorthand', String.raw`^[\wé]+$`, String.raw`^\w+$`, 'unknown'],
    ['letters beyond ASCII alone', '^(é|e)$', '^é$', 'tightened'],
    ['beyond the basic plane', '^(a|😀)$', '^a$', 'unknown'],
    ['not closed', '^(A$', '^A$', 'unknown'],
    ['too large', '^((a{900}){900}){900}$', '^a$', 'unknown'],
  ])('%s', (_name, ...[before, after, expected]) => {
    expect(comparePatterns(before, after)).toBe(expected);
    expect(comparePatterns(after, before)).toBe(mirror(comparePatterns(before, after)));
  });

  test.each([
    ['nested groups', `^${'('.repeat(900)}a`, '^a$'],
    ['nested repeats', `^${'('.repeat(15)}a${'{0,999}){0,999}'.repeat(15)}$`, '^a$'],
    ['counting after a choice', '^(a|b)*a(a|b){30}$', '^(a|b)*a(a|b){30}c?$'],
  ])('gives up on %s in time', (_name, before, after) => {
    const start = performance.now();
    expect(comparePatterns(before, after)).toBe('unknown');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('never claims what the engine of JavaScript contradicts', () => {
    const atom = fc.constantFrom('a', 'b', '[ab]', '(a|bc)', 'c?', '(ab)*', '[^a]', 'b{1,2}', String.raw`\d`, '.');
    const pattern = fc.array(
      fc.array(atom, { minLength: 1, maxLength: 3 }).map((parts) => `^${parts.join('')}$`),
      { minLength: 1, maxLength: 2 },
    );
    const letters = ['a', 'b', 'c', '1'];
    const two = letters.flatMap((a) => ['', ...letters].map((b) => a + b));
    const texts = ['', ...two, ...two.flatMap((head) => two.map((tail) => head + tail))];
    fc.assert(
      fc.property(pattern, pattern, (left, right) => {
        const [before, after] = [left.join('|'), right.join('|')];
        const base = texts.filter((text) => new RegExp(before).test(text));
        const head = texts.filter((text) => new RegExp(after).test(text));
        const relation = comparePatterns(before, after);
        expect(comparePatterns(after, before)).toBe(mirror(relation));
        if (relation === 'same') expect(head).toEqual(base);
        if (relation === 'tightened') expect(base).toEqual(expect.arrayContaining(head));
        if (relation === 'loosened') expect(head).toEqual(expect.arrayContaining(base));
      }),
      { numRuns: 300 },
    );
  });
});
