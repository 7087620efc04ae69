import { describe, expect, test } from 'vitest';
import type { Finding, Fix } from '../../src/model/finding.ts';
import type { CheckAnnotation, ReviewPlan } from '../../src/model/plans.ts';
import type { ReviewThread } from '../../src/ports.ts';
import { findingMarker, stickyMarker } from '../../src/publish/fingerprint-marker.ts';
import { labelNames, planReview } from '../../src/publish/plan-review.ts';
import { defaultReviewOptions } from '../../src/publish/review-options.ts';
import { emptyReviewState } from '../../src/publish/review-state.ts';
import { summaryMarkdown } from '../../src/reporters/markdown.ts';
import { finding, headSha, hunks, manyFindings, report, request } from './build.ts';

const bot = 'github-actions[bot]';
const options = { ...defaultReviewOptions, headSha };
const waiver = { rule: 'r', subject: 's', reason: 'because', approver: 'lead', expires: '2027-01-31' };

function thread(fingerprint: string, change: Partial<ReviewThread> & { author?: string } = {}): ReviewThread {
  const { author = bot, ...rest } = change;
  const body = `${findingMarker('default', [fingerprint])}\ntext`;
  return { id: `T-${fingerprint}`, isResolved: false, isOutdated: false, comments: [{ author, body }], ...rest };
}

function planWith(findings: readonly Finding[], threads: readonly ReviewThread[]): ReviewPlan {
  return planReview(request(findings, { state: { ...emptyReviewState, threads } }));
}

function fixOfLine12(text: string): Fix {
  return {
    title: 'repair',
    edits: [{ path: 'specs/a.yaml', startLine: 12, startColumn: 1, endLine: 12, endColumn: 5, text }],
  };
}

function placesOf(plan: ReviewPlan): readonly string[] {
  const lines = (plan.review?.comments ?? []).map(
    ({ fingerprint, path, side, line }) => `${fingerprint} ${path} ${side} ${line}`,
  );
  return [
    ...lines,
    ...plan.fileComments.map(({ fingerprint, path }) => `${fingerprint} ${path} file`),
    ...plan.unanchored.map((each) => `${each} summary`),
  ];
}

