import type { Finding, Severity } from '../model/finding.ts';
import { isExcused, severities } from '../model/finding.ts';
import type { CheckRunPlan, ReviewPlan, StickyPlan } from '../model/plans.ts';
import type { Report } from '../model/report.ts';
import type { Comment, FileHunks } from '../ports.ts';
import { checkTitle, summaryMarkdown, type SummaryOptions } from '../reporters/markdown.ts';
import { annotationBatches, countUnannotated } from './annotations.ts';
import { isSameLogin, startsWithMarker, stickyMarker } from './fingerprint-marker.ts';
import { placeFindings, type Placement } from './place-findings.ts';
import { reconcileThreads } from './reconcile-threads.ts';
import type { ReviewOptions } from './review-options.ts';
import type { ReviewState } from './review-state.ts';
import { sayCount } from './say.ts';
import type { ReadHead } from './suggestion.ts';

export interface ReviewRequest {
  readonly report: Report;
  /** The pull request's diff, merge base to head. */
  readonly hunks: readonly FileHunks[];
  readonly state: ReviewState;
  readonly options: ReviewOptions;
  readonly readHead: ReadHead;
}

/** Longest body of a comment, in characters (422 "Body is too long (maximum is 65536 characters)"). */
export const maxBodyChars = 65_536;

/** Longest `output.summary` of a check run, in characters (REST "Create a check run"). */
export const maxSummaryChars = 65_535;

/** The labels that say what a pull request does to contracts and artifacts; other labels are never touched. */
export const labelNames = {
  breaking: 'contract: breaking',
  dangerous: 'contract: dangerous',
  stale: 'exports: stale',
} as const;

/**
 * Plans everything that a run says on a pull request. Planning again over what was applied plans nothing new:
 * one finding, one thread, whatever the number of runs.
 */
export function planReview(request: ReviewRequest): ReviewPlan {
  const { report, options } = request;
  const checkRun = options.checkRun === undefined ? undefined : planCheckRun(request, options.checkRun);
  if (options.draft) return { ...silence, checkRun };
  const labels = options.labels ? planLabels(report, request.state.labels) : {};
  return { ...silence, ...(options.comments ? planComments(request) : {}), ...labels, checkRun };
}

const silence: ReviewPlan = {
  checkRun: undefined,
  sticky: { kind: 'none' },
  deleteComments: [],
  review: undefined,
  fileComments: [],
  resolve: [],
  reopen: [],
  addLabels: [],
  removeLabels: [],
  unanchored: [],
};

function planComments(request: ReviewRequest): Omit<ReviewPlan, 'checkRun' | 'addLabels' | 'removeLabels'> {
  const { report, state, options } = request;
  const findings = commentedFindings(report, options.leastSeverity);
  const { carried, resolve, reopen } = reconcileThreads({
    threads: state.threads ?? [],
    ownLogin: state.ownLogin,
    key: options.key,
    current: new Set(findings.map((finding) => finding.fingerprint)),
    mayResolve: report.verdict !== 'error',
  });
  const placement = placeFindings({ ...request, findings, carried });
  const canPost = state.threads !== undefined && state.ownLogin !== undefined;
  return {
    ...planSticky(request, placement),
    review: canPost ? planReviewPost(report, placement) : undefined,
    fileComments: canPost ? placement.fileComments : [],
    resolve,
    reopen,
    unanchored: placement.unanchored,
  };
}

