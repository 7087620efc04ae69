import { join, relative, resolve, sep } from 'node:path';
import * as core from '@actions/core';
import { writeFiles } from '../../adapters/write-files.ts';
import type { CheckInput } from '../../engine/check-input.ts';
import { rules } from '../../generated/rules.ts';
import { ConfigError } from '../../model/errors.ts';
import { translate } from '../../model/messages.ts';
import type { Outcome } from '../../model/plans.ts';
import type { Report } from '../../model/report.ts';
import { logAnnotations, neutralizeLog } from '../../publish/log-commands.ts';
import { renderJson } from '../../reporters/json.ts';
import { baseArguments } from '../../reporters/words.ts';
import { checkTitle, summaryMarkdown, type SummaryOptions } from '../../reporters/markdown.ts';
import { renderSarif } from '../../reporters/sarif.ts';
import type { ActionInputs } from './inputs.ts';
import type { Runner } from './runner.ts';

/** What decides where reports go. */
interface ReportPlace {
  readonly inputs: ActionInputs;
  readonly runner: Runner;
}

/** A step summary of more than 1 MiB is dropped whole (actions/runner FileCommandManager); characters may take four bytes. */
const maxSummaryChars = 250_000;

/** What needs no permission and cannot fail the run: exit code, outputs, step summary, log annotations, in this order. */
export async function emitReport(
  report: Report,
  { inputs, runner }: ReportPlace,
  exportNotes: readonly string[] = [],
): Promise<void> {
  process.exitCode = report.verdict === 'pass' ? 0 : report.verdict === 'fail' ? 1 : 70;
  core.setOutput('verdict', report.verdict);
  core.setOutput('errors', report.counts.errors);
  core.setOutput('warnings', report.counts.warnings);
  core.setOutput('breaking', report.counts.breaking);
  core.setOutput('stale', report.artifacts.filter(({ status }) => status !== 'fresh').length);
  await core.summary
    .addRaw(summaryMarkdown(report, { maxChars: maxSummaryChars, exportNotes, ...linksOf(runner, report) }), true)
    .write();
  for (const line of logAnnotations(report)) print(line);
  print(neutralizeLog(checkTitle(report)));
  await writeReports(report, { inputs, runner });
}

/**
 * The JSON report (and SARIF where wanted); written again at the end, when it also says what could not be posted.
 * @throws ConfigError for a place outside of the workspace and the temporary folder, EnvironmentError for one behind a symlink
 */
export async function writeReports(report: Report, { inputs, runner }: ReportPlace): Promise<void> {
  const wanted = inputs.reportFile === '' ? join(runner.temp, 'dataengos-report.json') : inputs.reportFile;
  core.setOutput('report-file', await writeOutput(wanted, renderJson(report), runner));
  if (inputs.sarifFile !== '') await writeOutput(inputs.sarifFile, renderSarif(report, rules), runner);
}

/** What a coding agent must mend, where that is wanted; the commands in it compare with the same base. */
export async function writeAgentFile(
  report: Report,
  input: Pick<CheckInput, 'head' | 'rules'>,
  { inputs, runner }: ReportPlace,
): Promise<void> {
  if (inputs.agentFile === '') return;
  const { agentWorld, renderForAgent } = await import('../render-agent.ts');
  const format = inputs.agentFile.endsWith('.json') ? 'json' : 'toon';
  const text = await renderForAgent(report, agentWorld(input, baseArguments(report)), { format });
  await writeOutput(inputs.agentFile, text, runner);
}

/** The workspace holds files of the pull request: a symlink among them must not lead a write elsewhere. */
async function writeOutput(wanted: string, content: string, { workspace, temp }: Runner): Promise<string> {
  const target = resolve(workspace, wanted);
  const root = [workspace, temp].map((folder) => resolve(folder)).find((folder) => target.startsWith(folder + sep));
  if (root === undefined) {
    throw new ConfigError(
      `"${wanted}" is neither below the workspace nor below the temporary folder of the runner; choose a place there`,
    );
  }
  await writeFiles(root, [{ path: relative(root, target).replaceAll(sep, '/'), content }]);
  return target;
}

/** Says what was posted, and why something was not; neither changes the verdict. */
export function withOutcomes(report: Report, outcomes: readonly Outcome[]): Report {
  for (const outcome of outcomes) {
    if (outcome.status === 'done')
      print(
        neutralizeLog(
          `${outcome.sink}: ${translate(report.lang, 'cli.posted')}${outcome.detail === undefined ? '' : ` (${outcome.detail})`}`,
        ),
      );
    else core.warning(neutralizeLog(`${outcome.sink}: ${outcome.why}`));
  }
  const skipped = outcomes.flatMap((outcome) =>
    outcome.status === 'skipped' ? [{ what: outcome.sink, why: outcome.why }] : [],
  );
  return skipped.length === 0 ? report : { ...report, skipped: [...report.skipped, ...skipped] };
}

/** Links from Markdown to commits and lines on GitHub. */
export function linksOf(runner: Runner, report: Report): Required<Pick<SummaryOptions, 'commitUrl' | 'fileUrl'>> {
  const root = `${runner.serverUrl}/${runner.repository}`;
  const shaOf = (side: 'head' | 'base'): string => (side === 'head' ? report.head.sha : report.base.sha) ?? 'HEAD';
  return {
    commitUrl: (sha) => `${root}/commit/${sha}`,
    fileUrl: (side, path, line) =>
      `${root}/blob/${shaOf(side)}/${path.split('/').map(encodeURIComponent).join('/')}#L${line}`,
  };
}

/** One line on stdout that is already safe: a workflow command of ours, or neutralised text. */
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
