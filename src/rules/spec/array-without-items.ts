import type { Property } from '../../model/contract.ts';
import { propertiesOf } from '../contract-places.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** An array must say what it holds. */
export default defineRule({
  id: 'spec/array-without-items',
  kind: 'lint',
  gate: 'lint',
  summary: 'An array must say what it holds.',
  why: 'Without "items" or a physical type that names the element, readers cannot tell an array of texts from one of records, and a change of what it holds is seen by nobody.',
  severity: 'warning',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'an array of nobody knows what',
      head: { [path]: exampleContract({ columns: ['name: tags, logicalType: array, description: Tags.'] }) },
      findings: [`${path}:14 sales/sales.tags`],
    },
    {
      name: 'an array with its items',
      head: {
        [path]: exampleContract({
          columns: ['name: tags, logicalType: array, items: { logicalType: string }, description: Tags.'],
        }),
      },
      findings: [],
    },
    {
      name: 'a physical type that names the element',
      head: {
        [path]: exampleContract({
          columns: ["name: tags, logicalType: array, physicalType: 'ARRAY<STRING>', description: Tags."],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { property, subject } of propertiesOf(context.project)) {
      if (property.logicalType?.value !== 'array' || property.properties.length > 0 || namesElement(property)) continue;
      context.report({ subject, at: property.logicalType.at, values: { name: property.name } });
    }
  },
});

/** `ARRAY<STRING>`, `text[]`, `List(String)`, `_int4`, and types such as JSON that hold anything: all but a bare `array`. */
function namesElement({ physicalType }: Property): boolean {
  return physicalType !== undefined && !/^\s*(?:array|list|repeated|collection)?\s*$/i.test(physicalType.value);
}
