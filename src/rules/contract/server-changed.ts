import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleServer, exampleWithServers } from '../example.ts';

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
        'specs/contracts/outputs/sales.yaml': exampleWithServers('1.0.0', exampleServer),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers(
          '2.0.0',
          exampleServer.replace('database: sales', 'database: revenue'),
        ),
      },
      findings: ['specs/contracts/outputs/sales.yaml:16 sales breaking'],
    },
    {
      name: 'production files become Parquet',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers(
          '1.0.0',
          'server: files, type: s3, environment: prod, location: "s3://acme/sales/", format: json',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers(
          '2.0.0',
          'server: files, type: s3, environment: prod, location: "s3://acme/sales/", format: parquet',
        ),
      },
      findings: ['specs/contracts/outputs/sales.yaml:16 sales breaking'],
    },
    {
      name: 'a server gets another name',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers('1.0.0', exampleServer),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers(
          '1.1.0',
          exampleServer.replace('server: main', 'server: warehouse'),
        ),
      },
      findings: ['specs/contracts/outputs/sales.yaml:16 sales dangerous'],
    },
    {
      name: 'a server gets a description',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers('1.0.0', exampleServer),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithServers(
          '1.0.1',
          `${exampleServer}, description: For reports.`,
        ),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
