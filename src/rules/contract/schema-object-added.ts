import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/schema-object-added';
const path = 'specs/contracts/outputs/sales.yaml';
const contract = exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] });

/** A source must not be asked for a table that it may not have. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A source must not be asked for a table that it may not have.',
  why: 'An input contract is a demand: agree on the new table with the source first.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a second table in an input contract',
      base: { [path.replace('outputs', 'inputs')]: contract },
      head: {
        [path.replace('outputs', 'inputs')]:
          `${contract.replace('1.0.0', '1.1.0')}  - name: returns\n    description: Returns.\n`,
      },
      findings: [`${path.replace('outputs', 'inputs')}:15 sales/returns dangerous`],
    },
    {
      name: 'readers do not notice a second table',
      base: { [path]: contract },
      head: { [path]: `${contract.replace('1.0.0', '1.1.0')}  - name: returns\n    description: Returns.\n` },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
