import type { ColumnFamily } from '../../../src/model/columns.ts';
import { aggregate, windowed, windowOf } from './aggregates.ts';
import type { Draw } from './draw.ts';
import { condition, expression, families, type Writer } from './expressions.ts';
import { fromClause, type Query, type QueryWriter } from './from.ts';
import { emptyScope, hasDistinctNames, mark, reference, type Scope, starColumns, written } from './scope.ts';
import type { Column } from './tables.ts';

/** What a list must give: the families of its columns, in order; undefined for anything. */
export type Wanted = readonly ColumnFamily[] | undefined;

/** One SELECT without WITH, ORDER BY or LIMIT. */
export function selectQuery(writer: QueryWriter, wanted: Wanted): Query {
  const { draw } = writer;
  if (draw.chance(2)) return withoutFrom(writer, wanted);
  const from = fromClause(writer);
  if (wanted === undefined && draw.chance(22)) return aggregated(writer, from);
  return plain(writer, { from, wanted });
}

interface Body {
  readonly from: { readonly text: string; readonly scope: Scope };
  readonly wanted: Wanted;
}

function withoutFrom(writer: QueryWriter, wanted: Wanted): Query {
  const list = selectList(writer, { scope: emptyScope, wanted, window: undefined });
  return { text: `select ${list.text}`, columns: list.columns };
}

function plain(writer: QueryWriter, { from, wanted }: Body): Query {
  const { draw } = writer;
  const { scope } = from;
  if (wanted === undefined && draw.chance(3) && hasDistinctNames(scope))
    return { text: `from ${from.text}`, columns: starColumns(scope) };
  const window = draw.chance(8) ? writer.fresh('w') : undefined;
  const list = selectList(writer, { scope, wanted, window });
  const seen = { ...scope, aliases: list.columns.filter(({ name }) => list.aliases.has(name)) };
  const words = { draw, scope, depth: 1 };
  const key = draw.chance(5) ? reference(draw, scope, 'number') : undefined;
  const distinct = key !== undefined ? `distinct on (${key}) ` : draw.chance(5) ? 'distinct ' : '';
  const where = draw.chance(4)
    ? ` where ${expression({ ...words, depth: 0 }, 'number')} >= (select max(price) from src__shop.products)`
    : draw.chance(35)
      ? ` where ${condition({ ...words, scope: draw.chance(8) ? seen : scope })}`
      : '';
  const definition = window === undefined ? '' : ` window ${window} as (${windowOf(words)})`;
  const qualify = qualification(words, window);
  return {
    text: `select ${distinct}${list.text} from ${from.text}${where}${definition}${qualify}`,
    columns: list.columns,
  };
}

/** A window that the SELECT defines is used: DuckDB does not look into others. */
function qualification(words: Writer, window: string | undefined): string {
  if (window !== undefined) return ` qualify rank() over ${window} < 10`;
  return words.draw.chance(7) ? ` qualify row_number() over (${windowOf(words)}) = 1` : '';
}

interface ListTask {
  readonly scope: Scope;
  readonly wanted: Wanted;
  readonly window: string | undefined;
}

interface SelectList extends Query {
  /** Names that the list gives by AS; later items and clauses see them. */
  readonly aliases: ReadonlySet<string>;
}

function selectList(writer: QueryWriter, task: ListTask): SelectList {
  const { draw } = writer;
  const list = new ListBuilder(writer);
  if (task.wanted !== undefined) for (const family of task.wanted) list.addItem(task, family);
  else {
    if (task.scope.relations.length > 0 && draw.chance(38)) addStar(list, task.scope, draw);
    const count = draw.below(4) + (list.isEmpty ? 1 : 0);
    for (let index = 0; index < count; index += 1) addAny(list, task);
  }
  return list.done();
}

function addAny(list: ListBuilder, task: ListTask): void {
  const { draw } = list.writer;
  if (task.scope.relations.length > 0 && draw.chance(14)) {
    const { text, family } = windowed({ draw, scope: task.scope, depth: 1 }, task.window);
    list.add(text, family);
  } else if (draw.chance(2)) {
    list.add(`unnest(${expression({ draw, scope: task.scope, depth: 0 }, 'array')})`, 'string');
  } else list.addItem(task, draw.pick(families));
}

/** `*` in one of its forms; left out where two of its columns would have one name. */
function addStar(list: ListBuilder, scope: Scope, draw: Draw): void {
  const relation = scope.relations[draw.below(scope.relations.length)];
  const isOfOne = relation !== undefined && relation.alias !== '' && (!hasDistinctNames(scope) || draw.chance(40));
  const columns = isOfOne ? relation.columns : starColumns(scope);
  const star = isOfOne ? `${relation.alias}.*` : '*';
  const [first, ...others] = columns;
  if (first === undefined || !hasDistinctNames({ ...emptyScope, relations: [{ alias: '', columns }] })) return;
  const target = [first, ...others][draw.below(columns.length)] ?? first;
  const rest = columns.filter((column) => column !== target);
  const name = `${mark.start}${written(draw, target.name)}${mark.end}`;
  const fresh = list.writer.fresh('s_');
  const forms: readonly [Query, ...Query[]] = [
    { text: star, columns },
    { text: star, columns },
    { text: star, columns },
    ...(rest.length === 0
      ? []
      : [
          { text: `${star} exclude (${name})`, columns: rest },
          { text: `${star} exclude ${name}`, columns: rest },
        ]),
    {
      text: `${star} replace (${replacement(target, isOfOne ? `${relation.alias}.${name}` : name)} as ${name})`,
      columns,
    },
    // The qualifier of one relation does not go with a name that a join made one of.
    {
      text: `${star} rename (${name} as ${fresh})`,
      columns: columns.map((column) => (column === target ? { ...target, name: fresh } : column)),
    },
  ];
  const chosen = draw.pick(forms);
  list.addStar(chosen);
}

