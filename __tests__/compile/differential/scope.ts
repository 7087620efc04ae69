import type { ColumnFamily } from '../../../src/model/columns.ts';
import type { Draw } from './draw.ts';
import type { Column } from './tables.ts';

/** Something in a FROM clause. */
export interface Relation {
  readonly alias: string;
  readonly columns: readonly Column[];
}

/** What the expressions of one SELECT can name. */
export interface Scope {
  readonly relations: readonly Relation[];
  /** Names that `using` and natural joins made one of, in lower case. */
  readonly merged: ReadonlySet<string>;
  /** Aliases of the select list that are written further left, or that a later clause sees. */
  readonly aliases: readonly Column[];
}

/** Signs around the name in a reference to a column: a mutation changes what stands between them. They are no SQL. */
export const mark = { qualifier: '\u0001', start: '\u0002', end: '\u0003' } as const;

/** The scope of a SELECT without FROM. */
export const emptyScope: Scope = { relations: [], merged: new Set(), aliases: [] };

/** A reference to a column of one of the families that the scope holds; undefined where it has none. */
export function reference(draw: Draw, scope: Scope, family: ColumnFamily): string | undefined {
  const found = scope.relations.flatMap((relation) =>
    relation.columns.filter((column) => column.family === family).map((column) => ({ relation, column })),
  );
  const aliases = scope.aliases.filter((alias) => alias.family === family && !occurs(scope, alias.name));
  if (aliases.length > 0 && draw.chance(found.length === 0 ? 90 : 15))
    return marked(draw, aliases[draw.below(aliases.length)]?.name ?? '');
  const chosen = found[draw.below(Math.max(found.length, 1))];
  if (chosen === undefined) return undefined;
  const { relation, column } = chosen;
  const name = marked(draw, column.name);
  const isAmbiguous = occurs(scope, column.name) > 1 && !scope.merged.has(column.name.toLowerCase());
  return relation.alias !== '' && (isAmbiguous || draw.chance(50))
    ? `${mark.qualifier}${relation.alias}.${name}`
    : name;
}

/** Whether every name in the scope stands for one column, as a star of all needs it where its names must differ. */
export function hasDistinctNames(scope: Scope): boolean {
  return starColumns(scope).length === new Set(starColumns(scope).map(({ name }) => name.toLowerCase())).size;
}

/** What `*` gives, in no certain order. */
export function starColumns({ relations, merged }: Scope): readonly Column[] {
  const seen = new Set<string>();
  return relations.flatMap(({ columns }) =>
    columns.filter(({ name }) => {
      const lower = name.toLowerCase();
      const isRepeated = merged.has(lower) && seen.has(lower);
      seen.add(lower);
      return !isRepeated;
    }),
  );
}

/** A name as SQL writes it: quoted where it must be, at times where it need not, and in other letters where it may. */
export function written(draw: Draw, name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/i.test(name) || reserved.has(name.toLowerCase())) return `"${name}"`;
  if (draw.chance(4)) return `"${name}"`;
  return draw.chance(4) ? name.toUpperCase() : name;
}

/** Words that DuckDB does not take as a bare name. */
const reserved = new Set(['order', 'group', 'select', 'table']);

function marked(draw: Draw, name: string): string {
  return `${mark.start}${written(draw, name)}${mark.end}`;
}

function occurs({ relations }: Scope, name: string): number {
  const lower = name.toLowerCase();
  return relations.flatMap(({ columns }) => columns.filter((column) => column.name.toLowerCase() === lower)).length;
}
