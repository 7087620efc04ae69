import type { Files } from '../model/rule.ts';

/** What an example contract says beyond the usual; columns are flow mappings such as `name: total, logicalType: number`. */
export interface ExampleContract {
  readonly id?: string;
  readonly version?: string;
  readonly status?: string;
  readonly object?: string;
  readonly apiVersion?: string;
  readonly columns: readonly string[];
}

/** A small valid contract for examples of rules: owners, descriptions, one table. Column `n` is on line 14 + n. */
export function exampleContract(example: ExampleContract): string {
  return `apiVersion: ${example.apiVersion ?? 'v3.1.0'}
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

/** A server of production, as a flow mapping. */
export const exampleServer =
  'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold';

/** A contract with one column and servers, which are flow mappings; server `n` is on line 15 + n. */
export function exampleWithServers(version: string, ...servers: readonly string[]): string {
  const columns = ['name: total, logicalType: number, description: Total.'];
  const list = servers.map((each) => `  - { ${each} }\n`).join('');
  return `${exampleContract({ version, columns })}servers:\n${list}`;
}

/** A contract whose one column has a quality rule, which is a flow mapping, or none. */
export function exampleWithQuality(version: string, quality?: string): string {
  const rules = quality === undefined ? '' : `, quality: [{ ${quality} }]`;
  return exampleContract({ version, columns: [`name: total, logicalType: number, description: Total.${rules}`] });
}

/** The contract of {@link exampleDrift}. */
export const driftPath = 'specs/contracts/outputs/sales.yaml';

/** A table `sales` that must have the column `total` (on line 14), and what the warehouse has: `table,column,position,type,nullable`. */
export function exampleDrift(...rows: readonly string[]): Files {
  const columns = ['name: total, logicalType: number, physicalType: bigint, required: true, description: Total.'];
  const header = 'table_name,column_name,ordinal_position,data_type,is_nullable';
  return { [driftPath]: exampleContract({ columns }), 'snapshot.csv': [header, ...rows, ''].join('\n') };
}

/** The warehouse holds what the contract says. */
export const noDrift = {
  name: 'the warehouse holds what the contract says',
  head: exampleDrift('sales,total,1,bigint,NO'),
  findings: [],
};
