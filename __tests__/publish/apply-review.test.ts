import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EnvironmentError } from '../../src/model/errors.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Outcome, ReviewPlan } from '../../src/model/plans.ts';
import type { Report } from '../../src/model/report.ts';
import { applyReview } from '../../src/publish/apply-review.ts';
import { planReview } from '../../src/publish/plan-review.ts';
import { defaultReviewOptions } from '../../src/publish/review-options.ts';
import { gatherReviewState } from '../../src/publish/review-state.ts';
import { finding, headSha, manyFindings, report, request } from './build.ts';
import { memoryForge, type MemoryGitHub, memoryGitHub, refused } from './memory-forge.ts';

const context = { pull: 7, headSha, lang: 'en', fork: false } as const;
const options = { ...defaultReviewOptions, headSha, labels: true };

const caps = { maxInline: 30, maxFileComments: 10 };

interface Run {
  readonly plan: ReviewPlan;
  readonly outcomes: readonly Outcome[];
}

/** One run of the action: look, plan, do. */
async function run(
  hub: MemoryGitHub,
  findings: readonly Finding[],
  change: Partial<Report> & Partial<typeof caps> = {},
): Promise<Run> {
  const { maxInline, maxFileComments, ...rest } = { ...caps, ...change };
  hub.calls = [];
  const forge = memoryForge(hub);
  const { state, outcomes } = await gatherReviewState(forge, await forge.pullRequest(7), 'en');
  const limited = { ...options, maxInline, maxFileComments };
  const plan = planReview(request(findings, { state, options: limited, report: report(findings, rest) }));
  return { plan, outcomes: [...outcomes, ...(await applyReview(plan, forge, context))] };
}

/** What a run wrote but for the check run of the commit, which every run repeats. */
function written(hub: MemoryGitHub): readonly string[] {
  return hub.calls.filter((call) => !call.includes('CheckRun'));
}

function permission(name: string): string {
  return `the token may not do this; add "${name}" to the permissions of the job`;
}

describe('a run', () => {
  test('writes in order and says what became of it', async () => {
    const hub = memoryGitHub();
    const counts = { ...report().counts, breaking: 1 };
    const { outcomes } = await run(hub, [finding(), finding({ fingerprint: 'f2', line: 90 })], { counts });
    expect(hub.calls).toEqual([
      'createCheckRun completed 2',
      'createComment 7',
      'createReview 1',
      'createReviewComment specs/a.yaml:file',
      'addLabels contract: breaking',
    ]);
    expect(outcomes).toEqual(
      ['check run', 'sticky comment', 'review', 'file comments', 'labels'].map((sink) => ({ sink, status: 'done' })),
    );
  });

  test('resolves what was fixed, turns green, and reopens what came back', async () => {
    const hub = memoryGitHub();
    await run(hub, [finding()]);
    const [opened] = hub.threads;
    await run(hub, []);
    expect(written(hub)).toEqual([`updateComment ${hub.comments[0]?.id}`, `resolveThread ${opened?.id}`]);
    await run(hub, [finding()]);
    expect(written(hub)).toEqual([`updateComment ${hub.comments[0]?.id}`, `unresolveThread ${opened?.id}`]);
    expect([hub.comments.length, hub.threads.length]).toEqual([1, 1]);
  });

  test('says nothing on a clean pull request but the check', async () => {
    const hub = memoryGitHub();
    await run(hub, []);
    expect(hub.calls).toEqual(['createCheckRun completed 0']);
  });

  test('sends 120 annotations in three requests, the last completes', async () => {
    const hub = memoryGitHub();
    await run(hub, manyFindings(120));
    expect(hub.calls.slice(0, 3)).toEqual([
      'createCheckRun in_progress 50',
      'updateCheckRun in_progress 50',
      'updateCheckRun completed 20',
    ]);
    expect(hub.checkRuns.map(({ run: { annotations, conclusion } }) => [annotations.length, conclusion])).toEqual([
      [120, 'failure'],
    ]);
  });

  test('on the same commit adds no annotation a second time', async () => {
    const hub = memoryGitHub();
    await run(hub, manyFindings(3));
    await run(hub, manyFindings(3));
    expect(hub.checkRuns.map(({ run: { annotations } }) => annotations.length)).toEqual([3]);
  });

  test('completes the check run even where a batch is refused', async () => {
    const hub = memoryGitHub();
    const forge = memoryForge(hub);
    const plan = planReview(request(manyFindings(120)));
    let updates = 0;
    const flaky = {
      ...forge,
      updateCheckRun: (id: number, next: Parameters<typeof forge.updateCheckRun>[1]) => {
        updates += 1;
        return updates === 1
          ? Promise.reject(new EnvironmentError('Bad Gateway', { status: 502, retryable: true }))
          : forge.updateCheckRun(id, next);
      },
    };
    const [outcome] = await applyReview(plan, flaky, context);
    expect(outcome).toEqual({ sink: 'check run', status: 'skipped', why: 'GitHub did not take it: Bad Gateway' });
    expect(hub.checkRuns.map(({ run: { status, conclusion } }) => [status, conclusion])).toEqual([
      ['completed', 'failure'],
    ]);
  });
});

