import type { FieldChange } from '../model/change.ts';
import type { EnumValue, Json, Property, SchemaObject } from '../model/contract.ts';
import { type ChangeScope, fieldChange, located, traitsWhere, unplaced } from './change-scope.ts';
import { type Constraints, type Kept, keysOf, type Promised } from './constraints.ts';
import { sameWords, stableText } from './same.ts';
import { comparePatterns } from './values/patterns.ts';
import { compareSeverities } from './values/ranks.ts';

/** A property in both trees, with what it promises and the objects that hold it (undefined where it is nested). */
export interface ConstrainedPair {
  readonly base: Property;
  readonly head: Property;
  readonly before: Constraints;
  readonly after: Constraints;
  readonly objects: { readonly base: SchemaObject; readonly head: SchemaObject } | undefined;
}

/** What the property promises of its values, in whatever spelling, where it differs. */
export function diffConstraints(pair: ConstrainedPair, scope: ChangeScope): FieldChange[] {
  const { before, after } = pair;
  return [
    ...diffPromise('required', { before: before.required, after: after.required }, scope),
    ...diffPromise('unique', { before: before.unique, after: after.unique }, scope),
    ...diffKey(pair, scope),
    ...diffValues(pair, scope),
    ...diffPattern(pair, scope),
  ];
}

/** A promise that only a key implies, or only a key took away, is told by the change of the key. */
function diffPromise(
  name: 'required' | 'unique',
  { before, after }: { readonly before: Promised; readonly after: Promised },
  scope: ChangeScope,
): FieldChange[] {
  if (before.value === after.value || before.own === after.own)
    return before.own && after.own ? diffEnforcement(name, { before, after }, scope) : [];
  return [fieldChange(scope, `${name}.changed`, { before: located(before), after: located(after) })];
}

/** The same promise, once by a key and once by a rule that only warns, is not kept as strictly. */
function diffEnforcement(
  element: string,
  { before, after }: { readonly before: Kept; readonly after: Kept },
  scope: ChangeScope,
): FieldChange[] {
  const relation = compareSeverities(before.severity, after.severity);
  if (relation === 'same') return [];
  return [
    fieldChange(scope, 'quality.severity.changed', {
      element,
      before: unplaced(before.severity ?? 'error', before.at),
      after: unplaced(after.severity ?? 'error', after.at),
      relation,
      traits: traitsWhere({ severe: compareSeverities(after.severity, 'error') === 'same' }),
    }),
  ];
}

function diffKey({ base, head, objects }: ConstrainedPair, scope: ChangeScope): FieldChange[] {
  const changes: FieldChange[] = [];
  if (base.primaryKey.value !== head.primaryKey.value) {
    const [without, others] = head.primaryKey.value ? [base, objects?.base] : [head, objects?.head];
    const otherKey = others !== undefined && keysOf(others).some((key) => key !== without);
    changes.push(
      fieldChange(scope, 'primaryKey.changed', {
        before: located(base.primaryKey),
        after: located(head.primaryKey),
        traits: traitsWhere({ 'other-key': otherKey }),
      }),
    );
  } else if (head.primaryKey.value && base.primaryKeyPosition !== head.primaryKeyPosition && !isSole(objects)) {
    changes.push(
      fieldChange(scope, 'primaryKeyPosition.changed', {
        before: unplaced(base.primaryKeyPosition, base.primaryKey.at),
        after: unplaced(head.primaryKeyPosition, head.primaryKey.at),
      }),
    );
  }
  return changes;
}

/** Of a key of one column the position says nothing. */
function isSole(objects: ConstrainedPair['objects']): boolean {
  return objects !== undefined && [objects.base, objects.head].every((object) => keysOf(object).length === 1);
}

