import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../src/model/edits.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import tagMissing from '../../../src/rules/governance/tag-missing.ts';
import tagValue from '../../../src/rules/governance/tag-value.ts';
import { findingsOf } from '../shared/in-rules.ts';

const contractPath = 'specs/contracts/outputs/sales.yaml';
const tf = 'implementation/infrastructure/main.tf';
const policyFile = (policy: string): Files => ({ 'specs/governance/tagging.json': policy });
const finance = '{ "tags": { "cost-center": { "required": true, "values": ["finance"] } } }';
const contract = exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] });

async function findings(files: Files, policy = finance): Promise<readonly Finding[]> {
  const head = { ...policyFile(policy), ...files };
  return [...(await findingsOf(tagMissing, head)), ...(await findingsOf(tagValue, head))];
}

/** `missing`, or the value that is wrong. */
async function verdict(files: Files, policy = finance): Promise<readonly string[]> {
  return (await findings(files, policy)).map(({ rule, message }) =>
    rule === tagMissing.id ? 'missing' : `not ${/"[^"]*"[^"]*"[^"]*"[^"]*"([^"]*)"/.exec(message)?.[1] ?? message}`,
  );
}

describe('what a contract carries', () => {
  it.each([
    ['', ['missing']],
    ['tags: ["cost-center:finance"]\n', []],
    ['tags: ["cost-center=finance"]\n', []],
    ['tags: [" cost-center : finance "]\n', []],
    ['tags: [cost-center]\n', []],
    ['tags: [finance]\n', ['missing']],
    ['tags: ["=cost-center:finance"]\n', ['missing']],
    ['tags: ["cost-center: sales "]\n', ['not sales']],
    ['tags: [cost-center, "cost-center:sales"]\n', ['not sales']],
    ['tags: ["cost-center:finance", "cost-center:sales"]\n', []],
    ['customProperties: [{ property: costCenter, value: Finance }]\n', []],
    ['customProperties: [{ property: costCenter, value: 12 }]\n', ['not 12']],
    ['customProperties: [{ property: costCenter, value: true }]\n', ['not true']],
    ['customProperties: [{ property: costCenter, value: [sales] }]\n', []],
    ['customProperties: [{ property: costCenter, value: "{{ sales }}" }]\n', []],
  ])('%s: %j', async (text, expected) => {
    expect(await verdict({ [contractPath]: `${contract}${text}` })).toEqual(expected);
  });

  it.each([
    ['team:\n  members:\n    - { username: ana }\n', []],
    ['team: { name: finance }\n', []],
    ['', ['missing']],
  ])('its owners are its team: %s', async (team, expected) => {
    const text = contract.replace(/team:[^]*?schema:/, `${team}schema:`);
    expect(await verdict({ [contractPath]: text }, '["owner"]')).toEqual(expected);
  });

  it('says what may be written, and where', async () => {
    const two = '{ "tags": { "cost-center": { "required": true, "values": ["finance", "sales"] } } }';
    const text = `${contract}tags: [gold]\ncustomProperties:\n  - { property: unit, value: day }\n`;
    const [found, ...others] = await findings({ [contractPath]: text }, two);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      path: contractPath,
      line: 16,
      column: 1,
      fix: null,
      message:
        'contract "sales" has no tag "cost-center", which specs/governance/tagging.json:1 requires; add "customProperties: [{ property: cost-center, value: finance }]"; allowed are "finance", "sales"',
    });
  });
});

describe('a tag that is added to a contract', () => {
  const both =
    '{ "tags": { "cost-center": { "required": true, "values": ["finance"] }, "tier": { "required": true, "values": ["1"] } } }';

  it('is written as a block at its end, with all others that are certain', async () => {
    const [first, second, ...others] = await findings({ [contractPath]: contract }, both);
    expect(others).toEqual([]);
    expect(second?.fix).toBeNull();
    expect(first?.fix?.title).toBe('add "cost-center", "tier"');
    expect(applyEdits(contract, first?.fix?.edits ?? [])).toBe(
      `${contract}customProperties:\n  - property: "cost-center"\n    value: "finance"\n  - property: "tier"\n    value: "1"\n`,
    );
  });

  it.each([
    ['a document that begins with a mark', `# Sales\n---\n${contract}`, true],
    ['no line break at its end', contract.trimEnd(), false],
    ['the end of its document', `${contract}...\n`, false],
    ['the end of its document and blank lines', `${contract}...\n\n\n`, false],
    ['braces', '{ apiVersion: v3.1.0, kind: DataContract, id: sales, version: 1.0.0, status: active }\n', false],
    ['properties of its own', `${contract}customProperties: []\n`, false],
  ])('%s: %s', async (_, text, isOffered) => {
    const found = await findings({ [contractPath]: text });
    expect(found.map(({ fix }) => fix !== null)).toEqual([isOffered]);
  });
});

