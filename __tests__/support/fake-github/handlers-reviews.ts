import type { Refusal } from './anchors.ts';
import { ApiError, type ErrorDetail, invalid, notFound, requireBody } from './api-error.ts';
import { type Call, created, type Handlers, ok, pullOf, type Reply } from './call.ts';
import type { Review, ReviewComment } from './nouns.ts';
import { showReview } from './present.ts';
import { asList, asNumber, asObject, asText, type JsonObject } from './read.ts';
import {
  addReview,
  addThread,
  addToThread,
  anchorFor,
  isRefused,
  ownReview,
  readComment,
  showReviewComment,
} from './reviews.ts';
import type { PullIssue, World } from './world.ts';

/** Reviews and comments on the diff of a pull request. */
export const reviewHandlers: Handlers = {
  'pulls/list-reviews': (call) => ok(reviewsOf(call).map((entry) => showReview(call.world, entry))),
  'pulls/create-review': createReview,
  'pulls/list-comments-for-review': listCommentsForReview,
  'pulls/list-review-comments': listReviewComments,
  'pulls/create-review-comment': createReviewComment,
  'pulls/create-reply-for-review-comment': (call) => reply(call, Number(call.params['comment_id'])),
  'pulls/update-review-comment': updateReviewComment,
  'pulls/delete-review-comment': deleteReviewComment,
};

function reviewsOf(call: Call): readonly Review[] {
  const { number } = pullOf(call);
  return [...call.world.reviews.values()].filter((entry) => entry.pull === number);
}

/** All or nothing: one comment outside the diff refuses the review, and the answer does not say which. */
function createReview(call: Call): Reply {
  const { world, token, body } = call;
  const pull = pullOf(call);
  const text = asText(body['body']) ?? '';
  const event = asText(body['event']);
  const comments = asList(body['comments']).map((entry) => asObject(entry));
  requireReviewText(text, event, comments.length);
  if (event === 'APPROVE' && pull.author === token.login) throw unprocessable('Can not approve your own pull request');
  requireCommit(call, pull);
  const opened = comments.map((entry) => openedThread(world, pull, entry));
  const state = event === 'APPROVE' ? 'APPROVED' : event === 'REQUEST_CHANGES' ? 'CHANGES_REQUESTED' : 'COMMENTED';
  const commit = asText(body['commit_id']) ?? pull.pull.headSha;
  const recorded = addReview(world, {
    pull: pull.number,
    author: token.login,
    body: text,
    commit,
    state: event === undefined ? 'PENDING' : state,
  });
  for (const thread of opened) addThread(world, recorded, thread);
  return ok(showReview(world, recorded));
}

function requireReviewText(text: string, event: string | undefined, comments: number): void {
  if (event === 'COMMENT' && text.trim() === '' && comments === 0) {
    throw unprocessable('Review cannot be submitted: a body or comments are needed');
  }
  if (text !== '') asReviewError(() => requireBody(text, 'PullRequestReview'));
}

function openedThread(
  world: World,
  pull: PullIssue,
  entry: JsonObject,
): { anchor: Exclude<ReturnType<typeof anchorFor>, readonly Refusal[]>; body: string } {
  const comment = readComment(entry);
  asReviewError(() => requireBody(comment.body, 'PullRequestReviewComment'));
  const anchor = anchorFor(world, pull.pull, comment);
  if (isRefused(anchor)) throw unprocessable(sentences(anchor));
  return { anchor, body: comment.body };
}

/** "Create a review" answers with sentences where other operations answer with objects. */
function asReviewError(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof ApiError ? unprocessable(detailText(error.errors?.[0]) ?? error.message) : error;
  }
}

function detailText(detail: ErrorDetail | undefined): string | undefined {
  return typeof detail === 'string' ? detail : detail?.message;
}

function sentences(refusals: readonly Refusal[]): string {
  const named = refusals.map(({ field, problem }) => {
    if (field === 'path') return 'Path could not be resolved';
    return `Pull request review thread ${field.replace('_', ' ')} ${problem}`;
  });
  const last = named.at(-1) ?? '';
  if (named.length < 3) return named.join(' and ');
  return `${named.slice(0, -1).join(', ')}, and ${last}`;
}

