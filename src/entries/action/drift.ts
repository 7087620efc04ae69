import { resolve } from 'node:path';
import { createForge } from '../../adapters/github-forge.ts';
import { checkDrift } from '../../engine/check-drift.ts';
import { gatherCheck } from '../../engine/gather.ts';
import { ConfigError } from '../../model/errors.ts';
import { applyIssue, gatherIssueState } from '../../publish/apply-issue.ts';
import { planIssue } from '../../publish/plan-issue.ts';
import { readSnapshots } from '../commands/drift.ts';
import { createTools, silentProgress } from '../tools.ts';
import { emitReport, withOutcomes, writeReports } from './outputs.ts';
import type { ActionContext } from './pull-request.ts';

/** Compares the contracts of the checked-out commit with the warehouse, and keeps the one issue about it. */
export async function runDrift(context: ActionContext): Promise<void> {
  const { inputs, runner } = context;
  if (inputs.snapshots.length === 0)
    throw new ConfigError(
      'on a schedule the gate needs what the warehouse holds: set the input "snapshot" to a file with information_schema.columns',
    );
  const forge = createForge({
    token: inputs.token,
    repository: runner.repository,
    apiUrl: runner.apiUrl,
    graphqlUrl: runner.graphqlUrl,
  });
  const tools = createTools({ cwd: runner.workspace, token: inputs.token }, silentProgress);
  const head = { ref: 'HEAD', revision: (await tools.git.resolve('HEAD')) ?? runner.sha };
  const gathered = await gatherCheck(tools, {
    base: head,
    tip: head,
    head,
    origin: 'given',
    lang: inputs.lang,
    failOn: inputs.failOn,
  });
  const report = checkDrift(
    gathered.input,
    await readSnapshots(
      inputs.snapshots.map((path) => resolve(runner.workspace, path)),
      gathered.input.lang,
    ),
  );
  await emitReport(report, context);
  const { state, outcomes } = await gatherIssueState(forge, report.lang);
  const plan = planIssue({ report, ...state, key: `${runner.key}/${inputs.id}` });
  await writeReports(withOutcomes(report, [...outcomes, ...(await applyIssue(plan, forge, report.lang))]), context);
}
