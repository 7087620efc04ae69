import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/project.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { fillVersion } from '../fill-version.ts';
import { replaceWritten, writtenAt } from '../replace-text.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** Every file of `specs/` must be readable and have the shape that its own version asks for. */
export default defineRule({
  id: 'spec/invalid-document',
  kind: 'lint',
  gate: 'lint',
  ignorable: false,
  summary: 'Every file of specs/ must be readable and have the shape that its own version asks for.',
  why: 'What cannot be read cannot be kept: no other check sees a broken file. Contracts are judged by the ODCS version that their apiVersion names.',
  severity: 'error',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a logical type that ODCS does not know',
      head: { [path]: exampleContract({ columns: ['name: total, logicalType: decimal, description: Total.'] }) },
      findings: [`${path}:14 ${path}`],
    },
    {
      name: 'a logical type with a capital letter, and a misspelt key',
      head: {
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: Number, description: Total.',
            'name: state, logicalType: string, descripton: State.',
          ],
        }),
      },
      findings: [`${path}:14 ${path}`, `${path}:15 ${path}`],
    },
    {
      name: 'a version that YAML reads as a number, and a truth value that it reads as text',
      head: {
        [path]: exampleContract({
          version: '1.0',
          columns: ['name: total, logicalType: number, required: "yes", description: Total.'],
        }),
      },
      findings: [`${path}:4 ${path}`, `${path}:14 ${path}`],
    },
    {
      name: 'a version of ODCS without its "v"',
      head: {
        [path]: exampleContract({
          apiVersion: '3.1.0',
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
      },
      findings: [`${path}:1 ${path}`],
    },
    {
      name: 'a file that is not YAML',
      head: { [path]: 'id: sales\n  version: 1.0.0\n' },
      findings: [`${path}:2 ${path}`],
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
        fix: fixOf(context, problem),
        related: (problem.related ?? []).map((at) => ({ at, message: 'see' })),
      });
    }
  },
});

function fixOf(context: RuleContext, { key, replacement }: Problem): Fix | undefined {
  if (replacement === undefined) return undefined;
  const written = writtenAt(context, replacement.at) ?? '';
  const filled = key === '/version#type' ? fillVersion(written) : undefined;
  const edit = replaceWritten(context, replacement);
  if (edit === undefined) return undefined;
  const text = filled ?? edit.text;
  return { title: `${replacement.value ?? written} → ${text}`, edits: [{ ...edit, text }] };
}
