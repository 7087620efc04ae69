import { type Place, placeOnLine, type Refusal, type Wish } from './anchors.ts';
import type { Anchor, Pull, Review, ReviewComment, Side, Thread } from './nouns.ts';
import { associationOf, showUser } from './present.ts';
import { asNumber, asText, type JsonObject } from './read.ts';
import type { PullIssue, World } from './world.ts';

/** A comment that someone wants to put on a pull request's diff. */
export interface NewComment extends Wish {
  readonly body: string;
  readonly subjectType: 'line' | 'file';
}

/** Reads a comment of a request's body; the side is RIGHT where it is not given. */
export function readComment(body: JsonObject): NewComment {
  const side: Side = body['side'] === 'LEFT' ? 'LEFT' : 'RIGHT';
  const startSide = body['start_side'] === 'LEFT' ? 'LEFT' : body['start_side'] === 'RIGHT' ? 'RIGHT' : undefined;
  const lines = { line: asNumber(body['line']), startLine: asNumber(body['start_line']) };
  const subjectType = body['subject_type'] === 'file' ? 'file' : 'line';
  return { path: asText(body['path']) ?? '', body: asText(body['body']) ?? '', side, startSide, ...lines, subjectType };
}

/** Where a comment would sit in the diff of a pull request, or why it cannot. */
export function anchorFor(world: World, pull: Pull, comment: NewComment): Anchor | readonly Refusal[] {
  const files = world.filesOf(pull);
  const place = comment.subjectType === 'file' ? placeOnFile(files, comment) : placeOnLine(files, comment);
  if (isRefused(place)) return place;
  const onFile = comment.subjectType === 'file';
  const { path, subjectType, side } = comment;
  const line = onFile ? undefined : comment.line;
  const startLine = onFile ? undefined : comment.startLine;
  const startSide = startLine === undefined ? undefined : (comment.startSide ?? side);
  return {
    path,
    subjectType,
    side,
    startSide,
    line,
    startLine,
    originalLine: line,
    originalStartLine: startLine,
    originalCommit: pull.headSha,
    originalMergeBase: world.mergeBaseOf(pull),
    commit: pull.headSha,
    diffHunk: place.diffHunk,
    position: onFile ? undefined : place.position,
    outdated: false,
  };
}

/** Whether a place is none. */
export function isRefused(place: object): place is readonly Refusal[] {
  return Array.isArray(place);
}

function placeOnFile(files: ReturnType<World['filesOf']>, { path }: Wish): Place | readonly Refusal[] {
  const file = files.find((candidate) => candidate.path === path);
  return file === undefined
    ? [{ field: 'path', problem: 'could not be resolved' }]
    : { diffHunk: file.patch ?? '', position: 1 };
}

/** Records a review. */
export function addReview(world: World, review: Omit<Review, 'id' | 'submittedAt' | 'minimizedReason'>): Review {
  const recorded = { ...review, id: world.nextId(), submittedAt: world.now(), minimizedReason: undefined };
  world.reviews.set(recorded.id, recorded);
  const pull = world.pull(review.pull)?.pull;
  // Whoever has answered is no longer asked.
  if (pull !== undefined) pull.requestedUsers = pull.requestedUsers.filter((login) => login !== review.author);
  return recorded;
}

/** Opens a thread with its first comment, as part of `review`. */
export function addThread(world: World, review: Review, opened: { anchor: Anchor; body: string }): ReviewComment {
  const thread: Thread = {
    id: `PRRT_${world.nextId()}`,
    pull: review.pull,
    anchor: opened.anchor,
    resolvedBy: undefined,
  };
  world.threads.set(thread.id, thread);
  return addToThread(world, { thread, review, body: opened.body });
}

/** Adds a comment to a thread, as part of `review`. */
export function addToThread(world: World, added: { thread: Thread; review: Review; body: string }): ReviewComment {
  const { thread, review, body } = added;
  const now = world.now();
  const comment: ReviewComment = {
    id: world.nextId(),
    pull: thread.pull,
    thread,
    review: review.id,
    author: review.author,
    body,
    replyTo: world.commentsOf(thread)[0]?.id,
    createdAt: now,
    updatedAt: now,
    minimizedReason: undefined,
  };
  world.reviewComments.set(comment.id, comment);
  return comment;
}

/** A comment posted on its own is a review of its own, without a body. */
export function ownReview(world: World, pull: PullIssue, author: string): Review {
  return addReview(world, { pull: pull.number, author, body: '', state: 'COMMENTED', commit: pull.pull.headSha });
}

/** A comment on the diff as REST shows it; lines are null on an outdated thread. */
export function showReviewComment(world: World, comment: ReviewComment): JsonObject {
  const { id, pull, thread, review, author, body, createdAt, updatedAt, replyTo } = comment;
  const { anchor } = thread;
  const html_url = `${world.url}/${world.options.repository}/pull/${pull}#discussion_r${id}`;
  const self = `${world.url}/repos/${world.options.repository}/pulls/comments/${id}`;
  const pull_request_url = `${world.url}/repos/${world.options.repository}/pulls/${pull}`;
  const links = { self: { href: self }, html: { href: html_url }, pull_request: { href: pull_request_url } };
  return {
    id,
    body,
    url: self,
    html_url,
    pull_request_url,
    _links: links,
    pull_request_review_id: review,
    path: anchor.path,
    diff_hunk: anchor.diffHunk,
    subject_type: anchor.subjectType,
    side: anchor.side,
    commit_id: anchor.commit,
    original_commit_id: anchor.originalCommit,
    line: anchor.line ?? null,
    start_line: anchor.startLine ?? null,
    start_side: anchor.startSide ?? null,
    original_line: anchor.originalLine ?? null,
    original_start_line: anchor.originalStartLine ?? null,
    position: anchor.outdated ? null : (anchor.position ?? 1),
    original_position: anchor.position ?? 1,
    ...(replyTo === undefined ? {} : { in_reply_to_id: replyTo }),
    user: showUser(world, author),
    author_association: associationOf(world, author),
    created_at: createdAt,
    updated_at: updatedAt,
  };
}
