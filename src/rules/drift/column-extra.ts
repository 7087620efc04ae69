import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, physicalType: bigint, required: true, description: Total.'];
const header = 'table_name,column_name,ordinal_position,data_type,is_nullable\n';

/** Every column of the warehouse must be in its contract. */
export default defineRule({
  id: 'drift/column-extra',
  kind: 'drift',
  gate: 'drift',
  summary: 'Every column of the warehouse must be in its contract.',
  why: 'A column without a contract is used without a promise, and may hold personal data that nobody classified.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a column that no contract names',
      head: {
        [path]: exampleContract({ columns }),
        'snapshot.csv': `${header}sales,total,1,bigint,NO\nsales,email,2,varchar,YES\n`,
      },
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
      if (drift.kind !== 'extra-column') continue;
      const { contract, table, column, type } = drift;
      context.report({
        subject: drift.subject,
        at: drift.at,
        values: { contract, table, column, type },
        key: [column],
      });
    }
  },
});
