import type { Finding } from '../model/finding.ts';
import type { Lang } from '../model/messages.ts';
import { codeCell, linkTarget } from './escape.ts';
import { ruleUrl } from './links.ts';
import type { Block } from './markdown-blocks.ts';
import { say } from './words.ts';

/** Links of a section; see `SummaryOptions`. */
export interface Links {
  readonly fileUrl?: (side: 'head' | 'base', path: string, line: number) => string;
}

/** A place as code, linked where links are known. */
export function placeLink(place: Pick<Finding, 'side' | 'path' | 'line'>, links: Links): string {
  const shown = codeCell(`${place.path}:${place.line}`);
  const url = links.fileUrl?.(place.side, place.path, place.line);
  return url === undefined ? shown : `[${shown}](${linkTarget(url)})`;
}

/** A rule's id, linked to its page. */
export function ruleLink(rule: string): string {
  const url = ruleUrl(rule);
  return url === undefined ? codeCell(rule) : `[${codeCell(rule)}](${url})`;
}

/** A table under a heading, or folded under a summary. Cells are Markdown, titles are our own text. */
export interface TableParts {
  readonly title: string;
  /** A sentence between the title and the table. */
  readonly note?: string;
  /** Keys below `report.column` of the catalogue. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly folded: boolean;
}

/** The block of a table; none where it has no rows. */
export function tableBlock(lang: Lang, { title, note, columns, rows, folded }: TableParts): readonly Block[] {
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

/** One row of a table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => (cell === '' ? ' ' : cell)).join(' | ')} |`;
}
