import type { Change, FieldChange, FieldKind, TypeRelation } from '../model/change.ts';
import type { Json, Property, SchemaObject } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import { type ChangeScope, fieldChange, located, traitsWhere, unplaced } from './change-scope.ts';
import { constraintsOf } from './constraints.ts';
import { diffConstraints } from './diff-constraints.ts';
import { diffDeprecation, diffMarks } from './diff-marks.ts';
import { diffOptions } from './diff-options.ts';
import { diffQuality } from './diff-quality.ts';
import { sameJson, sameWords } from './same.ts';
import { compareTypeTexts, compatibleWithLogical } from './types/compare-types.ts';
import { parseType } from './types/parse-type.ts';
import { compareClassifications } from './values/ranks.ts';

/** One property in both trees. */
export interface PropertyPair {
  readonly base: Property;
  readonly head: Property;
  /** The schema objects that hold it; undefined where a property does. */
  readonly objects: { readonly base: SchemaObject; readonly head: SchemaObject } | undefined;
  /** In percent, where only likeness pairs them. */
  readonly certainty: number | undefined;
  /** Compares what is nested in both. */
  readonly diffNested: (lists: PropertyLists, scope: ChangeScope) => Change[];
}

/** The properties of one parent in both trees. */
export interface PropertyLists {
  readonly base: readonly Property[];
  readonly head: readonly Property[];
  /** The schema objects that hold the lists; undefined where a property does. */
  readonly objects?: { readonly base: SchemaObject; readonly head: SchemaObject };
}

/** The facts that differ between two versions of one property, nested ones included. */
export function diffProperty(pair: PropertyPair, scope: ChangeScope): Change[] {
  const { base, head, objects } = pair;
  const [before, after] = [constraintsOf(base, objects?.base), constraintsOf(head, objects?.head)];
  const constrained = { base, head, objects, before: before.constraints, after: after.constraints };
  const absorbed = new Set([...before.absorbed, ...after.absorbed]);
  const constraints = diffConstraints(constrained, scope);
  return [
    ...diffNames(pair, scope),
    ...diffTypes(base, head, scope),
    ...constraints,
    ...diffOptions(base, head, scope),
    ...diffMeaning(base, head, scope),
    ...diffWords(base, head, scope),
    ...diffDeprecation(base, head, scope),
    ...diffMarks(base, head, scope),
    ...diffQuality({ base: base.quality, head: head.quality, absorbed, told: constraints }, scope),
    // A list has no fields to compare with those of a struct: that the type changed says it all.
    ...(isOtherShape(base, head, scope.warehouse)
      ? []
      : pair.diffNested({ base: base.properties, head: head.properties }, scope)),
  ];
}

/** Where the new word names what is stored on both sides, the shape stayed: its fields are still there to lose. */
function isOtherShape(base: Property, head: Property, warehouse: string | undefined): boolean {
  const [before, after] = [base.logicalType?.value, head.logicalType?.value];
  if (before === undefined || after === undefined || before === after) return false;
  return !isCorrected(base, head, warehouse) && !isCorrected(head, base, warehouse);
}

function diffNames({ base, head, certainty }: PropertyPair, scope: ChangeScope): FieldChange[] {
  const [before, after] = [base.physicalName ?? base.name, head.physicalName ?? head.name];
  const names = (kind: FieldKind, from: string, to: string): FieldChange[] => [
    fieldChange(scope, kind, {
      before: unplaced(from, base.at),
      after: unplaced(to, head.at),
      traits: caseTraits(from, to),
      certainty,
    }),
  ];
  if (before !== after) return names('property.physicalName.changed', before, after);
  return base.name === head.name ? [] : names('property.renamed', base.name, head.name);
}

/** Whether two names differ in upper and lower case only. */
export function caseTraits(before: string, after: string): ReturnType<typeof traitsWhere> {
  return traitsWhere({ 'case-only': before.toLowerCase() === after.toLowerCase() });
}

function diffTypes(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const changes: FieldChange[] = [];
  if (base.logicalType?.value !== head.logicalType?.value) {
    const sides = { before: located(base.logicalType), after: located(head.logicalType) };
    const traits = traitsWhere({
      'stored-so': isTemporal(base) && isTemporal(head) && isCorrected(base, head, scope.warehouse),
      'stored-otherwise': base.logicalType === undefined && contradictsStorage(head, scope.warehouse),
    });
    changes.push(fieldChange(scope, 'logicalType.changed', { ...sides, traits }));
  }
  const relation = relationOf(scope.warehouse, base.physicalType?.value, head.physicalType?.value);
  if (relation !== 'same') {
    const sides = { before: located(base.physicalType), after: located(head.physicalType) };
    changes.push(fieldChange(scope, 'physicalType.changed', { ...sides, relation }));
  }
  if (base.semanticType?.value !== head.semanticType?.value) {
    const sides = { before: located(base.semanticType), after: located(head.semanticType) };
    changes.push(fieldChange(scope, 'semanticType.changed', sides));
  }
  return changes;
}

