import { describe, expect, it } from 'vitest';
import { settingOf } from '../../src/engine/rule-settings.ts';
import { presets } from '../../src/generated/presets.ts';
import { rules } from '../../src/generated/rules.ts';
import { defaultConfig } from '../../src/load/config.ts';
import type { PresetName } from '../../src/model/policy.ts';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { mistakesIn } from '../../scripts/generate-presets.ts';
import { checkFiles } from '../support/check-files.ts';

const path = 'specs/contracts/outputs/finance/sales.yaml';
const naming = { 'specs/governance/naming.json': '{ "casing": { "columns": "snake_case" } }\n' };
/** One column whose name breaks the policy (an error by itself) and that nobody describes (a warning or an error by itself). */
const contract = exampleContract({ columns: ['name: isActive, logicalType: boolean'] });

/** `severity rule` of what head introduces under a configuration of the base branch, then the rules that were skipped. */
async function judge(config: string, head: Files = { [path]: contract }, more: Files = {}): Promise<readonly string[]> {
  const base = { ...naming, ...more, 'dataengos.yaml': config };
  const judged = rules.filter(({ id }) => id === 'spec/naming-convention' || id === 'gate/description-missing');
  const report = await checkFiles({ base, head: { ...base, ...head }, rules: judged });
  return [
    ...report.findings.filter(({ introduced }) => introduced).map(({ severity, rule }) => `${severity} ${rule}`),
    ...report.rules.skipped.map(({ what, why }) => `${what}: ${why}`),
  ];
}

describe('presets', () => {
  it.each<[PresetName, string, 'error' | 'warning' | 'info', string]>([
    ['adoption', 'spec/naming-convention', 'error', 'warning'],
    ['adoption', 'spec/invalid-document', 'error', 'error'],
    ['adoption', 'contract/property-removed', 'error', 'error'],
    ['adoption', 'contract/property-removed', 'warning', 'warning'],
    ['adoption', 'gate/compile-failed', 'error', 'error'],
    ['adoption', 'family/that-comes-later', 'warning', 'info'],
    ['adoption', 'custom/own', 'error', 'error'],
    ['recommended', 'spec/naming-convention', 'error', 'error'],
    ['recommended', 'family/that-comes-later', 'info', 'info'],
    ['strict', 'family/that-comes-later', 'warning', 'error'],
    ['strict', 'family/that-comes-later', 'info', 'info'],
    ['strict', 'contract/property-added', 'warning', 'warning'],
    ['strict', 'custom/own', 'warning', 'warning'],
  ])('%s: %s, %s by itself, is %s', (...[preset, rule, own, expected]) => {
    expect(settingOf({ ...defaultConfig, preset }, { rule, own })).toBe(expected);
  });

  it('what is only an opinion does not fail a repository that begins', async () => {
    expect(await judge('preset: adoption\n')).toEqual([
      'warning gate/description-missing',
      'warning spec/naming-convention',
    ]);
  });

  it('a setting of a rule comes before the preset', async () => {
    expect(
      await judge('preset: adoption\nrules: { spec/naming-convention: error, gate/description-missing: off }\n'),
    ).toEqual(['error spec/naming-convention', 'gate/description-missing: off in dataengos.yaml']);
  });

  it('a file of a preset names rules and families that exist, and says why', () => {
    const ids = rules.map(({ id }) => id);
    for (const preset of Object.values(presets)) expect(mistakesIn(preset, ids)).toEqual([]);
    const reason = '';
    const broken = {
      summary: '',
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file may say anything
      severities: { error: 'warn' as 'warning' },
      families: { specs: { severities: {}, reason: 'x' } },
      rules: { 'spec/naming-conventions': { severity: 'own' as const, reason } },
    };
    expect(mistakesIn(broken, ids)).toEqual([
      'no summary',
      '"severities" has no such severity',
      'there is no family "specs"',
      'there is no rule "spec/naming-conventions"',
      '"spec/naming-conventions" has no reason',
    ]);
  });
});

function inDomain(domain: string): string {
  return contract.replace('status:', `domain: ${domain}\nstatus:`);
}

