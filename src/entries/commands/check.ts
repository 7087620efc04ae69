import { terminalWidth, wantsColor, type Terminal } from '../../adapters/terminal.ts';
import { check } from '../../engine/check.ts';
import { gatherCheck, type Gathered } from '../../engine/gather.ts';
import { rules } from '../../generated/rules.ts';
import type { Report } from '../../model/report.ts';
import { renderJson } from '../../reporters/json.ts';
import { summaryMarkdown } from '../../reporters/markdown.ts';
import { renderSarif } from '../../reporters/sarif.ts';
import { renderText } from '../../reporters/text.ts';
import { type Command, emit, exitCodeOf, lineReader } from '../command.ts';
import type { CliOptions } from '../options.ts';
import { compareRequest, openWorkspace } from '../workspace.ts';

/** `dataengos check`: the whole gate. */
export const checkCommand: Command = {
  usage:
    'check [PATH] [--base REV] [--head REV|--worktree] [--fail-on error|warning|never] [--scope introduced|changed-files|all]',
  summary: 'judge a change: lint, breaking changes, owners, documentation, code, generated files',
  async run(options, terminal) {
    const workspace = await openWorkspace(options.positionals[0] ?? '.', terminal);
    const gathered = await gatherCheck(workspace.tools, await compareRequest(workspace, options));
    const report = check(gathered.input);
    workspace.tools.progress.done();
    await emit(renderReport(report, gathered, { options, terminal }), options, terminal);
    return exitCodeOf(report);
  },
};

interface View {
  readonly options: CliOptions;
  readonly terminal: Terminal;
}

/** A report in the format that was asked for. */
export function renderReport(
  report: Report,
  { headTree, baseTree }: Pick<Gathered, 'headTree' | 'baseTree'>,
  { options, terminal }: View,
): string {
  switch (options.format) {
    case 'json':
      return renderJson(report);
    case 'sarif':
      return renderSarif(report, rules);
    case 'markdown':
      return `${summaryMarkdown(report, { maxChars: Number.MAX_SAFE_INTEGER })}\n`;
    case 'text':
      return renderText(report, {
        color: options.output === undefined && wantsColor(terminal),
        width: terminalWidth(terminal),
        readLine: lineReader(headTree, baseTree),
        verbose: options.verbose,
      });
  }
}
