import { createForge } from '../../adapters/github-forge.ts';
import { noSampleDatabase } from '../../adapters/sample-database.ts';
import { check } from '../../engine/check.ts';
import { gatherAuthors } from '../../engine/gather-authors.ts';
import { type CheckRequest, gatherCheck, type Gathered, type Tools } from '../../engine/gather.ts';
import type { PullRequestEvent } from '../../engine/read-event.ts';
import { type Base, resolveBase } from '../../engine/resolve-base.ts';
import { decodeUtf8 } from '../../load/inspect-text.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { SpecAuthors } from '../../model/facts.ts';
import type { Outcome } from '../../model/plans.ts';
import type { Report } from '../../model/report.ts';
import type { FileHunks, Forge } from '../../ports.ts';
import { applyReview, type ReviewContext } from '../../publish/apply-review.ts';
import { requestOwners } from '../../publish/apply-reviewers.ts';
import { exportNotes } from '../../publish/export-notes.ts';
import { skippedBecause } from '../../publish/outcomes.ts';
import { planReview } from '../../publish/plan-review.ts';
import { defaultReviewOptions } from '../../publish/review-options.ts';
import { gatherReviewState } from '../../publish/review-state.ts';
import { createTools, silentProgress } from '../tools.ts';
import type { ActionInputs } from './inputs.ts';
import { logUnitTests } from './log-unit-tests.ts';
import { exportArtifacts, prepareExport } from './export.ts';
import { givenArtifacts } from './given-artifacts.ts';
import { emitReport, linksOf, withOutcomes, writeAgentFile, writeReports } from './outputs.ts';
import type { Runner } from './runner.ts';

/** What every step of a run needs. */
export interface ActionContext {
  readonly inputs: ActionInputs;
  readonly runner: Runner;
}

/** Judges a pull request, posts the verdict, and exports where that was asked for. */
export async function runPullRequest(event: PullRequestEvent, context: ActionContext): Promise<void> {
  const forge = forgeOf(context, context.inputs.token);
  const own = createTools({ cwd: context.runner.workspace, token: context.inputs.token }, silentProgress, logUnitTests);
  const tools = event.isFork ? { ...own, samples: noSampleDatabase } : own;
  const run: Run = { event, context, forge, tools, base: await findBase(event, tools, forge) };
  const judged = await judge(run, event.headSha);
  const exporting = { ...run, ...judged };
  const notes = await prepareExport(exporting);
  await emitReport(judged.report, context, notes);
  await writeAgentFile(judged.report, judged.gathered.input, context);
  const published = await publish(run, judged, notes);
  const exported = await exportArtifacts(exporting, (sha, after) => publishOnExport(run, sha, after));
  const report = withOutcomes(judged.report, [...judged.outcomes, ...published, ...exported]);
  await writeReports(report, context);
}

interface Run {
  readonly event: PullRequestEvent;
  readonly context: ActionContext;
  readonly forge: Forge;
  readonly tools: Tools;
  readonly base: Base & { readonly tip: string };
}

interface Judged {
  readonly report: Report;
  readonly gathered: Gathered;
  readonly hunks: readonly FileHunks[];
  /** What could not be asked. */
  readonly outcomes: readonly Outcome[];
}

function forgeOf({ runner }: ActionContext, token: string): Forge {
  return createForge({ token, repository: runner.repository, apiUrl: runner.apiUrl, graphqlUrl: runner.graphqlUrl });
}

/** The merge base, and the tip of the base branch, which policy comes from. */
async function findBase(
  { baseRef, baseSha, headSha }: PullRequestEvent,
  tools: Tools,
  forge: Forge,
): Promise<Run['base']> {
  if (!(await tools.git.fetchCommits([baseSha, headSha]))) {
    throw new EnvironmentError(
      'the commits of the pull request are neither in this checkout nor could they be fetched; check out with "fetch-depth: 0"',
      { retryable: true },
    );
  }
  // The event tells the tip as it was when the event happened; the branch may have moved since.
  const now = await forge.branch(baseRef).catch(() => undefined);
  const tip = now !== undefined && (await tools.git.fetchCommits([now.sha])) ? now.sha : baseSha;
  return { ...(await resolveBase(tools.git, { baseRef, baseSha: tip, headSha }, forge)), tip };
}

