import type { Expression, MacroNode, Parameter, Statement, Target } from './ast.ts';
import { normaliseTemplate } from './lexer.ts';
import { parseExpression, parseFilterChain, parseTuple } from './parse-expression.ts';
import { fail } from './stop.ts';
import { TokenStream } from './token-stream.ts';

/** A parsed template. `text` is normalised: offsets of nodes and tokens count in it. */
export interface ParsedTemplate {
  readonly path: string;
  readonly text: string;
  readonly body: readonly Statement[];
}

/** Reads a whole template. @throws RenderStop with an offset of the normalised text */
export function parseStatements(path: string, source: string): ParsedTemplate {
  const text = normaliseTemplate(source);
  return { path, text, body: new StatementParser(text).template() };
}

const unsupported = ['include', 'import', 'from', 'extends', 'block', 'trans', 'autoescape'];

/** Reads the statements of one template; the token stream is its state. */
class StatementParser {
  private readonly stream: TokenStream;

  constructor(text: string) {
    this.stream = new TokenStream(text);
  }

  template(): readonly Statement[] {
    return this.body([]);
  }

  /** Reads up to a tag named in `ends`, whose name is then the current token; up to the end of the file where it is empty. */
  private body(ends: readonly string[]): readonly Statement[] {
    const statements: Statement[] = [];
    const opened = this.stream.lastEnd;
    for (;;) {
      const { type, value, start, end } = this.stream.next();
      if (type === 'eof') {
        if (ends.length > 0) fail('missing-end', { expected: ends.join(', ') }, opened);
        return statements;
      }
      if (type === 'text') statements.push({ kind: 'text', text: value, start, end });
      else if (type === 'print') statements.push(this.print(start));
      else if (this.stream.is('name', ...ends) && ends.length > 0) return statements;
      else statements.push(this.stream.nested(() => this.statement(start)));
    }
  }

  private print(start: number): Statement {
    const value = parseTuple(this.stream);
    this.close();
    return { kind: 'print', value, start, end: this.stream.lastEnd };
  }

  private close(): void {
    this.stream.expect('end');
  }

  /** The body of a block and its end tag. A colon before the end of the opening tag is allowed, as in Jinja2. */
  private block(...ends: readonly string[]): readonly Statement[] {
    this.open();
    const body = this.body(ends);
    this.stream.next();
    this.close();
    return body;
  }

  private open(): void {
    this.stream.skip('operator', ':');
    this.close();
  }

  private statement(start: number): Statement {
    const token = this.stream.expect('name');
    if (unsupported.includes(token.value)) fail('unsupported-tag', { tag: token.value }, token.start);
    switch (token.value) {
      case 'if':
        return this.ifStatement(start);
      case 'for':
        return this.forStatement(start);
      case 'set':
        return this.setStatement(start);
      case 'do':
        return this.doStatement(start);
      case 'call':
        return this.callBlock(start);
      case 'filter':
        return this.filterBlock(start);
      case 'with':
        return this.withStatement(start);
      case 'break':
      case 'continue':
        this.close();
        return { kind: token.value, start, end: this.stream.lastEnd };
      default:
        return this.definition(token.value, start, token.start);
    }
  }

  private definition(tag: string, start: number, at: number): Statement {
    switch (tag) {
      case 'macro':
        return this.macro(start, '', 'endmacro');
      case 'test':
      case 'data_test':
        return this.macro(start, 'test_', `end${tag}`);
      case 'materialization':
        return this.materialization(start);
      case 'snapshot':
        this.stream.expect('name');
        return { kind: 'scope', body: this.block('endsnapshot'), start, end: this.stream.lastEnd };
      case 'docs':
        this.stream.expect('name');
        this.block('enddocs');
        return { kind: 'scope', body: [], start, end: this.stream.lastEnd };
      default:
        return fail('unknown-tag', { tag }, at);
    }
  }

  private ifStatement(start: number): Statement {
    const branches: { readonly test: Expression; readonly body: readonly Statement[] }[] = [];
    let otherwise: readonly Statement[] = [];
    for (;;) {
      const test = parseTuple(this.stream, { withoutCondition: true });
      this.open();
      branches.push({ test, body: this.body(['elif', 'else', 'endif']) });
      const tag = this.stream.next().value;
      if (tag === 'elif') continue;
      if (tag === 'else') otherwise = this.block('endif');
      else this.close();
      return { kind: 'if', branches, otherwise, start, end: this.stream.lastEnd };
    }
  }

  private forStatement(start: number): Statement {
    const target = this.target();
    this.stream.expect('name', 'in');
    const iterable = parseTuple(this.stream, { withoutCondition: true });
    const condition = this.stream.skip('name', 'if') ? parseExpression(this.stream) : undefined;
    const recursive = this.stream.skip('name', 'recursive');
    if (recursive !== undefined) fail('unsupported-tag', { tag: 'for … recursive' }, recursive.start);
    this.open();
    const body = this.body(['endfor', 'else']);
    const otherwise = this.stream.next().value === 'else' ? this.block('endfor') : this.closeWithout();
    const span = { start, end: this.stream.lastEnd };
    return { kind: 'for', target, iterable, ...(condition && { condition }), body, otherwise, ...span };
  }

