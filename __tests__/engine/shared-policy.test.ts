import { describe, expect, it } from 'vitest';
import { rules } from '../../src/generated/rules.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { Report } from '../../src/model/report.ts';
import type { Files } from '../../src/model/rule.ts';
import type { PolicyHost } from '../../src/ports.ts';
import { renderJson } from '../../src/reporters/json.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles, gatherFiles, type Scenario } from '../support/check-files.ts';
import { schemaVerdict } from '../support/schema-verdict.ts';

const path = 'specs/contracts/outputs/finance/sales.yaml';
const naming = { 'specs/governance/naming.json': '{ "casing": { "columns": "snake_case" } }\n' };
const contract = exampleContract({ columns: ['name: isActive, logicalType: boolean, description: Active.'] });

function judge(policy: Files, more: Partial<Scenario> = {}): Promise<Report> {
  const base = { ...naming, ...policy };
  return checkFiles({ base, head: { ...base, [path]: contract }, ...more });
}

/** Severity of the one mistake that the head has; `off` where nobody says it. */
function severity(report: Report): string {
  return report.findings.find(({ rule }) => rule === 'spec/naming-convention')?.severity ?? 'off';
}

/** What the policy asks for in vain. */
function refused(report: Report): readonly string[] {
  return report.skipped.filter(({ why }) => why.includes('asks for less')).map(({ what }) => what);
}

const extending = 'extends: policy/organisation.yaml\n';

describe('a shared policy is a floor', () => {
  it.each<[string, string, string, string, readonly string[]]>([
    [
      'a milder severity',
      'rules: { spec/naming-convention: error }',
      'rules: { spec/naming-convention: off }',
      'error',
      ['rules.spec/naming-convention'],
    ],
    [
      'a milder override',
      'rules: { spec/naming-convention: error }',
      'overrides: [{ domains: finance, rules: { spec/naming-convention: info } }]',
      'error',
      ['overrides.0.rules.spec/naming-convention'],
    ],
    ['a milder preset', 'preset: recommended', 'preset: adoption', 'error', ['preset']],
    [
      'a harder severity',
      'rules: { spec/naming-convention: info }',
      'rules: { spec/naming-convention: warning }',
      'warning',
      [],
    ],
    ['nothing of its own', 'rules: { spec/naming-convention: info }', '', 'info', []],
    [
      'a setting below the preset',
      'preset: strict',
      'rules: { spec/naming-convention: warning }',
      'error',
      ['rules.spec/naming-convention'],
    ],
    [
      'a floor for one domain',
      'overrides: [{ domains: [finance], rules: { spec/naming-convention: warning } }]',
      'rules: { spec/naming-convention: info }',
      'warning',
      ['rules.spec/naming-convention'],
    ],
    [
      'a floor for another domain',
      'overrides: [{ domains: [sales], rules: { spec/naming-convention: warning } }]',
      'rules: { spec/naming-convention: info }',
      'info',
      ['rules.spec/naming-convention'],
    ],
    [
      'a rule that nobody shares',
      'rules: { gate/owner-missing: error }',
      'rules: { spec/naming-convention: info }',
      'info',
      [],
    ],
  ])('%s', async (...[, shared, own, expected, asked]) => {
    const report = await judge({ 'policy/organisation.yaml': `${shared}\n`, 'dataengos.yaml': `${extending}${own}\n` });
    expect([severity(report), refused(report)]).toEqual([expected, asked]);
  });

  it.each<[string, string, readonly string[]]>([
    ['fail-on: never', 'error', ['fail-on']],
    ['compatibility: { property-removed: { output: docs } }', 'error', ['compatibility.property-removed.output']],
    ['contracts: [{ paths: /, mode: producer }]', 'error', ['contracts']],
    ['deprecation: { days: 59 }', 'error', ['deprecation.days']],
    ['load-bearing: { tags: [pii] }', 'error', ['load-bearing.tags']],
    ['release: false', 'error', ['release']],
    ['generators: { catalog: false }', 'error', ['generators.catalog']],
    ['deprecation: { days: 90 }', 'error', []],
  ])('%s', async (own, failOn, asked) => {
    const shared = 'deprecation: { days: 60 }\nload-bearing: { tags: [pii, gdpr] }\n';
    const report = await judge({ 'policy/organisation.yaml': shared, 'dataengos.yaml': `${extending}${own}\n` });
    expect([report.failOn, refused(report)]).toEqual([failOn, asked]);
  });

  it('gives keys free where it says so', async () => {
    const report = await judge({
      'policy/organisation.yaml': 'allow: [fail-on, generators]\n',
      'dataengos.yaml': `${extending}fail-on: never\ngenerators: { catalog: false }\nrelease: false\n`,
    });
    expect([report.failOn, refused(report)]).toEqual(['never', ['release']]);
  });

  it('holds against the inputs of the action and the options of the command line', async () => {
    const policy = { 'policy/organisation.yaml': 'fail-on: warning\nscope: all\n', 'dataengos.yaml': extending };
    const report = await judge(policy, { request: { failOn: 'never', scope: 'introduced' } });
    expect([report.failOn, report.scope]).toEqual(['warning', 'all']);
  });

  it('of several, the hardest holds, also through another', async () => {
    const report = await judge({
      'policy/organisation.yaml': 'rules: { spec/naming-convention: warning }\n',
      'specs/finance.yaml': 'extends: ./policy/organisation.yaml\nrules: { spec/naming-convention: info }\n',
      'dataengos.yaml': 'extends: [specs/finance.yaml]\n',
    });
    expect(severity(report)).toBe('warning');
  });

  it('comes from the base branch: what the change edits in it holds once it is merged', async () => {
    const policy = {
      'policy/organisation.yaml': 'rules: { spec/naming-convention: error }\n',
      'dataengos.yaml': extending,
    };
    const head = {
      ...naming,
      [path]: contract,
      'dataengos.yaml': extending,
      'policy/organisation.yaml': 'rules: { spec/naming-convention: off }\n',
    };
    const report = await judge(policy, { head });
    expect(severity(report)).toBe('error');
    expect(report.skipped.map(({ what }) => what)).toContain('policy/organisation.yaml');
  });
});

