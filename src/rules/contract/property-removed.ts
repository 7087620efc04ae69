import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { reportRemovalsByReaders } from '../input-removals.ts';

const id = 'contract/property-removed';

/** A model that reads the input. */
const readers = {
  'implementation/dbt/dbt_project.yml': 'name: sales\n',
  'implementation/dbt/models/sources.yml': 'sources:\n  - name: sales\n    tables:\n      - name: sales\n',
  'implementation/dbt/models/stg_sales.sql': "select state, total from {{ source('sales', 'sales') }}\n",
};

/** A published column must not disappear. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A published column must not disappear.',
  why: 'Every query, dashboard and export that names the column fails at its next run. Keep the column, mark it deprecated, and remove it in a later major version. What a source no longer promises is an error where code of this repository still reads it.',
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
      name: 'a column of an input contract is removed, but a model still reads it',
      base: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: [
            'name: state, logicalType: string, description: State.',
            'name: total, logicalType: number, description: Total.',
          ],
        }),
        ...readers,
      },
      head: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
        ...readers,
      },
      findings: ['base specs/contracts/inputs/sales.yaml:15 sales/sales.total dangerous'],
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
  check: (context) => reportRemovalsByReaders(context, id),
});
