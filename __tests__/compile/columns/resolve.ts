import { planQuery } from '../../../src/compile/columns/plan-query.ts';
import { type ColumnsOf, type ResolvedQuery, resolvePlan } from '../../../src/compile/columns/resolve-plan.ts';
import type { Engines } from '../../../src/compile/engines.ts';
import type { Rendition } from '../../../src/compile/jinja/rendition.ts';
import { parseSql } from '../../../src/compile/sql/parse-sql.ts';
import type { ColumnOrigin, OutputColumn, RelationColumns } from '../../../src/model/columns.ts';
import { columnFamilies } from '../../../src/model/columns.ts';
import { loadedEngines } from '../syntax-engines.ts';

export const testedDialects = [
  'snowflake',
  'bigquery',
  'postgres',
  'redshift',
  'databricks',
  'spark',
  'duckdb',
  'trino',
  'tsql',
  'clickhouse',
  'mysql',
];

/** The parsers of every dialect that the tests speak. */
export async function columnEngines(): Promise<Engines> {
  return loadedEngines({ adapters: testedDialects });
}

/** Tables of which all columns are known, each as `name family`. */
const tables: { readonly [name: string]: string } = {
  t: 'id number, a number, b string, c date',
  u: 'id number, b string, d timestamp',
  w: 'id number, items array',
};

/** A relation with these columns, each as `name family`; whole. */
export function wholeRelation(columns: string): RelationColumns {
  return {
    isWhole: true,
    columns: columns.split(', ').map((column) => {
      const [name = '', type] = column.split(' ');
      const family = columnFamilies.find((each) => each === type);
      return { name, ...(family !== undefined && { type: { family, text: `my_${family}` } }) };
    }),
  };
}

/** `t`, `u` and `w` are known as a whole; nothing else is known. */
export const knownTables: ColumnsOf = ({ name }) => {
  const columns = Object.hasOwn(tables, name) ? tables[name] : undefined;
  return columns === undefined ? undefined : wholeRelation(columns);
};

/** What a query is resolved with besides its text. */
export interface ResolveOptions {
  readonly columnsOf?: ColumnsOf;
  readonly macros?: Rendition['macros'];
  readonly markers?: Rendition['markers'];
  readonly isPrinted?: Rendition['isPrinted'];
}

/** Resolves a text that stands for its own template, in the file `m.sql`. */
export function resolveSql(
  engines: Engines,
  [dialect, sql]: readonly [dialect: string, sql: string],
  { columnsOf = knownTables, macros = [], markers = [], isPrinted = () => false }: ResolveOptions = {},
): ResolvedQuery {
  const verdict = parseSql(engines, dialect, sql);
  if (verdict.kind !== 'parsed' || verdict.root === undefined)
    throw new Error(`not read as ${dialect}: ${sql.slice(0, 200)}`);
  const rendition: Rendition = { sql, macros, markers, isPrinted, locate: (offset) => placeIn(sql, offset) };
  return resolvePlan(planQuery({ root: verdict.root, rendition, dialect, model: 'm' }), columnsOf);
}

function placeIn(
  sql: string,
  offset: number,
): { readonly path: string; readonly line: number; readonly column: number } {
  const before = sql.slice(0, offset).split('\n');
  return { path: 'm.sql', line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Names, families and origins: `d timestamp = u.d`, `x number = case(t.a), =(t.b)?`; `?` marks a condition, `= ?` what is not known. */
export function describeColumns({ columns }: ResolvedQuery): readonly string[] {
  return columns.map((column) => `${column.name} ${typeText(column)}${originsText(column)}`);
}

function typeText({ type }: OutputColumn): string {
  if (type === undefined) return '-';
  return type.text === undefined ? type.family : `${type.family}:${type.text}`;
}

function originsText({ origins }: OutputColumn): string {
  if (origins === undefined) return ' = ?';
  return origins.length === 0 ? '' : ` = ${origins.map(originText).join(', ')}`;
}

/** `lower(cast(t.b))` */
function originText({ from, column, calls, role }: ColumnOrigin): string {
  const inner = `${from.name}.${column}`;
  const wrapped = calls.reduceRight((text, call) => `${call}(${text})`, inner);
  return role === 'condition' ? `${wrapped}?` : wrapped;
}

/** Names alone. */
export function namesOf({ columns }: ResolvedQuery): string {
  return columns.map(({ name }) => name).join(', ');
}

/** Gaps as `reason detail @line:column`. */
export function describeGaps({ gaps }: ResolvedQuery): readonly string[] {
  return gaps.map(({ reason, detail, at }) => `${reason} ${detail} @${at?.line}:${at?.column}`);
}

/** Problems as `kind column @line:column`. */
export function describeProblems({ problems }: ResolvedQuery): readonly string[] {
  return problems.map(({ kind, column, at }) => `${kind} ${column} @${at.line}:${at.column}`);
}
