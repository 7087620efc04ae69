import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import missing from '../../../src/rules/governance/tag-missing.ts';
import wrong from '../../../src/rules/governance/tag-value.ts';
import { checkFiles } from '../../support/check-files.ts';
import { fixFiles } from '../../support/fix-files.ts';

const rules = [missing, wrong];
const tf = 'implementation/infrastructure/main.tf';
const contractPath = 'specs/contracts/outputs/sales.yaml';
const modelPath = 'implementation/dbt/models/sales.sql';
const policyFile = (policy: string): Files => ({ 'specs/governance/tagging.json': policy });
const oneValue =
  '{ "tags": { "cost-center": { "required": true, "values": ["finance"] }, "owner": { "required": true, "values": ["a ${b}"] } } }';
const contract = exampleContract({ columns: ['name: total, logicalType: number'] });

async function said(files: Files): Promise<readonly string[]> {
  const report = await checkFiles({ head: files, rules });
  expect(report.skipped.filter(({ why }) => why.includes('crash'))).toEqual([]);
  return report.findings.map(({ rule, line, subject, message }) => `${rule}:${line} ${subject}: ${message}`);
}

/** Subjects with the missing tag, of a Terraform file. */
async function untagged(policy: string, text: string): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head: { ...policyFile(policy), [tf]: text }, rules: [missing] });
  return findings.map(({ subject, message }) => `${subject} ${/no tag "([^"]*)"/.exec(message)?.[1]}`);
}

async function fixedTerraform(text: string): Promise<string | undefined> {
  const { outcome, files } = await fixFiles({ head: { ...policyFile(oneValue), [tf]: text }, rules });
  expect(outcome).toMatchObject({ files: [{ path: tf }] });
  expect(await said(files)).toEqual([]);
  return files[tf];
}

describe('governance/tag-missing on Terraform', () => {
  it('says what is missing, and where the rule is', async () => {
    const files = { ...policyFile('{ "resources": ["cost-center"] }'), [tf]: 'resource "aws_s3_bucket" "b" {\n}\n' };
    expect(await said(files)).toEqual([
      'governance/tag-missing:1 resource:aws_s3_bucket.b: resource "aws_s3_bucket.b" has no tag "cost-center", which specs/governance/tagging.json:1 requires; add it: tags = { "cost-center" = "…" }',
    ]);
  });

  it.each([
    ['no tags', 'resource "aws_s3_bucket" "b" {\n}\n', ['resource:aws_s3_bucket.b cost-center']],
    [
      'other tags',
      'resource "aws_s3_bucket" "b" {\n  tags = { owner = "x" }\n}\n',
      ['resource:aws_s3_bucket.b cost-center'],
    ],
    [
      'labels of Google',
      'resource "google_storage_bucket" "b" {\n  labels = { owner = "x" }\n}\n',
      ['resource:google_storage_bucket.b cost-center'],
    ],
    [
      'a type that is only known by its tags',
      'resource "aws_new_thing" "b" {\n  tags = { owner = "x" }\n}\n',
      ['resource:aws_new_thing.b cost-center'],
    ],
    [
      'local tags',
      'locals {\n  t = { owner = "x" }\n}\nresource "aws_s3_bucket" "b" {\n  tags = local.t\n}\n',
      ['resource:aws_s3_bucket.b cost-center'],
    ],
    [
      'default tags without it',
      'provider "aws" {\n  default_tags {\n    tags = { owner = "x" }\n  }\n}\nresource "aws_s3_bucket" "b" {}\n',
      ['resource:aws_s3_bucket.b cost-center'],
    ],
    ['the tag in another spelling', 'resource "aws_s3_bucket" "b" {\n  tags = { CostCenter = "x" }\n}\n', []],
    [
      'the tag in local tags',
      'locals {\n  t = { cost-center = var.c }\n}\nresource "aws_s3_bucket" "b" {\n  tags = local.t\n}\n',
      [],
    ],
    [
      'default labels',
      'provider "google" {\n  default_labels = { cost-center = "x" }\n}\nresource "google_storage_bucket" "b" {}\n',
      [],
    ],
    ['merged tags', 'resource "aws_s3_bucket" "b" {\n  tags = merge(var.t, { owner = "x" })\n}\n', []],
    ['tags of a variable', 'resource "aws_s3_bucket" "b" {\n  tags = var.tags\n}\n', []],
    ['tags of a loop', 'resource "aws_s3_bucket" "b" {\n  tags = { for k in var.t : k => "x" }\n}\n', []],
    ['a computed key', 'resource "aws_s3_bucket" "b" {\n  tags = { (var.key) = "x" }\n}\n', []],
    [
      'a local value of two folders',
      'locals {\n  t = { cost-center = "x" }\n}\nlocals {\n  t = {}\n}\nresource "aws_s3_bucket" "b" {\n  tags = local.t\n}\n',
      [],
    ],
    [
      'default tags that are computed',
      'provider "aws" {\n  default_tags {\n    tags = var.tags\n  }\n}\nresource "aws_s3_bucket" "b" {}\n',
      [],
    ],
    ['a type that takes no tags', 'resource "aws_s3_bucket_policy" "b" {}\nresource "snowflake_database" "d" {}\n', []],
    ['data and variables', 'data "aws_s3_bucket" "b" {}\nvariable "tags" {}\n', []],
  ])('%s', async (_, text, expected) => {
    expect(await untagged('["cost-center"]', text)).toEqual(expected);
  });

  it('writes a block where there is none, and all certain tags at once', async () => {
    expect(await fixedTerraform('resource "aws_s3_bucket" "b" {\n  bucket = "b"\n}\n')).toBe(
      'resource "aws_s3_bucket" "b" {\n  bucket = "b"\n\n  tags = {\n    "cost-center" = "finance"\n    "owner" = "a $${b}"\n  }\n}\n',
    );
  });

  it('writes a line into the block that is there', async () => {
    expect(
      await fixedTerraform(
        'resource "google_storage_bucket" "b" {\n  labels = {\n    team = "x" # ours\n    owner = var.o\n  }\n}\n',
      ),
    ).toBe(
      'resource "google_storage_bucket" "b" {\n  labels = {\n    "cost-center" = "finance"\n    team = "x" # ours\n    owner = var.o\n  }\n}\n',
    );
  });

  it.each([
    [
      'a choice of values',
      '{ "tags": { "cost-center": { "required": true, "values": ["a", "b"] } } }',
      'resource "aws_s3_bucket" "b" {\n}\n',
    ],
    ['any value', '["cost-center"]', 'resource "aws_s3_bucket" "b" {\n}\n'],
    ['a block on one line', oneValue, 'resource "aws_s3_bucket" "b" {}\n'],
  ])('offers nothing for %s', async (_, policy, text) => {
    const { findings } = await checkFiles({ head: { ...policyFile(policy), [tf]: text }, rules });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.map(({ fix }) => fix)).toEqual(findings.map(() => null));
  });
});

