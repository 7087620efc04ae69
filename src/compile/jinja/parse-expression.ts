import type { Arguments, BinaryOperator, CompareOperator, Expression, Keyword } from './ast.ts';
import type { TokenStream } from './token-stream.ts';

const noArguments: Arguments = { positional: [], named: [] };

const compareOperators: readonly CompareOperator[] = ['==', '!=', '<', '<=', '>', '>='];
const literals = new Map<string, null | boolean>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

/** Reads one expression, `a if b else c` included (Jinja2 `parse_expression`). @throws RenderStop */
export function parseExpression(stream: TokenStream): Expression {
  return stream.nested(() => parseCondition(stream));
}

function parseCondition(stream: TokenStream): Expression {
  let node = parseOr(stream);
  for (let links = 0; stream.skip('name', 'if'); links += 1) {
    stream.limitChain(links);
    const test = parseOr(stream);
    const otherwise = stream.skip('name', 'else') ? parseExpression(stream) : undefined;
    const span = { start: node.start, end: stream.lastEnd };
    node = { kind: 'condition', test, consequent: node, ...(otherwise && { otherwise }), ...span };
  }
  return node;
}

function parseOr(stream: TokenStream): Expression {
  let left = parseAnd(stream);
  for (let links = 0; stream.skip('name', 'or'); links += 1) {
    stream.limitChain(links);
    left = logic('or', left, parseAnd(stream));
  }
  return left;
}

function parseAnd(stream: TokenStream): Expression {
  let left = parseNot(stream);
  for (let links = 0; stream.skip('name', 'and'); links += 1) {
    stream.limitChain(links);
    left = logic('and', left, parseNot(stream));
  }
  return left;
}

function logic(operator: 'and' | 'or', left: Expression, right: Expression): Expression {
  return { kind: 'logic', operator, left, right, start: left.start, end: right.end };
}

function parseNot(stream: TokenStream): Expression {
  const token = stream.skip('name', 'not');
  if (token === undefined) return parseCompare(stream);
  const operand = stream.nested(() => parseNot(stream));
  return { kind: 'unary', operator: 'not', operand, start: token.start, end: operand.end };
}

function parseCompare(stream: TokenStream): Expression {
  const first = parseSum(stream);
  const rest: { readonly operator: CompareOperator; readonly operand: Expression }[] = [];
  for (let operator = skipComparison(stream); operator !== undefined; operator = skipComparison(stream)) {
    rest.push({ operator, operand: parseSum(stream) });
  }
  return rest.length === 0 ? first : { kind: 'compare', first, rest, start: first.start, end: stream.lastEnd };
}

function skipComparison(stream: TokenStream): CompareOperator | undefined {
  const symbol = compareOperators.find((operator) => stream.is('operator', operator));
  if (symbol !== undefined || stream.is('name', 'in')) {
    stream.next();
    return symbol ?? 'in';
  }
  const isNotIn = stream.is('name', 'not') && stream.peek(1).type === 'name' && stream.peek(1).value === 'in';
  if (!isNotIn) return undefined;
  stream.next();
  stream.next();
  return 'not in';
}

type Level = (stream: TokenStream) => Expression;

const parsePower = leftAssociative(['**'], (stream) => parseUnary(stream));
const parseProduct = leftAssociative(['*', '/', '//', '%'], parsePower);
const parseConcat = leftAssociative(['~'], parseProduct);
const parseSum = leftAssociative(['+', '-'], parseConcat);

