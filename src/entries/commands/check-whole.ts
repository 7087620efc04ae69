import type { Terminal } from '../../adapters/terminal.ts';
import { check } from '../../engine/check.ts';
import { gatherCheck } from '../../engine/gather.ts';
import { emit, type ExitCode, exitCodeOf } from '../command.ts';
import type { CliOptions } from '../options.ts';
import { renderReport } from '../render-report.ts';
import { compareRequest, openWorkspace } from '../workspace.ts';

/** Judges a change by all rules. */
export async function checkWhole(options: CliOptions, terminal: Terminal): Promise<ExitCode> {
  const workspace = await openWorkspace(options.positionals[0] ?? '.', terminal);
  const gathered = await gatherCheck(workspace.tools, await compareRequest(workspace, options));
  const report = check(gathered.input);
  workspace.tools.progress.done();
  await emit(renderReport(report, gathered, { options, terminal }), options, terminal);
  return exitCodeOf(report);
}
