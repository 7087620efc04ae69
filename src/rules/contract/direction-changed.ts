import { defineRule, reportChanges } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/direction-changed';
const contract = exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] });

/** A contract must not change sides unnoticed. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A contract must not change sides unnoticed.',
  why: 'The folder (or the custom property dataengos.direction) says who relies on a contract: readers of an output, or a pipeline on its source. Moved to the other side, its readers are no longer protected. Publish a new contract there instead.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'an output contract is moved to the inputs',
      base: { 'specs/contracts/outputs/sales.yaml': contract },
      head: { 'specs/contracts/inputs/sales.yaml': contract },
      findings: ['specs/contracts/inputs/sales.yaml:1 sales breaking'],
    },
    {
      name: 'an output contract is moved to another folder of outputs',
      base: { 'specs/contracts/outputs/sales.yaml': contract },
      head: { 'specs/contracts/outputs/finance/sales.yaml': contract },
      findings: [],
    },
  ],
  check: (context) => reportChanges(context, id),
});
