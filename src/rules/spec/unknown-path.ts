import { defineRule } from '../define-rule.ts';

/** Every file below specs/ must be in a place that the gate reads. */
export default defineRule({
  id: 'spec/unknown-path',
  kind: 'lint',
  gate: 'lint',
  summary: 'Every file below specs/ must be in a place that the gate reads.',
  why: 'A file in a folder with a typing mistake is never checked, and nobody notices.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a folder with a typing mistake',
      head: { 'specs/contract/outputs/sales.yaml': 'id: sales\n' },
      findings: ['specs/contract/outputs/sales.yaml:1 specs/contract'],
    },
    { name: 'a README is welcome anywhere', head: { 'specs/README.md': '# Specs\n' }, findings: [] },
  ],
  check(context) {
    for (const problem of context.project.problems) {
      if (problem.kind !== 'unknown-path') continue;
      context.report({
        subject: (problem.values['path'] ?? problem.at.path).replace(/\/$/, ''),
        at: problem.at,
        text: problem.message,
        values: problem.values,
        key: [problem.key],
      });
    }
  },
});
