import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderSnippet } from '../../src/reporters/snippet.ts';
import { painter, textWidth, wrapText } from '../../src/reporters/terminal.ts';
import { renderText } from '../../src/reporters/text.ts';
import {
  breakingLine,
  breakingReport,
  makeCounts,
  makeFinding,
  makeReport,
  nastyReport,
  nastyTexts,
} from './reports.ts';

const frame = { paint: painter(false), width: 40 };

test.each([
  ['a word', 'name: paid', { column: 7, endColumn: 11 }, '12 | name: paid', '   |       ^^^^'],
  ['tabs', '\tname:\tpaid', { column: 8, endColumn: 12 }, '12 |     name:   paid', '   |             ^^^^'],
  ['wide characters', '表格: 値', { column: 5, endColumn: 6 }, '12 | 表格: 値', '   |       ^^'],
  ['combining marks', 'ac\u0327a\u0303o: x', { column: 9, endColumn: 10 }, '12 | ac\u0327a\u0303o: x', '   |       ^'],
  ['no end', 'name: paid', { column: 1 }, '12 | name: paid', '   | ^'],
  ['an end on another line', 'name: |', { column: 7, endLine: 14, endColumn: 2 }, '12 | name: |', '   |       ^'],
  ['a column behind the line', 'ab', { column: 9 }, '12 | ab', '   |   ^'],
  ['an escape sequence', '\u001b[31mx', { column: 6 }, '12 | ␛[31mx', '   |      ^'],
  [
    'a long line',
    `${'a'.repeat(60)}BAD${'c'.repeat(60)}`,
    { column: 61, endColumn: 64 },
    '12 | …aaaaaaaaaaBADcccccccccccccccccc…',
    '   |            ^^^',
  ],
])('a snippet with %s', (...row) => {
  const [, source, place, ...lines] = row;
  expect(renderSnippet(makeFinding({ line: 12, ...place }), source, frame)).toEqual(lines);
});

test('no line of a report is a command to a runner that prints it', () => {
  const text = renderText(nastyReport(), {
    color: false,
    width: 40,
    verbose: true,
    readLine: (_side, _path, line) => nastyTexts[line % nastyTexts.length],
  });
  expect(text.match(/^\s*::|##\[/m)).toBeNull();
});

test('no snippet line is wider than the terminal', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), fc.nat(200), fc.nat(20), (source, column, length) => {
      const finding = makeFinding({ column: column + 1, endColumn: column + 1 + length });
      for (const line of renderSnippet(finding, source, frame)) expect(textWidth(line)).toBeLessThanOrEqual(40);
    }),
  );
});

test('text wraps at spaces and never inside a word', () => {
  expect(wrapText('one two three-and-a-half four', 9)).toEqual(['one two', 'three-and-a-half', 'four']);
});

test('colour adds nothing but colour', () => {
  const options = { readLine: breakingLine, verbose: true };
  const plain = renderText(breakingReport('en'), { ...options, color: false });
  const painted = renderText(breakingReport('en'), { ...options, color: true });
  expect(painted).not.toBe(plain);
  expect(painted.replaceAll(/\p{Cc}\[[\d;]*m/gu, '')).toBe(plain);
});

test('without colour no control character reaches the terminal, whatever the report says', () => {
  const text = renderText(nastyReport(), {
    color: false,
    verbose: true,
    readLine: (_side, _path, line) => nastyTexts[line % nastyTexts.length],
  });
  expect(text.match(/(?!\n)\p{Cc}|[\u202a-\u202e\u200b-\u200f]/gu)).toBeNull();
});

test('pre-existing findings are counted in one line, and shown when asked for', () => {
  const report = makeReport({
    findings: [makeFinding({ introduced: false, message: 'an old mistake' })],
    counts: makeCounts({ preExisting: 1 }),
  });
  const options = { color: false, readLine: () => undefined };
  expect(renderText(report, options)).not.toContain('an old mistake');
  expect(renderText(report, options)).toContain('Passed: no new problems; 1 pre-existing\n');
  expect(renderText(report, { ...options, verbose: true })).toContain('an old mistake');
  expect(renderText({ ...report, scope: 'all' }, options)).toContain('an old mistake');
});
