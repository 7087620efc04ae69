import { fencedBlock } from '../../src/reporters/escape.ts';
import { checkTitle, findingMarkdown, summaryMarkdown } from '../../src/reporters/markdown.ts';
import type { Review, ReviewThread } from '../../src/reporters/review.ts';
import type { Finding } from '../../src/model/finding.ts';
import { breakingReport } from './reports.ts';

const productHunk = [
  '@@ -24,11 +24,9 @@ schema:',
  '     properties:',
  '       - name: month',
  '-        logicalType: date',
  '+        logicalType: timestamp',
  '         required: true',
  '       - name: mrr_amount',
  '         logicalType: number',
  '         required: true',
  '-      - name: net_mrr',
  '-        logicalType: number',
  '       - name: currency',
  '         logicalType: string',
].join('\n');

const sourceHunk = [
  '@@ -34,5 +34,9 @@ schema:',
  '         logicalType: string',
  '         required: true',
  '       - name: created_at',
  '         logicalType: timestamp',
  '+      - name: paid',
  '+        logicalType: boolean',
  '+        description: Whether the charge succeeded',
  '+      - name: customer_email',
  '         description: When it was created',
].join('\n');

/** The review that the gate posts for {@link breakingReport}, as people see it. */
export function breakingReview(): Review {
  const report = breakingReport('en');
  const summary = summaryMarkdown(report, {
    maxChars: 60_000,
    fileUrl: (_side, path, line) => `/files/${path}#L${line}`,
  });
  const body = (finding: Finding): string => findingMarkdown(finding, report);
  const find = (rule: string): Finding => {
    const found = report.findings.find((finding) => finding.rule === rule);
    if (found === undefined) throw new Error(`no finding of ${rule}`);
    return found;
  };
  const removed = find('contract/property-removed');
  const naming = find('spec/naming-convention');
  const email = find('spec/unclassified-column');
  const threads: readonly ReviewThread[] = [
    { path: removed.path, side: 'LEFT', line: 31, hunk: productHunk, body: body(removed), resolved: false },
    {
      path: naming.path,
      side: 'RIGHT',
      line: 38,
      hunk: sourceHunk,
      body: `${body(naming)}\n${fencedBlock('      - name: is_paid', 'suggestion')}\n`,
      resolved: false,
    },
    { path: email.path, side: 'RIGHT', line: 41, hunk: sourceHunk, body: body(email), resolved: true },
  ];
  return {
    title: 'Rework the MRR report',
    number: 42,
    state: 'open',
    labels: ['contract: breaking', 'exports: stale'],
    checks: [
      { name: 'DataEngOS Gatekeeper', conclusion: 'failure', title: checkTitle(report), summary },
      { name: 'dbt build', conclusion: 'success', title: 'Successful in 48s', summary: 'All models were built.' },
    ],
    timeline: [
      {
        kind: 'comment',
        author: 'marina',
        body: 'Drops the column that **nobody** needs and adds the customer to charges.',
      },
      { kind: 'commit', sha: '9f0c7d61e2b3', message: 'feat: rework the MRR report\n\nbody', author: 'marina' },
      { kind: 'comment', author: 'github-actions[bot]', body: `<!-- dataengos-gatekeeper:v1:x -->\n${summary}` },
      { kind: 'review', author: 'github-actions[bot]', body: '', threads },
    ],
  };
}
