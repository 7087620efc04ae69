import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { checkTitle, findingMarkdown, summaryMarkdown } from '../../src/reporters/markdown.ts';
import { actingText, cmarkCells } from './markdown-scan.ts';
import { breakingReport, makeCounts, makeFinding, makeReport, nastyReport, skippedReport } from './reports.ts';

const nasty = nastyReport();

test('a summary of any size is within its budget, and whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000 }), (maxChars) => {
      const markdown = summaryMarkdown(nasty, { maxChars });
      expect(markdown.length).toBeLessThanOrEqual(maxChars);
      expect(unbalanced(markdown)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a summary without a limit shows every row', () => {
  const markdown = summaryMarkdown(nasty, { maxChars: 10_000_000 });
  expect(markdown).not.toContain('… and');
  expect(unbalanced(markdown)).toEqual([]);
  expect(markdown.split('\n').filter((line) => line.includes('is wrong')).length).toBe(500);
});

test('rows that are left out are counted', () => {
  const markdown = summaryMarkdown(nasty, { maxChars: 20_000 });
  const shown = markdown.split('\n').filter((line) => line.startsWith('| value')).length;
  const left = [...markdown.matchAll(/… and (\d+) more/g)].map((match) => Number(match[1]));
  const others = nasty.changes.length + nasty.bumps.length + nasty.artifacts.length + nasty.skipped.length;
  const othersShown = markdown.split('\n').filter((line) => /^\| (?:💥|`)/.test(line) && !line.includes(':--')).length;
  expect(shown + othersShown + left.reduce((a, b) => a + b, 0)).toBe(500 + others);
});

/** Tables with rows of unequal cells, details that do not close, tags that are not ours. */
function unbalanced(markdown: string): readonly string[] {
  const lines = markdown.split('\n');
  const opened = lines.filter((line) => line === '<details>').length;
  const closed = lines.filter((line) => line === '</details>').length;
  const strange = lines.flatMap((line) => actingText(line).match(/<[^>]*>?/g) ?? []).filter((tag) => !ours.has(tag));
  const torn = lines.filter((line, index) => {
    const before = lines[index - 1] ?? '';
    return line.startsWith('|') && before.startsWith('|') && cmarkCells(line) !== cmarkCells(before);
  });
  return [...(opened === closed ? [] : [`${opened} opened, ${closed} closed`]), ...strange, ...torn];
}

const ours = new Set(['<details>', '</details>', '<summary>', '</summary>', '<b>', '</b>', '<br>', '<sub>', '</sub>']);

test('no finding can mention, tag or hide anything', () => {
  const acting = nasty.findings.map((finding) => actingText(findingMarkdown(finding, nasty))).join('\n');
  expect(acting.match(/@[\w-]|#\d|<!--|!\[/g)).toBeNull();
  expect([...new Set(acting.match(/<[^>]*>?/g))]).toEqual(['<sub>', '</sub>']);
});

test.each([
  ['clean', makeReport(), 'Passed: no problems found'],
  ['waived', makeReport({ counts: makeCounts({ waived: 1 }) }), 'Passed: no new problems; 1 waived'],
  ['a skipped file', makeReport({ skipped: [{ what: 'a', why: 'b' }] }), 'Passed: no new problems; 1 not checked'],
  [
    'unknown models',
    makeReport({ counts: makeCounts({ unknownModels: 2 }) }),
    'Passed: no new problems; 2 not checked',
  ],
  ['nothing ran', { ...skippedReport(), verdict: 'pass' as const }, 'Nothing was checked: 10 not checked'],
  ['not judged', skippedReport(), 'Not fully judged: 10 not checked'],
  [
    'old findings only',
    makeReport({ verdict: 'fail', scope: 'all', counts: makeCounts({ preExisting: 3 }) }),
    'Failed: 3 pre-existing',
  ],
  [
    'Portuguese',
    breakingReport('pt-BR'),
    'Reprovado: 5 erros, 1 aviso; 3 mudanças incompatíveis; 3 mudanças arriscadas; 1 dispensado; 2 arquivos gerados desatualizados; 1 item não verificado; 1 já existente',
  ],
])('title of %s', (_name, report, title) => {
  expect(checkTitle(report)).toBe(title);
});

test('only a run with nothing waived, skipped or found is green', () => {
  expect([
    icon(makeReport()),
    icon(makeReport({ counts: makeCounts({ waived: 1 }) })),
    icon(makeReport({ skipped: [{ what: 'a', why: 'b' }] })),
    icon({ ...skippedReport(), verdict: 'pass' }),
    icon(breakingReport('en')),
    icon(skippedReport()),
  ]).toEqual(['✅', '⚠️', '⚠️', '⚠️', '❌', '⛔']);
});

test('long lists of who is hurt are counted', () => {
  const impact = Array.from({ length: 12 }, (_, index) => ({ kind: 'model' as const, name: `m${index}` }));
  expect(findingMarkdown(makeFinding({ impact }), makeReport())).toContain('model `m9` and 2 more\n');
});

/** The sign in front of a summary's heading. */
function icon(report: Report): string {
  return summaryMarkdown(report, { maxChars: 65_000 }).split(' ')[1] ?? '';
}
