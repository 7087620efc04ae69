import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Issue } from '../../src/ports.ts';
import { applyIssue, gatherIssueState } from '../../src/publish/apply-issue.ts';
import { issueMarker } from '../../src/publish/fingerprint-marker.ts';
import { planIssue } from '../../src/publish/plan-issue.ts';
import { finding, report } from './build.ts';
import { memoryForge, type MemoryGitHub, memoryGitHub, refused } from './memory-forge.ts';

const drift = report([finding({ rule: 'drift/column-missing' })]);
const more = report([
  finding({ rule: 'drift/column-missing' }),
  finding({ rule: 'drift/type-changed', fingerprint: 'f2' }),
]);
const clean = report([finding({ rule: 'contract/type-changed' })]);

async function run(hub: MemoryGitHub, verdict: Report) {
  hub.calls = [];
  const forge = memoryForge(hub);
  const { state, outcomes } = await gatherIssueState(forge, 'en');
  const plan = planIssue({ report: verdict, key: 'drift', ...state });
  return { plan, outcomes: [...outcomes, ...(await applyIssue(plan, forge, 'en'))] };
}

test('the issue is opened, kept, updated, closed and reopened', async () => {
  const hub = memoryGitHub();
  expect((await run(hub, drift)).plan).toMatchObject({
    kind: 'open',
    title: 'Data contracts drift from the warehouse: 1 difference',
    labels: ['dataengos: drift'],
  });
  const number = hub.issues[0]?.number;
  expect((await run(hub, drift)).plan).toEqual({ kind: 'keep', number });
  expect(hub.calls).toEqual([]);

  await run(hub, more);
  expect(hub.issues).toMatchObject([
    { number, title: 'Data contracts drift from the warehouse: 2 differences', state: 'open' },
  ]);

  await run(hub, clean);
  expect(hub.calls).toEqual([`updateIssue ${number}`, `createComment ${number}`]);
  expect(hub.issues).toMatchObject([{ number, state: 'closed' }]);

  expect((await run(hub, clean)).plan).toEqual({ kind: 'none' });

  await run(hub, drift);
  expect(hub.issues).toMatchObject([{ number, state: 'open' }]);
});

describe('an issue is ours only by marker and author', () => {
  const body = `${issueMarker('drift')}\ntext`;
  const issue: Issue = { number: 3, title: 't', body, state: 'open', author: 'github-actions[bot]' };
  test.each([
    ['a stranger', { ...issue, author: 'mallory' }],
    ['another schedule', { ...issue, body: `${issueMarker('other')}\ntext` }],
    ['us, without the marker', { ...issue, body: 'text' }],
  ])('not of %s', (_, foreign) => {
    expect(planIssue({ report: drift, issues: [foreign], ownLogin: 'github-actions[bot]', key: 'drift' }).kind).toBe(
      'open',
    );
    expect(planIssue({ report: clean, issues: [foreign], ownLogin: 'github-actions[bot]', key: 'drift' }).kind).toBe(
      'none',
    );
  });

  test('an open one goes before a closed one', () => {
    const issues: readonly Issue[] = [{ ...issue, number: 9, state: 'closed' }, issue];
    expect(planIssue({ report: drift, issues, ownLogin: 'github-actions[bot]', key: 'drift' })).toMatchObject({
      kind: 'update',
      number: 3,
    });
  });

  test('a run that could not judge everything closes nothing', () => {
    const plan = planIssue({
      report: report([], { verdict: 'error' }),
      issues: [issue],
      ownLogin: 'github-actions[bot]',
      key: 'drift',
    });
    expect(plan).toEqual({ kind: 'keep', number: 3 });
  });
});

test('waived drift is no drift, drift that was there before is', () => {
  const waiver = { rule: 'r', subject: 's', reason: 'because', approver: 'lead', expires: '2027-01-31' };
  const request = { issues: [], ownLogin: 'x', key: 'drift' };
  expect(planIssue({ ...request, report: report([finding({ rule: 'drift/a', waiver })]) }).kind).toBe('none');
  expect(planIssue({ ...request, report: report([finding({ rule: 'drift/a', introduced: false })]) }).kind).toBe(
    'open',
  );
});

test('the missing permission is named', async () => {
  const why = 'the token may not do this; add "issues: write" to the permissions of the job';
  const skipped = [{ sink: 'drift issue', status: 'skipped', why }];
  expect((await run(memoryGitHub({ fail: { createIssue: refused() } }), drift)).outcomes).toEqual(skipped);
  expect((await run(memoryGitHub({ fail: { listIssues: refused() } }), drift)).outcomes).toEqual(skipped);
});
