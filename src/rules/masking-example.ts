/** What the examples of the masking rules are made of: a source with a column that must be masked, and two models. */
export const maskingExample = {
  classification: 'email:\n  classification: confidential\n  pii: true\n  policy: hash_sha256\n',
  project: 'name: sales\n',
  sources: 'sources:\n  - name: shop\n    tables: [{ name: customers }]\n',
  /** Calls the source. */
  shop: "{{ source('shop', 'customers') }}",
  /** Paths. */
  staging: 'implementation/dbt/models/staging/stg_customers.sql',
  intermediate: 'implementation/dbt/models/intermediate/int_customers.sql',
} as const;
