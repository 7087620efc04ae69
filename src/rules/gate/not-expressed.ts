import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const dbt = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/sales.sql': 'select 1 as total\n',
};

/** What the specifications ask for, generated files must be able to say. */
export default defineRule({
  id: 'gate/not-expressed',
  kind: 'lint',
  gate: 'artifacts',
  summary: 'What the specifications ask for, generated files can say.',
  why: 'A rule that no generated file expresses is checked by nobody, though the contract seems to promise it. Write it in another way, or check it elsewhere and know so.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a quality rule without a threshold becomes no test',
      head: {
        ...dbt,
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, description: Total., quality: [{ metric: nullValues, mustBe: none }]',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.total`],
    },
    {
      name: 'a quality rule that becomes a test',
      head: {
        ...dbt,
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, description: Total., quality: [{ metric: nullValues, mustBe: 0 }]',
          ],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const note of context.facts.unexpressed ?? []) {
      context.report({
        subject: note.subject,
        at: note.at,
        text: note.message,
        values: note.values,
        key: [note.generator, note.message, ...Object.values(note.values)],
      });
    }
  },
});
