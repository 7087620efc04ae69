import { type Finding, type Severity, severities } from '../model/finding.ts';
import type { Lang } from '../model/messages.ts';
import type { Report, ReportChange } from '../model/report.ts';
import { codeCell, escapeMarkdown, linkTarget, messageMarkdown } from './escape.ts';
import { ruleUrl } from './links.ts';
import type { Block } from './markdown-blocks.ts';
import { isChanged } from './text-changes.ts';
import { bumpText, changeTitle, countOf, elementOf, hurtBy, say, shownFindings, valueText } from './words.ts';

/** Links of a section; see `SummaryOptions`. */
interface Links {
  readonly fileUrl?: (side: 'head' | 'base', path: string, line: number) => string;
}

const severityIcons: { readonly [severity in Severity]: string } = { error: '❌', warning: '⚠️', info: 'ℹ️' };

/** A sign in front of a finding of this severity. */
export function severityIcon(severity: Severity): string {
  return severityIcons[severity];
}

/** The introduced findings, one table per severity: errors open, the others folded. */
export function findingBlocks(report: Report, links: Links): readonly Block[] {
  const { lang } = report;
  const shown = shownFindings(report);
  return severities.flatMap((severity) => {
    const findings = shown.filter((finding) => finding.severity === severity);
    const title = `${severityIcons[severity]} ${countOf(lang, severity, findings.length)}`;
    const rows = findings.map((finding) => findingRow(finding, links));
    return tableBlock(lang, {
      title,
      columns: ['what', 'where', 'rule'],
      rows,
      folded: severity !== 'error',
    });
  });
}

function findingRow(finding: Finding, links: Links): string {
  return row([messageMarkdown(finding.message, codeCell), placeLink(finding, links), ruleLink(finding.rule)]);
}

function placeLink(place: Pick<Finding, 'side' | 'path' | 'line'>, links: Links): string {
  const shown = codeCell(`${place.path}:${place.line}`);
  const url = links.fileUrl?.(place.side, place.path, place.line);
  return url === undefined ? shown : `[${shown}](${linkTarget(url)})`;
}

/** A rule's id, linked to its page. */
export function ruleLink(rule: string): string {
  return `[${codeCell(rule)}](${ruleUrl(rule)})`;
}

/** The changes of class breaking and dangerous, with who relies on what changed. */
export function changeBlocks(report: Report, links: Links): readonly Block[] {
  const { lang } = report;
  const rows = (['breaking', 'dangerous'] as const).flatMap((name) => {
    return report.changes.filter((change) => change.class === name).map((change) => changeRow(report, change, links));
  });
  const columns = ['class', 'change', 'before-after', 'hurt'];
  return tableBlock(lang, { title: say(lang, 'title.hurting-changes'), columns, rows, folded: false });
}

function changeRow(report: Report, change: ReportChange, links: Links): string {
  const { lang } = report;
  const icon = change.class === 'breaking' ? '💥' : '⚠️';
  const place = placeLink(
    { side: change.kind.endsWith('.removed') ? 'base' : 'head', path: change.path, line: change.line },
    links,
  );
  const value = (json: ReportChange['before']): string => {
    const text = valueText(json);
    return text === undefined ? say(lang, 'no-value') : codeCell(text);
  };
  return row([
    `${icon} ${say(lang, `class.${change.class}`)}`,
    `${codeCell(elementOf(change))} ${escapeMarkdown(changeTitle(lang, change.kind))}<br>${place}`,
    isChanged(change) ? `${value(change.before)} → ${value(change.after)}` : '',
    hurtCell(report, change),
  ]);
}

/** Names of consumers that fit in a cell. */
const namedConsumers = 3;

function hurtCell(report: Report, change: ReportChange): string {
  const { lang } = report;
  const names = new Set(
    report.findings
      .filter((finding) => finding.subject === change.subject)
      .flatMap(({ impact }) => impact.map(({ name }) => name)),
  );
  const shown = [...names].slice(0, namedConsumers).map((name) => codeCell(name));
  const left = names.size - shown.length;
  const who = hurtBy(lang, change);
  if (shown.length === 0) return who;
  return `${who}: ${shown.join(', ')}${left > 0 ? ` ${say(lang, 'and-more', { n: left })}` : ''}`;
}

