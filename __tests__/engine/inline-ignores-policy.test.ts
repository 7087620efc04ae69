import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Files } from '../../src/model/rule.ts';
import { renderJson } from '../../src/reporters/json.ts';
import { summaryMarkdown } from '../../src/reporters/markdown.ts';
import { renderSarif } from '../../src/reporters/sarif.ts';
import { renderText } from '../../src/reporters/text.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';
import { schemaVerdict } from '../support/schema-verdict.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const naming = { 'specs/governance/naming.json': '{ "casing": { "columns": "snake_case" } }\n' };
const reason = 'the source system calls it so';

function contract(comment: string, column = 'name: isActive, logicalType: boolean, description: Active.'): Files {
  return {
    ...naming,
    [path]: `${exampleContract({ columns: [column] }).trimEnd()}${comment === '' ? '' : ` # dataengos: ${comment}`}\n`,
  };
}

const plain = contract('');
const ignoring = contract(`ignore spec/naming-convention -- ${reason}`);

/** What is said about the contract, except for generated files. */
function said({ findings }: Report): readonly string[] {
  return findings
    .filter(({ rule }) => rule !== 'gate/artifact-stale' && !rule.startsWith('canvas/'))
    .map(({ rule, introduced, ignored }) => {
      const excuse = ignored === undefined ? '' : ` (${ignored.reason}${ignored.added ? '; new' : ''})`;
      return `${introduced ? 'new' : 'old'} ${rule}${excuse}`;
    });
}

describe('an ignore with a reason', () => {
  it.each<[string, Files, Files, readonly string[]]>([
    ['excuses a finding of the same change', naming, ignoring, [`new spec/naming-convention (${reason}; new)`]],
    ['excuses an old finding', plain, ignoring, [`old spec/naming-convention (${reason}; new)`]],
    ['goes on excusing', ignoring, ignoring, [`old spec/naming-convention (${reason})`]],
    ['brings the finding back where it goes', ignoring, plain, ['new spec/naming-convention']],
    [
      'without a reason excuses nothing',
      naming,
      contract('ignore spec/naming-convention'),
      ['new gate/ignore-without-reason', 'new spec/naming-convention'],
    ],
    [
      'of another rule excuses nothing',
      naming,
      contract('ignore spec/unclassified-column -- why'),
      ['new spec/naming-convention', 'new gate/ignore-unused'],
    ],
  ])('%s', async (...[, base, head, found]) => {
    const report = await checkFiles({ base, head });
    expect([...said(report)].sort()).toEqual([...found].sort());
  });

  it('fails nothing, is counted apart, and is no verdict without a cloud', async () => {
    const report = await checkFiles({ base: naming, head: ignoring });
    expect([report.verdict, report.counts.errors, report.counts.ignored, report.gates.lint]).toEqual([
      'pass',
      0,
      1,
      'pass',
    ]);
  });

  it('repeats no credential', async () => {
    const secret = ['AKIA', 'Q3EGRJ7PLDNTQWZX'].join('');
    const report = await checkFiles({
      base: naming,
      head: contract(`ignore spec/naming-convention -- ask with ${secret}`),
    });
    expect(renderJson(report)).not.toContain(secret);
  });

  it('is told in every format', async () => {
    const report = await checkFiles({ base: naming, head: ignoring });
    const text = renderText(report, { color: false, readLine: () => undefined });
    expect(text).toContain(`spec/naming-convention ${path}:14: ${reason} (new in this change)`);
    const markdown = summaryMarkdown(report, { maxChars: 60_000 });
    expect(markdown).toContain('🙈 1 ignored');
    expect(markdown).toContain(`| ${reason} | new in this change |`);
    expect(renderSarif(report, [])).toContain('"kind": "inSource"');
    const json = renderJson(report);
    expect(json).toContain(`"reason": "${reason}"`);
    expect(schemaVerdict('report.schema.json')(json)).toBe(true);
  });
});

