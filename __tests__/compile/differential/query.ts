import type { ColumnFamily } from '../../../src/model/columns.ts';
import type { Draw } from './draw.ts';
import type { Query, QueryWriter } from './from.ts';
import { mark, type Relation, written } from './scope.ts';
import { selectQuery, type Wanted } from './select.ts';
import type { Column } from './tables.ts';

/** A query of the grammar, as text with the {@link mark}s of its references, most of which DuckDB binds. */
export function generateQuery(draw: Draw): string {
  const names = new Map<string, number>();
  const fresh = (prefix: string): string => {
    const count = (names.get(prefix) ?? 0) + 1;
    names.set(prefix, count);
    return `${prefix}${count}`;
  };
  return query({ draw, ctes: [], depth: 2, fresh, nested: query }).text;
}

function query(writer: QueryWriter): Query {
  const { draw } = writer;
  const withs = draw.chance([0, 5, 40][writer.depth] ?? 0) ? commonTables(writer) : noTables;
  if (draw.chance(2)) return values;
  const body = bodyOf({ ...writer, ctes: [...withs.ctes, ...writer.ctes] });
  const text = `${body.text}${tail(draw, body.columns)}`;
  return { text: `${usedOf(withs, text)}${text}`, columns: body.columns };
}

const values: Query = {
  text: "values (1, 'a'), (2, 'b')",
  columns: [
    { name: 'col0', family: 'number' },
    { name: 'col1', family: 'string' },
  ],
};

/** Everything but WITH, ORDER BY and LIMIT. */
function bodyOf(writer: QueryWriter): Query {
  const { draw } = writer;
  if (draw.chance(2)) return unionByName(writer);
  if (draw.chance(14)) return setOperation(writer);
  return selectQuery(writer, undefined);
}

const setFamilies: readonly [ColumnFamily, ...ColumnFamily[]] = ['number', 'string', 'date', 'timestamp', 'boolean'];

function setOperation(writer: QueryWriter): Query {
  const { draw } = writer;
  const wanted: Wanted = Array.from({ length: draw.below(3) + 1 }, () => draw.pick(setFamilies));
  const count = draw.pick([2, 2, 2, 3]);
  const parts = Array.from({ length: count }, () => selectQuery(writer, wanted));
  const [first] = parts;
  const columns = first?.columns ?? [];
  let text = '';
  for (const [at, part] of parts.entries()) {
    const word = draw.pick(['union all', 'union all', 'union all', 'union', 'union distinct', 'intersect', 'except']);
    const body = draw.chance(15) ? `(${part.text})` : part.text;
    text += at === 0 ? body : ` ${word} ${body}`;
  }
  return { text, columns };
}

/** Its columns are those of the left, then those that only the right has. */
function unionByName(writer: QueryWriter): Query {
  const [left, right] = [selectQuery(writer, ['number', 'string']), selectQuery(writer, ['string', 'boolean'])];
  return {
    text: `${numbered(left, 0)} union all by name ${numbered(right, 1)}`,
    columns: [
      { name: 'n0', family: 'number' },
      { name: 'n1', family: 'string' },
      { name: 'n2', family: 'boolean' },
    ],
  };
}

/** The query with its columns called `n0`, `n1` and so on. */
function numbered({ text, columns }: Query, from: number): string {
  const names = columns.map((_, at) => `n${from + at}`).join(', ');
  return `select * from (${text}) as part${from}(${names})`;
}

function tail(draw: Draw, columns: readonly Column[]): string {
  const [first] = columns;
  if (first === undefined || !draw.chance(22)) return '';
  const order = draw.pick(['1', written(draw, first.name), `${written(draw, first.name)} desc nulls last`, 'all']);
  return ` order by ${order}${draw.pick(['', ' limit 10', ' limit 10 offset 5'])}`;
}

interface CommonTables {
  readonly isRecursive: boolean;
  readonly ctes: readonly (Relation & { readonly text: string })[];
}

const noTables: CommonTables = { isRecursive: false, ctes: [] };

/** `with …` of those that the query reads, and a blank. DuckDB does not look into others, and would not find a mistake there. */
function usedOf({ isRecursive, ctes }: CommonTables, reader: string): string {
  let used = '';
  for (const { alias, text } of ctes.toReversed()) {
    const isUsed = new RegExp(`(?:\\b(?:from|join)|,) ${alias}\\b`).test(used + reader);
    if (isUsed) used = used === '' ? text : `${text}, ${used}`;
  }
  return used === '' ? '' : `with ${isRecursive ? 'recursive ' : ''}${used} `;
}

/** Each sees those before it; some have the name of a table, as in most dbt models. */
function commonTables(writer: QueryWriter): CommonTables {
  const { draw } = writer;
  const isRecursive = draw.chance(10);
  const ctes: (Relation & { readonly text: string })[] = [];
  for (let count = isRecursive ? 1 : draw.pick([1, 1, 2, 2, 3]); count > 0; count -= 1) {
    const name = nameOf(writer, ctes);
    const inner = { ...writer, ctes: [...ctes, ...writer.ctes], depth: writer.depth - 1 };
    const { text, columns } = isRecursive ? recursive(inner, name) : listed(inner, name);
    ctes.push({ alias: name, columns, text });
  }
  return { isRecursive, ctes };
}

function nameOf(writer: QueryWriter, taken: readonly Relation[]): string {
  const usual = writer.draw.pick(['orders', 'customers', 'events', 'final', 'renamed', 'products']);
  const isTaken = [...taken, ...writer.ctes].some(({ alias }) => alias === usual);
  return isTaken || writer.draw.chance(40) ? writer.fresh('cte_') : usual;
}

function listed(writer: QueryWriter, name: string): Query {
  const { draw } = writer;
  const { text, columns } = query(writer);
  const hint = draw.pick(['', '', '', '', '', ' materialized', ' not materialized']);
  if (!draw.chance(6)) return { text: `${name} as${hint} (${text})`, columns };
  const renamed = columns.map((column, at) => ({ ...column, name: `${name}_c${at}` }));
  return { text: `${name}(${renamed.map((column) => column.name).join(', ')}) as${hint} (${text})`, columns: renamed };
}

/** A count, or the tree of products. */
function recursive({ draw }: QueryWriter, name: string): Query {
  if (draw.chance(50)) {
    const columns: readonly Column[] = [{ name: 'n', family: 'number' }];
    return { text: `${name}(n) as (select 1 union all select ${name}.n + 1 from ${name} where n < 5)`, columns };
  }
  const start = 'select product_id, parent_id, title, 0 as depth from src__shop.products where parent_id is null';
  const step = `select p.product_id, p.parent_id, p.title, parents.depth + 1 from src__shop.products p join ${name} parents on parents.product_id = p.parent_id`;
  return {
    text: `${name} as (${start} union all ${step})`,
    columns: [
      { name: 'product_id', family: 'number' },
      { name: 'parent_id', family: 'number' },
      { name: 'title', family: 'string' },
      { name: 'depth', family: 'number' },
    ],
  };
}

/** The query without the signs around its references. */
export function plainText(marked: string): string {
  return marked.replaceAll(new RegExp(`[${Object.values(mark).join('')}]`, 'g'), '');
}
