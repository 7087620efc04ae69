import { defineRule, reportChanges } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/renamed';

/** A logical name must not change unnoticed. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A logical name must not change unnoticed.',
  why: 'Queries survive, because the name in the warehouse stays; relationships, service levels and code that use the logical name do not.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a column keeps its name in the warehouse and gets another logical name',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: ['name: uf, physicalName: state, logicalType: string, description: State.'],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:14 sales/sales.uf dangerous'],
    },
    {
      name: 'nothing is renamed',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: uf, physicalName: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: uf, physicalName: state, logicalType: string, description: State.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportChanges(context, id),
});
