import type { ColumnGap, RelationRead } from '../../model/columns.ts';
import type { Location } from '../../model/location.ts';
import { functionName } from './call-names.ts';
import type { JoinPlan, Naming, RelationPlan, SourcePlan } from './plan.ts';
import { opaqueExpression } from './plan.ts';
import { readPivot, readUnpivot } from './read-pivot.ts';
import { columnChain } from './column-chain.ts';
import { readExpression, type Reading } from './read-expression.ts';
import { placeOf } from './reader.ts';
import {
  type Identifier,
  identifierOf,
  isTree,
  listOf,
  namesOf,
  type Node,
  nodeOf,
  spanOf,
  textAt,
  type Tree,
} from './tree.ts';

/** Reads everything that a select reads: its `from`, its joins, its lateral views. */
export function readSources(select: Tree, reading: Reading): readonly SourcePlan[] {
  const clause = select.from;
  const from = listOf(isTree(clause) ? clause['expressions'] : undefined);
  return [
    ...from.map(
      (value, at): SourcePlan => ({
        relation: readRelation(value, reading),
        join: plainJoin(at === 0 ? 'first' : 'inner', from.length),
      }),
    ),
    ...listOf(select['joins']).map((value) => readJoin(value, reading, from.length)),
    ...listOf(select['lateral_views']).map(
      (value): SourcePlan => ({ relation: readLateralView(value, reading), join: plainJoin('lateral', 1) }),
    ),
  ];
}

function plainJoin(kind: JoinPlan['kind'], tables: number): JoinPlan {
  return { kind, using: [], isNatural: false, on: [], isPlain: tables <= 1 };
}

function readJoin(value: unknown, reading: Reading, tables: number): SourcePlan {
  const node = nodeOf(value);
  const body = node?.kind === 'join' ? node.body : isTree(value) ? value : {};
  const kindName = textAt(body, 'kind') ?? '';
  const relation = readJoined(body, reading, kindName);
  const on = [body['on'], body['match_condition']].filter(isTree).map((each) => readExpression(each, reading));
  return {
    relation,
    join: {
      kind: joinKind(kindName),
      using: namesOf(body['using']),
      isNatural: /natural/i.test(kindName),
      on,
      isPlain: tables <= 1 && body['deferred_condition'] !== true && (body['nesting_group'] ?? 0) === 0,
    },
  };
}

function readJoined(body: Tree, reading: Reading, kind: string): RelationPlan {
  // ClickHouse: `array join x as y` gives columns, not a relation.
  if (kind === 'Array' || kind === 'LeftArray') return opaqueRelation('array join', reading, {});
  const relation = readRelation(body['this'], reading);
  return listOf(body['pivots']).length > 0
    ? opaqueRelation('pivot', reading, relation.alias === undefined ? {} : { alias: relation.alias })
    : relation;
}

function joinKind(kind: string): JoinPlan['kind'] {
  if (/semi|anti/i.test(kind)) return 'hidden';
  if (/full/i.test(kind)) return 'full';
  if (/right/i.test(kind)) return 'right';
  return /left|outer/i.test(kind) ? 'left' : 'inner';
}

function opaqueRelation(
  detail: string,
  { reader }: Reading,
  { alias, at }: { alias?: string; at?: Location },
): RelationPlan {
  const gap: ColumnGap = { reason: 'construct', detail, at: at ?? reader.locate(0) };
  return { kind: 'opaque', gap, columns: [], ...(alias !== undefined && { alias }) };
}

/** Reads one relation of a `from`. */
export function readRelation(value: unknown, reading: Reading): RelationPlan {
  const node = nodeOf(value);
  if (node === undefined) return opaqueRelation('relation', reading, {});
  const { kind, body } = node;
  switch (kind) {
    case 'table':
      return readTable(body, reading);
    case 'subquery':
      return readSubquery(body, reading);
    case 'select':
    case 'union':
    case 'intersect':
    case 'except':
      return { kind: 'query', query: reading.readQuery(value), columns: [] };
    case 'values':
      return {
        kind: 'query',
        query: reading.readQuery({ values: { ...body, alias: null } }),
        ...naming(body, 'column_aliases'),
      };
    case 'alias':
      return renamed(readRelation(body['this'], reading), naming(body, 'column_aliases'));
    case 'paren':
      return readRelation(body['this'], reading);
    case 'joined_table':
      return readJoinedTable(body, reading);
    case 'pivot':
      return readPivot(body, readRelation(body['this'], reading), reading);
    case 'unpivot':
      return readUnpivot(body, readRelation(body['this'], reading), reading);
    case 'lateral':
      return readLateral(body, reading);
    case 'unnest':
      return readUnnest(node, reading);
    case 'column':
    case 'dot':
      return readPath(node, reading);
    case 'at_index':
      return readIndexed(body, reading);
    default:
      return readFunction(node, reading);
  }
}

function naming(body: Tree, key: string): Naming {
  const alias = identifierOf(body['alias'])?.name ?? (typeof body['alias'] === 'string' ? body['alias'] : undefined);
  const columns = namesOf(body[key]);
  return { columns, ...(alias !== undefined && alias !== '' && { alias }) };
}

/** An alias around something gives it a name; columns too, where it lists them. */
function renamed(relation: RelationPlan, { alias, columns }: Naming): RelationPlan {
  return {
    ...relation,
    ...(alias !== undefined && { alias }),
    columns: columns.length > 0 ? columns : relation.columns,
  };
}

function readSubquery(body: Tree, reading: Reading): RelationPlan {
  const inner = nodeOf(body['this']);
  const names = naming(body, 'column_aliases');
  const isQuery =
    inner !== undefined && ['select', 'union', 'intersect', 'except', 'values', 'subquery'].includes(inner.kind);
  if (!isQuery) return renamed(readRelation(body['this'], reading), names);
  return { kind: 'query', query: reading.readQuery(body['this']), ...names };
}

