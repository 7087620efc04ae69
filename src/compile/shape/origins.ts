import { compareText } from '../../model/location.ts';
import type { SqlOrigin, SqlRead } from '../../model/sql-shape.ts';
import type { Span } from '../../model/sql-tokens.ts';
import { type ColumnMention, mentionsOf, type Mention, type QueryMention } from './mentions.ts';
import { type Query, readQuery, type Relation, type Select } from './read-query.ts';
import type { Item, Star } from './read-item.ts';

/** More than this are not told apart: a column made of everything. */
const maxOrigins = 64;

/** A column that a query gives, and what it is made of. */
export interface Column {
  readonly name: NonNullable<Item['name']>;
  readonly expression: Item['expression'];
  readonly origins: readonly SqlOrigin[] | undefined;
}

/** The queries that names mean at some place: the common table expressions above it. */
type Scope = ReadonlyMap<string, View>;

/** A query as those that read it see it. */
interface View {
  readonly query: Query;
  readonly scope: Scope;
  /** Answers so far, by column. */
  readonly known: Map<string, readonly SqlOrigin[] | undefined>;
  /** Queries that stand in its `from`, as it sees them. */
  readonly inner: Map<Query, View>;
  /** Where each of its selects names a column first, by name, once that was asked. */
  readonly named: Map<Select, ReadonlyMap<string, number>>;
  /** What its stars bring, once that was asked. */
  readonly stars: { columns?: readonly Column[]; taken?: readonly Taken[] };
}

/** Everything of a `ref` or `source` that a star of the result brings. */
export interface Taken {
  /** The outermost star. */
  readonly span: Span;
  /** As templates spell it: `ref stg_orders`. */
  readonly outside: string;
  /** Columns that do not come along, in lower case and sorted. */
  readonly except: readonly string[];
}

/** What a query gives. */
export interface Result {
  /** The named columns; a star over a common table expression gives the expression's. */
  readonly columns: readonly Column[];
  /** What the stars bring from outside of the model, in any part of a `union`. */
  readonly taken: readonly Taken[];
}

/** Follows the result of a query through its common table expressions. */
export function resultOf(query: Query): Result {
  const view = viewOf(query, new Map());
  return { columns: viewColumns(view, 0), taken: viewTaken(view, 0) };
}

function viewOf(query: Query, above: Scope): View {
  const scope = new Map(above);
  for (const { name, query: cte } of query.ctes) scope.set(name, viewOf(cte, innerScope(scope, name, cte)));
  return { query, scope, known: new Map(), inner: new Map(), named: new Map(), stars: {} };
}

/** Each sees the ones before it. One that unites a start with itself adds nothing by reading itself. */
function innerScope(scope: Scope, name: string, { selects }: Query): Scope {
  const nothing = viewOf({ ctes: [], selects: [], commas: [] }, new Map());
  return selects.length > 1 ? new Map([...scope, [name, nothing]]) : new Map(scope);
}

/** Deeper than people write, and as deep as is looked. */
const maxDepth = 40;

function viewColumns(view: View, depth: number): readonly Column[] {
  if (depth > maxDepth) return [];
  // A recursive query asks for its own columns.
  if (view.stars.columns !== undefined) return view.stars.columns;
  view.stars.columns = [];
  const [first] = view.query.selects;
  if (first === undefined) return [];
  const seen = new Set(first.items.flatMap(({ name }) => name?.text ?? []));
  view.stars.columns = first.items.flatMap((item) => {
    const { name, expression, star } = item;
    if (name !== undefined) return [{ name, expression, origins: columnOrigins(view, name.text, depth) }];
    return star === undefined ? [] : starColumns(view, first, { star, depth, seen });
  });
  return view.stars.columns;
}

interface SeenStar {
  readonly star: Star;
  readonly depth: number;
  /** Names that the result has already; those of the star are added. */
  readonly seen: Set<string>;
}

