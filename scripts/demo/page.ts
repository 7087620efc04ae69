import type { Review, ReviewEvent, ReviewThread } from '../../src/reporters/review.ts';
import type { Play, Scene } from './stage.ts';

/** The pull request after the first run, as GitHub shows it. */
export function firstPage(play: Play): Review {
  return pageOf(play, play.first, [firstCommit(play), ...postedOf(play.first, play.first)]);
}

/** The pull request after the fixing commit: the same threads, resolved. */
export function secondPage(play: Play): Review {
  const fix: ReviewEvent = { kind: 'commit', sha: play.second.headSha, message: 'fix: keep the published column, name and classify the new ones', author: 'rafael-nunes' };
  return pageOf(play, play.second, [firstCommit(play), ...postedOf(play.second, play.first), fix]);
}

function firstCommit({ first }: Play): ReviewEvent {
  return { kind: 'commit', sha: first.headSha, message: 'feat: reasons and billing address of churned customers', author: 'rafael-nunes' };
}

function pageOf({ number, title }: Play, scene: Scene, timeline: readonly ReviewEvent[]): Review {
  const checks = scene.checks.map(({ name, conclusion, title: text, summary }) => ({
    name,
    conclusion: conclusion === 'success' || conclusion === 'failure' ? conclusion : ('neutral' as const),
    title: text ?? '',
    summary: summary ?? '',
  }));
  return { title, number, state: 'open', labels: scene.labels, checks, timeline };
}

/** The sticky comment stands above the review, where it was posted first. Places are those of `posted`: an outdated thread keeps its hunk. */
function postedOf(scene: Scene, posted: Scene): readonly ReviewEvent[] {
  const comments = scene.comments.map(({ author, body }): ReviewEvent => ({ kind: 'comment', author, body }));
  const threads = posted.threads.map((thread) => threadOf(thread, scene));
  const { author = '', body = '' } = scene.reviews.find((review) => review.body !== '') ?? {};
  return [...comments, { kind: 'review', author, body, threads }];
}

function threadOf({ id, path, side, line, startLine, diffHunk, comments }: Scene['threads'][number], scene: Scene): ReviewThread {
  return {
    path,
    side,
    ...(line === undefined ? {} : { line }),
    ...(startLine === undefined ? {} : { startLine }),
    hunk: line === undefined ? '' : diffHunk,
    body: comments[0]?.body ?? '',
    resolved: scene.threads.find((thread) => thread.id === id)?.resolvedBy !== undefined,
  };
}
