import { defineRule } from '../define-rule.ts';
import { driftPath, exampleDrift, noDrift } from '../example.ts';

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
      head: exampleDrift('sales,total,1,bigint,YES'),
      findings: [`${driftPath}:14 sales/sales.total`],
    },
    noDrift,
  ],
  check(context) {
    for (const drift of context.facts.drift ?? []) {
      if (drift.kind !== 'nullability') continue;
      const { contract, table, column } = drift;
      context.report({ subject: drift.subject, at: drift.at, values: { contract, table, column } });
    }
  },
});
