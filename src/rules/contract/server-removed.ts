import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleServer, exampleWithServers } from '../example.ts';

const tests = 'server: tests, type: duckdb, environment: dev, database: sales.duckdb';
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
        'specs/contracts/outputs/sales.yaml': exampleWithServers(
          '1.0.0',
          exampleServer,
          'server: old, type: postgres, environment: prod, host: db.acme.example, port: 5432, database: sales, schema: gold',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers('2.0.0', exampleServer),
      },
      findings: ['base specs/contracts/outputs/sales.yaml:17 sales breaking'],
    },
    {
      name: 'a server for tests goes',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers('1.0.0', exampleServer, tests),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers('1.1.0', exampleServer),
      },
      findings: ['base specs/contracts/outputs/sales.yaml:17 sales dangerous'],
    },
    {
      name: 'an input contract loses its server for tests: its source does not mind',
      base: {
        'specs/contracts/inputs/sales.yaml': exampleWithServers('1.0.0', exampleServer, tests),
      },
      head: {
        'specs/contracts/inputs/sales.yaml': exampleWithServers('1.0.1', exampleServer),
      },
      findings: [],
    },
    {
      name: 'a server is added',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers('1.0.0', exampleServer),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers('1.1.0', exampleServer, tests),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
