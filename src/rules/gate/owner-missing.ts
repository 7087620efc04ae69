import { fileStart } from '../../model/location.ts';
import { type Answerable, contractAnswerable, modelAnswerable } from '../../model/owners.ts';
import { defineRule, hasUnreadYaml } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];

/** Every contract must have a technical and a business owner, every dbt model an owner. */
export default defineRule({
  id: 'gate/owner-missing',
  kind: 'lint',
  gate: 'owner',
  summary: 'Every contract must have a technical and a business owner, every dbt model an owner.',
  why: 'When data breaks somebody must answer: the technical owner mends it, the business owner decides what it means.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a contract with a technical owner only',
      head: { [path]: exampleContract({ columns }).replace('    - { username: bia, role: business owner }\n', '') },
      findings: [`${path}:6 sales`],
    },
    {
      name: 'a dbt model without owner',
      head: {
        'implementation/dbt/dbt_project.yml': 'name: sales\n',
        'implementation/dbt/models/sales.sql': 'select 1 as total\n',
      },
      findings: ['implementation/dbt/models/sales.sql:1 model:sales'],
    },
    {
      name: 'a model that names its owner itself',
      head: {
        'implementation/dbt/dbt_project.yml': 'name: sales\n',
        'implementation/dbt/models/sales.sql': "{{ config(meta={'owner': 'ana'}) }}\nselect 1 as total\n",
      },
      findings: [],
    },
    {
      name: 'a contract with both owners, a model whose group has one',
      head: {
        [path]: exampleContract({ columns }),
        'implementation/dbt/dbt_project.yml': 'name: sales\n',
        'implementation/dbt/models/sales.sql': 'select 1 as total\n',
        'implementation/dbt/models/sales.yml':
          'groups:\n  - name: finance\n    owner: { name: Finance, email: finance@example.com }\nmodels:\n  - name: sales\n    config: { group: finance }\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const contract of context.project.contracts) {
      const missing = missingOwners(contractAnswerable(contract));
      if (missing === undefined) continue;
      context.report({
        subject: contract.id,
        at: contract.keys.get('team') ?? contract.at,
        message: `contract-${missing}`,
        values: { contract: contract.id },
        key: [missing],
      });
    }
    const written = new Map(context.facts.models.map((model) => [model.path, model.config]));
    for (const project of context.project.dbt) {
      const unread = hasUnreadYaml(context, project.root);
      for (const model of project.models) {
        if (unread && model.properties === undefined) continue;
        const missing = missingOwners(modelAnswerable(model, project, written.get(model.path)));
        if (missing === undefined) continue;
        context.report({
          subject: `model:${model.name}`,
          at: model.properties?.at ?? fileStart(model.path),
          message: `model-${missing}`,
          values: { model: model.name },
          key: [missing],
        });
      }
    }
  },
});

function missingOwners({ technical, business }: Answerable): 'both' | 'technical' | 'business' | undefined {
  if (technical && business) return undefined;
  if (technical) return 'business';
  return business ? 'technical' : 'both';
}