describe('overrides', () => {
  const off = 'rules: { gate/description-missing: off }\n';
  it.each<[string, string, readonly string[]]>([
    ['a path', '- { paths: specs/contracts/outputs/finance/, rules: { spec/naming-convention: info } }', ['info']],
    ['another path', '- { paths: specs/contracts/outputs/sales/, rules: { spec/naming-convention: info } }', ['error']],
    ['a domain by its folder', '- { domains: FINANCE, rules: { spec/naming-convention: info } }', ['info']],
    [
      'a path and another domain',
      '- { paths: /, domains: [sales], rules: { spec/naming-convention: info } }',
      ['error'],
    ],
    ['off', '- { paths: "*.yaml", rules: { spec/naming-convention: off } }', []],
    [
      'the last that fits',
      '- { paths: /, rules: { spec/naming-convention: off } }\n- { domains: [finance], rules: { spec/naming-convention: warning } }\n- { paths: x/, rules: { spec/naming-convention: info } }',
      ['warning'],
    ],
    [
      'the last that fits and names the rule',
      '- { paths: /, rules: { spec/naming-convention: info } }\n- { paths: /, rules: { gate/owner-missing: off } }',
      ['info'],
    ],
  ])('%s', async (_, overrides, severities) => {
    const found = await judge(`${off}overrides:\n${overrides.replaceAll(/^/gm, '  ')}\n`);
    expect(found.filter((line) => line.endsWith(' spec/naming-convention'))).toEqual(
      severities.map((severity) => `${severity} spec/naming-convention`),
    );
  });

  it('a rule that is off runs where an override turns it on', async () => {
    const config = `rules: { spec/naming-convention: off, gate/description-missing: off }\noverrides: [{ domains: finance, rules: { spec/naming-convention: warning } }]\n`;
    expect(await judge(config)).toEqual([
      'warning spec/naming-convention',
      'gate/description-missing: off in dataengos.yaml',
    ]);
  });

  it('the domain of a contract is its own word where no folder names one, and as base has it', async () => {
    const file = 'specs/contracts/outputs/sales.yaml';
    const config = `${off}overrides: [{ domains: sandbox, rules: { spec/naming-convention: off } }]\n`;
    const fine = inDomain('finance').replace('isActive', 'is_active');
    expect(await judge(config, { [file]: inDomain('Sandbox') })).toEqual([
      'gate/description-missing: off in dataengos.yaml',
    ]);
    expect(await judge(config, { [file]: inDomain('sandbox') }, { [file]: fine })).toContain(
      'error spec/naming-convention',
    );
    expect(await judge(config, { [path]: inDomain('sandbox') })).toContain('error spec/naming-convention');
    const moved = await checkFiles({
      base: { ...naming, 'dataengos.yaml': config, [file]: fine },
      head: { ...naming, 'dataengos.yaml': config, 'specs/contracts/outputs/other.yaml': inDomain('sandbox') },
    });
    expect(moved.findings.map(({ rule }) => rule)).toContain('spec/naming-convention');
  });
});

describe('names that mean nothing', () => {
  it.each([
    [
      'rules: { spec/naming-conventoin: off }',
      '1:10 there is no rule "spec/naming-conventoin", so this setting does nothing; did you mean "spec/naming-convention"?',
    ],
    [
      'overrides: [{ paths: /, rules: { spec/nothing-like-it: off } }]',
      '1:34 there is no rule "spec/nothing-like-it", so this setting does nothing; "dataengos rules" lists them',
    ],
    [
      'rules: { spec/naming-convention: { options: { max: 3 } } }',
      '1:52 rule "spec/naming-convention" has no options, so "max" does nothing; remove it',
    ],
    [
      'generators: { catalogue: false }',
      '1:15 there is no generator "catalogue", so this setting does nothing; did you mean "catalog"?',
    ],
    [
      'generators: { catalog: { target: x } }',
      '1:34 generator "catalog" has no options, so "target" does nothing; remove it',
    ],
    [
      'generators: { airflow: { conection: x } }',
      '1:37 generator "airflow" has no option "conection", so this setting does nothing; did you mean "connection"?',
    ],
    ['generators: { airflow: { connection: 3 } }', '1:38 option "connection" of generator "airflow" must be text'],
    [
      'generators: { airflow: { graph: models } }',
      '1:33 option "graph" of generator "airflow" must be one of "layer", "model"',
    ],
    [
      'compatibility: { property-remove: { output: docs } }',
      '1:18 the compatibility table has no row "property-remove", so this setting does nothing; did you mean "property-removed"?',
    ],
  ])('%s', async (config, message) => {
    const report = await checkFiles({ base: { ...naming }, head: { ...naming, 'dataengos.yaml': `${config}\n` } });
    const said = report.findings
      .filter(({ rule }) => rule === 'spec/invalid-document')
      .map(({ line, column, message: text }) => `${line}:${column} ${text}`);
    expect(said).toEqual([message]);
  });
});
