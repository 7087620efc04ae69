import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engines } from '../../../src/compile/engines.ts';
import { readTerraform } from '../../../src/compile/syntax/terraform.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { TerraformBlock } from '../../../src/model/infrastructure.ts';
import { publicGrants } from '../../../src/rules/terraform-grants.ts';
import type { Files } from '../../../src/model/rule.ts';
import { loadedEngines } from '../../compile/syntax-engines.ts';
import { memoryTree } from '../../support/memory-tree.ts';
import { exampleFiles, terraformOf, terraformOfProject } from './generate.ts';
import { hostile } from './hostile.ts';
import { type ContractParts, contractText, warehouses } from './warehouses.ts';

const pg = '{ server: pg, type: postgres, host: pg.acme.example, port: 5432, database: shop, schema: mart }';
const snowflake = '{ server: sf, type: snowflake, account: acme-main, database: d, schema: s }';
const bigquery = '{ server: bq, type: bigquery, project: acme-prod, dataset: sales }';

let engines: Engines;
beforeAll(async () => {
  engines = await loadedEngines({ hcl: true });
});

/** Every block at the top of the generated files; an unreadable file is none. */
function blocksOf(files: { readonly [name: string]: string }): readonly TerraformBlock[] {
  return Object.entries(files).flatMap(([name, text]) => readTerraform(engines, name, text));
}

function addressesOf(files: { readonly [name: string]: string }): readonly string[] {
  return blocksOf(files).map(({ type, labels, attributes }) => {
    const alias = type === 'provider' ? attributes.filter(({ name }) => name === 'alias') : [];
    return [type, ...labels, ...alias.map(({ literal }) => literal)].join('.');
  });
}

describe('Terraform of contracts', () => {
  it('is the files in golden, and what it cannot say is said', async () => {
    const golden = join(import.meta.dirname, 'golden');
    const { files, notes } = terraformOf(warehouses);
    for (const [name, content] of Object.entries(files)) await expect(content).toMatchFileSnapshot(join(golden, name));
    expect(readdirSync(golden).toSorted()).toEqual(Object.keys(files).toSorted());
    expect(notes).toEqual([
      'specs/governance/tagging.json:2 terraform.tag-not-on-postgres {"tag":"cost-center"}',
      'specs/governance/tagging.json:2 terraform.tag-not-on-postgres {"tag":"owner"}',
      'specs/governance/tagging.json:4 terraform.tag-not-on-postgres {"tag":"data-steward"}',
      String.raw`specs/contracts/outputs/cloud.yaml:27 terraform.policy-tags {"name":"cloud","columns":"\"orders.customer_email\""}`,
      String.raw`specs/contracts/outputs/desk.yaml:28 terraform.columns-withheld {"name":"orders","role":"Reader","columns":"\"customer_email\""}`,
      String.raw`specs/contracts/outputs/desk.yaml:28 terraform.columns-withheld {"name":"orders","role":"keeper","columns":"\"customer_email\""}`,
    ]);
  });

  it('is the same twice, and whatever the order of the contracts', () => {
    const project = loadProject(memoryTree(warehouses), createMemo());
    const turned = { ...project, contracts: project.contracts.toReversed() };
    expect(terraformOf(warehouses)).toEqual(terraformOf(warehouses));
    expect(terraformOfProject(turned)).toEqual(terraformOfProject(project));
  });

  it('of one more contract is one more file; beside it only indexes differ', () => {
    const path = 'specs/contracts/outputs/more.yaml';
    const before = terraformOf(warehouses).files;
    const after = terraformOf({
      ...warehouses,
      [path]: contractText('more', { servers: [pg], roles: ['{ role: r }'], tags: ['cost-center:x'] }),
    }).files;
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed).toEqual(['rbac.tf', 'rbac_more.tf']);
    expect(Object.keys(before).filter((name) => after[name] === undefined)).toEqual([]);
  });

  it('names what it was made from', () => {
    const { artifacts } = terraformOf(warehouses);
    const orders = 'specs/contracts/outputs/orders.yaml';
    expect(artifacts.find(({ path }) => path.endsWith('rbac_orders.tf'))?.sources).toEqual([orders]);
    expect(artifacts.find(({ path }) => path.endsWith('tags.tf'))?.sources).toEqual(
      [
        ...Object.keys(warehouses).filter((path) => path.startsWith('specs/contracts/')),
        'specs/governance/classification.yaml',
        'specs/governance/tagging.json',
      ].toSorted(),
    );
  });

  it('has no value for anything secret', () => {
    const secrets = blocksOf(terraformOf(warehouses).files).filter(
      ({ type, labels: [name = ''] }) => type === 'variable' && /password|private_key/.test(name),
    );
    expect(
      secrets.map(({ labels, attributes }) => [
        labels[0],
        attributes.map(({ name, expression }) => `${name} ${expression.value}`).slice(1),
      ]),
    ).toEqual([
      ['postgresql__legacy_acme_example_6543_ce69b435__password', ['type string', 'default null', 'sensitive true']],
      ['postgresql_password', ['type string', 'sensitive true']],
      ['snowflake_private_key', ['type string', 'sensitive true']],
    ]);
  });

  it('of the example repositories is nothing: DuckDB needs none', () => {
    for (const name of ['revenue', 'vendas', 'starter']) {
      const { files, notes } = terraformOf(exampleFiles(name));
      expect({ name, files, notes }).toEqual({ name, files: {}, notes: [] });
    }
  });
});

