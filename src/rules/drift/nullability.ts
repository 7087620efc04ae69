import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, physicalType: bigint, required: true, description: Total.'];
const header = 'table_name,column_name,ordinal_position,data_type,is_nullable\n';

/** A required column must not be nullable in the warehouse. */
export default defineRule({
  id: 'drift/nullability',
  kind: 'drift',
  gate: 'drift',
  summary: 'A required column must not be nullable in the warehouse.',
  why: 'Nothing stops a null from reaching readers who were promised none.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a required column that may be null',
      head: { [path]: exampleContract({ columns }), 'snapshot.csv': `${header}sales,total,1,bigint,YES\n` },
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
      if (drift.kind !== 'nullability') continue;
      const { contract, table, column } = drift;
      context.report({ subject: drift.subject, at: drift.at, values: { contract, table, column } });
    }
  },
});
