import { type Finding, isExcused, type Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { capText, visibleText } from '../reporters/escape.ts';
import { isInScope } from '../reporters/words.ts';
import { sayCount } from './say.ts';

/** The runner shows ten annotations of each level per step; the rest only reaches the log (actions/runner, ExecutionContext). */
const maxPerLevel = 10;

/** The runner cuts a message at 4 096 characters. */
const maxMessageChars = 4_000;

const levels = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Workflow commands that annotate the log, the worst first, and one plain line that counts what did not fit.
 * Findings that cannot fail the run (pre-existing ones, unless the scope asks for them) and waived ones are left out.
 */
export function logAnnotations(report: Report): readonly string[] {
  const shown = report.findings
    .filter((finding) => !isExcused(finding) && isInScope(finding, report))
    .toSorted((a, b) => Number(b.introduced) - Number(a.introduced));
  const severities: readonly Severity[] = ['error', 'warning', 'info'];
  const commands = severities.flatMap((severity) => {
    return shown
      .filter((finding) => finding.severity === severity)
      .slice(0, maxPerLevel)
      .map(annotationCommand);
  });
  const rest = shown.length - commands.length;
  return rest === 0 ? commands : [...commands, sayCount(report.lang, 'log-more', rest)];
}

/**
 * Makes untrusted text harmless in a log line: one line, no command of the runner (`::name::` at its start, the old
 * `##[name]` anywhere), nothing invisible. Everything printed that came from a pull request goes through here.
 */
export function neutralizeLog(text: string): string {
  return visibleText(text)
    .replaceAll('##[', '# #[')
    .replace(/^(\s*):(?=:)/u, '$1: ');
}

/** A base line does not exist in head, so a removed thing is named in the message instead of a place. */
function annotationCommand(finding: Finding): string {
  const level = levels[finding.severity];
  const title = `title=${escapeProperty(finding.rule)}`;
  const message = neutralizeLog(capText(finding.message, maxMessageChars));
  if (finding.side === 'base') {
    return `::${level} ${title}::${escapeData(`${neutralizeLog(`${finding.path}:${finding.line}`)}: ${message}`)}`;
  }
  const place = [`file=${escapeProperty(finding.path)}`, `line=${finding.line}`, ...endOf(finding), title];
  return `::${level} ${place.join(',')}::${escapeData(message)}`;
}

/** Columns only make sense on one line. */
function endOf(finding: Finding): readonly string[] {
  const endLine = finding.endLine ?? finding.line;
  if (endLine > finding.line) return [`endLine=${endLine}`];
  const end = finding.endColumn === undefined ? [] : [`endColumn=${Math.max(finding.column, finding.endColumn - 1)}`];
  return [`col=${finding.column}`, ...end];
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