async function judge(run: Run, headSha: string): Promise<Judged> {
  const { event, context, tools, base } = run;
  const { failOn, scope, lang } = context.inputs;
  const hunks = await tools.git.diffHunks(base.revision.revision, headSha);
  const { authors, outcomes } = await findAuthors(run, headSha, hunks);
  const gathered = await gatherCheck(tools, {
    base: base.revision,
    origin: base.origin,
    head: { ref: event.headRef, revision: headSha },
    tip: { ref: event.baseRef, revision: base.tip },
    failOn,
    scope,
    lang,
    unitTests: 'configured',
    compile: context.inputs.compile ?? 'configured',
    dbtArtifacts: await givenArtifacts(context),
    ...dbtRefusal(event, context.runner),
    ...(authors && { authors }),
  });
  return { report: check(gathered.input), gathered, hunks, outcomes };
}

/** dbt would run templates of the pull request: never those of strangers, and never where the event has the secrets of the base. */
function dbtRefusal({ isFork }: PullRequestEvent, { eventName }: Runner): Pick<CheckRequest, 'dbtRefusal'> {
  if (eventName === 'pull_request_target') return { dbtRefusal: 'pull-request-target' };
  return isFork ? { dbtRefusal: 'fork' } : {};
}

/** Who wrote the specifications, and who approved: of the head, and of what the gate itself exported onto it. */
async function findAuthors(
  { event, forge, context }: Run,
  headSha: string,
  hunks: readonly FileHunks[],
): Promise<{ readonly authors?: SpecAuthors; readonly outcomes: readonly Outcome[] }> {
  const changed = hunks.flatMap(({ path, basePath }) => [path, ...(basePath === undefined ? [] : [basePath])]);
  const shas = [...new Set([headSha, event.headSha])];
  try {
    const authors = await gatherAuthors({ forge, pull: event.number, bot: event.bot, changed, shas });
    return { authors, outcomes: [] };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const { lang } = context.inputs;
    const facts = { sink: 'authors', permission: 'pull-requests: read', lang: lang === 'pt-BR' ? lang : 'en' } as const;
    return { outcomes: [skippedBecause(error, { ...facts, fork: event.isFork })] };
  }
}

/** Plans from what is already on the pull request, then applies. Nothing here can fail the run. */
async function publish(run: Run, judged: Judged, notes: readonly string[]): Promise<readonly Outcome[]> {
  const { report, gathered, hunks } = judged;
  const { event, context, forge } = run;
  const { inputs, runner } = context;
  const labels = await forge.pullRequest(event.number).then(
    (pull) => pull.labels,
    () => [],
  );
  const { state, outcomes } = await gatherReviewState(forge, { number: event.number, labels }, report.lang);
  const headSha = report.head.sha ?? event.headSha;
  const plan = planReview({
    report,
    hunks,
    state,
    options: {
      ...defaultReviewOptions,
      key: `${runner.key}/${inputs.id}`,
      headSha,
      draft: event.draft,
      checkRun: inputs.checkName === '' ? undefined : inputs.checkName,
      comments: inputs.comment,
      labels: inputs.labels,
      links: linksOf(runner, report),
      exportNotes: notes,
    },
    readHead: (path) => decodeUtf8(gathered.headTree.read(path) ?? new Uint8Array()),
  });
  const place = { pull: event.number, headSha, lang: report.lang, fork: event.isFork };
  const posted = await applyReview(plan, forge, place);
  return [...outcomes, ...posted, ...(await askOwners(run, judged, place))];
}

/** Where the configuration wants it, the owners of what the change hits are asked for a review. */
async function askOwners(
  { event, context, forge }: Run,
  { report, gathered }: Judged,
  place: ReviewContext,
): Promise<readonly Outcome[]> {
  if (!gathered.input.policy.config.requestOwners || event.draft) return [];
  const [organization = ''] = context.runner.repository.split('/');
  return requestOwners(report, forge, { ...place, organization });
}

/** The verdict on the commit that an export made. */
async function publishOnExport(run: Run, sha: string, notes: readonly string[]): Promise<readonly Outcome[]> {
  if (!(await run.tools.git.fetchCommits([sha])))
    return [{ sink: 'verdict on the export commit', status: 'skipped', why: 'the commit could not be fetched' }];
  const judged = await judge(run, sha);
  const states = judged.gathered.input.head.facts.artifacts;
  return publish(run, judged, [...exportNotes(judged.report.lang, { states, hasPatch: false }), ...notes]);
}
