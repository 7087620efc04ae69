import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/server-removed';

/** A server that readers connect to must not disappear. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A server that readers connect to must not disappear.',
  why: 'Every connection to it fails. Mark it as deprecated with a date, and remove it after that date.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a production server goes without notice',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
          'server: old, type: postgres, environment: prod, host: db.acme.example, port: 5432, database: sales, schema: gold',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '2.0.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
        ),
      },
      findings: ['base specs/contracts/outputs/sales.yaml:17 sales breaking'],
    },
    {
      name: 'a server for tests goes',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
          'server: tests, type: duckdb, environment: dev, database: sales.duckdb',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.1.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
        ),
      },
      findings: ['base specs/contracts/outputs/sales.yaml:17 sales dangerous'],
    },
    {
      name: 'an input contract loses its server for tests: its source does not mind',
      base: {
        'specs/contracts/inputs/sales.yaml': contract(
          '1.0.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
          'server: tests, type: duckdb, environment: dev, database: sales.duckdb',
        ),
      },
      head: {
        'specs/contracts/inputs/sales.yaml': contract(
          '1.0.1',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
        ),
      },
      findings: [],
    },
    {
      name: 'a server is added',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.1.0',
          'server: main, type: snowflake, environment: prod, account: acme, database: sales, schema: gold',
          'server: tests, type: duckdb, environment: dev, database: sales.duckdb',
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
