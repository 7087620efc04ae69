import type { FieldChange } from '../model/change.ts';
import type { EnumValue, Json, Property, SchemaObject } from '../model/contract.ts';
import { groupBy } from '../model/group-by.ts';
import { type ChangeScope, fieldChange, located, traitsWhere, unplaced } from './change-scope.ts';
import { type Constraints, keysOf, type Promised } from './constraints.ts';
import { sameWords, stableText } from './same.ts';
import { tellingTexts } from './telling-texts.ts';
import { comparePatterns } from './values/patterns.ts';

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
  if (before.value === after.value || before.own === after.own) return [];
  return [fieldChange(scope, `${name}.changed`, { before: located(before), after: located(after) })];
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
  const [had, has] = [membersOf(old.list, ids.base), membersOf(now.list, ids.head)];
  const lost = [...had].flatMap(([text, member]) => (has.has(text) ? [] : [member]));
  const gained = [...has].flatMap(([text, member]) => (had.has(text) ? [] : [member]));
  const changes: FieldChange[] = [];
  const renamed = new Set<Member>();
  const twins = groupBy(gained, ({ id }) => id);
  for (const member of lost) {
    const twin = member.id === undefined ? undefined : twins.get(member.id)?.shift();
    if (twin === undefined) continue;
    renamed.add(member).add(twin);
    const sides = { before: unplaced(member.value, member.at), after: unplaced(twin.value, twin.at) };
    changes.push(fieldChange(scope, 'enum.value.renamed', { element: shownValue(member.value), ...sides }));
  }
  for (const { value, at } of gained.filter((each) => !renamed.has(each))) {
    const sides = { before: unplaced(undefined, old.at), after: unplaced(value, at ?? now.at) };
    changes.push(fieldChange(scope, 'enum.value.added', { element: shownValue(value), ...sides }));
  }
  for (const { value, at } of lost.filter((each) => !renamed.has(each))) {
    const sides = { before: unplaced(value, at ?? old.at), after: unplaced(undefined, now.at) };
    changes.push(fieldChange(scope, 'enum.value.removed', { element: shownValue(value), ...sides }));
  }
  return changes;
}

/** A value of a closed set; id and place where it is written as a mapping. */
type Member = Pick<EnumValue, 'value'> & Partial<Pick<EnumValue, 'id' | 'at'>>;

/** The values by their text. */
function membersOf(list: readonly Json[], ids: ValueIds): ReadonlyMap<string, Member> {
  return new Map(
    list.map((value) => {
      const text = stableText(value);
      return [text, { ...ids.get(text), value }];
    }),
  );
}

function diffLabels(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const before = idsOf(base);
  return (head.enumValues ?? []).flatMap((value): FieldChange[] => {
    const old = before.get(stableText(value.value));
    if (old === undefined) return [];
    if (sameWords(old.label, value.label) && sameWords(old.description, value.description)) return [];
    const { before: was, after: is } = tellingTexts(old, value, [
      ({ label, description }) => label ?? description,
      ({ label }) => label,
      ({ description }) => description,
    ]);
    const sides = { before: unplaced(was, old.at), after: unplaced(is, value.at) };
    return [fieldChange(scope, 'enum.value.changed', { element: shownValue(value.value), ...sides })];
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
  return relation === 'same' ? [] : [fieldChange(scope, 'pattern.changed', { ...sides, relation })];
}
