import type { SchemaObject } from '../../model/contract.ts';
import { tableNameOf } from '../match-models.ts';
import { noteOn } from '../note.ts';
import { accessesOf, type Access, snowflakeName } from './access.ts';
import { type Connection, providerReference } from './connections.ts';
import { block, commented, type HclBlock, type HclExpression, making, resource } from './hcl.ts';
import { joinLabels, labelOf } from './labels.ts';
import { whereaboutsOf } from './locations.ts';
import { approverLines, roleDescription, rolesOf } from './roles.ts';
import { addressOf, attributeOf, type Draft, outputSites, type Scope } from './scope.ts';
import { isSchemaWide, wideGrants } from './schema-wide.ts';
import type { Site } from './sites.ts';

/** A database and schema of Snowflake as expressions. */
interface SnowflakePlace {
  readonly database: HclExpression;
  readonly schema: HclExpression;
}

/** Where a site's tables are; undefined where its server does not say database and schema. */
export function snowflakePlace({ variables }: Scope, site: Site): SnowflakePlace | undefined {
  const { database, schema } = whereaboutsOf(site);
  if (database === undefined || schema === undefined) return undefined;
  return { database: variables.value(database), schema: variables.value(schema) };
}

/** Table or view of an object, and its kind; undefined for names that the provider cannot carry. */
export function snowflakeObject(object: SchemaObject): { readonly name: string; readonly kind: string } | undefined {
  const name = snowflakeName(tableNameOf(object));
  const type = (object.physicalType ?? '').toLowerCase().replaceAll(/[\s_-]+/g, ' ');
  const kind = kinds.find((each) => each.toLowerCase() === type) ?? 'TABLE';
  return isCarried(name) ? { name, kind } : undefined;
}

const kinds = ['VIEW', 'MATERIALIZED VIEW', 'DYNAMIC TABLE', 'EXTERNAL TABLE'];

