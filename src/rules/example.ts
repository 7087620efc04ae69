/** What an example contract says beyond the usual; columns are flow mappings such as `name: total, logicalType: number`. */
export interface ExampleContract {
  readonly id?: string;
  readonly version?: string;
  readonly status?: string;
  readonly object?: string;
  readonly columns: readonly string[];
}

/** A small valid contract for examples of rules: owners, descriptions, one table. Column `n` is on line 14 + n. */
export function exampleContract(example: ExampleContract): string {
  return `apiVersion: v3.1.0
kind: DataContract
id: ${example.id ?? 'sales'}
version: ${example.version ?? '1.0.0'}
status: ${example.status ?? 'active'}
team:
  members:
    - { username: ana, role: technical owner }
    - { username: bia, role: business owner }
schema:
  - name: ${example.object ?? 'sales'}
    description: Sales by state.
    properties:
${example.columns.map((column) => `      - { ${column} }\n`).join('')}`;
}
