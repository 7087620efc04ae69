import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, physicalType: bigint, required: true, description: Total.'];
const header = 'table_name,column_name,ordinal_position,data_type,is_nullable\n';

/** Every table of a contract must exist in the warehouse. */
export default defineRule({
  id: 'drift/table-missing',
  kind: 'drift',
  gate: 'drift',
  summary: 'Every table of a contract must exist in the warehouse.',
  why: 'Readers of the contract find nothing.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'another table only',
      head: { [path]: exampleContract({ columns }), 'snapshot.csv': `${header}orders,id,1,bigint,NO\n` },
      findings: [`${path}:11 sales/sales`],
    },
    {
      name: 'the warehouse holds what the contract says',
      head: { [path]: exampleContract({ columns }), 'snapshot.csv': `${header}sales,total,1,bigint,NO\n` },
      findings: [],
    },
  ],
  check(context) {
    for (const drift of context.facts.drift ?? []) {
      if (drift.kind !== 'missing-table') continue;
      const { contract, table, elsewhere } = drift;
      context.report({
        subject: drift.subject,
        at: drift.at,
        message: elsewhere.length === 0 ? 'message' : 'elsewhere',
        values: { contract, table, elsewhere: elsewhere.join(', ') },
      });
    }
  },
});
