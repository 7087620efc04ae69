import type { FieldChange, FieldKind } from '../model/change.ts';
import type { AuthoritativeDefinition, CustomProperty, Json, Keys } from '../model/contract.ts';
import {
  dayOf,
  deprecationOf,
  type Deprecable,
  isDeprecationMark,
  isDeprecationTag,
  isSwitch,
} from '../model/deprecation.ts';
import type { Location } from '../model/location.ts';
import { type ChangeScope, fieldChange, traitsWhere, unplaced } from './change-scope.ts';
import { pairBy } from './pair.ts';
import { sameJson, sameWords, stableText } from './same.ts';
import { tellingTexts } from './telling-texts.ts';
import { foldWord } from '../model/words.ts';

/** An element that people mark with tags, custom properties and links to definitions. */
export interface Marked {
  readonly tags: readonly string[];
  readonly customProperties: readonly CustomProperty[];
  readonly authoritativeDefinitions: readonly AuthoritativeDefinition[];
  readonly at: Location;
  /** Of a contract: where its keys are written. */
  readonly keys?: Keys;
}

/** The marks of an element that differ. */
export function diffMarks(base: Marked, head: Marked, scope: ChangeScope): FieldChange[] {
  return [
    ...diffTags(base, head, scope),
    ...diffCustomProperties(base, head, { ...scope, isJudged: scope.path.length > 0 }),
    ...diffDefinitions(base, head, scope),
  ];
}

/** Whether an element is deprecated, however its version of ODCS says so, and until when it stays. */
export function diffDeprecation(base: Deprecable, head: Deprecable, scope: ChangeScope): FieldChange[] {
  const [before, after] = [deprecationOf(base), deprecationOf(head)];
  const changes: FieldChange[] = [];
  if (before.deprecated !== after.deprecated) {
    changes.push(
      fieldChange(scope, 'deprecated.changed', {
        before: { value: before.deprecated, at: before.at },
        after: { value: after.deprecated, at: after.at },
      }),
    );
  }
  // Who announces it, or takes that back, says with it until when.
  if (before.deprecated === after.deprecated && before.sunset !== after.sunset) {
    const relation =
      before.sunset === undefined || after.sunset === undefined
        ? 'unknown'
        : after.sunset < before.sunset
          ? 'lowered'
          : 'raised';
    changes.push(
      fieldChange(scope, 'sunset.changed', {
        before: unplaced(before.sunset, before.sunsetAt),
        after: unplaced(after.sunset, after.sunsetAt),
        relation,
      }),
    );
  }
  return before.deprecated === after.deprecated ? [...changes, ...diffNotice(base, head, scope)] : changes;
}

/** Since when it is deprecated, what takes its place, and words where a date or a switch is due: what the two other changes do not tell. */
function diffNotice(base: Deprecable, head: Deprecable, scope: ChangeScope): FieldChange[] {
  const [before, after] = [noticeOf(base), noticeOf(head)];
  return Object.keys({ ...before, ...after }).flatMap((element): FieldChange[] => {
    const [old, now] = [before[element], after[element]];
    if (sameJson(old, now)) return [];
    const sides = { before: unplaced(old, base.at), after: unplaced(now, head.at) };
    return [fieldChange(scope, listKind('customProperty', old, now), { element, ...sides })];
  });
}

function noticeOf(element: Deprecable): { readonly [element: string]: Json | undefined } {
  const { since, sunset } = deprecationOf(element);
  const valueOf = (name: string): Json | undefined =>
    element.customProperties.findLast(({ property }) => isDeprecationMark(property) && foldWord(property) === name)
      ?.value;
  const words = valueOf('deprecated');
  return {
    deprecated: isSwitch(words) || dayOf(words) !== undefined ? undefined : words,
    deprecatedSince: since ?? valueOf('deprecatedsince'),
    ...(sunset === undefined ? { sunset: valueOf('sunset') } : {}),
    replacedBy: valueOf('replacedby'),
  };
}

