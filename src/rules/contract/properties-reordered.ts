import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/properties-reordered';
const path = 'specs/contracts/outputs/sales.yaml';

/** Columns that readers tell by their position must keep their order. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'Columns that readers tell by their position must keep their order.',
  why: 'Readers of csv and fixed-width files take the third column for what it was. Keep the order, and add columns at the end.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'two columns of a csv file change places',
      base: { [path]: contract('csv', ['state', 'total']) },
      head: { [path]: contract('csv', ['total', 'state']) },
      findings: [`${path}:11 sales/sales dangerous`],
    },
    {
      name: 'readers of parquet tell columns by their names',
      base: { [path]: contract('parquet', ['state', 'total']) },
      head: { [path]: contract('parquet', ['total', 'state']) },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});

function contract(format: string, names: readonly string[]): string {
  const columns = names.map((name) => `name: ${name}, logicalType: string, description: ${name}.`);
  const servers = `servers:\n  - { server: files, type: s3, location: "s3://bucket/sales", format: ${format} }\n`;
  return `${exampleContract({ columns })}${servers}`;
}
