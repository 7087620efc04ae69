import { defineRule, reportChanges } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/unique-changed';

/** Whether values repeat must not change under those who rely on it. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'Whether values repeat must not change under those who rely on it.',
  why: 'Without the promise, joins silently multiply rows; with a new demand, a source with duplicates is refused.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'an output contract stops promising unique values',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, unique: true, description: State.'],
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
      name: 'an output contract promises unique values',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: ['name: state, logicalType: string, unique: true, description: State.'],
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
