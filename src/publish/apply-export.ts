import type { Lang } from '../model/messages.ts';
import type { ExportPlan, Outcome } from '../model/plans.ts';
import type { Forge, ForgeCommit } from '../ports.ts';
import { startsWorkflows } from './export-notes.ts';
import { attempt, type SinkFacts } from './outcomes.ts';
import { type ExportDecision, exportBranchOf, type ExportState, unknownExportState } from './plan-export.ts';
import { say } from './say.ts';

/** The branch that is exported to, and the commit that was judged. */
export interface ExportContext {
  readonly head: { readonly ref: string; readonly sha: string };
  readonly lang: Lang;
  /** Whose token writes; undefined where GitHub does not tell. */
  readonly login?: string | undefined;
}

/** What an export did; `sha` is the new head of the branch that was judged, on which the verdict must be published too. */
export interface ExportResult {
  readonly outcomes: readonly Outcome[];
  readonly sha?: string;
}

/** Commits that are looked at for a loop; more than any sensible `maxBotCommits`. */
const maxRecentCommits = 20;

/**
 * Reads what decides about an export. What GitHub refuses to tell is an outcome, and reads as "not there", which makes the
 * plan write nothing.
 * @throws only our own bugs
 */
export async function gatherExportState(
  forge: Forge,
  { head, lang }: ExportContext,
): Promise<{ readonly state: ExportState; readonly outcomes: readonly Outcome[] }> {
  const state = { ...unknownExportState };
  const facts = { sink: 'export', permission: 'contents: read', lang };
  const outcome = await attempt(facts, async () => {
    const headBranch = await forge.branch(head.ref);
    const recentCommits = await forge.listCommits(head.sha, maxRecentCommits);
    const name = exportBranchOf(head.ref);
    const branch = await forge.branch(name);
    const exportBranch =
      branch === undefined ? undefined : { sha: branch.sha, commits: await ownCommits(forge, head.sha, branch.sha) };
    const openPullRequest = exportBranch === undefined ? undefined : await forge.findPullRequest(name, head.ref);
    Object.assign(state, {
      ownLogin: await forge.ownLogin(),
      recentCommits,
      exportBranch,
      openPullRequest,
      headBranch,
    });
    return undefined;
  });
  return { state, outcomes: outcome.status === 'skipped' ? [outcome] : [] };
}

/** The newest commits of the export branch that the head does not have, newest first. */
async function ownCommits(forge: Forge, head: string, branch: string): Promise<readonly ForgeCommit[]> {
  const commits = await forge.listCommits(branch, maxRecentCommits);
  const base = await forge.compareMergeBase(head, branch);
  const at = commits.findIndex(({ sha }) => sha === base);
  return at === -1 ? commits : commits.slice(0, at);
}

/**
 * Does what an export plan says. The commit is refused by GitHub when the branch has moved since; then nothing is written.
 * A patch (`artifact`) is for the caller to keep; nothing is done with it here.
 * @throws only our own bugs
 */
export async function applyExport(plan: ExportDecision, forge: Forge, context: ExportContext): Promise<ExportResult> {
  const facts = { sink: 'export', permission: 'contents: write', lang: context.lang };
  switch (plan.kind) {
    case 'none':
      return { outcomes: [] };
    case 'artifact':
      return { outcomes: [{ sink: 'export', status: 'done', detail: say(context.lang, 'export.patch') }] };
    case 'commit':
      return applyCommit(plan, forge, facts);
    case 'pull-request':
      return { outcomes: await applyPullRequest(plan, forge, { ...context, facts }) };
    case 'close-pull-request':
      return { outcomes: [await closePullRequest(plan, forge, facts)] };
    default:
      return plan satisfies never;
  }
}

async function applyCommit(
  plan: Extract<ExportPlan, { kind: 'commit' }>,
  forge: Forge,
  facts: SinkFacts,
): Promise<ExportResult> {
  let sha: string | undefined;
  const outcome = await attempt(facts, async () => {
    sha = await forge.createCommit(plan.commit);
    return sha;
  });
  return { outcomes: [outcome], ...(sha === undefined ? {} : { sha }) };
}

async function applyPullRequest(
  plan: Extract<ExportPlan, { kind: 'pull-request' }>,
  forge: Forge,
  { head, facts, login, lang }: ExportContext & { readonly facts: SinkFacts },
): Promise<readonly Outcome[]> {
  const { commit } = plan;
  const isEmpty = commit.additions.length + commit.deletions.length === 0;
  const written = await attempt(facts, async () => (isEmpty ? undefined : writeExportBranch(plan, forge, head.sha)));
  if (written.status === 'skipped') return [written];
  const proposed = await attempt(
    { ...facts, sink: 'export pull request', permission: 'pull-requests: write' },
    async () => {
      const { title, body, base } = plan;
      const existing = await forge.findPullRequest(commit.branch, base);
      const number = existing ?? (await forge.createPullRequest({ title, body, base, head: commit.branch }));
      if (existing !== undefined) await forge.updatePullRequest(existing, { title, body });
      return startsWorkflows(login) ? `#${number}` : `#${number}; ${say(lang, 'export.after.pull-request')}`;
    },
  );
  return [written, proposed];
}

/** A branch that is there is replaced in one step: reset first, GitHub would close its pull request for having no commits. */
async function writeExportBranch(
  { commit, replaces }: Extract<ExportPlan, { kind: 'pull-request' }>,
  forge: Forge,
  head: string,
): Promise<string> {
  if (replaces === undefined) {
    if ((await forge.branch(commit.branch)) === undefined) await forge.createBranch(commit.branch, head);
    return forge.createCommit(commit);
  }
  // Named after both ends, so that what a run left behind when it was stopped is what this one would make.
  const staging = `dataengos/export-next/${head.slice(0, 12)}-${replaces.slice(0, 12)}`;
  const staged = await forge.branch(staging);
  if (staged === undefined) await forge.createBranch(staging, head);
  const isMade = staged !== undefined && staged.sha !== head;
  const oid = isMade ? staged.sha : await forge.createCommit({ ...commit, branch: staging });
  await forge.replaceBranch({ branch: commit.branch, expectedHeadOid: replaces, oid, staging });
  return oid;
}

async function closePullRequest(
  plan: Extract<ExportDecision, { kind: 'close-pull-request' }>,
  forge: Forge,
  facts: SinkFacts,
): Promise<Outcome> {
  return attempt({ ...facts, sink: 'export pull request', permission: 'pull-requests: write' }, async () => {
    await forge.updatePullRequest(plan.number, { body: plan.body, state: 'closed' });
    return `#${plan.number}`;
  });
}
