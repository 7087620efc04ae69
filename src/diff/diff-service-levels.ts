import type { FieldChange } from '../model/change.ts';
import type { Json, SlaProperty } from '../model/contract.ts';
import { serviceLevelOf } from '../model/service-levels.ts';
import { type ChangeScope, fieldChange, traitsWhere, unplaced } from './change-scope.ts';
import { diffCustomProperties } from './diff-marks.ts';
import { pairBy } from './pair.ts';
import { sameWords, stableText } from './same.ts';
import { compareServiceLevels, isEndDate, isRegulatory, serviceLevelText } from './values/service-levels.ts';

/**
 * The service levels that differ. A property may be written several times (for several elements or days), so the most that
 * two entries share pairs them first.
 */
export function diffServiceLevels(
  base: readonly SlaProperty[],
  head: readonly SlaProperty[],
  scope: ChangeScope,
): FieldChange[] {
  const pairs = pairBy(base, head, {
    keys: [
      (each) => each.id,
      (each) =>
        stableText([
          nameOf(each),
          each.element ?? null,
          each.driver ?? null,
          each.value,
          each.valueExt ?? null,
          each.unit ?? null,
        ]),
      (each) => stableText([nameOf(each), each.element ?? null, each.driver ?? null]),
      (each) => stableText([nameOf(each), each.element ?? null]),
      nameOf,
    ],
    isSame: (before, after) => diffServiceLevel(before, after, scope).length === 0,
  });
  return pairs.flatMap(({ base: before, head: after }): FieldChange[] => {
    if (before !== undefined && after !== undefined) return diffServiceLevel(before, after, scope);
    const level = after ?? before;
    if (level === undefined) return [];
    return [
      fieldChange(scope, before === undefined ? 'sla.added' : 'sla.removed', {
        element: level.property,
        before: unplaced(before && serviceLevelText(before), before?.at),
        after: unplaced(after && serviceLevelText(after), after?.at),
        traits: traitsOf(level),
      }),
    ];
  });
}

function nameOf({ property }: SlaProperty): string {
  return serviceLevelOf(property) ?? property.trim().toLowerCase();
}

function isDate({ property }: SlaProperty): boolean {
  return isEndDate(property) || serviceLevelOf(property) === 'generalAvailability';
}

function traitsOf(level: SlaProperty): ReturnType<typeof traitsWhere> {
  return traitsWhere({ regulatory: isRegulatory(level), 'end-date': isEndDate(level.property) });
}

function diffServiceLevel(base: SlaProperty, head: SlaProperty, scope: ChangeScope): FieldChange[] {
  const element = head.property;
  const changes: FieldChange[] = [];
  const relation = compareServiceLevels(base, head);
  if (relation !== 'same') {
    changes.push(
      fieldChange(scope, 'sla.changed', {
        element,
        before: unplaced(serviceLevelText(base), base.keys.get('value') ?? base.at),
        after: unplaced(serviceLevelText(head), head.keys.get('value') ?? head.at),
        relation,
        traits: traitsOf(base),
      }),
    );
  }
  const one = (kind: 'sla.element.changed' | 'sla.driver.changed', key: 'element' | 'driver'): void => {
    if (sameWords(base[key]?.toLowerCase(), head[key]?.toLowerCase())) return;
    // A date is measured on no column, whatever the contract's default element is.
    if (key === 'element' && isDate(head)) return;
    changes.push(
      fieldChange(scope, kind, {
        element,
        before: unplaced(base[key], base.keys.get(key) ?? base.at),
        after: unplaced(head[key], head.keys.get(key) ?? head.at),
        traits: kind === 'sla.driver.changed' ? traitsWhere({ regulatory: isRegulatory(base) }) : [],
      }),
    );
  };
  one('sla.element.changed', 'element');
  one('sla.driver.changed', 'driver');
  const words = (['description', 'schedule', 'scheduler', 'id'] as const).find(
    (key) => !sameWords(base[key], head[key]),
  );
  if (words !== undefined) {
    const text = (level: SlaProperty): Json | undefined => level[words];
    changes.push(
      fieldChange(scope, 'sla.description.changed', {
        element,
        before: unplaced(text(base), base.keys.get(words) ?? base.at),
        after: unplaced(text(head), head.keys.get(words) ?? head.at),
      }),
    );
  }
  return [...changes, ...diffCustomProperties(base, head, { ...scope, within: element })];
}
