import type { Forge } from '../ports.ts';
import type { ForgeClient } from './github-client.ts';

type AuthorCalls = Pick<Forge, 'pullCommits' | 'commitPaths' | 'approvers'>;

/** Who wrote a pull request, and who agreed to it. */
export function createAuthorCalls({ octokit, repository, run }: ForgeClient): AuthorCalls {
  const { pulls, repos } = octokit.rest;
  const mayWrite = async (username: string): Promise<boolean> => {
    const { data } = await repos.getCollaboratorPermissionLevel({ ...repository, username });
    return data.permission === 'admin' || data.permission === 'write';
  };
  return {
    pullCommits: (number) =>
      run('read the commits of the pull request', async () => {
        const commits = await octokit.paginate(pulls.listCommits, {
          ...repository,
          pull_number: number,
          per_page: 100,
        });
        return commits.map(({ sha, author, parents }) => ({
          sha,
          ...(author === null ? {} : { author: author.login, isBot: author.type === 'Bot' }),
          isMerge: parents.length > 1,
        }));
      }),
    commitPaths: (sha) =>
      run('read a commit', async () => {
        const { data } = await repos.getCommit({ ...repository, ref: sha, per_page: 100 });
        return (data.files ?? []).flatMap(({ filename, previous_filename: before }) => [
          filename,
          ...(before === undefined ? [] : [before]),
        ]);
      }),
    approvers: (number, shas) =>
      run('read who approved the pull request', async () => {
        const reviews = await octokit.paginate(pulls.listReviews, {
          ...repository,
          pull_number: number,
          per_page: 100,
        });
        const standing = new Map<string, boolean>();
        for (const { user, state, commit_id: sha } of reviews) {
          // A comment takes no approval back; whoever is no person cannot answer for anything.
          if (user === null || user.type !== 'User' || state === 'COMMENTED' || state === 'PENDING') continue;
          standing.set(user.login, state === 'APPROVED' && sha !== null && shas.includes(sha));
        }
        const people = [...standing].flatMap(([login, isApproval]) => (isApproval ? [login] : []));
        const allowed = await Promise.all(people.map(mayWrite));
        return people.filter((_, index) => allowed[index] === true);
      }),
  };
}
