import type { Query, Relation, Select } from './read-query.ts';
import type { Item, Star } from './read-item.ts';

/** A column that a query gives. */
export interface Column {
  readonly name: NonNullable<Item['name']>;
  readonly expression: Item['expression'];
}

/** The queries that names mean at some place: the common table expressions above it. */
type Scope = ReadonlyMap<string, View>;

/** A query as those that read it see it. */
interface View {
  readonly query: Query;
  readonly scope: Scope;
  /** Queries that stand in its `from`, as it sees them. */
  readonly inner: Map<Query, View>;
  /** Once that was asked. */
  readonly given: { columns?: readonly Column[] };
}

/** The named columns of a query's result; a star over a common table expression gives the expression's. */
export function resultColumns(query: Query): readonly Column[] {
  return columnsOf(viewOf(query, new Map()), 0);
}

function viewOf(query: Query, above: Scope): View {
  const scope = new Map(above);
  for (const { name, query: cte } of query.ctes) scope.set(name, viewOf(cte, innerScope(scope, name, cte)));
  return { query, scope, inner: new Map(), given: {} };
}

/** Each sees the ones before it. One that unites a start with itself adds nothing by reading itself. */
function innerScope(scope: Scope, name: string, { selects }: Query): Scope {
  const nothing = viewOf({ ctes: [], selects: [], commas: [] }, new Map());
  return selects.length > 1 ? new Map([...scope, [name, nothing]]) : new Map(scope);
}

/** Deeper than people write, and as deep as is looked. */
const maxDepth = 40;

function columnsOf(view: View, depth: number): readonly Column[] {
  if (depth > maxDepth) return [];
  // A recursive query asks for its own columns.
  if (view.given.columns !== undefined) return view.given.columns;
  view.given.columns = [];
  const [first] = view.query.selects;
  if (first === undefined) return [];
  const seen = new Set(first.items.flatMap(({ name }) => name?.text ?? []));
  view.given.columns = first.items.flatMap(({ name, expression, star }) => {
    if (name !== undefined) return [{ name, expression }];
    return star === undefined ? [] : starColumns(view, first, { star, depth, seen });
  });
  return view.given.columns;
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
    return (inner === undefined ? [] : columnsOf(inner, depth + 1)).filter(({ name: { text } }) => {
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

/** The query that a select reads; undefined where it is a table, or what a template says. */
function viewRead({ scope, inner }: View, { reads }: Relation): View | undefined {
  if (reads === undefined) return undefined;
  if ('name' in reads) return scope.get(reads.name);
  const view = inner.get(reads) ?? viewOf(reads, scope);
  inner.set(reads, view);
  return view;
}
