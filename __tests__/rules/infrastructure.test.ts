import { expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import grantTooWide from '../../src/rules/infrastructure/grant-too-wide.ts';
import resourceMissing from '../../src/rules/infrastructure/resource-missing.ts';
import { checkFiles } from '../support/check-files.ts';

const spec = 'specs/infrastructure/aws.yaml';
const tf = 'implementation/infrastructure/main.tf';

/** `severity line: message` of resources that are missing. */
async function missing(declared: string, terraform: string, more: Files = {}): Promise<readonly string[]> {
  const head = { [spec]: declared, [tf]: terraform, ...more };
  const { findings } = await checkFiles({ head, rules: [resourceMissing] });
  return findings.map(({ severity, line, message }) => `${severity} ${line}: ${message}`);
}

it('says which name was probably meant', async () => {
  expect(await missing('aws_s3_bucket: [exports]\n', 'resource "aws_s3_bucket" "export" {}\n')).toEqual([
    'error 1: no Terraform file makes "aws_s3_bucket" "exports", which is declared here; did you mean "export"?',
  ]);
});

it.each([
  ['the label', 'resource "aws_s3_bucket" "revenue_exports" {}'],
  ['a name with other signs', 'resource "aws_s3_bucket" "b" {\n  bucket = "REVENUE_EXPORTS"\n}'],
  ['a name with a computed end', 'resource "aws_s3_bucket" "b" {\n  bucket = "revenue-exports-${var.env}"\n}'],
  ['a name with a computed start', 'resource "aws_s3_bucket" "b" {\n  bucket = "${var.org}-revenue-exports"\n}'],
  [
    'one of a list',
    'resource "aws_s3_bucket" "b" {\n  for_each = toset(["raw", "revenue-exports"])\n  bucket = each.key\n}',
  ],
  [
    'a local list',
    'locals {\n  buckets = ["revenue-exports"]\n}\nresource "aws_s3_bucket" "b" {\n  for_each = local.buckets\n}',
  ],
  ['an argument of a module', 'module "exports" {\n  source = "acme/bucket/aws"\n  name   = "revenue-exports"\n}'],
])('there by %s', async (_, text) => {
  expect(await missing('aws_s3_bucket: [revenue-exports]\n', text)).toEqual([]);
});

it('a kind in people’s words is any resource of that name', async () => {
  expect(await missing('buckets: [exports]\n', 'resource "google_storage_bucket" "exports" {}\n')).toEqual([]);
  expect(await missing('buckets: [exports]\n', 'resource "google_storage_bucket" "raw" {}\n')).toEqual([
    'error 1: no Terraform file makes "buckets" "exports", which is declared here; write its block or take it out of the specification',
  ]);
});

it('what is only read from elsewhere is not made', async () => {
  const data = 'data "aws_s3_bucket" "exports" {\n  bucket = "exports"\n}\n';
  expect(await missing('aws_s3_bucket: [exports]\n', data)).toEqual([
    'error 1: no Terraform file makes "aws_s3_bucket" "exports", which is declared here; write its block or take it out of the specification',
  ]);
  expect(await missing('buckets: [exports]\n', data)).toEqual([
    'error 1: no Terraform file makes "buckets" "exports", which is declared here; write its block or take it out of the specification',
  ]);
});

it('nothing is said where a Terraform file cannot be read', async () => {
  const declared = 'aws_s3_bucket: [exports]\n';
  expect(await missing(declared, 'resource "aws_s3_bucket" {')).toEqual([]);
  expect(await missing(declared, 'locals {}\n', { 'implementation/infrastructure/x.tf.json': '{}\n' })).toEqual([]);
  expect(await missing(declared, 'locals {}\n')).toHaveLength(1);
});

const policy = { 'specs/governance/classification.yaml': 'email:\n  classification: confidential\n  pii: true\n' };

/** `path:line:column to` of grants to everybody. */
async function wide(files: Files): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head: { ...policy, ...files }, rules: [grantTooWide] });
  return findings.map(
    ({ path, line, column, message }) => `${path}:${line}:${column} ${/"([^"]+)"/.exec(message)?.[1]}`,
  );
}