function unprocessable(detail: string): ApiError {
  return new ApiError(422, 'Unprocessable Entity', [detail]);
}

/** A commit that is not of the pull request cannot carry comments. */
function requireCommit({ world, body }: Call, pull: PullIssue): void {
  const commit = asText(body['commit_id']);
  if (commit === undefined || commit === pull.pull.headSha) return;
  const own = world.git.typeOf(commit) === 'commit' && world.git.mergeBase(commit, pull.pull.headSha) === commit;
  if (!own) throw unprocessable('The commit_id is not part of the pull request');
}

function listCommentsForReview(call: Call): Reply {
  const { number } = pullOf(call);
  const id = Number(call.params['review_id']);
  if (call.world.reviews.get(id)?.pull !== number) throw notFound();
  const own = [...call.world.reviewComments.values()].filter((comment) => comment.review === id);
  return ok(own.map((comment) => showReviewComment(call.world, comment)));
}

function listReviewComments(call: Call): Reply {
  const { number } = pullOf(call);
  const own = [...call.world.reviewComments.values()].filter((comment) => comment.pull === number);
  const sorted = call.query['direction'] === 'desc' ? own.toReversed() : own;
  return ok(sorted.map((comment) => showReviewComment(call.world, comment)));
}

function createReviewComment(call: Call): Reply {
  const { world, token, body } = call;
  const pull = pullOf(call);
  const repliedTo = asNumber(body['in_reply_to']);
  if (repliedTo !== undefined) return reply(call, repliedTo);
  const comment = readComment(body);
  requireBody(comment.body, 'PullRequestReviewComment');
  if (asText(body['commit_id']) !== pull.pull.headSha) requireKnownCommit(call, pull);
  const anchor = anchorFor(world, pull.pull, comment);
  if (isRefused(anchor)) throw new ApiError(422, 'Validation Failed', anchor.map(detailOf));
  const added = addThread(world, ownReview(world, pull, token.login), { anchor, body: comment.body });
  return created(showReviewComment(world, added));
}

function requireKnownCommit(call: Call, pull: PullIssue): void {
  try {
    requireCommit(call, pull);
  } catch {
    throw invalid({ resource: 'PullRequestReviewComment', code: 'invalid', field: 'commit_id' });
  }
}

function detailOf({ field, problem }: Refusal): ErrorDetail {
  const name = `pull_request_review_thread.${field}`;
  const code = field === 'diff_hunk' ? 'missing_field' : field === 'path' ? 'invalid' : 'custom';
  return { resource: 'PullRequestReviewComment', code, field: name, message: `${name} ${problem}` };
}

function reply(call: Call, to: number): Reply {
  const { world, token, body } = call;
  const pull = pullOf(call);
  const first = world.reviewComments.get(to);
  if (first === undefined || first.pull !== pull.number) throw notFound();
  const text = asText(body['body']) ?? '';
  requireBody(text, 'PullRequestReviewComment');
  const added = addToThread(world, { thread: first.thread, review: ownReview(world, pull, token.login), body: text });
  return created(showReviewComment(world, added));
}

function ownComment({ world, token, params }: Call): ReviewComment {
  const comment = world.reviewComments.get(Number(params['comment_id']));
  if (comment === undefined) throw notFound();
  // A person's comment is not an app's to edit, whatever its permissions.
  if (comment.author !== token.login && token.login.endsWith('[bot]'))
    throw new ApiError(403, 'Resource not accessible by integration');
  return comment;
}

function updateReviewComment(call: Call): Reply {
  const comment = ownComment(call);
  const text = asText(call.body['body']) ?? '';
  requireBody(text, 'PullRequestReviewComment');
  comment.body = text;
  comment.updatedAt = call.world.now();
  return ok(showReviewComment(call.world, comment));
}

function deleteReviewComment(call: Call): Reply {
  const comment = ownComment(call);
  call.world.reviewComments.delete(comment.id);
  if (call.world.commentsOf(comment.thread).length === 0) call.world.threads.delete(comment.thread.id);
  return { status: 204 };
}
