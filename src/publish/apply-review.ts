import { EnvironmentError } from '../model/errors.ts';
import type { Lang } from '../model/messages.ts';
import type { CheckRunPlan, FileComment, InlineComment, Outcome, ReviewPlan, ThreadChange } from '../model/plans.ts';
import type { Forge, NewCheckRun, NewReviewComment } from '../ports.ts';
import { attempt, isRejected, skippedBecause, type SinkFacts } from './outcomes.ts';
import { say } from './say.ts';

/** The pull request that a plan was made for. */
export interface ReviewContext {
  readonly pull: number;
  /** The commit that was judged; nothing is posted when the pull request has moved on. */
  readonly headSha: string;
  readonly lang: Lang;
  /** Only for the words of a refusal: a fork's token can read at most. */
  readonly fork: boolean;
}

/** One sink of a plan: its name, what it needs, and what is to be done. */
interface Sink extends SinkFacts {
  readonly work: () => Promise<string | undefined>;
}

/**
 * Does what the plan says, in the order check run, sticky comment, review, file comments, threads, labels. Every sink ends
 * as done or skipped with its reason; a refusal, a fork or a limit is never an exception and never changes the verdict.
 * @throws only our own bugs
 */
export async function applyReview(plan: ReviewPlan, forge: Forge, context: ReviewContext): Promise<readonly Outcome[]> {
  const sinks = plannedSinks(plan, forge, context);
  if (sinks.length === 0) return [];
  const moved = await movedReason(forge, context);
  const outcomes: Outcome[] = [];
  for (const sink of sinks) {
    outcomes.push(
      moved === undefined ? await attempt(sink, sink.work) : { sink: sink.sink, status: 'skipped', why: moved },
    );
  }
  return outcomes;
}

/**
 * Publishes a check run alone: on a push, in a merge queue, or on the commit that an export made.
 * @throws only our own bugs
 */
export async function applyCheckRun(
  plan: CheckRunPlan,
  forge: Forge,
  context: Pick<ReviewContext, 'lang' | 'fork'>,
): Promise<Outcome> {
  return attempt({ sink: 'check run', permission: 'checks: write', ...context }, () => publishCheckRun(plan, forge));
}

function plannedSinks(plan: ReviewPlan, forge: Forge, context: ReviewContext): readonly Sink[] {
  const { checkRun, review, sticky } = plan;
  const facts = { lang: context.lang, fork: context.fork, permission: 'pull-requests: write' };
  const sinks: readonly (Sink | false)[] = [
    checkRun !== undefined && {
      ...facts,
      sink: 'check run',
      permission: 'checks: write',
      work: () => publishCheckRun(checkRun, forge),
    },
    (sticky.kind === 'create' || sticky.kind === 'update' || plan.deleteComments.length > 0) && {
      ...facts,
      sink: 'sticky comment',
      work: () => publishSticky(plan, forge, context),
    },
    review !== undefined && { ...facts, sink: 'review', work: () => publishReview(review, forge, context) },
    plan.fileComments.length > 0 && {
      ...facts,
      sink: 'file comments',
      work: () => publishFileComments(plan.fileComments, forge, context),
    },
    plan.resolve.length + plan.reopen.length > 0 && {
      ...facts,
      sink: 'threads',
      work: () => publishThreads(plan, forge, context),
    },
    plan.addLabels.length + plan.removeLabels.length > 0 && {
      ...facts,
      sink: 'labels',
      work: () => publishLabels(plan, forge, context),
    },
  ];
  return sinks.filter((sink) => sink !== false);
}

/** Why nothing must be posted; a newer run speaks for the newer head. Where the head cannot be read the sinks find out themselves. */
async function movedReason(forge: Forge, { pull, headSha, lang }: ReviewContext): Promise<string | undefined> {
  try {
    const now = await forge.pullRequest(pull);
    return now.headSha === headSha
      ? undefined
      : say(lang, 'skipped.moved', { from: headSha.slice(0, 7), to: now.headSha.slice(0, 7) });
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return undefined;
  }
}

/** A run of this name on this commit is updated without annotations: GitHub would add them to those that are there. */
async function publishCheckRun(plan: CheckRunPlan, forge: Forge): Promise<undefined> {
  const existing = await forge.findCheckRun(plan);
  if (existing === undefined) await createCheckRun(plan, forge);
  else await forge.updateCheckRun(existing, checkRunOf(plan, [], 'completed'));
}

/** Further batches are appended; the last one completes the run. */
async function createCheckRun(plan: CheckRunPlan, forge: Forge): Promise<void> {
  const [first = [], ...further] = plan.annotationBatches;
  const id = await forge.createCheckRun(checkRunOf(plan, first, further.length === 0 ? 'completed' : 'in_progress'));
  try {
    for (const [index, batch] of further.entries()) {
      const status = index === further.length - 1 ? 'completed' : 'in_progress';
      await forge.updateCheckRun(id, checkRunOf(plan, batch, status));
    }
  } catch (error) {
    // Without it the check would stay "in progress" for ever.
    await forge.updateCheckRun(id, checkRunOf(plan, [], 'completed'));
    throw error;
  }
}

