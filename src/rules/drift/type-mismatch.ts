import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, physicalType: bigint, required: true, description: Total.'];
const header = 'table_name,column_name,ordinal_position,data_type,is_nullable\n';

/** A column must have the type that its contract says. */
export default defineRule({
  id: 'drift/type-mismatch',
  kind: 'drift',
  gate: 'drift',
  summary: 'A column must have the type that its contract says.',
  why: 'Typed readers fail or silently round.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'text where a number is promised',
      head: { [path]: exampleContract({ columns }), 'snapshot.csv': `${header}sales,total,1,varchar,NO\n` },
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
      if (drift.kind !== 'type-mismatch') continue;
      const { contract, table, column, expected, found } = drift;
      context.report({
        subject: drift.subject,
        at: drift.at,
        values: { contract, table, column, expected, found },
        key: [expected, found],
      });
    }
  },
});
