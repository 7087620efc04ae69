import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** An exception must say why. */
export default defineRule({
  id: 'gate/ignore-without-reason',
  kind: 'lint',
  gate: 'lint',
  summary: 'A comment that ignores a rule must say why.',
  why: 'Whoever reads the exception later must be able to tell whether its reason still holds. Without one the comment excuses nothing.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a comment without a reason excuses nothing',
      head: files('# dataengos: ignore spec/naming-convention'),
      findings: [`${path}:14 ${path}`],
    },
    {
      name: 'a comment with a reason',
      head: files('# dataengos: ignore spec/naming-convention -- the source system calls it so'),
      findings: [],
    },
  ],
  check(context) {
    for (const { at, rules, reason } of context.ignores ?? []) {
      if (reason !== undefined || rules.length === 0) continue;
      const names = rules.join(', ');
      context.report({ subject: at.path, at, values: { rules: names }, key: [names] });
    }
  },
});

function files(comment: string): { readonly [path: string]: string } {
  const contract = exampleContract({ columns: ['name: customerData, logicalType: string, description: Data.'] });
  return {
    'specs/governance/naming.json': '{ "casing": { "columns": "snake_case" } }\n',
    [path]: `${contract.trimEnd()} ${comment}\n`,
  };
}
