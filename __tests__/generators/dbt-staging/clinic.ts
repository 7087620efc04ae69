import type { MemoryFiles } from '../../support/memory-tree.ts';

/** Every word of a policy that is known, and the column that it is about. */
export const clinicPolicies: { readonly [term: string]: string } = {
  email: 'hash_sha256',
  phone: 'redact',
  tax_id: 'last4',
  birth_date: 'nullify',
  passport: 'tokenise',
};

const classification = Object.entries(clinicPolicies)
  .map(([term, policy]) => `${term}: { classification: confidential, pii: true, policy: ${policy} }\n`)
  .join('');

const patients = `apiVersion: v3.1.0
kind: DataContract
id: clinic-patients
name: Patients
version: 1.0.0
status: active
domain: care
description: { purpose: Patients of the clinic, as its own system delivers them. }
team:
  name: Care data
  members: [{ username: ana@example.com, role: Technical Owner }, { username: rui@example.com, role: Business Owner }]
tags: [care]
servers:
  - { server: prod, type: duckdb, environment: prod, database: clinic.duckdb, schema: main }
schema:
  - name: patients
    physicalName: clinic_patients
    physicalType: table
    description: One row per patient.
    tags: [people]
    properties:
      - { name: patient_id, logicalType: integer, physicalType: bigint, required: true, primaryKey: true, primaryKeyPosition: 1, description: Number of the patient. }
      - { name: email, physicalName: EMail, logicalType: string, physicalType: varchar, required: true, unique: true, classification: confidential, description: Where the patient reads., logicalTypeOptions: { format: email } }
      - { name: phone, logicalType: string, physicalType: varchar, classification: confidential, description: Where the patient answers., logicalTypeOptions: { minLength: 3 } }
      - { name: tax_id, logicalType: string, physicalType: varchar, classification: confidential, description: Number that the state knows. }
      - { name: birth_date, logicalType: date, physicalType: date, classification: confidential, description: Day of birth. }
      - { name: passport, logicalType: string, physicalType: varchar, classification: confidential, description: Number of the passport. }
      - { name: order, logicalType: integer, physicalType: varchar, description: Place in the queue. }
      - { name: is_open, physicalName: 'open file', logicalType: boolean, physicalType: boolean, description: Whether the file is open. }
      - { name: updated_at, logicalType: timestamp, physicalType: timestamp, required: true, description: When the row arrived. }
slaProperties:
  - { property: latency, value: 6, unit: h, element: patients.updated_at }
`;

const visits = `apiVersion: v3.1.0
kind: DataContract
id: clinic-visits
name: Visits
version: 1.0.0
status: active
domain: care
description: { purpose: Visits of patients. }
team:
  name: Care data
  members: [{ username: ana@example.com, role: Technical Owner }, { username: rui@example.com, role: Business Owner }]
servers:
  - { server: prod, type: duckdb, environment: prod, database: clinic.duckdb, schema: main }
schema:
  - name: visits
    physicalType: table
    description: One row per visit.
    properties:
      - { name: patient_id, logicalType: integer, physicalType: bigint, required: true, primaryKey: true, primaryKeyPosition: 1, description: Number of the patient., relationships: [{ to: patients.patient_id }] }
      - { name: day, logicalType: date, physicalType: varchar, required: true, primaryKey: true, primaryKeyPosition: 2, description: Day of the visit. }
      - { name: amount, logicalType: number, physicalType: varchar, description: What it cost., quality: [{ id: paid, type: sql, query: 'select count(*) from {object} where {property} is null', mustBe: 0 }] }
    quality:
      - { metric: rowCount, mustBeGreaterThan: 0, description: There are visits. }
      - { type: text, description: Visits arrive every night. }
slaProperties:
  - { property: freshness, value: D-1, element: visits.day }
`;

/** The folder of the dbt project. */
export const clinicRoot = 'implementation/dbt';

/** A repository with two input contracts of one source, a classification policy and an empty dbt project on DuckDB. */
export const clinic: MemoryFiles = {
  'specs/contracts/sources/clinic/patients.yaml': patients,
  'specs/contracts/sources/clinic/visits.yaml': visits,
  'specs/governance/classification.yaml': classification,
  'specs/governance/macro-library.md':
    '# Macros\n\n- `mask_pii(column)`: SHA-256 of a personal column.\n- `dataengos_mask_last4(column)`: masks all but the end.\n',
  'specs/governance/tiering-standards.md':
    '# Tiering standards\n\n- Staging: one model per source table, typed and renamed, personal data masked.\n- Marts: what consumers read.\n',
  'specs/governance/naming.json': JSON.stringify({
    layers: { staging: { prefix: 'stg_', materialization: 'view' }, marts: { prefix: 'fct_|dim_' } },
    casing: { tables: 'snake_case', columns: 'snake_case' },
    column_rules: { boolean: { prefix: 'is_|has_' }, timestamp: { suffix: '_at', timezone: 'UTC' } },
  }),
  'specs/governance/stack-standards.md':
    '# Stack\n\n- Use CTEs, no subqueries.\n- No `select *`.\n- Trailing commas.\n- SQL keywords in lower case.\n- Every model has a description and an owner.\n',
  [`${clinicRoot}/dbt_project.yml`]: `name: clinic
version: 1.0.0
config-version: 2
profile: clinic
require-dbt-version: [">=1.10.6", "<3.0.0"]
flags:
  require_generic_test_arguments_property: true
  send_anonymous_usage_stats: false
models:
  clinic:
    staging:
      +materialized: view
`,
  [`${clinicRoot}/profiles.yml`]:
    'clinic: { target: dev, outputs: { dev: { type: duckdb, path: clinic.duckdb, threads: 1 } } }\n',
};
