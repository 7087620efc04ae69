import type { Json, Property } from '../../model/contract.ts';
import { comparable } from '../comparable.ts';
import { propertiesOf } from '../contract-places.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** An example must be a value that the property allows. */
export default defineRule({
  id: 'spec/example-outside-values',
  kind: 'lint',
  gate: 'lint',
  summary: 'An example must be a value that the property allows.',
  why: 'People and agents learn from examples and test data is made of them; where an example and the promise differ, nobody knows which of the two is right. Patterns are not tried.',
  severity: 'warning',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'an example that is none of the allowed values',
      head: {
        [path]: exampleContract({
          columns: [
            'name: state, logicalType: string, enum: [{ value: paid }, { value: open }], examples: [paid, sent], description: State.',
          ],
        }).replace('v3.1.0', 'v3.2.0'),
      },
      findings: [`${path}:14 sales/sales.state`],
    },
    {
      name: 'an example above the maximum, and one that is too long',
      head: {
        [path]: exampleContract({
          columns: [
            'name: rate, logicalType: number, logicalTypeOptions: { maximum: 1 }, examples: [0.5, 50], description: Rate.',
            'name: country, logicalType: string, logicalTypeOptions: { maxLength: 2 }, examples: [BR, BRA], description: Country.',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.rate`, `${path}:15 sales/sales.country`],
    },
    {
      name: 'a bound that is no value itself',
      head: {
        [path]: exampleContract({
          columns: [
            'name: rate, logicalType: number, logicalTypeOptions: { exclusiveMinimum: 0 }, examples: [0], description: Rate.',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.rate`],
    },
    {
      name: 'examples at the bounds',
      head: {
        [path]: exampleContract({
          columns: [
            'name: rate, logicalType: number, logicalTypeOptions: { minimum: 0, maximum: 1 }, examples: [0, 1], description: Rate.',
            'name: country, logicalType: string, logicalTypeOptions: { minLength: 2, maxLength: 2 }, examples: [BR], description: Country.',
          ],
        }),
      },
      findings: [],
    },
    {
      name: 'an allowed number that the example writes as text',
      head: {
        [path]: exampleContract({
          columns: [
            "name: level, logicalType: integer, enum: [{ value: 1 }, { value: 2 }], examples: ['1'], description: Level.",
          ],
        }).replace('v3.1.0', 'v3.2.0'),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { property, subject } of propertiesOf(context.project)) {
      for (const [key, { bound, examples }] of brokenOf(property)) {
        context.report({
          subject,
          at: property.at,
          message: key === 'enum' ? 'enum' : 'message',
          values: { name: property.name, examples: examples.map(quoted).join(', '), key, bound },
          key: [key, ...examples.map((example) => JSON.stringify(example))],
        });
      }
    }
  },
});

/** Examples that break something, by the key that says it. */
function brokenOf(property: Property): ReadonlyMap<string, { readonly bound: string; readonly examples: Json[] }> {
  const broken = new Map<string, { readonly bound: string; readonly examples: Json[] }>();
  for (const example of property.examples) {
    const by = brokenBy(property, example);
    if (by === undefined) continue;
    const known = broken.get(by.key);
    if (known === undefined) broken.set(by.key, { bound: by.bound, examples: [example] });
    else known.examples.push(example);
  }
  return broken;
}

/** What of a property an example breaks. */
interface Broken {
  readonly key: string;
  readonly bound: string;
}

/** Only where it is certain: what is no plain value, holds a placeholder, or is of another type is not judged. */
function brokenBy(property: Property, example: Json): Broken | undefined {
  const type = property.logicalType?.value;
  if (example === null || typeof example === 'object' || type === 'array' || type === 'map' || type === 'object')
    return undefined;
  if (typeof example === 'string' && example.includes('${')) return undefined;
  const allowed = property.enum ?? [];
  if (allowed.length > 0 && !allowed.some((value) => shown(value) === shown(example)))
    return { key: 'enum', bound: allowed.map(quoted).join(', ') };
  const options = property.logicalTypeOptions;
  const broken = bounds.find(({ key, breaks }) => breaks(example, options[key]));
  return broken === undefined ? undefined : { key: broken.key, bound: quoted(options[broken.key] ?? null) };
}

interface Bound {
  readonly key: string;
  readonly breaks: (example: Json, bound: Json | undefined) => boolean;
}

const bounds: readonly Bound[] = [
  { key: 'minimum', breaks: (example, bound) => order(example, bound) === 'below' },
  { key: 'maximum', breaks: (example, bound) => order(example, bound) === 'above' },
  { key: 'exclusiveMinimum', breaks: (example, bound) => ['below', 'equal'].includes(order(example, bound)) },
  { key: 'exclusiveMaximum', breaks: (example, bound) => ['above', 'equal'].includes(order(example, bound)) },
  { key: 'minLength', breaks: (example, bound) => order(lengthOf(example), bound) === 'below' },
  { key: 'maxLength', breaks: (example, bound) => order(lengthOf(example), bound) === 'above' },
];

/** Characters of a text, not UTF-16 units. */
function lengthOf(example: Json): Json {
  return typeof example === 'string' ? Array.from(example).length : null;
}

function order(example: Json, bound: Json | undefined): 'below' | 'equal' | 'above' | 'unknown' {
  const [value, limit] = [comparable(example), comparable(bound)];
  if (value === undefined || limit === undefined || value.form !== limit.form) return 'unknown';
  return value.value === limit.value ? 'equal' : value.value < limit.value ? 'below' : 'above';
}

/** As people write it: `1` and `"1"` are one value. */
function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function quoted(value: Json): string {
  return `"${shown(value)}"`;
}
