import { condition, expression } from './expressions.ts';
import type { Draw } from './draw.ts';
import { emptyScope, reference, type Relation, type Scope, written } from './scope.ts';
import { type Column, tables } from './tables.ts';

/** A query and the columns that it gives. */
export interface Query {
  readonly text: string;
  readonly columns: readonly Column[];
}

/** What a query is written with. */
export interface QueryWriter {
  readonly draw: Draw;
  /** Common table expressions that it can read. */
  readonly ctes: readonly Relation[];
  readonly depth: number;
  /** Writes a query inside this one. */
  readonly nested: (writer: QueryWriter) => Query;
  /** A name that nothing else in the text has. */
  readonly fresh: (prefix: string) => string;
}

/** A FROM clause, and what it brings into scope. */
export interface From {
  readonly text: string;
  readonly scope: Scope;
}

/** One relation, or several joined in any of DuckDB's ways. */
export function fromClause(writer: QueryWriter): From {
  const { draw } = writer;
  if (writer.depth > 0 && draw.chance(4)) return nameless(writer);
  let { text, relation } = relationIn(writer);
  let scope: Scope = { ...emptyScope, relations: [relation] };
  for (let joins = draw.pick([0, 0, 0, 0, 1, 1, 1, 2, 2, 3]); joins > 0; joins -= 1) {
    const joined = join(writer, scope);
    text += joined.text;
    scope = joined.scope;
  }
  // A comma binds less than a join, so that what follows it would not see what stands before.
  const last = draw.chance(92) ? { text: '', scope } : draw.pick([lateral, comma, unnested])(writer, scope);
  return { text: `${text}${last.text}`, scope: last.scope };
}

interface WrittenRelation {
  readonly text: string;
  readonly relation: Relation;
}

function relationIn(writer: QueryWriter): WrittenRelation {
  const { draw, ctes, depth } = writer;
  const cte = ctes[draw.below(Math.max(ctes.length, 1))];
  if (cte !== undefined && draw.chance(65)) return named(writer, { name: cte.alias, columns: cte.columns });
  if (depth > 0 && draw.chance(10)) return derived(writer);
  if (draw.chance(4)) return valuesTable(writer);
  if (draw.chance(2)) return generated(writer);
  return named(writer, draw.pick(tables));
}

/** A table or common table expression, at times by an alias, at times with other names for its columns. */
function named(
  writer: QueryWriter,
  { name, columns }: { readonly name: string; readonly columns: readonly Column[] },
): WrittenRelation {
  const { draw } = writer;
  const own = name.replace(/^.*\./, '');
  // Two mentions of one relation need two names: the bare one is written where its alias is drawn to be it.
  const alias = writer.fresh(own.slice(0, 1));
  if (draw.chance(3)) {
    const renamed = columns.map((column, at) => ({ ...column, name: `${alias}_${at}` }));
    return {
      text: `${name} as ${alias}(${renamed.map((column) => column.name).join(', ')})`,
      relation: { alias, columns: renamed },
    };
  }
  return { text: `${name}${draw.pick([' as ', ' '])}${alias}`, relation: { alias, columns } };
}

function derived(writer: QueryWriter): WrittenRelation {
  const { text, columns } = writer.nested({ ...writer, depth: writer.depth - 1 });
  const alias = writer.fresh('d');
  return { text: `(${text})${writer.draw.pick([' as ', ' '])}${alias}`, relation: { alias, columns } };
}

/** A derived table that has no name, as the only relation of a query. */
function nameless(writer: QueryWriter): From {
  const { text, columns } = writer.nested({ ...writer, depth: writer.depth - 1 });
  return { text: `(${text})`, scope: { ...emptyScope, relations: [{ alias: '', columns }] } };
}

function valuesTable(writer: QueryWriter): WrittenRelation {
  const alias = writer.fresh('v');
  const columns: readonly Column[] = [
    { name: `${alias}_id`, family: 'number' },
    { name: `${alias}_label`, family: 'string' },
  ];
  const names = columns.map(({ name }) => name).join(', ');
  return { text: `(values (1, 'a'), (2, 'b')) as ${alias}(${names})`, relation: { alias, columns } };
}

