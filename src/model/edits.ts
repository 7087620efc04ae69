import type { Edit } from './finding.ts';

/** An edit by offsets into the text that it is for: `[from, to)` becomes `text`. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Where the edits are in a text, in their order; undefined where one of them points outside of it. */
export function spansOf(
  text: string,
  edits: readonly Edit[],
  starts: readonly number[] = lineStarts(text),
): readonly Span[] | undefined {
  const spans: Span[] = [];
  for (const edit of edits) {
    const from = offsetOf(starts, text.length, [edit.startLine, edit.startColumn]);
    const to = offsetOf(starts, text.length, [edit.endLine, edit.endColumn]);
    if (from === undefined || to === undefined || to < from) return undefined;
    spans.push({ from, to, text: edit.text });
  }
  return spans;
}

/** The text with all edits done; undefined where they overlap or point outside of it. */
export function applyEdits(text: string, edits: readonly Edit[]): string | undefined {
  const spans = spansOf(text, edits);
  return spans === undefined ? undefined : applySpans(text, spans);
}

/** The text with all spans replaced, of those at one place the first one first; undefined where they overlap. */
export function applySpans(text: string, spans: readonly Span[]): string | undefined {
  const parts: string[] = [];
  let at = 0;
  for (const span of spans.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (span.from < at) return undefined;
    parts.push(text.slice(at, span.from), span.text);
    at = span.to;
  }
  return [...parts, text.slice(at)].join('');
}

/** Offsets at which lines start; a line ends with `\n`. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Offset of a 1-based line and column; the end of the text also answers for the line after the last. */
function offsetOf(
  starts: readonly number[],
  length: number,
  [line, column]: readonly [number, number],
): number | undefined {
  const start = starts[line - 1] ?? (line === starts.length + 1 && column === 1 ? length : undefined);
  const next = starts[line] ?? length + 1;
  if (start === undefined || column < 1 || start + column - 1 >= next) return undefined;
  return start + column - 1;
}
