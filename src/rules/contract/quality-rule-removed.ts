import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleWithQuality } from '../example.ts';

const known = 'name: totals known, metric: nullValues, mustBeLessThan: 5, unit: percent';
const id = 'contract/quality-rule-removed';

/** A quality rule must not disappear. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A quality rule must not disappear.',
  why: 'Whoever relies on the data trusts what is checked. Without the rule nobody notices when the data goes bad.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a rule that fails the load is removed',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithQuality('1.0.0', known),
      },
      head: { 'specs/contracts/outputs/sales.yaml': exampleWithQuality('1.1.0') },
      findings: ['base specs/contracts/outputs/sales.yaml:14 sales/sales.total dangerous'],
    },
    {
      name: 'an input contract checks less of what it takes',
      base: {
        'specs/contracts/inputs/sales.yaml': exampleWithQuality('1.0.0', known),
      },
      head: { 'specs/contracts/inputs/sales.yaml': exampleWithQuality('1.1.0') },
      findings: ['base specs/contracts/inputs/sales.yaml:14 sales/sales.total dangerous'],
    },
    {
      name: 'a rule in words is removed: nothing ever executed it',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithQuality(
          '1.0.0',
          'name: totals known, type: text, description: Most totals are known.',
        ),
      },
      head: { 'specs/contracts/outputs/sales.yaml': exampleWithQuality('1.0.1') },
      findings: [],
    },
    {
      name: 'the rule gets another name: it is still there',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithQuality('1.0.0', known),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithQuality(
          '1.0.1',
          'name: known totals, metric: nullValues, mustBeLessThan: 5, unit: percent',
        ),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