function generated(writer: QueryWriter): WrittenRelation {
  const alias = writer.fresh('g');
  return {
    text: `generate_series(1, 10) as ${alias}(n)`,
    relation: { alias, columns: [{ name: 'n', family: 'number' }] },
  };
}

function join(writer: QueryWriter, scope: Scope): From {
  const { draw } = writer;
  const next = relationIn(writer);
  const relations = [...scope.relations, next.relation];
  const both = { ...scope, relations };
  const shared = sharedNames(scope, next.relation);
  const [first] = shared;
  if (isNaturallyJoined(scope, next.relation, shared) && draw.chance(8)) {
    const merged = new Set([...scope.merged, ...shared.map((name) => name.toLowerCase())]);
    return { text: ` natural ${draw.pick(['join', 'left join'])} ${next.text}`, scope: { ...both, merged } };
  }
  if (first !== undefined && draw.chance(55)) {
    const count = draw.chance(80) ? 1 : 2;
    const names = draw.some(shared, count);
    const merged = new Set([...scope.merged, ...names.map((name) => name.toLowerCase())]);
    const using = names.map((name) => written(draw, name)).join(', ');
    const kind = draw.pick(['join', 'left join', 'inner join', 'right join', 'full join', 'full outer join']);
    return { text: ` ${kind} ${next.text} using (${using})`, scope: { ...both, merged } };
  }
  if (draw.chance(8)) return { text: ` cross join ${next.text}`, scope: both };
  const flat = { draw, scope: both, depth: 0 };
  const on = `${expression(flat, 'number')} = ${expression(flat, 'number')}`;
  // The right side of these two is gone after the join.
  if (draw.chance(6)) return { text: ` ${draw.pick(['semi', 'anti'])} join ${next.text} on ${on}`, scope };
  if (draw.chance(15)) return { text: ` join ${next.text} on ${condition({ ...flat, depth: 1 })}`, scope: both };
  return {
    text: ` ${draw.pick(['join', 'left join', 'left outer join', 'right join', 'full join'])} ${next.text} on ${on}`,
    scope: both,
  };
}

function comma(writer: QueryWriter, scope: Scope): From {
  const { text, relation } = relationIn(writer);
  return { text: `, ${text}`, scope: { ...scope, relations: [...scope.relations, relation] } };
}

/** One row for each entry of an array. */
function unnested(writer: QueryWriter, scope: Scope): From {
  const { draw } = writer;
  const list = reference(draw, scope, 'array') ?? "['a', 'b']";
  const alias = writer.fresh('u');
  const column: Column = { name: `${alias}_tag`, family: 'string' };
  const text = `${draw.pick([' cross join', ','])} unnest(${list}) as ${alias}(${column.name})`;
  return { text, scope: { ...scope, relations: [...scope.relations, { alias, columns: [column] }] } };
}

/** A subquery that sees what is joined before it. */
function lateral(writer: QueryWriter, scope: Scope): From {
  const { draw } = writer;
  const alias = writer.fresh('l');
  const inner = expression({ draw, scope, depth: 1 }, 'number');
  const column: Column = { name: `${alias}_value`, family: 'number' };
  const text = `, lateral (select ${inner} as ${column.name}) as ${alias}`;
  return { text, scope: { ...scope, relations: [...scope.relations, { alias, columns: [column] }] } };
}

/** Whether all names that both sides have can be joined by. */
function isNaturallyJoined(scope: Scope, next: Relation, shared: readonly string[]): boolean {
  const before = new Set(scope.relations.flatMap(({ columns }) => columns.map(({ name }) => name.toLowerCase())));
  return (
    shared.length > 0 && next.columns.filter(({ name }) => before.has(name.toLowerCase())).length === shared.length
  );
}

/** Names that `using` can take: once on each side, or made one already on the left, and of one family. */
function sharedNames(scope: Scope, next: Relation): readonly string[] {
  return next.columns
    .filter(({ name, family }) => {
      const lower = name.toLowerCase();
      const before = scope.relations.flatMap(({ columns }) =>
        columns.filter((each) => each.name.toLowerCase() === lower),
      );
      const isOne = before.length === 1 || (before.length > 1 && scope.merged.has(lower));
      return (
        isOne &&
        before[0]?.family === family &&
        next.columns.filter((each) => each.name.toLowerCase() === lower).length === 1
      );
    })
    .map(({ name }) => name);
}
