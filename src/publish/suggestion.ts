import { createTwoFilesPatch } from 'diff';
import { applyEdits } from '../model/edits.ts';
import type { Edit } from '../model/finding.ts';
import { compareText } from '../model/location.ts';
import type { FileHunks } from '../ports.ts';
import { fencedBlock } from '../reporters/escape.ts';
import { hunkAt, type LineRange, linesOf } from './anchor.ts';

/** Text of a head file; undefined where it was not read. */
export type ReadHead = (path: string) => string | undefined;

/** A repair that the author can commit with one click: it replaces exactly the lines of `range`. */
export interface Suggestion {
  readonly path: string;
  readonly range: LineRange;
  /** Fenced Markdown block. */
  readonly markdown: string;
}

/** Longest diff that is shown where a suggestion is not possible, in lines. */
const maxDiffLines = 60;

/**
 * Edits as a committable suggestion. Undefined where GitHub could not apply it: several files, lines outside one hunk,
 * text that was not read, CRLF line ends (a suggestion would mix them), or edits that do not end with their line.
 */
export function committableSuggestion(
  edits: readonly Edit[],
  file: FileHunks,
  readHead: ReadHead,
): Suggestion | undefined {
  const path = file.path;
  const text = readHead(path);
  if (text === undefined || text.includes('\r') || edits.length === 0) return undefined;
  if (edits.some((edit) => edit.path !== path)) return undefined;
  const range = editedLines(edits, file);
  const after = hasOneHunk(range, file) ? editLines(text, range, edits) : undefined;
  return after === undefined ? undefined : { path, range, markdown: suggestionBlock(after) };
}

/** Edits as a fenced diff, for people to apply by hand; undefined where it is long or a text is not known. */
export function fixDiff(all: readonly Edit[], readHead: ReadHead): string | undefined {
  const paths = [...new Set(all.map((edit) => edit.path))].sort(compareText);
  const patches = paths.map((path) => {
    const before = readHead(path);
    const edits = all.filter((edit) => edit.path === path);
    const after = before === undefined ? undefined : applyEdits(before, edits);
    return before === undefined || after === undefined ? undefined : patchOf(path, before, after);
  });
  if (patches.length === 0 || patches.includes(undefined)) return undefined;
  const patch = patches.join('');
  return patch.split('\n').length > maxDiffLines ? undefined : fencedBlock(patch, 'diff');
}

function editedLines(edits: readonly Edit[], file: FileHunks): LineRange {
  const ranges = edits.map((edit) => {
    const isInsertion = edit.startLine === edit.endLine && edit.startColumn === 1 && edit.endColumn === 1;
    // Something inserted before a line that the diff does not show is appended to the line above.
    if (isInsertion && hunkAt(file, 'head', edit.startLine) === undefined) {
      return { start: edit.startLine - 1, end: edit.startLine - 1 };
    }
    const endsBefore = edit.endColumn === 1 && edit.endLine > edit.startLine;
    return { start: edit.startLine, end: endsBefore ? edit.endLine - 1 : edit.endLine };
  });
  return { start: Math.min(...ranges.map((range) => range.start)), end: Math.max(...ranges.map((range) => range.end)) };
}

function hasOneHunk(range: LineRange, file: FileHunks): boolean {
  const hunk = hunkAt(file, 'head', range.start);
  return hunk !== undefined && range.end <= linesOf(hunk, 'head').end;
}

/** The new lines of `range`, each with its end; undefined where the edits do not end with a line. */
function editLines(text: string, range: LineRange, edits: readonly Edit[]): string | undefined {
  const lines = text.split('\n');
  const hasEnd = range.end < lines.length;
  const part = lines.slice(range.start - 1, range.end).join('\n') + (hasEnd ? '\n' : '');
  const shift = range.start - 1;
  const moved = edits.map((edit) => ({ ...edit, startLine: edit.startLine - shift, endLine: edit.endLine - shift }));
  const after = applyEdits(part, moved);
  if (after === undefined || after === part) return undefined;
  if (!hasEnd) return after === '' ? undefined : after;
  return after === '' || after.endsWith('\n') ? after : undefined;
}

/** No lines at all delete the range; the fence is longer than any run of backticks in the text. */
function suggestionBlock(text: string): string {
  if (text === '') return '```suggestion\n```';
  // fencedBlock drops the last line end; a text that ends with an empty line keeps that line.
  return fencedBlock(text, 'suggestion');
}

function patchOf(path: string, before: string, after: string): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: 3 }).replace(
    /^=+\n/,
    '',
  );
}
