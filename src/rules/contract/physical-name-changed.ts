import { defineRule, reportChanges } from '../define-rule.ts';
import { columnKeeper } from '../keep-column.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/physical-name-changed';

/** The name that queries use must not change. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The name that queries use must not change.',
  why: 'Every query that uses the old name fails. Keep the old name as a deprecated alias for a while.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a column gets another name in the warehouse',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '2.0.0',
          columns: ['name: state, physicalName: uf, logicalType: string, description: State.'],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:14 sales/sales.state breaking'],
    },
    {
      name: 'a column gets another name, and is plainly still the same one',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          columns: [
            'name: txn_ref_dt, businessName: Transaction reference date, logicalType: date, description: Day of it.',
          ],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '2.0.0',
          columns: [
            'name: transaction_reference_date, businessName: Transaction reference date, logicalType: date, description: Day of it.',
          ],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:14 sales/sales.transaction_reference_date breaking'],
    },
    {
      name: 'the physical name is written out',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, physicalName: state, logicalType: string, description: State.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportChanges(context, id, columnKeeper(context)),
});
