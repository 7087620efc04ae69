import type { Contract } from '../../model/contract.ts';
import type { Fix } from '../../model/finding.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { fillVersion } from '../fill-version.ts';
import { replaceValue } from '../replace-text.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];

/** Semantic Versioning 2.0.0, grammar of a version; a leading `v` is how tags write it. */
const semver =
  /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*))*)?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?$/i;

/** The version of a contract must be a semantic version. */
export default defineRule({
  id: 'spec/version-not-semver',
  kind: 'lint',
  gate: 'lint',
  summary: 'The version of a contract must be a semantic version.',
  why: 'Readers pin a major version and read from the number whether a change concerns them; a version that cannot be ordered tells them nothing.',
  severity: 'warning',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a version of two numbers',
      head: { [path]: exampleContract({ version: '"1.0"', columns }) },
      findings: [`${path}:4 sales`],
    },
    {
      name: 'a word',
      head: { [path]: exampleContract({ version: 'banana', columns }) },
      findings: [`${path}:4 sales`],
    },
    {
      name: 'a semantic version of a candidate',
      head: { [path]: exampleContract({ version: '1.0.0-rc.1', columns }) },
      findings: [],
    },
    {
      name: 'a leading v, as in tags',
      head: { [path]: exampleContract({ version: 'v1.0.0', columns }) },
      findings: [],
    },
  ],
  check(context) {
    for (const contract of context.project.contracts) {
      const { value, at } = contract.version;
      if (value === '' || value.includes('${') || semver.test(value) || isOfWrongType(context, contract)) continue;
      const nearest = nearestSemver(value);
      context.report({
        subject: contract.id,
        at,
        message: nearest === undefined ? 'message' : 'nearest',
        values: { version: value, contract: contract.id, nearest: nearest ?? '' },
        fix: fixOf(context, contract),
      });
    }
  },
});

/** A version that YAML reads as a number is one mistake already. */
function isOfWrongType({ project }: RuleContext, { path: file }: Contract): boolean {
  return project.problems.some(({ key, at }) => key === '/version#type' && at.path === file);
}

/** The first three numbers of a text, filled up with zeros; undefined where there are none. */
function nearestSemver(version: string): string | undefined {
  const numbers = (version.match(/\d{1,9}/g) ?? []).slice(0, 3).map(Number);
  return numbers.length === 0 ? undefined : [...numbers, 0, 0].slice(0, 3).join('.');
}

/** Only numbers that are missing can be filled in with certainty. */
function fixOf(context: RuleContext, { version }: Contract): Fix | undefined {
  const filled = fillVersion(version.value);
  const edit = filled === undefined ? undefined : replaceValue(context, version, filled);
  return edit === undefined ? undefined : { title: `version: ${edit.text}`, edits: [edit] };
}