function starColumns(view: View, select: Select, { star, depth, seen }: SeenStar): readonly Column[] {
  const left = new Set(star.except);
  return readBy(select, star.qualifier).flatMap((relation) => {
    const inner = viewRead(view, relation);
    return (inner === undefined ? [] : viewColumns(inner, depth + 1)).filter(({ name: { text } }) => {
      const isFresh = !seen.has(text) && !left.has(text);
      if (isFresh) seen.add(text);
      return isFresh;
    });
  });
}

/** The relations that a qualifier means; all where there is none. */
function readBy({ relations }: Select, qualifier: string): readonly Relation[] {
  return relations.filter(({ alias }) => qualifier === '' || alias === qualifier);
}

function viewTaken(view: View, depth: number): readonly Taken[] {
  if (depth > maxDepth) return [];
  if (view.stars.taken !== undefined) return view.stars.taken;
  view.stars.taken = [];
  const found = new Map<string, Taken>();
  for (const select of view.query.selects) {
    for (const taken of select.items.flatMap((item) => starTaken(view, select, { item, depth }))) {
      const key = `${taken.span.start} ${taken.outside} ${taken.except.join(' ')}`;
      if (found.size < maxOrigins) found.set(key, taken);
    }
  }
  view.stars.taken = [...found.values()];
  return view.stars.taken;
}

interface AskedItem {
  readonly item: Item;
  readonly depth: number;
}

function starTaken(view: View, select: Select, { item: { star }, depth }: AskedItem): readonly Taken[] {
  if (star === undefined || star.isPartial) return [];
  return readBy(select, star.qualifier).flatMap((relation) => {
    const { outside } = relation;
    if (outside !== undefined) return [{ span: star.span, outside, except: sorted(star.except) }];
    const inner = viewRead(view, relation);
    return (inner === undefined ? [] : viewTaken(inner, depth + 1)).map((taken) => ({
      ...taken,
      span: star.span,
      except: sorted([...taken.except, ...star.except]),
    }));
  });
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted(compareText);
}

/** The query that a select reads; undefined where it is a table, or what a template says. */
function viewRead({ scope, inner }: View, { reads }: Relation): View | undefined {
  if (reads === undefined) return undefined;
  if ('name' in reads) return scope.get(reads.name);
  const view = inner.get(reads) ?? viewOf(reads, scope);
  inner.set(reads, view);
  return view;
}

/** What a column of a query is made of, over all parts of a `union`; undefined where it cannot be told. */
function columnOrigins(view: View, column: string, depth: number): readonly SqlOrigin[] | undefined {
  if (depth > maxDepth) return undefined;
  if (view.known.has(column)) return view.known.get(column);
  // A recursive query asks for its own column.
  view.known.set(column, []);
  const [first] = view.query.selects;
  const position = first === undefined ? -1 : positionOf(view, first, column);
  const found = view.query.selects.map((select) => selectOrigins(view, select, { column, position, depth }));
  const answer = joinOrigins(found);
  view.known.set(column, answer);
  return answer;
}

/** Index of the first entry that names a column; -1 where none does. */
function positionOf({ named }: View, select: Select, column: string): number {
  const known = named.get(select) ?? firstPositions(select);
  named.set(select, known);
  return known.get(column) ?? -1;
}

function firstPositions({ items }: Select): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [index, { name }] of items.entries())
    if (name !== undefined && !found.has(name.text)) found.set(name.text, index);
  return found;
}

interface Asked {
  readonly column: string;
  /** Where the first part of a `union` names it; -1 where a star brings it. */
  readonly position: number;
  readonly depth: number;
}

function selectOrigins(view: View, select: Select, asked: Asked): readonly SqlOrigin[] | undefined {
  const { column, position, depth } = asked;
  const own = select.items[positionOf(view, select, column)];
  if (own !== undefined) return itemOrigins(view, select, { item: own, depth });
  // The parts of a `union` go by position, which a star shifts.
  const hasStar = select.items.some(({ star }) => star !== undefined);
  if (hasStar) return starOrigins(view, select, asked);
  const item = position === -1 ? undefined : select.items[position];
  return item === undefined ? undefined : itemOrigins(view, select, { item, depth });
}

