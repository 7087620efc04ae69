import type { Change, TypeRelation } from '../model/change.ts';
import { contractSubject, type Property } from '../model/contract.ts';
import type { Located, Location } from '../model/location.ts';
import type { ChangeScope } from './change-scope.ts';
import { pairBy } from './pair.ts';
import { compareTypeTexts } from './types/compare-types.ts';

/** The properties of one parent in both trees, and where the parent is in head. */
export interface PropertyLists {
  readonly base: readonly Property[];
  readonly head: readonly Property[];
  readonly parentAt: Location;
}

type PropertyScope = ChangeScope & { readonly path: readonly string[] };

/** By id, then by name, then by the name in the warehouse. */
const propertyKeys: readonly ((property: Property) => string | undefined)[] = [
  (property) => property.id,
  (property) => property.name,
  (property) => property.physicalName ?? property.name,
];

/** The facts that differ between two lists of properties, at any depth. What is inside something added is not listed again. */
export function diffProperties(lists: PropertyLists, scope: PropertyScope): Change[] {
  return pairBy(lists.base, lists.head, propertyKeys).flatMap((pair): Change[] => {
    const path = [...scope.path, pair.head?.name ?? pair.base?.name ?? ''];
    const facts = {
      subject: contractSubject(scope.contract, ...path),
      contract: scope.contract,
      direction: scope.direction,
    };
    if (pair.base === undefined)
      return pair.head === undefined ? [] : [{ kind: 'property.added', ...facts, after: pair.head, at: pair.head.at }];
    if (pair.head === undefined)
      return [{ kind: 'property.removed', ...facts, before: pair.base, at: lists.parentAt, baseAt: pair.base.at }];
    return diffProperty(pair.base, pair.head, { ...scope, path });
  });
}

function diffProperty(base: Property, head: Property, scope: PropertyScope): Change[] {
  const nested = { base: base.properties, head: head.properties, parentAt: head.at };
  return [
    ...diffNames(base, head, scope),
    ...diffTypes(base, head, scope),
    ...diffConstraints(base, head, scope),
    ...diffProperties(nested, scope),
  ];
}

function diffNames(base: Property, head: Property, scope: PropertyScope): Change[] {
  const facts = { ...factsOf(scope), at: head.at, baseAt: base.at };
  const names = { before: base.physicalName ?? base.name, after: head.physicalName ?? head.name };
  const changes: Change[] = [];
  if (names.before !== names.after) changes.push({ kind: 'property.physicalName.changed', ...facts, ...names });
  else if (base.name !== head.name)
    changes.push({ kind: 'property.renamed', ...facts, before: base.name, after: head.name });
  if (base.description?.value !== head.description?.value) {
    changes.push({
      kind: 'description.changed',
      ...facts,
      before: base.description?.value,
      after: head.description?.value,
    });
  }
  return changes;
}

function diffTypes(base: Property, head: Property, scope: PropertyScope): Change[] {
  const changes: Change[] = [];
  if (base.logicalType?.value !== head.logicalType?.value) {
    changes.push({
      kind: 'logicalType.changed',
      ...factsOf(scope),
      ...sides(base, head, (property) => property.logicalType),
    });
  }
  const types = { before: base.physicalType?.value, after: head.physicalType?.value };
  if (types.before === types.after) return changes;
  const relation = relationOf(scope.warehouse, types);
  if (relation !== 'same') {
    changes.push({
      kind: 'physicalType.changed',
      ...factsOf(scope),
      ...sides(base, head, (property) => property.physicalType),
      relation,
    });
  }
  return changes;
}

/** A type that only one side names cannot be compared with anything. */
function relationOf(
  warehouse: string | undefined,
  { before, after }: { readonly before: string | undefined; readonly after: string | undefined },
): TypeRelation {
  return before === undefined || after === undefined ? 'unknown' : compareTypeTexts(warehouse, before, after);
}

function diffConstraints(base: Property, head: Property, scope: PropertyScope): Change[] {
  const changes: Change[] = [];
  const facts = factsOf(scope);
  if (base.required.value !== head.required.value)
    changes.push({ kind: 'required.changed', ...facts, ...sides(base, head, (property) => property.required) });
  if (base.unique.value !== head.unique.value)
    changes.push({ kind: 'unique.changed', ...facts, ...sides(base, head, (property) => property.unique) });
  if (base.primaryKey.value !== head.primaryKey.value) {
    changes.push({ kind: 'primaryKey.changed', ...facts, ...sides(base, head, (property) => property.primaryKey) });
  }
  if (base.classification?.value !== head.classification?.value) {
    changes.push({
      kind: 'classification.changed',
      ...facts,
      ...sides(base, head, (property) => property.classification),
    });
  }
  return changes;
}

function factsOf(scope: PropertyScope): { subject: string; contract: string; direction: ChangeScope['direction'] } {
  return {
    subject: contractSubject(scope.contract, ...scope.path),
    contract: scope.contract,
    direction: scope.direction,
  };
}

/** Before and after of one field with its places; the property itself where the field is not written. */
function sides<T>(
  base: Property,
  head: Property,
  field: (property: Property) => Located<T> | undefined,
): { before: T | undefined; after: T | undefined; at: Location; baseAt: Location } {
  const before = field(base);
  const after = field(head);
  return { before: before?.value, after: after?.value, at: after?.at ?? head.at, baseAt: before?.at ?? base.at };
}
