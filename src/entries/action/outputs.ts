import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as core from '@actions/core';
import { rules } from '../../generated/rules.ts';
import { translate } from '../../model/messages.ts';
import type { Outcome } from '../../model/plans.ts';
import type { Report } from '../../model/report.ts';
import { logAnnotations, neutralizeLog } from '../../publish/log-commands.ts';
import { renderJson } from '../../reporters/json.ts';
import { checkTitle, summaryMarkdown, type SummaryOptions } from '../../reporters/markdown.ts';
import { renderSarif } from '../../reporters/sarif.ts';
import type { ActionInputs } from './inputs.ts';
import type { Runner } from './runner.ts';

/** A step summary of more than 1 MiB is dropped whole (actions/runner FileCommandManager); characters may take four bytes. */
const maxSummaryChars = 250_000;

/** What needs no permission and cannot fail the run: exit code, outputs, step summary, log annotations, in this order. */
export async function emitReport(
  report: Report,
  { inputs, runner }: { readonly inputs: ActionInputs; readonly runner: Runner },
): Promise<void> {
  process.exitCode = report.verdict === 'pass' ? 0 : report.verdict === 'fail' ? 1 : 70;
  core.setOutput('verdict', report.verdict);
  core.setOutput('errors', report.counts.errors);
  core.setOutput('warnings', report.counts.warnings);
  core.setOutput('breaking', report.counts.breaking);
  core.setOutput('stale', report.artifacts.filter(({ status }) => status !== 'fresh').length);
  await core.summary
    .addRaw(summaryMarkdown(report, { maxChars: maxSummaryChars, ...linksOf(runner, report) }), true)
    .write();
  for (const line of logAnnotations(report)) print(line);
  print(neutralizeLog(checkTitle(report)));
  await writeReports(report, { inputs, runner });
}

/** The JSON report (and SARIF where wanted); written again at the end, when it also says what could not be posted. */
export async function writeReports(
  report: Report,
  { inputs, runner }: { readonly inputs: ActionInputs; readonly runner: Runner },
): Promise<void> {
  const path =
    inputs.reportFile === ''
      ? join(runner.temp, 'dataengos-report.json')
      : resolve(runner.workspace, inputs.reportFile);
  await writeFile(path, renderJson(report));
  core.setOutput('report-file', path);
  if (inputs.sarifFile !== '') await writeFile(resolve(runner.workspace, inputs.sarifFile), renderSarif(report, rules));
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
