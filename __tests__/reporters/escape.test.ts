import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  capText,
  codeCell,
  codeSpan,
  escapeHtml,
  escapeMarkdown,
  fencedBlock,
  linkTarget,
  messageMarkdown,
  visibleText,
} from '../../src/reporters/escape.ts';
import { inlineHtml } from '../../src/reporters/html-inline.ts';
import { actingText, cmarkCells, micromarkCells } from './markdown-scan.ts';
import { nastyTexts } from './reports.ts';

/** Text made of the pieces that do harm, and of any others. */
const hostile = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '`',
        '``',
        '|',
        '\\',
        '<',
        '>',
        '@',
        '@bob',
        '#12',
        '<!--',
        '-->',
        '</details>',
        '<b',
        '&lt;',
        '&#64;',
        '"',
        '[',
        '](',
        ')',
        '!',
        '\n',
        '- ',
        ' ',
        'a',
        '*',
        '~',
        '_',
        '1.',
        'GH-7',
        '\u202e',
        '\u001b',
        '$',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

const writers: readonly (readonly [string, (text: string) => string])[] = [
  ['escapeMarkdown', (text) => escapeMarkdown(text)],
  ['codeSpan', (text) => codeSpan(text)],
  ['codeCell', (text) => codeCell(text)],
  ['messageMarkdown', (text) => messageMarkdown(text)],
  ['messageMarkdown in a table', (text) => messageMarkdown(text, codeCell)],
];

test.each(writers)('%s: no text can act in Markdown', (_name, write) => {
  fc.assert(
    fc.property(hostile, (text) => {
      const markdown = write(text);
      const acting = actingText(markdown);
      expect(acting).not.toMatch(/@[\w-]|#\w|gh-\d|[<>[\]`*_~|&]|!\[/i);
      expect(markdown).not.toMatch(/<!--|\n|\r/);
      expect(markdown.toWellFormed()).toBe(markdown);
      expect(markdown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]|(?!\n)\p{Cc}/u);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['escapeMarkdown', (text: string) => escapeMarkdown(text)],
  ['codeCell', (text: string) => codeCell(text)],
  ['messageMarkdown', (text: string) => messageMarkdown(text, codeCell)],
])('%s: no text can break a table row', (_name, write) => {
  fc.assert(
    fc.property(hostile, hostile, (a, b) => {
      const row = `| ${write(a)} | ${write(b)} |`;
      expect([cmarkCells(row), micromarkCells(row)]).toEqual([2, 2]);
    }),
    { numRuns: 2_000 },
  );
});

test.each(writers)('%s: our own page shows no tag that the text brought', (_name, write) => {
  fc.assert(
    fc.property(hostile, (text) => {
      const tags = inlineHtml(write(text)).match(/<[^>]*>/g) ?? [];
      expect(tags.filter((tag) => tag !== '<code>' && tag !== '</code>')).toEqual([]);
    }),
  );
});

test('a fence cannot be closed from inside', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const lines = fencedBlock(text, 'suggestion').split('\n');
      const fence = lines.at(-1) ?? '';
      expect(lines[0]).toBe(`${fence}suggestion`);
      expect(lines.slice(1, -1).filter((line) => line.includes(fence))).toEqual([]);
    }),
  );
});

test('a link target cannot end its link', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(linkTarget(`https://x/${text}`)).not.toMatch(/[\s()<>|`"'\\[\]@*_~]/);
    }),
  );
});

test.each([
  ['unit_price', String.raw`unit\_price`],
  ['a | b', String.raw`a \| b`],
  ['@team', '@&#8203;team'],
  ['fixes #12 and GH-3', 'fixes #&#8203;12 and GH-&#8203;3'],
  ['#@a', String.raw`\#@&#8203;a`],
  ['<b>&amp;</b>', '&lt;b&gt;&amp;amp;&lt;/b&gt;'],
  ['![x](y)', String.raw`\!\[x\](y)`],
  ['- item', String.raw`\- item`],
  ['2. two', String.raw`2\. two`],
  ['a\nb\tc', 'a b c'],
  ['see https://example.com/a', 'see https://example.com/a'],
])('escapeMarkdown(%j)', (text, expected) => {
  expect(escapeMarkdown(text)).toBe(expected);
});

test.each([
  ['plain', '`plain`', '`plain`'],
  ['a|b', '`a|b`', '`a\\|b`'],
  ['a\\|b', '`a\\|b`', '`a\\\\\\|b`'],
  ['`tick`', '`` `tick` ``', '`` `tick` ``'],
  ['', '`\u2423`', '`\u2423`'],
  ['<!-- x', '`<! -- x`', '`<! -- x`'],
])('code of %j', (text, span, cell) => {
  expect([codeSpan(text), codeCell(text)]).toEqual([span, cell]);
});

test.each([
  ['column "a" is not in "b"', 'column `a` is not in `b`'],
  ['"a""b"', '`a` `b`'],
  ['odd " quote', 'odd " quote'],
])('messageMarkdown(%j)', (message, expected) => {
  expect(messageMarkdown(message)).toBe(expected);
});

test('control characters become visible', () => {
  expect(visibleText('\u001b[31m\u0007\u009b\u202e\u200b\ud800 ok\u2028\ufe0f\u{e0041}')).toBe(
    '␛[31m␇\ufffd\ufffd\ufffd\ufffd ok \ufe0f\ufffd',
  );
});

test('a cut never splits a character', () => {
  expect([capText('abc', 3), capText('abcd', 3), capText('a\u{1f600}b', 3), capText('abc', 0)]).toEqual([
    'abc',
    'ab…',
    'a…',
    '…',
  ]);
});

test('HTML is text', () => {
  expect(escapeHtml(`<a href="x">'&'</a>`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;');
});
