import { physicalNameOf, type SchemaObject } from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import { tableNameOf } from '../match-models.ts';
import { noteOn } from '../note.ts';
import { type Access, accessesOf, postgresName } from './access.ts';
import { maskedColumns, openColumns } from './columns.ts';
import { type Connection, providerReference } from './connections.ts';
import { commented, type HclBlock, reference, resource } from './hcl.ts';
import { joinLabels, labelOf } from './labels.ts';
import { whereaboutsOf } from './locations.ts';
import { changePrivileges, type Granting, placeOf, readPrivileges } from './postgres-roles.ts';
import { isSchemaWide } from './schema-wide.ts';
import { type Draft, outputSites, type Scope } from './scope.ts';
import type { Site } from './sites.ts';
import { resourceTags, tagValues } from './tag-values.ts';

/** Grants on the tables of one contract; of a table with masked columns, on the others, where the role is not to see all. */
export function postgresGrants(scope: Scope, site: Site, connection: Connection): Draft {
  const { contract, main } = site;
  const { accesses, notes } = accessesOf(site);
  if (accesses.length === 0) return { blocks: [], notes };
  const { database, schema } = whereaboutsOf(site);
  if (database === undefined || schema === undefined) {
    const values = { server: main.server.server, keys: '"database", "schema"' };
    return {
      blocks: [],
      notes: [
        ...notes,
        noteOn({ generator: 'terraform', contract, at: main.server.at }, 'terraform.server-incomplete', values),
      ],
    };
  }
  const tags = tagLines(scope, site);
  const usable = contract.schema.filter((object) => isUsable(tableNameOf(object)));
  const lost = contract.schema.filter((object) => !usable.includes(object));
  const own = accesses.filter((access) => !isSchemaWide(scope, site, access));
  const blocks = own.flatMap((access) => accessBlocks({ scope, connection, site, access }, usable));
  const [first, ...rest] = blocks;
  return {
    blocks: first === undefined ? [] : [commented(tags, first), ...rest],
    notes: [
      ...notes,
      ...lost.map((object) =>
        noteOn({ generator: 'terraform', contract, object }, 'terraform.name-not-usable', {
          physicalName: tableNameOf(object),
        }),
      ),
      ...own.filter(({ isUnmasked }) => !isUnmasked).flatMap((access) => withheldNotes(scope, site, access)),
    ],
  };
}

/** Postgres has no tags: people read them here. */
function tagLines({ governance }: Scope, { contract }: Site): readonly string[] {
  const said = tagValues(contract, governance).filter(({ value }) => value !== undefined);
  return said.length === 0 ? [] : [`Tags: ${said.map(({ tag, value }) => `${tag.name} = ${value}`).join(', ')}`];
}

/** A note for each tag that nothing of Postgres can carry. */
export function postgresTagNotes(scope: Scope): Draft['notes'] {
  if (outputSites(scope, 'postgres').length === 0) return [];
  return resourceTags(scope.governance).map(({ name, at }) => ({
    generator: 'terraform',
    subject: at.path,
    at,
    message: 'terraform.tag-not-on-postgres',
    values: { tag: name },
  }));
}

/** Postgres keeps 63 bytes of a name. */
function isUsable(name: string): boolean {
  return name !== '' && new TextEncoder().encode(name).length <= 63 && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(name);
}

function accessBlocks(granting: Granting, objects: readonly SchemaObject[]): readonly HclBlock[] {
  const {
    scope: { governance },
    site: { contract },
    access,
  } = granting;
  const isWhole = (object: SchemaObject): boolean =>
    access.isUnmasked || maskedColumns(contract, object, governance).length === 0;
  const whole = objects.filter(isWhole).map((object) => postgresName(tableNameOf(object)));
  const parts = objects.filter((object) => !isWhole(object));
  const change = access.writes ? changePrivileges : [];
  return [
    ...tableGrants(granting, {
      name: 'tables',
      objects: whole,
      privileges: [...change, ...readPrivileges].toSorted(compareText),
    }),
    ...tableGrants(granting, {
      name: 'changes',
      objects: parts.map((object) => postgresName(tableNameOf(object))),
      privileges: change,
    }),
    ...parts.flatMap((object) => columnGrant(granting, object)),
  ];
}

function grantLabel({ site, access }: Granting, name: string): string {
  return joinLabels(site.label, labelOf(postgresName(access.role.role.trim())), name);
}

function tableGrants(
  granting: Granting,
  {
    name,
    objects,
    privileges,
  }: { readonly name: string; readonly objects: readonly string[]; readonly privileges: readonly string[] },
): readonly HclBlock[] {
  if (objects.length === 0 || privileges.length === 0) return [];
  const head = {
    type: 'postgresql_grant',
    label: grantLabel(granting, name),
    provider: providerReference(granting.connection),
  };
  return [
    resource(head, {
      ...placeOf(granting),
      object_type: 'table',
      objects: [...new Set(objects)].toSorted(compareText),
      privileges,
    }),
  ];
}

/** SELECT on what is not masked. A grant on the table takes those on its columns away, so it comes first. */
function columnGrant(granting: Granting, object: SchemaObject): readonly HclBlock[] {
  const {
    scope: { governance },
    site: { contract },
    access,
  } = granting;
  const table = postgresName(tableNameOf(object));
  const columns = openColumns(contract, object, governance).map(postgresName).filter(isUsable);
  if (columns.length === 0) return [];
  const head = {
    type: 'postgresql_grant',
    label: grantLabel(granting, joinLabels('columns', labelOf(table))),
    provider: providerReference(granting.connection),
  };
  const after = access.writes ? [reference('postgresql_grant', grantLabel(granting, 'changes'))] : undefined;
  return [
    resource(head, {
      ...placeOf(granting),
      object_type: 'column',
      objects: [table],
      columns: [...new Set(columns)].toSorted(compareText),
      privileges: readPrivileges,
      depends_on: after,
    }),
  ];
}

function withheldNotes({ governance }: Scope, { contract }: Site, { role }: Access): Draft['notes'] {
  return contract.schema.flatMap((object) => {
    const masked = maskedColumns(contract, object, governance);
    const [first] = masked;
    if (first === undefined) return [];
    const columns = masked.map(({ property }) => `"${physicalNameOf(property)}"`).join(', ');
    return [
      noteOn({ generator: 'terraform', contract, object, at: first.property.at }, 'terraform.columns-withheld', {
        role: role.role,
        columns,
      }),
    ];
  });
}
