import type { Edit } from '../model/finding.ts';
import type { Located, Location } from '../model/location.ts';
import type { RuleContext } from '../model/rule.ts';

/**
 * An edit that writes `text` in the place of a value and keeps its quotes; undefined where the file does not hold the
 * value just there (an alias, escapes, several lines), so that its repair is not certain.
 */
export function replaceValue(context: RuleContext, { value, at }: Located<string>, text: string): Edit | undefined {
  const line = linesOf(context, at.path)[at.line - 1];
  if (line === undefined || at.endLine !== at.line || at.endColumn === undefined) return undefined;
  const written = line.slice(at.column - 1, at.endColumn - 1);
  const quotes = written.length === value.length ? 0 : 1;
  if (written.slice(quotes, written.length - quotes) !== value) return undefined;
  return editAt(at.path, at.line, { from: at.column + quotes, length: value.length, text });
}

/** Where a text stands as a whole word within a place; undefined where it does not stand there exactly once. */
export function placeOf(context: RuleContext, within: Location, text: string): Location | undefined {
  const { path, line: first, endLine: last = first } = within;
  const found = linesOf(context, path)
    .slice(first - 1, last)
    .flatMap((line, index) => columnsOf(line, text).map((column) => ({ line: first + index, column })))
    .filter(({ line, column }) => isWithin(within, line, column));
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return undefined;
  return { path, ...only, endLine: only.line, endColumn: only.column + text.length };
}

function linesOf(context: RuleContext, path: string): readonly string[] {
  return context.text(context.side, path)?.split('\n') ?? [];
}

/** Columns where a text stands as a whole word of a reference, not as a part of a longer one. */
function columnsOf(line: string, wanted: string): readonly number[] {
  const columns: number[] = [];
  for (let at = line.indexOf(wanted); at !== -1; at = line.indexOf(wanted, at + 1)) {
    const around = `${line[at - 1] ?? ' '}${line[at + wanted.length] ?? ' '}`;
    if (!/[\w./#-]/.test(around)) columns.push(at + 1);
  }
  return columns;
}

function isWithin({ line: first, column: from, endLine, endColumn }: Location, line: number, column: number): boolean {
  if (line === first && column < from) return false;
  return endLine === undefined || endColumn === undefined || line < endLine || column < endColumn;
}

function editAt(path: string, line: number, change: { from: number; length: number; text: string }): Edit {
  const { from, length, text } = change;
  return { path, startLine: line, startColumn: from, endLine: line, endColumn: from + length, text };
}
