import { expect, it } from 'vitest';
import { createMemo } from '../../../src/load/memo.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import { contractOf, domainsOf, outputsByTable } from '../../../src/rules/model-domains.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const models = 'implementation/dbt/models';
const outputs = 'specs/contracts/data-products';
const columns = ['name: total, logicalType: number, description: Total.'];
const dbtProject = { 'implementation/dbt/dbt_project.yml': 'name: shop\n' };

function contract(object: string, domain?: string): string {
  const said = domain === undefined ? '' : `domain: ${domain}\n`;
  return exampleContract({ id: `c-${object}`, object, columns }).replace('version: 1.0.0\n', `version: 1.0.0\n${said}`);
}

/** `name (own)` of the domain of a model at a path below the models. */
function domainOf(path: string, files: Files): string {
  const tree = memoryTree({ ...dbtProject, [`${models}/${path}`]: 'select 1 as total\n', ...files });
  const project = loadProject(tree, createMemo());
  const model = project.dbt.flatMap((each) => each.models).find((each) => each.path === `${models}/${path}`);
  if (model === undefined) throw new Error(`no model at ${path}`);
  const { name, own } = domainsOf(project)(model);
  return `${name} (${[...own].join(' ')})`;
}

it.each<[path: string, files: Files, expected: string]>([
  ['marts/finance/fct_a.sql', {}, 'finance (finance)'],
  ['marts/Customer_Care/fct_a.sql', {}, 'Customer_Care (customercare)'],
  ['marts/finance/deep/fct_a.sql', {}, 'finance (finance)'],
  ['marts/reports/finance/fct_a.sql', {}, 'finance (finance)'],
  ['intermediate/finance/int_a.sql', {}, 'finance (finance)'],
  ['marts/fct_a.sql', {}, 'undefined ()'],
  ['fct_a.sql', {}, 'undefined ()'],
  ['staging/erp/stg_a.sql', {}, 'undefined ()'],
  ['raw/erp/raw_a.sql', {}, 'undefined ()'],
  ['shared/erp/a.sql', {}, 'undefined ()'],
  // A folder that something else is called like is a domain wherever it stands.
  ['staging/erp/stg_a.sql', { [`${outputs}/x.yaml`]: contract('x', 'ERP') }, 'erp (erp)'],
  ['staging/erp/stg_a.sql', { [`${outputs}/erp/x.yaml`]: contract('x') }, 'erp (erp)'],
  ['staging/erp/stg_a.sql', { [`specs/contracts/sources/erp/x.yaml`]: contract('x', 'erp') }, 'undefined ()'],
  ['staging/erp/stg_a.sql', { 'specs/pipelines/erp/spec.md': '# ERP\n' }, 'erp (erp)'],
  ['staging/erp/stg_a.sql', { 'specs/pipelines/erp/topology.mermaid': 'flowchart LR\n  a --> b\n' }, 'erp (erp)'],
  ['staging/erp/stg_a.sql', { 'specs/pipelines/erp/assets/x.yaml': 'grain: one row\n' }, 'erp (erp)'],
  ['sales/erp/a.sql', { [`${outputs}/x.yaml`]: contract('x', 'sales') }, 'sales (sales)'],
  ['marts/team/finance/fct_a.sql', { [`${outputs}/x.yaml`]: contract('x', 'finance') }, 'finance (finance)'],
  ['staging/erp/erp.sql', { [`${outputs}/x.yaml`]: contract('x', 'erp.sql') }, 'undefined ()'],
  // What its contract says comes behind the folder.
  ['marts/finance/fct_a.sql', { [`${outputs}/crm/a.yaml`]: contract('fct_a', 'Sales') }, 'finance (finance sales crm)'],
  ['marts/fct_a.sql', { [`${outputs}/crm/deep/a.yaml`]: contract('FCT_A') }, 'crm (crm)'],
  ['marts/fct_a.sql', { [`${outputs}/a.yaml`]: contract('fct_a') }, 'undefined ()'],
  ['marts/fct_a.sql', { [`${outputs}/crm/a.yaml`]: contract('fct_a', '""') }, 'crm (crm)'],
  ['marts/fct_a.sql', { 'specs/contracts/sources/crm/a.yaml': contract('fct_a', 'Sales') }, 'undefined ()'],
])('number %#: the domain of %s', (path, files, expected) => {
  expect(domainOf(path, files)).toBe(expected);
});

it('of two contracts with one table the first one describes its model', () => {
  const project = loadProject(
    memoryTree({
      ...dbtProject,
      [`${models}/marts/FCT_sales.sql`]: 'select 1 as total\n',
      [`${models}/marts/fct_other.sql`]: 'select 1 as total\n',
      [`${outputs}/a.yaml`]: contract('fct_Sales', 'first'),
      [`${outputs}/b.yaml`]: contract('fct_sales', 'second'),
      'specs/contracts/sources/c.yaml': contract('fct_other'),
    }),
    createMemo(),
  );
  const found = outputsByTable(project);
  const described = project.dbt.flatMap((each) =>
    each.models.map((model) => [model.name, contractOf(model, found)?.domain]),
  );
  expect(described).toEqual([
    ['FCT_sales', 'first'],
    ['fct_other', undefined],
  ]);
});
