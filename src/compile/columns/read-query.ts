import type { Location } from '../../model/location.ts';
import type { ClausePlan, CtePlan, ItemPlan, OpaqueNode, QueryNode, SelectNode } from './plan.ts';
import { locateSelect } from './locate-select.ts';
import { readExpression, type Reading } from './read-expression.ts';
import { readItem } from './read-item.ts';
import { readSources } from './read-relation.ts';
import { levelsOf, setKinds, swallowerOf } from './swallowed-sets.ts';
import type { OpenSelect, Reader } from './reader.ts';
import { identifierOf, isTree, listOf, namesOf, type Node, nodeOf, textAt, treeAt, type Tree } from './tree.ts';

/** Queries beyond this depth are opaque. The parser guards its own; this holds where it does not. */
const maxDepth = 200;
/** Rows of `values` that are read. */
const maxRows = 20;

/** A reading of queries: what it needs, and how deep it is. */
export interface QueryReading extends Reading {
  readonly depth: number;
  /** Whether the query stands in an expression. */
  readonly isOperand?: boolean;
}

/** A reader of the queries in a tree. */
export function queryReading(reader: Reader, depth = 0): QueryReading {
  return {
    reader,
    depth,
    readQuery: (value, as) => readQuery(value, { ...queryReading(reader, depth + 1), isOperand: as === 'operand' }),
  };
}

/** Reads the query that a value of a tree is. */
export function readQuery(value: unknown, reading: QueryReading): QueryNode {
  const node = nodeOf(value);
  if (node === undefined || reading.depth > maxDepth) return opaque('query', reading);
  const ctes = readCtes(node, reading);
  const query = readBody(node, reading);
  return ctes.length === 0 || query.kind === 'opaque' ? query : { ...query, ctes: [...ctes, ...query.ctes] };
}

function readBody(node: Node, reading: QueryReading): QueryNode {
  switch (node.kind) {
    case 'select':
      return readSelect(node.body, reading);
    case 'union':
    case 'intersect':
    case 'except':
      return readSet(node, reading);
    case 'subquery':
    case 'paren':
      return readInner(node.body, reading);
    case 'values':
      return readValues(node.body, reading);
    case 'function':
      return opaqueCall(node, reading);
    default:
      return opaque(node.kind, reading);
  }
}

/** `(query) order by …`: the parentheses may have clauses of their own. */
function readInner(body: Tree, reading: QueryReading): QueryNode {
  return readQuery(body['this'], { ...queryReading(reading.reader, reading.depth + 1) });
}

function opaque(detail: string, { reader }: Reading): OpaqueNode {
  return { kind: 'opaque', gap: { reason: 'construct', detail, at: reader.locate(0) } };
}

/** A macro that is not there may stand for a whole query. */
function opaqueCall(node: Node, reading: QueryReading): QueryNode {
  const marker = reading.reader.markerOf(node);
  if (marker === undefined) return opaque('query', reading);
  return { kind: 'opaque', gap: { reason: 'unknown-macro', detail: marker.macro, at: marker.at } };
}

/** Dialects in which a query may read itself without `recursive`. */
const plainRecursion = new Set(['tsql', 'snowflake', 'clickhouse', 'generic']);

function readCtes({ body }: Node, reading: QueryReading): readonly CtePlan[] {
  const clause = treeAt(body, 'with');
  const isRecursive = clause['recursive'] === true || plainRecursion.has(reading.reader.dialect);
  return listOf(clause['ctes']).flatMap((value): CtePlan[] => {
    const cte = nodeOf(value)?.kind === 'cte' ? nodeOf(value)?.body : isTree(value) ? value : undefined;
    const name = cte === undefined ? undefined : identifierOf(cte['alias']);
    if (cte === undefined || name === undefined) return [];
    const query = readQuery(cte['this'], queryReading(reading.reader, reading.depth + 1));
    return [{ name: name.name.toLowerCase(), columns: namesOf(cte['columns']), query, isRecursive }];
  });
}

