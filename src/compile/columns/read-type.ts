import type { ColumnFamily } from '../../model/columns.ts';
import { callOf, functionName, isComparison, isOperator } from './call-names.ts';
import { functionType } from './function-types.ts';
import type { TypePlan } from './plan.ts';
import { isTree, listOf, type Node, nodeOf, textAt, type Tree } from './tree.ts';
import { familyOfDataType } from './type-names.ts';
import { unitsAmong } from './units.ts';

/** What telling types needs besides the tree. */
export interface TypeReading {
  /** Index of the mention, or of the subquery, that a value of the tree became. */
  readonly indexOf: ReadonlyMap<unknown, number>;
  readonly dialect: string;
}

const unknown: TypePlan = { kind: 'unknown' };
const maxDepth = 40;

/** What tells the type of an expression. */
export function readType(value: unknown, reading: TypeReading, depth = 0): TypePlan {
  const node = nodeOf(value);
  if (node === undefined || depth > maxDepth) return unknown;
  const { kind, body } = node;
  const of = (inner: unknown): TypePlan => readType(inner, reading, depth + 1);
  const index = reading.indexOf.get(value);
  if (kind === 'column' || kind === 'dot')
    return kind === 'column' && index !== undefined ? { kind: 'ref', index } : unknown;
  if (kind === 'subquery' || kind === 'select') return index === undefined ? unknown : { kind: 'query', index };
  if (kind === 'paren' || kind === 'collation' || kind === 'alias') return of(body['this']);
  if (kind === 'literal') return literalType(body);
  if (kind === 'null') return { kind: 'null' };
  if (kind === 'interval') return is('interval');
  if (kind === 'case') return caseType(body, of);
  if (kind === 'subscript') return subscriptType(body, of);
  if (kind === 'window_function' || kind === 'filter') return of(body['this']);
  if (kind === 'within_group') return withinGroupType(body, of);
  if (isOperator(kind)) return operatorType(node, reading, depth);
  return callType(node, reading, depth);
}

function is(family: ColumnFamily): TypePlan {
  return { kind: 'is', type: { family } };
}

const literalFamilies: { readonly [type: string]: ColumnFamily } = {
  number: 'number',
  string: 'string',
  dollar_string: 'string',
  triple_quoted_string: 'string',
  raw_string: 'string',
  escape_string: 'string',
  national_string: 'string',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  datetime: 'timestamp',
  byte_string: 'bytes',
};

function literalType(body: Tree): TypePlan {
  const family = literalFamilies[textAt(body, 'literal_type') ?? ''];
  return family === undefined ? unknown : is(family);
}

type Of = (value: unknown) => TypePlan;

function caseType(body: Tree, of: Of): TypePlan {
  const results = listOf(body['whens']).map((when) => of(listOf(when)[1]));
  const otherwise = body['else_'];
  return common([...results, ...(isTree(otherwise) ? [of(otherwise)] : [])]);
}

function common(of: readonly TypePlan[]): TypePlan {
  if (of.some(({ kind }) => kind === 'unknown')) return unknown;
  return { kind: 'common', of };
}

function withinGroupType(body: Tree, of: Of): TypePlan {
  const type = of(body['this']);
  return type;
}

const arithmetic = new Set(['add', 'sub', 'mul', 'div', 'mod', 'int_div', 'neg']);
const casts = new Set(['cast', 'try_cast', 'safe_cast']);

function operatorType(node: Node, reading: TypeReading, depth: number): TypePlan {
  const { kind, body } = node;
  if (casts.has(kind)) {
    const family = familyOfDataType(body['to']);
    return family === undefined ? unknown : is(family);
  }
  if (isComparison(kind) || kind === 'and' || kind === 'or' || kind === 'not' || kind === 'xor') return is('boolean');
  if (arithmetic.has(kind)) return arithmeticPlan(node, reading, depth);
  if (kind !== 'concat' && kind !== 'dpipe') return unknown;
  return { kind: 'text', of: spine(node).map(({ value }) => readType(value, reading, depth + 1)) };
}

/** Dialects that count with days and spans of time as PostgreSQL does. */
const datesLikePostgres = new Set(['duckdb', 'postgres']);

function arithmeticPlan(node: Node, reading: TypeReading, depth: number): TypePlan {
  const [first, ...rest] = spine(node).map(({ operator, value }) => ({
    operator,
    of: readType(value, reading, depth + 1),
  }));
  if (first === undefined || node.kind === 'neg')
    return { kind: 'within', of: first?.of ?? unknown, families: ['number', 'interval'] };
  return { kind: 'arithmetic', first: first.of, rest, hasDates: datesLikePostgres.has(reading.dialect) };
}

