import { hasSuggestion, type Play, type Scene } from './stage.ts';
import { churnReport, mrrReport } from './story.ts';

/** What did not go as told; empty where all did. */
export function unexpected({ first, second, committed, violations }: Play): readonly string[] {
  const facts: readonly (readonly [said: string, isTrue: boolean])[] = [
    ['the first run fails with exit code 1', first.run.code === 1 && first.run.outputs['verdict'] === 'fail'],
    ['the check run of the first commit is red', isConcluded(first, 'failure')],
    ['there is one sticky comment after the first run', first.comments.length === 1],
    ['the removed column is commented on the base side', isSaid(first, 'contract/property-removed', mrrReport, 'LEFT')],
    [
      'the camelCase column is commented on the head side',
      isSaid(first, 'spec/naming-convention', churnReport, 'RIGHT'),
    ],
    [
      'the columns that no model gives are in the summary',
      first.comments.some(({ body }) => body.includes('parity/column-missing')),
    ],
    [
      'the unclassified e-mail column is commented on the head side',
      isSaid(first, 'spec/unclassified-column', churnReport, 'RIGHT'),
    ],
    [
      'suggestions name, classify and raise the version',
      first.threads.some(({ path, comments }) => path === churnReport && hasSuggestion(comments[0]?.body ?? '')),
    ],
    [
      'stale generated files are counted',
      Number(first.run.outputs['stale']) > 0 && first.labels.includes('exports: stale'),
    ],
    [
      'the breaking change is counted',
      first.run.outputs['breaking'] === '1' && first.labels.includes('contract: breaking'),
    ],
    [
      'every thread is open after the first run',
      first.threads.length > 0 && first.threads.every(({ resolvedBy }) => resolvedBy === undefined),
    ],
    ['the suggestion for the version was committed', committed.some((place) => place.startsWith(`${churnReport}:`))],
    ['the second run passes with exit code 0', second.run.code === 0 && second.run.outputs['verdict'] === 'pass'],
    ['the check run of the second commit is green', isConcluded(second, 'success')],
    [
      'the same threads are resolved',
      sameThreads(first, second) && second.threads.every(({ resolvedBy }) => resolvedBy !== undefined),
    ],
    [
      'the second run posts no second comment',
      second.comments.length === 1 && second.comments[0]?.id === first.comments[0]?.id,
    ],
    ['the second run posts no second review', second.reviews.length === first.reviews.length],
    ['the labels are gone', second.labels.length === 0],
    ['every request is as GitHub publishes it', violations.length === 0],
  ];
  return [...facts.filter(([, isTrue]) => !isTrue).map(([said]) => said), ...violations];
}

function isConcluded({ checks }: Scene, conclusion: string): boolean {
  return checks.length === 1 && checks[0]?.conclusion === conclusion;
}

function isSaid({ threads }: Scene, rule: string, ...[path, side]: readonly string[]): boolean {
  return (
    threads.filter(
      (thread) =>
        thread.path === path && thread.side === side && thread.comments[0]?.body.includes(`\`${rule}\``) === true,
    ).length === 1
  );
}

function sameThreads(first: Scene, second: Scene): boolean {
  return threadIds(first) === threadIds(second);
}

function threadIds({ threads }: Scene): string {
  return threads.map(({ id }) => id).join(' ');
}