/** A chain of set operations leans to the left and can be thousands long: its left spine is followed, not called. */
function readSet(node: Node, reading: QueryReading): QueryNode {
  const { first, levels } = levelsOf(node);
  const swallower = swallowerOf(first, reading.reader);
  const open = reading.reader.openSelects.at(-1);
  if (swallower === 'unsure' && reading.isOperand === true && open !== undefined) {
    open.isUnsure = true;
    return opaque(node.kind, reading);
  }
  if (swallower !== undefined && swallower !== 'unsure') {
    swallower.swallowed.push(...levels);
    return readQuery(first, queryReading(reading.reader, reading.depth + 1));
  }
  const rights: unknown[] = [];
  const ctes: CtePlan[] = [];
  let current: Node = node;
  for (;;) {
    rights.push(current.body['right']);
    const left = nodeOf(current.body['left']);
    if (left === undefined || !setKinds.has(left.kind) || !isSameSet(left, node)) break;
    ctes.unshift(...readCtes(left, reading));
    current = left;
  }
  const inner = queryReading(reading.reader, reading.depth + 1);
  const parts = [current.body['left'], ...rights.toReversed()].map((part) => readQuery(part, inner));
  const at = reading.reader.locate(0);
  return { kind: 'set', ctes, parts, isByName: isByName(node), isExcept: node.kind === 'except', at };
}

function isSameSet(left: Node, node: Node): boolean {
  return left.kind === node.kind && left.body['by_name'] === node.body['by_name'];
}

function readValues(body: Tree, reading: QueryReading): QueryNode {
  const rows = listOf(body['expressions']).slice(0, maxRows);
  return {
    kind: 'values',
    ctes: [],
    rows: rows.map((row) => {
      const fields = nodeOf(row)?.kind === 'tuple' || nodeOf(row)?.kind === 'paren' ? nodeOf(row)?.body : row;
      const list = isTree(fields)
        ? listOf(fields['expressions']).length > 0
          ? listOf(fields['expressions'])
          : [row]
        : [];
      return list.map((value) => readExpression(value, reading));
    }),
  };
}

/** Clauses of a select that mention columns and give none, in the order of the text. */
const clauseKeys = [
  'prewhere',
  'where_clause',
  'connect',
  'group_by',
  'having',
  'qualify',
  'windows',
  'order_by',
  'distribute_by',
  'cluster_by',
  'sort_by',
  'limit_by',
  'distinct_on',
];

const namesIn: { readonly [key: string]: ClausePlan['names'] } = {
  group_by: 'seen',
  having: 'seen',
  qualify: 'seen',
  order_by: 'preferred',
  sort_by: 'preferred',
  distinct_on: 'preferred',
  distribute_by: 'preferred',
  cluster_by: 'preferred',
  limit_by: 'preferred',
};

function readSelect(body: Tree, reading: QueryReading): QueryNode {
  const { reader } = reading;
  const open: OpenSelect = { start: undefined, swallowed: [], isUnsure: false };
  reader.openSelects.push(open);
  const select: QueryNode = readOwnSelect(body, open, reading);
  reader.openSelects.pop();
  if (open.isUnsure) return opaque('set operation', reading);
  return open.swallowed.reduce<QueryNode>((left, node) => behind(left, node, reading), select);
}

/** A set operation whose first part is read already. */
function behind(left: QueryNode, node: Node, reading: QueryReading): QueryNode {
  const right = readQuery(node.body['right'], reading);
  const isExcept = node.kind === 'except';
  const isFlat = left.kind === 'set' && left.isExcept === isExcept && left.isByName === isByName(node);
  if (isFlat && left.ctes.length === 0) return { ...left, parts: [...left.parts, right] };
  return {
    kind: 'set',
    ctes: [],
    parts: [left, right],
    isByName: isByName(node),
    isExcept,
    at: reading.reader.locate(0),
  };
}

function isByName({ body }: Node): boolean {
  return body['by_name'] === true || body['corresponding'] === true;
}

function readOwnSelect(body: Tree, open: OpenSelect, reading: QueryReading): SelectNode {
  const { reader } = reading;
  // The text is read in its own order: common table expressions are read before.
  const place = locateSelect(body, reader);
  open.start = place.start;
  const isStruct = textAt(body, 'kind')?.toUpperCase() === 'VALUE';
  const items = listOf(body['expressions']).map((value, at): ItemPlan => {
    const text = place.items[at];
    return readItem(value, { ...reading, text, at: reader.locate(text?.start ?? place.start) });
  });
  const sources = readSources(body, reading);
  const clauses = clauseKeys.flatMap((key): ClausePlan[] => {
    const value = body[key];
    if (value === null || value === undefined) return [];
    return [{ value: readExpression(value, reading), names: namesIn[key] ?? 'hidden' }];
  });
  const first = items[0];
  const at: Location = reader.locate(place.start);
  return {
    kind: 'select',
    ctes: [],
    items:
      isStruct && first !== undefined
        ? [{ kind: 'opaque', gap: { reason: 'construct', detail: 'select as value', at } }]
        : items,
    sources,
    clauses,
  };
}
