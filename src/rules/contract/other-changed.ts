import { defineRule, findingOf, valuesOf } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/other-changed';
const path = 'specs/contracts/outputs/sales.yaml';
const config = `compatibility:
  description-changed: { output: dangerous }
`;
const total = 'name: total, logicalType: number, description: Total.';

/** What the configuration calls harmful must not change unnoticed. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'What the configuration calls harmful must not change unnoticed.',
  why: 'Most words and labels may change freely. Where dataengos.yaml gives such a change a class that hurts, the people who wrote that want to see it.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a description changes where the configuration calls that dangerous',
      base: { 'dataengos.yaml': config, [path]: exampleContract({ columns: [total] }) },
      head: { 'dataengos.yaml': config, [path]: exampleContract({ columns: [total.replace('Total.', 'Net total.')] }) },
      findings: [`${path}:14 sales/sales.total dangerous`],
    },
    {
      name: 'a description changes',
      base: { [path]: exampleContract({ columns: [total] }) },
      head: { [path]: exampleContract({ columns: [total.replace('Total.', 'Net total.')] }) },
      findings: [],
    },
  ],
  check(context) {
    for (const classified of context.changes) {
      const { change, class: name } = classified;
      if (classified.rule !== id || (name !== 'breaking' && name !== 'dangerous')) continue;
      const values = valuesOf(change);
      context.report({
        ...findingOf(classified),
        at: change.at,
        values: { ...values, kind: change.kind, class: name, config: 'dataengos.yaml' },
        key: [change.kind, values.element, values.before, values.after],
        related: change.baseAt === undefined ? [] : [{ at: change.baseAt, message: 'before' }],
      });
    }
  },
});
