import { type Contract, hasColumn, type Property, type SchemaObject, type SlaProperty } from '../../model/contract.ts';
import type { Duration } from '../../model/durations.ts';
import { ageOf, parseServiceTime } from '../../model/service-time.ts';
import { slaMetricOf } from '../../model/slas.ts';
import { type Complain, isTextColumn } from './target.ts';
import type { TestCall } from './test-call.ts';

/** What a broken service level does: dbt's severity, or nothing because it is not tested. */
export type LevelSeverity = 'warn' | 'error' | 'off';

/** The service levels of a contract that time can break: how old its newest row may be, and how old any. */
export function timedLevels(contract: Contract): readonly SlaProperty[] {
  return contract.slaProperties.filter(({ property }) => testOf(property) !== undefined);
}

/** Whether a service level names a column of some object of its contract. */
export function namesColumn(level: SlaProperty, { schema }: Contract): boolean {
  return schema.some((object) => object.properties.some((property) => isMeant(level, { object, property, schema })));
}

/** The tests of the service levels whose `element` is a property. Their outcome depends on the clock. */
export function serviceLevelTests(
  contract: Contract,
  {
    object,
    property,
    severity,
  }: { readonly object: SchemaObject; readonly property: Property; readonly severity: LevelSeverity },
  complain: Complain,
): readonly TestCall[] {
  if (severity === 'off') return [];
  const meant = timedLevels(contract).filter((level) => isMeant(level, { object, property, schema: contract.schema }));
  return meant.flatMap((level) => {
    const test = testOf(level.property);
    const age = intervalOf(level);
    if (test === undefined) return [];
    if (age === undefined || !isMoment(property)) {
      complain('level-not-expressed', { level: level.property });
      return [];
    }
    const isDate = property.logicalType?.value === 'date' || /^date$/i.test(property.physicalType?.value ?? '');
    const config = { ...(severity === 'warn' ? { severity } : {}), tags: ['service-level'] };
    const description = level.description === undefined ? {} : { description: level.description };
    return [{ test, arguments: { ...age, ...(isDate ? { whole_days: true } : {}) }, ...description, config }];
  });
}

function testOf(level: string): string | undefined {
  const metric = slaMetricOf(level);
  if (metric === 'latency' || metric === 'freshness') return 'dataengos_recency';
  return metric === 'retention' ? 'dataengos_retention' : undefined;
}

/** `element` is `object.property`, or a property alone where the contract has one object; several stand between commas. */
function isMeant(
  { element = '' }: SlaProperty,
  {
    object,
    property,
    schema,
  }: { readonly object: SchemaObject; readonly property: Property; readonly schema: Contract['schema'] },
): boolean {
  const objects = [object.name, object.physicalName];
  const names = [property.name, property.physicalName];
  return element.split(',').some((text) => {
    const path = text.trim().split('.');
    const isObject = path.length === 1 ? schema.length === 1 : objects.includes(path.at(-2));
    return isObject && names.includes(path.at(-1)) && hasColumn(property);
  });
}

/** The largest unit of which the time is a whole number; undefined where it is no time, or `m`, which is minutes or months. */
function intervalOf({
  value,
  unit,
}: SlaProperty): { readonly datepart: string; readonly interval: number } | undefined {
  if (unit?.trim() === 'm' || (typeof value !== 'string' && typeof value !== 'number')) return undefined;
  const time = parseServiceTime(unit === undefined ? String(value) : `${value} ${unit}`);
  const age: Duration | undefined = time && ageOf(time);
  if (age === undefined || (age.months > 0 && age.seconds > 0)) return undefined;
  if (age.months > 0) return Number.isInteger(age.months) ? { datepart: 'month', interval: age.months } : undefined;
  const unitOf = units.find(([, seconds]) => age.seconds > 0 && age.seconds % seconds === 0);
  return unitOf && { datepart: unitOf[0], interval: age.seconds / unitOf[1] };
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

function isMoment(property: Property): boolean {
  const type = property.logicalType?.value;
  if (isTextColumn(property)) return false;
  return (
    type === 'timestamp' ||
    type === 'date' ||
    (type === undefined && /date|time/i.test(property.physicalType?.value ?? ''))
  );
}
