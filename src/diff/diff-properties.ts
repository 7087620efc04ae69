import type { Change } from '../model/change.ts';
import { hasColumn, type Property, type SchemaObject } from '../model/contract.ts';
import { deprecationOf } from '../model/deprecation.ts';
import type { Location } from '../model/location.ts';
import { type ChangeScope, factsOf, fieldChange, traitsWhere, unplaced } from './change-scope.ts';
import { keysOf } from './constraints.ts';
import { diffProperty, type PropertyLists } from './diff-property.ts';
import { Comparisons, type Pair, pairBy } from './pair.ts';
import { matchRenames, type RenameCandidate } from './rename.ts';

/** A pair with how sure it is, in percent, where only likeness says so. */
interface LikelyPair<T> extends Pair<T> {
  readonly certainty?: number;
}

/** By id, then by name, then by the name in the warehouse. */
const propertyKeys: readonly ((property: Property) => string | undefined)[] = [
  (property) => property.id,
  (property) => property.name,
  (property) => property.physicalName ?? property.name,
];

/** The facts that differ between two lists of properties, at any depth. What is inside something added is not listed again. */
export function diffProperties(lists: PropertyLists, scope: ChangeScope): Change[] {
  return diffLevel(lists, scope, comparisonsOf(lists));
}

/** Whether `diffProperties` finds nothing; it stops at the first property that differs. */
export function sameProperties(lists: PropertyLists, scope: ChangeScope): boolean {
  return isSameLevel(lists, scope, comparisonsOf(lists));
}

function comparisonsOf({ base, head }: PropertyLists): Comparisons<Property> {
  return new Comparisons(() => sizeOf(base) + sizeOf(head));
}

function sizeOf(properties: readonly Property[]): number {
  return properties.reduce((size, property) => size + 1 + sizeOf(property.properties), 0);
}

function diffLevel(lists: PropertyLists, scope: ChangeScope, comparisons: Comparisons<Property>): Change[] {
  const { base, head } = lists;
  const isSame = sameIn(lists, scope, comparisons);
  const pairs = withRenames(pairBy(base, head, { keys: propertyKeys, isSame }), { base, head, kind: 'property' });
  return [
    ...pairs.flatMap((pair) => diffPair(pair, { lists, scope, comparisons })),
    ...(lists.objects === undefined ? [] : diffOrder(pairs, lists.objects, scope)),
  ];
}

/** Whether nothing changed between two properties of the lists: not in themselves, and not in what is nested in them. */
function sameIn(
  { objects }: PropertyLists,
  scope: ChangeScope,
  comparisons: Comparisons<Property>,
): (base: Property, head: Property) => boolean {
  const isAlike = (base: Property, head: Property): boolean =>
    diffProperty({ base, head, objects, certainty: undefined, diffNested: () => [] }, scope).length === 0;
  return (base, head) => {
    const nested = { base: base.properties, head: head.properties };
    const compare = (): boolean => isAlike(base, head) && isSameLevel(nested, scope, comparisons);
    return comparisons.isSame(base, head, { compare, cost: 1 });
  };
}

function isSameLevel(lists: PropertyLists, scope: ChangeScope, comparisons: Comparisons<Property>): boolean {
  const { base, head, objects } = lists;
  if (base.length !== head.length) return false;
  const isSame = sameIn(lists, scope, comparisons);
  const pairs = pairBy(base, head, { keys: propertyKeys, isSame });
  return (
    pairs.every((pair) => pair.base !== undefined && pair.head !== undefined && isSame(pair.base, pair.head)) &&
    (objects === undefined || diffOrder(pairs, objects, scope).length === 0)
  );
}