describe('a shared policy that cannot be read', () => {
  it.each([
    [
      'extends: policy/nowhere.yaml',
      'dataengos.yaml:1: shared policy "policy/nowhere.yaml" is not in the repository; write its path from the root, or add the file',
    ],
    [
      'extends: ../policy.yaml',
      'dataengos.yaml:1: shared policy "../policy.yaml" is no path inside the repository; write one from its root, such as "policy/organisation.yaml"',
    ],
    [
      'extends: policy/loop.yaml',
      'policy/loop.yaml:1: shared policy "dataengos.yaml" extends itself in the end; remove one of the two "extends"',
    ],
    [
      'extends: policy/broken.yaml',
      'dataengos.yaml:1: shared policy "policy/broken.yaml" cannot be read; repair the file',
    ],
    [
      'extends: policy/1.yaml',
      'policy/5.yaml:1: shared policy "policy/6.yaml" is extended over more than 5 files; extend it directly',
    ],
    [
      'extends: github:acme/base.yaml',
      'dataengos.yaml:1: shared policy "github:acme/base.yaml" names no place that can be read; write a path from the root of the repository, or "github:owner/repository/path@ref"',
    ],
    [
      'extends: github:acme/policy/base.yaml@v1',
      'dataengos.yaml:1: shared policy "github:acme/policy/base.yaml@v1" is in another repository, and there is no token to read it with; set GITHUB_TOKEN, or copy the file into this repository and extend it by its path',
    ],
  ])('stops the gate: %s', async (config, message) => {
    const files = Object.fromEntries(
      [1, 2, 3, 4, 5, 6].map((n) => [`policy/${n}.yaml`, `extends: policy/${n + 1}.yaml\n`]),
    );
    const policy = {
      ...files,
      'policy/loop.yaml': 'extends: dataengos.yaml\n',
      'policy/broken.yaml': 'rules: [\n',
      'dataengos.yaml': `${config}\n`,
    };
    const error: unknown = await gatherFiles({ base: policy, head: policy }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error instanceof Error ? error.message : '').toMatch(message);
  });

  it('is a finding of the change that brings it', async () => {
    const report = await checkFiles({
      base: naming,
      head: { ...naming, 'dataengos.yaml': 'extends: policy/nowhere.yaml\n' },
    });
    expect(report.findings.map(({ rule, line, column, message }) => `${rule} ${line}:${column} ${message}`)).toEqual([
      'spec/invalid-document 1:10 shared policy "policy/nowhere.yaml" is not in the repository; write its path from the root, or add the file',
    ]);
  });

  it('knows no key that only concerns one repository', async () => {
    const policy = { 'policy/organisation.yaml': 'dialect: snowflake\nruels: {}\n', 'dataengos.yaml': extending };
    const report = await checkFiles({ base: naming, head: { ...naming, ...policy } });
    expect(report.findings.map(({ path: file, line, message }) => `${file}:${line} ${message.slice(0, 60)}`)).toEqual([
      'policy/organisation.yaml:1 key "dialect" is not known here; keys are "extends", "preset',
      'policy/organisation.yaml:2 key "ruels" is not known here; did you mean "rules"? Keys ar',
    ]);
  });
});

