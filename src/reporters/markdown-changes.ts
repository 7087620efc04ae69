import type { Report, ReportChange } from '../model/report.ts';
import { brokenText } from './consumers.ts';
import { codeCell, codeSpan, escapeMarkdown } from './escape.ts';
import type { Block } from './markdown-blocks.ts';
import { type Links, placeLink, row, tableBlock } from './markdown-table.ts';
import { bumpText, certaintyText, changeTitle, elementOf, hurtBy, hurtsSomebody, say, shownValues } from './words.ts';

/** Consumers that fit in a cell. */
const namedConsumers = 3;

/** The changes of class breaking and dangerous: what, how much it hurts, who breaks, and the raise that it asks for. */
export function changeBlocks(report: Report, links: Links): readonly Block[] {
  const { lang } = report;
  const rows = (['breaking', 'dangerous'] as const).flatMap((name) => {
    return report.changes.filter((change) => change.class === name).map((change) => changeRow(report, change, links));
  });
  const columns = ['contract', 'change', 'class', 'breaks', 'bump'];
  return tableBlock(lang, { title: say(lang, 'title.hurting-changes'), columns, rows, folded: false });
}

function changeRow(report: Report, change: ReportChange, links: Links): string {
  const { lang } = report;
  const side = change.after === null ? 'base' : 'head';
  const place = placeLink({ side, path: change.path, line: change.line }, links);
  const element = elementOf(lang, change);
  const icon = change.class === 'breaking' ? '💥' : '⚠️';
  return row([
    [change.contract, ...(element === change.contract ? [] : [element])].map((name) => codeCell(name)).join('<br>'),
    `${changeMarkdown(report, change, codeCell)}<br>${place}`,
    `${icon} ${say(lang, `class.${change.class}`)}`,
    brokenText(hurtBy(lang, change), change.impact ?? [], { lang, code: codeCell, limit: namedConsumers }),
    bumpText(lang, change.bump),
  ]);
}

/** What a change did, with its values: "logical type changed: `date` → `timestamp`". `code` is `codeSpan` or `codeCell`. */
export function changeMarkdown({ lang }: Report, change: ReportChange, code: (text: string) => string): string {
  const value = (text: string | undefined): string => (text === undefined ? say(lang, 'no-value') : code(text));
  const shown = shownValues(change);
  const values =
    shown === undefined
      ? ''
      : shown.isChanged
        ? `: ${value(shown.before)} → ${value(shown.after)}`
        : `: ${value(shown.after ?? shown.before)}`;
  const certainty = certaintyText(lang, change);
  return `${escapeMarkdown(changeTitle(lang, change.kind))}${values}${certainty === undefined ? '' : ` (${certainty})`}`;
}

/** One change of the changelog, as an item of a list. */
export function changeItem(report: Report, change: ReportChange): string {
  const { lang } = report;
  const view = { lang, code: codeSpan, limit: namedConsumers } as const;
  const who = hurtsSomebody(change) ? ` · ${brokenText(hurtBy(lang, change), change.impact ?? [], view)}` : '';
  const bump = change.bump === 'none' ? '' : ` · ${bumpText(lang, change.bump)}`;
  return `- ${codeSpan(elementOf(lang, change))} ${changeMarkdown(report, change, codeSpan)}${who}${bump}`;
}
