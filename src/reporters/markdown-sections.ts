import { type Finding, isExcused, type Severity, severities } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { codeCell, escapeMarkdown, messageMarkdown } from './escape.ts';
import type { Block } from './markdown-blocks.ts';
import { type Links, placeLink, row, ruleLink, tableBlock } from './markdown-table.ts';
import { bumpText, countOf, isInScope, say, shownFindings } from './words.ts';

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
export function artifactBlocks(report: Report, links: Links): readonly Block[] {
  const { lang } = report;
  const stale = report.artifacts.filter((artifact) => artifact.status !== 'fresh');
  const areCaused = stale.some(({ because }) => because !== undefined);
  const rows = stale.map(({ path, status, because }) => {
    const cause = because === undefined ? '' : placeLink({ side: 'head', ...because }, links);
    return row([codeCell(path), say(lang, `artifact.${status}`), ...(areCaused ? [cause] : [])]);
  });
  const title = `📄 ${countOf(lang, 'not-fresh', stale.length)}`;
  const note = say(lang, 'repair-artifacts', { command: '`npx dataengos generate --write`' });
  return tableBlock(lang, {
    title,
    note,
    columns: ['file', 'status', ...(areCaused ? ['because'] : [])],
    rows,
    folded: true,
  });
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

/** Findings that comments in the files excuse; those that the change added first. */
export function ignoredBlocks(report: Report, links: Links): readonly Block[] {
  const { lang } = report;
  const ignored = report.findings.filter((finding) => finding.ignored !== undefined);
  const rows = ignored
    .toSorted((a, b) => Number(b.ignored?.added) - Number(a.ignored?.added))
    .map((finding) => {
      const { reason = '', added } = finding.ignored ?? {};
      const what = `${messageMarkdown(finding.message, codeCell)}<br>${placeLink(finding, links)} ${ruleLink(finding.rule)}`;
      return row([what, escapeMarkdown(reason), added === true ? say(lang, 'ignored-new') : '']);
    });
  const title = `🙈 ${countOf(lang, 'ignored', rows.length)}`;
  return tableBlock(lang, { title, columns: ['what', 'reason', 'since'], rows, folded: true });
}

/** What base has too and the scope does not ask for. */
export function preExistingBlocks(report: Report, links: Links): readonly Block[] {
  const { lang } = report;
  const shown = report.findings.filter((each) => !isInScope(each, report) && !isExcused(each));
  const rows = shown.map((finding) => findingRow(finding, links));
  const title = `🕰️ ${countOf(lang, 'pre-existing', rows.length)}`;
  return tableBlock(lang, { title, columns: ['what', 'where', 'rule'], rows, folded: true });
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
