import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stdout } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engines } from '../../../src/compile/engines.ts';
import { readTerraform } from '../../../src/compile/syntax/terraform.ts';
import { block, call, reference } from '../../../src/generators/terraform/hcl.ts';
import { printHcl } from '../../../src/generators/terraform/print-hcl.ts';
import type { TerraformBlock } from '../../../src/model/infrastructure.ts';
import { loadedEngines } from '../../compile/syntax-engines.ts';
import { describeWithTool, findTool } from '../../support/real-tools.ts';
import { corpusModules } from './corpus.ts';
import { terraformOf } from './generate.ts';
import { hostile, hostileNames } from './hostile.ts';
import { unknownParts } from './provider-attributes.ts';
import { warehouses } from './warehouses.ts';

/** Terraform modules by name: files by name. */
const modules: { readonly [name: string]: { readonly [file: string]: string } } = {
  warehouses: terraformOf(warehouses).files,
  schema: terraformOf(warehouses, { grants: 'schema' }).files,
  existing: terraformOf(warehouses, { containers: false }).files,
  hostile: terraformOf(hostile).files,
  ...corpusModules(),
};

const corpusCount = Math.max(0, Object.keys(modules).length - 5);
const formatter = findTool('terraform') === undefined ? '@cdktf/hcl-tools' : 'terraform fmt';
stdout.write(`terraform: ${formatter} judges ${Object.keys(modules).length} modules, ${corpusCount} of the corpus\n`);