function checkRunOf(
  plan: CheckRunPlan,
  annotations: NewCheckRun['annotations'],
  status: NewCheckRun['status'],
): NewCheckRun {
  const { name, headSha, externalId, title, summary, conclusion } = plan;
  return {
    name,
    headSha,
    externalId,
    title,
    summary,
    annotations,
    status,
    ...(status === 'completed' ? { conclusion } : {}),
  };
}

async function publishSticky(plan: ReviewPlan, forge: Forge, { pull }: ReviewContext): Promise<undefined> {
  if (plan.sticky.kind === 'create') await forge.createComment(pull, plan.sticky.body);
  if (plan.sticky.kind === 'update') await forge.updateComment(plan.sticky.id, plan.sticky.body);
  for (const id of plan.deleteComments) await forge.deleteComment(id);
}

type Review = NonNullable<ReviewPlan['review']>;

/** GitHub refuses a whole review for one bad line without naming it: then every comment goes alone. */
async function publishReview(review: Review, forge: Forge, context: ReviewContext): Promise<string | undefined> {
  const comments = review.comments.map(newComment);
  try {
    await forge.createReview(context.pull, { headSha: context.headSha, body: review.body, comments });
    return undefined;
  } catch (error) {
    if (!isRejected(error)) throw error;
    return postOneByOne(review.comments, forge, context);
  }
}

async function postOneByOne(comments: readonly InlineComment[], forge: Forge, context: ReviewContext): Promise<string> {
  const count = { lines: 0, files: 0, none: 0 };
  for (const comment of comments.map(newComment)) {
    if (await isAccepted(() => forge.createReviewComment(context.pull, context.headSha, comment))) count.lines += 1;
    else {
      const onFile = { path: comment.path, body: withoutSuggestion(comment.body) };
      if (await isAccepted(() => forge.createReviewComment(context.pull, context.headSha, onFile))) count.files += 1;
      else count.none += 1;
    }
  }
  return say(context.lang, 'one-by-one', count);
}

async function publishFileComments(
  comments: readonly FileComment[],
  forge: Forge,
  context: ReviewContext,
): Promise<string | undefined> {
  let refused = 0;
  for (const { path, body } of comments) {
    if (!(await isAccepted(() => forge.createReviewComment(context.pull, context.headSha, { path, body }))))
      refused += 1;
  }
  return refused === 0
    ? undefined
    : say(context.lang, 'one-by-one', { lines: 0, files: comments.length - refused, none: refused });
}

function newComment({ path, body, line, startLine, side }: InlineComment): NewReviewComment {
  return { path, body, line, side, ...(startLine === undefined ? {} : { startLine }) };
}

/** Whether GitHub took a comment; false where it is no part of the diff. */
async function isAccepted(call: () => Promise<void>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (!isRejected(error)) throw error;
    return false;
  }
}

/** A suggestion cannot be committed from a comment on a whole file: it stays as code. */
function withoutSuggestion(body: string): string {
  return body.replace(/^(`{3,})suggestion$/m, '$1');
}

/** One thread that GitHub does not let us touch does not keep the others from being resolved. */
async function publishThreads(plan: ReviewPlan, forge: Forge, context: ReviewContext): Promise<string | undefined> {
  const facts = { sink: 'threads', permission: 'pull-requests: write', ...context };
  const changes: readonly (readonly [ThreadChange, (id: string) => Promise<void>])[] = [
    ...plan.resolve.map((change) => [change, (id: string) => forge.resolveThread(id)] as const),
    ...plan.reopen.map((change) => [change, (id: string) => forge.unresolveThread(id)] as const),
  ];
  const failures: EnvironmentError[] = [];
  for (const [{ threadId }, act] of changes) {
    try {
      await act(threadId);
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      failures.push(error);
      if (error.retryable) break;
    }
  }
  const [first] = failures;
  if (first === undefined) return undefined;
  if (failures.length === changes.length) throw first;
  const outcome = skippedBecause(first, facts);
  const why = outcome.status === 'skipped' ? outcome.why : '';
  return say(context.lang, 'threads-partly', { failed: failures.length, total: changes.length, why });
}

async function publishLabels(plan: ReviewPlan, forge: Forge, { pull }: ReviewContext): Promise<undefined> {
  if (plan.addLabels.length > 0) await forge.addLabels(pull, plan.addLabels);
  for (const label of plan.removeLabels) {
    try {
      await forge.removeLabel(pull, label);
    } catch (error) {
      // 404: somebody removed it in the meantime.
      if (!(error instanceof EnvironmentError) || error.status !== 404) throw error;
    }
  }
}
