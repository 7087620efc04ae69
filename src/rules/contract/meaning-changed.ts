import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/meaning-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** What a published column means must not change under the same name. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'What a published column means must not change under the same name.',
  why: 'The shape stays, so nothing fails: readers add up values that mean something else. Publish the new meaning as a new column, or show that the values stay the same.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a column is computed in another way',
      base: {
        [path]: exampleContract({
          columns: ['name: total, logicalType: number, transformLogic: sum(gross), description: Total.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: ['name: total, logicalType: number, transformLogic: sum(net), description: Total.'],
        }),
      },
      findings: [`${path}:14 sales/sales.total dangerous`],
    },
    {
      name: 'the logic is only laid out in another way',
      base: {
        [path]: exampleContract({
          columns: ['name: total, logicalType: number, transformLogic: sum(gross), description: Total.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: ['name: total, logicalType: number, transformLogic: "sum(gross) ", description: Total.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