/** The version raises that the changes ask for. */
export function bumpBlocks(report: Report): readonly Block[] {
  const { lang } = report;
  const rows = report.bumps
    .filter((bump) => bump.required !== 'none' || !bump.ok)
    .map((bump) => {
      const versions = `${codeCell(bump.from)} → ${codeCell(bump.to)}`;
      const needed = bump.ok
        ? bumpText(lang, bump.required)
        : `${bumpText(lang, bump.required)}: ${codeCell(bump.next)}`;
      const declared = `${bump.ok ? '✅' : '❌'} ${bumpText(lang, bump.declared)}`;
      return row([codeCell(bump.contract), versions, needed, declared]);
    });
  const columns = ['contract', 'version', 'needed', 'declared'];
  return tableBlock(lang, { title: say(lang, 'title.bumps'), columns, rows, folded: false });
}

/** Generated files that are not what the specs say, with the command that mends all of them. */
export function artifactBlocks(report: Report): readonly Block[] {
  const { lang } = report;
  const stale = report.artifacts.filter((artifact) => artifact.status !== 'fresh');
  const rows = stale.map(({ path, status }) => row([codeCell(path), say(lang, `artifact.${status}`)]));
  const title = `📄 ${countOf(lang, 'not-fresh', stale.length)}`;
  const note = say(lang, 'repair-artifacts', { command: '`npx dataengos generate --write`' });
  return tableBlock(lang, { title, note, columns: ['file', 'status'], rows, folded: true });
}

/** Accepted exceptions: what, why, who, until when. */
export function waivedBlocks(report: Report, links: Links): readonly Block[] {
  const { lang } = report;
  const rows = report.findings.flatMap((finding) => {
    const { waiver } = finding;
    if (waiver === null) return [];
    const what = `${messageMarkdown(finding.message, codeCell)}<br>${placeLink(finding, links)} ${ruleLink(finding.rule)}`;
    return [
      row([what, escapeMarkdown(waiver.reason), escapeMarkdown(waiver.approver), escapeMarkdown(waiver.expires)]),
    ];
  });
  const title = `📝 ${countOf(lang, 'waived', rows.length)}`;
  return tableBlock(lang, { title, columns: ['what', 'reason', 'approver', 'expires'], rows, folded: true });
}

/** What was not judged, and why. */
export function skippedBlocks(report: Report): readonly Block[] {
  const { lang } = report;
  const unknown = report.counts.unknownModels;
  const entries = [...report.rules.skipped, ...report.skipped];
  const rows = [
    ...entries.map(({ what, why }) => row([codeCell(what), escapeMarkdown(why)])),
    ...(unknown === 0 ? [] : [row([countOf(lang, 'model', unknown), say(lang, 'unknown-model-why')])]),
  ];
  const title = `⏭️ ${countOf(lang, 'not-checked', entries.length + unknown)}`;
  return tableBlock(lang, { title, columns: ['what', 'why'], rows, folded: true });
}

/** A table under a heading, or folded under a summary. Cells are Markdown, titles are our own text. */
interface TableParts {
  readonly title: string;
  /** A sentence between the title and the table. */
  readonly note?: string;
  /** Keys below `report.column` of the catalogue. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly folded: boolean;
}

function tableBlock(lang: Lang, { title, note, columns, rows, folded }: TableParts): readonly Block[] {
  if (rows.length === 0) return [];
  const opening = folded ? `<details>\n<summary><b>${title}</b></summary>` : `### ${title}`;
  const header = [row(columns.map((column) => say(lang, `column.${column}`))), row(columns.map(() => ':--'))];
  return [
    {
      title: note === undefined ? opening : `${opening}\n\n${note}`,
      header: header.join('\n'),
      rows,
      close: folded ? '</details>' : '',
      more: (n) => say(lang, 'more', { n }),
    },
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => (cell === '' ? ' ' : cell)).join(' | ')} |`;
}
