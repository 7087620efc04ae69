import { classificationRank, confidentialRank, isPublic } from '../../model/classification.ts';
import { allProperties, type Contract } from '../../model/contract.ts';
import { compareLocations, type Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { isEverybody } from '../everybody.ts';
import { exampleContract } from '../example.ts';
import { sqlGrants } from '../grant-statements.ts';
import { configured, type ModelFacts, modelsOf } from '../layers.ts';
import { publicGrants, type WideGrant } from '../terraform-grants.ts';

const policy = {
  'specs/governance/classification.yaml': 'email:\n  classification: confidential\n  policy: hash_sha256\n',
};
const rbac = 'implementation/infrastructure/rbac.tf';
const model = {
  'implementation/dbt/dbt_project.yml': 'name: sales\n',
  'implementation/dbt/models/sales.sql': 'select 1 as total\n',
};
const yaml = 'implementation/dbt/models/sales.yml';
const granted = (...roles: readonly string[]): string =>
  `models:\n  - name: sales\n    config:\n      grants: { select: [${roles.join(', ')}] }\n`;
const withRoles = {
  'specs/contracts/outputs/sales.yaml': `${exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] })}roles:\n  - role: finance_reader\n    access: read\n`,
};

/** Nothing must be granted to everybody where data is confidential, and a model must be granted only to roles of its contract. */
export default defineRule({
  id: 'infrastructure/grant-too-wide',
  kind: 'lint',
  gate: 'lint',
  ignorable: false,
  summary:
    'Nothing must be granted to everybody where data is confidential, and a model must be granted only to roles of its contract.',
  why: 'A grant to PUBLIC or allUsers opens the data to everybody who has an account, or to the whole internet, whatever its classification says (LGPD, GDPR). Grant to a role instead. Grants to everybody are judged where the classification policy or a contract calls something confidential or stricter, in Terraform, in dbt (`grants`) and in SQL; compute warehouses hold no data. A model whose contract names roles and that is granted to another one is a warning.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a grant to role PUBLIC in Terraform',
      head: {
        ...policy,
        [rbac]:
          'resource "snowflake_grant_privileges_to_account_role" "all" {\n  account_role_name = "PUBLIC"\n  privileges        = ["SELECT"]\n}\n',
      },
      findings: [`${rbac}:2 ${rbac}`],
    },
    {
      name: 'a bucket that the internet can read',
      head: { ...policy, [rbac]: 'resource "aws_s3_bucket_acl" "exports" {\n  acl = "public-read"\n}\n' },
      findings: [`${rbac}:2 ${rbac}`],
    },
    {
      name: 'a model that dbt grants to everybody',
      head: { ...policy, ...model, [yaml]: granted('public') },
      findings: [`${yaml}:4 model:sales`],
    },
    {
      name: 'a grant in SQL',
      head: {
        ...policy,
        'implementation/airflow/sql/grants.sql': '-- grant all to public\ngrant select on sales\n  to role public;\n',
      },
      findings: ['implementation/airflow/sql/grants.sql:2 implementation/airflow/sql/grants.sql'],
    },
    {
      name: 'a role that the contract does not name is a warning',
      head: { ...withRoles, ...model, [yaml]: granted('finance_reader', 'marketing_reader') },
      findings: [`${yaml}:4 model:sales`],
    },
    {
      name: 'a grant to a role',
      head: {
        ...policy,
        [rbac]:
          'resource "postgresql_grant" "reader" {\n  role       = "finance_reader"\n  privileges = ["SELECT"]\n}\n',
      },
      findings: [],
    },
    {
      name: 'what is taken from everybody, and a warehouse for computing',
      head: {
        ...policy,
        [rbac]:
          'resource "postgresql_grant" "none" {\n  role       = "public"\n  privileges = []\n}\nresource "snowflake_grant_privileges_to_account_role" "compute" {\n  account_role_name = "PUBLIC"\n  privileges        = ["USAGE"]\n  on_account_object {\n    object_type = "WAREHOUSE"\n    object_name = "LOADING"\n  }\n}\n',
      },
      findings: [],
    },
    {
      name: 'a repository in which nothing is confidential',
      head: { [rbac]: 'resource "aws_s3_bucket_acl" "exports" {\n  acl = "public-read"\n}\n' },
      findings: [],
    },
  ],
  check(context) {
    const reason = confidentialAt(context);
    if (reason !== undefined) {
      const found = [...publicGrants(context.facts.terraform ?? []), ...sqlGrants(context)];
      for (const { to, at, by } of found) report(context, { to, at, by, reason, subject: at.path });
    }
    judgeModels(context, reason);
  },
});

