import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import type { FileHunks } from '../../src/ports.ts';
import type { ReviewRequest } from '../../src/publish/plan-review.ts';
import { defaultReviewOptions } from '../../src/publish/review-options.ts';
import { emptyReviewState } from '../../src/publish/review-state.ts';

export const headSha = 'a'.repeat(40);

/** An introduced error on line 12 of `specs/a.yaml`. */
export function finding(change: Partial<Finding> = {}): Finding {
  return {
    rule: 'contract/property-removed',
    severity: 'error',
    path: 'specs/a.yaml',
    line: 12,
    column: 5,
    side: 'head',
    subject: 'orders/orders.total',
    message: 'column "total" was removed from "orders"',
    fingerprint: 'f1',
    introduced: true,
    waiver: null,
    fix: null,
    impact: [],
    related: [],
    ...change,
  };
}

/** A report with these findings and a verdict that fits them. */
export function report(findings: readonly Finding[] = [], change: Partial<Report> = {}): Report {
  const shown = findings.filter((each) => each.introduced && each.waiver === null);
  const count = (severity: Finding['severity']): number => shown.filter((each) => each.severity === severity).length;
  return {
    schema: 1,
    verdict: count('error') > 0 ? 'fail' : 'pass',
    lang: 'en',
    base: { ref: 'main', sha: 'b'.repeat(40), origin: 'merge-base' },
    head: { ref: 'topic', sha: headSha },
    policy: { ref: 'main', sha: 'b'.repeat(40), firstAdoption: false },
    layout: 'sources-data-products',
    failOn: 'error',
    scope: 'introduced',
    gates: {
      lint: 'pass',
      breaking: count('error') > 0 ? 'fail' : 'pass',
      owner: 'pass',
      docs: 'pass',
      compile: 'pass',
      parity: 'skipped',
      masking: 'skipped',
      artifacts: 'pass',
      drift: 'skipped',
    },
    findings,
    changes: [],
    bumps: [],
    artifacts: [],
    rules: { ran: ['contract/property-removed'], skipped: [] },
    skipped: [],
    counts: {
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      preExisting: findings.filter((each) => !each.introduced).length,
      waived: findings.filter((each) => each.waiver !== null).length,
      breaking: 0,
      dangerous: 0,
      contracts: 1,
      models: 0,
      unknownModels: 0,
    },
    tool: { name: 'dataengos', version: '0.0.0' },
    ...change,
  };
}

/** The diff shows lines 10–20 of `specs/a.yaml` on both sides. */
export const hunks: readonly FileHunks[] = [
  { path: 'specs/a.yaml', status: 'modified', hunks: [{ baseStart: 10, baseLines: 11, headStart: 10, headLines: 11 }] },
];

/** A request on a pull request where nothing was said yet. */
export function request(findings: readonly Finding[], change: Partial<ReviewRequest> = {}): ReviewRequest {
  return {
    report: report(findings),
    hunks,
    state: emptyReviewState,
    options: { ...defaultReviewOptions, headSha },
    readHead: () => undefined,
    ...change,
  };
}

/** `count` findings, one per line of the hunk and then anywhere. */
export function manyFindings(count: number): readonly Finding[] {
  return Array.from({ length: count }, (_, index) => finding({ fingerprint: `f${index}`, line: 10 + (index % 11) }));
}
