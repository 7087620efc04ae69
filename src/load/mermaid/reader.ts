import type { SyntaxProblem, Statement } from './statements.ts';

/**
 * Ids of nodes and subgraphs: letters, digits and `_`; single dots and dashes only between them. Sticky.
 * Mermaid takes accented letters for a word of their own, which may part an id in two.
 */
export const idPattern = /[A-Za-z_]\w*(?:[.-]\w+)*/y;

/** Words that mermaid 12 takes for its own also where a dot or dash follows (flow.jison, lexer). */
const reservedStarts = new Set([
  'end',
  'graph',
  'flowchart',
  'subgraph',
  'style',
  'linkStyle',
  'classDef',
  'class',
  'interpolate',
]);
/** Words that it takes for its own only as they are. */
const reservedWords = new Set(['click', 'href', 'call']);

/** Whether mermaid reads the id as a word of its own. */
export function isReserved(id: string): boolean {
  const [start = ''] = id.split(/[.-]/, 1);
  return reservedStarts.has(start) || reservedWords.has(id);
}

/** A place in one statement, moved on by what is read; the first mistake ends the reading. */
export class Reader {
  readonly statement: Statement;
  readonly #problems: SyntaxProblem[];
  at = 0;

  constructor(statement: Statement, problems: SyntaxProblem[]) {
    this.statement = statement;
    this.#problems = problems;
  }

  /** What a sticky pattern matches here, moving behind it. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.statement.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  skipSpaces(): void {
    this.take(/\s*/y);
  }

  isDone(): boolean {
    return this.at >= this.statement.text.length;
  }

  rest(): string {
    return this.statement.text.slice(this.at);
  }

  /** Notes what is wrong between two offsets. */
  fail(
    key: string,
    values: SyntaxProblem['values'],
    { from, to }: { readonly from: number; readonly to: number },
  ): undefined {
    const { line, column } = this.statement;
    this.#problems.push({ key, line, column: column + from, length: to - from, values });
  }

  /** Notes that the text from here on is not understood. */
  unexpected(): undefined {
    const rest = this.rest();
    if (rest.startsWith('%%')) return this.fail('trailing-comment', {}, { from: this.at, to: this.at + rest.length });
    const found = /^\S+/.exec(rest)?.[0].slice(0, 40) ?? '';
    return this.fail('unexpected', { found }, { from: this.at, to: this.at + Math.max(1, found.length) });
  }
}
