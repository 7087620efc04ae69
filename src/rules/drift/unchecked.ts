import type { Unchecked } from '../../model/drift.ts';
import { defineRule } from '../define-rule.ts';
import { driftPath, exampleDrift, noDrift } from '../example.ts';

/** What cannot be compared must be said. */
export default defineRule({
  id: 'drift/unchecked',
  kind: 'drift',
  gate: 'drift',
  summary: 'What cannot be compared must be said.',
  why: 'A type that nobody understands must not look like a type that fits.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a type that is not known',
      head: exampleDrift('sales,total,1,mystery,NO'),
      findings: [`${driftPath}:14 sales/sales.total`],
    },
    noDrift,
  ],
  check(context) {
    for (const drift of context.facts.drift ?? []) {
      if (drift.kind !== 'unchecked') continue;
      context.report({
        subject: drift.subject,
        at: drift.at,
        message: drift.unchecked.reason,
        // dbt's catalog never tells about nulls: worth knowing, nothing to mend.
        severity: drift.unchecked.reason === 'nullability-unknown' ? 'info' : undefined,
        values: { contract: drift.contract, table: drift.table, ...valuesOf(drift.unchecked) },
        key: [drift.unchecked.reason],
      });
    }
  },
});

function valuesOf(unchecked: Unchecked): { readonly [name: string]: string } {
  switch (unchecked.reason) {
    case 'unreadable-contract':
      return {};
    case 'ambiguous-table':
    case 'ambiguous-column':
      return { candidates: unchecked.candidates.join(', ') };
    case 'type-not-comparable':
      return { expected: unchecked.expected, found: unchecked.found };
    case 'nullability-unknown':
      return { columns: unchecked.columns.join(', ') };
  }
}
