import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as core from '@actions/core';
import { createForge } from '../../adapters/github-forge.ts';
import type { Gathered } from '../../engine/gather.ts';
import type { PullRequestEvent } from '../../engine/read-event.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { Outcome } from '../../model/plans.ts';
import type { Report } from '../../model/report.ts';
import type { Tree } from '../../model/tree.ts';
import type { Forge } from '../../ports.ts';
import { applyExport, gatherExportState } from '../../publish/apply-export.ts';
import { aftermathOf, exportNotes, patchName } from '../../publish/export-notes.ts';
import { neutralizeLog } from '../../publish/log-commands.ts';
import { type ExportRequest, planExport, unknownExportState } from '../../publish/plan-export.ts';
import type { ActionContext } from './pull-request.ts';

/** What an export is made of. */
export interface ExportRun {
  readonly event: PullRequestEvent;
  readonly context: ActionContext;
  /** Reads with the token that reads everything else. */
  readonly forge: Forge;
  readonly report: Report;
  readonly gathered: Gathered;
}

/** Publishes the verdict on the commit that was made; `notes` belong into its summary. */
type Republish = (sha: string, notes: readonly string[]) => Promise<readonly Outcome[]>;

/**
 * Before the verdict is published: in the modes that write nothing a patch for `git apply` is written beside it. Resolves to what
 * the summary says of generated files, in Markdown.
 */
export async function prepareExport(run: ExportRun): Promise<readonly string[]> {
  const { context, report, gathered } = run;
  const plan = writesNothing(run) ? planExport({ ...requestOf(run), state: unknownExportState }) : undefined;
  if (plan?.kind === 'artifact') {
    const path = join(context.runner.temp, patchName);
    await writeFile(path, plan.patch);
    core.setOutput('patch-file', path);
  }
  return exportNotes(report.lang, { states: gathered.input.head.facts.artifacts, hasPatch: plan?.kind === 'artifact' });
}

function writesNothing({ context }: ExportRun): boolean {
  return context.inputs.exportMode === 'check' || context.inputs.exportMode === 'artifact';
}

/** The export of the head that was judged; afterwards the verdict is published on the commit that it made, too. */
export async function exportArtifacts(run: ExportRun, republish: Republish): Promise<readonly Outcome[]> {
  const { event, context, report } = run;
  const { runner, inputs } = context;
  const { repository, apiUrl, graphqlUrl } = runner;
  const forge = createForge({ token: inputs.exportToken, repository, apiUrl, graphqlUrl });
  const place = { head: { ref: event.headRef, sha: event.headSha }, lang: report.lang };
  const isAsked = !writesNothing(run) && !event.isFork;
  const gathered = isAsked ? await gatherExportState(forge, place) : { state: unknownExportState, outcomes: [] };
  const plan = planExport({ ...requestOf(run), state: gathered.state });
  if (plan.kind === 'none') core.info(neutralizeLog(`export: ${plan.why}`));
  const applied = await applyExport(plan, forge, { ...place, login: gathered.state.ownLogin });
  const outcomes = [...gathered.outcomes, ...applied.outcomes];
  if (applied.sha === undefined) return outcomes;
  core.setOutput('export-commit', applied.sha);
  return [...outcomes, ...(await afterCommit(run, { sha: applied.sha, login: gathered.state.ownLogin, republish }))];
}

function requestOf({ event, context, report, gathered }: ExportRun): Omit<ExportRequest, 'state'> {
  return {
    mode: context.inputs.exportMode,
    states: gathered.input.head.facts.artifacts,
    head: { ref: event.headRef, sha: event.headSha },
    isFork: event.isFork,
    draft: event.draft,
    readHead: (path) => textAt(gathered.headTree, path),
    lang: report.lang,
  };
}

/** As generated files are compared: byte order marks stay. */
function textAt(tree: Tree, path: string): string | undefined {
  const bytes = tree.read(path);
  return bytes === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

interface Committed {
  readonly sha: string;
  readonly login: string | undefined;
  readonly republish: Republish;
}

/** The verdict is there for the new commit; of everything else that does not run on it, people are told. */
async function afterCommit(run: ExportRun, { sha, login, republish }: Committed): Promise<readonly Outcome[]> {
  const { event, context, forge, report } = run;
  const required = await forge.requiredChecks(event.baseRef).catch(undefinedWhereRefused);
  const place = { base: event.baseRef, required, ownCheck: context.inputs.checkName };
  const aftermath = aftermathOf(report.lang, { login, sha, ...place });
  if (aftermath === undefined) return republish(sha, []);
  await core.summary.addRaw(`\n${aftermath.note}\n`, true).write();
  return [...(await republish(sha, [aftermath.note])), aftermath.outcome];
}

/** What the token may not know is said in general words. */
function undefinedWhereRefused(error: unknown): undefined {
  if (error instanceof EnvironmentError) return undefined;
  throw error;
}