describe('options', () => {
  it('providers: only what is named', () => {
    const { files } = terraformOf(warehouses, { providers: ['postgres'] });
    const types = new Set(
      blocksOf(files)
        .filter(({ type }) => type === 'resource')
        .map(({ labels: [type] }) => type),
    );
    expect([...types]).toEqual(['postgresql_role', 'postgresql_grant']);
  });

  it('containers: without, nothing that holds data is made, and grants name it by its variable', () => {
    const { files } = terraformOf(warehouses, { containers: false });
    expect(files['tags.tf']).not.toContain('google_bigquery_dataset');
    expect(files['rbac_cloud.tf']).toContain('dataset_id = var.bigquery_dataset__sales\n');
    expect(files['rbac_lake.tf']).toContain(
      'resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.s3_bucket__acme-lake}"]\n',
    );
    expect(addressesOf(files).filter((each) => /bucket|catalog_database/.test(each))).toEqual([
      'variable.s3_bucket__acme-lake',
    ]);
  });

  it('grants: a role that every contract of a schema names has the schema, others have tables', () => {
    const { files } = terraformOf(warehouses, { grants: 'schema' });
    const wide = addressesOf(files).filter((each) => /__(?:all|future)__/.test(each));
    expect(wide).toEqual([
      'resource.snowflake_grant_privileges_to_account_role.FINANCE_READER__database__ANALYTICS__schema__SALES__all__tables',
      'resource.snowflake_grant_privileges_to_account_role.FINANCE_READER__database__ANALYTICS__schema__SALES__future__tables',
      'resource.snowflake_grant_privileges_to_account_role.FINANCE_READER__database__ANALYTICS__schema__SALES__all__views',
      'resource.snowflake_grant_privileges_to_account_role.FINANCE_READER__database__ANALYTICS__schema__SALES__future__views',
    ]);
    expect(files['rbac_totals.tf']).toBeUndefined();
    expect(addressesOf({ 'rbac_orders.tf': files['rbac_orders.tf'] ?? '' })).toEqual([
      'resource.snowflake_grant_privileges_to_account_role.orders__snowflake__FINANCE_AUDITOR__ORDERS',
      'resource.snowflake_grant_privileges_to_account_role.orders__snowflake__LOADER__ORDERS',
    ]);
    expect(files['rbac.tf']).toContain('resource "google_bigquery_dataset_iam_member"');
    const defaults = blocksOf(files).filter(({ labels: [type] }) => type === 'postgresql_default_privileges');
    expect(defaults.map(({ labels }) => labels[1])).toEqual(['auditor__database__shop__schema__mart__all']);
  });
});

