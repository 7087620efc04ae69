import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/encrypted-name-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** The column that holds the encrypted values must not change unnoticed. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The column that holds the encrypted values must not change unnoticed.',
  why: 'Readers without the right to see the plain column read the encrypted one by its name. Keep both names until they have moved.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'the encrypted column has another name',
      base: {
        [path]: exampleContract({
          columns: ['name: email, logicalType: string, encryptedName: email_enc, description: Address.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: ['name: email, logicalType: string, encryptedName: email_hash, description: Address.'],
        }),
      },
      findings: [`${path}:14 sales/sales.email dangerous`],
    },
    {
      name: 'the name stays',
      base: {
        [path]: exampleContract({
          columns: ['name: email, logicalType: string, encryptedName: email_enc, description: Address.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: ['name: email, logicalType: string, encryptedName: email_enc, description: E-mail address.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
