import type { DiffFile, DiffHunk } from './diff.ts';
import { followLine } from './diff.ts';
import type { Anchor, Side } from './nouns.ts';

/** Where someone wants to put a comment. */
export interface Wish {
  readonly path: string;
  readonly line: number | undefined;
  readonly side: Side;
  readonly startLine: number | undefined;
  readonly startSide: Side | undefined;
}

/** Why a comment cannot be put there: the field and GitHub's sentence after its name. */
export interface Refusal {
  readonly field: 'path' | 'line' | 'start_line' | 'diff_hunk';
  readonly problem: string;
}

/** The hunk up to the commented line, and the line's old style position. */
export interface Place {
  readonly diffHunk: string;
  readonly position: number;
}

/**
 * GitHub's rules for a comment on lines: the file is in the diff, the line is in a hunk on its side (context lines
 * count), a range starts before it ends and stays in one hunk.
 */
export function placeOnLine(files: readonly DiffFile[], wish: Wish): Place | readonly Refusal[] {
  const file = files.find(({ path }) => path === wish.path);
  if (file === undefined) return [{ field: 'path', problem: 'could not be resolved' }];
  const hunk = wish.line === undefined ? undefined : hunkWith(file.hunks, wish.side, wish.line);
  const refusals = [...lineRefusals(hunk), ...rangeRefusals(hunk, wish)];
  if (hunk === undefined || wish.line === undefined) {
    return [...refusals, { field: 'diff_hunk', problem: "can't be blank" }];
  }
  return refusals.length > 0 ? refusals : placeIn(hunk, wish.side, wish.line);
}

function lineRefusals(hunk: DiffHunk | undefined): readonly Refusal[] {
  return hunk === undefined ? [{ field: 'line', problem: 'must be part of the diff' }] : [];
}

function rangeRefusals(hunk: DiffHunk | undefined, wish: Wish): readonly Refusal[] {
  const { startLine, line, side } = wish;
  if (startLine === undefined) return [];
  const startSide = wish.startSide ?? side;
  if (startSide === side && line !== undefined && startLine >= line) {
    return [{ field: 'start_line', problem: 'must precede the end line.' }];
  }
  const same = hunk !== undefined && hunkWith([hunk], startSide, startLine) !== undefined;
  return same ? [] : [{ field: 'start_line', problem: 'must be part of the same hunk as the line.' }];
}

function hunkWith(hunks: readonly DiffHunk[], side: Side, line: number): DiffHunk | undefined {
  return hunks.find((hunk) =>
    hunk.lines.some((candidate) => (side === 'LEFT' ? candidate.base : candidate.head) === line),
  );
}

function placeIn(hunk: DiffHunk, side: Side, line: number): Place {
  const index = hunk.lines.findIndex((candidate) => (side === 'LEFT' ? candidate.base : candidate.head) === line);
  const shown = hunk.lines.slice(0, index + 1);
  const diffHunk = [hunk.header, ...shown.map(({ text }) => text)].join('\n');
  return { diffHunk, position: shown.at(-1)?.position ?? 1 };
}

/** What a thread is moved with when the head of its pull request has moved. */
export interface Movement {
  readonly head: string;
  /** The pull request's diff now. */
  readonly files: readonly DiffFile[];
  /** The diff of the thread's own side, from when it was made until now. */
  readonly since: readonly DiffFile[];
}

/** Moves an anchor with its line; outdated where the line was changed, or is no longer in the diff. */
export function moveAnchor(anchor: Anchor, { head, files, since }: Movement): void {
  if (anchor.subjectType === 'file') {
    anchor.outdated = !files.some(({ path }) => path === anchor.path);
    return;
  }
  const changed = since.find(({ path, previousPath }) => path === anchor.path || previousPath === anchor.path);
  const follow = (line: number | undefined): number | undefined =>
    line === undefined ? undefined : followLine(changed?.hunks ?? [], line);
  const line = follow(anchor.originalLine);
  const startLine = follow(anchor.originalStartLine);
  const { path, side, startSide } = anchor;
  const kept = line !== undefined && keepsLength(anchor, startLine, line);
  const placed = kept && !('length' in placeOnLine(files, { path, line, side, startLine, startSide }));
  anchor.outdated = !placed;
  anchor.line = placed ? line : undefined;
  anchor.startLine = placed ? startLine : undefined;
  if (placed) anchor.commit = head;
}

function keepsLength(anchor: Anchor, startLine: number | undefined, line: number): boolean {
  if (anchor.originalStartLine === undefined) return true;
  if (startLine === undefined) return false;
  return line - startLine === (anchor.originalLine ?? line) - anchor.originalStartLine;
}