/** `.`, `"` and `|` part the names of the provider's identifiers. */
export function isCarried(name: string): boolean {
  return name !== '' && name.length <= 255 && !/["|.\p{Cc}\p{Cs}\u2028\u2029]/u.test(name);
}

/** `"database"."schema"`. */
export function schemaName({ database, schema }: SnowflakePlace): HclExpression {
  return quotedPath(database, schema);
}

/** A fully qualified name of Snowflake: each part in quotes. */
export function quotedPath(...names: readonly (string | HclExpression)[]): HclExpression {
  const parts = names.flatMap((name, at) => [at === 0 ? '"' : '"."', name]);
  return { kind: 'template', parts: [...parts, '"'] };
}

/** Roles of a connection, and their way to databases and schemas: index `rbac.tf`. */
export function snowflakeRoles(scope: Scope, connection: Connection): Draft {
  const provider = providerReference(connection);
  const sites = outputSites(scope, 'snowflake').filter((site) => connection.sites.includes(site));
  const roles = rolesOf(sites, snowflakeName);
  const blocks = roles.flatMap((known) => {
    const head = { type: 'snowflake_account_role', label: roleLabel(connection, known.name), provider };
    const role = resource(head, { name: known.name, comment: roleDescription(known) });
    const made = commented(approverLines(known), making('name', known.name, role));
    return [made, ...usageGrants(scope, connection, known)];
  });
  return {
    blocks: [
      ...blocks,
      ...wideGrants(scope, sites, (site, access, group) => wideSelect({ scope, connection, site, access }, group)),
    ],
    notes: [],
  };
}

function roleLabel({ alias }: Connection, name: string): string {
  return alias === undefined ? labelOf(name) : joinLabels(alias, labelOf(name));
}

function roleName(scope: Scope, connection: Connection, name: string): HclExpression {
  const label = roleLabel(connection, name);
  return attributeOf(addressOf(scope, { type: 'snowflake_account_role', attribute: 'name', name, label }), 'name');
}

/** USAGE on each database and schema in which the role has a table, once. */
function usageGrants(
  scope: Scope,
  connection: Connection,
  { name, sites }: { readonly name: string; readonly sites: readonly Site[] },
): readonly HclBlock[] {
  const grants = new Map<string, HclBlock>();
  for (const site of sites) {
    const place = snowflakePlace(scope, site);
    const { database, schema } = whereaboutsOf(site);
    if (place === undefined || database === undefined || schema === undefined) continue;
    const role = { account_role_name: roleName(scope, connection, name), privileges: ['USAGE'] };
    const labels = [roleLabel(connection, name), 'database', scope.variables.label(database)];
    const grant = (label: string, on: HclBlock): HclBlock =>
      resource(
        { type: 'snowflake_grant_privileges_to_account_role', label, provider: providerReference(connection) },
        role,
        [on],
      );
    const onDatabase = joinLabels(...labels);
    const onSchema = joinLabels(...labels, 'schema', scope.variables.label(schema));
    grants.set(
      onDatabase,
      grant(onDatabase, block(['on_account_object'], { object_type: 'DATABASE', object_name: place.database })),
    );
    grants.set(onSchema, grant(onSchema, block(['on_schema'], { schema_name: schemaName(place) })));
  }
  return [...grants.values()];
}

/** Grants on the tables of one contract. */
export function snowflakeGrants(scope: Scope, site: Site, connection: Connection): Draft {
  const { contract } = site;
  const { accesses, notes } = accessesOf(site);
  const place = snowflakePlace(scope, site);
  if (accesses.length === 0) return { blocks: [], notes };
  if (place === undefined) {
    const at = site.main.server.at;
    return {
      blocks: [],
      notes: [
        ...notes,
        noteOn({ generator: 'terraform', contract, at }, 'terraform.server-incomplete', {
          server: site.main.server.server,
          keys: '"database", "schema"',
        }),
      ],
    };
  }
  const own = accesses.filter((access) => !isSchemaWide(scope, site, access));
  const parts = contract.schema.map((object) => {
    const named = snowflakeObject(object);
    if (named === undefined)
      return {
        blocks: [],
        notes: [
          noteOn({ generator: 'terraform', contract, object }, 'terraform.name-not-usable', {
            physicalName: tableNameOf(object),
          }),
        ],
      };
    return { blocks: own.map((access) => tableGrant({ scope, connection, site, access }, place, named)), notes: [] };
  });
  return { blocks: parts.flatMap(({ blocks }) => blocks), notes: [...notes, ...parts.flatMap((part) => part.notes)] };
}

interface Granting {
  readonly scope: Scope;
  readonly connection: Connection;
  readonly site: Site;
  readonly access: Access;
}

function tableGrant(
  { scope, connection, site, access }: Granting,
  { database, schema }: SnowflakePlace,
  { name, kind }: { readonly name: string; readonly kind: string },
): HclBlock {
  const role = snowflakeName(access.role.role.trim());
  const label = joinLabels(site.label, labelOf(role), labelOf(name));
  return resource(
    { type: 'snowflake_grant_privileges_to_account_role', label, provider: providerReference(connection) },
    { account_role_name: roleName(scope, connection, role), privileges: privilegesOf(access, kind) },
    [block(['on_schema_object'], { object_type: kind, object_name: quotedPath(database, schema, name) })],
  );
}

function privilegesOf({ writes }: Access, kind: string): readonly string[] {
  return writes && kind === 'TABLE' ? ['DELETE', 'INSERT', 'SELECT', 'TRUNCATE', 'UPDATE'] : ['SELECT'];
}

/** All tables and views of a schema, those that are there and those to come. */
function wideSelect({ scope, connection, site, access }: Granting, group: string): readonly HclBlock[] {
  const place = snowflakePlace(scope, site);
  if (place === undefined) return [];
  const role = snowflakeName(access.role.role.trim());
  return ['TABLES', 'VIEWS'].flatMap((plural) =>
    ['all', 'future'].map((which) =>
      resource(
        {
          type: 'snowflake_grant_privileges_to_account_role',
          label: joinLabels(roleLabel(connection, role), group, which, plural.toLowerCase()),
          provider: providerReference(connection),
        },
        {
          account_role_name: roleName(scope, connection, role),
          privileges: privilegesOf(access, plural === 'TABLES' ? 'TABLE' : 'VIEW'),
        },
        [
          block(['on_schema_object'], {}, [
            block([which], { object_type_plural: plural, in_schema: schemaName(place) }),
          ]),
        ],
      ),
    ),
  );
}
