import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compatibilityRows } from '../../src/generated/compatibility.ts';
import { defaultConfig, dialects, loadConfig } from '../../src/load/config.ts';
import { translate } from '../../src/model/messages.ts';
import { fencedBlocks, readText } from '../docs/files.ts';
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
        options: {},
        overrides: [],
        extends: [],
        shared: [],
        compatibility: {},
        dangerousBump: 'minor',
        directions: [],
        deprecation: { outputDays: 30, inputDays: 0 },
        loadBearing: { tags: ['pii', 'deprecated', 'cost-center'], customProperties: [] },
        release: { tag: 'v*', asked: false },
        requestOwners: false,
        unitTests: 'auto',
        compile: 'auto',
        dbtArtifacts: [],
        limits: { maxFileBytes: 4_194_304, maxFiles: 20_000, maxTotalBytes: 268_435_456 },
        generators: {},
        generatorOptions: {},
      },
      problems: [],
      mentions: [],
      extended: [],
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
      '  gate/compile-failed: { severity: off }',
      '  custom/cost: { options: { limit: 3, words: [a] } }',
      'extends: [policy/organisation.yaml, ./policy/finance.yaml]',
      'preset: strict',
      'overrides:',
      '  - { paths: specs/contracts/inputs/, rules: { gate/owner-missing: false } }',
      '  - { paths: [a.yaml, /], domains: [Finance, sales], rules: { custom/cost: { options: { limit: 4 } } } }',
      'compatibility:',
      '  enum-value-added: { output: breaking, input: { class: docs, bump: none, severity: info } }',
      '  property-removed: {}',
      'dangerous-bump: major',
      'contracts:',
      '  - { paths: specs/contracts/events/, mode: full }',
      '  - { paths: "*-demand.yaml", mode: producer }',
      '  - { paths: /, mode: consumer }',
      'deprecation: { days: 90, input-days: 14 }',
      'load-bearing: { tags: [], custom-properties: [retention, legal-basis] }',
      'release: { tag: "contracts-*" }',
      'request-owners: true',
      'unit-tests: on',
      'compile: static',
      'dbt-artifacts: [artifacts/, docs/catalog.json]',
      'limits: {max-file-bytes: 10, max-files: 20, max-total-bytes: 30}',
      'generators: {dbt-properties: false, catalog: true, airflow: {connection: warehouse}}',
    ].join('\n');
    expect(load(text)).toEqual({
      config: {
        path: 'dataengos.yaml',
        failOn: 'warning',
        scope: 'all',
        lang: 'pt-BR',
        dialect: 'duckdb',
        extends: ['policy/organisation.yaml', './policy/finance.yaml'],
        shared: [],
        preset: 'strict',
        rules: { 'gate/owner-missing': 'info', 'contract/property-removed': 'off', 'gate/compile-failed': 'off' },
        options: { 'custom/cost': { limit: 3, words: ['a'] } },
        overrides: [
          {
            patterns: [['specs', 'contracts', 'inputs', '**']],
            domains: [],
            rules: { 'gate/owner-missing': 'off' },
            options: {},
          },
          {
            patterns: [['**', 'a.yaml'], ['**']],
            domains: ['finance', 'sales'],
            rules: {},
            options: { 'custom/cost': { limit: 4 } },
          },
        ],
        compatibility: {
          'enum-value-added': {
            output: { class: 'breaking' },
            input: { class: 'docs', bump: 'none', severity: 'info' },
          },
          'property-removed': {},
        },
        dangerousBump: 'major',
        directions: [
          { pattern: ['specs', 'contracts', 'events', '**'], mode: 'full' },
          { pattern: ['**', '*-demand.yaml'], mode: 'producer' },
          { pattern: ['**'], mode: 'consumer' },
        ],
        deprecation: { outputDays: 90, inputDays: 14 },
        loadBearing: { tags: [], customProperties: ['retention', 'legal-basis'] },
        release: { tag: 'contracts-*', asked: true },
        requestOwners: true,
        unitTests: 'on',
        compile: 'static',
        dbtArtifacts: ['artifacts/', 'docs/catalog.json'],
        limits: { maxFileBytes: 10, maxFiles: 20, maxTotalBytes: 30 },
        generators: { 'dbt-properties': false, catalog: true, airflow: true },
        generatorOptions: { airflow: { connection: 'warehouse' } },
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
        '1:1 key "fail_on" is not known here; did you mean "fail-on"? Keys are "extends", "preset", "rules", "overrides", "fail-on", "scope", "lang", "dialect", "compatibility", "dangerous-bump", "contracts", "deprecation", "load-bearing", "release", "request-owners", "compile", "dbt-artifacts", "unit-tests", "limits", "generators"',
        '2:8 "introduce" is not allowed for "scope"; did you mean "introduced"? Allowed are "introduced", "changed-files", "all"',
        '3:10 "postgresql" is not allowed for "dialect"; did you mean "postgres"? Allowed are ' +
          dialects.map((dialect) => `"${dialect}"`).join(', '),
        '4:24 "owner-missing" is not a rule\'s id; ids are written "family/name", as in "gate/owner-missing"',
        '4:51 "warn" is not allowed for "rules.gate/owner-missing"; use one of "error", "warning", "info", "off"',
        '5:21 "limits.max-files" must be a whole number from 1 up',
        '6:23 "generators.catalog" must be true or false, without quotes',
      ],
    });
  });

  it.each([
    ['release: { snapshot: exports/contracts }', { snapshot: 'exports/contracts', asked: true }],
    ['release: { snapshot: ./exports//contracts/ }', { snapshot: 'exports/contracts', asked: true }],
    ['release: false', { asked: false }],
    ['release:', { tag: 'v*', asked: false }],
  ])('reads %s', (text, release) => {
    expect(load(text)).toEqual({ config: { ...defaultConfig, path: 'dataengos.yaml', release }, said: [] });
  });

  it('keeps a list or number that was given in part', () => {
    const { config } = load('deprecation: { input-days: 7 }\nload-bearing: { custom-properties: [retention] }');
    expect([config.deprecation, config.loadBearing]).toEqual([
      { outputDays: 30, inputDays: 7 },
      { tags: ['pii', 'deprecated', 'cost-center'], customProperties: ['retention'] },
    ]);
  });

  it('keeps the default of what is wrong about contracts', () => {
    const text = [
      'compatibility: { enum-added: braking, enum-removed: { output: { bump: huge }, inputs: docs } }',
      'dangerous-bump: patch',
      'contracts: [{ paths: //, mode: full }, { paths: a/, mode: both }, { mode: full }]',
      'deprecation: { days: -1, input-days: "7" }',
      'load-bearing: { tags: pii, custom-properties: [a, 1] }',
      'release: { tag: "a b" }',
      'request-owners: sim',
    ].join('\n');
    const { config, said } = load(text);
    expect(config).toEqual({
      ...defaultConfig,
      path: 'dataengos.yaml',
      compatibility: { 'enum-added': {}, 'enum-removed': { output: {} } },
    });
    expect(said).toEqual([
      '1:30 "compatibility.enum-added" must be a mapping of keys to values',
      '1:71 "huge" is not allowed for "compatibility.enum-removed.output.bump"; use one of "major", "minor", "patch", "none"',
      '1:79 key "inputs" is not known here; did you mean "input"? Keys are "output", "input"',
      '2:17 "patch" is not allowed for "dangerous-bump"; use one of "minor", "major"',
      '3:22 "contracts.0.paths" names no path; write a pattern as in CODEOWNERS, such as "specs/contracts/outputs/" or "*-events.yaml"',
      '3:59 "both" is not allowed for "contracts.1.mode"; use one of "consumer", "producer", "full"',
      '3:67 "contracts.2" has no "paths", which is required; add it',
      '4:22 "deprecation.days" must be a whole number of days, 0 or more',
      '4:38 "deprecation.input-days" must be a whole number of days, 0 or more',
      '5:23 "load-bearing.tags" must be a list',
      '5:51 "load-bearing.custom-properties.1" must be text that is not empty',
      '6:17 "release.tag" cannot be the name of a tag; write a pattern without blanks, such as "v*"',
      '7:17 "request-owners" must be true or false, without quotes',
    ]);
  });

  it.each([
    ['{ tag: v*, snapshot: exports }', '1:1'],
    ['{}', '1:1'],
  ])('asks for a tag or a snapshot instead of release: %s', (value, at) => {
    expect(load(`release: ${value}`)).toEqual({
      config: { ...defaultConfig, path: 'dataengos.yaml' },
      said: [
        `${at} "release" takes either "tag" or "snapshot"; write one of them, or "release: false" to compare with no release`,
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
    ['compatibility:\ncontracts:\ndeprecation:\nload-bearing:\nrelease:', true],
    ['compatibility: {a: {}, b: {output: docs}, c: {input: {}, output: {bump: none}}}', true],
    ['compatibility: {a: {output: {class: breaking, severity: info}}}', true],
    ['dangerous-bump: minor', true],
    ['contracts: []', true],
    ['contracts: [{paths: "/", mode: producer}, {paths: "**/x.yaml", mode: consumer}]', true],
    ['deprecation: {}', true],
    ['deprecation: {days: 0, input-days: 365}', true],
    ['load-bearing: {tags: [a, "b c"], custom-properties: []}', true],
    ['release: false', true],
    ['release: {tag: "v[0-9]*"}', true],
    ['release: {tag: " v* "}', true],
    ['release: {snapshot: ./exports/}', true],
    ['request-owners: false', true],
    ['unit-tests: off', true],
    ['compile: dbt', true],
    ['dbt-artifacts: target', true],
    ['dbt-artifacts:', true],
    ['preset: adoption', true],
    ['extends: policy/organisation.yaml', true],
    ['extends: [a, b]', true],
    ['extends:', true],
    ['rules:', true],
    ['rules: {a/b: {severity: info, options: {x: [1]}}}', true],
    ['overrides:', true],
    ['overrides: []', true],
    ['overrides: [{paths: a, rules: {}}]', true],
    ['overrides: [{domains: [A, b], rules: {a/b: off}}]', true],
    ['preset: mild', false],
    ['preset:', false],
    ['extends: []', false],
    ['extends: [1]', false],
    ['extends: {a: b}', false],
    ['rules: {a/b: {}}', false],
    ['rules: {a/b: {severity: high}}', false],
    ['rules: {a/b: {options: [x]}}', false],
    ['rules: {a/b: {option: {}}}', false],
    ['overrides: {paths: a, rules: {}}', false],
    ['overrides: [{rules: {a/b: off}}]', false],
    ['overrides: [{paths: a}]', false],
    ['overrides: [{paths: [], rules: {}}]', false],
    ['overrides: [{paths: "/ /", rules: {}, domain: a}]', false],
    ['overrides: [{domains: " ", rules: {}}]', false],
    ['overrides: [{paths: a, rules: }]', false],
    ['compatibility: []', false],
    ['compatibility: {a: breaking}', false],
    ['compatibility: {a: }', false],
    ['compatibility: {a: {output: }}', false],
    ['compatibility: {a: {output: severe}}', false],
    ['compatibility: {a: {output: {class: none}}}', false],
    ['compatibility: {a: {output: {bump: micro}}}', false],
    ['compatibility: {a: {output: {severity: off}}}', false],
    ['compatibility: {a: {output: [breaking]}}', false],
    ['compatibility: {a: {both: breaking}}', false],
    ['dangerous-bump: none', false],
    ['dangerous-bump:', false],
    ['contracts: {paths: a, mode: full}', false],
    ['contracts: [{paths: a}]', false],
    ['contracts: [{mode: full}]', false],
    ['contracts: [{paths: a, mode: output}]', false],
    ['contracts: [{paths: " ", mode: full}]', false],
    ['contracts: [{paths: "//", mode: full}]', false],
    ['contracts: [{paths: a, mode: full, id: b}]', false],
    ['deprecation: 30', false],
    ['deprecation: {days: 1.5}', false],
    ['deprecation: {days: "30"}', false],
    ['deprecation: {day: 30}', false],
    ['load-bearing: [pii]', false],
    ['load-bearing: {tags: }', false],
    ['load-bearing: {tags: [1]}', false],
    ['load-bearing: {tags: [" "]}', false],
    ['release: true', false],
    ['release: v*', false],
    ['release: {}', false],
    ['release: {tag: v*, snapshot: a}', false],
    ['release: {tag: "a b"}', false],
    ['release: {tag: "a:b"}', false],
    ['release: {tag: "a\\0"}', false],
    ['release: {tag: }', false],
    ['release: {snapshot: "/"}', false],
    ['release: {snapshot: ".."}', false],
    ['release: {folder: a}', false],
    ['request-owners: "yes"', false],
    ['unit-tests: always', false],
    ['compile: dbt-core', false],
    ['dbt-artifacts: []', false],
    ['dbt-artifacts: {path: target}', false],
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

interface Keyword {
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

describe('the examples that people copy', () => {
  const isConfig = schemaVerdict('config.schema.json');
  const schema: { readonly properties: { readonly [key: string]: Keyword } } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../schemas/config.schema.json'), 'utf8'),
  );
  const examples = Object.entries(schema.properties).flatMap(([key, { examples: values = [] }]) =>
    values.map((value) => JSON.stringify({ [key]: value })),
  );
  /** Keys whose default is nothing, or in their parts. */
  const withoutDefault = ['dbt-artifacts', '$schema', 'extends', 'preset', 'dialect', 'rules', 'limits', 'generators'];
  const documented = fencedBlocks(readText('docs/configuration.md'), 'yaml');

  it('there are some', () => {
    expect([examples.length > 5, documented.length]).toEqual([true, 2]);
  });

  it('the defaults of the schema are those of the reader', () => {
    const defaults = Object.entries(schema.properties).flatMap(([key, { default: value }]) =>
      value === undefined ? [] : [[key, value] as const],
    );
    expect(defaults.map(([key]) => key)).toEqual(
      Object.keys(schema.properties).filter((key) => !withoutDefault.includes(key)),
    );
    const { config, said } = load(JSON.stringify(Object.fromEntries(defaults)));
    const { release } = defaultConfig;
    expect(said).toEqual([]);
    expect(config).toEqual({ ...defaultConfig, path: 'dataengos.yaml', release: { ...release, asked: true } });
  });

  it.each([...examples, ...documented])('%s', (text) => {
    const { config, said } = load(text);
    const rows = compatibilityRows.map(({ id }) => id);
    expect([said, isConfig(text)]).toEqual([[], true]);
    expect(Object.keys(config.compatibility).filter((id) => !rows.includes(id))).toEqual([]);
  });
});
