import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/enum-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** The set of values that a column can have must not change under its readers. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The set of values that a column can have must not change under its readers.',
  why: 'Readers list the values in CASE expressions and accepted_values tests; a source may still send a value that is no longer allowed. Announce a new value before it appears.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a value is added: readers that list all values meet one they do not know',
      base: {
        [path]: exampleContract({
          columns: [
            'name: state, logicalType: string, logicalTypeOptions: {pattern: "^(SP|RJ)$"}, quality: [{metric: invalidValues, arguments: {validValues: [SP, RJ]}, mustBe: 0}], description: State.',
          ],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: [
            'name: state, logicalType: string, logicalTypeOptions: {pattern: "^(SP|RJ)$"}, quality: [{metric: invalidValues, arguments: {validValues: [SP, RJ, MG]}, mustBe: 0}], description: State.',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.state dangerous`],
    },
    {
      name: 'the set is no longer closed',
      base: {
        [path]: exampleContract({
          columns: [
            'name: state, logicalType: string, quality: [{metric: invalidValues, arguments: {validValues: [SP, RJ]}, mustBe: 0}], description: State.',
          ],
        }),
      },
      head: { [path]: exampleContract({ columns: ['name: state, logicalType: string, description: State.'] }) },
      findings: [`base ${path}:14 sales/sales.state breaking`],
    },
    {
      name: 'the same values in another order',
      base: {
        [path]: exampleContract({
          columns: [
            'name: state, logicalType: string, quality: [{metric: invalidValues, arguments: {validValues: [SP, RJ]}, mustBe: 0}], description: State.',
          ],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: [
            'name: state, logicalType: string, quality: [{metric: invalidValues, arguments: {validValues: [RJ, SP]}, mustBe: 0}], description: State.',
          ],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
