import type { Change, FieldChange, FieldKind } from '../model/change.ts';
import { allProperties, type Contract, type QualityRule, type SchemaObject } from '../model/contract.ts';
import { type ChangeScope, factsOf, fieldChange, located, traitsWhere, unplaced } from './change-scope.ts';
import { constraintsOf } from './constraints.ts';
import { diffDeprecation, diffMarks } from './diff-marks.ts';
import { diffProperties, sameProperties, withRenames } from './diff-properties.ts';
import { caseTraits, diffLists, type PropertyLists } from './diff-property.ts';
import { diffQuality } from './diff-quality.ts';
import { diffRelationships } from './diff-relationships.ts';
import { Comparisons, pairBy } from './pair.ts';
import { sameJson, sameWords } from './same.ts';

/** One contract in both trees. */
export interface ContractPair {
  readonly base: Contract;
  readonly head: Contract;
}

/** By id, then by name, then by the name in the warehouse. */
const objectKeys: readonly ((object: SchemaObject) => string | undefined)[] = [
  (object) => object.id,
  (object) => object.name,
  (object) => object.physicalName ?? object.name,
];

/** The facts that differ between the schema objects of two contracts. Their order says nothing. */
export function diffObjects({ base, head }: ContractPair, scope: ChangeScope): Change[] {
  const comparisons = new Comparisons<SchemaObject>(() => sizeOf(...base.schema, ...head.schema));
  const isSame = (before: SchemaObject, after: SchemaObject): boolean => {
    const compare = (): boolean => sameObject({ base, head, before, after, certainty: undefined }, scope);
    return comparisons.isSame(before, after, { compare, cost: sizeOf(before) });
  };
  const pairs = withRenames(pairBy(base.schema, head.schema, { keys: objectKeys, isSame }), {
    base: base.schema,
    head: head.schema,
    kind: 'object',
  });
  const at = head.keys.get('schema') ?? head.at;
  const baseAt = base.keys.get('schema') ?? base.at;
  return pairs.flatMap(({ base: before, head: after, certainty }): Change[] => {
    const object = after ?? before;
    if (object === undefined) return [];
    const inner = { ...scope, path: [object.name], at: after?.at ?? at, baseAt: before?.at ?? baseAt };
    if (before === undefined)
      return after === undefined ? [] : [{ kind: 'object.added', ...factsOf(inner), after, at: after.at, baseAt }];
    if (after === undefined) return [{ kind: 'object.removed', ...factsOf(inner), before, at, baseAt: before.at }];
    return diffObject({ base, head, before, after, certainty }, inner);
  });
}

/** Number of the objects and their properties. */
function sizeOf(...objects: readonly SchemaObject[]): number {
  return objects.reduce((size, object) => size + 1 + [...allProperties(object)].length, 0);
}

interface ObjectPair extends ContractPair {
  readonly before: SchemaObject;
  readonly after: SchemaObject;
  readonly certainty: number | undefined;
}

function diffObject(pair: ObjectPair, scope: ChangeScope): Change[] {
  return [...diffOwn(pair, scope), ...diffLinks(pair, scope), ...diffProperties(propertiesOf(pair), scope)];
}

/** Whether `diffObject` finds nothing. */
function sameObject(pair: ObjectPair, scope: ChangeScope): boolean {
  return (
    diffOwn(pair, scope).length === 0 &&
    sameProperties(propertiesOf(pair), scope) &&
    diffLinks(pair, scope).length === 0
  );
}

function propertiesOf({ before, after }: ObjectPair): PropertyLists {
  return { base: before.properties, head: after.properties, objects: { base: before, head: after } };
}

function diffLinks({ base, head, before, after }: ObjectPair, scope: ChangeScope): Change[] {
  return diffRelationships({ contract: base, object: before }, { contract: head, object: after }, scope);
}

function diffOwn({ before, after, certainty }: ObjectPair, scope: ChangeScope): Change[] {
  const absorbed = new Set([...absorbedBy(before), ...absorbedBy(after)]);
  return [
    ...diffNames(before, after, { ...scope, certainty }),
    ...diffKind(before, after, scope),
    ...diffWords(before, after, scope),
    ...diffDeprecation(before, after, scope),
    ...diffMarks(before, after, scope),
    ...diffQuality({ base: before.quality, head: after.quality, absorbed, told: [] }, scope),
  ];
}

/** Rules of the object that only say that one of its columns is unique. */
function absorbedBy(object: SchemaObject): readonly QualityRule[] {
  if (object.quality.length === 0) return [];
  return object.properties.flatMap((property) => [...constraintsOf(property, object).absorbed]);
}

function diffNames(
  base: SchemaObject,
  head: SchemaObject,
  { certainty, ...scope }: ChangeScope & { readonly certainty: number | undefined },
): FieldChange[] {
  const [before, after] = [base.physicalName ?? base.name, head.physicalName ?? head.name];
  const names = (kind: FieldKind, from: string, to: string): FieldChange[] => [
    fieldChange(scope, kind, { before: unplaced(from), after: unplaced(to), traits: caseTraits(from, to), certainty }),
  ];
  if (before !== after) return names('object.physicalName.changed', before, after);
  return base.name === head.name ? [] : names('object.renamed', base.name, head.name);
}

function diffKind(base: SchemaObject, head: SchemaObject, scope: ChangeScope): FieldChange[] {
  const kinds = [base.physicalType, head.physicalType];
  const [before, after] = kinds.map((kind) =>
    kind
      ?.trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' '),
  );
  if (before === after) return [];
  const relational = [before, after].every((kind) => kind !== undefined && isRelational(kind));
  return [
    fieldChange(scope, 'object.physicalType.changed', {
      before: unplaced(base.physicalType),
      after: unplaced(head.physicalType),
      traits: traitsWhere({ relational }),
    }),
  ];
}

/** What a FROM clause can name. */
function isRelational(kind: string): boolean {
  return /(?:^|\b)(?:table|view|materiali[sz]ed view|model)$/.test(kind);
}

function diffWords(base: SchemaObject, head: SchemaObject, scope: ChangeScope): FieldChange[] {
  const changes: FieldChange[] = [];
  const text = (kind: FieldKind, key: 'description' | 'dataGranularityDescription'): void => {
    if (sameWords(base[key]?.value, head[key]?.value)) return;
    changes.push(fieldChange(scope, kind, { before: located(base[key]), after: located(head[key]) }));
  };
  text('dataGranularityDescription.changed', 'dataGranularityDescription');
  text('description.changed', 'description');
  if (!sameWords(base.businessName, head.businessName)) {
    const sides = { before: unplaced(base.businessName), after: unplaced(head.businessName) };
    changes.push(fieldChange(scope, 'businessName.changed', sides));
  }
  changes.push(...diffLists('synonyms.changed', { before: base.synonyms, after: head.synonyms, scope }));
  if (!sameJson(base.context, head.context)) {
    const sides = { before: unplaced(base.context), after: unplaced(head.context) };
    changes.push(fieldChange(scope, 'context.changed', sides));
  }
  return changes;
}
