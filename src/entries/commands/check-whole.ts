import type { Terminal } from '../../adapters/terminal.ts';
import { check } from '../../engine/check.ts';
import { gatherCheck } from '../../engine/gather.ts';
import { emit, type ExitCode, exitCodeOf } from '../command.ts';
import type { CliOptions } from '../options.ts';
import { agentWorld, comparedArguments, renderForAgent } from '../render-agent.ts';
import { renderReport } from '../render-report.ts';
import { compareRequest, openWorkspace } from '../workspace.ts';

/** Judges a change by all rules. */
export async function checkWhole(options: CliOptions, terminal: Terminal): Promise<ExitCode> {
  const workspace = await openWorkspace(options.positionals[0] ?? '.', terminal);
  const request = await compareRequest(workspace, options);
  const gathered = await gatherCheck(workspace.tools, {
    ...request,
    unitTests: options.unitTests ?? 'configured',
    compile: options.compile ?? 'configured',
  });
  const report = check(gathered.input);
  workspace.tools.progress.done();
  const text =
    options.agent === undefined
      ? renderReport(report, gathered, { options, terminal })
      : await renderForAgent(report, agentWorld(gathered.input, comparedArguments(options)), options.agent);
  await emit(text, options, terminal);
  return exitCodeOf(report);
}