it('a policy cannot be taken back by the change that it judges, also where it is the only one', async () => {
  const base = policyFile('["cost-center"]');
  const head = { ...policyFile('[]'), [tf]: 'resource "aws_s3_bucket" "b" {\n}\n' };
  const { findings } = await checkFiles({ base, head, rules });
  expect(findings.map(({ subject }) => subject)).toEqual(['resource:aws_s3_bucket.b']);
});

describe('governance/tag-missing on contracts', () => {
  it.each([
    ['tags: [cost-center]', []],
    ['tags: ["cost-center:finance"]', []],
    ['tags: ["cost_center=finance"]', []],
    ['customProperties: [{ property: costCenter, value: finance }]', []],
    [
      'tags: [finance]',
      [
        'governance/tag-missing:15 sales: contract "sales" has no tag "cost-center", which specs/governance/tagging.json:1 requires; add "customProperties: [{ property: cost-center, value: … }]" or the tag "cost-center:…"',
      ],
    ],
  ])('%s', async (line, expected) => {
    expect(
      await said({ ...policyFile('{ "contracts": ["cost-center"] }'), [contractPath]: `${contract}${line}\n` }),
    ).toEqual(expected);
  });

  it('takes what the contract says in words of the standard', async () => {
    const text = `domain: sales\n${contract}`;
    expect(
      await said({ ...policyFile('{ "contracts": ["owner", "domain", "tenant"] }'), [contractPath]: text }),
    ).toEqual([
      'governance/tag-missing:1 sales: contract "sales" has no tag "tenant", which specs/governance/tagging.json:1 requires; add "customProperties: [{ property: tenant, value: … }]" or the tag "tenant:…"',
    ]);
  });

  it('adds a custom property where only one value is allowed', async () => {
    const policy = '{ "contracts": [{ "name": "cost-center", "values": ["finance"] }] }';
    const { files } = await fixFiles({ head: { ...policyFile(policy), [contractPath]: contract }, rules });
    expect(files[contractPath]).toBe(
      `${contract}customProperties:\n  - property: "cost-center"\n    value: "finance"\n`,
    );
    expect(await said(files)).toEqual([]);
  });

  it.each([`${contract}customProperties: []\n`, contract.trimEnd(), `${contract}...\n`])(
    'offers nothing where the place is not certain',
    async (text) => {
      const policy = '{ "contracts": [{ "name": "cost-center", "values": ["finance"] }] }';
      const { findings } = await checkFiles({ head: { ...policyFile(policy), [contractPath]: text }, rules });
      expect(findings.map(({ fix }) => fix)).toEqual([null]);
    },
  );
});

