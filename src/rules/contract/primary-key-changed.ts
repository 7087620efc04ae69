import { defineRule, reportChanges } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/primary-key-changed';

/** The key of a published table must not change. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The key of a published table must not change.',
  why: 'The key says what one row is: merges, joins and deduplication depend on it.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a column leaves the primary key',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, primaryKey: true, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '2.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: ['base specs/contracts/outputs/sales.yaml:14 sales/sales.state breaking'],
    },
    {
      name: 'a table without a key gains one',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: ['name: state, logicalType: string, primaryKey: true, description: State.'],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:14 sales/sales.state compatible'],
    },
    {
      name: 'nothing changes',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportChanges(context, id),
});
