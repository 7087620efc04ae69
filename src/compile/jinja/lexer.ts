import { fail } from './stop.ts';
import { unescapeString } from './string-literal.ts';

/** `end` closes a tag, `eof` closes the file; operators have their own text as value. */
export type TokenType =
  | 'text'
  | 'print'
  | 'block'
  | 'end'
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | 'operator'
  | 'eof';

/** One token; offsets are UTF-16 units of the normalised template. `value` of a string is unescaped. */
export interface Token {
  readonly type: TokenType;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** What Jinja2 does before it reads: one kind of line end, and one final newline dropped (keep_trailing_newline is off). */
export function normaliseTemplate(text: string): string {
  const unix = text.replaceAll(/\r\n?/g, '\n');
  return unix.endsWith('\n') ? unix.slice(0, -1) : unix;
}

/** Splits a template into tokens, with whitespace control applied to its text. @throws RenderStop at what cannot be read */
export function tokenize(text: string): readonly Token[] {
  return new Lexer(text).run();
}

const tagNames: { readonly [open: string]: 'print' | 'block' } = { '{{': 'print', '{%': 'block' };
const closers: { readonly [open: string]: string } = { '(': ')', '[': ']', '{': '}' };
const operators = ['**', '//', '==', '!=', '>=', '<=', ...'+-/*%~[](){}><=.:|,;'.split('')];

/** One pass over one text; the position and the tokens so far are its state. */
class Lexer {
  private readonly text: string;
  private readonly tokens: Token[] = [];
  private position = 0;

  constructor(text: string) {
    this.text = text;
  }

  run(): readonly Token[] {
    while (this.position < this.text.length) {
      const open = this.nextOpening();
      if (open === -1) {
        this.pushText(this.position, this.text.length, '');
        this.position = this.text.length;
      } else this.readTag(open);
    }
    this.push({ type: 'eof', value: '', start: this.text.length, end: this.text.length });
    return this.tokens;
  }

  private nextOpening(): number {
    const opening = /\{[{%#]/g;
    opening.lastIndex = this.position;
    return opening.exec(this.text)?.index ?? -1;
  }

  private readTag(open: number): void {
    const tag = this.text.slice(open, open + 2);
    const sign = /[-+]/.exec(this.text.charAt(open + 2))?.[0] ?? '';
    this.pushText(this.position, open, sign);
    const raw = tag === '{%' ? this.match(/\{%[-+]?\s*raw\s*(?:-%\}\s*|%\})/y, open) : undefined;
    if (raw !== undefined) return this.readRaw(open, open + raw.length);
    this.position = open + 2 + sign.length;
    const kind = tagNames[tag];
    if (kind === undefined) return this.skipComment(open);
    this.push({ type: kind, value: tag, start: open, end: this.position });
    this.readExpression(kind, open);
  }

  private readRaw(open: number, start: number): void {
    const closing = /\{%([-+]?)\s*endraw\s*(?:\+%\}|-%\}\s*|%\})/g;
    closing.lastIndex = start;
    const close = closing.exec(this.text);
    if (close === null) return fail('unclosed', { tag: '{% raw %}' }, open);
    this.pushText(start, close.index, close[1] ?? '');
    this.position = closing.lastIndex;
  }

  private skipComment(open: number): void {
    const close = this.text.indexOf('#}', this.position);
    if (close === -1) fail('unclosed', { tag: '{#' }, open);
    const strip = close > this.position && this.text[close - 1] === '-';
    this.position = close + 2;
    if (strip) this.skipSpace();
  }

  private readExpression(kind: 'print' | 'block', open: number): void {
    const balance: string[] = [];
    for (;;) {
      this.skipSpace();
      if (this.position >= this.text.length) fail('unclosed', { tag: kind === 'print' ? '{{' : '{%' }, open);
      if (balance.length === 0 && this.readEnd(kind)) return;
      this.readToken(balance);
    }
  }

  private readEnd(kind: 'print' | 'block'): boolean {
    const pattern = kind === 'print' ? /-\}\}\s*|\}\}/y : /\+%\}|-%\}\s*|%\}/y;
    const end = this.match(pattern, this.position);
    if (end === undefined) return false;
    const value = kind === 'print' ? '}}' : '%}';
    this.push({ type: 'end', value, start: this.position, end: this.position + end.length });
    return true;
  }

  private readToken(balance: string[]): void {
    const start = this.position;
    const char = this.text.charAt(start);
    if (char === '"' || char === "'") return this.readString(char);
    if (this.readNumber(start)) return;
    const name = this.match(/[\p{L}_][\p{L}\p{M}\p{N}_]*/uy, start);
    if (name !== undefined) return this.push({ type: 'name', value: name, start, end: start + name.length });
    const operator = operators.find((candidate) => this.text.startsWith(candidate, start));
    if (operator === undefined) return fail('unexpected-character', { character: char }, start);
    trackBalance(balance, operator, start);
    this.push({ type: 'operator', value: operator, start, end: start + operator.length });
  }

  private readNumber(start: number): boolean {
    const float =
      this.text[start - 1] === '.' ? undefined : this.match(/\d[\d_]*(?:\.\d[\d_]*(?:e[+-]?\d+)?|e[+-]?\d+)/iy, start);
    const integer = float ?? this.match(/0(?:b[01_]+|o[0-7_]+|x[\da-f_]+)|\d[\d_]*/iy, start);
    if (integer === undefined) return false;
    const type = float === undefined ? 'integer' : 'float';
    this.push({ type, value: integer.replaceAll('_', ''), start, end: start + integer.length });
    return true;
  }

  private readString(quote: string): void {
    const start = this.position;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== quote) end += this.text[end] === '\\' ? 2 : 1;
    if (end >= this.text.length) fail('unclosed', { tag: quote }, start);
    this.push({ type: 'string', value: unescapeString(this.text.slice(start + 1, end)), start, end: end + 1 });
  }

  private pushText(start: number, end: number, sign: string): void {
    const text = this.text.slice(start, end);
    const kept = sign === '-' ? text.trimEnd() : text;
    if (kept !== '') this.tokens.push({ type: 'text', value: kept, start, end: start + kept.length });
  }

  private push(token: Token): void {
    this.tokens.push(token);
    this.position = token.end;
  }

  private skipSpace(): void {
    this.position += this.match(/\s+/y, this.position)?.length ?? 0;
  }

  private match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.text)?.[0];
  }
}

function trackBalance(balance: string[], operator: string, at: number): void {
  const closer = closers[operator];
  if (closer !== undefined) balance.push(closer);
  else if (operator === ')' || operator === ']' || operator === '}') {
    const expected = balance.pop();
    if (expected === undefined) fail('unexpected-token', { found: operator, expected: 'an expression' }, at);
    if (expected !== operator) fail('unexpected-token', { found: operator, expected }, at);
  }
}
