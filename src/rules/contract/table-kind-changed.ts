import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/table-kind-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** What a published table is must not change under its readers. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'What a published table is must not change under its readers.',
  why: 'A view, a table and a topic are read, granted and refreshed in different ways; streaming and change data capture work on some only. Announce it, and show that readers do not notice.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a table becomes a topic: readers need another protocol',
      base: { [path]: contract('physicalType: table') },
      head: { [path]: contract('physicalType: topic') },
      findings: [`${path}:11 sales/sales breaking`],
    },
    {
      name: 'a table becomes a view',
      base: { [path]: contract('physicalType: table') },
      head: { [path]: contract('physicalType: view') },
      findings: [`${path}:11 sales/sales dangerous`],
    },
    {
      name: 'the kind in another spelling',
      base: { [path]: contract('physicalType: table') },
      head: { [path]: contract('physicalType: TABLE') },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});

function contract(kind: string): string {
  const columns = ['name: total, logicalType: number, description: Total.'];
  return exampleContract({ columns }).replace(
    '    description: Sales by state.',
    `    ${kind}\n    description: Sales by state.`,
  );
}
