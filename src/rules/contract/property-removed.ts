import { defineRule, reportRemovals } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/property-removed';

/** A published column must not disappear. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A published column must not disappear.',
  why: 'Every query, dashboard and export that names the column fails at its next run. Keep the column, mark it deprecated, and remove it in a later major version.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a column of an output contract is removed',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: [
            'name: state, logicalType: string, description: State.',
            'name: total, logicalType: number, description: Total.',
          ],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '2.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: ['base specs/contracts/outputs/sales.yaml:15 sales/sales.total breaking'],
    },
    {
      name: 'a column of an input contract is removed: less is asked of the source',
      base: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: [
            'name: state, logicalType: string, description: State.',
            'name: total, logicalType: number, description: Total.',
          ],
        }),
      },
      head: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: ['base specs/contracts/inputs/sales.yaml:15 sales/sales.total compatible'],
    },
    {
      name: 'a column is added',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: [
            'name: state, logicalType: string, description: State.',
            'name: total, logicalType: number, description: Total.',
          ],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportRemovals(context, id),
});
