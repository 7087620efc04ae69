import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/partitioning-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** How a published table is partitioned must not change unnoticed. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'How a published table is partitioned must not change unnoticed.',
  why: 'Queries that filter by the partition become slow and expensive, or fail where a filter is required; most warehouses rebuild the table for it. Announce it.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a column is no longer a partition',
      base: {
        [path]: exampleContract({ columns: ['name: day, logicalType: date, partitioned: true, description: Day.'] }),
      },
      head: { [path]: exampleContract({ columns: ['name: day, logicalType: date, description: Day.'] }) },
      findings: [`base ${path}:14 sales/sales.day dangerous`],
    },
    {
      name: '"partitioned: false" is written out',
      base: { [path]: exampleContract({ columns: ['name: day, logicalType: date, description: Day.'] }) },
      head: {
        [path]: exampleContract({ columns: ['name: day, logicalType: date, partitioned: false, description: Day.'] }),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
