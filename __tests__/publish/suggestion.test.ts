import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../src/model/edits.ts';
import type { Edit } from '../../src/model/finding.ts';
import type { FileHunks } from '../../src/ports.ts';
import { committableSuggestion, fixDiff } from '../../src/publish/suggestion.ts';

const text = 'one\ntwo\nthree\nfour\nfive\nsix\n';
const file: FileHunks = {
  path: 'a.yaml',
  status: 'modified',
  hunks: [{ baseStart: 2, baseLines: 3, headStart: 2, headLines: 3 }],
};

function edit(place: readonly [number, number, number, number], replacement: string, path = 'a.yaml'): Edit {
  const [startLine, startColumn, endLine, endColumn] = place;
  return { path, startLine, startColumn, endLine, endColumn, text: replacement };
}

function suggest(edits: readonly Edit[], head: string | undefined = text) {
  return committableSuggestion(edits, file, () => head);
}

describe('committableSuggestion', () => {
  test.each([
    ['a word', [edit([3, 1, 3, 6], 'THREE')], 3, 3, 'THREE\n'],
    ['a part of a word', [edit([3, 2, 3, 4], 'x')], 3, 3, 'txee\n'],
    ['two words on one line', [edit([3, 1, 3, 2], 'T'), edit([3, 5, 3, 6], 'E')], 3, 3, 'ThreE\n'],
    ['two lines', [edit([2, 1, 2, 4], 'TWO'), edit([4, 1, 4, 5], 'FOUR')], 2, 4, 'TWO\nthree\nFOUR\n'],
    ['a new line before a shown one', [edit([3, 1, 3, 1], 'new\n')], 3, 3, 'new\nthree\n'],
    ['a new line after the last shown one', [edit([5, 1, 5, 1], 'new\n')], 4, 4, 'four\nnew\n'],
    ['a new line at the end of one', [edit([3, 6, 3, 6], '\nnew')], 3, 3, 'three\nnew\n'],
    ['a line replaced with its end', [edit([3, 1, 4, 1], 'THREE\n')], 3, 3, 'THREE\n'],
  ])('replaces %s', (_, edits, ...[start, end, after]) => {
    expect(suggest(edits)).toEqual({
      path: 'a.yaml',
      range: { start, end },
      markdown: `\`\`\`suggestion\n${after}\`\`\``,
    });
  });

  test('deletes a line with an empty block', () => {
    expect(suggest([edit([3, 1, 4, 1], '')])?.markdown).toBe('```suggestion\n```');
  });

  test('fences longer than any backticks in the text', () => {
    expect(suggest([edit([3, 1, 3, 6], '````js')])?.markdown).toBe('`````suggestion\n````js\n`````');
  });

  test.each([
    ['lines outside the hunk', [edit([6, 1, 6, 4], 'SIX')], text],
    ['a range that leaves the hunk', [edit([4, 1, 6, 1], 'x\n')], text],
    ['another file', [edit([3, 1, 3, 6], 'x', 'b.yaml')], text],
    ['several files', [edit([3, 1, 3, 6], 'x'), edit([3, 1, 3, 6], 'x', 'b.yaml')], text],
    ['a line joined with the next', [edit([3, 1, 4, 1], 'x')], text],
    ['a place outside the line', [edit([3, 9, 3, 9], 'x')], text],
    ['overlapping edits', [edit([3, 1, 3, 4], 'x'), edit([3, 2, 3, 6], 'y')], text],
    ['nothing changed', [edit([3, 1, 3, 6], 'three')], text],
    ['line ends of Windows', [edit([3, 1, 3, 6], 'x')], text.replaceAll('\n', '\r\n')],
    ['no edit at all', [], text],
  ])('is none for %s', (_, edits, head) => {
    expect(suggest(edits, head)).toBeUndefined();
  });

  test('is none where the text was not read', () => {
    expect(committableSuggestion([edit([3, 1, 3, 6], 'x')], file, () => undefined)).toBeUndefined();
  });

  test('gives the text that the edits give', () => {
    const line = fc.integer({ min: 2, max: 4 });
    fc.assert(
      fc.property(line, line, fc.stringMatching(/^[a-z\n`]{0,6}$/), (a, b, replacement) => {
        const edits = [edit([Math.min(a, b), 1, Math.max(a, b), 2], replacement)];
        const suggestion = suggest(edits);
        if (suggestion === undefined) return;
        const block = suggestion.markdown.split('\n').slice(1, -1);
        const lines = text.split('\n');
        lines.splice(suggestion.range.start - 1, suggestion.range.end - suggestion.range.start + 1, ...block);
        expect(lines.join('\n')).toBe(applyEdits(text, edits));
      }),
    );
  });
});

describe('fixDiff', () => {
  test('shows what a suggestion cannot', () => {
    const edits = [edit([6, 1, 6, 4], 'SIX'), edit([1, 1, 1, 4], 'ONE', 'b.yaml')];
    expect(fixDiff(edits, (path) => (path === 'b.yaml' ? 'one\n' : text))).toBe(
      [
        '```diff',
        '--- a/a.yaml',
        '+++ b/a.yaml',
        '@@ -3,4 +3,4 @@',
        ' three',
        ' four',
        ' five',
        '-six',
        '+SIX',
        '--- a/b.yaml',
        '+++ b/b.yaml',
        '@@ -1,1 +1,1 @@',
        '-one',
        '+ONE',
        '```',
      ].join('\n'),
    );
  });

  test('is none where a text was not read, or the diff is long', () => {
    const edits = [edit([1, 1, 1, 4], 'x\n'.repeat(100))];
    expect(fixDiff(edits, () => undefined)).toBeUndefined();
    expect(fixDiff(edits, () => text)).toBeUndefined();
  });
});