/** The findings that get a comment: brought by this change, not waived, severe enough, each once, the worst first. */
function commentedFindings(report: Report, least: Severity): readonly Finding[] {
  const seen = new Set<string>();
  const wanted = report.findings.filter((finding) => {
    const isWanted = finding.introduced && !isExcused(finding) && rank(finding.severity) <= rank(least);
    if (!isWanted || seen.has(finding.fingerprint)) return false;
    seen.add(finding.fingerprint);
    return true;
  });
  return wanted.toSorted((a, b) => rank(a.severity) - rank(b.severity));
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

function planReviewPost(report: Report, { inline }: Placement): ReviewPlan['review'] {
  if (inline.length === 0) return undefined;
  return { body: sayCount(report.lang, 'review', inline.length), comments: inline };
}

/** One comment of ours: made when there is something to say, kept and turned green afterwards, its doubles deleted. */
function planSticky(request: ReviewRequest, placement: Placement): Pick<ReviewPlan, 'sticky' | 'deleteComments'> {
  const { report, state, options } = request;
  if (state.comments === undefined || state.ownLogin === undefined)
    return { sticky: { kind: 'none' }, deleteComments: [] };
  const marker = stickyMarker(options.key);
  const [first, ...doubles] = state.comments
    .filter((comment) => isSameLogin(comment.author, state.ownLogin) && startsWithMarker(comment.body, marker))
    .toSorted((a, b) => a.id - b.id);
  const deleteComments = doubles.map((comment) => comment.id);
  const isWorthIt = isWorthSaying(report) || (options.exportNotes ?? []).length > 0;
  if (first === undefined && !isWorthIt) return { sticky: { kind: 'none' }, deleteComments };
  const body = stickyBody(request, placement);
  return { sticky: first === undefined ? { kind: 'create', body } : updateSticky(first, body), deleteComments };
}

function updateSticky(comment: Comment, body: string): StickyPlan {
  const isSame = comment.body.replaceAll('\r\n', '\n').trimEnd() === body.trimEnd();
  return isSame ? { kind: 'keep', id: comment.id } : { kind: 'update', id: comment.id, body };
}

/** A pull request that changes nothing that matters gets no comment. */
function isWorthSaying(report: Report): boolean {
  return (
    report.verdict !== 'pass' ||
    report.findings.some((finding) => finding.introduced || finding.ignored?.added === true)
  );
}

function stickyBody({ report, options }: ReviewRequest, placement: Placement): string {
  const head = `${stickyMarker(options.key)}\n`;
  const count = placement.unanchored.length;
  const foot = count === 0 ? '' : `\n\n${sayCount(report.lang, 'unanchored', count)}\n`;
  const maxChars = maxBodyChars - head.length - foot.length;
  return head + summaryMarkdown(report, { ...summaryOptions(options), maxChars }).trimEnd() + foot;
}

function summaryOptions({ links, exportNotes }: ReviewOptions): Omit<SummaryOptions, 'maxChars'> {
  return { ...links, ...(exportNotes && { exportNotes }) };
}

function planCheckRun(request: ReviewRequest, name: string): CheckRunPlan {
  const { report, options, hunks } = request;
  const unannotated = countUnannotated(report);
  const foot = unannotated === 0 ? '' : `\n\n_${sayCount(report.lang, 'log-more', unannotated)}_\n`;
  return {
    name,
    headSha: options.headSha,
    externalId: `dataengos-gatekeeper:v1:${options.key}`,
    conclusion: report.verdict === 'pass' ? 'success' : 'failure',
    title: checkTitle(report),
    summary: summaryMarkdown(report, { ...summaryOptions(options), maxChars: maxSummaryChars - foot.length }) + foot,
    annotationBatches: annotationBatches(report, hunks),
  };
}

function planLabels(report: Report, present: readonly string[]): Pick<ReviewPlan, 'addLabels' | 'removeLabels'> {
  const wanted = new Set([
    ...(report.counts.breaking > 0 ? [labelNames.breaking] : []),
    ...(report.counts.dangerous > 0 ? [labelNames.dangerous] : []),
    ...(report.artifacts.some((artifact) => artifact.status !== 'fresh') ? [labelNames.stale] : []),
  ]);
  const ours: readonly string[] = Object.values(labelNames);
  return {
    addLabels: [...wanted].filter((label) => !present.includes(label)),
    removeLabels: present.filter((label) => ours.includes(label) && ![...wanted].some((each) => each === label)),
  };
}
