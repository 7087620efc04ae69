import { tableNameOf } from '../match-models.ts';
import { noteOn } from '../note.ts';
import { type Access, accessesOf } from './access.ts';
import { type DatasetPlace, datasetPlace } from './bigquery-datasets.ts';
import { block, call, commented, type HclBlock, type HclExpression, map, reference, resource } from './hcl.ts';
import { joinLabels, labelOf } from './labels.ts';
import { approverLines, type KnownRole, roleDescription, rolesOf } from './roles.ts';
import { isSchemaWide, wideGrants } from './schema-wide.ts';
import { type Draft, outputSites, type Scope } from './scope.ts';
import { variable } from './settings.ts';
import type { Site } from './sites.ts';

/** Variable with the people, groups and services that have each role. */
const membersVariable = 'bigquery_role_members';

const asIs = (name: string): string => name;

/** Who has which role, and grants on whole datasets: index `rbac.tf`. */
export function bigqueryRoles(scope: Scope): Draft {
  const sites = outputSites(scope, 'bigquery');
  const roles = rolesOf(sites, asIs);
  if (roles.length === 0) return { blocks: [], notes: [] };
  const members = commented(
    roles.flatMap((known) => linesOf(known)),
    {
      ...variable(membersVariable, 'Members (user:…, group:…, serviceAccount:…) of each role that contracts name', {
        type: call('map', call('list', reference('string'))),
        default: map(roles.map(({ name }) => [name, isMember(name) ? [name] : []])),
      }),
      blocks: [validation()],
    },
  );
  const wide = wideGrants(scope, sites, (site, access, group) => datasetGrant(scope, site, { access, group }));
  return { blocks: [members, ...wide], notes: [] };
}

function linesOf(known: KnownRole): readonly string[] {
  const description = roleDescription(known);
  return [
    ...(description === undefined ? [] : [`${known.name}: ${description}`]),
    ...approverLines(known).map((line) => `${known.name}: ${line}`),
  ];
}

/** Whether a role's name is a member of Google Cloud itself. */
function isMember(name: string): boolean {
  return /^(?:user|group|serviceAccount):[^\s@]+@[^\s@]+$/.test(name);
}

/** Nobody can make a member of everybody by setting the variable. */
function validation(): HclBlock {
  const members = call('flatten', [call('values', reference('var', membersVariable))]);
  return block(['validation'], {
    condition: {
      kind: 'equals',
      left: call('length', call('setintersection', members, ['allAuthenticatedUsers', 'allUsers'])),
      right: 0,
    },
    error_message: 'No role of a contract is given to everybody.',
  });
}

/** The members of a role, one instance for each. */
export function membersOf(role: string): HclExpression {
  return call('toset', call('lookup', reference('var', membersVariable), role, []));
}

/** Grants on the tables of one contract. */
export function bigqueryGrants(scope: Scope, site: Site): Draft {
  const { contract, main } = site;
  const { accesses, notes } = accessesOf(site);
  if (accesses.length === 0) return { blocks: [], notes };
  const place = datasetPlace(scope, site);
  if (place === undefined) {
    const values = { server: main.server.server, keys: '"project", "dataset"' };
    return {
      blocks: [],
      notes: [
        ...notes,
        noteOn({ generator: 'terraform', contract, at: main.server.at }, 'terraform.server-incomplete', values),
      ],
    };
  }
  const own = accesses.filter((access) => !isSchemaWide(scope, site, access));
  const blocks: HclBlock[] = [];
  const lost = contract.schema.filter((object) => {
    const table = tableNameOf(object);
    if (!isTableName(table)) return true;
    blocks.push(...own.map((access) => tableGrant(site, access, { ...place, table })));
    return false;
  });
  const lostNotes = lost.map((object) =>
    noteOn({ generator: 'terraform', contract, object }, 'terraform.name-not-usable', {
      physicalName: tableNameOf(object),
    }),
  );
  return { blocks, notes: [...notes, ...lostNotes] };
}

/** Letters, digits, marks, `_`, `-` and spaces (BigQuery, "Table naming"). */
function isTableName(name: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd} ]{1,1024}$/u.test(name);
}

function tableGrant(
  site: Site,
  access: Access,
  { project, dataset, table }: DatasetPlace & { readonly table: string },
): HclBlock {
  const role = access.role.role.trim();
  return resource(
    { type: 'google_bigquery_table_iam_member', label: joinLabels(site.label, labelOf(role), labelOf(table)) },
    {
      for_each: membersOf(role),
      project,
      dataset_id: dataset,
      table_id: table,
      role: iamRole(access),
      member: reference('each', 'value'),
    },
  );
}

function datasetGrant(
  scope: Scope,
  site: Site,
  { access, group }: { readonly access: Access; readonly group: string },
): readonly HclBlock[] {
  const place = datasetPlace(scope, site);
  if (place === undefined) return [];
  const role = access.role.role.trim();
  return [
    resource(
      { type: 'google_bigquery_dataset_iam_member', label: joinLabels(group, labelOf(role)) },
      {
        for_each: membersOf(role),
        project: place.project,
        dataset_id: place.dataset,
        role: iamRole(access),
        member: reference('each', 'value'),
      },
    ),
  ];
}

function iamRole({ writes }: Access): string {
  return writes ? 'roles/bigquery.dataEditor' : 'roles/bigquery.dataViewer';
}
