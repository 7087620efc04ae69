import type { Files } from '../../../src/model/rule.ts';

/** What of a contract matters here; lists hold entries in YAML's flow style. */
export interface ContractParts {
  readonly servers: readonly string[];
  readonly roles?: readonly string[];
  readonly tags?: readonly string[];
  /** Further columns. */
  readonly columns?: string;
  readonly table?: string;
}

/** A small contract with one table. */
export function contractText(
  id: string,
  { servers, roles = [], tags = [], columns: more, table = 't' }: ContractParts,
): string {
  const extra = more === undefined ? '' : `      - ${more}\n`;
  return contract(
    id,
    `${list('servers', servers)}${list('roles', roles)}${list('tags', tags)}schema:
  - name: t
    physicalName: ${table}
    physicalType: table
    properties:
      - { name: id, logicalType: string, physicalType: varchar, primaryKey: true, required: true, description: Id. }
${extra}`,
  );
}

/** A list of the contract; nothing where it is empty. */
function list(key: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${key}:\n${items.map((item) => `  - ${item}\n`).join('')}`;
}

/** An output contract: everything but its servers, roles and columns is the same. */
function contract(id: string, parts: string): string {
  return `apiVersion: v3.1.0
kind: DataContract
id: ${id}
name: ${id}
version: 1.0.0
status: active
domain: finance
description:
  purpose: Data of ${id}.
team:
  name: finance-data
  members:
    - { username: ana, role: technical owner }
    - { username: rui, role: business owner }
${parts}`;
}

const columns = `schema:
  - name: orders
    physicalType: table
    description: One row per order.
    properties:
      - { name: order_id, logicalType: string, physicalType: varchar, primaryKey: true, required: true, description: Id. }
      - { name: customer_email, logicalType: string, physicalType: varchar, classification: confidential, description: Address. }
      - { name: total, logicalType: number, physicalType: number, description: Total. }
`;

/** A view without anything confidential. */
export const openColumns = `schema:
  - name: totals
    physicalType: view
    description: One row per month.
    properties:
      - { name: month, logicalType: date, physicalType: date, primaryKey: true, required: true, description: Month. }
      - { name: total, logicalType: number, physicalType: number, description: Total. }
`;

/** Governance with tags for resources and masks. */
export const governance: Files = {
  'specs/governance/tagging.json': `{
  "resources": ["cost-center", "owner"],
  "tags": { "data-steward": { "values": ["governance"] } },
  "terraform": ["data-steward"]
}
`,
  'specs/governance/classification.yaml':
    'email:\n  classification: confidential\n  pii: true\n  policy: hash_sha256\nphone:\n  classification: confidential\n  pii: true\n  policy: last4\n',
};

/** Contracts on every target: one account in two environments, tables and views, with and without confidential columns. */
export const warehouses: Files = {
  ...governance,
  'specs/contracts/outputs/orders.yaml': contract(
    'orders',
    `tags: ['cost-center:finance']
servers:
  - { server: production, type: snowflake, environment: prod, account: acme-main, database: analytics, schema: sales }
  - { server: development, type: snowflake, environment: dev, account: acme-test, database: analytics_dev, schema: sales }
roles:
  - { role: finance_reader, access: read, description: Reads the figures., firstLevelApprovers: ana, secondLevelApprovers: rui }
  - { role: finance_auditor, access: 'read, unmasked' }
  - { role: loader, access: write }
${columns}`,
  ),
  'specs/contracts/outputs/totals.yaml': contract(
    'totals',
    `tags: ['cost-center:sales']
servers:
  - { server: production, type: snowflake, environment: prod, account: acme-main, database: analytics, schema: sales }
  - { server: development, type: snowflake, environment: dev, account: acme-test, database: analytics_dev, schema: sales }
roles:
  - { role: finance_reader, access: read }
${openColumns}`,
  ),
  'specs/contracts/outputs/lake.yaml': contract(
    'lake',
    `customProperties:
  - { property: costCenter, value: finance }
servers:
  - { server: files, type: s3, location: 's3://acme-lake/totals/*.parquet', format: parquet }
  - { server: queries, type: athena, schema: lake, regionName: eu-central-1, stagingDir: 's3://acme-athena/results' }
  - { server: catalog, type: glue, account: '123456789012', database: lake, location: 's3://acme-lake/totals', format: parquet }
roles:
  - { role: analyst, access: read }
  - { role: 'arn:aws:iam::123456789012:role/etl/loader', access: write }
${openColumns}`,
  ),
  'specs/contracts/outputs/cloud.yaml': contract(
    'cloud',
    `tags: ['cost-center:finance']
servers:
  - { server: bq, type: bigquery, project: acme-prod, dataset: sales }
roles:
  - { role: 'group:finance@acme.example', access: read }
  - { role: auditor, access: unmasked }
${columns}`,
  ),
  'specs/contracts/outputs/desk.yaml': contract(
    'desk',
    `tags: ['cost-center:finance']
servers:
  - { server: pg, type: postgres, host: pg.acme.example, port: 5432, database: shop, schema: mart }
roles:
  - { role: Reader, access: read }
  - { role: keeper, access: write }
  - { role: auditor, access: unmasked }
${columns}`,
  ),
  'specs/contracts/inputs/raw.yaml': contract(
    'raw',
    `tags: ['cost-center:finance']
servers:
  - { server: other, type: postgresql, host: legacy.acme.example, port: 6543, database: shop, schema: public }
${openColumns}`,
  ),
};
