import { isExcused } from '../model/finding.ts';
import type { Lang } from '../model/messages.ts';
import type { Report, ReportDialect } from '../model/report.ts';
import { gates } from '../model/rule.ts';
import { visibleText } from './escape.ts';
import { painter, withoutCommands } from './terminal.ts';
import { textBumps, textChanges } from './text-changes.ts';
import { textFindings } from './text-findings.ts';
import { type ReadLine, textSection, type TextView, waiverText } from './text-view.ts';
import {
  countOf,
  isInScope,
  judgedText,
  notChecked,
  nothingRan,
  refText,
  say,
  sortedGroups,
  verdictLine,
} from './words.ts';

/** How a report is shown on a terminal. */
export interface TextOptions {
  readonly color: boolean;
  /** Columns of the terminal; default 100, at least 40. */
  readonly width?: number;
  readonly readLine: ReadLine;
  /** Also shows pre-existing and waived findings, compatible changes and fresh files. */
  readonly verbose?: boolean;
}

/** A report for a terminal: findings by file with their source lines, then gates, changes, files, what was skipped, and one closing line. */
export function renderText(report: Report, options: TextOptions): string {
  const view: TextView = {
    report,
    lang: report.lang,
    paint: painter(options.color),
    width: Math.max(40, options.width ?? 100),
    verbose: options.verbose ?? false,
    readLine: options.readLine,
  };
  const sections = [
    ...textFindings(view),
    textChanges(view),
    textBumps(view),
    textArtifacts(view),
    textWaived(view),
    textIgnored(view),
    textPreExisting(view),
    textSkipped(view),
    textGates(view),
    textClosing(view),
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return withoutCommands(`${shown.join('\n\n')}\n`);
}

function textWaived(view: TextView): readonly string[] {
  const waived = view.report.findings.filter((finding) => finding.waiver !== null);
  if (view.verbose || waived.length === 0) return [];
  const lines = waived.map((finding) => {
    return `${finding.rule} ${visibleText(finding.subject)}: ${visibleText(waiverText(view.lang, finding))}`;
  });
  return textSection(view, say(view.lang, 'title.waived'), lines);
}

/** Comments that excuse something; those that the change added first. */
function textIgnored(view: TextView): readonly string[] {
  const { lang, report } = view;
  const ignored = report.findings.filter((finding) => finding.ignored !== undefined);
  if (view.verbose) return [];
  const lines = ignored
    .toSorted((a, b) => Number(b.ignored?.added) - Number(a.ignored?.added))
    .map(({ rule, path, line, ignored: excuse }) => {
      const mark = excuse?.added === true ? ` (${say(lang, 'ignored-new')})` : '';
      return `${rule} ${visibleText(path)}:${line}: ${visibleText(excuse?.reason ?? '')}${mark}`;
    });
  return textSection(view, say(lang, 'title.ignored'), lines);
}

/** What base has too, in one line per rule: `--verbose` shows each. */
function textPreExisting(view: TextView): readonly string[] {
  const { lang, report } = view;
  if (view.verbose) return [];
  const old = report.findings.filter((finding) => !isInScope(finding, report) && !isExcused(finding));
  const lines = sortedGroups(old, ({ rule }) => rule).map(([rule, findings]) => `${rule}: ${findings.length}`);
  const more = lines.length === 0 ? [] : [say(lang, 'pre-existing-more')];
  return textSection(view, say(lang, 'title.pre-existing'), [...lines, ...more]);
}

function textArtifacts(view: TextView): readonly string[] {
  const { lang, paint } = view;
  const shown = view.report.artifacts.filter((artifact) => view.verbose || artifact.status !== 'fresh');
  const stale = shown.some((artifact) => artifact.status !== 'fresh');
  const lines = shown.map((artifact) => {
    const style = artifact.status === 'fresh' ? 'pass' : 'warning';
    const { path, line, because } = artifact;
    const place = line === undefined ? path : `${path}:${line}`;
    const cause = because === undefined ? '' : ` <- ${visibleText(because.path)}:${because.line}`;
    return `${paint(style, say(lang, `artifact.${artifact.status}`))} ${visibleText(place)}${cause}`;
  });
  const repair = stale ? [say(lang, 'repair-artifacts', { command: 'npx dataengos generate --write' })] : [];
  return textSection(view, say(lang, 'title.artifacts'), [...lines, ...repair]);
}

/** More would push the findings off the screen; `--verbose` has them all. */
const maxSkipped = 20;

function textSkipped(view: TextView): readonly string[] {
  const { lang, report } = view;
  const unknown = report.counts.unknownModels;
  const all = [...report.rules.skipped, ...report.skipped];
  const shown = view.verbose ? all : all.slice(0, maxSkipped);
  const lines = [
    ...shown.map(({ what, why }) => `${visibleText(what)}: ${visibleText(why)}`),
    ...(shown.length === all.length ? [] : [say(lang, 'more', { n: all.length - shown.length })]),
    ...(unknown === 0 ? [] : [countOf(lang, 'unknown-model', unknown)]),
  ];
  return textSection(view, say(lang, 'title.skipped'), lines);
}

function textGates(view: TextView): readonly string[] {
  const { lang, paint, report } = view;
  const shown = gates
    .filter((gate) => report.gates[gate] !== 'skipped')
    .map((gate) => {
      const status = report.gates[gate];
      const style = status === 'pass' ? 'pass' : status === 'fail' ? 'error' : 'warning';
      return `${say(lang, `gate.${gate}.name`)} ${paint(style, say(lang, `status.${status}`))}`;
    });
  const skipped = gates
    .filter((gate) => report.gates[gate] === 'skipped')
    .map((gate) => say(lang, `gate.${gate}.name`));
  return [
    `${paint('strong', say(lang, 'title.gates'))} ${shown.join(paint('dim', ' · ')) || say(lang, 'no-gate-ran')}`,
    ...(skipped.length === 0 || shown.length === 0
      ? []
      : [paint('dim', say(lang, 'gates-not-run', { gates: skipped.join(', ') }))]),
  ];
}

/** More lines than these say little: the JSON report has all projects. */
const maxDialects = 5;

/** By which SQL dialect models were judged, once for all projects that take it from the same place. */
function textDialects({ lang, paint, report }: TextView): readonly string[] {
  const lines = new Set((report.dialects ?? []).map((each) => dialectText(lang, each)));
  const shown = [...lines].slice(0, maxDialects);
  const more = lines.size === shown.length ? [] : [say(lang, 'more', { n: lines.size - shown.length })];
  return [...shown, ...more].map((line) => paint('dim', line));
}

function dialectText(lang: Lang, { project, dialect, from }: ReportDialect): string {
  return dialect === null || from === null
    ? say(lang, 'dialect-unnamed', { project: visibleText(project) })
    : say(lang, 'dialect', { dialect: visibleText(dialect), from: visibleText(from) });
}

function textDbt({ lang, paint, report: { dbt } }: TextView): readonly string[] {
  return dbt === undefined ? [] : [paint('dim', say(lang, 'dbt', { version: visibleText(dbt) }))];
}

function textUnitTests({ lang, paint, report: { unitTests: tests } }: TextView): readonly string[] {
  if (tests === undefined) return [];
  const { passed, failed, notRun, rows } = tests;
  return [paint('dim', say(lang, 'unit-tests', { passed, failed, notRun, given: rows.given, found: rows.found }))];
}

function textClosing(view: TextView): readonly string[] {
  const { lang, paint, report } = view;
  const style =
    report.verdict === 'pass' ? (notChecked(report) > 0 || nothingRan(report) ? 'warning' : 'pass') : 'error';
  const judged = judgedText(report, (ref) => refText(lang, ref, visibleText));
  const adoption = report.policy.firstAdoption ? [paint('warning', say(lang, 'first-adoption'))] : [];
  return [
    paint('dim', judged),
    ...textDialects(view),
    ...textDbt(view),
    ...textUnitTests(view),
    ...adoption,
    paint(style, verdictLine(report)),
  ];
}
