import type { LineageGraph } from '../../src/model/lineage.ts';
import type { MemoryFiles } from '../support/memory-tree.ts';
import { modelColumns, modelFolder } from './model-columns.ts';
import { graphOf } from './worlds.ts';

const contract = (id: string, object: string, properties: readonly string[]): string =>
  `apiVersion: v3.2.0\nkind: DataContract\nid: ${id}\nversion: 1.0.0\nstatus: active\nschema:\n  - ${object}\n    properties:\n${properties.map((each) => `      - {${each}}\n`).join('')}`;

/** A shop: charges of a payment provider, a model of customers, and a report that a contract promises. */
export const shopFiles: MemoryFiles = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'specs/governance/macro-library.md': '# Macros\n\n- `mask_pii(column)`: masks a personal column.\n',
  'specs/contracts/inputs/charges.yaml': contract('stripe-charges', 'name: charges', [
    'name: email',
    'name: paid, physicalName: is_paid',
    'name: amount',
  ]),
  'specs/contracts/outputs/churn.yaml': contract('churn-report', 'name: churn\n    physicalName: fct_churn', [
    'name: contact',
    'name: payments',
  ]),
  [`${modelFolder}/src.yml`]: 'sources:\n  - {name: stripe, tables: [{name: charges}]}\n',
  [`${modelFolder}/uses.yml`]: 'exposures:\n  - {name: board, depends_on: [ref("fct_churn")]}\n',
  [`${modelFolder}/stg_charges.sql`]:
    "select email, {{ mask_pii('email') }} as email_hash, amount from {{ source('stripe', 'charges') }} where is_paid",
  [`${modelFolder}/int_customers.sql`]: "select lower(trim(email)) as contact, amount from {{ ref('stg_charges') }}",
  [`${modelFolder}/fct_churn.sql`]: "select contact, count(amount) as payments from {{ ref('int_customers') }}",
  [`${modelFolder}/fct_open.sql`]: "select * from {{ ref('stg_charges') }} pivot (x)",
};

/** What the shop's models give. */
export const shopColumns = modelColumns({
  stg_charges: {
    columns: {
      email: 'stripe.charges.email',
      email_hash: 'macro:mask_pii sha2: stripe.charges.email',
      amount: 'stripe.charges.amount',
    },
    uses: 'stripe.charges.is_paid',
  },
  int_customers: { columns: { contact: 'lower trim: stg_charges.email', amount: 'stg_charges.amount' } },
  fct_churn: { columns: { contact: 'int_customers.contact', payments: '? count: int_customers.amount', note: '' } },
  fct_open: { columns: {}, uses: '?', gaps: [{ reason: 'construct', detail: 'pivot' }] },
});

/** The shop's graph. */
export const shopGraph: LineageGraph = graphOf(shopFiles, shopColumns);
