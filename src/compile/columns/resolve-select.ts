import type { ColumnGap } from '../../model/columns.ts';
import type { ItemPlan, SelectNode } from './plan.ts';
import { type Column, type Entry, opaqueHole, type PlaceRun, Relation } from './relation.ts';
import { declaredName, type Resolving, resolveExpression } from './resolve-expression.ts';
import { resolveSources, type SelectResolving } from './resolve-sources.ts';
import type { Scope } from './scope.ts';
import { expandMarker, expandStar } from './star.ts';

/** Dialects in which a select list may use the names that it gives before. */
const lateralAliases = new Set(['snowflake', 'redshift', 'databricks', 'spark', 'duckdb', 'clickhouse', 'generic']);

/** Dialects in which `group by`, `having` and `qualify` mean a column before a name of the select list. */
const columnsFirst = new Set(['duckdb', 'postgres']);

/** The columns that a select gives. */
export function resolveSelect(plan: SelectNode, resolving: SelectResolving): Relation {
  const { session } = resolving;
  const aliases = new Set(
    plan.items.flatMap((item) => (item.kind === 'value' && item.isAlias ? [item.name.toLowerCase()] : [])),
  );
  const { scope, star } = resolveSources(plan.sources, { ...resolving, aliases });
  const given = new Map<string, Column>();
  const whole: Scope = {
    ...scope,
    aliases,
    given,
    prefersAliases: false,
    hasLateralAliases: lateralAliases.has(session.dialect),
  };
  const inner: Resolving = { session, scope: whole, resolveQuery: resolving.resolveQuery };
  const { entries, places } = resolveItems(plan.items, { ...inner, star, given });
  const names = new Set(entries.flatMap((entry) => (entry.kind === 'column' ? [entry.name.toLowerCase()] : [])));
  for (const clause of plan.clauses) {
    const prefersAliases =
      clause.names === 'preferred' || (clause.names === 'seen' && !columnsFirst.has(session.dialect));
    const seen: Scope = clause.names === 'hidden' ? whole : { ...whole, aliases: names, prefersAliases };
    resolveExpression(clause.value, { ...inner, scope: seen });
  }
  return new Relation(entries, places);
}

/** What the entries of a select list need besides what expressions do. */
interface ItemResolving extends Resolving {
  /** What `*` gives. */
  readonly star: () => readonly Entry[];
  /** Filled as the list is read. */
  readonly given: Map<string, Column>;
}

function resolveItems(
  items: readonly ItemPlan[],
  resolving: ItemResolving,
): { readonly entries: readonly Entry[]; readonly places: readonly PlaceRun[] } {
  const lists: (readonly Entry[])[] = [];
  const places: PlaceRun[] = [];
  for (const item of items) {
    const entries = resolveItem(item, resolving);
    lists.push(entries);
    const at = item.kind === 'opaque' ? item.gap.at : item.at;
    if (at !== undefined) places.push({ at, count: entries.length });
  }
  const count = lists.reduce((sum, list) => sum + list.length, 0);
  if (lists.length > 1 && !resolving.session.affords(count)) {
    const gap: ColumnGap = { reason: 'construct', detail: `${count}`, ...(places[0] && { at: places[0].at }) };
    return { entries: [opaqueHole(gap)], places };
  }
  const [only] = lists;
  // A lone star gives what it stands for as it is: a chain of them costs nothing.
  return { entries: lists.length === 1 && only !== undefined ? only : lists.flat(), places };
}

function resolveItem(item: ItemPlan, resolving: ItemResolving): readonly Entry[] {
  const { session } = resolving;
  switch (item.kind) {
    case 'opaque':
      session.use(undefined);
      return [opaqueHole(item.gap)];
    case 'star':
      return expandStar(item, resolving);
    case 'marker-star':
      return expandMarker(item, resolving);
    case 'values': {
      const { origins, functions } = resolveExpression(item.value, resolving);
      return item.names.map((name): Column => ({ kind: 'column', name, isQuoted: false, origins, functions }));
    }
    case 'value': {
      const value = resolveExpression(item.value, resolving);
      const declared = !item.isAlias && session.dialect === 'duckdb' ? declaredName(item.value, resolving) : undefined;
      const name = declared?.toLowerCase() === item.name.toLowerCase() ? declared : item.name;
      const column: Column = { kind: 'column', name, isQuoted: item.isQuoted, ...value };
      if (item.isAlias) resolving.given.set(item.name.toLowerCase(), column);
      session.affords(1);
      return [column];
    }
    default:
      return item satisfies never;
  }
}
