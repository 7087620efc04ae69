import type { Finding } from '../model/finding.ts';
import { type Paint, showLine, sliceColumns } from './terminal.ts';

/** How a source line is framed. */
export interface SnippetFrame {
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The columns of the source line that a finding marks; 0-based, end exclusive. */
interface Marked {
  readonly from: number;
  readonly to: number;
}

/** The source line of a finding with its place underlined, as two lines with a gutter: `12 | text` and `   |  ^^^`. */
export function renderSnippet(finding: Finding, source: string, frame: SnippetFrame): readonly string[] {
  const number = String(finding.line);
  const gutter = ' '.repeat(number.length);
  const { text, marked } = fitLine(source, finding, frame.width - number.length - 5);
  const carets = '^'.repeat(Math.max(1, marked.to - marked.from));
  const { paint } = frame;
  return [
    `${paint('dim', `${number} |`)} ${text}`.trimEnd(),
    `${paint('dim', `${gutter} |`)} ${' '.repeat(marked.from)}${paint(finding.severity, carets)}`,
  ];
}

/** Cuts a long line around the marked place; what was cut shows as `…`. */
function fitLine(source: string, finding: Finding, width: number): { readonly text: string; readonly marked: Marked } {
  const line = showLine(source.trimEnd());
  const marked = markedColumns(line.columns, finding);
  const total = line.columns.at(-1) ?? 0;
  const room = Math.max(20, width);
  if (total <= room) return { text: line.text, marked };
  const start = marked.to <= room - 1 ? 0 : Math.max(0, marked.from - 10);
  const end = start + room - (start > 0 ? 2 : 1);
  const cut = `${start > 0 ? '…' : ''}${sliceColumns(line.text, start, end)}${end < total ? '…' : ''}`;
  const shift = start > 0 ? start - 1 : 0;
  return { text: cut, marked: { from: marked.from - shift, to: Math.min(marked.to, end) - shift } };
}

function markedColumns(columns: readonly number[], finding: Finding): Marked {
  const last = columns.length - 1;
  const from = Math.min(Math.max(0, finding.column - 1), last);
  const severalLines = finding.endLine !== undefined && finding.endLine > finding.line;
  const end = severalLines ? last : (finding.endColumn ?? finding.column + 1) - 1;
  const to = Math.min(Math.max(end, from + 1), last);
  const start = columns[from] ?? 0;
  return { from: start, to: Math.max(start + 1, columns[to] ?? start + 1) };
}
