import { Buffer } from 'node:buffer';
import { compareText } from '../model/location.ts';
import type { Forge } from '../ports.ts';
import type { ForgeClient } from './github-client.ts';
import { undefinedWhereMissing } from './github-requests.ts';

type BranchCalls = Pick<
  Forge,
  'branch' | 'createBranch' | 'createCommit' | 'replaceBranch' | 'requiredChecks' | 'listCommits'
>;

const commitMutation = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

const refsMutation = `mutation ($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}`;

/** What a deleted ref points to afterwards. */
const noObject = '0'.repeat(40);

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
    async replaceBranch({ branch, expectedHeadOid, oid, staging }) {
      const repositoryId = await run('read the repository', async () => {
        const { data } = await octokit.rest.repos.get(repository);
        return data.node_id;
      });
      const refUpdates = [
        { name: `refs/heads/${branch}`, beforeOid: expectedHeadOid, afterOid: oid, force: true },
        { name: `refs/heads/${staging}`, beforeOid: oid, afterOid: noObject },
      ];
      await graphql({
        name: `replace ${branch}`,
        document: refsMutation,
        variables: { input: { repositoryId, refUpdates } },
      });
    },
    requiredChecks: (branch) =>
      run(`read the required checks of ${branch}`, async () => {
        const { data } = await octokit.rest.repos.getBranch({ ...repository, branch });
        const rules = await octokit.rest.repos.getBranchRules({ ...repository, branch, per_page: 100 });
        const ruled = rules.data.flatMap((rule) =>
          rule.type === 'required_status_checks' ? (rule.parameters?.required_status_checks ?? []) : [],
        );
        const names = [
          ...(data.protection.required_status_checks?.contexts ?? []),
          ...ruled.map(({ context }) => context),
        ];
        return [...new Set(names)].toSorted(compareText);
      }),
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
