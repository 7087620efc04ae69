import type { VersionBump } from '../../model/change.ts';
import type { Contract } from '../../model/contract.ts';
import type { Fix } from '../../model/finding.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { replaceValue } from '../replace-text.ts';

const id = 'contract/version-not-bumped';
const path = 'specs/contracts/outputs/sales.yaml';
const state = 'name: state, logicalType: string, description: State.';
const total = 'name: total, logicalType: number, description: Total.';

/** A changed contract must carry a version that says how much it changed. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A changed contract must carry a version that says how much it changed.',
  why: 'Readers pin versions and plan by them: a breaking change needs a new major version (below 1.0.0 a new minor one), any other change of the promise a new minor one. The rule says nothing where versions are not semantic.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a breaking change keeps the version',
      base: { [path]: exampleContract({ columns: [state, total] }) },
      head: { [path]: exampleContract({ columns: [state] }) },
      findings: [`${path}:4 sales breaking`],
    },
    {
      name: 'an addition keeps the version',
      base: { [path]: exampleContract({ columns: [state] }) },
      head: { [path]: exampleContract({ columns: [state, total] }) },
      findings: [`${path}:4 sales compatible`],
    },
    {
      name: 'below 1.0.0 a new minor version announces a breaking change',
      base: { [path]: exampleContract({ version: '0.1.0', columns: [state, total] }) },
      head: { [path]: exampleContract({ version: '0.2.0', columns: [state] }) },
      findings: [],
    },
    {
      name: 'a breaking change comes with a new major version',
      base: { [path]: exampleContract({ columns: [state, total] }) },
      head: { [path]: exampleContract({ version: '2.0.0', columns: [state] }) },
      findings: [],
    },
    {
      name: 'a draft promises nothing yet: it is only said',
      base: { [path]: exampleContract({ status: 'draft', columns: [state, total] }) },
      head: { [path]: exampleContract({ status: 'draft', columns: [state] }) },
      findings: [`${path}:4 sales breaking`],
    },
    {
      name: 'the major version was merged before, and is not released yet',
      base: {
        'dataengos.yaml': 'release: { snapshot: exports/contracts }\n',
        'exports/contracts/sales.yaml': exampleContract({ columns: [state, total] }),
        [path]: exampleContract({ version: '2.0.0', columns: [state, total] }),
      },
      head: {
        'dataengos.yaml': 'release: { snapshot: exports/contracts }\n',
        'exports/contracts/sales.yaml': exampleContract({ columns: [state, total] }),
        [path]: exampleContract({ version: '2.0.0', columns: [state] }),
      },
      findings: [],
    },
    {
      name: 'only words change',
      base: { [path]: exampleContract({ columns: [state] }) },
      head: { [path]: exampleContract({ columns: [state.replace('State.', 'Federal state.')] }) },
      findings: [],
    },
  ],
  check(context) {
    for (const bump of context.bumps) {
      if (bump.ok) continue;
      const contract = context.project.contracts.find((each) => each.path === bump.path);
      if (contract === undefined) continue;
      const own = context.changes.filter(({ change }) => change.at.path === contract.path);
      const breaking = own.some((each) => each.class === 'breaking');
      context.report({
        subject: bump.contract,
        at: contract.version.at,
        severity: breaking ? 'error' : 'warning',
        class: breaking ? 'breaking' : 'compatible',
        advisory: own.length > 0 && own.every((each) => each.advisory),
        message: bump.declared === 'lowered' ? 'lowered' : bump.from === bump.to ? 'unchanged' : 'message',
        values: { contract: bump.contract, from: bump.from, to: bump.to, required: bump.required, next: bump.next },
        key: [bump.required, bump.to],
        fix: fixOf(context, contract, bump),
      });
    }
  },
});

function fixOf(context: RuleContext, { version }: Contract, { next }: VersionBump): Fix | undefined {
  const edit = replaceValue(context, version, next);
  return edit === undefined ? undefined : { title: `version: ${next}`, edits: [edit] };
}
