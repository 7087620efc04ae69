import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/server-changed';

/** Where the data is and how it is read must not change under those who connect to it. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'Where the data is and how it is read must not change under those who connect to it.',
  why: 'Connections and queries look for the data where it was, and parse it as it was. Add the new place as a second server, and deprecate the old one.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'the production data moves to another database',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '2.0.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: revenue, schema: gold',
        ),
      },
      findings: ['specs/contracts/outputs/sales.yaml:16 sales breaking'],
    },
    {
      name: 'production files become Parquet',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'server: files, type: s3, environment: prod, location: "s3://acme/sales/", format: json',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '2.0.0',
          'server: files, type: s3, environment: prod, location: "s3://acme/sales/", format: parquet',
        ),
      },
      findings: ['specs/contracts/outputs/sales.yaml:16 sales breaking'],
    },
    {
      name: 'a server gets another name',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.1.0',
          'server: warehouse, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
        ),
      },
      findings: ['specs/contracts/outputs/sales.yaml:16 sales dangerous'],
    },
    {
      name: 'a server gets a description',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.1',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold, description: For reports.',
        ),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});

function contract(version: string, ...servers: readonly string[]): string {
  const columns = ['name: total, logicalType: number, description: Total.'];
  const list = servers.map((each) => `  - { ${each} }\n`).join('');
  return `${exampleContract({ version, columns })}servers:\n${list}`;
}
