import { type Column, mergeFunctions, mergeOrigins, opaqueColumn, type Relation } from './relation.ts';

/** Something that a select reads, under the name that its columns are qualified with. */
export interface Source {
  /** As the SQL calls it, for messages. */
  readonly label: string;
  /** In lower case: the alias, or the parts of the name, any end of which may qualify. */
  readonly parts: readonly string[];
  readonly relation: Relation;
  /** Whether its columns are seen without a qualifier, and come out of a star. */
  readonly isHidden: boolean;
  /** Whether it is a table, view or query: what table functions give may be named in other ways. */
  readonly isPlain: boolean;
}

/** What names mean in a select. */
export interface Scope {
  readonly sources: readonly Source[];
  /** Columns that `using` made one of several; by name in lower case. */
  readonly merged: ReadonlyMap<string, Column>;
  readonly parent: Scope | undefined;
  /** Names that the select list gives, in lower case. */
  readonly aliases: ReadonlySet<string>;
  /** Whether a name that the select list gives may be meant before a column of that name. */
  readonly prefersAliases: boolean;
  /** Whether a join names the columns that it joins by. */
  readonly hasUsing: boolean;
  /** What they stand for, as far as the list is read. */
  readonly given: ReadonlyMap<string, Column>;
  /** Names of the select list may be used in it. */
  readonly hasLateralAliases: boolean;
}

/** A scope in which no name means anything. */
export const emptyScope: Scope = {
  sources: [],
  merged: new Map(),
  parent: undefined,
  aliases: new Set(),
  given: new Map(),
  hasLateralAliases: false,
  prefersAliases: false,
  hasUsing: false,
};

/** What a mention means. */
export type Meaning =
  /** A column; `depth`: how many parts name a field of it. */
  | { readonly kind: 'column'; readonly column: Column; readonly fields: number; readonly among: readonly Source[] }
  /** All columns of a source. */
  | { readonly kind: 'row'; readonly source: Source }
  /** Nothing that is known; `isCertain`: all that could have it is known. */
  | { readonly kind: 'nothing'; readonly isCertain: boolean; readonly looked: readonly Source[] };

/** Finds what a mention of a column means, in its scope and those around it. */
export function findMeaning(scope: Scope, parts: readonly string[]): Meaning {
  const keys = parts.map((part) => part.toLowerCase());
  const qualified = keys.length > 1 ? findQualified(scope, keys) : undefined;
  if (qualified !== undefined) return qualified;
  const bare = findBare(scope, keys[0] ?? '');
  if (bare.kind === 'column') return { ...bare, fields: keys.length - 1 };
  return bare.kind === 'row' && keys.length > 1 ? { kind: 'nothing', isCertain: false, looked: [bare.source] } : bare;
}

/** Finds the sources that the first names of a list mean: nearly always one. */
export function findSources(scope: Scope, keys: readonly string[]): readonly Source[] {
  for (let each: Scope | undefined = scope; each !== undefined; each = each.parent) {
    const sources = each.sources.filter((candidate) => isCalled(candidate, keys));
    if (sources.length > 0) return sources;
  }
  return [];
}

function isCalled({ parts }: Source, keys: readonly string[]): boolean {
  const offset = parts.length - keys.length;
  return keys.length > 0 && offset >= 0 && keys.every((key, at) => parts[offset + at] === key);
}

/** Qualifiers of more parts than a database has levels are fields. */
const maxQualifier = 4;

function findQualified(scope: Scope, keys: readonly string[]): Meaning | undefined {
  for (let length = Math.min(keys.length - 1, maxQualifier); length > 0; length -= 1) {
    const sources = findSources(scope, keys.slice(0, length));
    if (sources.length === 0) continue;
    const column = firstFound(sources, keys[length] ?? '');
    if (column !== undefined) return { kind: 'column', column, fields: keys.length - length - 1, among: [] };
    // A column of the qualifier's name may be meant: `item.price` where `item` is both.
    const struct = findBare(scope, keys[0] ?? '');
    if (struct.kind === 'column') return { ...struct, fields: keys.length - 1 };
    const isCertain = sources.every(({ relation, isPlain }) => relation.isWhole && isPlain);
    return { kind: 'nothing', isCertain, looked: sources };
  }
  return undefined;
}

function firstFound(sources: readonly Source[], key: string): Column | undefined {
  const lookups = sources.map(({ relation }) => relation.find(key));
  const best = lookups.find(({ kind }) => kind === 'found') ?? lookups.find(({ kind }) => kind === 'open');
  return best === undefined || best.kind === 'missing' ? undefined : best.column;
}

function findBare(scope: Scope, key: string): Meaning {
  const looked: Source[] = [];
  let isCertain = true;
  for (let each: Scope | undefined = scope; each !== undefined; each = each.parent) {
    const meaning = findInScope(each, key);
    if (meaning !== undefined) return meaning;
    looked.push(...each.sources);
    isCertain &&= each.sources.every(({ relation, isPlain }) => relation.isWhole && isPlain);
  }
  const [row] = findSources(scope, [key]);
  return row === undefined
    ? { kind: 'nothing', isCertain: isCertain && looked.length > 0, looked }
    : { kind: 'row', source: row };
}

function findInScope(scope: Scope, key: string): Meaning | undefined {
  const merged = scope.merged.get(key);
  if (merged !== undefined) return { kind: 'column', column: merged, fields: 0, among: [] };
  const found: { readonly column: Column; readonly source: Source }[] = [];
  const open: { readonly column: Column; readonly source: Source }[] = [];
  for (const source of scope.sources) {
    if (source.isHidden) continue;
    const lookup = source.relation.find(key);
    if (lookup.kind === 'found') found.push({ column: lookup.column, source });
    else if (lookup.kind === 'open') open.push({ column: lookup.column, source });
  }
  if (found.length > 0) return oneOf(found);
  const alias = scope.hasLateralAliases ? scope.given.get(key) : undefined;
  if (alias !== undefined) return { kind: 'column', column: alias, fields: 0, among: [] };
  const [only] = open;
  if (only === undefined) return undefined;
  // A relation's own name is a row of it, rather than a column that another may have.
  if (scope.sources.some((source) => source.isPlain && isCalled(source, [key])) && scope.sources.length > 1)
    return undefined;
  return { kind: 'column', column: open.length === 1 ? only.column : opaqueColumn(key), fields: 0, among: [] };
}

function oneOf(found: readonly { readonly column: Column; readonly source: Source }[]): Meaning {
  const [first] = found;
  if (first === undefined) return { kind: 'nothing', isCertain: false, looked: [] };
  const among = found.map(({ source }) => source);
  if (found.length === 1) return { kind: 'column', column: first.column, fields: 0, among };
  const origins = mergeOrigins(found.map(({ column }) => column.origins));
  const functions = mergeFunctions(found.map(({ column }) => column.functions));
  return { kind: 'column', column: { ...first.column, type: undefined, origins, functions }, fields: 0, among };
}
