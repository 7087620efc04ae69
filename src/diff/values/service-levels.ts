import type { SlaProperty } from '../../model/contract.ts';
import type { Comparison } from './comparison.ts';
import { timesDuration } from '../../model/durations.ts';
import { compareQuantities, parseQuantity, type Quantity, type SignedQuantity } from './quantities.ts';
import { sameJson } from '../same.ts';
import { type ServiceLevel, serviceLevelOf } from '../../model/service-levels.ts';
import { foldWord } from '../../model/words.ts';

/**
 * Compares two service levels: `tightened` promises more. Units are normalised, so that 24 h is 1 d; months and days are compared
 * only where the length of a month does not decide. Free texts and levels of other names are the same or `unknown`.
 */
export function compareServiceLevels(before: SlaProperty, after: SlaProperty): Comparison {
  const level = measured(serviceLevelOf(before.property));
  const sameName = level === undefined ? foldWord(before.property) === foldWord(after.property) : true;
  if (level !== measured(serviceLevelOf(after.property)) || !sameName) return 'unknown';
  const main = compareValues(level, [before, after]);
  const further = compareValues(level, [furtherValue(before), furtherValue(after)]);
  return main === further || further === 'same' ? main : 'unknown';
}

/** A service level in short: `24 h`, `99.9%`. */
export function serviceLevelText(sla: SlaProperty): string {
  const value = valueText(sla.value);
  const range =
    sla.valueExt === undefined || sameJson(sla.valueExt, sla.value) ? value : `${value} - ${valueText(sla.valueExt)}`;
  const unit = sla.unit?.trim() ?? '';
  return unit === '' || range.endsWith(unit) ? range : `${range} ${unit}`;
}

/** Whether the service level is the date on which something ends. */
export function isEndDate(property: string): boolean {
  const level = serviceLevelOf(property);
  return level === 'endOfSupport' || level === 'endOfLife';
}

/** Whether law or regulation asks for the service level, as its driver says. */
export function isRegulatory(sla: SlaProperty): boolean {
  return /^(regulat|regulament|complian|legal)/.test(foldWord(sla.driver ?? ''));
}

const higherIsBetter: ReadonlySet<ServiceLevel> = new Set([
  'availability',
  'throughput',
  'retention',
  'endOfSupport',
  'endOfLife',
]);

/** Latency is the name that ODCS prefers to freshness. */
function measured(level: ServiceLevel | undefined): ServiceLevel | undefined {
  return level === 'freshness' ? 'latency' : level;
}

function furtherValue(sla: SlaProperty): SlaProperty {
  return { ...sla, value: sla.valueExt ?? sla.value };
}

function valueText(value: SlaProperty['value']): string {
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}

function compareValues(
  level: ServiceLevel | undefined,
  [before, after]: readonly [SlaProperty, SlaProperty],
): Comparison {
  if (sameJson(before.value, after.value) && before.unit === after.unit) return 'same';
  const base = promisedBy(level, before);
  const head = promisedBy(level, after);
  if (base === undefined || head === undefined) return 'unknown';
  const order = compareQuantities(base, head);
  if (order === 0) return 'same';
  if (order === undefined || level === undefined || isAmbiguous(level, base)) return 'unknown';
  return order < 0 === higherIsBetter.has(level) ? 'tightened' : 'loosened';
}

/** The quantity of a service level; undefined for free text, and for signs that say the opposite of a promise. */
function promisedBy(level: ServiceLevel | undefined, sla: SlaProperty): Quantity | undefined {
  const signed = parseQuantity(sla.value, sla.unit);
  if (signed === undefined || contradicts(level, signed)) return undefined;
  if (level === 'frequency') return intervalOf(signed.quantity);
  return level === 'availability' ? inPercent(signed.quantity) : signed.quantity;
}

function contradicts(level: ServiceLevel | undefined, { sign }: SignedQuantity): boolean {
  if (sign === undefined) return false;
  return level === undefined || (sign === 'lower') !== higherIsBetter.has(level);
}

/** Twice a day is every 12 hours. */
function intervalOf(quantity: Quantity): Quantity {
  if (quantity.kind !== 'rate' || quantity.unit !== 'times' || quantity.amount <= 0) return quantity;
  return { kind: 'duration', duration: timesDuration(quantity.per, 1 / quantity.amount) };
}

/** An availability above 1 is in percent; up to 1 it may be a share. */
function inPercent(quantity: Quantity): Quantity {
  const bare = quantity.kind === 'amount' && quantity.unit === '' && quantity.amount > 1;
  return bare ? { ...quantity, unit: 'percent' } : quantity;
}

/** A bare number as frequency is an interval to some and a count to others. */
function isAmbiguous(level: ServiceLevel, quantity: Quantity): boolean {
  return level === 'frequency' && quantity.kind !== 'duration';
}
