import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import resourceMissing from '../../src/rules/infrastructure/resource-missing.ts';
import { findingsOf } from './shared/in-rules.ts';

const spec = 'specs/infrastructure/aws.yaml';
const tf = 'implementation/infrastructure/main.tf';
const exports = 'aws_s3_bucket: [exports]\n';
const write = 'write its block or take it out of the specification';

/** `severity message` of resources that no Terraform file makes. */
async function missing(declared: string, terraform: string | undefined, more: Files = {}): Promise<readonly string[]> {
  const files = { [spec]: declared, ...(terraform === undefined ? {} : { [tf]: terraform }), ...more };
  return (await findingsOf(resourceMissing, files)).map(({ severity, message }) => `${severity} ${message}`);
}

const named = (name: string): string => `resource "aws_s3_bucket" "b" {\n  bucket = "${name}"\n}\n`;

describe('a resource is made', () => {
  it.each([
    'exports',
    'EXPORTS',
    'exports-${var.env}',
    'exports--${var.env}',
    '${var.org}/-exports',
    'exports-${var.env}-raw',
    '${var.org}_exports_${var.env}',
  ])('by the name "%s"', async (name) => {
    expect(await missing(exports, named(name))).toEqual([]);
  });

  it.each(['my-exports', 'exports-raw', 'export', ''])('not by the name "%s"', async (name) => {
    expect(await missing(exports, named(name))).toHaveLength(1);
  });

  it('in a block inside', async () => {
    const inner = 'resource "aws_s3_bucket" "b" {\n  rule {\n    bucket = "exports"\n  }\n}\n';
    expect(await missing(exports, inner)).toEqual([]);
  });

  it('whatever cannot be read elsewhere', async () => {
    const broken = {
      'implementation/dbt/dbt_project.yml': 'name: x\n',
      'implementation/dbt/models/a.tf.yml': 'models: [\n',
    };
    expect(await missing(exports, named('raw'), broken)).toHaveLength(1);
    expect(await missing(exports, named('exports'), broken)).toEqual([]);
  });

  it('or nobody knows, where there is no Terraform', async () => {
    expect(await missing(exports, undefined)).toEqual([]);
    expect(await missing('', named('raw'))).toEqual([]);
  });
});

const none = (name: string, rest: string): string =>
  `no Terraform file makes "aws_s3_bucket" "${name}", which is declared here; ${rest}`;

describe('a resource that is missing', () => {
  it('is the one that is written almost so', async () => {
    expect(await missing(exports, 'resource "aws_s3_bucket" "export" {}\n')).toEqual([
      `error ${none('exports', 'did you mean "export"?')}`,
    ]);
    expect(await missing('buckets: [exports]\n', 'resource "google_storage_bucket" "export" {}\n')).toEqual([
      'error no Terraform file makes "buckets" "exports", which is declared here; did you mean "export"?',
    ]);
  });

  it('is none of another type, nor one that is only read', async () => {
    const others = 'resource "aws_sqs_queue" "export" {}\ndata "aws_s3_bucket" "export" {}\n';
    expect(await missing(exports, others)).toEqual([`error ${none('exports', write)}`]);
  });

  it.each([
    ['source = "acme/bucket/aws"', true],
    ['source = "acme/bucket/aws."', true],
    ['source = var.bucket', true],
    ['name = "./x"\n  source = "acme/bucket/aws"', true],
    ['', true],
    ['source = "./bucket"', false],
    ['name = "acme"\n  source = "../bucket"', false],
  ])('may come from a module of others: %s: %s', async (source, isForeign) => {
    const [told, ...others] = await missing(exports, `module "storage" {\n  ${source}\n}\n${named('raw')}`);
    expect(others).toEqual([]);
    expect(told?.split(' ', 1)).toEqual([isForeign ? 'warning' : 'error']);
  });

  it('is said twice where two are missing', async () => {
    expect(await missing('aws_s3_bucket: [exports, imports]\n', named('raw'))).toEqual([
      `error ${none('exports', write)}`,
      `error ${none('imports', write)}`,
    ]);
  });
});
