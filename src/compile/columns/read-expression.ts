import { compareText, type Location } from '../../model/location.ts';
import { around, chainOf, isBound, isOfDay, measure, type Path } from './call-chain.ts';
import { callOf, functionName, isComparison, isOperator, isTransparent } from './call-names.ts';
import { isCastCall, isCastToDay, isCounting, isSign } from './call-shapes.ts';
import { columnChain } from './column-chain.ts';
import { type ExpressionPlan, opaqueExpression, type QueryNode, type RefPlan, type SubqueryPlan } from './plan.ts';
import { readType } from './read-type.ts';
import type { Reader } from './reader.ts';
import { type Identifier, identifierOf, isTree, listOf, type Node, nodeOf, spanOf, type Tree } from './tree.ts';
import { unitsAmong } from './units.ts';

/** Reads the query that a node is; as an operand, where it stands in an expression without parentheses of its own. */
export type ReadQuery = (value: unknown, as?: 'operand') => QueryNode;

/** Reads queries, and what they stand in. */
export interface Reading {
  readonly reader: Reader;
  readonly readQuery: ReadQuery;
}

/** Something of an expression that is still to be read. */
interface Task {
  readonly value: unknown;
  readonly path: Path | undefined;
}

/** A mention of a column before its calls are known. */
interface Mention {
  readonly ref: Omit<RefPlan, 'calls' | 'role'>;
  readonly path: Path | undefined;
  readonly start: number;
  readonly end: number;
}

const queryKinds = new Set(['select', 'union', 'intersect', 'except', 'values', 'subquery', 'pivot']);
/** What hides what it is made of: the parser keeps only its text. */
const opaqueKinds = new Set(['raw', 'command', 'heredoc', 'placeholder', 'parameter']);
const leaves = new Set([
  'literal',
  'boolean',
  'null',
  'var',
  'data_type',
  'byte_string',
  'hex_string_expr',
  'identifier',
]);
/** Keys under which a call holds what only decides which rows it takes, and in what order. */
const deciding = new Set(['filter', 'order_by', 'partition_by', 'having_max', 'over', 'sort_by', 'condition']);
/** Dialects that have no functions as arguments: there `a -> 'b'` always looks into a value. */
const withoutLambdas = new Set(['postgres', 'redshift', 'mysql', 'tsql']);

/** Reads an expression: what it mentions, in order, with the calls around each. Linear, and safe at any depth. */
export function readExpression(value: unknown, reading: Reading): ExpressionPlan {
  if (value === undefined || value === null) return { ...opaqueExpression, isOpaque: false };
  const found = new Finder(reading);
  found.run(value);
  return found.plan(value);
}

class Finder {
  private readonly reading: Reading;
  private readonly tasks: Task[] = [];
  private readonly mentions: Mention[] = [];
  private readonly queries: { readonly query: QueryNode; readonly path: Path | undefined }[] = [];
  private readonly indexOf = new Map<unknown, number>();
  private readonly functions = new Set<string>();
  private isOpaque = false;

  constructor(reading: Reading) {
    this.reading = reading;
  }

  run(value: unknown): void {
    this.push(value, undefined);
    for (let task = this.tasks.pop(); task !== undefined; task = this.tasks.pop()) this.read(task);
  }

  plan(value: unknown): ExpressionPlan {
    const { reader } = this.reading;
    if (reader.hasMacros) for (const { path, start, end } of this.mentions) measure(path, { start, end }, reader.text);
    const refs = this.mentions.map((mention): RefPlan => {
      const { calls, role } = chainOf(
        mention.path,
        reader.hasMacros ? reader.macrosAround(mention.start, mention.end) : [],
      );
      return { ...mention.ref, calls, role };
    });
    const queries = this.queries.map(({ query, path }): SubqueryPlan => ({ query, ...chainOf(path, []) }));
    const type = readType(value, { indexOf: this.indexOf, dialect: reader.dialect });
    return { refs, queries, type, functions: this.functionsWith([...refs, ...queries]), isOpaque: this.isOpaque };
  }

  private functionsWith(mentions: readonly { readonly calls: readonly string[] }[]): readonly string[] {
    for (const { calls } of mentions) for (const call of calls) if (call.startsWith('macro:')) this.functions.add(call);
    return [...this.functions].sort(compareText);
  }

