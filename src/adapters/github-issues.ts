import type { Forge } from '../ports.ts';
import type { ForgeClient } from './github-client.ts';

type IssueCalls = Pick<
  Forge,
  | 'listComments'
  | 'createComment'
  | 'updateComment'
  | 'deleteComment'
  | 'addLabels'
  | 'removeLabel'
  | 'listIssues'
  | 'createIssue'
  | 'updateIssue'
>;

/** Issues, and what pull requests have of them: comments and labels. */
export function createIssueCalls(client: ForgeClient): IssueCalls {
  return { ...createCommentCalls(client), ...createLabelCalls(client), ...createIssueWrites(client) };
}

function createCommentCalls({
  octokit,
  repository,
  run,
}: ForgeClient): Pick<IssueCalls, 'listComments' | 'createComment' | 'updateComment' | 'deleteComment'> {
  const { issues } = octokit.rest;
  return {
    listComments: (issue) =>
      run('list comments', async () => {
        const comments = await octokit.paginate(issues.listComments, {
          ...repository,
          issue_number: issue,
          per_page: 100,
        });
        return comments.map(({ id, user, body }) => {
          return { id, author: user?.login ?? 'ghost', authorType: user?.type ?? 'User', body: body ?? '' };
        });
      }),
    createComment: (issue, body) =>
      run('create a comment', async () => {
        await issues.createComment({ ...repository, issue_number: issue, body });
      }),
    updateComment: (id, body) =>
      run('update a comment', async () => {
        await issues.updateComment({ ...repository, comment_id: id, body });
      }),
    deleteComment: (id) =>
      run('delete a comment', async () => {
        await issues.deleteComment({ ...repository, comment_id: id });
      }),
  };
}

function createLabelCalls({ octokit, repository, run }: ForgeClient): Pick<IssueCalls, 'addLabels' | 'removeLabel'> {
  const { issues } = octokit.rest;
  return {
    addLabels: (issue, labels) =>
      run('add labels', async () => {
        await issues.addLabels({ ...repository, issue_number: issue, labels: [...labels] });
      }),
    removeLabel: (issue, label) =>
      run('remove a label', async () => {
        await issues.removeLabel({ ...repository, issue_number: issue, name: label });
      }),
  };
}

function createIssueWrites({
  octokit,
  repository,
  run,
}: ForgeClient): Pick<IssueCalls, 'listIssues' | 'createIssue' | 'updateIssue'> {
  const { issues } = octokit.rest;
  return {
    listIssues: (label) =>
      run('list issues', async () => {
        const all = await octokit.paginate(issues.listForRepo, {
          ...repository,
          labels: label,
          state: 'all',
          per_page: 100,
        });
        return all
          .filter((issue) => issue.pull_request === undefined)
          .map(({ number, title, body, state, user }) => {
            return {
              number,
              title,
              body: body ?? '',
              state: state === 'open' ? 'open' : 'closed',
              author: user?.login ?? 'ghost',
            };
          });
      }),
    createIssue: ({ title, body, labels }) =>
      run('create an issue', async () => {
        const { data } = await issues.create({ ...repository, title, body, labels: [...labels] });
        return data.number;
      }),
    updateIssue: (number, change) =>
      run(`update issue #${number}`, async () => {
        await issues.update({ ...repository, issue_number: number, ...change });
      }),
  };
}
