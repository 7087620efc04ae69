import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { Forge, NewReviewComment, PullRequest } from '../ports.ts';
import type { ForgeClient } from './github-client.ts';
import { undefinedWhereMissing } from './github-requests.ts';

type PullCalls = Pick<
  Forge,
  | 'pullRequest'
  | 'compareMergeBase'
  | 'createReview'
  | 'createReviewComment'
  | 'findPullRequest'
  | 'createPullRequest'
  | 'updatePullRequest'
>;

/** Pull requests, their reviews, and comments on their diff. */
export function createPullCalls({ octokit, repository, run }: ForgeClient): PullCalls {
  return {
    pullRequest: (number) =>
      run(`read pull request #${number}`, async () => {
        const { data } = await octokit.rest.pulls.get({ ...repository, pull_number: number });
        return readPullRequest(data);
      }),
    compareMergeBase: (base, head) =>
      run('compare commits', async () => {
        const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
          ...repository,
          basehead: `${base}...${head}`,
          per_page: 1,
        });
        return data.merge_base_commit.sha;
      }).catch(undefinedWhereMissing),
    createReview: (number, { headSha, body, comments }) =>
      run('create a review', async () => {
        const review = { commit_id: headSha, event: 'COMMENT', body, comments: comments.map(reviewComment) } as const;
        await octokit.rest.pulls.createReview({ ...repository, pull_number: number, ...review });
      }),
    createReviewComment: (number, headSha, comment) =>
      run('create a review comment', async () => {
        const place =
          comment.line === undefined
            ? { ...reviewComment(comment), subject_type: 'file' as const }
            : reviewComment(comment);
        await octokit.rest.pulls.createReviewComment({
          ...repository,
          pull_number: number,
          commit_id: headSha,
          ...place,
        });
      }),
    findPullRequest: (head, base) =>
      run('list pull requests', async () => {
        const query = { state: 'open', head: `${repository.owner}:${head}`, base, per_page: 1 } as const;
        const { data } = await octokit.rest.pulls.list({ ...repository, ...query });
        return data[0]?.number;
      }),
    createPullRequest: (request) =>
      run('create a pull request', async () => {
        const { data } = await octokit.rest.pulls.create({ ...repository, ...request });
        return data.number;
      }),
    updatePullRequest: (number, change) =>
      run(`update pull request #${number}`, async () => {
        await octokit.rest.pulls.update({ ...repository, pull_number: number, ...change });
      }),
  };
}

type PullData = RestEndpointMethodTypes['pulls']['get']['response']['data'];

/** `head.repo` is null where the fork was deleted, whatever the published types say. */
function readPullRequest(data: PullData): PullRequest {
  const headRepository: { readonly full_name: string } | null = data.head.repo;
  return {
    number: data.number,
    headSha: data.head.sha,
    headRef: data.head.ref,
    ...(headRepository === null ? {} : { headRepository: headRepository.full_name }),
    baseSha: data.base.sha,
    baseRef: data.base.ref,
    draft: data.draft ?? false,
    state: data.state,
    author: data.user.login,
    labels: data.labels.map((label) => label.name),
  };
}

/** `start_side` must be given with `start_line`; both are left out for a single line. */
function reviewComment({ path, body, line, startLine, side = 'RIGHT' }: NewReviewComment): {
  path: string;
  body: string;
  line?: number;
  side?: 'LEFT' | 'RIGHT';
  start_line?: number;
  start_side?: 'LEFT' | 'RIGHT';
} {
  if (line === undefined) return { path, body };
  return { path, body, line, side, ...(startLine === undefined ? {} : { start_line: startLine, start_side: side }) };
}
