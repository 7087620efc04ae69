import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** Every file of `specs/` must be readable and have the shape that its own version asks for. */
export default defineRule({
  id: 'spec/invalid-document',
  kind: 'lint',
  gate: 'lint',
  summary: 'Every file of specs/ must be readable and have the shape that its own version asks for.',
  why: 'What cannot be read cannot be kept: no other check sees a broken file. Contracts are judged by the ODCS version that their apiVersion names.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a logical type that ODCS does not know',
      head: { [path]: exampleContract({ columns: ['name: total, logicalType: decimal, description: Total.'] }) },
      findings: [`${path}:14 ${path}`],
    },
    {
      name: 'a file that is not YAML',
      head: { [path]: 'id: sales\n  version: 1.0.0\n' },
      findings: [`${path}:1 ${path}`],
    },
    {
      name: 'a valid contract',
      head: { [path]: exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] }) },
      findings: [],
    },
  ],
  check(context) {
    for (const problem of context.project.problems) {
      if (problem.kind !== 'syntax' && problem.kind !== 'schema' && problem.kind !== 'unreadable') continue;
      context.report({
        subject: problem.at.path,
        at: problem.at,
        text: problem.message,
        values: problem.values,
        severity: problem.severity,
        key: [problem.key],
        related: (problem.related ?? []).map((at) => ({ at, message: 'see' })),
      });
    }
  },
});