  private push(value: unknown, path: Path | undefined): void {
    this.tasks.push({ value, path });
  }

  /** The last one pushed is read first. */
  private pushAll(values: readonly unknown[], path: Path | undefined): void {
    for (let at = values.length - 1; at >= 0; at -= 1) this.push(values[at], path);
  }

  private read({ value, path }: Task): void {
    if (Array.isArray(value)) return this.pushAll(value, path);
    const node = nodeOf(value);
    if (node !== undefined && isNodeKind(node.kind)) return this.readNode(node, value, path);
    if (isTree(value)) this.readFields(value, path);
  }

  private readFields(body: Tree, path: Path | undefined): void {
    const entries = Object.entries(body).filter(([, each]) => each !== null && typeof each === 'object');
    for (const [key, each] of entries.toReversed())
      this.push(each, deciding.has(key) ? { parent: path, isCondition: true, isGroup: false } : path);
  }

  private readNode(node: Node, value: unknown, path: Path | undefined): void {
    const { kind, body } = node;
    if (leaves.has(kind)) return;
    if (kind === 'column' || kind === 'dot') return this.readColumn(node, value, path);
    if (kind === 'star') return this.mentionRow(body, path);
    if (queryKinds.has(kind)) return this.readSubquery(value, value, path);
    if (opaqueKinds.has(kind)) this.isOpaque = true;
    else if (kind === 'case') this.readCase(body, path);
    else if (kind === 'lambda') this.readLambda(body, path);
    else if (kind === 'exists') {
      this.functions.add(kind);
      this.readSubquery(body['this'], value, around(path, { call: 'exists', isCondition: true }));
    } else if (kind === 'in') this.readIn(body, around(path, { call: '=', isCondition: true, isGroup: false }));
    else this.readCall(node, path);
  }

  private readCall(node: Node, path: Path | undefined): void {
    const { reader } = this.reading;
    const { kind, body } = node;
    if (reader.markerOf(node) !== undefined) {
      this.isOpaque = true;
      return;
    }
    const call = callOf(node);
    if (call !== undefined && !isOperator(kind) && /[a-z]/.test(call)) this.addFunction(call, path);
    const isWritten = !isOperator(kind) && !isTransparent(kind) && kind !== 'window_function';
    const isGroup = kind === 'paren' || (isWritten && !isSign(body)) || isCastCall(node);
    const isCondition = isComparison(kind) || isCounting(node);
    const inner =
      call === undefined && !isGroup
        ? path
        : { ...around(path, { ...(call !== undefined && { call }), isCondition, isGroup }), isDay: isCastToDay(node) };
    if (kind === 'window_function') return this.readWindow(body, inner);
    if (kind === 'nvl2') return this.readChoice(body['this'], [body['true_value'], body['false_value']], inner);
    if (kind === 'method_call' && nodeOf(body['this'])?.kind === 'column') this.mentionDoubtful(body['this'], inner);
    const args = kind === 'function' ? listOf(body['args']) : undefined;
    if (args !== undefined) return this.readArguments(functionName(node), args, inner);
    this.readFields(kind === 'method_call' ? { args: body['args'] } : body, inner);
  }

  private addFunction(call: string, path: Path | undefined): void {
    this.functions.add(call);
    if (isOfDay(path)) this.functions.add('date');
  }

  private readArguments(name: string, args: readonly unknown[], path: Path | undefined): void {
    const units = unitsAmong(name, args);
    for (let at = args.length - 1; at >= 0; at -= 1) {
      if (units.has(at)) continue;
      const decides = (name === 'decode' || name === 'if' || name === 'iff') && at === 0;
      this.push(args[at], decides ? { parent: path, isCondition: true, isGroup: false } : path);
    }
  }

  private readWindow(body: Tree, path: Path | undefined): void {
    this.push(body['keep'], { parent: path, isCondition: true, isGroup: false });
    this.push(body['over'], { parent: path, isCondition: true, isGroup: false });
    this.push(body['this'], path);
  }

  private readChoice(condition: unknown, values: readonly unknown[], path: Path | undefined): void {
    this.pushAll(values, path);
    this.push(condition, { parent: path, isCondition: true, isGroup: false });
  }

