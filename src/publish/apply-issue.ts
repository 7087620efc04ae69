import type { Lang } from '../model/messages.ts';
import type { IssuePlan, Outcome } from '../model/plans.ts';
import type { Forge, Issue } from '../ports.ts';
import { attempt } from './outcomes.ts';
import { driftLabel } from './plan-issue.ts';

/** What decides about the drift issue; `undefined` where GitHub refuses to tell, and then nothing is to be planned. */
export interface IssueState {
  readonly ownLogin: string | undefined;
  readonly issues: readonly Issue[];
}

/**
 * Reads the drift issues that are there.
 * @throws only our own bugs
 */
export async function gatherIssueState(
  forge: Pick<Forge, 'ownLogin' | 'listIssues'>,
  lang: Lang,
): Promise<{ readonly state: IssueState; readonly outcomes: readonly Outcome[] }> {
  let state: IssueState = { ownLogin: undefined, issues: [] };
  const outcome = await attempt({ sink: 'drift issue', permission: 'issues: write', lang }, async () => {
    const issues = await forge.listIssues(driftLabel);
    state = { ownLogin: await forge.ownLogin(), issues };
    return undefined;
  });
  return { state, outcomes: outcome.status === 'skipped' ? [outcome] : [] };
}

/**
 * Opens, updates, reopens or closes the drift issue as planned.
 * @throws only our own bugs
 */
export async function applyIssue(plan: IssuePlan, forge: Forge, lang: Lang): Promise<readonly Outcome[]> {
  if (plan.kind === 'none' || plan.kind === 'keep') return [];
  return [await attempt({ sink: 'drift issue', permission: 'issues: write', lang }, () => writeIssue(plan, forge))];
}

async function writeIssue(plan: Exclude<IssuePlan, { kind: 'none' | 'keep' }>, forge: Forge): Promise<string> {
  switch (plan.kind) {
    case 'open':
      return `#${await forge.createIssue({ title: plan.title, body: plan.body, labels: plan.labels })}`;
    case 'update':
      await forge.updateIssue(plan.number, { title: plan.title, body: plan.body, state: 'open' });
      return `#${plan.number}`;
    case 'close':
      await forge.updateIssue(plan.number, { state: 'closed' });
      await forge.createComment(plan.number, plan.comment);
      return `#${plan.number}`;
    default:
      return plan satisfies never;
  }
}
