/** One line of a hunk with its line numbers on both sides. */
export interface HunkLine {
  readonly kind: 'added' | 'removed' | 'context';
  readonly base?: number;
  readonly head?: number;
  readonly text: string;
}

/** Reads a hunk in unified format (POSIX diff -u); lines before the first `@@` and "\ No newline" notes are left out. */
export function readHunk(hunk: string): readonly HunkLine[] {
  const lines: HunkLine[] = [];
  let base = 0;
  let head = 0;
  for (const line of hunk.replace(/\n$/, '').split('\n')) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
    if (header !== null) {
      base = Number(header[1]);
      head = Number(header[2]);
    } else if (line.startsWith('+')) lines.push({ kind: 'added', head: head++, text: line.slice(1) });
    else if (line.startsWith('-')) lines.push({ kind: 'removed', base: base++, text: line.slice(1) });
    else if (!line.startsWith('\\')) lines.push({ kind: 'context', base: base++, head: head++, text: line.slice(1) });
  }
  return lines;
}