const dbt = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const model = 'implementation/dbt/models/sales.sql';
const yml = 'implementation/dbt/models/sales.yml';
const described = (text: string): string => `models:\n  - name: sales\n${text}`;

const withMeta = (value: string): string => `{{ config(meta={'cost_center': '${value}'}) }}\nselect 1 as total\n`;

const withTags = (tags: string): Files => ({ ...dbt, [model]: `{{ config(tags=${tags}) }}\nselect 1 as total\n` });

const group = (text: string): string =>
  `groups:\n  - name: finance\n    owner: { name: ana }\n${described(`    config: { ${text} }\n`)}`;

describe('what a dbt model carries', () => {
  it.each([
    ['nothing', '', ['missing']],
    ['meta', '    meta: { cost_center: sales }\n', ['not sales']],
    ['meta of its configuration', '    config: { meta: { cost_center: sales } }\n', ['not sales']],
    ['labels', '    config: { labels: { cost_center: sales } }\n', ['not sales']],
    ['tags of Databricks', '    config: { databricks_tags: { cost_center: sales } }\n', ['not sales']],
    ['tags of BigQuery', '    config: { resource_tags: { cost_center: sales } }\n', ['not sales']],
    ['a tag', '    config: { tags: "cost-center:sales" }\n', ['not sales']],
    ['one of several tags', '    config: { tags: [1, "cost-center:sales"] }\n', ['not sales']],
    ['an empty meta', '    config: { meta: null }\n', ['missing']],
    ['a list as meta', '    config: { meta: [cost_center] }\n', ['missing']],
  ])('%s', async (_, text, expected) => {
    expect(await verdict({ ...dbt, [model]: 'select 1 as total\n', [yml]: described(text) })).toEqual(expected);
  });

  it('what its template says wins', async () => {
    const files = { ...dbt, [yml]: described('    meta: { cost_center: finance }\n') };
    expect(await verdict({ ...files, [model]: withMeta('sales') })).toEqual(['not sales']);
    expect(await verdict({ ...files, [model]: withMeta('finance') })).toEqual([]);
  });

  it('tags of a template are one or several', async () => {
    expect(await verdict(withTags("'cost-center:sales'"))).toEqual(['not sales']);
    expect(await verdict(withTags("['gold', 1, 'cost-center=sales']"))).toEqual(['not sales']);
    expect(await verdict(withTags("'gold'"))).toEqual(['missing']);
  });

  it('its owner is a tag, also the one of its group', async () => {
    const owner = '{ "tags": { "owner": { "required": true, "values": ["bia"] } } }';
    const files = { ...dbt, [model]: 'select 1 as total\n' };
    expect(await verdict({ ...files, [yml]: group('group: finance') }, owner)).toEqual(['not ana']);
    expect(await verdict({ ...files, [yml]: group('group: finance, meta: { owner: bia }') }, owner)).toEqual([]);
    expect(await verdict({ ...files, [yml]: group('enabled: true') }, owner)).toEqual(['missing']);
  });

  it.each([
    ['written in Python', { 'implementation/dbt/models/sales.py': 'def model(dbt, session):\n    return 1\n' }],
    ['whose template cannot be read', { [model]: 'select {{ 1 as total\n' }],
    ['that is disabled', { [model]: 'select 1 as total\n', [yml]: described('    config: { enabled: false }\n') }],
    ['that its template disables', { [model]: '{{ config(enabled=false) }}\nselect 1 as total\n' }],
    ['whose YAML cannot be read', { [model]: 'select 1 as total\n', [yml]: 'models: [\n' }],
  ])('nobody knows of one %s', async (_, files: Files) => {
    expect(await verdict({ ...dbt, ...files })).toEqual([]);
  });

  it('a Python model is judged by the value that YAML gives it', async () => {
    const python = { 'implementation/dbt/models/sales.py': 'def model(dbt, session):\n    return 1\n' };
    const files = { ...dbt, ...python, [yml]: described('    meta: { cost_center: sales }\n') };
    expect(await verdict(files)).toEqual(['not sales']);
  });

  it('one with YAML is judged where other YAML cannot be read', async () => {
    const broken = { 'implementation/dbt/models/other.yml': 'models: [\n' };
    const files = { ...dbt, ...broken, [model]: 'select 1 as total\n', [yml]: described('') };
    expect((await findings(files)).map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([
      `${yml}:2 model "sales" has no tag "cost-center", which specs/governance/tagging.json:1 requires; add "cost-center: finance" to "config.meta" of the model or of its folder in dbt_project.yml; allowed are "finance"`,
    ]);
  });
});

const tagged = (tags: string): string => `resource "aws_s3_bucket" "b" {\n  tags = ${tags}\n}\n`;

describe('what a resource carries', () => {
  const bucket = 'resource "aws_s3_bucket" "b" {}\n';
  const provider = (text: string): string => `provider "aws" {\n${text}}\n${bucket}`;

  it.each([
    ['a provider without tags', provider('  region = "eu"\n'), ['missing']],
    [
      'other blocks of a provider',
      provider('  assume_role {\n    tags = { cost-center = "finance" }\n  }\n'),
      ['missing'],
    ],
    [
      'other keys of a provider',
      provider('  default_tags {\n    keys = { cost-center = "finance" }\n  }\n'),
      ['missing'],
    ],
    [
      'tags of another provider',
      `provider "google" {\n  default_labels = { cost-center = "finance" }\n}\n${bucket}`,
      ['missing'],
    ],
    [
      'a module of the provider’s name',
      `module "aws" {\n  default_labels = { cost-center = "finance" }\n}\n${bucket}`,
      ['missing'],
    ],
    [
      'tags of a provider that are computed block by block',
      provider(
        '  assume_role {}\n  dynamic "default_tags" {\n    for_each = var.t\n    content {\n      tags = default_tags.value\n    }\n  }\n',
      ),
      [],
    ],
    ['tags of a provider that a variable gives', provider('  default_tags {\n    tags = var.t\n  }\n'), []],
    ['merged tags', tagged('merge(var.t, { owner = "x" })'), []],
    ['a local value that is nowhere', tagged('local.common'), []],
    ['a part of a local value', `locals {\n  common = { owner = "x" }\n}\n${tagged('local.common.all')}`, []],
    ['a local value', `locals {\n  common = { cost-center = "sales" }\n}\n${tagged('local.common')}`, ['not sales']],
    ['what only looks like a local value', `locals {\n  t = { owner = "x" }\n}\n${tagged('module.local.t')}`, []],
    ['a value of another block', `module "m" {\n  common = { owner = "x" }\n}\n${tagged('local.common')}`, []],
    ['a loop', tagged('{\n    for k in var.t : k => "x"\n  }'), []],
    ['a text that looks like a loop', tagged('{\n    note = "{ for us }"\n  }'), ['missing']],
    ['a computed key beside another', tagged('{\n    (var.key) = "x"\n    owner = "y"\n  }'), []],
    ['a key that begins computed', tagged('{\n    "${var.x}-a" = "x"\n  }'), []],
    ['a key that ends computed', tagged('{\n    "a-${var.x}" = "x"\n  }'), []],
    ['a computed value', tagged('{\n    cost-center = var.c\n  }'), []],
    ['a type of nobody', 'resource "my_aws_thing" "b" {\n  tags = { owner = "x" }\n}\n', []],
    ['a type of Azure', 'resource "azurerm_key_vault" "b" {\n}\n', ['missing']],
  ])('%s', async (_, text, expected) => {
    expect(await verdict({ [tf]: text })).toEqual(expected);
  });

  it('says what may be written', async () => {
    const two = '{ "tags": { "cost-center": { "required": true, "values": ["finance", "sales"] } } }';
    expect((await findings({ [tf]: bucket }, two)).map(({ message }) => message)).toEqual([
      'resource "aws_s3_bucket.b" has no tag "cost-center", which specs/governance/tagging.json:1 requires; add it: tags = { "cost-center" = "finance" }; allowed are "finance", "sales"',
    ]);
  });

  it('is completed in the block that is there, with all that is certain', async () => {
    const both =
      '{ "tags": { "cost-center": { "required": true, "values": ["finance"] }, "tier": { "required": true, "values": ["1"] } } }';
    const text = tagged('{\n    owner = "x"\n  }');
    const [first] = await findings({ [tf]: text }, both);
    expect(applyEdits(text, first?.fix?.edits ?? [])).toBe(
      tagged('{\n    "cost-center" = "finance"\n    "tier" = "1"\n    owner = "x"\n  }'),
    );
  });

  it.each([
    ['an empty block', tagged('{}')],
    ['a block on one line', tagged('{ owner = "x" }')],
    ['a local value', `locals {\n  common = {\n    owner = "x"\n  }\n}\n${tagged('local.common')}`],
  ])('is left to people in %s', async (_, text) => {
    expect((await findings({ [tf]: text })).map(({ fix }) => fix)).toEqual([null]);
  });
});
