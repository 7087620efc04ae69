import { beforeAll, describe, expect, it } from 'vitest';
import { fixableRules, rules } from '../../src/generated/rules.ts';
import { checkFiles } from '../support/check-files.ts';
import { buildCli, type Cli } from './program.ts';
import { createRepository } from '../support/git-repo.ts';

const files = {
  'dataengos.yaml': 'extends: policy/organisation.yaml\nrules: { gate/owner-missing: info }\n',
  'policy/organisation.yaml': 'preset: strict\nrules: { gate/owner-missing: warning }\n',
  'specs/governance/rules/own.yaml':
    'id: own\nmessage: { en: An own rule., pt-BR: Uma regra própria. }\nselect: model\nseverity: warning\nthen: true\n',
};

interface Listed {
  readonly id: string;
  readonly here: string;
  readonly severities: { readonly [preset: string]: string };
  readonly ignorable: boolean;
  readonly docs?: string;
}

describe('rules in a repository', () => {
  let cli: Cli;
  beforeAll(async () => {
    cli = await buildCli();
  }, 120_000);

  function listed(folder: string): readonly Listed[] {
    const all: readonly Listed[] = JSON.parse(cli.run(folder, ['rules', '--format', 'json']).stdout);
    return all;
  }

  it('have the severity that its policy gives them, and its own rules are among them', () => {
    const all = listed(createRepository(files));
    const of = (id: string): Listed | undefined => all.find((rule) => rule.id === id);
    expect(of('gate/owner-missing')).toMatchObject({
      here: 'warning',
      severities: { adoption: 'warning', recommended: 'error', strict: 'error' },
    });
    expect(of('gate/ignore-unused')?.here).toBe('error');
    expect(of('contract/property-removed')).toMatchObject({ here: 'by-class', ignorable: false });
    expect(of('custom/own')).toMatchObject({ here: 'warning', ignorable: true });
    expect(of('custom/own')?.docs).toBeUndefined();
  });

  it('have their recommended severity outside of one', () => {
    const all = listed('/');
    expect(all.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    expect(all.filter(({ here, severities }) => here !== severities['recommended'])).toEqual([]);
  });

  it('are listed one per line, with what presets say otherwise', () => {
    const lines = cli.run(createRepository(files), ['rules']).stdout.split('\n');
    expect(lines.find((line) => line.startsWith('custom/own '))).toMatch(/^custom\/own +warning +An own rule\.$/);
    expect(lines.find((line) => line.startsWith('gate/owner-missing '))).toMatch(
      /^gate\/owner-missing +warning +.* \(recommended: error, strict: error\)$/,
    );
  });

  it('are explained with their presets, the own ones too', () => {
    const folder = createRepository(files);
    expect(cli.run(folder, ['explain', 'gate/ignore-unused']).stdout).toContain(
      'In presets: adoption: info, recommended: warning, strict: error.',
    );
    expect(cli.run(folder, ['explain', 'custom/own', '--lang', 'pt-BR']).stdout).toContain('Uma regra própria.');
    expect(cli.run(folder, ['explain', 'custom/owm']).stderr).toContain('did you mean "custom/own"');
  });

  it('speak the language that is asked for, as lists, pages and JSON', () => {
    const folder = createRepository(files);
    const promise = 'Uma coluna publicada não pode desaparecer.';
    const said = (...args: readonly string[]): string => cli.run(folder, [...args, '--lang', 'pt-BR']).stdout;
    const lines = said('rules').split('\n');
    expect(lines.find((line) => line.startsWith('contract/property-removed '))).toContain(promise);
    expect(lines.find((line) => line.startsWith('custom/own '))).toMatch(/ Uma regra própria\.$/);
    expect(said('explain', 'contract/property-removed').split('\n')[2]).toBe(promise);
    expect(JSON.parse(said('explain', 'contract/property-removed', '--format', 'json'))).toMatchObject({
      summary: promise,
    });
  });
});

it('every rule whose examples get a fix is listed as fixable', async () => {
  const fixed = new Set<string>();
  const failing = rules.flatMap((rule) => rule.examples.filter((example) => example.findings.length > 0));
  for (const { base, head, today } of failing) {
    const report = await checkFiles({ base, head, ...(today === undefined ? {} : { today }) });
    for (const { rule, fix } of report.findings) if (fix !== null) fixed.add(rule);
  }
  expect([...fixed].filter((id) => !fixableRules.has(id))).toEqual([]);
  expect(fixed.size).toBeGreaterThan(3);
}, 120_000);
