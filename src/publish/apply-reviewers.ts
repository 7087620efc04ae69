import { EnvironmentError } from '../model/errors.ts';
import type { Lang } from '../model/messages.ts';
import type { Outcome } from '../model/plans.ts';
import type { Report } from '../model/report.ts';
import type { Forge, Reviewers } from '../ports.ts';
import { isRejected, type SinkFacts, skippedBecause } from './outcomes.ts';
import { ownersHit, planReviewers } from './plan-reviewers.ts';
import { say } from './say.ts';

/** The pull request whose owners are asked. */
export interface ReviewersContext {
  readonly pull: number;
  /** The commit that was judged; nobody is asked when the pull request has moved on. */
  readonly headSha: string;
  /** Login of the repository's owner. */
  readonly organization: string;
  readonly lang: Lang;
  readonly fork: boolean;
}

/** What of the forge is needed to ask. */
type ReviewForge = Pick<Forge, 'pullRequest' | 'askedReviewers' | 'requestReviewers'>;

/**
 * Asks the owners of what the change hits for a review. Nothing is read where nobody could be asked; a refusal is a skipped
 * outcome, never an exception. @throws only our own bugs
 */
export async function requestOwners(
  report: Pick<Report, 'findings'>,
  forge: ReviewForge,
  context: ReviewersContext,
): Promise<readonly Outcome[]> {
  if (ownersHit(report.findings).length === 0) return [];
  const facts = { sink: 'reviewers', permission: 'pull-requests: write', lang: context.lang, fork: context.fork };
  try {
    const pull = await forge.pullRequest(context.pull);
    if (pull.draft) return [];
    if (pull.headSha !== context.headSha)
      return [{ sink: facts.sink, status: 'skipped', why: movedTo(pull.headSha, context) }];
    const asked = await forge.askedReviewers(context.pull);
    const { organization } = context;
    const reviewers = planReviewers({ findings: report.findings, pull, organization, asked });
    return await applyReviewers(reviewers, forge, { pull: context.pull, facts });
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return [skippedBecause(error, facts)];
  }
}

function movedTo(headSha: string, context: ReviewersContext): string {
  return say(context.lang, 'skipped.moved', { from: context.headSha.slice(0, 7), to: headSha.slice(0, 7) });
}

interface Place {
  readonly pull: number;
  readonly facts: SinkFacts;
}

/** Users and teams apart: the token of a workflow may not see teams, and that must not keep users from being asked. */
async function applyReviewers(
  { users, teams }: Reviewers,
  forge: ReviewForge,
  { pull, facts }: Place,
): Promise<readonly Outcome[]> {
  const groups: readonly (readonly Reviewers[])[] = [
    users.map((user) => ({ users: [user], teams: [] })),
    teams.map((team) => ({ users: [], teams: [team] })),
  ];
  const ask = (reviewers: Reviewers): Promise<boolean> => isAccepted(() => forge.requestReviewers(pull, reviewers));
  const asked: Reviewers[] = [];
  for (const group of groups) {
    try {
      asked.push(...(await askGroup(group, ask)));
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      return [...askedOutcome(asked, facts), skippedBecause(error, facts)];
    }
  }
  const refused = groups.flat().filter((each) => !asked.includes(each));
  if (refused.length === 0) return askedOutcome(asked, facts);
  const why = say(facts.lang, 'reviewers-refused', { names: namesOf(refused) });
  return [...askedOutcome(asked, facts), { sink: facts.sink, status: 'skipped', why }];
}

/** Those of a group who could be asked. GitHub refuses a whole request for one name without telling which: then each goes alone. */
async function askGroup(
  group: readonly Reviewers[],
  ask: (reviewers: Reviewers) => Promise<boolean>,
): Promise<readonly Reviewers[]> {
  const whole = { users: group.flatMap(({ users }) => users), teams: group.flatMap(({ teams }) => teams) };
  if (group.length === 0 || (await ask(whole))) return group;
  const asked: Reviewers[] = [];
  if (group.length > 1) for (const each of group) if (await ask(each)) asked.push(each);
  return asked;
}

/** Whether GitHub took it; false for somebody who cannot review here. */
async function isAccepted(call: () => Promise<void>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (!isRejected(error)) throw error;
    return false;
  }
}

function askedOutcome(asked: readonly Reviewers[], { sink }: SinkFacts): readonly Outcome[] {
  return asked.length === 0 ? [] : [{ sink, status: 'done', detail: namesOf(asked) }];
}

function namesOf(reviewers: readonly Reviewers[]): string {
  return reviewers.flatMap(({ users, teams }) => [...users, ...teams]).join(', ');
}
