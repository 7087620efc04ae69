import { defineRule, reportChanges } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/id-changed';

/** The id of a contract must not change. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The id of a contract must not change.',
  why: 'Registries, ports of data products and relationships point at the id; for them the contract is gone.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'the id is edited in place',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '2.0.0',
          id: 'sales-by-state',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:3 sales-by-state breaking'],
    },
    {
      name: 'the id stays',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportChanges(context, id),
});
