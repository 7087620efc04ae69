import type { ColumnGap, ColumnOrigin, ColumnType, RelationRef } from '../../model/columns.ts';
import { compareText, type Location } from '../../model/location.ts';

/** A column of something that is read or given. */
export interface Column {
  readonly kind: 'column';
  /** As written; empty where the name is not known. */
  readonly name: string;
  readonly isQuoted: boolean;
  readonly type?: ColumnType | undefined;
  /** Whether it is `null` in every row, which fits every type. */
  readonly isNull?: boolean;
  readonly origins: readonly ColumnOrigin[] | undefined;
  /** Functions and macros that make it, as `OutputColumn.calls` tells them; undefined where that cannot be told. */
  readonly functions: readonly string[] | undefined;
}

/** Columns that are not known: any number of any names but those in `except`. */
export interface Hole {
  readonly kind: 'hole';
  readonly gap: ColumnGap;
  /** In lower case. */
  readonly except: ReadonlySet<string>;
  /** What a column in it is made of; undefined where that cannot be told. */
  readonly rest: readonly Rest[] | undefined;
}

/** Where a column of a hole comes from: the relation's column of that name, or the same for all. */
export type Rest =
  | { readonly from: RelationRef; readonly calls: readonly string[]; readonly role: ColumnOrigin['role'] }
  | { readonly origins: readonly ColumnOrigin[]; readonly functions: readonly string[] | undefined };

export type Entry = Column | Hole;

/** What looking for a name finds: a column, one that a hole may have, or nothing. */
export type Lookup =
  | { readonly kind: 'found'; readonly column: Column }
  | { readonly kind: 'open'; readonly column: Column }
  | { readonly kind: 'missing' };

/** The columns of something, in order, with an index of their names that is built when it is first needed. */
export class Relation {
  readonly entries: readonly Entry[];
  /** Where the template names them, as many as `count` at each place. */
  readonly places: readonly PlaceRun[];
  private readonly holes: readonly Hole[];
  private index: Map<string, Column> | undefined;

  constructor(entries: readonly Entry[], places: readonly PlaceRun[] = []) {
    this.entries = entries;
    this.places = places;
    this.holes = entries.filter((entry) => entry.kind === 'hole');
  }

  /** Whether these are all columns. */
  get isWhole(): boolean {
    return this.holes.length === 0;
  }

  /** Finds a column by its name in lower case. */
  find(key: string): Lookup {
    this.index ??= indexOf(this.entries);
    const column = this.index.get(key);
    if (column !== undefined) return { kind: 'found', column };
    const holes = this.holes.filter(({ except }) => !except.has(key));
    const [hole] = holes;
    if (hole === undefined) return { kind: 'missing' };
    return { kind: 'open', column: holes.length === 1 ? fromHole(hole, key) : opaqueColumn(key) };
  }

  /** Names that are known, in lower case. */
  names(): Iterable<string> {
    this.index ??= indexOf(this.entries);
    return this.index.keys();
  }
}

/** A place, and how many columns it brings. */
export interface PlaceRun {
  readonly at: Location;
  readonly count: number;
}

function indexOf(entries: readonly Entry[]): Map<string, Column> {
  const index = new Map<string, Column>();
  for (const entry of entries) {
    if (entry.kind === 'hole' || entry.name === '') continue;
    const key = entry.name.toLowerCase();
    const before = index.get(key);
    index.set(key, before === undefined ? entry : bothOf(before, entry));
  }
  return index;
}

/** Two columns of one name: a mention may mean either. */
function bothOf(a: Column, b: Column): Column {
  return {
    ...a,
    type: undefined,
    origins: mergeOrigins([a.origins, b.origins]),
    functions: mergeFunctions([a.functions, b.functions]),
  };
}

/** A column that is known by its name only. */
export function opaqueColumn(name: string): Column {
  return { kind: 'column', name, isQuoted: false, origins: undefined, functions: undefined };
}

/** The column of a name that a hole has, if it has one. */
export function fromHole({ rest }: Hole, key: string): Column {
  const origins = rest?.flatMap((each): readonly ColumnOrigin[] =>
    'origins' in each ? each.origins : [{ from: each.from, column: key, calls: each.calls, role: each.role }],
  );
  const functions = rest?.flatMap((each) => ('origins' in each ? [each.functions] : each.calls.map((call) => [call])));
  return {
    kind: 'column',
    name: key,
    isQuoted: false,
    origins,
    functions: functions === undefined ? undefined : mergeFunctions(functions),
  };
}

/** More origins than this are as good as unknown. */
const maxOrigins = 2000;
/** Calls beyond this are left out of a chain, the innermost first. */
const maxCalls = 64;

/** All origins of several lists, each once, in order; undefined where one of them is not known, or they are too many. */
export function mergeOrigins(
  lists: readonly (readonly ColumnOrigin[] | undefined)[],
): readonly ColumnOrigin[] | undefined {
  const [first] = lists;
  if (lists.length === 1) return first;
  const merged = new Map<string, ColumnOrigin>();
  for (const list of lists) {
    if (list === undefined || merged.size > maxOrigins) return undefined;
    for (const origin of list) merged.set(originKey(origin), origin);
  }
  return merged.size > maxOrigins ? undefined : [...merged.values()];
}

/** All functions of several lists, each once and sorted; undefined where one of them is not known. */
export function mergeFunctions(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  if (lists.includes(undefined)) return undefined;
  const some = lists.flatMap((list) => (list === undefined || list.length === 0 ? [] : [list]));
  const [first = []] = some;
  return some.length < 2 ? first : [...new Set(some.flat())].sort(compareText);
}

function originKey({ from, column, calls, role }: ColumnOrigin): string {
  return `${from.kind} ${from.name}\n${column}\n${role}\n${calls.join('\n')}`;
}

/** Origins with further calls around them. */
export function wrapOrigins(
  origins: readonly ColumnOrigin[] | undefined,
  { calls, role }: Pick<ColumnOrigin, 'calls' | 'role'>,
): readonly ColumnOrigin[] | undefined {
  if (calls.length === 0 && role === 'value') return origins;
  return origins?.map((origin) => ({
    from: origin.from,
    column: origin.column,
    calls: wrapCalls(calls, origin.calls),
    role: role === 'condition' ? role : origin.role,
  }));
}

function wrapCalls(outer: readonly string[], inner: readonly string[]): readonly string[] {
  if (outer.length === 0) return inner;
  const all = [...outer, ...inner];
  return all.length > maxCalls ? all.slice(0, maxCalls) : all;
}

/** A hole of which nothing is known but why it is there. */
export function opaqueHole(gap: ColumnGap): Hole {
  return { kind: 'hole', gap, except: new Set(), rest: undefined };
}

/** A relation of which nothing is known. */
export function opaqueRelation(gap: ColumnGap): Relation {
  return new Relation([opaqueHole(gap)]);
}
