import { compareText } from '../../model/location.ts';
import type { ItemPlan, StarPlan } from './plan.ts';
import { isPseudoColumn } from './pseudo-columns.ts';
import {
  type Column,
  type Entry,
  fromHole,
  type Hole,
  mergeFunctions,
  opaqueHole,
  type Rest,
  wrapOrigins,
} from './relation.ts';
import { type Resolving, resolveExpression } from './resolve-expression.ts';
import { findMeaning, findSources } from './scope.ts';

/** What a star needs besides what expressions do. */
export interface StarResolving extends Resolving {
  readonly star: () => readonly Entry[];
}

/** The columns that a star stands for, with what stands behind it done to them. */
export function expandStar(plan: StarPlan, resolving: StarResolving): readonly Entry[] {
  const { session, scope } = resolving;
  const [source] = findSources(scope, plan.qualifier);
  if (plan.qualifier.length > 0 && source === undefined)
    return [opaqueHole({ reason: 'construct', detail: plan.text, at: plan.at })];
  const all = source === undefined ? resolving.star() : source.relation.entries;
  if (all.length === 0) return [opaqueHole({ reason: 'construct', detail: plan.text, at: plan.at })];
  const isPlain = plan.except.length + plan.replace.length + plan.rename.length + plan.calls.length === 0;
  const isUnplaced = all.some((entry) => entry.kind === 'hole' && entry.gap.at === undefined);
  if (isPlain && !isUnplaced) return all;
  if (!session.affords(all.length)) return [opaqueHole({ reason: 'construct', detail: plan.text, at: plan.at })];
  return changeEntries(all, plan, resolving);
}

function changeEntries(all: readonly Entry[], plan: StarPlan, resolving: StarResolving): readonly Entry[] {
  const except = new Set(plan.except.map(({ name }) => name.toLowerCase()));
  const replace = new Map(plan.replace.map((each) => [each.name.toLowerCase(), each]));
  const rename = new Map(plan.rename.map(({ name, to }) => [name.toLowerCase(), to]));
  const taken = new Set([...except, ...replace.keys(), ...rename.keys()]);
  const known = new Set(all.flatMap((entry) => (entry.kind === 'column' ? [entry.name.toLowerCase()] : [])));
  reportMissing(plan, all, { known, resolving });
  let isFirstHole = true;
  return all.flatMap((entry): readonly Entry[] => {
    if (entry.kind === 'hole') {
      const named = isFirstHole ? namedInHole(entry, known, { rename, replace, resolving }) : [];
      isFirstHole = false;
      return [...named, closeHole(entry, taken, plan)];
    }
    const key = entry.name.toLowerCase();
    if (except.has(key)) return [];
    const value = replace.get(key);
    const changed: Column =
      value === undefined
        ? wrapColumn(entry, plan.calls)
        : { ...entry, type: undefined, name: value.name, ...resolveExpression(value.value, resolving) };
    return [{ ...changed, name: rename.get(key) ?? changed.name }];
  });
}

function wrapColumn(column: Column, calls: readonly string[]): Column {
  if (calls.length === 0) return column;
  return {
    ...column,
    origins: wrapOrigins(column.origins, { calls, role: 'value' }),
    functions: mergeFunctions([column.functions, ...calls.map((call) => [call])]),
  };
}

/** Dialects that refuse a name behind a star that it does not bring. */
const strict = new Set(['duckdb', 'bigquery', 'snowflake', 'databricks', 'spark']);

interface KnownNames {
  readonly known: ReadonlySet<string>;
  readonly resolving: StarResolving;
}

function reportMissing(plan: StarPlan, all: readonly Entry[], { known, resolving }: KnownNames): void {
  const { session, scope } = resolving;
  if (!strict.has(session.dialect) || all.some(({ kind }) => kind === 'hole')) return;
  const [source] = findSources(scope, plan.qualifier);
  const relations = [...new Set((source === undefined ? scope.sources : [source]).map(({ label }) => label))];
  for (const { name, at } of [...plan.except, ...plan.replace])
    if (!known.has(name.toLowerCase()) && !isPseudoColumn(name))
      session.report({ kind: 'unknown-column', column: name, at, relations, candidates: [...known].sort(compareText) });
}

interface HoleChanges {
  readonly rename: ReadonlyMap<string, string>;
  readonly replace: ReadonlyMap<string, StarPlan['replace'][number]>;
  readonly resolving: Resolving;
}

/** Columns that `rename` and `replace` tell of, where nothing else does. */
function namedInHole(
  hole: Hole,
  known: ReadonlySet<string>,
  { rename, replace, resolving }: HoleChanges,
): readonly Column[] {
  const renamed = [...rename]
    .filter(([from]) => !known.has(from))
    .map(([from, to]): Column => ({ ...fromHole(hole, from), name: to }));
  const replaced = [...replace]
    .filter(([name]) => !known.has(name))
    .map(
      ([, { name, value }]): Column => ({
        kind: 'column',
        name,
        isQuoted: false,
        ...resolveExpression(value, resolving),
      }),
    );
  return [...renamed, ...replaced];
}

function closeHole(hole: Hole, taken: ReadonlySet<string>, { at, calls }: StarPlan): Hole {
  const rest = calls.length === 0 ? hole.rest : hole.rest?.map((each) => wrapRest(each, calls));
  return {
    ...hole,
    rest,
    gap: hole.gap.at === undefined ? { ...hole.gap, at } : hole.gap,
    except: new Set([...hole.except, ...taken]),
  };
}

function wrapRest(rest: Rest, calls: readonly string[]): Rest {
  if ('origins' in rest)
    return {
      origins: wrapOrigins(rest.origins, { calls, role: 'value' }) ?? [],
      functions: mergeFunctions([rest.functions, ...calls.map((call) => [call])]),
    };
  return { ...rest, calls: [...calls, ...rest.calls] };
}

/** The columns that a marker of all columns of a relation stands for. */
export function expandMarker(
  { marker, at }: Extract<ItemPlan, { kind: 'marker-star' }>,
  resolving: StarResolving,
): readonly Entry[] {
  const { session, scope } = resolving;
  const { of, qualifier, prefix, suffix } = marker;
  const relation = session.relation({ ...of, at });
  const except = new Set(marker.except);
  return relation.entries.flatMap((entry): Entry[] => {
    if (entry.kind === 'hole') {
      const isNamed = prefix !== '' || suffix !== '';
      return [{ ...entry, gap: { ...entry.gap, at }, except, rest: isNamed ? undefined : entry.rest }];
    }
    const key = entry.name.toLowerCase();
    if (except.has(key) || !session.affords(1)) return [];
    const meaning = findMeaning(scope, qualifier === '' ? [entry.name] : [qualifier, entry.name]);
    const column = meaning.kind === 'column' ? meaning.column : entry;
    return [{ ...column, name: `${prefix}${entry.name}${suffix}` }];
  });
}