const temporalTypes: ReadonlySet<string> = new Set(['date', 'time', 'timestamp']);

function isTemporal({ logicalType }: Property): boolean {
  return logicalType !== undefined && temporalTypes.has(logicalType.value);
}

/** Whether a column of the physical type cannot hold the logical type; false where nobody can tell. */
function contradictsStorage({ logicalType, physicalType }: Property, warehouse: string | undefined): boolean {
  const type = physicalType && parseType(warehouse, physicalType.value);
  return logicalType !== undefined && type !== undefined && compatibleWithLogical(logicalType.value, type) === false;
}

/**
 * Whether the new logical type, and not the old one, is what the warehouse stores on both sides. A struct may have got or lost fields
 * between them.
 */
function isCorrected(base: Property, head: Property, warehouse: string | undefined): boolean {
  const [before, after] = [base.logicalType?.value, head.logicalType?.value];
  const [from, to] = [base.physicalType?.value, head.physicalType?.value];
  if (before === undefined || after === undefined || from === undefined || to === undefined) return false;
  if (!['same', 'grown', 'shrunk'].includes(compareTypeTexts(warehouse, from, to))) return false;
  const type = parseType(warehouse, to);
  return (
    type !== undefined && compatibleWithLogical(after, type) === true && compatibleWithLogical(before, type) === false
  );
}

/** A type that only one side names cannot be compared with anything. */
function relationOf(
  warehouse: string | undefined,
  before: string | undefined,
  after: string | undefined,
): TypeRelation {
  if (before === after) return 'same';
  return before === undefined || after === undefined ? 'unknown' : compareTypeTexts(warehouse, before, after);
}

/** What concerns storage, privacy and where the values come from. */
function diffMeaning(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const changes: FieldChange[] = [];
  const flag = (kind: FieldKind, key: 'partitioned' | 'criticalDataElement'): void => {
    if (base[key].value === head[key].value) return;
    changes.push(fieldChange(scope, kind, { before: located(base[key]), after: located(head[key]) }));
  };
  flag('partitioned.changed', 'partitioned');
  if (base.partitioned.value && head.partitioned.value && base.partitionKeyPosition !== head.partitionKeyPosition) {
    changes.push(
      fieldChange(scope, 'partitionKeyPosition.changed', {
        before: unplaced(base.partitionKeyPosition, base.partitioned.at),
        after: unplaced(head.partitionKeyPosition, head.partitioned.at),
      }),
    );
  }
  if (!sameWords(base.classification?.value, head.classification?.value)) {
    const relation = compareClassifications(base.classification?.value, head.classification?.value);
    if (relation !== 'same') {
      const sides = { before: located(base.classification), after: located(head.classification) };
      changes.push(fieldChange(scope, 'classification.changed', { ...sides, relation }));
    }
  }
  if (base.encryptedName?.value !== head.encryptedName?.value) {
    const sides = { before: located(base.encryptedName), after: located(head.encryptedName) };
    changes.push(fieldChange(scope, 'encryptedName.changed', sides));
  }
  flag('criticalDataElement.changed', 'criticalDataElement');
  return changes;
}

/** What explains the property, and where its values come from. */
function diffWords(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const changes: FieldChange[] = [];
  const text = (
    kind: FieldKind,
    key: 'description' | 'businessName' | 'transformLogic' | 'transformDescription',
  ): void => {
    if (sameWords(base[key]?.value, head[key]?.value)) return;
    changes.push(fieldChange(scope, kind, { before: located(base[key]), after: located(head[key]) }));
  };
  text('description.changed', 'description');
  text('businessName.changed', 'businessName');
  text('transformLogic.changed', 'transformLogic');
  text('transformDescription.changed', 'transformDescription');
  const lists = [
    ['synonyms.changed', base.synonyms, head.synonyms],
    ['transformSourceObjects.changed', base.transformSourceObjects, head.transformSourceObjects],
    ['examples.changed', base.examples, head.examples],
  ] as const;
  for (const [kind, before, after] of lists) changes.push(...diffLists(kind, { before, after, scope }));
  return changes;
}

/** Lists whose order says nothing. */
export function diffLists(
  kind: FieldKind,
  {
    before,
    after,
    scope,
  }: { readonly before: readonly Json[]; readonly after: readonly Json[]; readonly scope: ChangeScope },
): FieldChange[] {
  if (before.length === 0 && after.length === 0) return [];
  if (sameJson(sortedList(before), sortedList(after))) return [];
  const at: { before: Location; after: Location } = { before: scope.baseAt, after: scope.at };
  return [
    fieldChange(scope, kind, { before: unplaced(orNone(before), at.before), after: unplaced(orNone(after), at.after) }),
  ];
}

function sortedList(list: readonly Json[]): readonly string[] {
  return list.map((each) => JSON.stringify(each)).toSorted();
}

function orNone(list: readonly Json[]): Json | undefined {
  return list.length === 0 ? undefined : list;
}
