import { Buffer } from 'node:buffer';
import type { Forge } from '../ports.ts';
import type { ForgeClient } from './github-client.ts';
import { undefinedWhereMissing } from './github-requests.ts';

type BranchCalls = Pick<Forge, 'branch' | 'createBranch' | 'createCommit' | 'listCommits'>;

const commitMutation = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/** Branches and commits. */
export function createBranchCalls({ octokit, graphql, repository, run }: ForgeClient): BranchCalls {
  return {
    branch: (name) =>
      run(`read branch ${name}`, async () => {
        const { data } = await octokit.rest.repos.getBranch({ ...repository, branch: name });
        return { sha: data.commit.sha, protected: data.protected };
      }).catch(undefinedWhereMissing),
    createBranch: (name, sha) =>
      run(`create branch ${name}`, async () => {
        await octokit.rest.git.createRef({ ...repository, ref: `refs/heads/${name}`, sha });
      }),
    async createCommit({ branch, expectedHeadOid, headline, body, additions, deletions }) {
      const input = {
        branch: { repositoryNameWithOwner: `${repository.owner}/${repository.repo}`, branchName: branch },
        message: { headline, body },
        expectedHeadOid,
        fileChanges: {
          additions: additions.map(({ path, content }) => ({
            path,
            contents: Buffer.from(content, 'utf8').toString('base64'),
          })),
          deletions: deletions.map((path) => ({ path })),
        },
      };
      const answer = await graphql<{ readonly createCommitOnBranch: { readonly commit: { readonly oid: string } } }>({
        name: `commit to ${branch}`,
        document: commitMutation,
        variables: { input },
      });
      return answer.createCommitOnBranch.commit.oid;
    },
    listCommits: (sha, count) =>
      run('list commits', async () => {
        const { data } = await octokit.rest.repos.listCommits({ ...repository, sha, per_page: count });
        return data.map((commit) => ({
          sha: commit.sha,
          author: loginOf(commit.author) ?? '',
          message: commit.commit.message,
        }));
      }),
  };
}

/** GitHub answers an empty object for an author without an account; the name in the commit proves nothing. */
function loginOf(author: object | null): string | undefined {
  return author !== null && 'login' in author && typeof author.login === 'string' ? author.login : undefined;
}