  private readCase(body: Tree, path: Path | undefined): void {
    const inner = around(path, { call: 'case' });
    const decides: Path = { parent: inner, isCondition: true, isGroup: false };
    this.push(body['else_'], inner);
    for (const when of [...listOf(body['whens'])].toReversed()) {
      const [condition, result] = listOf(when);
      this.push(result, inner);
      this.push(condition, decides);
    }
    this.push(body['operand'], decides);
  }

  private readIn(body: Tree, path: Path): void {
    const list: Path = { parent: path, isCondition: true, isGroup: true };
    if (isTree(body['query'])) this.readSubquery(body['query'], body, path);
    this.pushAll([body['expressions'], body['unnest']], list);
    this.push(body['this'], path);
  }

  private readLambda(body: Tree, path: Path | undefined): void {
    const parameters = listOf(body['parameters']).flatMap((each) => identifierOf(each) ?? []);
    const isAccess = withoutLambdas.has(this.reading.reader.dialect) || nodeOf(body['body'])?.kind === 'literal';
    if (isAccess) {
      // `f(a -> 'b')` looks into `a`, whatever the parser makes of it.
      for (const { name, isQuoted, span } of parameters)
        this.mention([name], { path: around(path, { call: '->', isGroup: false }), span, isDoubtful: isQuoted });
      this.push(body['body'], path);
      return;
    }
    const names = new Set(parameters.map(({ name }) => name.toLowerCase()));
    this.push(body['body'], { parent: path, isCondition: false, isGroup: false, bound: names });
  }

  private readSubquery(value: unknown, key: unknown, path: Path | undefined): void {
    this.indexOf.set(key, this.queries.length);
    this.queries.push({ query: this.reading.readQuery(value, 'operand'), path });
  }

  private readColumn(node: Node, value: unknown, path: Path | undefined): void {
    const chain = columnChain(node);
    if (chain === undefined) {
      this.push(node.body['this'], around(path, { call: '.', isGroup: false }));
      return;
    }
    const [first] = chain.parts;
    if (first === undefined || isBound(path, first.name)) return;
    // `@variable`, `$1`, `#1`, `:name`
    if (/^[@#:]|^\$\d/.test(first.name) && !first.isQuoted) {
      this.isOpaque ||= first.name.startsWith('#') || first.name.startsWith('$');
      return;
    }
    this.indexOf.set(value, this.mentions.length);
    this.mention(
      chain.parts.map(({ name }) => name),
      { path, span: chain.span, isDoubtful: first.isQuoted && this.reading.reader.dialect === 'mysql' },
    );
  }

  private mentionDoubtful(value: unknown, path: Path | undefined): void {
    const node = nodeOf(value);
    const chain = node === undefined ? undefined : columnChain(node);
    if (chain === undefined) return;
    this.mention(
      chain.parts.map(({ name }) => name),
      { path, span: chain.span, isDoubtful: true },
    );
  }

  private mention(
    parts: readonly string[],
    { path, span, isDoubtful }: { path: Path | undefined; span: Identifier['span']; isDoubtful: boolean },
  ): void {
    const { reader } = this.reading;
    const start = reader.offsetOf(span?.start ?? 0);
    const end = reader.offsetOf(span?.end ?? 0);
    const at: Location = reader.locate(start);
    this.mentions.push({
      ref: { parts, kind: 'column', isDoubtful: isDoubtful || span === undefined, at },
      path,
      start,
      end,
    });
  }

  /** `count(*)` reads no value; `object_construct(*)` and `to_json(t.*)` read all. */
  private mentionRow(body: Tree, path: Path | undefined): void {
    const qualifier = identifierOf(body['table']);
    const { reader } = this.reading;
    const span = qualifier?.span ?? spanOf(body['span']);
    const start = reader.offsetOf(span?.start ?? 0);
    const at = reader.locate(start);
    const parts = qualifier === undefined ? [] : qualifier.name.split('.');
    this.mentions.push({ ref: { parts, kind: 'row', isDoubtful: true, at }, path, start, end: start });
  }
}

/** Nodes are told from structures with a single field by their names: a field's is that of a part of something. */
function isNodeKind(kind: string): boolean {
  return kind !== 'this' && kind !== 'expressions';
}
