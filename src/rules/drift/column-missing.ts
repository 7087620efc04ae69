import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, physicalType: bigint, required: true, description: Total.'];
const header = 'table_name,column_name,ordinal_position,data_type,is_nullable\n';

/** Every column of a contract must exist in the warehouse. */
export default defineRule({
  id: 'drift/column-missing',
  kind: 'drift',
  gate: 'drift',
  summary: 'Every column of a contract must exist in the warehouse.',
  why: 'Readers who name the column fail.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'the column is not there',
      head: { [path]: exampleContract({ columns }), 'snapshot.csv': `${header}sales,amount,1,bigint,NO\n` },
      findings: [`${path}:14 sales/sales.total`],
    },
    {
      name: 'the warehouse holds what the contract says',
      head: { [path]: exampleContract({ columns }), 'snapshot.csv': `${header}sales,total,1,bigint,NO\n` },
      findings: [],
    },
  ],
  check(context) {
    for (const drift of context.facts.drift ?? []) {
      if (drift.kind !== 'missing-column') continue;
      const { contract, table, column } = drift;
      context.report({ subject: drift.subject, at: drift.at, values: { contract, table, column } });
    }
  },
});
