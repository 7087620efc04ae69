import { expect, it } from 'vitest';
import { exampleContract } from '../../src/rules/example.ts';
import { driftFiles } from '../support/check-files.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const servers = 'servers:\n  - { server: main, type: snowflake, account: acme, database: sales, schema: gold }\n';

/** `severity rule subject: message` of every difference between a contract and a warehouse. */
async function drift(contract: string, header: string, ...rows: readonly string[]): Promise<readonly string[]> {
  const report = await driftFiles({ [path]: contract, 'snapshot.csv': [header, ...rows, ''].join('\n') });
  expect(report.rules.skipped).toEqual([]);
  return report.findings.map(({ severity, rule, subject, message }) => `${severity} ${rule} ${subject}: ${message}`);
}

const whole = 'table_catalog,table_schema,table_name,column_name,ordinal_position,data_type,is_nullable';
const columns = [
  'name: total, logicalType: number, physicalType: bigint, required: true, description: Total.',
  'name: state, logicalType: string, physicalType: text, description: State.',
  'name: day, logicalType: date, physicalType: date, description: Day.',
  'name: kind, logicalType: string, physicalType: text, description: Kind.',
];

it('every kind of difference is said once, by its own rule', async () => {
  const rows = ['total,1,bigint,YES', 'state,2,integer,YES', 'kind,3,mystery,YES', 'more,4,text,YES'];
  expect(
    await drift(
      `${exampleContract({ columns })}  - name: orders\n    properties:\n      - { name: id, logicalType: string }\n${servers}`,
      whole,
      ...rows.map((row) => `sales,gold,sales,${row}`),
    ),
  ).toEqual([
    'error drift/type-mismatch sales/sales.state: column "state" of table "sales.gold.sales" is integer, contract "sales" says text; change one of them',
    'error drift/column-missing sales/sales.day: column "day" of contract "sales" is not in table "sales.gold.sales"; add it to the table, or remove it from the contract in a new major version',
    'error drift/table-missing sales/orders: table "orders" of contract "sales" is not in the warehouse; create it, or correct "physicalName" and "servers"',
    'warning drift/column-extra sales/sales: column "more" (text) of table "sales.gold.sales" is not in contract "sales"; describe it there, or drop it',
    'warning drift/nullability sales/sales.total: column "total" of table "sales.gold.sales" may be null, contract "sales" says it is required; add NOT NULL, or drop "required" in a new major version',
    'warning drift/unchecked sales/sales.kind: the type mystery in table "sales.gold.sales" could not be compared with text of contract "sales"; look at it',
  ]);
});

it('a table that is only elsewhere is said to be there', async () => {
  const elsewhere = ['silver', 'bronze'].map((schema) => `sales,${schema},sales,total,1,bigint,NO`);
  expect(await drift(`${exampleContract({ columns: columns.slice(0, 1) })}${servers}`, whole, ...elsewhere)).toEqual([
    'error drift/table-missing sales/sales: table "sales" of contract "sales" is not where its servers say; there is sales.bronze.sales, sales.silver.sales: correct "servers", or move the table',
  ]);
});

it('several tables or columns that answer to a name are named', async () => {
  const contract = exampleContract({ columns: columns.slice(0, 1) });
  const tables = ['gold', 'silver'].map((schema) => `sales,${schema},sales,total,1,bigint,NO`);
  expect(await drift(contract, whole, ...tables)).toEqual([
    'warning drift/unchecked sales/sales: contract "sales" could mean several tables (sales.gold.sales, sales.silver.sales), so none was compared; name database and schema in "servers"',
  ]);
  expect(
    await drift(contract, whole, 'sales,gold,sales,Total,1,bigint,NO', 'sales,gold,sales,TOTAL,2,bigint,NO'),
  ).toEqual([
    'warning drift/unchecked sales/sales.total: a column of contract "sales" could mean several columns of "sales.gold.sales" (Total, TOTAL), so none was compared; set "physicalName"',
  ]);
});

it('a catalog that tells nothing about nulls is worth knowing', async () => {
  const required = [columns[0] ?? '', 'name: state, logicalType: string, required: true, description: State.'];
  expect(
    await drift(
      exampleContract({ columns: required }),
      'table_name,column_name,ordinal_position,data_type',
      'sales,total,1,bigint',
      'sales,state,2,text',
    ),
  ).toEqual([
    'info drift/unchecked sales/sales: the snapshot does not tell whether required columns of "sales" may be null (total, state); a dump of information_schema.columns does',
  ]);
});

it('a contract that cannot be read is not compared', async () => {
  expect(await drift('id: [', whole, 'sales,gold,sales,total,1,bigint,NO')).toEqual([
    'warning drift/unchecked specs/contracts/outputs/sales.yaml: "specs/contracts/outputs/sales.yaml" cannot be read, so nothing of it was compared; "dataengos check --scope all" says why',
  ]);
});
