import { expect, it } from 'vitest';
import { check } from '../../src/engine/check.ts';
import { lineReader } from '../../src/entries/command.ts';
import type { Report } from '../../src/model/report.ts';
import { planReview } from '../../src/publish/plan-review.ts';
import { defaultReviewOptions } from '../../src/publish/review-options.ts';
import { emptyReviewState } from '../../src/publish/review-state.ts';
import { renderChangelog } from '../../src/reporters/changelog.ts';
import { renderJson } from '../../src/reporters/json.ts';
import { summaryMarkdown } from '../../src/reporters/markdown.ts';
import { renderOmds } from '../../src/reporters/omds.ts';
import { renderReleaseNotes } from '../../src/reporters/release-notes.ts';
import { renderSarif } from '../../src/reporters/sarif.ts';
import { renderText } from '../../src/reporters/text.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { gatherFiles } from '../support/check-files.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const before = 'tr0ub4dor9';
const after = 'c0rrect9horse';

/** Line 16 is the server, line 18 the custom property. */
function contract(host: string, password: string): string {
  const sales = exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] });
  return `${sales}servers:
  - { server: files, type: api, location: 'https://${host}/orders' }
customProperties:
  - { property: dbPassword, value: '${password}' }
`;
}

const scenarios = {
  'a credential is written': [
    contract('files.sales.internal', '${DB_PASSWORD}'),
    contract(`loader:${after}@files.sales.internal`, after),
  ],
  'a credential is taken away': [
    contract(`loader:${before}@files.sales.internal`, before),
    contract('files.sales.internal', '${DB_PASSWORD}'),
  ],
  'a credential becomes another one': [
    contract(`loader:${before}@files.sales.internal`, before),
    contract(`loader:${after}@files.sales.internal`, after),
  ],
} as const;

it.each(Object.entries(scenarios))('%s: no format repeats it', async (name, [base, head]) => {
  const gathered = await gatherFiles({
    base: { [path]: base, 'dataengos.yaml': 'load-bearing: { custom-properties: [dbPassword] }\n' },
    head: { [path]: head, 'dataengos.yaml': 'load-bearing: { custom-properties: [dbPassword] }\n' },
  });
  const report = check(gathered.input);
  const found = report.findings.filter(({ rule }) => rule === 'spec/secret-literal').map(({ line }) => line);
  expect(found).toEqual(name === 'a credential is taken away' ? [] : [16, 18]);
  expect(report.changes.map(({ kind }) => kind)).toEqual(['customProperty.changed', 'server.location.changed']);
  const said = rendered(report, lineReader(gathered.headTree, gathered.baseTree));
  for (const [format, text] of Object.entries(said)) {
    expect(text, format).toContain('dbPassword');
    expect(text, format).not.toContain(before);
    expect(text, format).not.toContain(after);
  }
});

it('a terminal prints the other lines of the file', async () => {
  const [base, head] = scenarios['a credential is written'];
  const files = { [path]: head.replace('description: Total.', 'description: ""') };
  const gathered = await gatherFiles({ base: { [path]: base }, head: files });
  const text = rendered(check(gathered.input), lineReader(gathered.headTree, gathered.baseTree)).text;
  expect(text).toContain('14 |       - { name: total, logicalType: number, description: "" }');
  expect(text).not.toMatch(/^\s*1[68] \|/m);
});

/** A report in every format. */
function rendered(report: Report, readLine: ReturnType<typeof lineReader>) {
  const options = { ...defaultReviewOptions, headSha: 'worktree', leastSeverity: 'info' } as const;
  const plan = planReview({ report, hunks: [], state: emptyReviewState, options, readHead: () => undefined });
  return {
    text: renderText(report, { color: false, width: 400, verbose: true, readLine }),
    markdown: summaryMarkdown(report, { maxChars: 1_000_000 }),
    json: renderJson(report),
    sarif: renderSarif(report, []),
    review: JSON.stringify(plan),
    omds: renderOmds(report),
    changelog: renderChangelog(report, { format: 'text' }),
    'changelog in Markdown': renderChangelog(report, { format: 'markdown' }),
    'release notes': renderReleaseNotes(report, { reasonOf: () => 'reason', adviceOf: () => 'advice' }),
  };
}
