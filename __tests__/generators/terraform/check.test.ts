import { describe, expect, it } from 'vitest';
import { generateArtifacts } from '../../../src/generators/generate.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { OptionValues } from '../../../src/model/policy.ts';
import type { Files } from '../../../src/model/rule.ts';
import { checkFiles, shortFinding } from '../../support/check-files.ts';
import { memoryTree } from '../../support/memory-tree.ts';
import { warehouses } from './warehouses.ts';

/** The repository with everything that is generated in it. */
function generated(options: OptionValues): Files {
  const tree = memoryTree(warehouses);
  const project = loadProject(tree, createMemo());
  const { artifacts } = generateArtifacts(project, {
    enabled: { terraform: true },
    options: { terraform: options },
    tree,
  });
  return Object.fromEntries(artifacts.map(({ path, content }) => [path, content]));
}

describe('a repository with its generated Terraform', () => {
  it.each([
    ['as it is', {}, 'true'],
    ['with grants on schemas', { grants: 'schema' }, '{ grants: schema }'],
    ['without containers', { containers: false }, '{ containers: false }'],
  ] as const)('%s has no finding but what Terraform cannot say', async (_, options, setting) => {
    const config = { 'dataengos.yaml': `generators:\n  terraform: ${setting}\n` };
    const { findings, verdict } = await checkFiles({
      head: { ...config, ...warehouses, ...generated(options) },
    });
    const others = findings.filter(({ rule }) => rule !== 'gate/not-expressed');
    expect({ verdict, others: others.map((each) => `${each.rule} ${shortFinding(each)}`) }).toEqual({
      verdict: 'pass',
      others: [],
    });
    expect(findings.map(({ path }) => path)).toContain('specs/contracts/outputs/desk.yaml');
  });

  it('whose bucket loses a tag, whose role becomes everybody or whose password is written down has', async () => {
    const files = generated({});
    const edit = (name: string, from: string, to: string): Files => {
      const path = `implementation/infrastructure/${name}`;
      const text = files[path] ?? '';
      expect(text).toContain(from);
      return { [path]: text.replace(from, to) };
    };
    const config = { 'dataengos.yaml': 'generators:\n  terraform: true\n' };
    const { findings } = await checkFiles({
      head: {
        ...config,
        ...warehouses,
        ...files,
        ...edit('rbac_totals.tf', 'snowflake_account_role.FINANCE_READER.name', '"PUBLIC"'),
        ...edit('connections.tf', 'password  = var.postgresql_password', 'password  = "tr0ub4dor&3"'),
        ...edit(
          'tags.tf',
          'bucket = var.s3_bucket__acme-lake\n\n  tags = {\n    "cost-center"  = "finance"',
          'bucket = var.s3_bucket__acme-lake\n\n  tags = {',
        ),
      },
    });
    expect([...new Set(findings.map(({ rule }) => rule))].toSorted()).toEqual([
      'gate/artifact-stale',
      'gate/not-expressed',
      'governance/tag-missing',
      'infrastructure/grant-too-wide',
      'spec/secret-literal',
    ]);
  });
});