describe('a first configuration', () => {
  const old = { [path]: contract.replace('isActive', 'is_active') };

  it.each<[string, Files, readonly string[]]>([
    ['preset', { 'dataengos.yaml': 'preset: adoption\n' }, ['preset']],
    [
      'an override',
      { 'dataengos.yaml': 'overrides: [{ paths: /, rules: { spec/naming-convention: off } }]\n' },
      ['overrides.0.rules.spec/naming-convention'],
    ],
    [
      'options',
      { 'dataengos.yaml': 'rules: { spec/naming-convention: { options: { x: 1 } } }\n' },
      ['rules.spec/naming-convention.options'],
    ],
    [
      'what it extends',
      {
        'dataengos.yaml': extending,
        'policy/organisation.yaml': 'preset: adoption\nrules: { spec/naming-convention: off }\n',
      },
      ['policy/organisation.yaml: preset', 'policy/organisation.yaml: rules.spec/naming-convention'],
    ],
    ['a harder preset', { 'dataengos.yaml': 'preset: strict\n' }, []],
  ])('cannot weaken the gate that judges it: %s', async (_, config, asked) => {
    const report = await checkFiles({ base: old, head: { ...naming, ...config, [path]: contract }, rules });
    const weakened = report.skipped.filter(({ why }) => why.includes('cannot weaken')).map(({ what }) => what);
    expect([report.policy.firstAdoption, severity(report), weakened]).toEqual([true, 'error', asked]);
  });
});

describe('a shared policy in another repository', () => {
  const sha = 'a'.repeat(40);
  const remote = 'github:acme/policy/data/base.yaml@v1';
  const files: Files = {
    'acme/policy data/base.yaml v1': 'extends: ./data/more.yaml\nrules: { gate/owner-missing: error }\n',
    'acme/policy data/more.yaml v1': 'rules: { spec/naming-convention: warning }\n',
    'acme/policy data/large.yaml v1': `# ${'x'.repeat(300_000)}\n`,
  };

  function hostOf(asked: string[]): PolicyHost {
    return {
      readPolicy: async ({ repository, path: file, ref }) => {
        asked.push(`${repository} ${file} ${ref}`);
        const text = files[`${repository} ${file} ${ref}`];
        return text === undefined ? undefined : { bytes: new TextEncoder().encode(text), sha };
      },
    };
  }

  it('is a floor with what it extends in its own repository, and the report tells the commit', async () => {
    const asked: string[] = [];
    const config = { 'dataengos.yaml': `extends: ${remote}\nrules: { spec/naming-convention: off }\n` };
    const report = await judge(config, { policies: hostOf(asked) });
    expect([severity(report), refused(report)]).toEqual(['warning', ['rules.spec/naming-convention']]);
    expect(asked).toEqual(['acme/policy data/base.yaml v1', 'acme/policy data/more.yaml v1']);
    expect(report.policy.shared).toEqual([
      { name: remote, sha },
      { name: 'github:acme/policy/data/more.yaml@v1', sha },
    ]);
    expect(schemaVerdict('report.schema.json')(renderJson(report))).toBe(true);
  });

  it.each([
    ['github:acme/policy/data/nowhere.yaml@v1', 'is not there, or the token may not read it'],
    ['github:acme/policy/data/large.yaml@v1', 'is larger than 256 KiB'],
  ])('stops the gate where it cannot be had: %s', async (name, message) => {
    const config = { ...naming, 'dataengos.yaml': `extends: ${name}\n` };
    const error: unknown = await gatherFiles({ base: config, head: config, policies: hostOf([]) }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(ConfigError);
    expect(error instanceof Error ? error.message : '').toContain(message);
  });

  it('is not fetched for a change, and no file of the change passes for it', async () => {
    const asked: string[] = [];
    const head = {
      ...naming,
      'dataengos.yaml': `extends: ${remote}\n`,
      [remote]: 'rules: { spec/naming-convention: off }\n',
      [path]: contract,
    };
    const report = await checkFiles({
      base: { [path]: contract.replace('isActive', 'is_active') },
      head,
      policies: hostOf(asked),
    });
    expect([asked, severity(report)]).toEqual([[], 'error']);
    expect(report.skipped.map(({ what }) => what)).toContain(remote);
  });
});
