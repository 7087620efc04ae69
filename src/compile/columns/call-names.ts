import { identifierOf, type Node, nodeOf, textAt, type Tree } from './tree.ts';

/** Signs and words of what is no call. `=` is every comparison. */
const operators: { readonly [kind: string]: string } = {
  eq: '=',
  neq: '=',
  lt: '=',
  lte: '=',
  gt: '=',
  gte: '=',
  like: '=',
  i_like: '=',
  similar_to: '=',
  glob: '=',
  null_safe_eq: '=',
  null_safe_neq: '=',
  is: '=',
  is_null: '=',
  is_true: '=',
  is_false: '=',
  is_json: '=',
  in: '=',
  between: '=',
  any: '=',
  all: '=',
  overlaps: '=',
  member_of: '=',
  match: '=',
  ts_match: '=',
  array_contains_all: '=',
  array_contained_by: '=',
  array_overlaps: '=',
  and: 'and',
  or: 'or',
  xor: 'xor',
  not: 'not',
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  int_div: '/',
  mod: '%',
  neg: '-',
  bitwise_and: '&',
  bitwise_or: '|',
  bitwise_xor: '^',
  bitwise_not: '~',
  bitwise_left_shift: '<<',
  bitwise_right_shift: '>>',
  concat: '||',
  dpipe: '||',
  safe_concat: '||',
  subscript: '[]',
  array_slice: '[]',
  case: 'case',
  cast: 'cast',
  try_cast: 'cast',
  safe_cast: 'cast',
  convert: 'cast',
  interval: 'interval',
};

/** Nodes that hold others and do nothing with them. */
const transparent = new Set([
  'paren',
  'annotated',
  'alias',
  'aliases',
  'pivot_alias',
  'tuple',
  'ordered',
  'over',
  'collation',
  'var',
  'data_type',
  'named_argument',
  'lambda',
  'dot',
  'identifier',
  'at_time_zone_unit',
  'where',
  'group_by',
  'group',
  'having',
  'order_by',
  'order',
  'qualify',
  'window',
  'star',
  'prior',
  'table_alias',
  'filter',
  'within_group',
]);

/** Names of polyglot that are not the function's own. */
const renamed: { readonly [kind: string]: string } = {
  list_agg: 'listagg',
  date_diff: 'datediff',
  str_position: 'position',
  l_trim: 'ltrim',
  r_trim: 'rtrim',
  null_if: 'nullif',
  if_null: 'ifnull',
  n_tile: 'ntile',
  group_concat: 'group_concat',
  array_func: 'array',
  map_func: 'map',
  struct_func: 'struct',
  if_func: 'if',
  char_func: 'char',
  trunc_func: 'trunc',
  mod_func: 'mod',
  approx_distinct: 'approx_distinct',
};

const comparisons = new Set(Object.keys(operators).filter((kind) => operators[kind] === '='));

/** Whether a node compares what stands in it. */
export function isComparison(kind: string): boolean {
  return comparisons.has(kind) || kind === 'exists';
}

/** Whether a node does nothing with what stands in it. */
export function isTransparent(kind: string): boolean {
  return transparent.has(kind);
}

/** Whether a node is written with a sign or word between its operands, not as a call. */
export function isOperator(kind: string): boolean {
  return Object.hasOwn(operators, kind);
}

/** What a node does with what stands in it, as origins tell it; undefined where it does nothing. */
export function callOf({ kind, body }: Node): string | undefined {
  if (transparent.has(kind)) return undefined;
  if (isOperator(kind)) return operators[kind];
  if (kind === 'window_function') return 'over';
  if (body['variant_extract'] !== undefined && body['variant_extract'] !== null) return ':';
  if (body['arrow_syntax'] === true) return '->';
  if (body['hash_arrow_syntax'] === true) return '#>';
  return functionName({ kind, body });
}

/** Name of the function that a node calls, in lower case and as near to what is written as the tree tells. */
export function functionName({ kind, body }: Node): string {
  const original = textAt(body, 'original_name') ?? textAt(body, 'name');
  if (original !== undefined && original !== '') return original.toLowerCase();
  const method = body['method'];
  if (kind === 'method_call') return methodName(body, method);
  if (Object.hasOwn(renamed, kind)) return renamed[kind] ?? kind;
  return kind
    .replace(/_func$/, '')
    .replace('j_s_o_n', 'json')
    .replace('s_h_a', 'sha')
    .replace('m_d5', 'md5');
}

/** `net.host(…)`: a function of a package, or of a value. */
function methodName(body: Tree, method: unknown): string {
  const name = identifierOf(method)?.name.toLowerCase() ?? 'call';
  const owner = nodeOf(body['this']);
  const ownerName = owner?.kind === 'column' ? identifierOf(owner.body['name'])?.name.toLowerCase() : undefined;
  return ownerName === undefined ? name : `${ownerName}.${name}`;
}
