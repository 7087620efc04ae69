import { type Token, type TokenType, tokenize } from './lexer.ts';
import { fail } from './stop.ts';

/** Deepest nesting of expressions and blocks that is parsed; real templates stay below 30. */
const maxNesting = 200;

/** Longest chain of operators, attributes, calls or filters; real templates stay below 100. */
const maxChain = 1000;

/** The tokens of one template, read from left to right; the position is its state. */
export class TokenStream {
  private readonly tokens: readonly Token[];
  private position = 0;
  private nesting = 0;
  /** Names read so far, in order: what a macro mentions. */
  readonly names: string[] = [];

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  get current(): Token {
    return this.peek(0);
  }

  /** Token `distance` places ahead; the last one at the end of the file. */
  peek(distance: number): Token {
    const token = this.tokens[Math.min(this.position + distance, this.tokens.length - 1)];
    return token ?? { type: 'eof', value: '', start: 0, end: 0 };
  }

  /** End of the token before the current one. */
  get lastEnd(): number {
    return this.tokens[this.position - 1]?.end ?? 0;
  }

  next(): Token {
    const token = this.current;
    if (token.type !== 'eof') this.position += 1;
    if (token.type === 'name') this.names.push(token.value);
    return token;
  }

  is(type: TokenType, ...values: readonly string[]): boolean {
    return this.current.type === type && (values.length === 0 || values.includes(this.current.value));
  }

  /** Reads the current token if it is the one asked for; undefined otherwise. */
  skip(type: TokenType, ...values: readonly string[]): Token | undefined {
    return this.is(type, ...values) ? this.next() : undefined;
  }

  /** @throws RenderStop where another token stands */
  expect(type: TokenType, value?: string): Token {
    const found = value === undefined ? this.skip(type) : this.skip(type, value);
    return found ?? this.refuse(value ?? type);
  }

  /** Says what stands here instead of what is allowed. @throws RenderStop always */
  refuse(expected: string): never {
    const { type, value, start } = this.current;
    return fail('unexpected-token', { found: type === 'eof' ? 'end of file' : value, expected }, start);
  }

  /** Checks the length of a chain such as `a ~ b ~ c` or `a.b.c`, which nests to the left. @throws RenderStop beyond the limit */
  limitChain(links: number): void {
    if (links > maxChain) fail('too-nested', { max: maxChain }, this.current.start);
  }

  /** Runs `read` one level deeper. @throws RenderStop beyond the limit */
  nested<T>(read: () => T): T {
    this.nesting += 1;
    if (this.nesting > maxNesting) fail('too-nested', { max: maxNesting }, this.current.start);
    const result = read();
    this.nesting -= 1;
    return result;
  }
}
