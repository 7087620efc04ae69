import type { LineageGraph, LineageKind, LineageRelation, LineageStart } from '../model/lineage.ts';
import { suggest } from '../model/suggest.ts';

/** What a name that people write means, or why it means nothing. */
export type FoundStart =
  | { readonly kind: 'found'; readonly starts: readonly LineageStart[] }
  | { readonly kind: 'unknown-name'; readonly name: string; readonly meant?: string }
  | {
      readonly kind: 'unknown-column';
      readonly column: string;
      readonly relations: readonly LineageRelation[];
      readonly meant?: string;
    };

/** What a name means first: the data itself goes before a contract that is called alike. */
const ranks: { readonly [kind in LineageKind]: number } = {
  model: 0,
  seed: 0,
  snapshot: 0,
  source: 0,
  table: 0,
  contract: 1,
  exposure: 2,
};

/**
 * Finds what is meant by `fct_orders`, `stripe.charges`, a contract's id, `contract/object`, or a relation's id, each with or
 * without `.column`. Upper and lower case do not matter.
 */
export function findStart({ relations }: LineageGraph, written: string): FoundStart {
  const index = indexNames(relations);
  let near: Extract<FoundStart, { kind: 'unknown-column' }> | undefined;
  for (const { name, column } of readings(written)) {
    const named = bestOf(index.get(name.toLowerCase()) ?? index.get(versionName(name)) ?? []);
    if (named.length === 0) continue;
    if (column === undefined) return { kind: 'found', starts: named.map(({ id }) => ({ relation: id })) };
    const starts = named.flatMap((relation) => columnOf(relation, column));
    if (starts.length > 0) return { kind: 'found', starts };
    const meant = suggest(
      column,
      named.flatMap(({ columns }) => columns),
    );
    near ??= {
      kind: 'unknown-column',
      column,
      relations: named,
      ...(meant !== undefined && { meant: `${name}.${meant}` }),
    };
  }
  return near ?? unknownName(written, [...index.keys()]);
}

/** The whole as a name, then every split at a dot, the longest name first. */
function readings(written: string): readonly { readonly name: string; readonly column?: string }[] {
  const dots = [...written.matchAll(/\./g)].map(({ index }) => index).toReversed();
  const split = dots.map((dot) => ({ name: written.slice(0, dot), column: written.slice(dot + 1) }));
  return [{ name: written }, ...split];
}

/** `ref` also takes the name of one version. */
function versionName(name: string): string {
  return name.toLowerCase().replace(/\.v([0-9]+)$/, '_v$1');
}

function indexNames(relations: readonly LineageRelation[]): ReadonlyMap<string, readonly LineageRelation[]> {
  const index = new Map<string, LineageRelation[]>();
  for (const relation of relations) {
    for (const name of new Set(namesOf(relation).map((each) => each.toLowerCase()))) {
      const known = index.get(name);
      if (known === undefined) index.set(name, [relation]);
      else known.push(relation);
    }
  }
  return index;
}

function namesOf({ id, kind, name, alias }: LineageRelation): readonly string[] {
  const project = name.lastIndexOf('@');
  const short = project <= 0 || kind === 'contract' || kind === 'exposure' ? [] : [name.slice(0, project)];
  const contract = kind === 'contract' ? [name.slice(0, name.lastIndexOf('/'))] : [];
  return [id, name, ...short, ...contract, ...(alias === undefined ? [] : [alias])];
}

function bestOf(relations: readonly LineageRelation[]): readonly LineageRelation[] {
  const best = Math.min(...relations.map(({ kind }) => ranks[kind]));
  return relations.filter(({ kind }) => ranks[kind] === best);
}

/** Of a nested field its outermost column is followed. */
function columnOf({ id, columns }: LineageRelation, written: string): readonly LineageStart[] {
  const wanted = written.toLowerCase();
  const outermost = wanted.split('.')[0];
  const column =
    columns.find((each) => each.toLowerCase() === wanted) ?? columns.find((each) => each.toLowerCase() === outermost);
  return column === undefined ? [] : [{ relation: id, column }];
}

function unknownName(written: string, names: readonly string[]): FoundStart {
  for (const { name, column } of readings(written)) {
    const meant = suggest(name, names);
    if (meant !== undefined)
      return { kind: 'unknown-name', name: written, meant: column === undefined ? meant : `${meant}.${column}` };
  }
  return { kind: 'unknown-name', name: written };
}