describe('nobody excuses himself', () => {
  const removed = exampleContract({ columns: ['name: a, logicalType: string, description: A.'] });

  it('from compatibility', async () => {
    const base = {
      [path]: exampleContract({
        columns: ['name: a, logicalType: string, description: A.', 'name: b, logicalType: string, description: B.'],
      }),
    };
    const head = {
      [path]: `# dataengos: ignore contract/property-removed, contract/version-not-bumped -- nobody reads it\n${removed}`,
    };
    const report = await checkFiles({ base, head });
    expect(report.verdict).toBe('fail');
    expect(said(report)).toEqual(expect.arrayContaining(['new contract/property-removed', 'new gate/ignore-unused']));
    expect(report.counts.ignored).toBeUndefined();
  });

  it.each([
    [
      'a credential',
      'spec/secret-literal',
      'name: a, logicalType: string, description: "' + ['AKIA', 'Q3EGRJ7PLDNTQWZX'].join('') + '"',
    ],
    ['a shape that is none', 'spec/invalid-document', 'name: a, logicalType: text, description: A.'],
  ])('from %s', async (_, rule, column) => {
    const report = await checkFiles({ base: naming, head: contract(`ignore ${rule} -- it is fine`, column) });
    expect(said(report)).toEqual(expect.arrayContaining([`new ${rule}`, 'new gate/ignore-unused']));
  });

  it('from what a shared policy sets', async () => {
    const policy = {
      'dataengos.yaml': 'extends: specs/organisation.yaml\n',
      'specs/organisation.yaml': 'rules: { spec/naming-convention: error }\n',
    };
    const report = await checkFiles({ base: { ...naming, ...policy }, head: { ...ignoring, ...policy } });
    expect(said(report)).toEqual(expect.arrayContaining(['new spec/naming-convention', 'new gate/ignore-unused']));
    expect(report.findings.find(({ rule }) => rule === 'gate/ignore-unused')?.message).toBe(
      'spec/naming-convention cannot be ignored here: a policy that this repository extends sets it; remove the comment, and repair what is found',
    );
  });

  it('from the rules about ignoring', async () => {
    const report = await checkFiles({
      base: naming,
      head: contract('ignore gate/ignore-unused -- why', 'name: a, logicalType: string, description: A.'),
    });
    expect(said(report)).toContain('new gate/ignore-unused');
  });
});

describe('what excuses nothing', () => {
  it.each([
    [
      'ignore spec/naming-convention -- why',
      'nothing here breaks spec/naming-convention, so this comment excuses nothing; remove it',
      true,
    ],
    [
      'ignore spec/naming-conventoin -- why',
      'there is no rule "spec/naming-conventoin", so this comment excuses nothing; did you mean "spec/naming-convention"?',
      false,
    ],
    [
      'ignore -- why',
      'this comment names no rule, so it excuses nothing; name one ("dataengos: ignore spec/naming-convention -- the reason") or remove it',
      true,
    ],
  ])('%s', async (comment, message, isFixed) => {
    const report = await checkFiles({
      base: naming,
      head: contract(comment, 'name: a, logicalType: string, description: A.'),
    });
    const finding = report.findings.find(({ rule }) => rule === 'gate/ignore-unused');
    expect([finding?.severity, finding?.message, finding?.fix !== null]).toEqual(['warning', message, isFixed]);
  });

  it('keeps the rule that does excuse something', async () => {
    const head = contract(`ignore spec/naming-convention, spec/duplicate-name -- ${reason}`);
    const report = await checkFiles({ base: naming, head });
    const fix = report.findings.find(({ rule }) => rule === 'gate/ignore-unused')?.fix;
    expect(fix?.edits.map(({ text }) => text)).toEqual(['spec/naming-convention']);
  });

  it('is not said of a rule that is off', async () => {
    const config = { 'dataengos.yaml': 'rules: { spec/naming-convention: off }\n' };
    const report = await checkFiles({ base: { ...naming, ...config }, head: { ...ignoring, ...config } });
    expect(said(report)).toEqual([]);
  });
});
