import { expect, test } from 'vitest';
import { adviceOfRow, reasonOfRow } from '../../src/engine/classify.ts';
import type { Report } from '../../src/model/report.ts';
import { renderChangelog } from '../../src/reporters/changelog.ts';
import { renderReviewHtml } from '../../src/reporters/html.ts';
import { checkTitle, findingMarkdown, summaryMarkdown } from '../../src/reporters/markdown.ts';
import { renderOmds } from '../../src/reporters/omds.ts';
import { renderReleaseNotes, type RowTexts } from '../../src/reporters/release-notes.ts';
import { renderSarif } from '../../src/reporters/sarif.ts';
import { renderText } from '../../src/reporters/text.ts';
import { breakingLine, breakingReport, makeReport, nastyReport, skippedReport, warningsReport } from './reports.ts';
import { breakingReview } from './reviews.ts';

const reports: readonly (readonly [string, () => Report])[] = [
  ['clean', () => makeReport()],
  ['breaking', () => breakingReport('en')],
  ['breaking.pt-BR', () => breakingReport('pt-BR')],
  ['warnings', warningsReport],
  ['skipped', skippedReport],
];

const rules = [
  { id: 'contract/property-removed', summary: 'A published property must not disappear.', why: 'Readers break.' },
];

const fileUrl = (side: string, path: string, line: number): string =>
  `https://github.com/a/b/blob/${side}/${path}#L${line}`;
const commitUrl = (sha: string): string => `https://github.com/a/b/commit/${sha}`;

test.each(reports)('%s', async (name, report) => {
  const [first, second] = [renderAll(report()), renderAll(report())];
  expect(second).toEqual(first);
  for (const [file, text] of Object.entries(first)) {
    await expect(text).toMatchFileSnapshot(`golden/${name}/${file}`);
  }
});

/** Every format of one report, by file name. */
function renderAll(report: Report): { readonly [file: string]: string } {
  return {
    'report.txt': renderText(report, { color: false, readLine: breakingLine }),
    'report.verbose.txt': renderText(report, { color: false, width: 80, verbose: true, readLine: breakingLine }),
    'summary.md': summaryMarkdown(report, { maxChars: 65_000, fileUrl, commitUrl }),
    'title.txt': `${checkTitle(report)}\n`,
    'findings.md': report.findings.map((finding) => findingMarkdown(finding, report)).join('\n---\n\n'),
    'report.sarif': renderSarif(report, rules),
    'changelog.txt': renderChangelog(report, { format: 'text' }),
    'changelog.md': renderChangelog(report, { format: 'markdown' }),
    'release-notes.md': renderReleaseNotes(report, rowTexts(report)),
    'changes.omds.yaml': renderOmds(report),
  };
}

function rowTexts({ lang }: Report): RowTexts {
  return { reasonOf: (because) => reasonOfRow(because, lang), adviceOf: (row) => adviceOfRow(row, lang) };
}

test('nasty text', async () => {
  const report = nastyReport();
  const text = renderText(report, { color: false, readLine: () => '\tx: "\u001b[31m表格" # \u202e' });
  await expect(text.slice(0, 6_000)).toMatchFileSnapshot('golden/nasty/report.txt');
  await expect(summaryMarkdown(report, { maxChars: 20_000 })).toMatchFileSnapshot('golden/nasty/summary.md');
  await expect(renderReleaseNotes(report, rowTexts(report))).toMatchFileSnapshot('golden/nasty/release-notes.md');
  await expect(
    report.findings
      .slice(0, 12)
      .map((finding) => findingMarkdown(finding, report))
      .join('\n---\n\n'),
  ).toMatchFileSnapshot('golden/nasty/findings.md');
});

test('review page', async () => {
  const html = renderReviewHtml(breakingReview());
  expect(renderReviewHtml(breakingReview())).toBe(html);
  await expect(html).toMatchFileSnapshot('golden/review.html');
});