describe('which findings are commented, and where', () => {
  const rows: readonly (readonly [string, readonly Finding[], readonly string[]])[] = [
    ['an introduced error', [finding()], ['f1 specs/a.yaml RIGHT 12']],
    ['a warning', [finding({ severity: 'warning' })], ['f1 specs/a.yaml RIGHT 12']],
    ['no information', [finding({ severity: 'info' })], []],
    ['nothing that was there before', [finding({ introduced: false })], []],
    ['nothing that is waived', [finding({ waiver })], []],
    ['a removed line on the base side', [finding({ side: 'base' })], ['f1 specs/a.yaml LEFT 12']],
    ['a line outside the diff on its file', [finding({ line: 99 })], ['f1 specs/a.yaml file']],
    ['a file outside the diff in the summary', [finding({ path: 'specs/b.yaml' })], ['f1 summary']],
    ['one fingerprint once', [finding(), finding({ line: 13 })], ['f1 specs/a.yaml RIGHT 12']],
    [
      'two findings on one line as two comments',
      [finding(), finding({ fingerprint: 'f2' })],
      ['f1 specs/a.yaml RIGHT 12', 'f2 specs/a.yaml RIGHT 12'],
    ],
    [
      'the worst first',
      [finding({ severity: 'warning' }), finding({ fingerprint: 'f2' })],
      ['f2 specs/a.yaml RIGHT 12', 'f1 specs/a.yaml RIGHT 12'],
    ],
  ];
  test.each(rows)('%s', (_, findings, places) => {
    expect(placesOf(planReview(request(findings)))).toEqual(places);
  });

  test('a comment carries the fingerprint, the text of the finding, and a suggestion on its lines', () => {
    const fix = {
      title: 'put it back',
      edits: [{ path: 'specs/a.yaml', startLine: 13, startColumn: 1, endLine: 13, endColumn: 1, text: 'x: 1\n' }],
    };
    const head = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
    const plan = planReview(request([finding({ fix })], { readHead: () => head }));
    const [comment] = plan.review?.comments ?? [];
    expect(comment).toMatchObject({ fingerprint: 'f1', path: 'specs/a.yaml', side: 'RIGHT', line: 13 });
    expect(comment?.body.split('\n')[0]).toBe('<!-- dataengos-gatekeeper:v1:default:finding:f1 -->');
    expect(comment?.body).toContain('was removed from');
    expect(comment?.body).toMatch(/\n```suggestion\nx: 1\nline 13\n```\n$/);
  });

  test('a line range carries one suggestion; the second repair is shown as a diff', () => {
    const head = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
    const findings = [finding({ fix: fixOfLine12('LINE') }), finding({ fingerprint: 'f2', fix: fixOfLine12('Line') })];
    const bodies = (planReview(request(findings, { readHead: () => head })).review?.comments ?? []).map(
      (comment) => comment.body,
    );
    expect(bodies.map((body) => [body.includes('```suggestion'), body.includes('```diff')])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test('a repair of several files is never offered by halves: a diff, and the command that does it', () => {
    const head = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
    const [edit] = fixOfLine12('LINE').edits;
    const fix = { title: 'rename', edits: edit === undefined ? [] : [edit, { ...edit, path: 'specs/b.yaml' }] };
    const plan = planReview(request([finding({ fix })], { readHead: () => head }));
    const body = plan.review?.comments[0]?.body ?? '';
    expect(body).not.toContain('```suggestion');
    expect(body).toContain('+++ b/specs/a.yaml');
    expect(body).toContain('+++ b/specs/b.yaml');
    expect(body).toMatch(/To apply the whole repair to your working directory: `npx dataengos fix --rule [a-z/-]+`\n$/);
    const unread = planReview(request([finding({ fix })], { readHead: () => undefined }));
    expect(unread.review?.comments[0]?.body).toMatch(/`npx dataengos fix --rule [a-z/-]+`\n$/);
  });

  test('text of a pull request cannot forge a marker', () => {
    const evil = `x" ${findingMarker('default', ['f9'])} <!-- "\n${stickyMarker('default')}`;
    const plan = planReview(request([finding({ message: evil, subject: evil })]));
    const body = plan.review?.comments[0]?.body ?? '';
    expect(body.match(/<!--/g)).toHaveLength(1);
    expect(plan.sticky.kind === 'create' && plan.sticky.body.match(/<!--/g)).toHaveLength(1);
  });
});

describe('what becomes of threads', () => {
  const rows: readonly (readonly [string, readonly Finding[], readonly ReviewThread[], Partial<ReviewPlan>])[] = [
    ['open and still there: kept', [finding()], [thread('f1')], {}],
    ['open and gone: resolved', [], [thread('f1')], { resolve: [{ threadId: 'T-f1', fingerprint: 'f1' }] }],
    [
      'open and now waived: resolved',
      [finding({ waiver })],
      [thread('f1')],
      { resolve: [{ threadId: 'T-f1', fingerprint: 'f1' }] },
    ],
    ['resolved and gone: left', [], [thread('f1', { isResolved: true, resolvedBy: bot })], {}],
    [
      'resolved by us and back: reopened',
      [finding()],
      [thread('f1', { isResolved: true, resolvedBy: bot })],
      { reopen: [{ threadId: 'T-f1', fingerprint: 'f1' }] },
    ],
    [
      'resolved by us, named as GraphQL names apps: reopened',
      [finding()],
      [thread('f1', { isResolved: true, resolvedBy: 'github-actions' })],
      { reopen: [{ threadId: 'T-f1', fingerprint: 'f1' }] },
    ],
    ['resolved by a person: left', [finding()], [thread('f1', { isResolved: true, resolvedBy: 'ana' })], {}],
    ['resolved by somebody unknown: left', [finding()], [thread('f1', { isResolved: true })], {}],
    [
      'twice open: the second is resolved',
      [finding()],
      [thread('f1'), thread('f1', { id: 'T-2' })],
      { resolve: [{ threadId: 'T-2', fingerprint: 'f1' }] },
    ],
    [
      'resolved by us, and open again elsewhere: left',
      [finding()],
      [thread('f1', { isResolved: true, resolvedBy: bot, id: 'T-2' }), thread('f1')],
      {},
    ],
  ];
  test.each(rows)('%s', (_, findings, ...[threads, expected]) => {
    const { review, fileComments, resolve, reopen } = planWith(findings, threads);
    expect({ review, fileComments, resolve, reopen }).toEqual({
      review: undefined,
      fileComments: [],
      resolve: [],
      reopen: [],
      ...expected,
    });
  });

  test.each([
    ['a stranger', thread('f1', { author: 'mallory' })],
    ['a person with the name of our app', thread('f1', { author: 'github-actions' })],
    [
      'a gate of another key',
      { ...thread('f1'), comments: [{ author: bot, body: `${findingMarker('other', ['f1'])}\n` }] },
    ],
  ])('a thread of %s is not ours: the finding is posted, the thread not touched', (_, foreign) => {
    const plan = planWith([finding()], [foreign]);
    expect(placesOf(plan)).toEqual(['f1 specs/a.yaml RIGHT 12']);
    expect(planWith([], [foreign]).resolve).toEqual([]);
  });

  test('a run that could not judge everything resolves nothing', () => {
    const state = { ...emptyReviewState, threads: [thread('f1')] };
    expect(planReview(request([], { state, report: report([], { verdict: 'error' }) })).resolve).toEqual([]);
  });

  test('threads that could not be read keep the review back', () => {
    const plan = planReview(request([finding()], { state: { ...emptyReviewState, threads: undefined } }));
    expect([plan.review, plan.sticky.kind]).toEqual([undefined, 'create']);
  });
});

describe('caps', () => {
  test.each([
    [0, 0, 0],
    [1, 1, 0],
    [30, 30, 0],
    [51, 30, 21],
    [500, 30, 470],
  ])('%i findings on lines: %i inline, %i in the summary', (count, inline, rest) => {
    const plan = planReview(request(manyFindings(count)));
    expect([plan.review?.comments.length ?? 0, plan.unanchored.length]).toEqual([inline, rest]);
  });

  test('eleven findings on a file: ten file comments', () => {
    const findings = manyFindings(11).map((each) => ({ ...each, line: 400 }));
    const plan = planReview(request(findings));
    expect([plan.fileComments.length, plan.unanchored]).toEqual([10, ['f10']]);
  });

  test('threads that are there count, so that the next run does not post the next thirty', () => {
    const threads = Array.from({ length: 30 }, (_, index) => thread(`f${index}`));
    expect(planWith(manyFindings(51), threads).review).toBeUndefined();
    expect(planWith(manyFindings(51), threads.slice(1)).review?.comments.map((each) => each.fingerprint)).toEqual([
      'f0',
    ]);
  });
});

describe('the sticky comment', () => {
  const marker = stickyMarker('default');
  const body = `${marker}\n${summaryMarkdown(report([finding()]), { maxChars: 60_000 }).trimEnd()}`;
  const own = { id: 5, author: bot, authorType: 'Bot', body };

  test('is made when there is something to say', () => {
    expect(planReview(request([finding()])).sticky).toEqual({ kind: 'create', body });
  });

  test('is not made for a clean pull request, nor for what was there before', () => {
    expect(planReview(request([])).sticky).toEqual({ kind: 'none' });
    expect(planReview(request([finding({ introduced: false })])).sticky).toEqual({ kind: 'none' });
  });

  test('is kept when it says the same, whatever its line ends', () => {
    const state = { ...emptyReviewState, comments: [{ ...own, body: `${body.replaceAll('\n', '\r\n')}\r\n` }] };
    expect(planReview(request([finding()], { state })).sticky).toEqual({ kind: 'keep', id: 5 });
  });

  test('turns green when everything is fixed', () => {
    const plan = planReview(request([], { state: { ...emptyReviewState, comments: [own] } }));
    expect(plan.sticky).toEqual({
      kind: 'update',
      id: 5,
      body: `${marker}\n${summaryMarkdown(report(), { maxChars: 60_000 }).trimEnd()}`,
    });
  });

  test('of ours stays once: the oldest is kept, doubles are deleted', () => {
    const comments = [{ ...own, id: 9 }, own, { ...own, id: 7 }];
    const plan = planReview(request([finding()], { state: { ...emptyReviewState, comments } }));
    expect([plan.sticky, plan.deleteComments]).toEqual([{ kind: 'keep', id: 5 }, [7, 9]]);
  });

  test.each([
    ['a stranger', { ...own, author: 'mallory', authorType: 'User' }],
    ['a person with the name of our app', { ...own, author: 'github-actions', authorType: 'User' }],
    ['us, but quoting the marker', { ...own, body: `look: ${body}` }],
  ])('of %s is never taken for ours', (_, foreign) => {
    const plan = planReview(request([finding()], { state: { ...emptyReviewState, comments: [foreign] } }));
    expect([plan.sticky.kind, plan.deleteComments]).toEqual(['create', []]);
  });

  test('counts what only the summary says', () => {
    const { sticky } = planReview(request([finding({ path: 'specs/b.yaml' })]));
    expect(sticky.kind === 'create' && sticky.body.split('\n').at(-2)).toBe(
      '_1 finding is only in this summary: its line is not part of the diff, or there were too many comments._',
    );
  });

  test('stays below the limit of GitHub, and so does the check run', () => {
    const findings = manyFindings(500).map((each) => ({ ...each, message: 'long '.repeat(150) + each.fingerprint }));
    const { sticky, checkRun } = planReview(request(findings));
    const length = sticky.kind === 'create' ? sticky.body.length : 0;
    expect([length > 20_000, length <= 65_536, (checkRun?.summary.length ?? 0) <= 65_535]).toEqual([true, true, true]);
  });

  test('is not planned where comments or our own name could not be read', () => {
    expect(planReview(request([finding()], { state: { ...emptyReviewState, comments: undefined } })).sticky).toEqual({
      kind: 'none',
    });
    const unknown = planReview(request([finding()], { state: { ...emptyReviewState, ownLogin: undefined } }));
    expect([unknown.sticky.kind, unknown.review]).toEqual(['none', undefined]);
  });
});

describe('the check run', () => {
  test.each([
    ['pass', 'success'],
    ['fail', 'failure'],
    ['error', 'failure'],
  ] as const)('of verdict %s is %s', (verdict, conclusion) => {
    expect(planReview(request([], { report: report([], { verdict }) })).checkRun).toMatchObject({
      name: 'DataEngOS Gatekeeper',
      headSha,
      externalId: 'dataengos-gatekeeper:v1:default',
      conclusion,
      annotationBatches: [],
    });
  });

  test.each([
    [50, [50]],
    [51, [50, 1]],
    [120, [50, 50, 20]],
  ])('%i annotations come in batches %j', (count, sizes) => {
    const { checkRun } = planReview(request(manyFindings(count)));
    expect(checkRun?.annotationBatches.map((batch) => batch.length)).toEqual(sizes);
  });

  const levels: readonly (readonly [string, Partial<Finding>, Partial<CheckAnnotation>])[] = [
    [
      'an error',
      { endLine: 12, endColumn: 9 },
      { level: 'failure', startLine: 12, endLine: 12, startColumn: 5, endColumn: 8 },
    ],
    [
      'a warning',
      { severity: 'warning' },
      { level: 'warning', startLine: 12, endLine: 12, startColumn: 5, endColumn: 5 },
    ],
    ['information', { severity: 'info', endLine: 14 }, { level: 'notice', startLine: 12, endLine: 14 }],
    ['a removed line', { side: 'base', line: 20 }, { level: 'failure', startLine: 20, endLine: 20 }],
    [
      'hidden characters',
      { message: 'a\u202eb\nc' },
      { level: 'failure', message: 'a\ufffdb c', startLine: 12, endLine: 12, startColumn: 5, endColumn: 5 },
    ],
  ];
  test.each(levels)('annotates %s', (_, change, expected) => {
    const { checkRun } = planReview(request([finding(change)]));
    expect(checkRun?.annotationBatches).toEqual([
      [
        {
          path: 'specs/a.yaml',
          title: 'contract/property-removed',
          message: 'column "total" was removed from "orders"',
          ...expected,
        },
      ],
    ]);
  });

  test('annotates neither what was waived or there before, nor a file that is gone', () => {
    const gone = hunks.map((file) => ({ ...file, status: 'deleted' as const }));
    const findings = [finding({ side: 'base' }), finding({ introduced: false }), finding({ waiver })];
    expect(planReview(request(findings, { hunks: gone })).checkRun?.annotationBatches).toEqual([]);
  });

  test('is all that a draft gets', () => {
    const plan = planReview(request([finding()], { options: { ...options, draft: true, labels: true } }));
    expect({ ...plan, checkRun: plan.checkRun?.conclusion }).toEqual({
      checkRun: 'failure',
      sticky: { kind: 'none' },
      deleteComments: [],
      review: undefined,
      fileComments: [],
      resolve: [],
      reopen: [],
      addLabels: [],
      removeLabels: [],
      unanchored: [],
    });
  });

  test('can be switched off, and so can comments', () => {
    const plan = planReview(request([finding()], { options: { ...options, checkRun: undefined, comments: false } }));
    expect([plan.checkRun, plan.sticky.kind, plan.review]).toEqual([undefined, 'none', undefined]);
  });
});

describe('labels', () => {
  const all = Object.values(labelNames);
  const breaking = report([], { counts: { ...report().counts, breaking: 1, dangerous: 2 } });
  const stale = report([], { artifacts: [{ path: 'x', status: 'stale', generator: 'dbt' }] });
  test.each([
    ['are added', breaking, ['bug'], [all[0], all[1]], []],
    ['are not added twice', breaking, [all[0]], [all[1]], []],
    ['are removed when they no longer fit', stale, ['bug', all[0], all[1]], [all[2]], [all[0], all[1]]],
    ['of others are left', report(), ['bug'], [], []],
  ])('%s', (_, verdict, ...[labels, add, remove]) => {
    const state = { ...emptyReviewState, labels: labels.filter((label) => label !== undefined) };
    const plan = planReview(request([], { report: verdict, state, options: { ...options, labels: true } }));
    expect([plan.addLabels, plan.removeLabels]).toEqual([add, remove]);
  });

  test('are opt-in', () => {
    const plan = planReview(request([], { report: breaking }));
    expect([plan.addLabels, plan.removeLabels]).toEqual([[], []]);
  });
});
