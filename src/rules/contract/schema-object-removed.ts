import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { reportRemovalsByReaders } from '../input-removals.ts';

const id = 'contract/schema-object-removed';

/** A published table must not disappear. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A published table must not disappear.',
  why: 'Every query that reads the table fails. Keep it, mark it deprecated, and remove it in a later major version. What a source no longer promises is an error where code of this repository still reads it.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'the only table of a contract is replaced by another one',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '2.0.0',
          object: 'revenue',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: ['base specs/contracts/outputs/sales.yaml:11 sales/sales breaking'],
    },
    {
      name: 'nothing changes',
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
  check: (context) => reportRemovalsByReaders(context, id),
});
