import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/range-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** The range of a column must not grow under its readers, nor shrink under its source. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The range of a column must not grow under its readers, nor shrink under its source.',
  why: 'Readers of an output contract meet values outside of what they were promised; a source of an input contract is refused for values that were fine. Publish a new version.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'the maximum of an output contract rises',
      base: {
        [path]: exampleContract({
          columns: ['name: share, logicalType: number, logicalTypeOptions: {maximum: 1}, description: Share.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: ['name: share, logicalType: number, logicalTypeOptions: {maximum: 100}, description: Share.'],
        }),
      },
      findings: [`${path}:14 sales/sales.share breaking`],
    },
    {
      name: 'the same bound, once inclusive and once exclusive',
      base: {
        [path]: exampleContract({
          columns: ['name: count, logicalType: integer, logicalTypeOptions: {minimum: 1}, description: Count.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: [
            'name: count, logicalType: integer, logicalTypeOptions: {exclusiveMinimum: 0}, description: Count.',
          ],
        }),
      },
      findings: [],
    },
    {
      name: 'the maximum of an output contract falls: readers gain a promise',
      base: {
        [path]: exampleContract({
          columns: ['name: share, logicalType: number, logicalTypeOptions: {maximum: 100}, description: Share.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: ['name: share, logicalType: number, logicalTypeOptions: {maximum: 1}, description: Share.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
