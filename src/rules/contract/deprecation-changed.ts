import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/deprecation-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** What is going away must be announced, and an announced last day must not come earlier. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'What is going away must be announced, and an announced last day must not come earlier.',
  why: 'Readers plan by the announcement: it starts the clock, and a last day that moves earlier shortens their notice. Name the replacement and the last day.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a column is deprecated',
      base: { [path]: exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] }) },
      head: {
        [path]: exampleContract({
          columns: ['name: total, logicalType: number, tags: [deprecated], description: Total.'],
        }),
      },
      findings: [`${path}:14 sales/sales.total dangerous`],
    },
    {
      name: 'the last day comes earlier',
      base: {
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, tags: [deprecated], customProperties: [{property: sunset, value: "2026-09-30"}], description: Total.',
          ],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, tags: [deprecated], customProperties: [{property: sunset, value: "2026-06-30"}], description: Total.',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.total breaking`],
    },
    {
      name: 'the last day comes later',
      base: {
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, tags: [deprecated], customProperties: [{property: sunset, value: "2026-06-30"}], description: Total.',
          ],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, tags: [deprecated], customProperties: [{property: sunset, value: "2026-09-30"}], description: Total.',
          ],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