function diffTags(base: Marked, head: Marked, scope: ChangeScope): FieldChange[] {
  const own = (tags: readonly string[]): readonly string[] =>
    [...new Set(tags)].filter((tag) => scope.path.length === 0 || !isDeprecationTag(tag));
  const [before, after] = [own(base.tags), own(head.tags)];
  const traits = (tag: string) => traitsWhere({ 'load-bearing': isAmong(scope.loadBearing.tags, tag) });
  return [
    ...after
      .filter((tag) => !before.includes(tag))
      .map((tag) => one('tag.added', { element: tag, after: tag, traits: traits(tag) })),
    ...before
      .filter((tag) => !after.includes(tag))
      .map((tag) => one('tag.removed', { element: tag, before: tag, traits: traits(tag) })),
  ];

  function one(
    kind: FieldKind,
    {
      before: left,
      after: right,
      ...details
    }: Pick<FieldChange, 'element' | 'traits'> & { before?: string; after?: string },
  ): FieldChange {
    return fieldChange(scope, kind, {
      ...details,
      before: unplaced(left, base.keys?.get('tags') ?? base.at),
      after: unplaced(right, head.keys?.get('tags') ?? head.at),
    });
  }
}

/**
 * The custom properties that differ; `within` names the server or service level that has them, `isJudged` says whether
 * {@link diffDeprecation} tells those that deprecate it.
 */
export function diffCustomProperties(
  base: Pick<Marked, 'customProperties'>,
  head: Pick<Marked, 'customProperties'>,
  { within, isJudged = false, ...scope }: ChangeScope & { readonly within?: string; readonly isJudged?: boolean },
): FieldChange[] {
  if (base.customProperties.length === 0 && head.customProperties.length === 0) return [];
  const own = (all: readonly CustomProperty[]): readonly CustomProperty[] =>
    all.filter(({ property }) => property !== 'dataengos.direction' && !(isJudged && isDeprecationMark(property)));
  const pairs = pairBy(own(base.customProperties), own(head.customProperties), [
    (each) => stableText([each.property, each.value]),
    (each) => each.property,
  ]);
  return pairs.flatMap(({ base: before, head: after }): FieldChange[] => {
    if (before !== undefined && after !== undefined && sameJson(before.value, after.value)) return [];
    const element = after?.property ?? before?.property;
    return [
      fieldChange(scope, listKind('customProperty', before, after), {
        element: within === undefined ? element : `${within}.${element}`,
        before: unplaced(before?.value, before?.at),
        after: unplaced(after?.value, after?.at),
        traits: traitsWhere({ 'load-bearing': isAmong(scope.loadBearing.customProperties, element ?? '') }),
      }),
    ];
  });
}

function diffDefinitions(base: Marked, head: Marked, scope: ChangeScope): FieldChange[] {
  const pairs = pairBy(base.authoritativeDefinitions, head.authoritativeDefinitions, {
    keys: [(each) => each.id, (each) => `${each.type}\n${each.url}`, (each) => each.url, (each) => each.type],
    isSame: isSameDefinition,
  });
  return pairs.flatMap(({ base: before, head: after }): FieldChange[] => {
    if (before !== undefined && after !== undefined && isSameDefinition(before, after)) return [];
    const types = [before?.type, after?.type].map((type) => type?.toLowerCase() ?? '');
    const shown = tellingTexts(before, after, [
      before?.type === after?.type || before === undefined || after === undefined ? urlOf : typedUrl,
      ({ description }) => description,
    ]);
    return [
      fieldChange(scope, listKind('authoritativeDefinition', before, after), {
        element: after?.type ?? before?.type,
        before: unplaced(shown.before, before?.at),
        after: unplaced(shown.after, after?.at),
        traits: traitsWhere({ meaning: before?.url !== after?.url && types.some(isMeaning) }),
      }),
    ];
  });
}

function isSameDefinition(base: AuthoritativeDefinition, head: AuthoritativeDefinition): boolean {
  return base.url === head.url && base.type === head.type && sameWords(base.description, head.description);
}

function isMeaning(type: string): boolean {
  return /^(?:semantics|(?:business)?definition)$/.test(type);
}

function urlOf({ url }: AuthoritativeDefinition): string {
  return url;
}

function typedUrl({ type, url }: AuthoritativeDefinition): string {
  return `${type} ${url}`;
}

/** Whether something of a list was added, removed or changed. */
export function listKind<
  Element extends 'customProperty' | 'authoritativeDefinition' | 'relationship' | 'member' | 'support' | 'price',
>(element: Element, before: unknown, after: unknown): `${Element}.${'added' | 'removed' | 'changed'}` {
  if (before === undefined) return `${element}.added`;
  return after === undefined ? `${element}.removed` : `${element}.changed`;
}

function isAmong(names: readonly string[], name: string): boolean {
  return names.some((each) => each.toLowerCase() === name.toLowerCase());
}