interface Operand {
  readonly operator: string;
  readonly value: unknown;
}

/** The operands of a chain of operators of one sort, from left to right: `a + b - c` is as deep as it is long. */
function spine(node: Node): readonly Operand[] {
  const operands: Operand[] = [];
  const isArithmetic = arithmetic.has(node.kind);
  let current: Node = node;
  for (;;) {
    const left: unknown = current.body['left'] ?? current.body['this'];
    const right = current.body['right'] ?? current.body['expression'];
    if (isTree(right)) operands.push({ operator: callOf(current) ?? '', value: right });
    const inner = nodeOf(left);
    const goesOn =
      inner !== undefined &&
      (isArithmetic ? arithmetic.has(inner.kind) && inner.kind !== 'neg' : inner.kind === current.kind);
    if (!goesOn || inner === undefined) {
      operands.push({ operator: '', value: left });
      return operands.toReversed();
    }
    current = inner;
  }
}

/** Parts of a time that are numbers; `date` and `time` are not. */
const datePart = /^(?!date$|time$|datetime$)/i;

function callType(node: Node, reading: TypeReading, depth: number): TypePlan {
  const { kind, body } = node;
  const of = (inner: unknown): TypePlan => readType(inner, reading, depth + 1);
  if (kind === 'boolean') return is('boolean');
  if (kind === 'extract') return datePart.test(String(body['field'])) ? is('number') : unknown;
  if (kind === 'if_func') return common([of(body['true_value']), of(body['false_value'] ?? { null: null })]);
  if (kind === 'nvl2') return common([of(body['true_value']), of(body['false_value'])]);
  if (kind === 'map_func' && body['curly_brace_syntax'] === true)
    return reading.dialect === 'duckdb' ? is('struct') : unknown;
  if (kind === 'json_extract' && reading.dialect === 'duckdb') return is('json');
  if (kind === 'j_s_o_n_extract') return reading.dialect === 'snowflake' ? is('json') : unknown;
  if (kind === 'at_time_zone') return { kind: 'within', of: of(body['this']), families: ['timestamp'] };
  const name = functionName(node);
  if (name === 'unnest' || name === 'explode') return elementType(node, of);
  const type = functionType(name, reading.dialect);
  const args = argumentsOf(node, name);
  // `date_add(day, 1, x)` is not `date_add(x, 1)`.
  if (/^date_?add$/.test(name) && args.length === 3)
    return { kind: 'within', of: of(args[2]), families: ['timestamp'] };
  if (type === undefined) return unknown;
  if (type.kind === 'family') return is(type.family);
  if (type.kind === 'common') return common(args.slice(type.from).map(of));
  if (type.kind === 'text') return { kind: 'text', of: args.map(of) };
  if (type.kind === 'unless')
    return { kind: 'unless', of: of(args[type.index ?? 0]), families: type.families, family: type.family };
  return { kind: 'within', of: of(args[type.index]), families: type.families ?? [] };
}

/** `x[1]` */
function subscriptType(body: Tree, of: Of): TypePlan {
  const isNumbered = nodeOf(body['index'])?.kind === 'literal';
  return isNumbered ? elementType({ kind: 'unnest', body: { this: unwrap(body['this']) } }, of) : unknown;
}

function unwrap(value: unknown): unknown {
  const node = nodeOf(value);
  return node?.kind === 'paren' ? unwrap(node.body['this']) : value;
}

/** What comes out of an array. */
function elementType(node: Node, of: Of): TypePlan {
  const array = nodeOf(argumentsOf(node, 'unnest')[0]);
  if (array === undefined) return unknown;
  if (functionName(array) === 'array') return common(argumentsOf(array, 'array').map(of));
  return { kind: 'element', of: of(argumentsOf(node, 'unnest')[0]) };
}

/** The arguments of a call in order, units of time among them. */
function argumentsOf({ kind, body }: Node, name: string): readonly unknown[] {
  const listed = kind === 'function' || kind === 'aggregate_function' ? listOf(body['args']) : undefined;
  if (listed !== undefined) {
    const units = unitsAmong(name, listed);
    return listed.map((value, at) => (units.has(at) ? undefined : value));
  }
  const expressions = listOf(body['expressions']);
  const first = body['this'];
  return [
    ...(isTree(first) ? [first] : []),
    ...(isTree(body['expression']) ? [body['expression']] : []),
    ...expressions,
  ];
}