it.each([
  ['snowflake_grant_privileges_to_account_role', 'account_role_name = "public"', 'public'],
  ['snowflake_grant_account_role', 'parent_role_name = "PUBLIC"', 'PUBLIC'],
  ['snowflake_table_grant', 'roles = ["ANA", "PUBLIC"]', 'PUBLIC'],
  ['google_bigquery_dataset_iam_member', 'member = "allAuthenticatedUsers"', 'allAuthenticatedUsers'],
  ['google_storage_bucket_iam_binding', 'members = ["user:a@example.com", "allUsers"]', 'allUsers'],
  ['google_bigquery_dataset', 'access {\n    special_group = "allAuthenticatedUsers"\n  }', 'allAuthenticatedUsers'],
  ['google_storage_bucket_acl', 'predefined_acl = "publicRead"', 'publicRead'],
  ['aws_s3_bucket', 'acl = "public-read-write"', 'public-read-write'],
  ['azurerm_storage_container', 'container_access_type = "blob"', 'blob'],
  ['postgresql_default_privileges', 'role = "public"', 'public'],
  ['redshift_grant', 'group = "PUBLIC"', 'PUBLIC'],
  ['databricks_grants', 'grant {\n    principal = "account users"\n  }', 'account users'],
  ['aws_lakeformation_permissions', 'principal = "IAM_ALLOWED_PRINCIPALS"', 'IAM_ALLOWED_PRINCIPALS'],
])('%s: %s', async (type, attribute, to) => {
  const found = await wide({ [tf]: `resource "${type}" "x" {\n  ${attribute}\n}\n` });
  expect(found.map((each) => each.slice(each.indexOf(' ') + 1))).toEqual([to]);
});

it.each([
  ['snowflake_grant_account_role', 'role_name = "PUBLIC"'],
  ['google_cloud_run_service_iam_member', 'member = "allUsers"'],
  ['google_storage_bucket_iam_member', 'member = "group:all@example.com"'],
  ['aws_s3_bucket_acl', 'acl = "private"'],
  ['postgresql_grant', 'schema = "public"\n  role = "reader"'],
  ['aws_instance', 'acl = "public-read"'],
  ['postgresql_grant', 'role = "${var.everybody}"'],
])('not everybody: %s: %s', async (type, attribute) => {
  expect(await wide({ [tf]: `resource "${type}" "x" {\n  ${attribute}\n}\n` })).toEqual([]);
});

const sql = 'implementation/airflow/sql/grants.sql';

it.each([
  ['grant select on sales to public;', ['1:1 public']],
  [
    'create view v as select 1;\n  GRANT SELECT ON v\n  TO ROLE "PUBLIC";\ngrant usage on schema x to public;',
    ['2:3 PUBLIC', '4:1 public'],
  ],
  ['/* grant all */ grant select on a to role reader; grant select on b to public;', ['1:51 public']],
  ['-- grant select on a to public\nrevoke all on a from public;', []],
  ['grant usage on schema public to role reader;', []],
  ['grant select on a to public_reader;', []],
  ['grant usage on warehouse loading to role public;', []],
])('SQL: %s', async (text, expected) => {
  expect(await wide({ [sql]: text })).toEqual(expected.map((each) => `${sql}:${each}`));
});

it('a hook of dbt', async () => {
  const path = 'implementation/dbt/dbt_project.yml';
  const hook = 'name: x\n# grant all on a to public\nmodels:\n  +post-hook: "grant select on {{ this }} to public"\n';
  expect(await wide({ [path]: hook })).toEqual([`${path}:4:16 public`]);
});

const dbt = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const model = 'implementation/dbt/models/sales.sql';
const open = "{{ config(grants={'select': ['public']}) }}\nselect 1 as total\n";
const contract = (column: string): Files => ({
  'specs/contracts/outputs/sales.yaml': exampleContract({ columns: [column] }),
});

it('of models with a contract only those with a column that is not public', async () => {
  const named = 'name: total, logicalType: number, description: Total.';
  expect(await wide({ ...dbt, [model]: open })).toHaveLength(1);
  expect(await wide({ ...dbt, [model]: open, ...contract(named) })).toEqual([]);
  expect(await wide({ ...dbt, [model]: open, ...contract(`${named}, classification: public`) })).toEqual([]);
  expect(await wide({ ...dbt, [model]: open, ...contract(`${named}, classification: restricted`) })).toHaveLength(1);
});

it('what a folder says is one finding, however many models it has', async () => {
  const project = 'name: sales\nmodels:\n  sales:\n    +grants: { select: [public] }\n';
  const files = {
    'implementation/dbt/dbt_project.yml': project,
    [model]: 'select 1 as a\n',
    'implementation/dbt/models/b.sql': 'select 1 as a\n',
  };
  expect(await wide(files)).toHaveLength(1);
});

it('without anything confidential there is nothing to say', async () => {
  const head = { [sql]: 'grant select on sales to public;\n', ...dbt, [model]: open };
  expect((await checkFiles({ head, rules: [grantTooWide] })).findings).toEqual([]);
});

it.each([
  ['grants', 'grant select '.repeat(50_000)],
  ['complete grants', 'grant select on a to public;'.repeat(5_000)],
  ['comments', '/*'.repeat(200_000)],
  ['blanks', `grant ${' '.repeat(500_000)}`],
])('hostile SQL (%s) is read within two seconds', async (_, text) => {
  const start = performance.now();
  await wide({ [sql]: text });
  expect(performance.now() - start).toBeLessThan(2_000);
});
