import type { RuleContext } from '../../model/rule.ts';
import type { Located } from '../../model/location.ts';
import type { Fix } from '../../model/finding.ts';
import { certainlyMeant, suggest } from '../../model/suggest.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { replaceValue } from '../replace-text.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];

/** ODCS 3.2.0, "Fundamentals". */
const statuses = ['proposed', 'draft', 'active', 'deprecated', 'retired'];

/** The status of a contract must be one of the five that the standard names. */
export default defineRule({
  id: 'spec/unknown-status',
  kind: 'lint',
  gate: 'lint',
  summary: 'The status of a contract must be one of the five that the standard names.',
  why: 'Tools decide by the status whether a contract counts: with an unknown one a draft blocks or an active contract does not. A misspelling is a warning; a word of your own is information.',
  severity: 'warning',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a status with a capital letter',
      head: { [path]: exampleContract({ status: 'Active', columns }) },
      findings: [`${path}:5 sales`],
    },
    {
      name: 'a misspelt status',
      head: { [path]: exampleContract({ status: 'activ', columns }) },
      findings: [`${path}:5 sales`],
    },
    {
      name: 'a word of your own is information',
      head: { [path]: exampleContract({ status: 'production', columns }) },
      findings: [`${path}:5 sales`],
    },
    { name: 'a draft', head: { [path]: exampleContract({ status: 'draft', columns }) }, findings: [] },
  ],
  check(context) {
    for (const { id, status } of context.project.contracts) {
      if (status === undefined || statuses.includes(status.value) || status.value.includes('${')) continue;
      const meant = suggest(status.value, statuses);
      context.report({
        subject: id,
        at: status.at,
        values: {
          status: status.value,
          allowed: statuses.map((each) => `"${each}"`).join(', '),
          suggestion: meant ?? '',
        },
        ...(meant === undefined
          ? { severity: 'info', message: 'other' }
          : { message: 'misspelt', fix: fixOf(context, status) }),
        key: [status.value],
      });
    }
  },
});

function fixOf(context: RuleContext, status: Located<string>): Fix | undefined {
  const meant = certainlyMeant(status.value, statuses);
  const edit = meant === undefined ? undefined : replaceValue(context, status, meant);
  return edit === undefined ? undefined : { title: `status: ${meant}`, edits: [edit] };
}