  private closeWithout(): readonly Statement[] {
    this.close();
    return [];
  }

  private target(): Target {
    const first = this.oneTarget();
    if (!this.stream.is('operator', ',')) return first;
    const items = [first];
    while (this.stream.skip('operator', ',')) {
      if (this.stream.is('name', 'in') || this.stream.is('operator', '=', ')') || this.stream.is('end')) break;
      items.push(this.oneTarget());
    }
    return { kind: 'tuple', items };
  }

  private oneTarget(): Target {
    if (this.stream.skip('operator', '(')) {
      const inner = this.stream.nested(() => this.target());
      this.stream.expect('operator', ')');
      return inner;
    }
    const name = this.stream.expect('name').value;
    if (!this.stream.skip('operator', '.')) return { kind: 'name', name };
    return { kind: 'field', name, field: this.stream.expect('name').value };
  }

  private setStatement(start: number): Statement {
    const target = this.target();
    if (this.stream.skip('operator', '=')) {
      const value = parseTuple(this.stream);
      this.close();
      return { kind: 'set', target, value, start, end: this.stream.lastEnd };
    }
    const filter = this.stream.skip('operator', '|') ? parseFilterChain(this.stream) : undefined;
    const body = this.block('endset');
    return { kind: 'set-block', target, ...(filter && { filter }), body, start, end: this.stream.lastEnd };
  }

  private doStatement(start: number): Statement {
    const value = parseTuple(this.stream);
    this.close();
    return { kind: 'do', value, start, end: this.stream.lastEnd };
  }

  private callBlock(start: number): Statement {
    const from = this.stream.names.length;
    const parameters = this.stream.is('operator', '(') ? this.parameters() : [];
    const call = parseExpression(this.stream);
    if (call.kind !== 'call') return fail('unexpected-token', { found: 'no call', expected: 'a call' }, call.start);
    const body = this.block('endcall');
    const macro = this.macroNode('caller', parameters, { body, start, from });
    return { kind: 'call-block', call, macro, start, end: this.stream.lastEnd };
  }

  private filterBlock(start: number): Statement {
    const filter = parseFilterChain(this.stream);
    const body = this.block('endfilter');
    return { kind: 'filter-block', filter, body, start, end: this.stream.lastEnd };
  }

  private withStatement(start: number): Statement {
    const assignments: { readonly target: Target; readonly value: Expression }[] = [];
    while (!this.stream.is('end')) {
      if (assignments.length > 0) this.stream.expect('operator', ',');
      const target = this.oneTarget();
      this.stream.expect('operator', '=');
      assignments.push({ target, value: parseExpression(this.stream) });
    }
    return { kind: 'with', assignments, body: this.block('endwith'), start, end: this.stream.lastEnd };
  }

  private macro(start: number, prefix: string, end: string): MacroNode {
    const name = prefix + this.stream.expect('name').value;
    const from = this.stream.names.length;
    const parameters = this.parameters();
    return this.macroNode(name, parameters, { body: this.block(end), start, from });
  }

  /** A materialization is kept as a macro without parameters: nothing in a model can call it. */
  private materialization(start: number): MacroNode {
    const name = `materialization_${this.stream.expect('name').value}`;
    const from = this.stream.names.length;
    while (this.stream.skip('operator', ',')) {
      if (this.stream.peek(1).value === '=') this.stream.next();
      this.stream.skip('operator', '=');
      parseExpression(this.stream);
    }
    return this.macroNode(name, [], { body: this.block('endmaterialization'), start, from });
  }

  private macroNode(name: string, parameters: readonly Parameter[], source: MacroSource): MacroNode {
    const mentioned = this.stream.names.slice(source.from);
    const takesVarargs = mentioned.includes('varargs');
    const takesKwargs = mentioned.includes('kwargs');
    const span = { start: source.start, end: this.stream.lastEnd };
    return { kind: 'macro', name, parameters, body: source.body, takesVarargs, takesKwargs, ...span };
  }

  private parameters(): readonly Parameter[] {
    this.stream.expect('operator', '(');
    const parameters: Parameter[] = [];
    while (!this.stream.is('operator', ')')) {
      if (parameters.length > 0) this.stream.expect('operator', ',');
      if (this.stream.is('operator', ')')) break;
      const name = this.stream.expect('name').value;
      if (this.stream.skip('operator', ':')) this.stream.nested(() => this.skipType());
      const fallback = this.stream.skip('operator', '=') ? parseExpression(this.stream) : undefined;
      parameters.push({ name, ...(fallback && { fallback }) });
    }
    this.stream.expect('operator', ')');
    return parameters;
  }

  /** dbt allows types of parameters, as in `rows: List[str]`; they change nothing. */
  private skipType(): void {
    this.stream.expect('name');
    if (!this.stream.skip('operator', '[')) return;
    do this.stream.nested(() => this.skipType());
    while (this.stream.skip('operator', ','));
    this.stream.expect('operator', ']');
  }
}

/** What a macro node is made from; `from` is the number of names that were read before its parameters. */
interface MacroSource {
  readonly body: readonly Statement[];
  readonly start: number;
  readonly from: number;
}
