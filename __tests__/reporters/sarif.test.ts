import { expect, test } from 'vitest';
import { maxSarifResults, renderSarif } from '../../src/reporters/sarif.ts';
import { breakingReport, makeFinding, makeReport, skippedReport } from './reports.ts';

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly unknown[];
    }[];
    readonly results: readonly {
      readonly [key: string]: unknown;
      readonly ruleId: string;
      readonly ruleIndex: number;
    }[];
  }[];
}

/** The only run of a report's SARIF. */
function runOf(...args: Parameters<typeof renderSarif>): Sarif['runs'][number] {
  const log: Sarif = JSON.parse(renderSarif(...args));
  const [run] = log.runs;
  if (run === undefined || log.runs.length !== 1) throw new Error('not one run');
  return run;
}

const rules = [{ id: 'spec/naming-convention', summary: 'Names follow the convention.', why: 'Readers find columns.' }];

test('every result points at its rule', () => {
  const run = runOf(breakingReport('en'), rules);
  const ids = run.tool.driver.rules.map((rule) => rule.id);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(run.results.map((result) => ids[result.ruleIndex])).toEqual(run.results.map((result) => result.ruleId));
});

test('a finding with a fix', () => {
  const finding = breakingReport('en').findings.find(({ rule }) => rule === 'spec/naming-convention') ?? makeFinding();
  expect(runOf(makeReport({ findings: [finding] }), rules).results).toEqual([
    {
      ruleId: 'spec/naming-convention',
      ruleIndex: 0,
      level: 'error',
      message: { text: finding.message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'specs/sources/stripe-charges/contract.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 38, startColumn: 15, endLine: 38, endColumn: 19 },
          },
        },
      ],
      relatedLocations: [
        {
          id: 0,
          physicalLocation: {
            artifactLocation: { uri: 'specs/governance/naming.json', uriBaseId: '%SRCROOT%' },
            region: { startLine: 14 },
          },
          message: { text: 'boolean columns start with "is_" or "has_"' },
        },
      ],
      partialFingerprints: { 'dataengos/v1': 'a4', primaryLocationLineHash: 'a4:1' },
      baselineState: 'new',
      fixes: [
        {
          description: { text: 'rename "paid" to "is_paid"' },
          artifactChanges: [
            {
              artifactLocation: { uri: 'specs/sources/stripe-charges/contract.yaml', uriBaseId: '%SRCROOT%' },
              replacements: [
                {
                  deletedRegion: { startLine: 38, startColumn: 15, endLine: 38, endColumn: 19 },
                  insertedContent: { text: 'is_paid' },
                },
              ],
            },
          ],
        },
      ],
      properties: { subject: 'stripe-charges/charges.paid', side: 'head' },
    },
  ]);
});

test('a finding on the base side sits at the start of the file and says where it was', () => {
  const finding = makeFinding({ side: 'base', path: 'specs/a b/ç%.yaml', line: 31, message: 'see [this](0)' });
  const [result] = runOf(makeReport({ findings: [finding] }), []).results;
  const artifactLocation = { uri: 'specs/a%20b/%C3%A7%25.yaml', uriBaseId: '%SRCROOT%' };
  expect(result?.['locations']).toEqual([
    { physicalLocation: { artifactLocation, region: { startLine: 1, startColumn: 1 } } },
  ]);
  expect(result?.['relatedLocations']).toEqual([
    {
      id: 0,
      physicalLocation: { artifactLocation, region: { startLine: 1 } },
      message: { text: 'before the change: specs/a b/ç%.yaml, line 31' },
    },
  ]);
  expect(result?.['message']).toEqual({ text: String.raw`see \[this\](0)` });
});

test('waived is suppressed, pre-existing is unchanged', () => {
  const run = runOf(breakingReport('en'), rules);
  expect(
    run.results.map((result) => [result.ruleId, result['baselineState'], result['suppressions']]).slice(-2),
  ).toEqual([
    ['gate/owner-missing', 'unchanged', undefined],
    [
      'contract/schema-object-removed',
      'new',
      [
        {
          kind: 'external',
          status: 'accepted',
          justification: 'the finance team retires this table in March (approved by ana.lead, until 2027-03-31)',
        },
      ],
    ],
  ]);
});

test('a run that could not judge says so', () => {
  const [invocation] = runOf(skippedReport(), []).invocations;
  expect(invocation?.executionSuccessful).toBe(false);
  expect(invocation?.toolExecutionNotifications).toHaveLength(3);
});

test('no more results than GitHub accepts, and the rest is counted', () => {
  const findings = Array.from({ length: maxSarifResults + 2 }, (_, index) => makeFinding({ fingerprint: `f${index}` }));
  const run = runOf(makeReport({ findings }), []);
  expect(run.results).toHaveLength(25_000);
  expect(run.invocations[0]?.toolExecutionNotifications).toEqual([
    { level: 'warning', message: { text: '… and 2 more' } },
  ]);
});