function leftAssociative(operators: readonly BinaryOperator[], next: Level): Level {
  return (stream) => {
    let left = next(stream);
    for (let links = 0; ; links += 1) {
      stream.limitChain(links);
      const operator = operators.find((candidate) => stream.is('operator', candidate));
      if (operator === undefined) return left;
      stream.next();
      const right = next(stream);
      left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
  };
}

function parseUnary(stream: TokenStream): Expression {
  return parseFilters(stream, parseSigned(stream));
}

function parseSigned(stream: TokenStream): Expression {
  const token = stream.skip('operator', '-', '+');
  if (token === undefined) return parsePostfix(stream, parsePrimary(stream));
  const operand = stream.nested(() => parseSigned(stream));
  return { kind: 'unary', operator: token.value === '-' ? '-' : '+', operand, start: token.start, end: operand.end };
}

function parsePrimary(stream: TokenStream): Expression {
  const token = stream.current;
  const span = { start: token.start, end: token.end };
  switch (token.type) {
    case 'name':
      return parseName(stream);
    case 'string':
      return parseStrings(stream);
    case 'integer':
      stream.next();
      return { kind: 'literal', value: { integer: Number(token.value) }, ...span };
    case 'float':
      stream.next();
      return { kind: 'literal', value: { float: Number(token.value) }, ...span };
    default:
      return parseBracket(stream);
  }
}

function parseName(stream: TokenStream): Expression {
  const { value, start, end } = stream.next();
  const literal = literals.get(value);
  return literal === undefined
    ? { kind: 'name', name: value, start, end }
    : { kind: 'literal', value: literal, start, end };
}

function parseStrings(stream: TokenStream): Expression {
  const start = stream.current.start;
  const parts: string[] = [];
  while (stream.is('string')) parts.push(stream.next().value);
  return { kind: 'literal', value: parts.join(''), start, end: stream.lastEnd };
}

function parseBracket(stream: TokenStream): Expression {
  const start = stream.current.start;
  if (stream.skip('operator', '(')) {
    const inner = parseTuple(stream, { explicit: true });
    stream.expect('operator', ')');
    return inner.kind === 'tuple' ? { ...inner, start, end: stream.lastEnd } : inner;
  }
  if (stream.skip('operator', '[')) {
    const items = parseItems(stream, ']', () => parseExpression(stream));
    return { kind: 'list', items, start, end: stream.lastEnd };
  }
  if (!stream.skip('operator', '{')) return stream.refuse('an expression');
  const entries = parseItems(stream, '}', () => {
    const key = parseExpression(stream);
    stream.expect('operator', ':');
    return [key, parseExpression(stream)] as const;
  });
  return { kind: 'dict', entries, start, end: stream.lastEnd };
}

function parseItems<T>(stream: TokenStream, closer: string, read: () => T): readonly T[] {
  const items: T[] = [];
  while (!stream.is('operator', closer)) {
    if (items.length > 0) stream.expect('operator', ',');
    if (stream.is('operator', closer)) break;
    items.push(read());
  }
  stream.expect('operator', closer);
  return items;
}

/** How far a tuple without parentheses reaches. */
export interface TupleRules {
  /** Inside parentheses, where `()` is the empty tuple. */
  readonly explicit?: boolean;
  /** `for` and `if` read no `a if b`, because `if` means something else there. */
  readonly withoutCondition?: boolean;
}

/** Reads `a` or `a, b, …` (Jinja2 `parse_tuple`). @throws RenderStop */
export function parseTuple(stream: TokenStream, rules: TupleRules = {}): Expression {
  const start = stream.current.start;
  const read = rules.withoutCondition === true ? parseOr : parseExpression;
  const items: Expression[] = [];
  let isTuple = false;
  while (!isTupleEnd(stream)) {
    items.push(read(stream));
    if (!stream.skip('operator', ',')) break;
    isTuple = true;
  }
  const [only] = items;
  if (only !== undefined && !isTuple) return only;
  if (only === undefined && rules.explicit !== true) return stream.refuse('an expression');
  return { kind: 'tuple', items, start, end: stream.lastEnd };
}

function isTupleEnd(stream: TokenStream): boolean {
  return stream.is('end') || stream.is('operator', ')') || stream.is('name', 'recursive');
}

function parsePostfix(stream: TokenStream, target: Expression): Expression {
  let node = target;
  for (let links = 0; ; links += 1) {
    stream.limitChain(links);
    if (stream.is('operator', '.', '[')) node = parseSubscript(stream, node);
    else if (stream.is('operator', '(')) node = parseCall(stream, node);
    else return node;
  }
}

function parseSubscript(stream: TokenStream, target: Expression): Expression {
  const { start } = target;
  if (stream.next().value === '[') {
    const keys = parseItems(stream, ']', () => parseSubscribed(stream));
    const span = { start, end: stream.lastEnd };
    const [only] = keys;
    const key: Expression = keys.length === 1 && only !== undefined ? only : { kind: 'tuple', items: keys, ...span };
    return { kind: 'item', target, key, ...span };
  }
  const token = stream.next();
  const span = { start, end: token.end };
  if (token.type === 'name') return { kind: 'attribute', target, name: token.value, ...span };
  if (token.type !== 'integer') return stream.refuse('name or number');
  return { kind: 'item', target, key: { kind: 'literal', value: { integer: Number(token.value) }, ...span }, ...span };
}

function parseSubscribed(stream: TokenStream): Expression {
  const start = stream.current.start;
  const parts: (Expression | undefined)[] = [];
  let part: Expression | undefined;
  if (!stream.is('operator', ':')) {
    part = parseExpression(stream);
    if (!stream.is('operator', ':')) return part;
  }
  parts.push(part);
  while (parts.length < 3 && stream.skip('operator', ':')) {
    parts.push(stream.is('operator', ':', ']', ',') ? undefined : parseExpression(stream));
  }
  return { kind: 'slice', parts, start, end: stream.lastEnd };
}

function parseCall(stream: TokenStream, callee: Expression): Expression {
  const args = parseArguments(stream);
  return { kind: 'call', callee, args, start: callee.start, end: stream.lastEnd };
}

/** Reads `(a, b=1, *c, **d)`, a trailing comma allowed. @throws RenderStop */
function parseArguments(stream: TokenStream): Arguments {
  stream.expect('operator', '(');
  const positional: Expression[] = [];
  const named: Keyword[] = [];
  let spread: Expression | undefined;
  let spreadNamed: Expression | undefined;
  parseItems(stream, ')', () => {
    if (stream.skip('operator', '*')) spread = parseExpression(stream);
    else if (stream.skip('operator', '**')) spreadNamed = parseExpression(stream);
    else if (isKeyword(stream)) {
      const name = stream.next().value;
      stream.next();
      named.push({ name, value: parseExpression(stream) });
    } else if (named.length > 0 || spread !== undefined) stream.refuse('a named argument');
    else positional.push(parseExpression(stream));
  });
  return { positional, named, ...(spread && { spread }), ...(spreadNamed && { spreadNamed }) };
}

function isKeyword(stream: TokenStream): boolean {
  return stream.is('name') && stream.peek(1).type === 'operator' && stream.peek(1).value === '=';
}

function parseFilters(stream: TokenStream, target: Expression): Expression {
  let node = target;
  for (let links = 0; ; links += 1) {
    stream.limitChain(links);
    if (stream.is('operator', '|')) node = parseFilter(stream, node);
    else if (stream.is('name', 'is')) node = parseTest(stream, node);
    else if (stream.is('operator', '(')) node = parseCall(stream, node);
    else return node;
  }
}

function parseFilter(stream: TokenStream, target: Expression): Expression {
  stream.expect('operator', '|');
  return parseNamedFilter(stream, target);
}

function parseNamedFilter(stream: TokenStream, target: Expression | undefined): Expression {
  const { start } = target ?? stream.current;
  const name = parseDottedName(stream);
  const args = stream.is('operator', '(') ? parseArguments(stream) : noArguments;
  return { kind: 'filter', ...(target && { target }), name, args, start, end: stream.lastEnd };
}

/** Reads `upper | replace('a', 'b')` without the value it works on: filter blocks, and `set` blocks with a filter. */
export function parseFilterChain(stream: TokenStream): Expression {
  let node = parseNamedFilter(stream, undefined);
  for (let links = 0; stream.is('operator', '|'); links += 1) {
    stream.limitChain(links);
    node = parseFilter(stream, node);
  }
  return node;
}

function parseDottedName(stream: TokenStream): string {
  let name = stream.expect('name').value;
  while (stream.skip('operator', '.')) name += `.${stream.expect('name').value}`;
  return name;
}

function parseTest(stream: TokenStream, target: Expression): Expression {
  stream.next();
  const negated = stream.skip('name', 'not') !== undefined;
  const name = parseDottedName(stream);
  const args = parseTestArguments(stream);
  const span = { start: target.start, end: stream.lastEnd };
  const test: Expression = { kind: 'test', target, name, args, ...span };
  return negated ? { kind: 'unary', operator: 'not', operand: test, ...span } : test;
}

function parseTestArguments(stream: TokenStream): Arguments {
  if (stream.is('operator', '(')) return parseArguments(stream);
  const starts = stream.is('string') || stream.is('integer') || stream.is('float') || stream.is('operator', '[', '{');
  const isValueName =
    stream.is('name') && !stream.is('name', 'else', 'or', 'and', 'is', 'if', 'in', 'not', 'recursive');
  if (!starts && !isValueName) return noArguments;
  return { positional: [parsePostfix(stream, parsePrimary(stream))], named: [] };
}