function replacement({ family }: Column, name: string): string {
  if (family === 'string') return `upper(${name})`;
  return family === 'number' ? `${name} + 1` : `coalesce(${name}, ${name})`;
}

/** A select list in the making: names differ, so that what reads it can name each. */
class ListBuilder {
  readonly writer: QueryWriter;
  readonly #items: string[] = [];
  readonly #columns: Column[] = [];
  readonly #aliases = new Set<string>();

  constructor(writer: QueryWriter) {
    this.writer = writer;
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  addStar({ text, columns }: Query): void {
    this.#items.push(text);
    this.#columns.push(...columns);
  }

  /** An expression of a family; a bare column keeps its name half of the time. */
  addItem({ scope }: ListTask, family: ColumnFamily): void {
    const { draw } = this.writer;
    const aliases = this.#columns.filter(({ name }) => this.#aliases.has(name));
    const text = expression({ draw, scope: { ...scope, aliases }, depth: draw.pick([0, 1, 1, 2]) }, family);
    const own = bareName(text);
    if (own !== undefined && draw.chance(60) && !this.#has(own)) this.#push(text, { name: own, family });
    else this.add(text, family);
  }

  /** With an alias, at times one that some column has too. */
  add(text: string, family: ColumnFamily): void {
    const { draw } = this.writer;
    const usual = draw.pick([
      'total',
      'label',
      'amount',
      'status',
      'customer_id',
      'created_at',
      'Net Total',
      'is_ok',
      'order',
    ]);
    const isFresh = this.#has(usual) || draw.chance(40);
    const name = isFresh ? this.writer.fresh('x') : usual;
    if (isReusable(text)) this.#aliases.add(name);
    this.#push(`${text}${isFresh && draw.chance(25) ? ' ' : ' as '}${written(draw, name)}`, { name, family });
  }

  done(): SelectList {
    return { text: this.#items.join(', '), columns: this.#columns, aliases: this.#aliases };
  }

  #has(name: string): boolean {
    return this.#columns.some((column) => column.name.toLowerCase() === name.toLowerCase());
  }

  #push(text: string, column: Column): void {
    this.#items.push(text);
    this.#columns.push(column);
  }
}

/** DuckDB refuses aliases of these in other expressions. */
function isReusable(text: string): boolean {
  return !/\bselect\b|uuid\(\)| over |unnest/.test(text);
}

const bareColumn = new RegExp(`^(?:${mark.qualifier}\\w+\\.)?${mark.start}"?([^"${mark.end}]+)"?${mark.end}$`);

/** The name that a bare column gives to what selects it. */
function bareName(text: string): string | undefined {
  return bareColumn.exec(text)?.[1];
}

function aggregated(writer: QueryWriter, from: Body['from']): Query {
  const { draw } = writer;
  const { scope } = from;
  const words = { draw, scope, depth: 1 };
  const keys = Array.from({ length: draw.pick([0, 1, 1, 1, 2]) }, () => {
    const family = draw.pick(['number', 'string', 'date'] as const);
    return { text: expression({ ...words, depth: draw.chance(75) ? 0 : 1 }, family), family };
  }).filter(({ text }) => text.includes(mark.start));
  const list = new ListBuilder(writer);
  for (const { text, family } of keys) list.add(text, family);
  for (let count = draw.below(3) + 1; count > 0; count -= 1) {
    const { text, family } = aggregate(words);
    list.add(text, family);
  }
  const { text, columns } = list.done();
  const where = draw.chance(25) ? ` where ${condition(words)}` : '';
  const group = keys.length === 0 ? '' : ` group by ${grouping(draw, keys, columns)}`;
  const having = draw.chance(20) ? ` having count(*) > 1` : '';
  return { text: `select ${text} from ${from.text}${where}${group}${having}`, columns };
}

function grouping(draw: Draw, keys: readonly { readonly text: string }[], columns: readonly Column[]): string {
  const byText = keys.map(({ text }) => text).join(', ');
  const byAlias = keys.map((_, index) => columns[index]).every((column) => /^x\d+$/.test(column?.name ?? ''));
  return draw.pick([
    byText,
    byText,
    keys.map((_, index) => index + 1).join(', '),
    'all',
    byAlias ? keys.map((_, index) => columns[index]?.name).join(', ') : byText,
    `rollup (${byText})`,
  ]);
}
