import type { Edit } from '../model/finding.ts';
import type { Located, Location } from '../model/location.ts';
import type { Replacement } from '../model/project.ts';
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

/** An edit that does a replacement; undefined where the file does not hold what it is for just there, on one line. */
export function replaceWritten(context: RuleContext, { at, value, text, quotes }: Replacement): Edit | undefined {
  if (quotes === 'keep') return value === undefined ? undefined : replaceValue(context, { value, at }, text ?? value);
  const written = writtenAt(context, at);
  if (written === undefined) return undefined;
  const change = { from: at.column, length: written.length };
  if (quotes === 'add')
    return /^[\w.+-]+$/.test(written) ? editAt(at.path, at.line, { ...change, text: `"${written}"` }) : undefined;
  const isIt = value !== undefined && [value, `"${value}"`, `'${value}'`].includes(written);
  return isIt && text !== undefined ? editAt(at.path, at.line, { ...change, text }) : undefined;
}

/** What a file holds at a place on one line, quotes included. */
export function writtenAt(
  context: RuleContext,
  { path, line, column, endLine, endColumn }: Location,
): string | undefined {
  const text = linesOf(context, path)[line - 1];
  return text === undefined || endLine !== line || endColumn === undefined
    ? undefined
    : text.slice(column - 1, endColumn - 1);
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

/** Of the files that a rule looks at in one run: a file may hold thousands of mistakes. */
const linesByRun = new WeakMap<RuleContext, Map<string, readonly string[]>>();

function linesOf(context: RuleContext, path: string): readonly string[] {
  const known = linesByRun.get(context) ?? new Map<string, readonly string[]>();
  linesByRun.set(context, known);
  const lines = known.get(path) ?? context.text(context.side, path)?.split('\n') ?? [];
  known.set(path, lines);
  return lines;
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
