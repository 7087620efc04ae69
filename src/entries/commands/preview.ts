import { check } from '../../engine/check.ts';
import { gatherCheck } from '../../engine/gather.ts';
import { decodeUtf8 } from '../../load/inspect-text.ts';
import type { ReviewPlan } from '../../model/plans.ts';
import { planReview } from '../../publish/plan-review.ts';
import { defaultReviewOptions } from '../../publish/review-options.ts';
import { emptyReviewState } from '../../publish/review-state.ts';
import { type Command, emit, exitCodeOf } from '../command.ts';
import { compareRequest, openWorkspace } from '../workspace.ts';

/** `dataengos preview`: exactly what would be posted on a pull request, and posts nothing. */
export const previewCommand: Command = {
  usage: 'preview [PATH] [--base REV] [--head REV|--worktree] [--fail-on …] [--scope …]',
  summary: 'print exactly what would be posted on a pull request',
  async run(options, terminal) {
    const workspace = await openWorkspace(options.positionals[0] ?? '.', terminal);
    const request = await compareRequest(workspace, options);
    const gathered = await gatherCheck(workspace.tools, request);
    const report = check(gathered.input);
    const plan = planReview({
      report,
      hunks: await workspace.tools.git.diffHunks(request.base.revision, request.head.revision),
      state: emptyReviewState,
      options: { ...defaultReviewOptions, headSha: gathered.headTree.sha ?? 'worktree', labels: true },
      readHead: (path) => decodeUtf8(gathered.headTree.read(path) ?? new Uint8Array()),
    });
    workspace.tools.progress.done();
    await emit(options.format === 'json' ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan), options, terminal);
    return exitCodeOf(report);
  },
};

/** The plan as text: one part per thing that would be posted, its Markdown as it would be sent. */
function renderPlan(plan: ReviewPlan): string {
  const parts: string[] = [];
  const add = (title: string, body: string): void => void parts.push(`═══ ${title}\n${body.trimEnd()}\n`);
  const run = plan.checkRun;
  if (run !== undefined) {
    const count = run.annotationBatches.flat().length;
    add(`check run "${run.name}": ${run.conclusion}, ${count} annotations`, `${run.title}\n\n${run.summary}`);
  }
  if (plan.sticky.kind === 'create' || plan.sticky.kind === 'update') add('sticky comment', plan.sticky.body);
  for (const comment of plan.review?.comments ?? []) {
    const lines = comment.startLine === undefined ? comment.line : `${comment.startLine}-${comment.line}`;
    add(`review comment on ${comment.path}:${lines} (${comment.side === 'LEFT' ? 'base' : 'head'} side)`, comment.body);
  }
  for (const comment of plan.fileComments) add(`comment on file ${comment.path}`, comment.body);
  if (plan.addLabels.length > 0) add('labels', plan.addLabels.join('\n'));
  return parts.length === 0 ? 'nothing would be posted\n' : parts.join('\n');
}
