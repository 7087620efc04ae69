import type { Contract } from '../../src/model/contract.ts';
import type { DbtModel, DbtProject } from '../../src/model/dbt.ts';
import { fileStart } from '../../src/model/location.ts';
import type { Project } from '../../src/model/project.ts';
import { contract, object, property, rule, server } from '../drift/contracts.ts';

export const ordersPath = 'specs/contracts/outputs/orders.yaml';
const at = fileStart(ordersPath);
const is = (
  name: 'mustBe' | 'mustBeLessThan' | 'mustBeLessOrEqualTo' | 'mustBeGreaterThan' | 'mustNotBe',
  value: number,
) => ({
  operator: { name, value },
});

/** An output contract with every kind of constraint and library rule, in two objects. */
export const orders: Contract = contract({
  path: ordersPath,
  id: 'urn:shop:orders',
  version: { value: '1.2.0', at },
  status: { value: 'active', at },
  domain: 'sales',
  teamName: 'Sales data',
  team: [
    { username: 'ana@example.com', role: 'Technical Owner', at },
    { username: 'rui@example.com', role: 'Business Owner', at },
  ],
  servers: [server('duckdb', { database: 'shop', schema: 'main' })],
  schema: [
    object(
      'Orders',
      [
        property('id', { type: 'INTEGER', logical: 'integer', primaryKey: true, description: 'Number of the order' }),
        property('Email', {
          physicalName: 'email',
          type: 'VARCHAR',
          logical: 'string',
          required: true,
          classification: 'confidential',
          tags: ['pii'],
          logicalTypeOptions: { format: 'email' },
        }),
        property('code', {
          type: 'VARCHAR',
          logical: 'string',
          unique: true,
          logicalTypeOptions: { pattern: "^[A-Z]{2}'\\d+$" },
        }),
        property('country', { type: 'VARCHAR', logical: 'string', enum: ['NO', 'SE', 'on', '012'] }),
        property('quirk', {
          type: 'VARCHAR',
          logical: 'string',
          enum: ["O'Brien", 'a\\b', '{{ 1 + 1 }}', "env_var('HOME')"],
        }),
        property('level', { type: 'INTEGER', logical: 'integer', enum: [1, 2, 3] }),
        property('amount', {
          type: 'DECIMAL(10,2)',
          logical: 'number',
          logicalTypeOptions: { minimum: 0, maximum: 100.5 },
        }),
        property('ratio', { type: 'DOUBLE', logical: 'number', logicalTypeOptions: { exclusiveMinimum: 0 } }),
        property('placed', { type: 'DATE', logical: 'date', logicalTypeOptions: { minimum: '2020-01-01' } }),
        property('label', { type: 'VARCHAR', logical: 'string', logicalTypeOptions: { minLength: 2, maxLength: 5 } }),
        property('step', { type: 'INTEGER', logical: 'integer', logicalTypeOptions: { multipleOf: 5 } }),
        property('order total', { type: 'DECIMAL(10,2)', logical: 'number', required: true }),
        property('customer_id', {
          type: 'INTEGER',
          logical: 'integer',
          relationships: [{ to: 'lines.line', ofObject: false, at }],
        }),
        property('few_nulls', {
          type: 'VARCHAR',
          quality: [rule({ metric: 'nullValues', ...is('mustBeLessThan', 2), name: 'few nulls' })],
        }),
        property('null_share', {
          type: 'VARCHAR',
          quality: [rule({ metric: 'nullValues', unit: 'percent', ...is('mustBeLessOrEqualTo', 40) })],
        }),
        property('filled', {
          type: 'VARCHAR',
          quality: [
            rule({
              metric: 'missingValues',
              ...is('mustBe', 0),
              arguments: { missingValues: [null, '', 'N/A'] },
              dimension: 'completeness',
            }),
          ],
        }),
        property('kind', {
          type: 'VARCHAR',
          quality: [
            rule({ metric: 'invalidValues', ...is('mustBeLessOrEqualTo', 1), arguments: { validValues: ['a', 'b'] } }),
          ],
        }),
        property('kind_share', {
          type: 'VARCHAR',
          quality: [
            rule({
              metric: 'invalidValues',
              unit: 'percent',
              ...is('mustBeLessThan', 50),
              arguments: { validValues: ['a', 'b'] },
            }),
          ],
        }),
        property('shape', {
          type: 'VARCHAR',
          quality: [rule({ metric: 'invalidValues', ...is('mustBe', 0), arguments: { pattern: '^[a-z]+$' } })],
        }),
        property('shape_share', {
          type: 'VARCHAR',
          quality: [
            rule({
              metric: 'invalidValues',
              unit: 'percent',
              ...is('mustBeLessThan', 50),
              arguments: { pattern: '^[a-z]+$' },
            }),
          ],
        }),
        property('copies', {
          type: 'VARCHAR',
          quality: [rule({ metric: 'duplicateValues', ...is('mustBeLessThan', 2) })],
        }),
        property('copies_share', {
          type: 'VARCHAR',
          quality: [rule({ metric: 'duplicateValues', unit: 'percent', ...is('mustBeLessThan', 30) })],
        }),
        property('paid', {
          type: 'INTEGER',
          quality: [
            rule({
              type: 'sql',
              id: 'paid-sum',
              query: 'select sum({property}) from ${object}',
              ...is('mustBeLessOrEqualTo', 10),
            }),
          ],
        }),
      ],
      {
        description: { value: 'One row per order.\nWith {{ braces }} in its text.', at },
        tags: ['gold'],
        quality: [
          rule({ metric: 'rowCount', operator: { name: 'mustBeBetween', value: [1, 3] } }),
          rule({ metric: 'duplicateValues', ...is('mustBe', 0), arguments: { properties: ['Email', 'order total'] } }),
          rule({
            type: 'sql',
            name: 'Not too many',
            query: 'SELECT count(*) FROM {object} o',
            ...is('mustBeLessThan', 4),
          }),
          rule({ type: 'text', description: 'Orders arrive daily.' }),
        ],
      },
    ),
    object('lines', [
      property('order_id', { type: 'INTEGER', primaryKey: true, primaryKeyPosition: 2 }),
      property('line', { type: 'INTEGER', primaryKey: true, primaryKeyPosition: 1 }),
    ]),
  ],
});

export function model(name: string, parts: Partial<DbtModel> = {}): DbtModel {
  return {
    name,
    path: `implementation/dbt/models/marts/${name}.sql`,
    oid: name,
    language: 'sql',
    text: 'select 1',
    folderConfig: {},
    ...parts,
  };
}

export function dbtProject(models: readonly DbtModel[], parts: Partial<DbtProject> = {}): DbtProject {
  return {
    root: 'implementation/dbt',
    name: 'shop',
    at: fileStart('implementation/dbt/dbt_project.yml'),
    models,
    sources: [],
    seeds: [],
    snapshots: [],
    macros: [],
    groups: [],
    orphanProperties: [],
    vars: {},
    packages: [],
    dialect: 'duckdb',
    ...parts,
  };
}

export function project(
  contracts: readonly Contract[],
  dbt: readonly DbtProject[],
  parts: Partial<Project> = {},
): Project {
  return {
    layout: 'inputs-outputs',
    files: contracts.map((each) => ({ path: each.path, oid: each.path, role: 'contract' })),
    contracts,
    governance: {},
    dbt,
    problems: [],
    skipped: [],
    ...parts,
  };
}

export const shop: Project = project([orders], [dbtProject([model('orders'), model('lines')])]);
