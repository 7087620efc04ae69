import type { Located, Location } from '../../model/location.ts';

/** A word, a text in backquotes, or a mark of a narrative. */
export interface Word extends Located<string> {
  /** Whether it stands in backquotes. */
  readonly quoted: boolean;
}

/** Backquoted texts, paths and names with dots and slashes as one word, and single marks. Dots at the end of a sentence are marks. */
const wordPattern = /`([^`]+)`|\(https?:[^\s)]*\)|\(\.{0,2}\/[^\s)]*\)|[\p{L}\p{N}_]+(?:[./-][\p{L}\p{N}_]+)*|[^\s]/gu;

/** The words of a place of a Markdown file, each with its own place. */
export function wordsIn(at: Location, lines: readonly string[]): readonly Word[] {
  const words: Word[] = [];
  const { endLine = at.line, endColumn } = at;
  for (let line = at.line; line <= endLine; line++) {
    const whole = lines[line - 1] ?? '';
    const start = line === at.line ? at.column - 1 : 0;
    const text = whole.slice(start, line === endLine && endColumn !== undefined ? endColumn - 1 : whole.length);
    for (const match of text.matchAll(wordPattern)) {
      const column = start + match.index + 1;
      const [found, code] = match;
      const value = (code ?? found).trim();
      const from = column + (code === undefined ? 0 : 1 + code.length - code.trimStart().length);
      const place = { path: at.path, line, column: from, endLine: line, endColumn: from + value.length };
      words.push({ value, quoted: code !== undefined, at: place });
    }
  }
  return words;
}

/** Whether a text is a name of a model, table or column, with at most two names in front of it. */
export function isName(text: string): boolean {
  return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){0,2}$/.test(text);
}
