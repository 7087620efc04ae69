import type { Forge, NewCheckRun } from '../ports.ts';
import type { ForgeClient } from './github-client.ts';

type CheckCalls = Pick<Forge, 'findCheckRun' | 'createCheckRun' | 'updateCheckRun'>;

/** Check runs. Only apps may make them: the token of a workflow can, a personal one cannot. */
export function createCheckCalls({ octokit, repository, run, ownLogin }: ForgeClient): CheckCalls {
  const { checks } = octokit.rest;
  return {
    findCheckRun: ({ headSha, name, externalId }) =>
      run('list check runs', async () => {
        const runs = await octokit.paginate(checks.listForRef, {
          ...repository,
          ref: headSha,
          check_name: name,
          // The newest of each name would hide the run of another gate of the same name.
          filter: 'all',
          per_page: 100,
        });
        const own = await ownLogin();
        // Another app's run of this name cannot be changed ("can only be modified by the GitHub App that created it").
        const ours = runs.filter((each) => own === undefined || each.app?.slug === own.replace(/\[bot\]$/, ''));
        // Two gates of one name on one commit must not overwrite each other's verdict.
        const same = ours.filter((each) => each.external_id === externalId);
        return same.map((each) => each.id).sort((a, b) => b - a)[0];
      }),
    createCheckRun: (check) =>
      run('create a check run', async () => {
        const { data } = await checks.create({ ...repository, ...bodyOf(check), head_sha: check.headSha });
        return data.id;
      }),
    updateCheckRun: (id, check) =>
      run('update a check run', async () => {
        await checks.update({ ...repository, check_run_id: id, ...bodyOf(check) });
      }),
  };
}

/** GitHub sets the times itself; a run with a conclusion is completed. */
function bodyOf({ name, externalId, status, conclusion, title, summary, annotations }: NewCheckRun) {
  const output = {
    title,
    summary,
    annotations: annotations.map((each) => ({
      path: each.path,
      start_line: each.startLine,
      end_line: each.endLine,
      ...(each.startColumn === undefined ? {} : { start_column: each.startColumn }),
      ...(each.endColumn === undefined ? {} : { end_column: each.endColumn }),
      annotation_level: each.level,
      title: each.title,
      message: each.message,
    })),
  };
  return { name, external_id: externalId, status, output, ...(conclusion === undefined ? {} : { conclusion }) };
}
