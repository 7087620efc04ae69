import { defineRule } from '../define-rule.ts';
import { driftPath, exampleDrift, noDrift } from '../example.ts';

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
      head: exampleDrift('orders,id,1,bigint,NO'),
      findings: [`${driftPath}:11 sales/sales`],
    },
    noDrift,
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
