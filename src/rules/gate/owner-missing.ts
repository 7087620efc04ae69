import type { Contract, Json } from '../../model/contract.ts';
import type { DbtModel, DbtProject } from '../../model/dbt.ts';
import { fileStart } from '../../model/location.ts';
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
      const missing = missingOwners(contractOwners(contract));
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
        const missing = missingOwners(modelOwners(model, project, written.get(model.path)));
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

interface Owners {
  readonly technical: boolean;
  readonly business: boolean;
}

function missingOwners({ technical, business }: Owners): 'both' | 'technical' | 'business' | undefined {
  if (technical && business) return undefined;
  if (technical) return 'business';
  return business ? 'technical' : 'both';
}

const technicalRole = /tech|t[eé]cnic|engineer|engenh|developer|desenvolv|custodian|plataforma|platform/i;
const businessRole =
  /business|neg[oó]ci|product|produto|data owner|steward|analyst|analista|manager|gestor|domain|dom[ií]nio/i;

/** Roles of the team, and custom properties such as `technicalOwner` and `business_owner`. A bare "owner" is the business one. */
function contractOwners(contract: Contract): Owners {
  const roles = contract.team.map((member) => member.role ?? '');
  const properties = contract.customProperties
    .filter(({ property, value }) => /owner/i.test(property) && isNamed(value))
    .map(({ property }) => property);
  const said = [...roles, ...properties];
  const technical = said.filter((role) => technicalRole.test(role));
  return {
    technical: technical.length > 0,
    business: said.some(
      (role) => businessRole.test(role) || (/^owner$/i.test(role.trim()) && !technicalRole.test(role)),
    ),
  };
}

/** `written` is what the template gives to `config(…)`. `owner` answers for both; `technical_owner` and `business_owner` for one. A group's owner answers for its models. */
function modelOwners(model: DbtModel, project: DbtProject, written: { readonly [key: string]: Json } = {}): Owners {
  const meta = { ...asMap(model.folderConfig['meta']), ...model.properties?.meta, ...asMap(written['meta']) };
  const owner = isNamed(meta['owner']);
  const group = written['group'] ?? model.properties?.group ?? model.folderConfig['group'];
  const grouped = project.groups.some(
    (each) => each.name === group && (isNamed(each.owner['name']) || isNamed(each.owner['email'])),
  );
  const any = owner || grouped;
  return {
    technical: any || isNamed(meta['technical_owner'] ?? meta['technicalOwner']),
    business: any || isNamed(meta['business_owner'] ?? meta['businessOwner']),
  };
}

function asMap(value: Json | undefined): { readonly [key: string]: Json } {
  return value === undefined || value === null || typeof value !== 'object' || isList(value) ? {} : value;
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A text, or a map or list that holds one. */
function isNamed(value: Json | undefined): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (value === undefined || value === null || typeof value !== 'object') return false;
  return (isList(value) ? value : Object.values(value)).some((each) => isNamed(each));
}