let engines: Engines;
let folder = '';
beforeAll(async () => {
  engines = await loadedEngines({ hcl: true });
  folder = mkdtempSync(join(tmpdir(), 'terraform-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function blocksOf(files: { readonly [name: string]: string }): readonly TerraformBlock[] {
  return Object.entries(files).flatMap(([name, text]) => readTerraform(engines, name, text));
}

function write(name: string, files: { readonly [name: string]: string }): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

describeWithTool('terraform', 'Terraform itself', (tool) => {
  const run = (args: readonly string[], input?: string) =>
    spawnSync(tool.bin('terraform'), args, { encoding: 'utf8', input });

  it('formats nothing of what is generated', () => {
    const root = join(folder, 'fmt');
    for (const [name, files] of Object.entries(modules)) write(join('fmt', name), files);
    const { status, stdout: diff } = run(['fmt', '-check', '-diff', '-recursive', root]);
    expect({ status, diff }).toEqual({ status: 0, diff: '' });
  });

  it('would say so', () => {
    const path = write('bad', { 'bad.tf': 'locals {\n  a = 1\n  long = 2\n}\n' });
    expect(run(['fmt', '-check', path]).status).toBe(3);
  });

  it('reads hostile texts as they are', () => {
    const names = hostileNames.map((name) => name.toWellFormed());
    const path = write('texts', {
      'texts.tf': printHcl('texts', [
        block(['locals'], { names, json: call('jsonencode', reference('local', 'names')) }),
      ]),
    });
    const { stdout: said } = run([`-chdir=${path}`, 'console'], 'base64encode(local.json)\n');
    const json = Buffer.from(said.trim().replaceAll('"', ''), 'base64').toString('utf8');
    expect(JSON.parse(json)).toEqual(names);
  });

  it.each(Object.keys(modules).slice(0, 4))(
    'accepts the variables of %s, with their defaults and validations',
    (name) => {
      const text = Object.values(modules[name] ?? {}).join('\n');
      const variables = text.split(/^(?=[a-z#])/m).filter((part) => part.startsWith('variable '));
      const path = write(`variables-${name}`, { 'variables.tf': variables.join('') });
      const { valid, diagnostics } = JSON.parse(run([`-chdir=${path}`, 'validate', '-json']).stdout);
      expect({ valid, diagnostics }).toEqual({ valid: true, diagnostics: [] });
      expect(variables.length).toBeGreaterThan(10);
    },
  );

  it('refuses a role that is given to everybody, and an environment that is none', () => {
    const text = Object.values(modules['warehouses'] ?? {}).join('\n');
    const variables = text
      .split(/^(?=[a-z#])/m)
      .filter((part) => /^variable "(?:bigquery_role_members|environment)"/.test(part));
    const path = write('validations', { 'variables.tf': variables.join('') });
    const plan = (given: string) =>
      run([`-chdir=${path}`, 'plan', '-input=false', '-no-color', ...(given === '' ? [] : ['-var', given])]);
    expect(plan('').status).toBe(0);
    expect(plan('bigquery_role_members={"auditor"=["allUsers"]}').stderr).toContain(
      'No role of a contract is given to everybody.',
    );
    expect(plan('environment=test').stderr).toContain('The contracts have servers in dev, prod.');
  });
});

describeWithTool('providers', 'typed providers', (tool) => {
  it('know every resource, block and attribute, and miss none', () => {
    const wrong = Object.entries(modules).flatMap(([name, files]) =>
      unknownParts(tool.root, blocksOf(files)).map((each) => `${name}: ${each}`),
    );
    expect(wrong).toEqual([]);
  });

  it('would say so', () => {
    const text = `resource "snowflake_tag" "x" {
  nam = "x"
  database = "d"
  schema = ["s"]
  masking { a = 1 }
}
resource "snowflake_role" "y" {}
data "aws_iam_policy_document" "z" {
  statement {
    condition { test = "a" }
  }
}
provider "postgresql" { hots = "x" }
`;
    expect(unknownParts(tool.root, blocksOf({ 'x.tf': text }))).toEqual([
      'resource.snowflake_tag.x has no attribute nam',
      'resource.snowflake_tag.x.schema is a simple, not ["s"]',
      'resource.snowflake_tag.x.masking is no block',
      'resource.snowflake_tag.x needs name',
      'resource.snowflake_role.y is no resource',
      'data.aws_iam_policy_document.z.statement.condition needs values',
      'data.aws_iam_policy_document.z.statement.condition needs variable',
      'provider.postgresql has no attribute hots',
    ]);
  });

  it('of which hcl2json reads every file, with the blocks that we read', () => {
    const program = `
      import { parse } from ${JSON.stringify(packageOf(tool.root, 'hcl2json'))};
      import { format } from ${JSON.stringify(packageOf(tool.root, 'hcl-tools'))};
      import { readFileSync } from 'node:fs';
      const files = JSON.parse(readFileSync(0, 'utf8'));
      const said = await Promise.all(files.map(async ([name, text]) => [name, Object.keys(await parse(name, text)).sort(), name.startsWith('hostile/') || (await format(text)) === text]));
      process.stdout.write(JSON.stringify(said));
    `;
    const files = Object.entries(modules).flatMap(([module, each]) =>
      Object.entries(each).map(([name, text]) => [`${module}/${name}`, text] as const),
    );
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      input: JSON.stringify(files),
      maxBuffer: 1e8,
    });
    const expected = files.map(([name, text]) => [
      name,
      [...new Set(readTerraform(engines, name, text).map(({ type }) => type))].toSorted(),
    ]);
    const found: readonly [string, readonly string[], boolean][] = JSON.parse(said);
    expect(found.map(([name, types]) => [name, types])).toEqual(expected);
    // It counts an emoji as two columns, Terraform as one: hostile names are left to Terraform.
    expect(found.filter(([, , isFormatted]) => !isFormatted)).toEqual([]);
  });
});

describe('modules', () => {
  it('declare everything once', () => {
    for (const [name, files] of Object.entries(modules)) {
      const heads = blocksOf(files)
        .filter(({ type }) => type !== 'provider')
        .map(({ type, labels }) => [type, ...labels].join(' '));
      expect({ name, twice: heads.filter((head, at) => heads.indexOf(head) !== at) }).toEqual({ name, twice: [] });
    }
  });

  it('refer to nothing that is not in them', () => {
    for (const [name, files] of Object.entries(modules)) {
      if (name === 'hostile') continue;
      const declared = new Set(
        blocksOf(files).flatMap(({ type, labels }) => [
          type === 'resource'
            ? labels.join('.')
            : type === 'variable'
              ? `var.${labels[0]}`
              : [type, ...labels].join('.'),
        ]),
      );
      const text = Object.values(files).join('\n').replaceAll(/^#.*$/gm, '');
      const used = [...text.matchAll(/\b(?:var|(?:data\.)?(?:aws|google|postgresql|snowflake)_\w+)\.[\w-]+/g)].map(
        ([each]) => each,
      );
      expect({ name, missing: [...new Set(used)].filter((each) => !declared.has(each)) }).toEqual({
        name,
        missing: [],
      });
    }
  });

  it.skipIf(corpusCount === 0)('are made of at least 20 contracts of the corpus', () => {
    expect(corpusCount).toBeGreaterThanOrEqual(20);
  });
});

function packageOf(root: string, name: string): string {
  return pathToFileURL(join(root, 'node_modules/@cdktf', name, name === 'hcl2json' ? 'lib/index.js' : 'src/index.js'))
    .href;
}
