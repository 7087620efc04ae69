import type { Span } from '../../model/sql-tokens.ts';
import { isStatement, type Item, readItem } from './read-item.ts';
import { type Group, isMark, isQuery, nameAt, type Node, setWords, wordAt } from './nodes.ts';

/** A query: its common table expressions, and the selects that its result is made of (several in a `union`). */
export interface Query {
  readonly ctes: readonly { readonly name: string; readonly query: Query }[];
  readonly selects: readonly Select[];
  /** Commas between common table expressions. */
  readonly commas: readonly Span[];
}

/** One `select`. */
export interface Select {
  readonly items: readonly Item[];
  readonly commas: readonly Span[];
  readonly relations: readonly Relation[];
  /** Everything that belongs to it. */
  readonly nodes: readonly Node[];
  /** Whether nothing stands behind its only table. */
  readonly isPlain: boolean;
  /** Whether it gives the rows of its only table as they are, though perhaps not all of them. */
  readonly isRowsOfOne: boolean;
}

/** What a select reads. */
export interface Relation {
  /** The name that columns are qualified with, in lower case; empty where it has none. */
  readonly alias: string;
  /** A single name (which may be a common table expression), a query; undefined for what a template says. */
  readonly reads: { readonly name: string } | Query | undefined;
}

const endWords = new Set(['where', 'group', 'having', 'qualify', 'order', 'limit', 'window', 'offset', 'fetch']);
const joinWords = new Set(
  'join left right inner outer full cross natural lateral asof anti semi on using as any positional tablesample sample pivot unpivot'.split(
    ' ',
  ),
);

/** Reads a query from the nodes of a text or of parentheses. */
export function readQuery(nodes: readonly Node[]): Query {
  const { ctes, commas, end } = readCtes(nodes);
  const selects = splitSets(nodes.slice(end)).flatMap(readSelects);
  return { ctes, selects, commas };
}

interface Ctes extends Pick<Query, 'ctes' | 'commas'> {
  /** Index of what follows them. */
  readonly end: number;
}

/** `with [recursive] name [(columns)] as [not] [materialized] (…), …`; templates may stand anywhere between. */
function readCtes(nodes: readonly Node[]): Ctes {
  const start = nodes.findIndex((node) => node.kind !== 'template');
  if (wordAt(nodes, start) !== 'with') return { ctes: [], commas: [], end: 0 };
  const ctes: Query['ctes'][number][] = [];
  const commas: Span[] = [];
  let name: string | undefined;
  let at = start + 1;
  for (; at < nodes.length && wordAt(nodes, at) !== 'select'; at++) {
    const node = nodes[at];
    if (node?.kind === 'name' && !['as', 'not', 'materialized', 'recursive'].includes(node.text)) name = node.text;
    else if (isMark(node, ',') && node !== undefined) commas.push(node);
    else if (node?.kind === 'group' && name !== undefined) {
      if (isCteBody(nodes, at)) ctes.push({ name, query: readQuery(node.nodes) });
      // `with a as (…) (select …)`: the result itself is in parentheses.
      else if (isQuery(node)) return { ctes, commas, end: at };
    }
  }
  return { ctes, commas, end: at };
}

/** Whether the parentheses at an index hold a common table expression. */
export function isCteBody(nodes: readonly Node[], at: number): boolean {
  const before = wordAt(nodes, at - 1);
  return before === 'as' || before === 'materialized';
}

/** The parts of a `union`, `intersect` or `except`; `* except (…)` is none. */
function splitSets(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]];
  for (const [at, node] of nodes.entries()) {
    const isSet = setWords.has(wordAt(nodes, at) ?? '') && !isMark(nodes[at - 1], '*') && !isMark(nodes[at - 1], '.');
    if (isSet) parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts;
}

/** A part is a select, or a query in parentheses. */
function readSelects(nodes: readonly Node[]): readonly Select[] {
  const start = nodes.findIndex((_, at) => wordAt(nodes, at) === 'select');
  if (start !== -1) return [readSelect(nodes.slice(start))];
  const inner = nodes.find(isQuery);
  return inner === undefined ? [] : readQuery(inner.nodes).selects;
}

