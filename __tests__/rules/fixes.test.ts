import { describe, expect, it } from 'vitest';
import { rules } from '../../src/generated/rules.ts';
import { type Finding, severities } from '../../src/model/finding.ts';
import type { Rule, RuleExample } from '../../src/model/rule.ts';
import { checkFiles, type Scenario } from '../support/check-files.ts';
import { fixFiles } from '../support/fix-files.ts';

/** The laws of repairs, over every failing example of every rule that has one. */
describe.each(rules.filter(({ kind }) => kind !== 'drift').map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  const failing = rule.examples.filter(({ findings }) => findings.length > 0);

  it.each(failing.map((example) => [example.name, example] as const))('%s', async (__, example) => {
    const scenario = scenarioOf(example);
    const before = (await checkFiles(scenario)).findings;
    const own = before.filter((finding) => isRepairable(finding) && finding.rule === rule.id);
    const { outcome, files } = await fixFiles({ ...scenario, wanted: (finding) => finding.rule === rule.id });
    const after = (await checkFiles({ ...scenario, head: files })).findings;

    // Everything that has a repair is repaired, each by one application.
    expect(outcome.left).toEqual([]);
    expect(outcome.applied.map(identityOf).sort()).toEqual(own.map(identityOf).sort());
    // The finding is gone, and nothing new appeared.
    expect(after.filter((finding) => isRepairable(finding) && finding.rule === rule.id)).toEqual([]);
    // Generated files follow any change of what they are made from; "dataengos generate --write" does it.
    const known = new Set(before.map(identityOf));
    for (const finding of own) known.delete(identityOf(finding));
    const fresh = after.filter((each) => each.rule !== 'gate/artifact-stale' && !known.has(identityOf(each)));
    expect(fresh.filter((finding) => !isLesserChange(finding, own) && !isToBeFilled(finding, own)).map(shown)).toEqual(
      [],
    );
    // A second run finds nothing to do.
    const second = await fixFiles({ ...scenario, head: files, wanted: (finding) => finding.rule === rule.id });
    expect(second.outcome).toMatchObject({ files: [], applied: [], left: [] });
    // What has no repair is not touched.
    if (own.length === 0) expect(files).toEqual(example.head);
  });
});

describe('all repairs together', () => {
  it.each(rulesWithExamples().map((each) => [each.name, each.example] as const))('%s', async (_, example) => {
    const scenario = { ...scenarioOf(example), request: { scope: 'all' } } as const;
    const { outcome, files } = await fixFiles(scenario);
    expect(outcome.left).toEqual([]);
    const after = (await checkFiles({ ...scenario, head: files })).findings;
    expect(after.filter(isRepairable).map(shown)).toEqual([]);
  });
});

function rulesWithExamples(): readonly { readonly name: string; readonly example: RuleExample }[] {
  const judged: readonly Rule[] = rules.filter(({ kind }) => kind !== 'drift');
  return judged.flatMap(({ id, examples }) => examples.map((example) => ({ name: `${id}: ${example.name}`, example })));
}

function scenarioOf({ base, head, today }: RuleExample): Scenario {
  return { ...(base && { base }), head, ...(today && { today }) };
}

function isRepairable({ fix, side, waiver, ignored, introduced }: Finding): boolean {
  return fix !== null && side === 'head' && waiver === null && ignored === undefined && introduced;
}

/** A repaired break is still a change, and may be announced as one; never as something as bad as it was. */
function isLesserChange({ rule, severity }: Finding, repaired: readonly Finding[]): boolean {
  const isChange = rules.some(({ id, kind }) => id === rule && kind === 'change');
  return isChange && repaired.every((each) => severities.indexOf(each.severity) < severities.indexOf(severity));
}

/** A missing block that was inserted is there now, and a person has to fill it in: that has no repair. */
function isToBeFilled({ rule, subject, fix }: Finding, repaired: readonly Finding[]): boolean {
  return fix === null && repaired.some((each) => each.rule === rule && each.subject === subject);
}

/** What a finding says about what, wherever that stands now. */
function identityOf({ rule, subject, message }: Finding): string {
  return JSON.stringify([rule, subject, message]);
}

function shown({ rule, path, line, message }: Finding): string {
  return `${path}:${line} ${rule} ${message}`;
}
