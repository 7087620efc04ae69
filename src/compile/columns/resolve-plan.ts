import type { ColumnGap, ColumnProblem, ModelColumns, OutputColumn } from '../../model/columns.ts';
import { compareLocations, type Location } from '../../model/location.ts';
import type { QueryPlan } from './plan-query.ts';
import type { Column, Relation } from './relation.ts';
import { resolveQuery } from './resolve-query.ts';
import { type ColumnsOf, Session } from './session.ts';
import { placesOf } from './set-operations.ts';

export type { ColumnsOf } from './session.ts';

/** What a query gives. */
export type ResolvedQuery = Pick<ModelColumns, 'columns' | 'gaps' | 'problems' | 'reads' | 'uses'>;

/** Columns that a result may have; what is beyond is a gap. */
const maxColumns = 10_000;

/** Finds the columns of a query, where they come from, and which names it gets wrong. Asks `columnsOf` only for what it needs. */
export function resolvePlan(plan: QueryPlan, columnsOf: ColumnsOf): ResolvedQuery {
  const session = new Session(columnsOf, plan);
  const relation = resolveQuery(plan.query, { session, environment: undefined, scope: undefined });
  const { columns, gaps } = outputOf(relation, plan.start);
  const problems = [...session.problems, ...duplicates(relation, plan.start)].sort((a, b) =>
    compareLocations(a.at, b.at),
  );
  const reads = [...session.reads].sort((a, b) => compareLocations(a.at, b.at));
  for (const { origins } of columns) session.use(origins);
  const { uses } = session;
  return { columns, gaps, problems, reads, ...(uses && gaps.length === 0 && { uses }) };
}

function outputOf(
  relation: Relation,
  start: Location,
): { readonly columns: readonly OutputColumn[]; readonly gaps: readonly ColumnGap[] } {
  const places = placesOf(relation);
  const columns: OutputColumn[] = [];
  const gaps = new Map<string, ColumnGap>();
  const addGap = (gap: ColumnGap): void => {
    gaps.set(JSON.stringify([gap.reason, gap.detail, gap.at]), gap);
  };
  for (const [index, entry] of relation.entries.entries()) {
    const at = places[index] ?? start;
    if (entry.kind === 'hole') addGap({ ...entry.gap, at: entry.gap.at ?? at });
    else if (entry.name === '') addGap({ reason: 'construct', detail: 'no name', at });
    else if (index >= maxColumns) addGap({ reason: 'construct', detail: `${maxColumns}`, at: start });
    else columns.push(outputColumn(entry, at));
  }
  return { columns, gaps: [...gaps.values()] };
}

function outputColumn({ name, type, origins, functions: calls }: Column, at: Location): OutputColumn {
  return { name, at, ...(type && { type }), ...(origins && { origins }), ...(calls && { calls }) };
}

/** Names that the result has twice. Quoted names that differ in case are two. */
function duplicates(relation: Relation, start: Location): readonly ColumnProblem[] {
  const places = placesOf(relation);
  const seen = new Map<string, Column>();
  const problems: ColumnProblem[] = [];
  for (const [index, entry] of relation.entries.entries()) {
    if (entry.kind === 'hole' || entry.name === '') continue;
    const key = entry.name.toLowerCase();
    const before = seen.get(key);
    if (before === undefined) seen.set(key, entry);
    else if (before.name === entry.name || (!before.isQuoted && !entry.isQuoted))
      problems.push({
        kind: 'duplicate-column',
        column: entry.name,
        at: places[index] ?? start,
        relations: [],
        candidates: [],
      });
  }
  return problems;
}
