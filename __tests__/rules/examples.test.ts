import { describe, expect, it } from 'vitest';
import { rules } from '../../src/generated/rules.ts';
import type { Rule, RuleExample } from '../../src/model/rule.ts';
import { checkFiles, driftFiles, shortFinding } from '../support/check-files.ts';

/** Every example of every rule is run as it is printed in the documentation. */
describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it('has a failing and a passing example', () => {
    expect(rule.examples.some((example) => example.findings.length > 0)).toBe(true);
    expect(rule.examples.some((example) => example.findings.length === 0)).toBe(true);
  });

  it.each(rule.examples.map((example) => [example.name, example] as const))('%s', async (__, example) => {
    expect(await findingsOf(rule, example)).toEqual([...example.findings].sort());
  });
});

async function findingsOf(rule: Rule, example: RuleExample): Promise<readonly string[]> {
  const report =
    rule.kind === 'drift'
      ? await driftFiles(example.head)
      : await checkFiles({
          base: example.base,
          head: example.head,
          ...(example.today && { today: example.today }),
          ...(example.authors && { request: { authors: example.authors } }),
        });
  expect(report.rules.skipped).toEqual([]);
  return report.findings
    .filter((finding) => finding.rule === rule.id)
    .map(shortFinding)
    .sort();
}
