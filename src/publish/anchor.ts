import type { Finding } from '../model/finding.ts';
import type { FileHunks, Hunk } from '../ports.ts';

/** Where a finding can be commented: on lines of the diff, on a file of it, or nowhere but in the summary. */
export type Anchor =
  | {
      readonly kind: 'lines';
      /** Path as the pull request lists the file: its head path, also for the base side of a renamed file. */
      readonly path: string;
      readonly side: 'LEFT' | 'RIGHT';
      readonly line: number;
      /** Only for several lines of one hunk; strictly before `line`. */
      readonly startLine?: number;
    }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'none' };

/** Inclusive, 1-based lines of one side of a hunk. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the best place that GitHub accepts: lines inside one hunk (context included), else the file, else none.
 * A line outside every hunk would refuse the whole review (422 "must be part of the diff").
 */
export function anchorFinding(finding: Finding, files: readonly FileHunks[]): Anchor {
  const file = fileOf(finding, files);
  if (file === undefined) return { kind: 'none' };
  return anchorLines(file, finding.side, rangeOf(finding)) ?? { kind: 'file', path: file.path };
}

/** The lines of `range` as a place of a review comment, shortened to its first line where a hunk ends within it. */
export function anchorLines(file: FileHunks, findingSide: Finding['side'], range: LineRange): Anchor | undefined {
  const hunk = hunkAt(file, findingSide, range.start);
  if (hunk === undefined) return undefined;
  const place = { kind: 'lines', path: file.path, side: findingSide === 'base' ? 'LEFT' : 'RIGHT' } as const;
  const whole = range.end > range.start && range.end <= linesOf(hunk, findingSide).end;
  return whole ? { ...place, startLine: range.start, line: range.end } : { ...place, line: range.start };
}

/** The file of the diff that a finding belongs to; base findings of a renamed file know it by its base path. */
export function fileOf(finding: Pick<Finding, 'path' | 'side'>, files: readonly FileHunks[]): FileHunks | undefined {
  if (finding.side === 'head') return files.find((file) => file.path === finding.path && file.status !== 'deleted');
  return files.find((file) => (file.basePath ?? file.path) === finding.path && file.status !== 'added');
}

/** The hunk that shows `line` of one side. */
export function hunkAt(file: FileHunks, side: Finding['side'], line: number): Hunk | undefined {
  return file.hunks.find((hunk) => {
    const { start, end } = linesOf(hunk, side);
    return line >= start && line <= end;
  });
}

/** The lines that a hunk shows of one side; empty (`end` before `start`) where it shows none. */
export function linesOf(hunk: Hunk, side: Finding['side']): LineRange {
  const start = side === 'base' ? hunk.baseStart : hunk.headStart;
  const count = side === 'base' ? hunk.baseLines : hunk.headLines;
  return { start, end: start + count - 1 };
}

/**
 * The head line next to a line of base, for annotations, which know only head: inside a hunk the line at the same
 * offset, elsewhere the same line moved by what was added or removed above. Undefined where head has no such file.
 */
export function nearestHeadLine(line: number, file: FileHunks | undefined): number | undefined {
  if (file === undefined) return line;
  if (file.status === 'deleted') return undefined;
  const inside = hunkAt(file, 'base', line);
  if (inside !== undefined) {
    const offset = Math.min(line - inside.baseStart, inside.headLines - 1);
    return Math.max(1, inside.headStart + Math.max(0, offset));
  }
  const above = file.hunks.filter((hunk) => hunk.baseStart + hunk.baseLines <= line);
  return Math.max(1, line + above.reduce((shift, hunk) => shift + hunk.headLines - hunk.baseLines, 0));
}

/** The lines of a finding; a range that ends before the first column of a line does not touch that line. */
function rangeOf(finding: Finding): LineRange {
  const end = finding.endLine ?? finding.line;
  const last = finding.endColumn === 1 && end > finding.line ? end - 1 : end;
  return { start: finding.line, end: Math.max(finding.line, last) };
}