function diffValues({ base, head, before, after }: ConstrainedPair, scope: ChangeScope): FieldChange[] {
  const [old, now] = [before.values, after.values];
  if (old === undefined && now === undefined) return [];
  if (old === undefined || now === undefined) {
    return [
      fieldChange(scope, old === undefined ? 'enum.added' : 'enum.removed', {
        before: unplaced(old?.list, old?.at),
        after: unplaced(now?.list, now?.at),
      }),
    ];
  }
  return [
    ...diffSets({ old, now, ids: { base: idsOf(base), head: idsOf(head) } }, scope),
    ...diffLabels(base, head, scope),
    ...diffEnforcement('enum', { before: old, after: now }, scope),
  ];
}

type ValueIds = ReadonlyMap<string, EnumValue>;

function idsOf(property: Property): ValueIds {
  return new Map((property.enumValues ?? []).map((each) => [stableText(each.value), each]));
}

interface Sets {
  readonly old: NonNullable<Constraints['values']>;
  readonly now: NonNullable<Constraints['values']>;
  readonly ids: { readonly base: ValueIds; readonly head: ValueIds };
}

function diffSets({ old, now, ids }: Sets, scope: ChangeScope): FieldChange[] {
  const had = new Set(old.list.map(stableText));
  const has = new Set(now.list.map(stableText));
  const lost = old.list.filter((value) => !has.has(stableText(value)));
  const gained = now.list.filter((value) => !had.has(stableText(value)));
  const changes: FieldChange[] = [];
  const renamed = new Set<Json>();
  for (const value of lost) {
    const before = ids.base.get(stableText(value));
    const twin = gained.find((other) => {
      const id = ids.head.get(stableText(other))?.id;
      return id !== undefined && id === before?.id && !renamed.has(other);
    });
    if (twin === undefined) continue;
    renamed.add(value).add(twin);
    changes.push(
      fieldChange(scope, 'enum.value.renamed', {
        element: shownValue(value),
        before: unplaced(value, before?.at),
        after: unplaced(twin, ids.head.get(stableText(twin))?.at),
      }),
    );
  }
  for (const value of gained.filter((each) => !renamed.has(each))) {
    const at = ids.head.get(stableText(value))?.at ?? now.at;
    const sides = { before: unplaced(undefined, old.at), after: unplaced(value, at) };
    changes.push(fieldChange(scope, 'enum.value.added', { element: shownValue(value), ...sides }));
  }
  for (const value of lost.filter((each) => !renamed.has(each))) {
    const at = ids.base.get(stableText(value))?.at ?? old.at;
    const sides = { before: unplaced(value, at), after: unplaced(undefined, now.at) };
    changes.push(fieldChange(scope, 'enum.value.removed', { element: shownValue(value), ...sides }));
  }
  return changes;
}

function diffLabels(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const before = idsOf(base);
  return (head.enumValues ?? []).flatMap((value): FieldChange[] => {
    const old = before.get(stableText(value.value));
    if (old === undefined) return [];
    if (sameWords(old.label, value.label) && sameWords(old.description, value.description)) return [];
    return [
      fieldChange(scope, 'enum.value.changed', {
        element: shownValue(value.value),
        before: unplaced(old.label ?? old.description, old.at),
        after: unplaced(value.label ?? value.description, value.at),
      }),
    ];
  });
}

function shownValue(value: Json): string {
  return typeof value === 'string' ? value : stableText(value);
}

function diffPattern({ before, after }: ConstrainedPair, scope: ChangeScope): FieldChange[] {
  const [old, now] = [before.pattern, after.pattern];
  const sides = { before: unplaced(old?.text, old?.at), after: unplaced(now?.text, now?.at) };
  if (old === undefined || now === undefined) {
    if (old === now) return [];
    return [fieldChange(scope, old === undefined ? 'pattern.added' : 'pattern.removed', sides)];
  }
  const relation = comparePatterns(old.text, now.text);
  return [
    ...(relation === 'same' ? [] : [fieldChange(scope, 'pattern.changed', { ...sides, relation })]),
    ...diffEnforcement('pattern', { before: old, after: now }, scope),
  ];
}
