import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/api-version-lowered';
const path = 'specs/contracts/outputs/sales.yaml';
const contract = exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] });

/** The ODCS version of a contract must not go down. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The ODCS version of a contract must not go down.',
  why: 'Tools of the older version silently drop what they do not know.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'back to an older standard',
      base: { [path]: contract },
      head: {
        [path]: contract
          .replace('v3.1.0', 'v3.0.2')
          .replace('  members:\n', '')
          .replaceAll('    - { username', '  - { username'),
      },
      findings: [`${path}:1 sales dangerous`],
    },
    {
      name: 'a newer standard is the same contract',
      base: { [path]: contract },
      head: { [path]: contract.replace('v3.1.0', 'v3.2.0') },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