/** The first place that calls something confidential or stricter. */
function confidentialAt({ governance, project }: RuleContext): Location | undefined {
  const term = governance.classification?.terms.find(({ level, pii }) => pii || isConfidential(level));
  if (term !== undefined) return term.at;
  const [first] = project.contracts.flatMap(classified).toSorted(compareLocations);
  return first;
}

function isConfidential(level: string | undefined): boolean {
  return level !== undefined && (classificationRank(level) ?? 0) >= confidentialRank;
}

function classified({ schema }: Contract): readonly Location[] {
  return schema
    .flatMap((object) => [...allProperties(object)])
    .flatMap(({ property: { classification } }) =>
      classification !== undefined && isConfidential(classification.value) ? [classification.at] : [],
    );
}

interface JudgedGrant extends WideGrant {
  /** What calls data confidential. */
  readonly reason: Location;
  readonly subject: string;
}

function report(context: RuleContext, { to, at, by, reason, subject }: JudgedGrant): void {
  context.report({
    subject,
    at,
    values: { to, file: reason.path, line: String(reason.line) },
    key: [to, by],
    related: [{ at: reason, message: 'defined' }],
  });
}

function judgeModels(context: RuleContext, reason: Location | undefined): void {
  const folders = new Set<string>();
  const contracts = byTable(context.project.contracts);
  for (const facts of modelsOf(context)) {
    const grants = configured(facts, 'grants');
    if (grants === undefined) continue;
    const grantees = granteesOf(grants.value);
    const contract = contracts.get(facts.model.name.toLowerCase());
    const everybody = grantees.find(isEverybody);
    if (everybody !== undefined && reason !== undefined && mayBeClassified(contract)) {
      // What a folder says is one mistake, however many models it has.
      const place = `${grants.at.path}:${grants.at.line}`;
      if (grants.from !== 'folder' || !folders.has(place))
        report(context, { to: everybody, at: grants.at, by: '', reason, subject: `model:${facts.model.name}` });
      if (grants.from === 'folder') folders.add(place);
    }
    if (contract !== undefined) judgeRoles(context, { facts, contract, grantees, at: grants.at });
  }
}

/** Whether a contract classifies a column as more than public; of a model without contract nobody knows. */
function mayBeClassified(contract: Contract | undefined): boolean {
  if (contract === undefined) return true;
  const properties = contract.schema.flatMap((object) => [...allProperties(object)]);
  return properties.some(
    ({ property: { classification } }) => classification !== undefined && !isPublic(classification.value),
  );
}

/** Contracts by the names of their tables. A name that several have is none. */
function byTable(contracts: readonly Contract[]): ReadonlyMap<string, Contract> {
  const found = new Map<string, Contract>();
  const twice = new Set<string>();
  for (const contract of contracts.filter(({ direction }) => direction === 'output')) {
    for (const { name, physicalName = name } of contract.schema) {
      for (const each of new Set([name, physicalName.split('.').at(-1) ?? name].map((text) => text.toLowerCase()))) {
        if (found.has(each)) twice.add(each);
        found.set(each, contract);
      }
    }
  }
  for (const name of twice) found.delete(name);
  return found;
}

function granteesOf(grants: unknown): readonly string[] {
  if (typeof grants !== 'object' || grants === null) return [];
  return Object.values(grants)
    .flat()
    .filter((each): each is string => typeof each === 'string' && !each.includes('{'));
}

interface GrantedModel {
  readonly facts: ModelFacts;
  readonly contract: Contract;
  readonly grantees: readonly string[];
  readonly at: Location;
}

function judgeRoles(context: RuleContext, { facts, contract, grantees, at }: GrantedModel): void {
  const roles = new Set(contract.roles.map(({ role }) => role.toLowerCase()));
  const other = grantees.filter((each) => !roles.has(each.toLowerCase()) && !isEverybody(each));
  const [role] = contract.roles;
  if (role === undefined || other.length === 0) return;
  const names = [...new Set(other)];
  context.report({
    subject: `model:${facts.model.name}`,
    at,
    message: 'role',
    values: {
      model: facts.model.name,
      to: names.map((each) => `"${each}"`).join(', '),
      contract: contract.id,
      roles: contract.roles.map((each) => `"${each.role}"`).join(', '),
      file: role.at.path,
      line: String(role.at.line),
    },
    key: ['role', ...names],
    severity: 'warning',
    related: [{ at: role.at, message: 'defined' }],
  });
}