function itemOrigins(view: View, select: Select, { item, depth }: AskedItem): readonly SqlOrigin[] | undefined {
  const mentions = mentionsOf(item.expression);
  if (mentions === undefined) return undefined;
  return joinOrigins(
    mentions.map((mention) =>
      isQueryMention(mention) ? queryOrigins(view, mention, depth) : mentionOrigins(view, select, { mention, depth }),
    ),
  );
}

function isQueryMention(mention: Mention): mention is QueryMention {
  return 'query' in mention;
}

/** The only column of a query that stands for a value. */
function queryOrigins(view: View, { query, calls }: QueryMention, depth: number): readonly SqlOrigin[] | undefined {
  if (depth > maxDepth) return undefined;
  const inner = viewOf(readQuery(query.nodes), view.scope);
  const found = inner.query.selects.map((select) => {
    const [item, ...more] = select.items;
    if (item === undefined || item.star !== undefined || more.length > 0) return undefined;
    return itemOrigins(inner, select, { item, depth: depth + 1 });
  });
  return joinOrigins(found)?.map((origin) => ({ ...origin, calls: [...calls, ...origin.calls] }));
}

/** What only a star brings is called the same in what it is taken of. */
function starOrigins(view: View, select: Select, { column, depth }: Asked): readonly SqlOrigin[] | undefined {
  const stars = select.items.flatMap(({ star }) => star?.qualifier ?? []);
  const qualifier = stars.includes('') || stars.length > 1 ? '' : (stars[0] ?? '');
  return mentionOrigins(view, select, { mention: { column, qualifier, calls: [] }, depth });
}

interface AskedMention {
  readonly mention: ColumnMention;
  readonly depth: number;
}

function mentionOrigins(view: View, select: Select, asked: AskedMention): readonly SqlOrigin[] | undefined {
  const { column, qualifier, calls } = asked.mention;
  const read = readBy(select, qualifier);
  const views = read.map((relation) => viewRead(view, relation));
  const holders = views.filter((each) => each !== undefined).filter((each) => mayHold(each, column));
  // Outside of the model the column has its own name. Where both may have it, it is whatever the model itself says.
  const outside = read.length === 0 || views.includes(undefined);
  if (holders.length === 0) return outside ? [{ column, calls, ...fromOf(read) }] : [];
  const found = holders.map((holder) => columnOrigins(holder, column, asked.depth + 1));
  return joinOrigins(found)?.map((origin) => ({ ...origin, calls: [...calls, ...origin.calls] }));
}

function fromOf([relation, ...others]: readonly Relation[]): Pick<SqlOrigin, 'from'> {
  return relation?.outside === undefined || others.length > 0 ? {} : { from: readOf(relation.outside) };
}

/** What a key of a template means: `ref stg_orders`, `source stripe.charges`. */
export function readOf(key: string): Pick<SqlRead, 'kind' | 'name'> {
  return { kind: key.startsWith('ref ') ? 'ref' : 'source', name: key.slice(key.indexOf(' ') + 1) };
}

function mayHold({ query }: View, column: string): boolean {
  return query.selects.some(({ items }) => items.some(({ name, star }) => name?.text === column || star !== undefined));
}

/** All of them, each once; undefined where one cannot be told, or they are too many. */
function joinOrigins(found: readonly (readonly SqlOrigin[] | undefined)[]): readonly SqlOrigin[] | undefined {
  const all = new Map<string, SqlOrigin>();
  for (const origins of found) {
    if (origins === undefined) return undefined;
    for (const origin of origins) all.set([origin.column, ...origin.calls, origin.from?.name].join(' '), origin);
    if (all.size > maxOrigins) return undefined;
  }
  return [...all.values()];
}
