import { compareText } from '../../model/location.ts';
import { type Access, postgresName } from './access.ts';
import { type Connection, providerReference } from './connections.ts';
import { commented, type HclBlock, type HclExpression, making, reference, resource } from './hcl.ts';
import { joinLabels, labelOf } from './labels.ts';
import { whereaboutsOf } from './locations.ts';
import { approverLines, roleDescription, rolesOf } from './roles.ts';
import { wideGrants } from './schema-wide.ts';
import { addressOf, attributeOf, type Draft, outputSites, type Scope } from './scope.ts';
import { variable } from './settings.ts';
import type { Site } from './sites.ts';

/** What reading needs. */
export const readPrivileges = ['SELECT'];
/** What writing needs beside it. */
export const changePrivileges = ['DELETE', 'INSERT', 'TRUNCATE', 'UPDATE'];

/** A role of a contract, on one of its servers. */
export interface Granting {
  readonly scope: Scope;
  readonly connection: Connection;
  readonly site: Site;
  readonly access: Access;
}

/** Roles of a connection, and their way to databases and schemas: index `rbac.tf`. */
export function postgresRoles(scope: Scope, connection: Connection): Draft {
  const provider = providerReference(connection);
  const sites = outputSites(scope, 'postgres').filter((site) => connection.sites.includes(site));
  const roles = rolesOf(sites, postgresName).flatMap((known) => {
    const description = roleDescription(known);
    const lines = [...(description === undefined ? [] : [description]), ...approverLines(known)];
    const made = resource(
      { type: 'postgresql_role', label: roleLabel(connection, known.name), provider },
      { name: known.name, login: false },
    );
    return [commented(lines, making('name', known.name, made)), ...usageGrants(scope, connection, known)];
  });
  const wide = wideGrants(scope, sites, (site, access, group) =>
    wideBlocks({ scope, connection, site, access }, group),
  );
  return { blocks: [...roles, ...(wide.length === 0 ? [] : [ownerVariable(connection)]), ...wide], notes: [] };
}

function roleLabel({ alias }: Connection, name: string): string {
  return alias === undefined ? labelOf(name) : joinLabels(alias, labelOf(name));
}

function roleName(scope: Scope, connection: Connection, name: string): HclExpression {
  const label = roleLabel(connection, name);
  return attributeOf(addressOf(scope, { type: 'postgresql_role', attribute: 'name', name, label }), 'name');
}

/** CONNECT to each database and USAGE of each schema in which the role has a table, once. */
function usageGrants(
  scope: Scope,
  connection: Connection,
  { name, sites }: { readonly name: string; readonly sites: readonly Site[] },
): readonly HclBlock[] {
  const grants = new Map<string, HclBlock>();
  for (const site of sites) {
    const { database, schema } = whereaboutsOf(site);
    if (database === undefined || schema === undefined) continue;
    const labels = [roleLabel(connection, name), 'database', scope.variables.label(database)];
    const to = { role: roleName(scope, connection, name), database: scope.variables.value(database) };
    const grant = (label: string, on: { readonly [key: string]: string | HclExpression }, privilege: string): void => {
      grants.set(
        label,
        resource(
          { type: 'postgresql_grant', label, provider: providerReference(connection) },
          { ...to, ...on, privileges: [privilege] },
        ),
      );
    };
    grant(joinLabels(...labels), { object_type: 'database' }, 'CONNECT');
    grant(
      joinLabels(...labels, 'schema', scope.variables.label(schema)),
      { schema: scope.variables.value(schema), object_type: 'schema' },
      'USAGE',
    );
  }
  return [...grants.values()];
}

/** Database, role and schema of a grant. */
export function placeOf({ scope, connection, site, access }: Granting): {
  readonly [name: string]: HclExpression | undefined;
} {
  const { database, schema } = whereaboutsOf(site);
  return {
    database: database && scope.variables.value(database),
    role: roleName(scope, connection, postgresName(access.role.role.trim())),
    schema: schema && scope.variables.value(schema),
  };
}

function ownerVariable({ alias }: Connection): HclBlock {
  return variable(ownerName(alias), "Postgres role that makes the tables: dbt's user", { type: reference('string') });
}

function ownerName(alias: string | undefined): string {
  return alias === undefined ? 'postgresql_owner' : joinLabels('postgresql', alias, 'owner');
}

/** All tables of a schema, those that are there and those to come. */
function wideBlocks(granting: Granting, group: string): readonly HclBlock[] {
  const { connection, access } = granting;
  const label = joinLabels(roleLabel(connection, postgresName(access.role.role.trim())), group, 'all');
  const privileges = [...(access.writes ? changePrivileges : []), ...readPrivileges].toSorted(compareText);
  const provider = providerReference(connection);
  const common = { ...placeOf(granting), object_type: 'table', privileges };
  return [
    resource({ type: 'postgresql_grant', label, provider }, common),
    resource(
      { type: 'postgresql_default_privileges', label, provider },
      { ...common, owner: reference('var', ownerName(connection.alias)) },
    ),
  ];
}
