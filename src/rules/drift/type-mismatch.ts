import { defineRule } from '../define-rule.ts';
import { driftPath, exampleDrift, noDrift } from '../example.ts';

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
      head: exampleDrift('sales,total,1,varchar,NO'),
      findings: [`${driftPath}:14 sales/sales.total`],
    },
    noDrift,
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
