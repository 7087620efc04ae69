import {
  type Contract,
  physicalNameOf,
  type Property,
  type SchemaObject,
  type SlaProperty,
} from '../../model/contract.ts';
import type { Duration } from '../../model/durations.ts';
import { serviceLevelOf } from '../../model/service-levels.ts';
import { ageOf, parseServiceTime } from '../../model/service-time.ts';
import type { Complain, QualityCheck } from './check.ts';
import { noBadRows } from './limit.ts';

/** The checks of the contract's service levels about the age of an object's rows: latency, freshness and retention with an `element`. */
export function serviceLevelChecks(
  contract: Contract,
  object: SchemaObject,
  complain: Complain,
): readonly QualityCheck[] {
  return contract.slaProperties.flatMap((level): readonly QualityCheck[] => {
    const kind = kindOf(level);
    if (kind === undefined) return [];
    const property = elementOf(level, { contract, object });
    if (property === undefined) {
      if (object === contract.schema[0] && !isElementKnown(level, contract)) {
        complain('level-without-element', { at: level.at }, { level: level.property, element: level.element ?? '' });
      }
      return [];
    }
    const age = levelAge(level);
    if (age === undefined || !isMoment(property)) {
      complain('level-not-expressed', { property, at: level.at }, { level: level.property });
      return [];
    }
    const common = { key: level.property, limit: noBadRows, property, at: level.at };
    return kind === 'retention'
      ? [{ ...common, measure: { kind, days: daysOf(age) } }]
      : [{ ...common, measure: { kind: 'age', seconds: age.months * 30 * daySeconds + age.seconds } }];
  });
}

const daySeconds = 86_400;

function kindOf(level: SlaProperty): 'age' | 'retention' | undefined {
  const name = serviceLevelOf(level.property);
  if (name === 'latency' || name === 'freshness') return 'age';
  return name === 'retention' ? name : undefined;
}

/** ODCS does not say whether `m` are minutes or months. */
function levelAge({ value, unit }: SlaProperty): Duration | undefined {
  if (unit?.trim() === 'm' || (typeof value !== 'string' && typeof value !== 'number')) return undefined;
  const time = parseServiceTime(unit === undefined ? String(value) : `${value} ${unit}`);
  const age = time && ageOf(time);
  return age === undefined || age.months + age.seconds <= 0 ? undefined : age;
}

/** Never too few: a year is 366 days here, a month 31. */
function daysOf({ months, seconds }: Duration): number {
  return Math.floor(months / 12) * 366 + (months % 12) * 31 + Math.ceil(seconds / daySeconds);
}

function isMoment(property: Property): boolean {
  const type = property.logicalType?.value;
  return (
    type === 'timestamp' ||
    type === 'date' ||
    (type === undefined && /date|time/i.test(property.physicalType?.value ?? ''))
  );
}

/** `element` is `object.property`, or a property where the contract has one object; several stand between commas. */
function elementOf(
  { element = '' }: SlaProperty,
  { contract, object }: { readonly contract: Contract; readonly object: SchemaObject },
): Property | undefined {
  const names = element.split(',').map((each) => each.trim());
  return object.properties.find((property) =>
    [property.name, physicalNameOf(property)].some((name) =>
      names.some(
        (each) =>
          [object.name, physicalNameOf(object)].some((owner) => each === `${owner}.${name}`) ||
          (contract.schema.length === 1 && each === name),
      ),
    ),
  );
}

function isElementKnown(level: SlaProperty, contract: Contract): boolean {
  return contract.schema.some((object) => elementOf(level, { contract, object }) !== undefined);
}