describe('a whole schema', () => {
  const reader = '{ role: reader, access: read }';
  const email = '{ name: email, logicalType: string, classification: confidential }';

  it.each([
    [
      'that all contracts name',
      ['outputs', { roles: [reader] }],
      ['reader__database__shop__schema__mart__all', 'reader__database__shop__schema__mart__all'],
    ],
    ['that another contract does not name', ['outputs', { roles: [] }], []],
    ['that another contract lets write', ['outputs', { roles: ['{ role: reader, access: write }'] }], []],
    ['beside a source', ['inputs', { roles: [reader] }], []],
    ['beside confidential columns', ['outputs', { roles: [reader], columns: email }], []],
  ] as const)('is only for a role %s', (_, [direction, other], expected) => {
    expect(
      wideIn([
        ['outputs', { servers: [pg], roles: [reader] }],
        [direction, { servers: [pg], ...other }],
      ]),
    ).toEqual(expected);
  });

  it('of Snowflake, which masks columns, may have confidential ones', () => {
    const parts = { servers: [snowflake], roles: [reader], columns: email };
    expect(wideIn([['outputs', parts]])).toEqual(['READER__database__D__schema__S__all__tables']);
  });
});

describe('what people wrote in the module', () => {
  const main = 'implementation/infrastructure/main.tf';
  const text = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" } # 6
  }
}
/* provider "google" {} */
provider "snowflake" {
  user = "\${upper("{")}"
}
variable "environment" { type = string }
resource "snowflake_account_role" "reading" {
  name = "FINANCE_READER"
}
resource "postgresql_role" "keeper" {
  comment = <<EOT
resource "postgresql_role" "reader" {
EOT
}
resource "aws_s3_bucket" "the_lake" { bucket = "acme-lake" }
`;

  it('is used and not written again', () => {
    const { files, notes } = terraformOf({ ...warehouses, [main]: text });
    const addresses = addressesOf(files);
    expect(addresses.filter((each) => /^provider|environment$|role\.(?:keeper|reader)$/.test(each))).toEqual([
      'provider.aws',
      'provider.google',
      'provider.postgresql',
      'provider.postgresql.legacy_acme_example_6543_ce69b435',
      'resource.postgresql_role.reader',
    ]);
    expect(files['connections.tf']).not.toContain('required_providers');
    expect(files['rbac_totals.tf']).toContain('account_role_name = snowflake_account_role.reading.name');
    expect(addresses).not.toContain('resource.snowflake_account_role.FINANCE_READER');
    expect(files['rbac_lake.tf']).toContain('"${aws_s3_bucket.the_lake.arn}/totals/*"');
    expect(addresses).not.toContain('resource.aws_s3_bucket.acme-lake');
    expect(notes.filter((note) => note.startsWith(main))).toEqual([
      `${main}:1 terraform.provider-unlisted {"path":"${main}","name":"google","source":"hashicorp/google","version":">= 6.50.0, < 8.0.0"}`,
      `${main}:1 terraform.provider-unlisted {"path":"${main}","name":"postgresql","source":"cyrilgdn/postgresql","version":"~> 1.26"}`,
      `${main}:1 terraform.provider-unlisted {"path":"${main}","name":"snowflake","source":"snowflakedb/snowflake","version":"~> 2.11"}`,
      String.raw`${main}:7 terraform.declared {"path":"${main}","block":"provider \"snowflake\"","line":"7"}`,
      String.raw`${main}:10 terraform.declared {"path":"${main}","block":"variable \"environment\"","line":"10"}`,
      String.raw`${main}:11 terraform.declared {"path":"${main}","block":"resource \"snowflake_account_role\" \"FINANCE_READER\"","line":"11"}`,
      String.raw`${main}:14 terraform.declared {"path":"${main}","block":"resource \"postgresql_role\" \"keeper\"","line":"14"}`,
      String.raw`${main}:19 terraform.declared {"path":"${main}","block":"resource \"aws_s3_bucket\" \"acme-lake\"","line":"19"}`,
    ]);
  });

  it('keeps its file names', () => {
    const rbac = 'implementation/infrastructure/rbac.tf';
    const ours = terraformOf(warehouses).artifacts.find(({ path }) => path === rbac)?.content ?? '';
    const written = (content: string): readonly string[] =>
      Object.keys(terraformOf({ ...warehouses, [rbac]: content }).files).filter((name) => /^rbac(?!_)/.test(name));
    expect(written('# grants\n')).toEqual(['rbac.dataengos.tf']);
    expect(written(ours)).toEqual(['rbac.tf']);
  });
});

describe('notes', () => {
  const path = 'specs/contracts/outputs/x.yaml';
  const note = (parts: Parameters<typeof contractText>[1], more: Files = {}): readonly string[] =>
    terraformOf({ ...more, [path]: contractText('x', parts) }).notes.map((each) =>
      each.replace(path, 'x').replace(/:\d+/, ''),
    );

  it.each([
    [
      'a role that is everybody',
      { servers: [pg], roles: ['{ role: PUBLIC, access: read }'] },
      ['x terraform.role-everybody {"name":"x","role":"PUBLIC","access":"read"}'],
    ],
    [
      'a role that Snowflake cannot have',
      { servers: [snowflake], roles: [`{ role: 'a.b', access: read }`] },
      ['x terraform.role-not-usable {"name":"x","role":"a.b","access":"read"}'],
    ],
    [
      'access in unknown words',
      { servers: [pg], roles: ['{ role: r, access: owner }'] },
      ['x terraform.access-unknown {"name":"x","role":"r","access":"owner"}'],
    ],
    [
      'a locator',
      { servers: ['{ server: s, type: snowflake, account: xy12345, database: d, schema: s }'] },
      ['x terraform.account-locator {"name":"x","account":"xy12345"}'],
    ],
    [
      'a bucket that is none',
      { servers: [`{ server: s, type: s3, location: 'https://files.example/a' }`], roles: ['{ role: r }'] },
      [String.raw`x terraform.server-incomplete {"name":"x","server":"s","keys":"\"location\" (s3://bucket/prefix)"}`],
    ],
    [
      'a bucket of another maker',
      {
        servers: [`{ server: s, type: s3, location: 's3://bucket/a', endpointUrl: 'https://minio.example' }`],
        roles: ['{ role: r }'],
      },
      ['x terraform.not-aws {"name":"x","server":"s"}'],
    ],
    [
      'Athena without files',
      {
        servers: ['{ server: s, type: athena, schema: d, stagingDir: "s3://staging/a", regionName: eu-west-1 }'],
        roles: ['{ role: r }'],
      },
      ['x terraform.athena-location {"name":"x","server":"s"}'],
    ],
    [
      'two regions',
      {
        servers: [
          '{ server: s, type: athena, schema: d, stagingDir: "s3://staging/a", regionName: eu-west-1 }',
          '{ server: t, type: athena, schema: d, stagingDir: "s3://staging/a", regionName: us-east-1 }',
        ],
      },
      ['x terraform.other-region {"name":"x","region":"us-east-1","first":"eu-west-1"}'],
    ],
    [
      'Redshift',
      { servers: ['{ server: s, type: redshift, database: d, schema: s, host: h }'], roles: ['{ role: r }'] },
      ['x terraform.redshift {"name":"x","server":"s","type":"redshift"}'],
    ],
    [
      'a server that is not generated',
      { servers: ['{ server: s, type: databricks, catalog: c, schema: s, host: h }'], roles: ['{ role: r }'] },
      ['x terraform.server-unsupported {"name":"x","server":"s","type":"databricks"}'],
    ],
    [
      'a server that is not generated and nobody may use',
      { servers: ['{ server: s, type: databricks, catalog: c, schema: s, host: h }'] },
      [],
    ],
    [
      'a file with confidential columns',
      {
        servers: [`{ server: s, type: s3, location: 's3://bucket/a' }`],
        roles: ['{ role: r }'],
        columns: '{ name: email, logicalType: string, classification: restricted }',
      },
      ['x terraform.files-not-masked {"name":"x","role":"r"}'],
    ],
    [
      'a table with a name of two parts for Snowflake',
      { servers: [snowflake], roles: ['{ role: r }'], table: `'a|b'` },
      ['x terraform.name-not-usable {"name":"t","physicalName":"a|b"}'],
    ],
    [
      'a masked column with quotes',
      { servers: [snowflake], columns: `{ name: 'e"mail', logicalType: string, classification: restricted }` },
      [String.raw`x terraform.mask-not-usable {"name":"t.e\"mail","physicalName":"e\"mail"}`],
    ],
    [
      'a masked column of a type without policy',
      {
        servers: [snowflake],
        columns: '{ name: place, logicalType: object, physicalType: geography, classification: restricted }',
      },
      ['x terraform.mask-type {"name":"t.place","type":"geography"}'],
    ],
  ] as const)('%s', (_, parts, expected) => {
    expect(note(parts)).toEqual(expected);
  });

  it('a tag without value, and one that labels cannot say', () => {
    const tagging = { 'specs/governance/tagging.json': '{ "resources": ["cost-center"] }\n' };
    expect(note({ servers: [bigquery] }, tagging)).toEqual([
      'x terraform.tag-without-value {"name":"x","tag":"cost-center","variable":"tag__cost-center"}',
    ]);
    expect(note({ servers: [bigquery], tags: ["'cost-center:Ops & Co'"] }, tagging)).toEqual([
      'x terraform.label-changed {"name":"x","tag":"cost-center","value":"Ops & Co","label":"ops-co"}',
    ]);
  });

  it('two values of a tag on one dataset', () => {
    const files = {
      'specs/governance/tagging.json': '{ "resources": ["cost-center"] }\n',
      'specs/contracts/outputs/a.yaml': contractText('a', { servers: [bigquery], tags: ["'cost-center:a'"] }),
      'specs/contracts/outputs/b.yaml': contractText('b', { servers: [bigquery], tags: ["'cost-center:b'"] }),
    };
    const { notes } = terraformOf(files);
    expect(notes).toEqual([
      'specs/contracts/outputs/b.yaml:16 terraform.tag-conflict {"name":"b","tag":"cost-center","contract":"a"}',
    ]);
  });

  it('roles of a source, contracts with one id, and an environment that only one contract has', () => {
    const { notes } = terraformOf({
      'specs/contracts/inputs/i.yaml': contractText('i', { servers: [pg], roles: ['{ role: r }'] }),
      'specs/contracts/outputs/a.yaml': contractText('a', { servers: [server('prod', 'x'), server('dev', 'y')] }),
      'specs/contracts/outputs/b.yaml': contractText('b', { servers: [server('prod', 'z'), server('test', 'w')] }),
      'specs/contracts/outputs/c.yaml': contractText('b', { servers: [pg] }),
    });
    expect(notes.toSorted()).toEqual([
      'specs/contracts/inputs/i.yaml:18 terraform.input-role {"name":"i","role":"r"}',
      String.raw`specs/contracts/outputs/a.yaml:16 terraform.environment-missing {"name":"a","server":"prod","environments":"\"test\""}`,
      String.raw`specs/contracts/outputs/b.yaml:16 terraform.environment-missing {"name":"b","server":"prod","environments":"\"dev\""}`,
      'specs/contracts/outputs/c.yaml:1 terraform.contract-twice {"name":"b","first":"specs/contracts/outputs/b.yaml"}',
    ]);
  });
});

describe('hostile names', () => {
  it('are texts in files that can be read, each resource once', () => {
    const { files } = terraformOf(hostile);
    const addresses = addressesOf(files);
    expect(Object.entries(files).filter(([name, text]) => readTerraform(engines, name, text).length === 0)).toEqual([]);
    expect(addresses.filter((each, at) => addresses.indexOf(each) !== at)).toEqual([]);
    expect(addresses.filter((each) => !/^[\w.-]+$/.test(each))).toEqual([]);
  });

  it('give nothing to everybody', () => {
    const blocks = blocksOf(terraformOf(hostile).files);
    const roles = blocks.filter(
      ({ labels: [type] }) => type === 'snowflake_account_role' || type === 'postgresql_role',
    );
    const names = roles.map(({ attributes }) => attributes.find(({ name }) => name === 'name')?.literal?.toLowerCase());
    expect(names).toContain('constructor');
    expect(names.filter((name) => name === 'public' || name === 'allusers')).toEqual([]);
    const members = blocks.find(({ labels: [name] }) => name === 'bigquery_role_members');
    expect(
      members?.attributes
        .flatMap(({ entries }) => entries.map(({ name }) => name))
        .filter((name) => /^(?:public|allusers)$/i.test(name)),
    ).toEqual([]);
    expect(publicGrants(blocks)).toEqual([]);
  });
});

function server(environment: string, schema: string): string {
  return `{ server: ${environment}, type: snowflake, environment: ${environment}, account: a-b, database: d, schema: ${schema} }`;
}

/** Labels of grants on all tables of a schema. */
function wideIn(
  contracts: readonly (readonly [direction: string, parts: ContractParts])[],
): readonly (string | undefined)[] {
  const files = contracts.map(([direction, parts], at) => [
    `specs/contracts/${direction}/c${at}.yaml`,
    contractText(`c${at}`, parts),
  ]);
  const addresses = addressesOf(terraformOf(Object.fromEntries(files), { grants: 'schema' }).files);
  return addresses.filter((each) => /__all$|__all__tables$/.test(each)).map((each) => each.split('.')[2]);
}
