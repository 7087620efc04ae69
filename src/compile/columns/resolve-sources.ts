import type { ColumnGap } from '../../model/columns.ts';
import type { JoinPlan, RelationPlan, SourcePlan } from './plan.ts';
import { type Column, type Entry, mergeFunctions, mergeOrigins, opaqueHole, wrapOrigins } from './relation.ts';
import { type Resolving, resolveExpression } from './resolve-expression.ts';
import type { Scope, Source } from './scope.ts';
import type { Session } from './session.ts';

/** What resolving a select needs besides its plan. */
export interface SelectResolving extends Omit<Resolving, 'scope'> {
  readonly parent: Scope | undefined;
  readonly resolveRelation: (plan: RelationPlan, scope: Scope) => Source;
}

interface Sources {
  readonly scope: Scope;
  readonly star: () => readonly Entry[];
}

interface SourcesResolving extends SelectResolving {
  readonly aliases: ReadonlySet<string>;
}

/** What a join makes of the columns of `using`. */
interface Merge {
  readonly source: Source;
  readonly join: JoinPlan;
  readonly columns: readonly Column[];
}

/** Dialects in which `lateral flatten(input => items)` may mean a name of the select list. */
const seesAliases = new Set(['snowflake']);

/** Resolves what stands in `from` from left to right, checking conditions where they see what is before them. */
export function resolveSources(plans: readonly SourcePlan[], resolving: SourcesResolving): Sources {
  const { session, parent, aliases } = resolving;
  const sources: Source[] = [];
  const merged = new Map<string, Column>();
  const merges: Merge[] = [];
  const base = {
    sources,
    merged,
    parent,
    aliases: new Set<string>(),
    given: new Map<string, Column>(),
    hasLateralAliases: false,
    prefersAliases: false,
    hasUsing: plans.some(({ join }) => join.isNatural || join.using.length > 0),
  };
  for (const { relation, join } of plans) {
    const before = { ...base, sources: [...sources], ...(seesAliases.has(session.dialect) && { aliases }) };
    const source = resolving.resolveRelation(relation, before);
    const columns = mergeUsing(join, { ...base, sources: [...sources] }, source);
    for (const column of columns) {
      const key = column.name.toLowerCase();
      const right = source.relation.find(key);
      session.use(column.origins);
      session.use(right.kind === 'missing' ? undefined : right.column.origins);
      session.use(leftColumn({ ...base, sources: [...sources] }, key)?.origins);
      merged.set(key, column);
    }
    merges.push({ source, join, columns });
    const visible: Scope = { ...base, sources: [...sources, source] };
    const checked = join.isPlain
      ? visible
      : { ...visible, sources: visible.sources.map((each) => ({ ...each, isPlain: false })) };
    for (const on of join.on)
      resolveExpression(on, { session, scope: { ...checked, aliases }, resolveQuery: resolving.resolveQuery });
    sources.push(join.kind === 'hidden' ? { ...source, isHidden: true } : source);
  }
  return { scope: base, star: () => starEntries(merges, session) };
}

function mergeUsing(join: JoinPlan, left: Scope, right: Source): readonly Column[] {
  const names = join.isNatural ? commonNames(left, right) : join.using;
  return names.map((name) => mergedColumn(name, join.kind, { left, right }));
}

function commonNames(left: Scope, right: Source): readonly string[] {
  const isWhole = right.relation.isWhole && left.sources.every(({ relation }) => relation.isWhole);
  if (!isWhole) return [];
  return right.relation.entries.flatMap((entry) => {
    const key = entry.kind === 'column' ? entry.name.toLowerCase() : '';
    return key !== '' && entry.kind === 'column' && leftColumn(left, key) !== undefined ? [entry.name] : [];
  });
}

function leftColumn(left: Scope, key: string): Column | undefined {
  const merged = left.merged.get(key);
  if (merged !== undefined) return merged;
  let open: Column | undefined;
  for (const { relation, isHidden } of left.sources) {
    const found = isHidden ? undefined : relation.find(key);
    if (found?.kind === 'found') return found.column;
    if (found?.kind === 'open') open ??= found.column;
  }
  return open;
}

function mergedColumn(
  name: string,
  kind: JoinPlan['kind'],
  { left, right }: { readonly left: Scope; readonly right: Source },
): Column {
  const key = name.toLowerCase();
  const found = right.relation.find(key);
  const fromRight = found.kind === 'missing' ? undefined : found.column;
  const fromLeft = leftColumn(left, key);
  const origins =
    kind === 'full'
      ? wrapOrigins(mergeOrigins([fromLeft?.origins, fromRight?.origins]), { calls: ['coalesce'], role: 'value' })
      : (kind === 'right' ? fromRight : fromLeft)?.origins;
  const functions =
    kind === 'full'
      ? mergeFunctions([fromLeft?.functions, fromRight?.functions, ['coalesce']])
      : (kind === 'right' ? fromRight : fromLeft)?.functions;
  const type = kind === 'right' ? fromRight?.type : fromLeft?.type;
  const isSame = fromLeft?.type?.family === fromRight?.type?.family;
  return {
    kind: 'column',
    name: fromLeft?.name ?? name,
    isQuoted: false,
    origins,
    functions,
    type: kind === 'full' && !isSame ? undefined : type,
  };
}

/** Dialects that leave merged columns where the left side has them; others put them first. */
const inPlace = new Set(['duckdb', 'clickhouse']);

function starEntries(merges: readonly Merge[], session: Session): readonly Entry[] {
  let entries: readonly Entry[] = [];
  for (const { source, join, columns } of merges) {
    if (join.kind === 'hidden') continue;
    const right = source.relation.entries;
    if (entries.length > 0 && !session.affords(entries.length + right.length))
      return [opaqueHole({ reason: 'construct', detail: `${entries.length + right.length}` })];
    const gap: ColumnGap = { reason: 'construct', detail: 'natural join' };
    const isUnclear = join.isNatural && columns.length === 0 && !isWholeList([...entries, ...right]);
    if (columns.length === 0)
      entries = entries.length === 0 ? right : [...entries, ...right, ...(isUnclear ? [opaqueHole(gap)] : [])];
    else entries = mergeEntries(entries, right, { columns, isInPlace: inPlace.has(session.dialect) });
  }
  return entries;
}

function isWholeList(entries: readonly Entry[]): boolean {
  return entries.every(({ kind }) => kind === 'column');
}

function mergeEntries(
  left: readonly Entry[],
  right: readonly Entry[],
  { columns, isInPlace }: { readonly columns: readonly Column[]; readonly isInPlace: boolean },
): readonly Entry[] {
  const byName = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  const keys = new Set(byName.keys());
  if (!isInPlace) return [...columns, ...without(left, keys), ...without(right, keys)];
  const kept = left.map((entry) => (entry.kind === 'column' ? (byName.get(entry.name.toLowerCase()) ?? entry) : entry));
  return [...kept, ...without(right, keys)];
}

/** Entries without those of some names. */
export function without(entries: readonly Entry[], keys: ReadonlySet<string>): readonly Entry[] {
  return entries.flatMap((entry): Entry[] => {
    if (entry.kind === 'hole') return [{ ...entry, except: new Set([...entry.except, ...keys]) }];
    return keys.has(entry.name.toLowerCase()) ? [] : [entry];
  });
}
