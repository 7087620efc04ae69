import { runGit } from '../git-repo.ts';

/** One file of a pull request's diff as "List pull requests files" reports it, with its hunks. */
export interface DiffFile {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  /** Object id of the file after the change, before it where the file is removed. */
  readonly blob: string;
  readonly additions: number;
  readonly deletions: number;
  /** Absent where there is no text to show: binary, or only renamed. */
  readonly patch: string | undefined;
  readonly hunks: readonly DiffHunk[];
}

/** One hunk: its header and lines, each with its number on the sides where it exists. */
export interface DiffHunk {
  readonly header: string;
  readonly baseStart: number;
  readonly baseLines: number;
  readonly headStart: number;
  readonly headLines: number;
  readonly lines: readonly DiffLine[];
}

/** One line of a hunk. `position` counts from the file's first hunk header, as the old review comments did. */
export interface DiffLine {
  readonly text: string;
  readonly base: number | undefined;
  readonly head: number | undefined;
  readonly position: number;
}

const FLAGS = ['-r', '--find-renames', '--no-ext-diff', '--no-textconv', '--no-color'];
const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** The diff between two commits with three context lines, as GitHub shows it. */
export function diffCommits(repository: string, base: string, head: string): readonly DiffFile[] {
  const raw = runGit(repository, ['diff-tree', ...FLAGS, '--raw', '-z', base, head]);
  const patch = runGit(repository, ['diff-tree', ...FLAGS, '-p', '-U3', base, head]);
  const sections = patch.split(/^(?=diff --git )/m).filter((section) => section.startsWith('diff --git '));
  return rawEntries(raw).map((entry) => {
    // A change of type (file to link) is printed as a removal and an addition.
    const own = sections.splice(0, entry.letter === 'T' ? 2 : 1).join('');
    return fileOf(entry, own);
  });
}

interface RawEntry {
  readonly letter: string;
  readonly blob: string;
  readonly path: string;
  readonly previousPath: string | undefined;
}

function rawEntries(raw: string): readonly RawEntry[] {
  const fields = raw.split('\0');
  const entries: RawEntry[] = [];
  for (let at = 0; fields[at]?.startsWith(':') === true; ) {
    const [, , before, after, status] = String(fields[at]).slice(1).split(' ');
    const letter = String(status).charAt(0);
    const renamed = letter === 'R' || letter === 'C';
    const path = String(fields[at + (renamed ? 2 : 1)]);
    const previousPath = renamed ? fields[at + 1] : undefined;
    entries.push({ letter, blob: String(letter === 'D' ? before : after), path, previousPath });
    at += renamed ? 3 : 2;
  }
  return entries;
}

const STATUS: { readonly [letter: string]: DiffFile['status'] } = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

function fileOf({ letter, blob, path, previousPath }: RawEntry, section: string): DiffFile {
  const start = section.search(/^@@ /m);
  const patch = start < 0 ? undefined : section.slice(start).replace(/\n$/, '');
  const hunks = patch === undefined ? [] : parseHunks(patch);
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const additions = lines.filter(({ text }) => text.startsWith('+')).length;
  const deletions = lines.filter(({ text }) => text.startsWith('-')).length;
  return { path, previousPath, status: STATUS[letter] ?? 'changed', blob, additions, deletions, patch, hunks };
}

/** Splits a patch that starts at its first hunk header. */
export function parseHunks(patch: string): readonly DiffHunk[] {
  const hunks: (DiffHunk & { readonly lines: DiffLine[] })[] = [];
  let base = 0;
  let head = 0;
  for (const [position, text] of patch.split('\n').entries()) {
    const header = HUNK.exec(text);
    if (header !== null) {
      const [baseStart, baseLines, headStart, headLines] = header.slice(1).map((digits) => Number(digits ?? 1));
      [base, head] = [Number(baseStart), Number(headStart)];
      const size = { baseLines: Number(baseLines), headLines: Number(headLines) };
      hunks.push({ header: text, baseStart: base, headStart: head, ...size, lines: [] });
    } else if (!text.startsWith('\\')) {
      const inBase = !text.startsWith('+');
      const inHead = !text.startsWith('-');
      hunks.at(-1)?.lines.push({ text, base: inBase ? base : undefined, head: inHead ? head : undefined, position });
      if (inBase) base += 1;
      if (inHead) head += 1;
    }
  }
  return hunks;
}

/** Where a line of one commit is in another; undefined where it was changed or removed. */
export function followLine(hunks: readonly DiffHunk[], line: number): number | undefined {
  let offset = 0;
  for (const hunk of hunks) {
    const first = hunk.lines[0];
    if (first === undefined) continue;
    const known = hunk.lines.find((candidate) => candidate.base === line);
    if (known !== undefined) return known.head;
    // Past this hunk: everything it added or removed shifts the line.
    if (line >= hunk.baseStart + hunk.baseLines) offset += hunk.headLines - hunk.baseLines;
  }
  return line + offset;
}
