import { callOf, functionName } from './call-names.ts';
import { columnChain } from './column-chain.ts';
import { identifierOf, isTree, listOf, type Node, nodeOf, textAt, type Tree } from './tree.ts';

/** Name that a warehouse gives to an entry without an alias; undefined where it is not certain. */
export function implicitName(node: Node, dialect: string): string | undefined {
  if (dialect === 'postgres' || dialect === 'redshift') return postgresName(node)?.name;
  if (dialect === 'duckdb') return duckdbName(node);
  if (dialect === 'snowflake') return snowflakeName(node);
  if (dialect === 'spark' || dialect === 'databricks') return sparkName(node);
  return dialect === 'clickhouse' ? undefined : castlessName(node);
}

/** `(a)` is `a` everywhere. */
function castlessName(node: Node): string | undefined {
  if (node.kind !== 'paren') return undefined;
  const inner = nodeOf(node.body['this']);
  return inner === undefined ? undefined : columnName(inner);
}

function columnName(node: Node): string | undefined {
  return columnChain(node)?.parts.at(-1)?.name;
}

/** How sure PostgreSQL is of a name: a weak one gives way. */
interface PostgresName {
  readonly name: string;
  readonly isWeak: boolean;
}

const unnamed = '?column?';
const postgresFunctions: { readonly [name: string]: string } = {
  trim: 'btrim',
  position: 'position',
  date_part: 'date_part',
};

/** PostgreSQL's own rules: FigureColname in src/backend/parser/parse_target.c. */
function postgresName(node: Node): PostgresName | undefined {
  const { kind, body } = node;
  const column = kind === 'column' || kind === 'dot' ? columnName(node) : undefined;
  if (column !== undefined) return { name: column, isWeak: false };
  if (kind === 'paren' || kind === 'collation') return innerName(body['this']);
  if (kind === 'cast') return postgresCast(body);
  if (kind === 'case') return postgresCase(body);
  if (kind === 'window_function' || kind === 'filter' || kind === 'within_group') return innerName(body['this']);
  if (kind === 'exists') return { name: 'exists', isWeak: false };
  if (kind === 'subquery') return scalarName(body);
  if (kind === 'boolean') return { name: 'bool', isWeak: true };
  if (kind === 'subscript' || kind === 'array_slice') return innerName(body['this']);
  return isNamedCall(node) ? { name: postgresCall(node), isWeak: false } : weakOrUnsure(node);
}

const nameless = new Set(
  'literal null add sub mul div mod neg and or not eq neq lt lte gt gte like i_like is_null is_true is_false in between concat dpipe json_extract json_extract_scalar regexp_like regexp_i_like'.split(
    ' ',
  ),
);

function weakOrUnsure({ kind, body }: Node): PostgresName | undefined {
  if (kind === 'literal' && !['number', 'string'].includes(textAt(body, 'literal_type') ?? '')) return undefined;
  return nameless.has(kind) ? { name: unnamed, isWeak: true } : undefined;
}

const plainCalls = new Set(
  'count sum avg min max coalesce lower upper length round abs row_number rank dense_rank lag lead first_value last_value greatest least string_agg array_agg listagg stddev substring replace extract left right nvl floor ceil ntile'.split(
    ' ',
  ),
);

function isNamedCall(node: Node): boolean {
  if (node.kind === 'function' || node.kind === 'aggregate_function')
    return /^[a-z_][a-z0-9_]*$/.test(functionName(node));
  return plainCalls.has(callOf(node) ?? '');
}

function postgresCall(node: Node): string {
  const name = functionName(node);
  return postgresFunctions[name] ?? name;
}

function innerName(value: unknown): PostgresName | undefined {
  const node = nodeOf(value);
  return node === undefined ? undefined : postgresName(node);
}

const typeNames: { readonly [type: string]: string } = {
  int: 'int4',
  integer: 'int4',
  big_int: 'int8',
  small_int: 'int2',
  text: 'text',
  var_char: 'varchar',
  date: 'date',
  boolean: 'bool',
  decimal: 'numeric',
  json: 'json',
  json_b: 'jsonb',
};

function postgresCast(body: Tree): PostgresName | undefined {
  const inner = innerName(body['this']);
  if (inner === undefined || !inner.isWeak) return inner;
  const type = isTree(body['to']) ? textAt(body['to'], 'data_type') : undefined;
  const name = type === undefined ? undefined : typeNames[type];
  return name === undefined ? undefined : { name, isWeak: true };
}

function postgresCase(body: Tree): PostgresName | undefined {
  const otherwise = body['else_'];
  if (!isTree(otherwise)) return { name: 'case', isWeak: true };
  const name = innerName(otherwise);
  if (name === undefined) return undefined;
  return name.isWeak ? { name: 'case', isWeak: true } : name;
}

function scalarName(body: Tree): PostgresName | undefined {
  const inner = nodeOf(body['this']);
  if (inner?.kind === 'subquery') return scalarName(inner.body);
  const [item] = inner?.kind === 'select' ? listOf(inner.body['expressions']) : [];
  const node = nodeOf(item);
  if (node === undefined) return undefined;
  const alias = node.kind === 'alias' ? identifierOf(node.body['alias'])?.name : undefined;
  const name = alias === undefined ? postgresName(node)?.name : alias;
  return name === undefined ? undefined : { name, isWeak: false };
}

/** The only argument of a call, where it is a plain column. */
function onlyColumn({ kind, body }: Node): string | undefined {
  const args = kind === 'function' || kind === 'aggregate_function' ? listOf(body['args']) : [body['this']];
  const node = args.length === 1 ? nodeOf(args[0]) : undefined;
  if (node?.kind !== 'column' || isTree(node.body['table'])) return undefined;
  return /^[a-z_][a-z0-9_]*$/i.test(columnName(node) ?? '') ? columnName(node) : undefined;
}

const simpleAggregates = new Set(['count', 'sum', 'min', 'max', 'avg']);

function isPlainAggregate({ kind, body }: Node): boolean {
  const plain = ['distinct', 'filter', 'ignore_nulls', 'having_max', 'limit'].every(
    (key) => body[key] === undefined || body[key] === null || body[key] === false,
  );
  return simpleAggregates.has(kind) && plain && listOf(body['order_by']).length === 0;
}

function duckdbName(node: Node): string | undefined {
  if (node.kind === 'paren') return castlessName(node);
  if (!isPlainAggregate(node)) return undefined;
  if (node.kind === 'count' && node.body['star'] === true) return 'count_star()';
  const column = onlyColumn(node);
  return column === undefined ? undefined : `${node.kind}(${column})`;
}

function snowflakeName(node: Node): string | undefined {
  if (!isPlainAggregate(node)) return undefined;
  const argument = node.kind === 'count' && node.body['star'] === true ? '*' : onlyColumn(node);
  return argument === undefined ? undefined : `${node.kind}(${argument})`.toUpperCase();
}

function sparkName(node: Node): string | undefined {
  if (node.kind === 'paren') return castlessName(node);
  if (!isPlainAggregate(node)) return undefined;
  const argument = node.kind === 'count' && node.body['star'] === true ? '1' : onlyColumn(node);
  return argument === undefined ? undefined : `${node.kind}(${argument})`;
}
