import { describe, expect, it } from 'vitest';
import { defaultConfig, dialects, loadConfig } from '../../src/load/config.ts';
import { translate } from '../../src/model/messages.ts';
import { schemaVerdict } from '../support/schema-verdict.ts';

function load(text: string) {
  const { config, problems } = loadConfig('dataengos.yaml', new TextEncoder().encode(text));
  return {
    config,
    said: problems.map(({ at, message, values }) => `${at.line}:${at.column} ${translate('en', message, values)}`),
  };
}

describe('loadConfig', () => {
  it('is the defaults where there is no file', () => {
    expect(loadConfig('dataengos.yaml', undefined)).toEqual({
      config: {
        failOn: 'error',
        scope: 'introduced',
        lang: 'auto',
        rules: {},
        limits: { maxFileBytes: 4_194_304, maxFiles: 20_000, maxTotalBytes: 268_435_456 },
        generators: {},
      },
      problems: [],
    });
  });

  it('reads every key', () => {
    const text = [
      'fail-on: warning',
      'scope: all',
      'lang: pt-BR',
      'dialect: duckdb',
      'rules:',
      '  gate/owner-missing: info',
      '  contract/property-removed: off',
      '  gate/compile-failed: false',
      'limits: {max-file-bytes: 10, max-files: 20, max-total-bytes: 30}',
      'generators: {dbt-properties: false, catalog: true}',
    ].join('\n');
    expect(load(text)).toEqual({
      config: {
        path: 'dataengos.yaml',
        failOn: 'warning',
        scope: 'all',
        lang: 'pt-BR',
        dialect: 'duckdb',
        rules: { 'gate/owner-missing': 'info', 'contract/property-removed': 'off', 'gate/compile-failed': 'off' },
        limits: { maxFileBytes: 10, maxFiles: 20, maxTotalBytes: 30 },
        generators: { 'dbt-properties': false, catalog: true },
      },
      said: [],
    });
  });

  it('keeps the default of what is wrong, and reads the rest', () => {
    const text = [
      'fail_on: warning',
      'scope: introduce',
      'dialect: postgresql',
      'rules: {owner-missing: error, gate/owner-missing: warn}',
      'limits: {max-files: -1}',
      'generators: {catalog: "no"}',
      'lang: en',
    ].join('\n');
    expect(load(text)).toEqual({
      config: { ...defaultConfig, path: 'dataengos.yaml', lang: 'en', dialect: undefined },
      said: [
        '1:1 key "fail_on" is not known here; did you mean "fail-on"? keys are "fail-on", "scope", "lang", "dialect", "rules", "limits", "generators"',
        '2:8 "introduce" is not allowed for "scope"; did you mean "introduced"? allowed are "introduced", "changed-files", "all"',
        '3:10 "postgresql" is not allowed for "dialect"; did you mean "postgres"? allowed are ' +
          dialects.map((dialect) => `"${dialect}"`).join(', '),
        '4:24 "owner-missing" is not a rule\'s id; ids are written "family/name", as in "gate/owner-missing"',
        '4:51 "warn" is not allowed for "rules.gate/owner-missing"; use one of "error", "warning", "info", "off"',
        '5:21 "limits.max-files" must be a whole number from 1 up',
        '6:23 "generators.catalog" must be true or false, without quotes',
      ],
    });
  });

  it('says where a file is no YAML, and falls back to the defaults', () => {
    const { config, said } = load('rules: [\n');
    expect(config).toEqual({ ...defaultConfig, path: 'dataengos.yaml' });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^2:1 the file is not valid YAML: /);
  });

  it('takes a file of comments, and a key without entries, for one that says nothing', () => {
    expect(load('# nothing yet\n')).toEqual({ config: { ...defaultConfig, path: 'dataengos.yaml' }, said: [] });
    expect(load('rules:\n  # gate/owner-missing: off\n').said).toEqual([]);
  });

  it('cannot be made to touch the prototype of objects', () => {
    const { config, said } = load('generators: {__proto__: true}');
    expect(Object.keys(config.generators)).toEqual(['__proto__']);
    expect(said).toEqual([]);
  });
});

describe('the published schema agrees with the reader', () => {
  const isConfig = schemaVerdict('config.schema.json');
  it.each([
    ['{}', true],
    ['fail-on: never', true],
    ['scope: changed-files\nlang: en\n$schema: x', true],
    ['rules: {a/b: off, a-1/b-2: false}', true],
    ['rules:\nlimits:\ngenerators:', true],
    ['limits: {max-files: 1}', true],
    ['generators: {x: true}', true],
    ...dialects.map((dialect) => [`dialect: ${dialect}`, true] as const),
    ['[]', false],
    ['fail-on: info', false],
    ['fail-on: true', false],
    ['scope: [all]', false],
    ['lang: pt', false],
    ['dialect: sql', false],
    ['rules: {a: error}', false],
    ['rules: {A/b: error}', false],
    ['rules: {a/b: true}', false],
    ['rules: error', false],
    ['limits: {max-files: 0}', false],
    ['limits: {max-files: 1.5}', false],
    ['limits: {max-files: "1"}', false],
    ['limits: {max-file: 1}', false],
    ['generators: {x: 1}', false],
    ['generators: [x]', false],
    ['other: 1', false],
  ] as const)('%j: %s', (text, isValid) => {
    expect([load(text).said.length === 0, isConfig(text)]).toEqual([isValid, isValid]);
  });
});
