import { describe, expect, it } from 'vitest';
import { choosePolicy, type PolicySource } from '../../src/engine/choose-policy.ts';
import { rules } from '../../src/generated/rules.ts';
import { defaultConfig, loadConfig } from '../../src/load/config.ts';
import type { Config } from '../../src/model/policy.ts';

const nothing: PolicySource = {
  ref: { ref: 'tip' },
  config: defaultConfig,
  governance: {},
  owners: [],
  hasSpecs: true,
};

/** The configuration of a first adoption as it is taken, and the keys that were refused. */
function adopt(text: string, tip: PolicySource = nothing): { readonly config: Config; readonly refused: string[] } {
  const { config, problems } = loadConfig('dataengos.yaml', new TextEncoder().encode(text));
  expect(problems).toEqual([]);
  const policy = choosePolicy(tip, { ...nothing, ref: { ref: 'head' }, config }, rules);
  return { config: policy.config, refused: policy.skipped.map(({ what }) => what) };
}

const adopted: Config = { ...defaultConfig, path: 'dataengos.yaml' };

describe('a first configuration cannot weaken how contracts are judged', () => {
  it.each<[string, string, { readonly refused: readonly string[]; readonly config: Partial<Config> }]>([
    [
      'a class below the table',
      'compatibility: { property-removed: { output: dangerous } }',
      { refused: ['compatibility.property-removed.output'], config: { compatibility: { 'property-removed': {} } } },
    ],
    [
      'a bump below the table',
      'compatibility: { property-removed: { output: { bump: minor } } }',
      { refused: ['compatibility.property-removed.output'], config: { compatibility: { 'property-removed': {} } } },
    ],
    [
      'a severity below that of the class',
      'compatibility: { property-removed: { output: { severity: warning } } }',
      { refused: ['compatibility.property-removed.output'], config: { compatibility: { 'property-removed': {} } } },
    ],
    [
      'a higher class with a lower bump than it asks for',
      'compatibility: { enum-value-added: { output: { class: breaking, bump: none } } }',
      { refused: ['compatibility.enum-value-added.output'], config: { compatibility: { 'enum-value-added': {} } } },
    ],
    [
      'a higher class that is only a warning',
      'compatibility: { enum-value-added: { output: { class: breaking, severity: warning } } }',
      { refused: ['compatibility.enum-value-added.output'], config: { compatibility: { 'enum-value-added': {} } } },
    ],
    [
      'one direction of a row; the other is kept',
      'compatibility: { property-removed: { output: docs, input: breaking } }',
      {
        refused: ['compatibility.property-removed.output'],
        config: { compatibility: { 'property-removed': { input: { class: 'breaking' } } } },
      },
    ],
    ['who is protected', 'contracts: [{ paths: /, mode: producer }]', { refused: ['contracts'], config: {} }],
    ['a shorter notice for readers', 'deprecation: { days: 29 }', { refused: ['deprecation.days'], config: {} }],
    [
      'a mark that is no longer load-bearing',
      'load-bearing: { tags: [gdpr] }',
      {
        refused: ['load-bearing.tags'],
        config: {
          loadBearing: { tags: ['gdpr', 'pii', 'deprecated', 'cost-center'], customProperties: [] },
        },
      },
    ],
    ['no last release', 'release: false', { refused: ['release'], config: {} }],
    ['tags that no release has', 'release: { tag: "nothing-*" }', { refused: ['release'], config: {} }],
    ['a snapshot that is not there', 'release: { snapshot: nowhere }', { refused: ['release'], config: {} }],
  ])('%s', (_, text, { refused, config }) => {
    expect(adopt(text)).toEqual({ config: { ...adopted, ...config }, refused });
  });

  it('is said in the language of the report, with the file', () => {
    const { config } = loadConfig('dataengos.yaml', new TextEncoder().encode('release: false'));
    expect(choosePolicy(nothing, { ...nothing, config }, rules).skipped).toEqual([
      { what: 'release', why: 'skipped.weakening', values: { path: 'dataengos.yaml' } },
    ]);
  });
});

describe('a first configuration may be stricter', () => {
  it.each<[string, string, Partial<Config>]>([
    [
      'a higher class',
      'compatibility: { enum-value-added: { output: breaking } }',
      { compatibility: { 'enum-value-added': { output: { class: 'breaking' } } } },
    ],
    [
      'the same class, said again',
      'compatibility: { property-removed: { output: { class: breaking, bump: major, severity: error } } }',
      { compatibility: { 'property-removed': { output: { class: 'breaking', bump: 'major', severity: 'error' } } } },
    ],
    ['a higher bump of dangerous changes', 'dangerous-bump: major', { dangerousBump: 'major' }],
    ['longer periods', 'deprecation: { days: 31, input-days: 1 }', { deprecation: { outputDays: 31, inputDays: 1 } }],
    [
      'more marks',
      'load-bearing: { tags: [cost-center, deprecated, pii, gdpr], custom-properties: [retention] }',
      { loadBearing: { tags: ['cost-center', 'deprecated', 'pii', 'gdpr'], customProperties: ['retention'] } },
    ],
    ['the default tags, asked for', 'release: { tag: "v*" }', { release: { tag: 'v*', asked: true } }],
    ['owners who are asked for review', 'request-owners: true', { requestOwners: true }],
  ])('%s', (_, text, config) => {
    expect(adopt(text)).toEqual({ config: { ...adopted, ...config }, refused: [] });
  });
});

it('takes any first configuration where there were no specifications to protect', () => {
  const { config, refused } = adopt('release: false\ndeprecation: { days: 0 }', { ...nothing, hasSpecs: false });
  expect([config.release, config.deprecation.outputDays, refused]).toEqual([{ asked: false }, 0, []]);
});

it('takes nothing of head where the base branch has a configuration', () => {
  const tip = { ...nothing, config: { ...defaultConfig, path: 'dataengos.yaml' } };
  expect(adopt('dangerous-bump: major', tip)).toEqual({ config: adopted, refused: [] });
});
