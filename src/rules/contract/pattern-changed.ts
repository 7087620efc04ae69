import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/pattern-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** How the texts of a column are written must not change under those who rely on it. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'How the texts of a column are written must not change under those who rely on it.',
  why: 'Readers that take a text apart fail on another form; a source is refused for texts that were fine. Publish the new form as a new column.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'another pattern: nobody can say which texts are new',
      base: {
        [path]: exampleContract({
          columns: ['name: code, logicalType: string, logicalTypeOptions: {pattern: "^[A-Z]{2}$"}, description: Code.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: ['name: code, logicalType: string, logicalTypeOptions: {pattern: "^[A-Z]+$"}, description: Code.'],
        }),
      },
      findings: [`${path}:14 sales/sales.code dangerous`],
    },
    {
      name: 'a pattern is added: readers gain a promise',
      base: { [path]: exampleContract({ columns: ['name: code, logicalType: string, description: Code.'] }) },
      head: {
        [path]: exampleContract({
          columns: ['name: code, logicalType: string, logicalTypeOptions: {pattern: "^[A-Z]{2}$"}, description: Code.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
