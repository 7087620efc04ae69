import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/tag-changed';

/** Tags and custom properties that things hang on must not change unnoticed. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'Tags and custom properties that things hang on must not change unnoticed.',
  why: 'Access, masking and bills may follow them. "load-bearing" in "dataengos.yaml" says which these are.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a column is no longer marked as personal data',
      base: { 'specs/contracts/outputs/sales.yaml': contract('1.0.0', 'finance, pii') },
      head: { 'specs/contracts/outputs/sales.yaml': contract('1.0.1', 'finance') },
      findings: ['base specs/contracts/outputs/sales.yaml:14 sales/sales.total dangerous'],
    },
    {
      name: 'a column is marked as personal data',
      base: { 'specs/contracts/inputs/sales.yaml': contract('1.0.0', 'finance') },
      head: { 'specs/contracts/inputs/sales.yaml': contract('1.0.1', 'finance, pii') },
      findings: ['specs/contracts/inputs/sales.yaml:14 sales/sales.total dangerous'],
    },
    {
      name: 'a tag changes that nothing hangs on',
      base: { 'specs/contracts/outputs/sales.yaml': contract('1.0.0', 'finance') },
      head: { 'specs/contracts/outputs/sales.yaml': contract('1.0.1', 'accounting') },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});

function contract(version: string, tags: string): string {
  const columns = [`name: total, logicalType: number, description: Total., tags: [${tags}]`];
  return exampleContract({ version, columns });
}