/** Joins what is left alone on both sides where it looks like one thing under two names. */
export function withRenames<T extends Property | SchemaObject>(
  pairs: readonly Pair<T>[],
  {
    base,
    head,
    kind,
  }: { readonly base: readonly T[]; readonly head: readonly T[]; readonly kind: RenameCandidate['kind'] },
): readonly LikelyPair<T>[] {
  const removed = new Set(
    pairs.flatMap((pair) => (pair.base !== undefined && pair.head === undefined ? [pair.base] : [])),
  );
  const added = new Set(
    pairs.flatMap((pair) => (pair.head !== undefined && pair.base === undefined ? [pair.head] : [])),
  );
  if (removed.size === 0 || added.size === 0) return pairs;
  const matches = matchRenames(candidates(base, { kind, among: removed }), candidates(head, { kind, among: added }));
  const byHead = new Map(matches.map((match) => [match.head.node, match]));
  const taken = new Set(matches.map((match) => match.base.node));
  return pairs.flatMap((pair): LikelyPair<T>[] => {
    if (pair.base !== undefined && pair.head === undefined && taken.has(pair.base)) return [];
    const match = pair.head === undefined || pair.base !== undefined ? undefined : byHead.get(pair.head);
    return [match === undefined ? pair : { base: match.base.node, head: match.head.node, certainty: match.certainty }];
  });
}

function candidates<T extends Property | SchemaObject>(
  list: readonly T[],
  { kind, among }: { readonly kind: RenameCandidate['kind']; readonly among: ReadonlySet<T> },
): readonly (RenameCandidate & { readonly node: T })[] {
  return list.flatMap((node, index) => {
    if (!among.has(node)) return [];
    const [before, after] = [list[index - 1]?.name, list[index + 1]?.name];
    const neighbours = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
    return [{ node, kind, index, neighbours, isDeprecated: deprecationOf(node).deprecated }];
  });
}

function diffPair(
  { base, head, certainty }: LikelyPair<Property>,
  {
    lists,
    scope,
    comparisons,
  }: { readonly lists: PropertyLists; readonly scope: ChangeScope; readonly comparisons: Comparisons<Property> },
): Change[] {
  const inner = (property: Property, places: { at: Location; baseAt: Location }): ChangeScope => ({
    ...scope,
    ...places,
    path: [...scope.path, property.name],
  });
  if (base !== undefined && head !== undefined) {
    const places = inner(head, { at: head.at, baseAt: base.at });
    const diffNested = (nested: PropertyLists, within: ChangeScope): Change[] => diffLevel(nested, within, comparisons);
    return diffProperty({ base, head, objects: lists.objects, certainty, diffNested }, places);
  }
  if (head !== undefined) {
    return [
      {
        kind: 'property.added',
        ...factsOf(inner(head, scope)),
        after: head,
        ...traitsOf(head, scope, lists.objects?.base),
        at: head.at,
        baseAt: scope.baseAt,
      },
    ];
  }
  if (base === undefined) return [];
  return [
    {
      kind: 'property.removed',
      ...factsOf(inner(base, scope)),
      before: base,
      ...traitsOf(base, scope),
      at: scope.at,
      baseAt: base.at,
    },
  ];
}

function traitsOf(property: Property, { positional }: ChangeScope, before?: SchemaObject): Pick<Change, 'traits'> {
  const traits = traitsWhere({
    positional,
    required: property.required.value || property.primaryKey.value,
    measure: !hasColumn(property),
    'other-key': property.primaryKey.value && before !== undefined && keysOf(before).length > 0,
  });
  return traits.length === 0 ? {} : { traits };
}

/** Readers of csv and the like tell columns by their position. */
function diffOrder(
  pairs: readonly LikelyPair<Property>[],
  objects: { readonly base: SchemaObject; readonly head: SchemaObject },
  scope: ChangeScope,
): Change[] {
  if (!scope.positional) return [];
  const both = pairs.flatMap(({ base, head }) => (base === undefined || head === undefined ? [] : [{ base, head }]));
  const position = new Map(objects.base.properties.map((property, index) => [property, index]));
  const inBase = both.toSorted((a, b) => (position.get(a.base) ?? 0) - (position.get(b.base) ?? 0));
  if (inBase.every((pair, index) => pair === both[index])) return [];
  return [
    fieldChange(scope, 'properties.moved', {
      before: unplaced(
        inBase.map(({ base }) => base.name),
        objects.base.at,
      ),
      after: unplaced(
        both.map(({ head }) => head.name),
        objects.head.at,
      ),
      traits: ['positional'],
    }),
  ];
}
