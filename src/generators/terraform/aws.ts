import type { GeneratorNote } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import { type Access, accessesOf } from './access.ts';
import { awsTags, endpointOf } from './aws-containers.ts';
import { policyStatements } from './aws-policy.ts';
import { hasMasked } from './columns.ts';
import { block, call, commented, type HclBlock, map, reference, resource } from './hcl.ts';
import { hashOf, joinLabels, labelOf } from './labels.ts';
import { whereaboutsOf } from './locations.ts';
import { approverLines, roleDescription, rolesOf } from './roles.ts';
import { type Draft, outputSites, type Scope } from './scope.ts';
import { variable } from './settings.ts';
import type { Site } from './sites.ts';

/** Variable with the IAM roles that have each role of a contract. */
const rolesVariable = 'aws_role_names';

/** Which IAM roles stand for the roles of contracts: index `rbac.tf`. */
export function awsRoles(scope: Scope): Draft {
  const roles = rolesOf(outputSites(scope, 'aws'), (name) => name);
  if (roles.length === 0) return { blocks: [], notes: [] };
  const lines = roles.flatMap((known) =>
    [roleDescription(known), ...approverLines(known)].flatMap((line) =>
      line === undefined ? [] : [`${known.name}: ${line}`],
    ),
  );
  const names = variable(rolesVariable, 'Names of the IAM roles that have each role of contracts', {
    type: call('map', call('list', reference('string'))),
    default: map(roles.map(({ name }) => [name, iamRoleNames(name)])),
  });
  const world = ['aws_caller_identity', 'aws_partition'].map((type) => block(['data', type, 'current'], {}));
  return { blocks: [commented(lines, names), ...world], notes: [] };
}

/** The role of an ARN. */
function iamRoleNames(name: string): readonly string[] {
  const [, path = ''] = /^arn:aws[a-z-]{0,20}:iam::\d{12}:role\/([\w+=,.@/-]{1,576})$/.exec(name) ?? [];
  const found = path.split('/').at(-1) ?? '';
  return found === '' ? [] : [found];
}

/** A role of a contract with the sites that it may use. */
interface Grantee {
  readonly name: string;
  readonly accesses: { readonly site: Site; readonly access: Access }[];
}

/** A policy for each role of one contract, and the IAM roles that have it. */
export function awsGrants(scope: Scope, sites: readonly Site[]): Draft {
  const grantees = new Map<string, Grantee>();
  const notes: GeneratorNote[] = [];
  for (const site of sites) {
    const { accesses, notes: refused } = accessesOf(site);
    notes.push(...refused);
    if (accesses.length === 0) continue;
    const why = siteNotes(site, sites);
    notes.push(...why.notes);
    for (const access of why.isUsable ? accesses : []) {
      if (!mayRead(scope, site, access)) notes.push(refusal(site, access));
      else addAccess(grantees, site, access);
    }
  }
  return { blocks: [...grantees.values()].flatMap((grantee) => granteeBlocks(scope, grantee)), notes };
}

function addAccess(grantees: Map<string, Grantee>, site: Site, access: Access): void {
  const name = access.role.role.trim();
  const known = grantees.get(name) ?? { name, accesses: [] };
  known.accesses.push({ site, access });
  grantees.set(name, known);
}

/** Files are read whole: nothing of them can be masked. */
function mayRead({ governance }: Scope, { contract }: Site, { isUnmasked }: Access): boolean {
  return isUnmasked || !hasMasked(contract, governance);
}

function refusal({ contract }: Site, { role }: Access): GeneratorNote {
  return noteOn({ generator: 'terraform', contract, at: role.at }, 'terraform.files-not-masked', { role: role.role });
}

/** Whether policies can name what a server has, and what is missing there. */
function siteNotes(
  site: Site,
  sites: readonly Site[],
): { readonly isUsable: boolean; readonly notes: readonly GeneratorNote[] } {
  const { server } = site.main;
  const note = (message: string, keys = ''): GeneratorNote => {
    const place = { generator: 'terraform', contract: site.contract, at: server.at };
    return noteOn(place, `terraform.${message}`, { server: server.server, ...(keys === '' ? {} : { keys }) });
  };
  if (endpointOf(site) !== undefined) return { isUsable: false, notes: [note('not-aws')] };
  const { bucket, database } = whereaboutsOf(site);
  if (bucket === undefined && database === undefined)
    return { isUsable: false, notes: [note('server-incomplete', neededKeys[site.type] ?? '')] };
  const isBlind = site.type === 'athena' && !sites.some((each) => whereaboutsOf(each).bucket !== undefined);
  return { isUsable: true, notes: isBlind ? [note('athena-location')] : [] };
}

const neededKeys: { readonly [type: string]: string } = {
  s3: '"location" (s3://bucket/prefix)',
  athena: '"schema"',
  glue: '"database"',
};

function granteeBlocks(scope: Scope, { name, accesses }: Grantee): readonly HclBlock[] {
  const [first] = accesses;
  if (first === undefined) return [];
  const { contract } = first.site;
  const label = joinLabels(labelOf(contract.id), 'aws', labelOf(name));
  const statements = accesses.flatMap(({ site, access }) => policyStatements(scope, site, access));
  const unique = [...new Map(statements.map((each) => [JSON.stringify(each), each])).values()];
  return [
    block(['data', 'aws_iam_policy_document', label], {}, unique),
    resource(
      { type: 'aws_iam_policy', label },
      {
        name: policyName(label),
        description: `Role ${name} of contract ${contract.id}`.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, 1000),
        policy: reference('data', 'aws_iam_policy_document', label, 'json'),
        tags: awsTags(scope, first.site),
      },
    ),
    resource(
      { type: 'aws_iam_role_policy_attachment', label },
      {
        for_each: call('toset', call('lookup', reference('var', rolesVariable), name, [])),
        role: reference('each', 'value'),
        policy_arn: reference('aws_iam_policy', label, 'arn'),
      },
    ),
  ];
}

/** IAM takes 128 signs. */
function policyName(label: string): string {
  return label.length <= 128 ? label : `${label.slice(0, 119)}_${hashOf(label)}`;
}
