import type { Review, ReviewCheck, ReviewEvent, ReviewThread } from '../../src/reporters/review.ts';
import type { Play, Scene } from './stage.ts';

/** The pull request after the first run, as GitHub shows it. */
export function firstPage(play: Play): Review {
  return pageOf(play, play.first, [firstCommit(play), ...postedOf(play.first, play.first)]);
}

/** The pull request after the fixing commit: the same threads, resolved. */
export function secondPage(play: Play): Review {
  const fix: ReviewEvent = {
    kind: 'commit',
    sha: play.second.headSha,
    message: 'fix: keep the published column, name and classify the new ones',
    author: 'rafael-nunes',
  };
  return pageOf(play, play.second, [firstCommit(play), ...postedOf(play.second, play.first), fix]);
}

function firstCommit({ first }: Play): ReviewEvent {
  return {
    kind: 'commit',
    sha: first.headSha,
    message: 'feat: reasons and billing address of churned customers',
    author: 'rafael-nunes',
  };
}

function pageOf({ number, title }: Play, scene: Scene, timeline: readonly ReviewEvent[]): Review {
  const checks = scene.checks.map(({ name, conclusion, title: text, summary }): ReviewCheck => {
    const known = conclusion === 'success' || conclusion === 'failure' ? conclusion : 'neutral';
    return { name, conclusion: known, title: text ?? '', summary: summary ?? '' };
  });
  return { title, number, state: 'open', labels: scene.labels, checks, timeline };
}

/** The sticky comment stands above the review, where it was posted first. Places are those of `posted`: an outdated thread keeps its hunk. */
function postedOf(scene: Scene, posted: Scene): readonly ReviewEvent[] {
  const comments = scene.comments.map(({ author, body }): ReviewEvent => ({ kind: 'comment', author, body }));
  const threads = posted.threads.map((thread) => threadOf(thread, scene));
  const { author = '', body = '' } = scene.reviews.find((review) => review.body !== '') ?? {};
  return [...comments, { kind: 'review', author, body, threads }];
}

function threadOf(
  { id, path, side, line, startLine, diffHunk, comments }: Scene['threads'][number],
  scene: Scene,
): ReviewThread {
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

/** The part of the first page that the README shows: the removed column, a suggestion, the check. */
export function picturePage(play: Play): Review {
  const order = ['contract/property-removed', 'spec/unclassified-column'];
  const { timeline, ...page } = firstPage(play);
  const shown = timeline.flatMap((event): readonly ReviewEvent[] => {
    if (event.kind !== 'review') return [];
    const threads = order.flatMap((rule) =>
      event.threads.filter((thread) => thread.line !== undefined && thread.body.includes(`\`${rule}\``)),
    );
    return [{ ...event, body: '', threads }];
  });
  return { ...page, timeline: shown, checks: page.checks.map((check) => ({ ...check, summary: '' })) };
}
