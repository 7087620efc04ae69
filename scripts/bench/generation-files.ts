/** Contents by path. */
export type RepositoryFiles = { readonly [path: string]: string };

/** A repository of so many contracts, every second an output contract with a model, the others inputs. */
export function generationFiles(contracts: number): RepositoryFiles {
  const all = Array.from({ length: contracts }, (_, index) => index);
  return {
    ...project,
    ...Object.fromEntries(all.map((index) => [generatedFrom(index), contractText(index)])),
    ...Object.fromEntries(
      all.filter(isOutput).map((index) => [`implementation/dbt/models/marts/t${index}.sql`, 'select 1 as id\n']),
    ),
  };
}

/** Path of a contract of {@link generationFiles}. */
export function generatedFrom(index: number): string {
  return `specs/contracts/${isOutput(index) ? 'outputs' : 'inputs'}/c${index}.yaml`;
}

function isOutput(index: number): boolean {
  return index % 2 === 0;
}

const project: RepositoryFiles = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/profiles.yml':
    'shop:\n  target: dev\n  outputs:\n    dev: { type: snowflake, account: "{{ env_var(\'ACCOUNT\') }}" }\n',
  'specs/governance/classification.yaml':
    'email:\n  classification: confidential\n  pii: true\n  policy: hash_sha256\n',
};

function contractText(index: number): string {
  const properties = Array.from({ length: 10 }, (_, column) => propertyText(column));
  return `apiVersion: v3.1.0
kind: DataContract
id: c${index}
name: Contract ${index}
version: 1.${index % 7}.0
status: active
domain: d${index % 20}
dataProduct: p${index % 100}
description: { purpose: Purpose of ${index}. }
team:
  name: t${index % 10}
  members: [{ username: ana, role: technical owner }, { username: bia, role: business owner }]
servers: [{ server: w, type: snowflake, environment: prod, account: acme, database: DB, schema: S${index % 20} }]
roles: [{ role: reader_${index % 20}, access: read }]
schema:
  - name: t${index}
    physicalType: table
    description: Table ${index}.
    properties:
${properties.join('\n')}
slaProperties: [{ property: latency, value: 1, unit: d, element: t${index}.col2 }]
`;
}

function propertyText(column: number): string {
  const types = column % 2 === 0 ? ['integer', 'bigint'] : ['string', 'varchar'];
  const parts = [
    `name: ${column === 3 ? 'email' : `col${column}`}`,
    `logicalType: ${types[0]}`,
    `physicalType: ${types[1]}`,
    'required: true',
    ...(column === 0 ? ['primaryKey: true'] : []),
    ...(column === 3 ? ['classification: confidential'] : []),
    `description: Column ${column}.`,
    'quality: [{ metric: nullValues, mustBe: 0 }]',
  ];
  return `      - { ${parts.join(', ')} }`;
}
