import type { SetNode } from './plan.ts';
import { type Column, type Entry, type Hole, mergeFunctions, mergeOrigins, Relation, type Rest } from './relation.ts';
import { commonType, type Typing } from './resolve-type.ts';
import type { Session } from './session.ts';

/** The columns of several queries that give one result. */
export function combine(plan: SetNode, parts: readonly Relation[], session: Session): Relation {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first ?? new Relation([]);
  // Rows are compared by all columns; those that `except` takes away come out of none.
  if (plan.isExcept)
    for (const { entries } of parts)
      for (const entry of entries) session.use(entry.kind === 'column' ? entry.origins : undefined);
  if (plan.isByName) return combineByName(parts);
  reportArity(plan, parts, session);
  const others = parts.slice(1);
  session.affords(first.entries.length);
  const isAligned = others.map((other) => isSameShape(first.entries, other.entries));
  return new Relation(
    first.entries.map((entry, at) =>
      combineEntries(
        entry,
        others.map((other, part) => (isAligned[part] === true ? other.entries[at] : undefined)),
        plan.isExcept,
      ),
    ),
    first.places,
  );
}

function reportArity(plan: SetNode, parts: readonly Relation[], session: Session): void {
  if (!parts.every(({ isWhole }) => isWhole)) return;
  const counts = parts.map(({ entries }) => entries.length);
  const [first] = counts;
  const differs = counts.findIndex((count) => count !== first);
  const other = counts[differs];
  if (other === undefined || counts.includes(0)) return;
  const at = parts[differs]?.places[0]?.at ?? plan.at;
  session.report({ kind: 'set-arity', column: `${first}, ${other}`, at, relations: [], candidates: [] });
}

/** Whether columns and holes stand at the same places. */
function isSameShape(a: readonly Entry[], b: readonly Entry[]): boolean {
  return a.length === b.length && a.every((entry, at) => entry.kind === b[at]?.kind);
}

function combineEntries(entry: Entry, others: readonly (Entry | undefined)[], isExcept: boolean): Entry {
  // What `except` takes away does not come out.
  if (isExcept) return entry;
  if (entry.kind === 'hole') return combineHoles(entry, others);
  const columns = others.map((other) => (other?.kind === 'column' ? other : undefined));
  const type = commonType([
    typingOf(entry),
    ...columns.map((column) => (column === undefined ? undefined : typingOf(column))),
  ]);
  const origins = mergeOrigins([entry.origins, ...columns.map((column) => column?.origins)]);
  const functions = mergeFunctions([entry.functions, ...columns.map((column) => column?.functions)]);
  return withType({ kind: 'column', name: entry.name, isQuoted: entry.isQuoted, origins, functions }, type);
}

function typingOf(column: Column): Typing {
  return column.isNull === true ? 'null' : column.type;
}

function withType(column: Column, type: Typing): Column {
  return type === 'null' ? { ...column, isNull: true } : { ...column, type };
}

function combineHoles(hole: Hole, others: readonly (Entry | undefined)[]): Hole {
  const rests = [hole, ...others].map((each) => (each?.kind === 'hole' ? each.rest : undefined));
  const rest = rests.every((each) => each !== undefined)
    ? rests.flatMap((each): readonly Rest[] => each ?? [])
    : undefined;
  return { ...hole, rest: rest === undefined ? undefined : distinctRests(rest) };
}

function distinctRests(rests: readonly Rest[]): readonly Rest[] {
  return [...new Map(rests.map((rest) => [JSON.stringify(rest), rest])).values()];
}

function combineByName(parts: readonly Relation[]): Relation {
  const columns = new Map<string, Column[]>();
  const holes: Hole[] = [];
  const places = new Map<string, Relation['places'][number]>();
  for (const part of parts) {
    const at = placesOf(part);
    for (const [index, entry] of part.entries.entries()) {
      if (entry.kind === 'hole') {
        holes.push(entry);
        continue;
      }
      const key = entry.name === '' ? `\n${index}` : entry.name.toLowerCase();
      columns.set(key, [...(columns.get(key) ?? []), entry]);
      const place = at[index];
      if (place !== undefined && !places.has(key)) places.set(key, { at: place, count: 1 });
    }
  }
  const isWhole = holes.length === 0;
  const entries = [...columns.values()].map((same): Column => byName(same, isWhole));
  return new Relation([...entries, ...holes], [...places.values()]);
}

function byName(same: readonly Column[], isWhole: boolean): Column {
  const [first] = same;
  const column: Column = {
    kind: 'column',
    name: first?.name ?? '',
    isQuoted: first?.isQuoted ?? false,
    origins: isWhole ? mergeOrigins(same.map(({ origins }) => origins)) : undefined,
    functions: isWhole ? mergeFunctions(same.map(({ functions }) => functions)) : undefined,
  };
  return isWhole ? withType(column, commonType(same.map(typingOf))) : column;
}

/** The place of each entry. */
export function placesOf({ places }: Relation): readonly Relation['places'][number]['at'][] {
  return places.flatMap(({ at, count }) => Array.from({ length: count }, () => at));
}
