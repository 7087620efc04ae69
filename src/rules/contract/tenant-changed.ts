import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/tenant-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** Data that stays on its server must not change its tenant unnoticed. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'Data that stays on its server must not change its tenant unnoticed.',
  why: 'Another tenant on the same server may mean other owners of the same rows. Ask both.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'the same server, another tenant',
      base: { [path]: contract('north') },
      head: { [path]: contract('south') },
      findings: [`${path}:15 sales dangerous`],
    },
    {
      name: 'the tenant stays',
      base: { [path]: contract('north') },
      head: { [path]: contract('north') },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});

function contract(tenant: string): string {
  const columns = ['name: total, logicalType: number, description: Total.'];
  const server = 'servers:\n  - { server: lake, type: s3, location: "s3://bucket/sales", format: parquet }\n';
  return `${exampleContract({ columns })}tenant: ${tenant}\n${server}`;
}
