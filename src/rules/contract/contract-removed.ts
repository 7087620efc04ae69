import { defineRule, reportRemovals } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/contract-removed';

/** A published contract must not be withdrawn before it is retired. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A published contract must not be withdrawn before it is retired.',
  why: 'Readers lose every table of it at once. Set "status: deprecated" with an end date first, then "retired", then delete the file.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'the file of an active contract is deleted',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {},
      findings: ['base specs/contracts/outputs/sales.yaml:1 sales breaking'],
    },
    {
      name: 'the file of a retired contract is deleted',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          status: 'retired',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {},
      findings: [],
    },
  ],
  check: (context) => reportRemovals(context, id),
});
