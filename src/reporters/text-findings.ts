import { type Finding, isExcused, type Severity } from '../model/finding.ts';
import type { Lang } from '../model/messages.ts';
import { hurtText } from './consumers.ts';
import { visibleText } from './escape.ts';
import { renderSnippet } from './snippet.ts';
import { wrapText } from './terminal.ts';
import { type TextView, waiverText } from './text-view.ts';
import { type Countable, countList, findingWeight, isInScope, sortedGroups, say } from './words.ts';

/** One block of lines per file, those with the worst findings first: its path, then each finding with its source line and notes. */
export function textFindings(given: TextView): readonly (readonly string[])[] {
  const view = withoutSecrets(given);
  const shown = view.report.findings.filter((finding) => {
    return view.verbose || (isInScope(finding, view.report) && !isExcused(finding));
  });
  const files = sortedGroups(shown, (finding) => finding.path).toSorted(([, a], [, b]) => worst(a) - worst(b));
  return files.map(([path, findings]) => [
    `${view.paint('strong', visibleText(path))} ${view.paint('dim', `(${severityCounts(view.lang, findings)})`)}`,
    ...[...findings].sort(byPlace).flatMap((finding) => ['', ...textFinding(view, finding)]),
  ]);
}

/** Lines with a credential are printed for no finding, whichever it is about. */
function withoutSecrets(view: TextView): TextView {
  const secrets = view.report.findings.filter(({ rule }) => rule === 'spec/secret-literal');
  const hidden = new Set(secrets.map(({ side, path, line }) => lineKey(side, path, line)));
  return {
    ...view,
    readLine: (side, path, line) =>
      hidden.has(lineKey(side, path, line)) ? undefined : view.readLine(side, path, line),
  };
}

function lineKey(side: Finding['side'], path: string, line: number): string {
  return `${side} ${line} ${path}`;
}

function worst(findings: readonly Finding[]): number {
  return Math.min(...findings.map(findingWeight));
}

function byPlace(a: Finding, b: Finding): number {
  return a.line - b.line || a.column - b.column;
}

function severityCounts(lang: Lang, findings: readonly Finding[]): string {
  const count = (severity: Severity): readonly [Countable, number] => [
    severity,
    findings.filter((finding) => finding.severity === severity).length,
  ];
  return countList(lang, [count('error'), count('warning'), count('info')]);
}

function textFinding(view: TextView, finding: Finding): readonly string[] {
  const { lang, paint } = view;
  const label = `${say(lang, `severity.${finding.severity}`)}[${finding.rule}]`;
  const marks = findingMarks(lang, finding);
  const head = `${paint(finding.severity, label)}${marks === '' ? '' : ` ${paint('dim', marks)}`}`;
  const message = wrapText(visibleText(finding.message), view.width - 4).map((line) => `  ${paint('strong', line)}`);
  const side = finding.side === 'base' ? ` ${say(lang, 'side.base')}` : '';
  const place = `${paint('dim', '-->')} ${visibleText(finding.path)}:${finding.line}:${finding.column}${paint('dim', side)}`;
  return [head, ...message, `  ${place}`, ...textSource(view, finding), ...textNotes(view, finding)].map(
    (line) => `  ${line}`,
  );
}

function findingMarks(lang: Lang, finding: Finding): string {
  const marks = [
    ...(finding.class === undefined ? [] : [say(lang, `class.${finding.class}`)]),
    ...(finding.introduced ? [] : [say(lang, 'mark.pre-existing')]),
    ...(finding.waiver === null ? [] : [say(lang, 'mark.waived')]),
    ...(finding.ignored === undefined ? [] : [say(lang, 'mark.ignored')]),
  ];
  return marks.length === 0 ? '' : `(${marks.join(', ')})`;
}

function textSource(view: TextView, finding: Finding): readonly string[] {
  const source = view.readLine(finding.side, finding.path, finding.line);
  if (source === undefined || source.trim() === '') return [];
  return renderSnippet(finding, source, { paint: view.paint, width: view.width - 4 }).map((line) => `  ${line}`);
}

/** Consumers that a terminal names; `--verbose` names all. */
const namedConsumers = 10;

function textNotes(view: TextView, finding: Finding): readonly string[] {
  const { lang } = view;
  const limit = view.verbose ? Number.POSITIVE_INFINITY : namedConsumers;
  const hurt = hurtText(finding, view.report, { lang, code: visibleText, limit });
  const notes: readonly (readonly [string, string])[] = [
    ...(hurt === undefined ? [] : [['hurts', hurt] as const]),
    ...finding.related.map((related) => ['see', `${related.path}:${related.line}: ${related.message}`] as const),
    ...(finding.fix === null ? [] : [['fix', finding.fix.title] as const]),
    ...(finding.waiver === null ? [] : [['waived', waiverText(lang, finding)] as const]),
    ...(finding.ignored === undefined ? [] : [['ignored', finding.ignored.reason] as const]),
  ];
  return notes.flatMap(([label, text]) => textNote(view, say(lang, `note.${label}`), text));
}

function textNote(view: TextView, label: string, text: string): readonly string[] {
  const [first = '', ...rest] = wrapText(visibleText(text), view.width - label.length - 10);
  const indent = ' '.repeat(label.length + 3);
  return [
    `  ${view.paint('dim', '=')} ${view.paint('info', `${label}:`)} ${first}`,
    ...rest.map((line) => `  ${indent} ${line}`),
  ];
}
