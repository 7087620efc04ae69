import type { RuleFinding } from '../../model/rule.ts';
import { defineRule, reportChanges } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/classification-changed';

/** The classification of a column must not change unnoticed. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The classification of a column must not change unnoticed.',
  why: 'Access and masking follow it: lowered or taken away, data may leak, which is an error whatever the version says, until whoever answers for privacy has the severity lowered in the base branch; raised, readers may lose access.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a confidential column becomes public',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, classification: confidential, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: ['name: state, logicalType: string, classification: public, description: State.'],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:14 sales/sales.state dangerous'],
    },
    {
      name: 'the classification stays',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, classification: public, description: State.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: state, logicalType: string, classification: public, description: State.'],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportChanges({ ...context, report: (finding) => context.report(withWeight(finding)) }, id),
});

/** No version makes a leak right: what is lowered or taken away fails, although readers survive it. */
function withWeight(finding: RuleFinding): RuleFinding {
  const isLowered = finding.because?.row === 'classification-lowered';
  return isLowered && finding.severity === undefined ? { ...finding, severity: 'error' } : finding;
}
