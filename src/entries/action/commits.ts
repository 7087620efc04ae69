import { createForge } from '../../adapters/github-forge.ts';
import { check } from '../../engine/check.ts';
import { gatherCheck } from '../../engine/gather.ts';
import type { GateEvent } from '../../engine/read-event.ts';
import { resolveBase } from '../../engine/resolve-base.ts';
import { EnvironmentError } from '../../model/errors.ts';
import { applyCheckRun } from '../../publish/apply-review.ts';
import { planReview } from '../../publish/plan-review.ts';
import { defaultReviewOptions } from '../../publish/review-options.ts';
import { emptyReviewState } from '../../publish/review-state.ts';
import { createTools, silentProgress } from '../tools.ts';
import { logUnitTests } from './log-unit-tests.ts';
import { givenArtifacts } from './given-artifacts.ts';
import { emitReport, linksOf, withOutcomes, writeAgentFile, writeReports } from './outputs.ts';
import type { ActionContext } from './pull-request.ts';

/** Judges the commits of a merge group or a push: no pull request, so no comments; a check run only. */
export async function runCommits(
  event: Extract<GateEvent, { kind: 'commits' }>,
  context: ActionContext,
): Promise<void> {
  const { inputs, runner } = context;
  const forge = createForge({
    token: inputs.token,
    repository: runner.repository,
    apiUrl: runner.apiUrl,
    graphqlUrl: runner.graphqlUrl,
  });
  const tools = createTools({ cwd: runner.workspace, token: inputs.token }, silentProgress, logUnitTests);
  if (!(await tools.git.fetchCommits([event.baseSha, event.headSha]))) {
    throw new EnvironmentError(
      'the commits of the event are neither in this checkout nor could they be fetched; check out with "fetch-depth: 0"',
    );
  }
  const base = await resolveBase(tools.git, event, forge);
  const { failOn, scope, lang } = inputs;
  const tip = { ref: event.baseRef, revision: event.baseSha };
  const gathered = await gatherCheck(tools, {
    base: base.revision,
    origin: base.origin,
    head: { ref: event.headRef, revision: event.headSha },
    tip,
    failOn,
    scope,
    lang,
    unitTests: 'configured',
    compile: inputs.compile ?? 'configured',
    dbtArtifacts: await givenArtifacts(context),
  });
  const report = check(gathered.input);
  await emitReport(report, context);
  await writeAgentFile(report, gathered.input, context);
  if (inputs.checkName === '') return;
  const options = {
    ...defaultReviewOptions,
    headSha: event.headSha,
    checkRun: inputs.checkName,
    comments: false,
    links: linksOf(runner, report),
  };
  const plan = planReview({ report, hunks: [], state: emptyReviewState, options, readHead: () => undefined });
  if (plan.checkRun === undefined) return;
  const outcome = await applyCheckRun(plan.checkRun, forge, { lang: report.lang, fork: false });
  await writeReports(withOutcomes(report, [outcome]), context);
}
