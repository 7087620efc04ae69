import { defineRule, reportChanges } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/required-changed';

/** Whether a column may be null must not change under those who rely on it. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'Whether a column may be null must not change under those who rely on it.',
  why: 'Readers of an output contract meet nulls where they were promised none; a source of an input contract is refused for nulls that were fine. The direction decides who is hurt.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'an output contract stops promising a value',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: total, logicalType: number, required: true, description: Total.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '2.0.0',
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
      },
      findings: ['base specs/contracts/outputs/sales.yaml:14 sales/sales.total breaking'],
    },
    {
      name: 'an output contract promises more',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: ['name: total, logicalType: number, required: true, description: Total.'],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:14 sales/sales.total compatible'],
    },
    {
      name: 'an input contract demands a value',
      base: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
      },
      head: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '2.0.0',
          columns: ['name: total, logicalType: number, required: true, description: Total.'],
        }),
      },
      findings: ['specs/contracts/inputs/sales.yaml:14 sales/sales.total breaking'],
    },
    {
      name: 'an input contract demands less',
      base: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: total, logicalType: number, required: true, description: Total.'],
        }),
      },
      head: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
      },
      findings: ['base specs/contracts/inputs/sales.yaml:14 sales/sales.total dangerous'],
    },
    {
      name: '"required: false" is written out: it says the same as nothing',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: total, logicalType: number, required: false, description: Total.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportChanges(context, id),
});
