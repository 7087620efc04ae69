import { defineRule } from '../define-rule.ts';
import { driftPath, exampleDrift, noDrift } from '../example.ts';

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
      head: exampleDrift('sales,amount,1,bigint,NO'),
      findings: [`${driftPath}:14 sales/sales.total`],
    },
    noDrift,
  ],
  check(context) {
    for (const drift of context.facts.drift ?? []) {
      if (drift.kind !== 'missing-column') continue;
      const { contract, table, column } = drift;
      context.report({ subject: drift.subject, at: drift.at, values: { contract, table, column } });
    }
  },
});
