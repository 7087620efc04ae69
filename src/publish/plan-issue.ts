import type { IssuePlan } from '../model/plans.ts';
import type { Report } from '../model/report.ts';
import type { Issue } from '../ports.ts';
import { summaryMarkdown } from '../reporters/markdown.ts';
import { isSameLogin, issueMarker, startsWithMarker } from './fingerprint-marker.ts';
import { maxBodyChars } from './plan-review.ts';
import { say, sayCount } from './say.ts';
import { isExcused } from '../model/finding.ts';

/** The label by which the drift issue is found. */
export const driftLabel = 'dataengos: drift';

export interface IssueRequest {
  readonly report: Report;
  /** Open and closed issues with {@link driftLabel}, newest first. */
  readonly issues: readonly Issue[];
  readonly ownLogin: string | undefined;
  /** Tells several schedules of one repository apart. */
  readonly key: string;
}

/**
 * Plans the one issue that says what drifted: opened, updated in place, closed when all is well, reopened on new drift.
 * An issue counts as ours by label, marker and author. A run that could not judge everything closes nothing.
 */
export function planIssue(request: IssueRequest): IssuePlan {
  const { report, ownLogin } = request;
  if (ownLogin === undefined) return { kind: 'none' };
  const marker = issueMarker(request.key);
  const own = request.issues.filter(
    (issue) => isSameLogin(issue.author, ownLogin) && startsWithMarker(issue.body, marker),
  );
  const open = own.find((issue) => issue.state === 'open');
  const count = driftCount(report);
  if (count > 0) return planDrift(request, open ?? own[0], count);
  if (open === undefined) return { kind: 'none' };
  if (report.verdict === 'error') return { kind: 'keep', number: open.number };
  return { kind: 'close', number: open.number, comment: say(report.lang, 'issue.closed') };
}

function planDrift({ report, key }: IssueRequest, issue: Issue | undefined, count: number): IssuePlan {
  const title = sayCount(report.lang, 'issue.title', count);
  const head = `${issueMarker(key)}\n`;
  const body = head + summaryMarkdown(report, { maxChars: maxBodyChars - head.length });
  if (issue === undefined) return { kind: 'open', title, body, labels: [driftLabel] };
  const isSame =
    issue.state === 'open' && issue.title === title && issue.body.replaceAll('\r\n', '\n').trimEnd() === body.trimEnd();
  return isSame ? { kind: 'keep', number: issue.number } : { kind: 'update', number: issue.number, title, body };
}

/** Drift counts whether or not a commit brought it: the schedule looks at the state, not at a change. */
/** Information is worth knowing and nothing to mend: it must not keep an issue open for ever. */
function driftCount(report: Report): number {
  return report.findings.filter(
    (finding) => finding.rule.startsWith('drift/') && finding.severity !== 'info' && !isExcused(finding),
  ).length;
}
