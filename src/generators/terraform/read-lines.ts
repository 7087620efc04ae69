/** A line of a Terraform file without comments and heredocs. */
interface CodeLine {
  /** 1-based. */
  readonly line: number;
  readonly code: string;
  /** How many `{`, `[` and `(` are open where it begins. */
  readonly depth: number;
}

/** What is open at a place of the text: nothing, a comment, a text in quotes, or an expression in one. */
interface State {
  depth: number;
  isComment: boolean;
  /** Open `"`, and `{` of the expressions in them, innermost last. */
  readonly open: ('"' | '{')[];
}

/** The lines that hold code, read once from the first sign to the last. */
export function codeLines(text: string): readonly CodeLine[] {
  const state: State = { depth: 0, isComment: false, open: [] };
  const lines: CodeLine[] = [];
  let heredoc: string | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (heredoc !== undefined) {
      if (line.trim() === heredoc) heredoc = undefined;
      continue;
    }
    const { depth } = state;
    const code = readLine(line, state);
    heredoc = /<<[-~]?([\p{L}_][\p{L}\p{N}_-]{0,60})\s*$/u.exec(code)?.[1];
    if (code.trim() !== '') lines.push({ line: index + 1, code, depth });
  }
  return lines;
}

function readLine(line: string, state: State): string {
  let code = '';
  for (let at = 0; at < line.length; at++) {
    const two = line.slice(at, at + 2);
    if (state.isComment) {
      if (two === '*/') {
        state.isComment = false;
        at++;
      }
    } else if (state.open.at(-1) === '"') {
      const length = readText(two, state);
      code += line.slice(at, at + length);
      at += length - 1;
    } else if (two === '/*') {
      state.isComment = true;
      at++;
    } else if (two === '//' || two.startsWith('#')) break;
    else {
      readSign(two.charAt(0), state);
      code += line.charAt(at);
    }
  }
  // Text in quotes ends on its line.
  state.open.length = 0;
  return code;
}

/** Reads on in a text in quotes; how many signs belong together. */
function readText(two: string, { open }: State): number {
  if (two.startsWith('\\') || two === '$$' || two === '%%') return 2;
  if (two === '${' || two === '%{') {
    open.push('{');
    return 2;
  }
  if (two.startsWith('"')) open.pop();
  return 1;
}

function readSign(sign: string, state: State): void {
  if (sign === '"') state.open.push('"');
  else if (state.open.length > 0) {
    if (sign === '{') state.open.push('{');
    if (sign === '}') state.open.pop();
  } else if ('{[('.includes(sign)) state.depth++;
  else if ('}])'.includes(sign)) state.depth = Math.max(0, state.depth - 1);
}
