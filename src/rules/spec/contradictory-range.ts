import type { Json, Property } from '../../model/contract.ts';
import type { RuleContext } from '../../model/rule.ts';
import { type PlacedProperty, type PlacedQuality, propertiesOf, qualityKey, qualityOf } from '../contract-places.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { type Comparable, comparable } from '../comparable.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** A range must leave room for a value. */
export default defineRule({
  id: 'spec/contradictory-range',
  kind: 'lint',
  gate: 'lint',
  summary: 'A range must leave room for a value.',
  why: 'No value can keep a promise whose lower bound lies above its upper bound: every generated test fails on the first row. Usually the two bounds were swapped.',
  severity: 'error',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'the minimum is larger than the maximum',
      head: {
        [path]: exampleContract({
          columns: [
            'name: rate, logicalType: number, logicalTypeOptions: { minimum: 100, maximum: 0 }, description: Rate.',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.rate`],
    },
    {
      name: 'exclusive bounds that meet',
      head: {
        [path]: exampleContract({
          columns: [
            'name: rate, logicalType: number, logicalTypeOptions: { exclusiveMinimum: 1, maximum: 1 }, description: Rate.',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.rate`],
    },
    {
      name: 'no whole number lies between 1 and 2',
      head: {
        [path]: exampleContract({
          columns: [
            'name: parts, logicalType: integer, logicalTypeOptions: { exclusiveMinimum: 1, exclusiveMaximum: 2 }, description: Parts.',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.parts`],
    },
    {
      name: 'a first day after the last day, and lengths that are swapped',
      head: {
        [path]: exampleContract({
          columns: [
            "name: day, logicalType: date, logicalTypeOptions: { minimum: '2026-02-01', maximum: '2026-01-31' }, description: Day.",
            'name: code, logicalType: string, logicalTypeOptions: { minLength: 8, maxLength: 2 }, description: Code.',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.day`, `${path}:15 sales/sales.code`],
    },
    {
      name: 'a threshold between a large and a small number',
      head: {
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, description: Total., quality: [{ metric: nullValues, mustBeBetween: [10, 1] }]',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.total`],
    },
    {
      name: 'a range of exactly one value',
      head: {
        [path]: exampleContract({
          columns: [
            'name: rate, logicalType: number, logicalTypeOptions: { minimum: 1, maximum: 1 }, description: Rate.',
          ],
        }),
      },
      findings: [],
    },
    {
      name: 'bounds of which nobody can tell the order',
      head: {
        [path]: exampleContract({
          columns: [
            "name: day, logicalType: date, logicalTypeOptions: { minimum: '01/02/2026', maximum: '31/01/2026' }, description: Day.",
          ],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const placed of propertiesOf(context.project)) for (const pair of pairs) judgePair(context, placed, pair);
    for (const placed of qualityOf(context.project)) judgeBetween(context, placed);
  },
});

/** Keys of two bounds; an exclusive one is no value itself. */
interface Pair {
  readonly lower: string;
  readonly upper: string;
}

const pairs: readonly Pair[] = [
  { lower: 'minimum', upper: 'maximum' },
  { lower: 'exclusiveMinimum', upper: 'maximum' },
  { lower: 'minimum', upper: 'exclusiveMaximum' },
  { lower: 'exclusiveMinimum', upper: 'exclusiveMaximum' },
  { lower: 'minLength', upper: 'maxLength' },
  { lower: 'minItems', upper: 'maxItems' },
  { lower: 'minProperties', upper: 'maxProperties' },
];

function judgePair(context: RuleContext, { property, subject }: PlacedProperty, pair: Pair): void {
  const { logicalTypeOptions: options, optionPlaces } = property;
  const [from, to] = [comparable(options[pair.lower]), comparable(options[pair.upper])];
  if (from === undefined || to === undefined || !isContradictory(property, pair, { from, to })) return;
  const lowerAt = optionPlaces?.get(pair.lower);
  context.report({
    subject,
    at: optionPlaces?.get(pair.upper) ?? property.at,
    values: {
      name: property.name,
      lower: pair.lower,
      upper: pair.upper,
      low: String(from.value),
      high: String(to.value),
    },
    key: [pair.lower, pair.upper],
    related: lowerAt === undefined ? [] : [{ at: lowerAt, message: 'see' }],
  });
}

interface Bounds {
  readonly from: Comparable;
  readonly to: Comparable;
}

function isContradictory({ logicalType }: Property, { lower, upper }: Pair, { from, to }: Bounds): boolean {
  if (from.form !== to.form) return false;
  const [isAbove, isBelow] = [isExclusive(lower), isExclusive(upper)];
  if (from.value > to.value || (from.value === to.value && (isAbove || isBelow))) return true;
  if (logicalType?.value !== 'integer' || typeof from.value !== 'number' || typeof to.value !== 'number') return false;
  const first = isAbove ? Math.floor(from.value) + 1 : Math.ceil(from.value);
  const last = isBelow ? Math.ceil(to.value) - 1 : Math.floor(to.value);
  return first > last;
}

function isExclusive(key: string): boolean {
  return key.startsWith('exclusive');
}

function judgeBetween(context: RuleContext, { rule, subject, name }: PlacedQuality): void {
  const { operator } = rule;
  const ends: readonly Json[] = Array.isArray(operator?.value) ? operator.value : [];
  const [low, high] = ends;
  if (operator === undefined || typeof low !== 'number' || typeof high !== 'number' || low <= high) return;
  context.report({
    subject,
    at: rule.keys.get(operator.name) ?? rule.at,
    message: 'between',
    values: { name, operator: operator.name, low: String(low), high: String(high) },
    key: [qualityKey(rule), operator.name],
  });
}
