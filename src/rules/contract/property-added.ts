import { defineRule, reportChanges } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/property-added';

/** A source must not be asked for more than it delivers. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A source must not be asked for more than it delivers.',
  why: 'An input contract is a demand: a new required column makes every load fail until the source delivers it. Add it as optional first.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a required column is added to an input contract',
      base: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '2.0.0',
          columns: [
            'name: state, logicalType: string, description: State.',
            'name: total, logicalType: number, description: Total., required: true',
          ],
        }),
      },
      findings: ['specs/contracts/inputs/sales.yaml:15 sales/sales.total breaking'],
    },
    {
      name: 'an optional column is added to an input contract',
      base: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
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
  check: (context) => reportChanges(context, id),
});