function readSelect(nodes: readonly Node[]): Select {
  const from = nodes.findIndex((_, at) => wordAt(nodes, at) === 'from' && wordAt(nodes, at - 1) !== 'distinct');
  const listEnd = from === -1 ? nodes.length : from;
  const { items, commas } = readList(nodes.slice(listStart(nodes), listEnd));
  const after = from === -1 ? [] : nodes.slice(from + 1);
  const stop = after.findIndex((_, at) => endWords.has(wordAt(after, at) ?? ''));
  const tables = stop === -1 ? after : after.slice(0, stop);
  const relations = readRelations(tables);
  const isPlain = stop === -1 && relations.length === 1;
  return {
    items,
    commas,
    relations,
    nodes,
    isPlain,
    isRowsOfOne: relations.length === 1 && isFilter(after.slice(tables.length)),
  };
}

/** Nothing, or a `where` and no more: `limit`, `qualify` and `group by` choose rows by other rows. */
function isFilter(nodes: readonly Node[]): boolean {
  return nodes.every((_, at) => {
    const word = wordAt(nodes, at) ?? '';
    return word === 'where' ? at === 0 : !endWords.has(word);
  });
}

/** Behind `select [distinct [on (…)] | all | top n | as struct]`. */
function listStart(nodes: readonly Node[]): number {
  let at = 1;
  if (['distinct', 'all'].includes(wordAt(nodes, at) ?? '')) at++;
  if (wordAt(nodes, at) === 'on' && nodes[at + 1]?.kind === 'group') at += 2;
  if (wordAt(nodes, at) === 'top' && (isMark(nodes[at + 1], '0') || nodes[at + 1]?.kind === 'group')) at += 2;
  if (wordAt(nodes, at) === 'as' && ['struct', 'value'].includes(wordAt(nodes, at + 1) ?? '')) at += 2;
  return at;
}

function readList(nodes: readonly Node[]): Pick<Select, 'items' | 'commas'> {
  const parts: Node[][] = [[]];
  const commas: Span[] = [];
  for (const node of nodes) {
    if (isMark(node, ',')) {
      commas.push(node);
      parts.push([]);
    } else parts.at(-1)?.push(node);
  }
  const items = parts.flatMap((part) => readItem(part) ?? []);
  // What a star replaces or renames is named there, before the star itself.
  return { items: items.flatMap((item) => [...(item.star?.instead ?? []), item]), commas };
}

function readRelations(nodes: readonly Node[]): readonly Relation[] {
  const relations: Relation[] = [];
  let wants = true;
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    const word = wordAt(nodes, at);
    if (word === 'join' || isMark(node, ',')) wants = true;
    else if (wants && node !== undefined && !(word !== undefined && joinWords.has(word)) && !isStatement(node)) {
      const { relation, end } = readRelation(nodes, at);
      relations.push(relation);
      wants = false;
      at = end - 1;
    }
  }
  return relations;
}

interface ReadRelation {
  readonly relation: Relation;
  readonly end: number;
}

function readRelation(nodes: readonly Node[], start: number): ReadRelation {
  const node = nodes[start];
  if (node?.kind === 'group') return aliased(nodes, start + 1, { alias: '', reads: readsOf(node) });
  if (node?.kind === 'template' && node.template.isRelation) {
    const [outside = ''] = node.template.reads;
    return aliased(nodes, start + 1, {
      alias: outside.slice(outside.search(/[ .][^ .]*$/) + 1).toLowerCase(),
      reads: undefined,
    });
  }
  if (node?.kind !== 'name') return aliased(nodes, start + 1, { alias: '', reads: undefined });
  let end = start + 1;
  while (isMark(nodes[end], '.') && nodes[end + 1] !== undefined) end += 2;
  const last = nameAt(nodes, end - 1) ?? '';
  // `unnest(…)`, `generate_series(…)`
  if (nodes[end]?.kind === 'group') return aliased(nodes, end + 1, { alias: last, reads: undefined });
  const isSingle = end === start + 1;
  return aliased(nodes, end, { alias: last, reads: isSingle ? { name: last } : undefined });
}

function readsOf(group: Group): Relation['reads'] {
  return isQuery(group) ? readQuery(group.nodes) : undefined;
}

function aliased(nodes: readonly Node[], at: number, relation: Relation): ReadRelation {
  const named = wordAt(nodes, at) === 'as' ? at + 1 : at;
  const alias = nameAt(nodes, named);
  if (alias === undefined || joinWords.has(alias)) return { relation, end: at };
  return { relation: { ...relation, alias }, end: named + 1 };
}
