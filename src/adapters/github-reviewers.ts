import type { Forge } from '../ports.ts';
import type { ForgeClient } from './github-client.ts';

type ReviewerCalls = Pick<Forge, 'askedReviewers' | 'requestReviewers'>;

/** Who reviews a pull request. */
export function createReviewerCalls({ octokit, repository, run }: ForgeClient): ReviewerCalls {
  const { issues, pulls } = octokit.rest;
  return {
    askedReviewers: (number) =>
      run('read who was asked for a review', async () => {
        // GitHub forgets a request that was answered or withdrawn; the events of the pull request do not.
        const events = await octokit.paginate(issues.listEvents, {
          ...repository,
          issue_number: number,
          per_page: 100,
        });
        const reviews = await octokit.paginate(pulls.listReviews, {
          ...repository,
          pull_number: number,
          per_page: 100,
        });
        const requests = events.filter(({ event }) => event === 'review_requested');
        return {
          users: [
            ...requests.flatMap((each) => ('requested_reviewer' in each ? (each.requested_reviewer?.login ?? []) : [])),
            ...reviews.flatMap(({ user }) => user?.login ?? []),
          ],
          teams: requests.flatMap((each) => ('requested_team' in each ? (each.requested_team?.slug ?? []) : [])),
        };
      }),
    requestReviewers: (number, { users, teams }) =>
      run('ask for reviews', async () => {
        await pulls.requestReviewers({
          ...repository,
          pull_number: number,
          ...(users.length > 0 && { reviewers: [...users] }),
          ...(teams.length > 0 && { team_reviewers: [...teams] }),
        });
      }),
  };
}
