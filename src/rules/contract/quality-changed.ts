import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleWithQuality } from '../example.ts';

const known = 'name: totals known, metric: nullValues, mustBeLessThan: 5, unit: percent, severity: error';
const id = 'contract/quality-changed';

/** What a quality rule promises or demands must not change under those who rely on it. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'What a quality rule promises or demands must not change under those who rely on it.',
  why: 'A looser rule lets data through that readers of an output contract never met; a stricter one refuses data that a source of an input contract was allowed to send.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'an output contract lets more totals be missing',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithQuality(
          '1.0.0',
          'name: totals known, metric: nullValues, mustBeLessThan: 1, unit: percent',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithQuality('1.1.0', known),
      },
      findings: ['specs/contracts/outputs/sales.yaml:14 sales/sales.total dangerous'],
    },
    {
      name: 'an input contract adds a rule that fails the load',
      base: { 'specs/contracts/inputs/sales.yaml': exampleWithQuality('1.0.0') },
      head: {
        'specs/contracts/inputs/sales.yaml': exampleWithQuality('2.0.0', known),
      },
      findings: ['specs/contracts/inputs/sales.yaml:14 sales/sales.total breaking'],
    },
    {
      name: 'a rule that failed only warns',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithQuality(
          '1.0.0',
          'name: totals known, metric: nullValues, mustBeLessThan: 5, unit: percent, severity: error',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithQuality(
          '1.1.0',
          'name: totals known, metric: nullValues, mustBeLessThan: 5, unit: percent, severity: warning',
        ),
      },
      findings: ['specs/contracts/outputs/sales.yaml:14 sales/sales.total dangerous'],
    },
    {
      name: 'an output contract promises more',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleWithQuality('1.0.0', known),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleWithQuality(
          '1.1.0',
          'name: totals known, metric: nullValues, mustBeLessThan: 1, unit: percent',
        ),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
