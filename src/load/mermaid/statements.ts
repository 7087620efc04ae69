/** One statement of a flowchart, trimmed. */
export interface Statement {
  readonly text: string;
  /** Place of its first character. */
  readonly line: number;
  readonly column: number;
  /** White space directly behind it. */
  readonly trailing: string;
  /** Whether nothing else stands on the line. */
  readonly alone: boolean;
  /** What stands before the first character of the line's text. */
  readonly indent: string;
}

/** What a file of mermaid holds apart from comments. */
export interface SplitFile {
  readonly statements: readonly Statement[];
  /** The YAML between `---` and `---` at the top; its first line is line 2 of the file. */
  readonly frontMatter?: string;
  /** Lines without their line breaks. */
  readonly lines: readonly string[];
  /** Line break of the file: `\n` or `\r\n`. */
  readonly lineBreak: string;
  readonly problems: readonly SyntaxProblem[];
}

/** What is wrong with a piece of text; `key` is a message below `mermaid`. */
export interface SyntaxProblem {
  readonly key: string;
  readonly line: number;
  readonly column: number;
  /** Length of what is wrong. */
  readonly length: number;
  readonly values: { readonly [name: string]: string };
}

/** Takes a file apart: front matter, `%%{…}%%` and `%%` comments are left out, the rest is split at line ends and `;`. */
export function splitStatements(text: string): SplitFile {
  const lines = text.split(/\r\n|\r|\n/);
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const front = frontMatterOf(lines);
  const problems: SyntaxProblem[] = [];
  const statements: Statement[] = [];
  for (let index = front.next; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const body = line.trim();
    if (body.startsWith('%%{')) index = endOfDirective(lines, index, problems);
    else if (body === '%%') problems.push(problemAt('empty-comment', index, line));
    else if (!body.startsWith('%%')) statements.push(...statementsOf(line, index + 1));
  }
  return {
    statements,
    ...(front.text === undefined ? {} : { frontMatter: front.text }),
    lines,
    lineBreak,
    problems,
  };
}

/** Front matter stands in the very first line, and has at least one line. */
function frontMatterOf(lines: readonly string[]): { readonly next: number; readonly text?: string } {
  if (lines[0]?.trimEnd() !== '---') return { next: 0 };
  const end = lines.findIndex((line, index) => index > 1 && line.trimEnd() === '---');
  return end === -1 ? { next: 0 } : { next: end + 1, text: lines.slice(1, end).join('\n') };
}

/** Index of the line on which a directive ends. */
function endOfDirective(lines: readonly string[], start: number, problems: SyntaxProblem[]): number {
  const end = lines.findIndex((line, index) => index >= start && line.includes('}%%'));
  const last = lines[end]?.trimEnd() ?? '';
  if (end !== -1 && last.endsWith('}%%')) return end;
  problems.push(problemAt('directive', start, lines[start] ?? ''));
  return end === -1 ? lines.length : end;
}

function problemAt(key: string, index: number, line: string): SyntaxProblem {
  const column = line.length - line.trimStart().length + 1;
  return { key, line: index + 1, column, length: line.trim().length, values: {} };
}

/** The statements of a line: split at every `;` outside quotes. */
function statementsOf(line: string, number: number): readonly Statement[] {
  const pieces = splitAtSemicolons(line).filter(({ text }) => text !== '');
  const indent = line.slice(0, line.length - line.trimStart().length);
  return pieces.map(({ text, trailing, from }) => ({
    text,
    trailing,
    line: number,
    column: from + 1,
    alone: pieces.length === 1,
    indent,
  }));
}

interface Piece extends Pick<Statement, 'text' | 'trailing'> {
  /** Offset in the line. */
  readonly from: number;
}

function splitAtSemicolons(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at <= line.length; at++) {
    if (line[at] === '"') quoted = !quoted;
    if (at < line.length && (quoted || line[at] !== ';')) continue;
    const piece = line.slice(start, at);
    pieces.push({
      text: piece.trim(),
      trailing: piece.slice(piece.trimEnd().length),
      from: start + piece.length - piece.trimStart().length,
    });
    start = at + 1;
  }
  return pieces;
}