function readJoinedTable(body: Tree, reading: Reading): RelationPlan {
  const sources: SourcePlan[] = [
    { relation: readRelation(body['left'], reading), join: plainJoin('first', 1) },
    ...listOf(body['joins']).map((value) => readJoin(value, reading, 1)),
  ];
  return { kind: 'joined', sources, ...naming(body, 'column_aliases') };
}

function readTable(body: Tree, reading: Reading): RelationPlan {
  const parts = [body['catalog'], body['schema'], body['name']].flatMap((each) => identifierOf(each) ?? []);
  const names = naming(body, 'column_aliases');
  if (parts.length === 0)
    return opaqueRelation('table', reading, { ...(names.alias !== undefined && { alias: names.alias }) });
  return tableOf(parts, names, reading);
}

function tableOf(identifiers: readonly Identifier[], names: Naming, { reader }: Reading): RelationPlan {
  // BigQuery: `project.dataset.table` is one identifier.
  const parts = identifiers.flatMap(({ name, isQuoted }) =>
    isQuoted && reader.dialect === 'bigquery' ? name.split('.') : name,
  );
  const at = placeOf(reader, identifiers[0]?.span) ?? reader.locate(0);
  return {
    kind: 'table',
    parts: parts.map((part) => part.toLowerCase()),
    read: { ...relationRef(parts, reader.model), at },
    ...names,
  };
}

/** What a name in the SQL stands for: the renderer names refs and sources by prefixes. */
function relationRef(parts: readonly string[], model: string): Omit<RelationRead, 'at'> {
  const [first = '', ...rest] = parts;
  if (first === 'ref__' && rest.length > 0) return { kind: 'ref', name: rest.join('.') };
  if (first === 'this__') return { kind: 'ref', name: model };
  if (first.startsWith('src__') && rest.length > 0)
    return { kind: 'source', name: [first.slice('src__'.length), ...rest].join('.') };
  return { kind: 'table', name: parts.join('.').toLowerCase() };
}

/** BigQuery and Redshift: `from t, t.items`, and tables that the parser takes for columns. */
function readPath(node: Node, reading: Reading): RelationPlan {
  const chain = columnChain(node);
  if (chain === undefined) return opaqueRelation('relation', reading, {});
  const [only, ...others] = chain.parts;
  // Before `at`, the parser makes one name of `o.items`.
  if (only !== undefined && others.length === 0 && !only.isQuoted && only.name.includes('.')) {
    const { span } = only;
    const [table = '', ...path] = only.name.split('.');
    return readPath(
      { kind: 'column', body: { name: { name: path.join('.'), span }, table: { name: table, span } } },
      reading,
    );
  }
  const at = placeOf(reading.reader, chain.span) ?? reading.reader.locate(0);
  if (chain.parts.length === 1) return tableOf(chain.parts, { columns: [] }, reading);
  return {
    kind: 'function',
    name: 'unnest',
    value: readExpression({ [node.kind]: node.body }, reading),
    columns: [],
    at,
  };
}

function readIndexed(body: Tree, reading: Reading): RelationPlan {
  const relation = readRelation(body['this'], reading);
  const offset = identifierOf(nodeOf(body['expression'])?.body)?.name;
  return relation.kind === 'function' && offset !== undefined ? { ...relation, offset } : relation;
}

function readUnnest(node: Node, reading: Reading): RelationPlan {
  const { body } = node;
  const names = naming(body, 'column_aliases');
  const isCounted = body['with_ordinality'] === true;
  const offset =
    identifierOf(body['offset_alias'])?.name ?? (reading.reader.dialect === 'bigquery' ? 'offset' : 'ordinality');
  const value = readExpression({ unnest: body }, reading);
  const at = value.refs[0]?.at ?? reading.reader.locate(0);
  return { kind: 'function', name: 'unnest', value, at, ...names, ...(isCounted && { offset }) };
}

function readLateral(body: Tree, reading: Reading): RelationPlan {
  const inner = readRelation(body['this'], reading);
  return renamed(inner, naming(body, 'column_aliases'));
}

function readLateralView(value: unknown, reading: Reading): RelationPlan {
  const node = nodeOf(value);
  const body = node?.kind === 'lateral_view' ? node.body : isTree(value) ? value : {};
  const alias = identifierOf(body['table_alias'])?.name;
  const inner = readRelation(body['this'], reading);
  return renamed(inner, { columns: namesOf(body['column_aliases']), ...(alias !== undefined && { alias }) });
}

/** `table(f(…))` is what `f` gives. */
function readFunction(node: Node, reading: Reading): RelationPlan {
  const { reader } = reading;
  const marker = reader.markerOf(node);
  if (marker !== undefined) {
    const gap: ColumnGap = { reason: 'unknown-macro', detail: marker.macro, at: marker.at };
    return { kind: 'opaque', gap, columns: [] };
  }
  const name = functionName(node);
  const args = node.kind === 'function' ? listOf(node.body['args']) : [];
  if (name === 'table' && args.length === 1) return readRelation(args[0], reading);
  const isCall =
    node.kind === 'function' ||
    ['explode', 'explode_outer', 'sequence', 'array_flatten', 'generate'].includes(node.kind);
  if (!isCall) return opaqueRelation(node.kind.replaceAll('_', ' '), reading, {});
  const value = isTree(node.body) ? readExpression({ [node.kind]: node.body }, reading) : opaqueExpression;
  const at = value.refs[0]?.at ?? placeOf(reader, spanOf(node.body['span'])) ?? reader.locate(0);
  return { kind: 'function', name, value, columns: [], at };
}
