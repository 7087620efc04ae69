import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const contract = exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] });

/** One repository must use one layout of contract folders. */
export default defineRule({
  id: 'spec/mixed-layout',
  kind: 'lint',
  gate: 'lint',
  summary: 'One repository must use one layout of contract folders.',
  why: 'With both inputs|outputs and sources|data-products nobody knows where the next contract belongs. Both are read; move the files of one.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'both kinds of contract folders',
      head: {
        'specs/contracts/outputs/sales.yaml': contract,
        'specs/contracts/data-products/sales/sales.yaml': contract.replace('id: sales', 'id: sales-2'),
      },
      findings: ['specs/contracts/outputs/sales.yaml:1 specs/contracts'],
    },
    { name: 'one kind of contract folders', head: { 'specs/contracts/outputs/sales.yaml': contract }, findings: [] },
  ],
  check(context) {
    for (const problem of context.project.problems) {
      if (problem.kind !== 'layout') continue;
      context.report({
        subject: 'specs/contracts',
        at: problem.at,
        text: problem.message,
        values: problem.values,
        related: (problem.related ?? []).map((at) => ({ at, message: 'see' })),
      });
    }
  },
});