describe('governance/tag-missing on models', () => {
  const dbt = { 'implementation/dbt/dbt_project.yml': 'name: sales\n', [modelPath]: 'select 1 as total\n' };
  const properties = 'implementation/dbt/models/sales.yml';
  it.each<[string, Files, readonly string[]]>([
    ['nothing', {}, ['model:sales']],
    ['meta', { [properties]: 'models:\n  - name: sales\n    config: { meta: { cost-center: x } }\n' }, []],
    ['meta in the old place', { [properties]: 'models:\n  - name: sales\n    meta: { cost_center: x }\n' }, []],
    ['a tag', { [properties]: 'models:\n  - name: sales\n    config: { tags: ["cost-center:x"] }\n' }, []],
    ['labels', { [properties]: 'models:\n  - name: sales\n    config: { labels: { cost_center: x } }\n' }, []],
    ['the template', { [modelPath]: "{{ config(meta={'cost-center': 'x'}) }}\nselect 1 as total\n" }, []],
    [
      'the folder',
      { 'implementation/dbt/dbt_project.yml': 'name: sales\nmodels:\n  sales:\n    +tags: ["cost-center:x"]\n' },
      [],
    ],
    ['a template that cannot be read', { [modelPath]: '{{ config( }}\nselect 1\n' }, []],
    ['a model that is switched off', { [modelPath]: '{{ config(enabled=false) }}\nselect 1\n' }, []],
    ['YAML that cannot be read', { [properties]: 'models: [\n' }, []],
  ])('%s', async (_, files, subjects) => {
    const head = { ...policyFile('{ "models": ["cost-center"] }'), ...dbt, ...files };
    const { findings } = await checkFiles({ head, rules });
    expect(findings.map(({ subject }) => subject)).toEqual(subjects);
  });
});

describe('governance/tag-value', () => {
  const policy = policyFile(
    '{ "tags": { "cost-center": { "required": true, "values": ["finance", "data-platform"] } } }',
  );

  function taggedModel(meta: string): Files {
    return {
      ...policy,
      'implementation/dbt/dbt_project.yml': 'name: sales\nmodels:\n  +meta: { cost-center: sales }\n',
      [modelPath]: `${meta}select 1 as total\n`,
    };
  }

  it('repairs a misspelt value of a resource and of a contract', async () => {
    const head = {
      ...policy,
      [tf]: 'resource "aws_s3_bucket" "b" {\n  tags = { cost-center = "finanse" }\n}\n',
      [contractPath]: `${contract}customProperties:\n  - property: cost-center\n    value: data-platfrom # ours\n`,
    };
    expect(await said(head)).toEqual([
      'governance/tag-value:2 resource:aws_s3_bucket.b: tag "cost-center" of "aws_s3_bucket.b" is "finanse"; did you mean "finance"? specs/governance/tagging.json:1 allows "finance", "data-platform"',
      'governance/tag-value:16 sales: tag "cost-center" of "sales" is "data-platfrom"; did you mean "data-platform"? specs/governance/tagging.json:1 allows "finance", "data-platform"',
    ]);
    const { files } = await fixFiles({ head, rules });
    expect(files[tf]).toContain('{ cost-center = "finance" }');
    expect(files[contractPath]).toContain('value: data-platform # ours');
    expect(await said(files)).toEqual([]);
  });

  it.each([
    ['another spelling of an allowed value', 'tags: ["cost-center:Data_Platform"]'],
    ['a tag that says no value', 'tags: [cost-center]'],
  ])('%s passes', async (_, line) => {
    expect(await said({ ...policy, [contractPath]: `${contract}${line}\n` })).toEqual([]);
  });

  it('of a model, what wins counts', async () => {
    expect(await said(taggedModel("{{ config(meta={'cost-center': 'finance'}) }}\n"))).toEqual([]);
    expect(await said(taggedModel(''))).toEqual([
      'governance/tag-value:1 model:sales: tag "cost-center" of "sales" is "sales"; specs/governance/tagging.json:1 allows "finance", "data-platform": use one of them',
    ]);
  });
});
