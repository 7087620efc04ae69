import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHunk } from '../../src/reporters/diff-hunk.ts';
import { renderReviewHtml } from '../../src/reporters/html.ts';
import { markdownHtml } from '../../src/reporters/html-markdown.ts';
import { nastyTexts } from './reports.ts';

test.each([
  [
    'a heading and a paragraph',
    '## A `b`\ntext **bold**\nmore',
    '<h2>A <code>b</code></h2>\n<p>text <strong>bold</strong>\nmore</p>',
  ],
  [
    'emphasis, and none within a word',
    '_4 findings are `a_b`._ my_own_name',
    '<p><em>4 findings are <code>a_b</code>.</em> my_own_name</p>',
  ],
  ['a list', '- a\n- b\n  c', '<ul><li>a</li><li>b c</li></ul>'],
  [
    'a table with an escaped pipe',
    '| a | b |\n| :-- | --- |\n| `x\\|y` | z |',
    '<table class="markdown"><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td><code>x|y</code></td><td>z</td></tr></tbody></table>',
  ],
  ['a fence', '```yaml\n<b>\n```', '<pre><code>&lt;b&gt;</code></pre>'],
  ['a longer fence', '````\n```\n````', '<pre><code>```</code></pre>'],
  [
    'a diff',
    '```diff\n-a\n+b\n```',
    '<pre><code><span class="code-removed">-a</span>\n<span class="code-added">+b</span></code></pre>',
  ],
  [
    'details',
    '<details>\n<summary><b>x</b></summary>\n\ny\n\n</details>',
    '<details><summary><b>x</b></summary>\n<p>y</p>\n</details>',
  ],
  ['details that nobody closed', '<details>\n\ny', '<details><summary>Details</summary>\n<p>y</p></details>'],
  ['details that nobody opened', 'y\n</details>', '<p>y</p>'],
  ['a link', '[`a`](https://x.example/?a=1&b=2)', '<p><a href="https://x.example/?a=1&amp;b=2"><code>a</code></a></p>'],
  ['a link to code', '[a](javascript:alert(1))', '<p>[a](javascript:alert(1))</p>'],
  ['a link to code without brackets', '[a](javascript:alert)', '<p>[a](javascript:alert)</p>'],
  ['a tag', '<img src=x> <sub>s</sub> <b>open', '<p>&lt;img src=x&gt; <sub>s</sub> <b>open</b></p>'],
  ['a hidden marker', '<!-- mark -->\nx <!-- y --> z', '<p>x  z</p>'],
  ['escapes and entities', String.raw`\*a\* &lt;b&gt; @&#8203;me`, '<p>*a* &lt;b&gt; @&#8203;me</p>'],
])('%s', (_name, markdown, html) => {
  expect(markdownHtml(markdown)).toBe(html);
});

test('a suggestion shows the lines it replaces', () => {
  const html = markdownHtml('```suggestion\nnew\n```', { suggestionOf: ['old'] });
  expect(html).toContain('<tr class="removed"><td class="mark">-</td><td class="code">old</td></tr>');
  expect(html).toContain('<tr class="added"><td class="mark">+</td><td class="code">new</td></tr>');
});

test('a hunk is read with the line numbers of both sides', () => {
  expect(readHunk('@@ -3,3 +7,2 @@ x\n a\n-b\n+c\n\\ No newline at end of file\n')).toEqual([
    { kind: 'context', base: 3, head: 7, text: 'a' },
    { kind: 'removed', base: 4, text: 'b' },
    { kind: 'added', head: 8, text: 'c' },
  ]);
});

const allowed =
  /^<\/?(?:h[1-6]|p|ul|ol|li|table|thead|tbody|tr|th|td|pre|code|strong|em|b|sub|br|hr|a|blockquote|details|summary|div|span)\b[^<>]*>$/;

test('no Markdown can bring a tag, a handler or a script address', () => {
  const parts = fc.constantFrom(
    ...nastyTexts,
    '<details>',
    '</details>',
    '<summary>',
    '```',
    '`',
    '| a |',
    '|--|',
    '[',
    '](',
    ')',
    '"',
    ' onclick=x',
    '<b>',
    '**',
    '\n',
    '&#60;',
    'javascript:x',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 14 }), (pieces) => {
      const tags = markdownHtml(pieces.join('')).match(/<[^>]*>?/g) ?? [];
      expect(tags.filter((tag) => !allowed.test(tag) || /\son\w+=|javascript:/i.test(tag))).toEqual([]);
      const count = (tag: string): number => tags.filter((found) => found.startsWith(tag)).length;
      expect(count('<details')).toBe(count('</details'));
    }),
    { numRuns: 1_000 },
  );
});

test('a page of nasty text has only its own tags and reads nothing from the network', () => {
  const html = renderReviewHtml({
    title: nastyTexts.join(' '),
    number: 1,
    state: 'merged',
    labels: nastyTexts,
    checks: nastyTexts.map((text) => ({ name: text, conclusion: 'neutral', title: text, summary: text })),
    timeline: nastyTexts.flatMap((text) => [
      { kind: 'comment', author: text, body: text },
      { kind: 'commit', author: text, sha: text, message: text },
      {
        kind: 'review',
        author: text,
        body: text,
        threads: [
          { path: text, side: 'LEFT', line: 1, hunk: `@@ -1 +1 @@ ${text}\n-${text}`, body: text, resolved: true },
        ],
      },
    ]),
  });
  expect(html.match(/<(?:script|img|link|iframe|object|svg)\b/gi)).toBeNull();
  const tags = html.match(/<[^>]*>/g) ?? [];
  expect(tags.filter((tag) => /\s(?:src|on\w+)=|javascript:|url\(/i.test(tag))).toEqual([]);
  expect(html).toContain("default-src 'none'");
});
