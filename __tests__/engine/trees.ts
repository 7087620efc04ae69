import * as fc from 'fast-check';
import type { Files } from '../../src/model/rule.ts';

/** What a contract of the tests says; the rest is as good as it gets. */
export interface ContractText {
  readonly id: string;
  readonly version?: string;
  readonly columns: readonly string[];
}

/** The text of a contract without mistakes; every column is a flow mapping without its braces. */
export function contractText({ id, version = '1.0.0', columns }: ContractText): string {
  return [
    'apiVersion: v3.1.0',
    'kind: DataContract',
    `id: ${id}`,
    `version: ${version}`,
    'status: active',
    'team:',
    '  members:',
    '    - { username: ana, role: technical owner }',
    '    - { username: bia, role: business owner }',
    'schema:',
    `  - name: ${id}`,
    '    description: Rows.',
    '    properties:',
    ...columns.map((column) => `      - { ${column} }`),
    '',
  ].join('\n');
}

const column = fc
  .record({
    name: fc.constantFrom('id', 'total', 'email', 'createdAt', 'state', 'is_paid', 'x.y', 'ação'),
    logicalType: fc.constantFrom('string', 'integer', 'number', 'date', 'boolean', 'object'),
    required: fc.option(fc.boolean()),
    unique: fc.option(fc.boolean()),
    described: fc.boolean(),
  })
  .map(({ name, logicalType, required, unique, described }) => ({
    name,
    text: [
      `name: "${name}", logicalType: ${logicalType}`,
      ...(required === null ? [] : [`required: ${required}`]),
      ...(unique === null ? [] : [`unique: ${unique}`]),
      ...(described ? ['description: Words.'] : []),
    ].join(', '),
  }));

const contract = fc.record({
  id: fc.constantFrom('orders', 'customers', 'pedidos'),
  folder: fc.constantFrom('inputs', 'outputs', 'data-products', 'sources'),
  version: fc.constantFrom('1.0.0', 'v1.2.0', '0.1.0', '2024-01'),
  columns: fc.uniqueArray(column, { minLength: 1, maxLength: 5, selector: ({ name }) => name }),
});

/** Trees of a few contracts with and without mistakes, governance, and a file that is broken. */
export const someFiles: fc.Arbitrary<Files> = fc
  .record({
    contracts: fc.array(contract, { maxLength: 4 }),
    governance: fc.boolean(),
    broken: fc.boolean(),
    model: fc.constantFrom(undefined, 'select 1 as id\n', 'select from (\n', "select * from {{ ref('gone') }}\n"),
  })
  .map(({ contracts, governance, broken, model }) => ({
    ...Object.fromEntries(
      contracts.map(({ id, folder, version, columns }) => [
        `specs/contracts/${folder}/${id}.yaml`,
        contractText({ id, version, columns: columns.map(({ text }) => text) }),
      ]),
    ),
    ...(governance && {
      'specs/governance/naming.json': '{ "casing": { "columns": "snake_case" } }\n',
      'specs/governance/classification.yaml': 'email:\n  classification: confidential\n  pii: true\n',
    }),
    ...(broken && { 'specs/contracts/outputs/broken.yaml': 'id: a\n  b: [\n' }),
    ...(model !== undefined && {
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      'implementation/dbt/models/orders.sql': model,
    }),
  }));