describe('planning again over what was applied', () => {
  test.each([0, 1, 51, 500])('%i findings: nothing new', async (count) => {
    const hub = memoryGitHub();
    await run(hub, manyFindings(count));
    await run(hub, manyFindings(count));
    expect(written(hub)).toEqual([]);
  });

  test('plans nothing, whatever the findings, the earlier runs and what people resolved', async () => {
    const some = fc.array(
      fc.record({
        fingerprint: fc.constantFrom('f1', 'f2', 'f3', 'f4', 'f5'),
        line: fc.integer({ min: 1, max: 30 }),
        side: fc.constantFrom('head', 'base'),
        path: fc.constantFrom('specs/a.yaml', 'specs/b.yaml'),
        severity: fc.constantFrom('error', 'warning', 'info'),
        introduced: fc.boolean(),
      }),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(some, { minLength: 1, maxLength: 4 }),
        fc.nat(5),
        fc.record({ refusedFrom: fc.integer({ min: 8, max: 25 }), maxInline: fc.nat(4), maxFileComments: fc.nat(3) }),
        async (pushes, resolved, { refusedFrom, ...limits }) => {
          // Some lines are refused, as where GitHub's diff differs from ours.
          const hub = memoryGitHub({ accepts: (comment) => comment.line === undefined || comment.line < refusedFrom });
          for (const push of pushes) {
            await run(
              hub,
              push.map((each) => finding(each)),
              limits,
            );
            hub.threads = hub.threads.map((thread, index) =>
              index === resolved ? { ...thread, isResolved: true, resolvedBy: 'ana' } : thread,
            );
          }
          const last = pushes.at(-1) ?? [];
          const before = structuredClone([hub.comments, hub.threads]);
          await run(
            hub,
            last.map((each) => finding(each)),
            limits,
          );
          expect(written(hub)).toEqual([]);
          expect([hub.comments, hub.threads]).toEqual(before);
          const fingerprints = hub.threads.map((thread) => thread.comments[0]?.body.split('\n')[0]);
          expect(new Set(fingerprints).size).toBe(fingerprints.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a review that GitHub refuses (422)', () => {
  test('goes one by one, then to the file, then stays in the summary', async () => {
    const hub = memoryGitHub({ accepts: ({ line }) => line !== 11 && line !== 12 && line !== 13 });
    const forge = memoryForge(hub);
    const fix = {
      title: 'repair',
      edits: [{ path: 'specs/a.yaml', startLine: 11, startColumn: 1, endLine: 11, endColumn: 2, text: 'X' }],
    };
    const findings = [10, 11, 12].map((line) =>
      finding({ line, fingerprint: `f${line}`, fix: line === 11 ? fix : null }),
    );
    const plan = planReview(request(findings, { readHead: () => 'line\n'.repeat(40) }));
    const outcomes = await applyReview(plan, forge, context);
    expect(hub.calls.slice(2)).toEqual([
      'createReview 3',
      'createReviewComment specs/a.yaml:10',
      'createReviewComment specs/a.yaml:11',
      'createReviewComment specs/a.yaml:file',
      'createReviewComment specs/a.yaml:12',
      'createReviewComment specs/a.yaml:file',
    ]);
    const detail =
      '1 on lines, 2 on files, 0 only in the summary, because GitHub did not take them as part of the diff';
    expect(outcomes[2]).toEqual({ sink: 'review', status: 'done', detail });
    expect(hub.threads.map((thread) => thread.comments[0]?.body.includes('```suggestion'))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('counts what not even the file takes', async () => {
    const hub = memoryGitHub({ accepts: () => false });
    const { outcomes } = await run(hub, [finding(), finding({ fingerprint: 'f2', line: 90 })]);
    const because = 'only in the summary, because GitHub did not take them as part of the diff';
    expect(outcomes.slice(2)).toEqual([
      { sink: 'review', status: 'done', detail: `0 on lines, 0 on files, 1 ${because}` },
      { sink: 'file comments', status: 'done', detail: `0 on lines, 0 on files, 1 ${because}` },
    ]);
  });
});

describe('a refusal is a reason, never an exception', () => {
  const all = {
    findCheckRun: refused(),
    createComment: refused(),
    createReview: refused(),
    createReviewComment: refused(),
    addLabels: refused(),
  };
  const findings = [finding(), finding({ fingerprint: 'f2', line: 90 })];
  const verdict = { counts: { ...report().counts, breaking: 1 } };

  test('missing permissions are named', async () => {
    const { outcomes } = await run(memoryGitHub({ fail: all }), findings, verdict);
    expect(outcomes).toEqual([
      { sink: 'check run', status: 'skipped', why: permission('checks: write') },
      { sink: 'sticky comment', status: 'skipped', why: permission('pull-requests: write') },
      { sink: 'review', status: 'skipped', why: permission('pull-requests: write') },
      { sink: 'file comments', status: 'skipped', why: permission('pull-requests: write') },
      { sink: 'labels', status: 'skipped', why: permission('pull-requests: write') },
    ]);
  });

  test('of a fork is explained as one', async () => {
    const plan = planReview(request([finding()]));
    const outcomes = await applyReview(plan, memoryForge(memoryGitHub({ fail: all })), { ...context, fork: true });
    expect(outcomes[0]).toEqual({
      sink: 'check run',
      status: 'skipped',
      why: 'the token of a pull request from a fork can only read (it would need "checks: write")',
    });
  });

  test('one sink does not stop the others', async () => {
    const hub = memoryGitHub({ fail: { findCheckRun: new EnvironmentError('Not Found', { status: 404 }) } });
    const { outcomes } = await run(hub, [finding()]);
    expect(outcomes.map(({ sink, status }) => `${sink} ${status}`)).toEqual([
      'check run skipped',
      'sticky comment done',
      'review done',
    ]);
  });

  test.each([
    ['a limit', { status: 403, retryable: true }, 'the limit of the GitHub API is reached: slow down'],
    ['a limit by 429', { status: 429, retryable: true }, 'the limit of the GitHub API is reached: slow down'],
    ['a broken token', { status: 401 }, 'GitHub does not accept the token; check the input "token"'],
    ['a failure of GitHub', { status: 502, retryable: true }, 'GitHub did not take it: slow down'],
    ['no network', {}, 'GitHub did not take it: slow down'],
  ])('%s', async (_, failure, why) => {
    const { outcomes } = await run(
      memoryGitHub({ fail: { createComment: new EnvironmentError('slow down', failure) } }),
      [finding()],
    );
    expect(outcomes[1]).toEqual({ sink: 'sticky comment', status: 'skipped', why });
  });

  test('what cannot be read is not written to', async () => {
    const hub = memoryGitHub({ fail: { listComments: refused(), listThreads: refused() } });
    const { outcomes } = await run(hub, [finding()]);
    expect(hub.calls).toEqual(['createCheckRun completed 1']);
    expect(outcomes).toEqual([
      { sink: 'comments', status: 'skipped', why: permission('pull-requests: read') },
      { sink: 'threads', status: 'skipped', why: permission('pull-requests: read') },
      { sink: 'check run', status: 'done' },
    ]);
  });

  test('an unknown identity is said', async () => {
    const { outcomes } = await run(memoryGitHub({ login: undefined }), [finding()]);
    expect(outcomes[0]).toMatchObject({ sink: 'identity', status: 'skipped' });
  });

  test('a thread that may not be touched does not keep the others', async () => {
    const hub = memoryGitHub();
    await run(hub, [finding(), finding({ fingerprint: 'f2' })]);
    const [first, second] = hub.threads;
    const forge = memoryForge(hub);
    const { state } = await gatherReviewState(forge, hub.pull, 'en');
    const partly = {
      ...forge,
      resolveThread: (id: string) => (id === first?.id ? Promise.reject(refused()) : forge.resolveThread(id)),
    };
    const outcomes = await applyReview(planReview(request([], { state })), partly, context);
    expect(outcomes.at(-1)).toEqual({
      sink: 'threads',
      status: 'done',
      detail: `1 of 2 threads were not changed: ${permission('pull-requests: write')}`,
    });
    expect(hub.threads.find((thread) => thread.id === second?.id)?.isResolved).toBe(true);
  });

  test('our own bugs are not hidden', async () => {
    const forge = { ...memoryForge(memoryGitHub()), createComment: () => Promise.reject(new TypeError('bug')) };
    await expect(applyReview(planReview(request([finding()])), forge, context)).rejects.toThrow('bug');
  });
});

test('nothing is posted when the head has moved', async () => {
  const hub = memoryGitHub();
  hub.pull = { ...hub.pull, headSha: 'c'.repeat(40) };
  const { outcomes } = await run(hub, [finding()]);
  const why = 'the pull request has moved from aaaaaaa to ccccccc since; the run for the newer commit speaks for it';
  expect(hub.calls).toEqual([]);
  expect(outcomes).toEqual(['check run', 'sticky comment', 'review'].map((sink) => ({ sink, status: 'skipped', why })));
});

test('a label that somebody removed meanwhile is no failure', async () => {
  const hub = memoryGitHub();
  const forge = memoryForge(hub);
  const plan = planReview(
    request([], { options, state: { ownLogin: 'x', comments: [], threads: [], labels: ['contract: breaking'] } }),
  );
  const outcomes = await applyReview(plan, forge, context);
  expect(outcomes.at(-1)).toEqual({ sink: 'labels', status: 'done' });
});
