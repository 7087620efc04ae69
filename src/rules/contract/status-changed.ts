import { defineRule, reportChanges } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/status-changed';

/** A contract must not be withdrawn without notice. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A contract must not be withdrawn without notice.',
  why: 'The status is the lifecycle that readers plan with: active, then deprecated with an end date, then retired.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'an active contract is retired at once',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '2.0.0',
          status: 'retired',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:5 sales breaking'],
    },
    {
      name: 'an active contract is deprecated',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.1.0',
          status: 'deprecated',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:5 sales dangerous'],
    },
    {
      name: 'a draft becomes active',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          status: 'draft',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportChanges(context, id),
});
