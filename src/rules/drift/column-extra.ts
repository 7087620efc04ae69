import { defineRule } from '../define-rule.ts';
import { driftPath, exampleDrift, noDrift } from '../example.ts';

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
      head: exampleDrift('sales,total,1,bigint,NO', 'sales,email,2,varchar,YES'),
      findings: [`${driftPath}:11 sales/sales`],
    },
    noDrift,
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
