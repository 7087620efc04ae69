import { terminalWidth, wantsColor, type Terminal } from '../adapters/terminal.ts';
import { rules } from '../generated/rules.ts';
import type { Report } from '../model/report.ts';
import type { Tree } from '../model/tree.ts';
import { renderJson } from '../reporters/json.ts';
import { summaryMarkdown } from '../reporters/markdown.ts';
import { renderSarif } from '../reporters/sarif.ts';
import { renderText } from '../reporters/text.ts';
import { lineReader } from './command.ts';
import type { CliOptions } from './options.ts';

interface View {
  readonly options: CliOptions;
  readonly terminal: Terminal;
}

/** A report in the format that was asked for. */
export function renderReport(
  report: Report,
  { headTree, baseTree }: { readonly headTree: Tree; readonly baseTree: Tree },
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
