import type { TerraformAttribute, TerraformBlock } from '../model/infrastructure.ts';
import type { Location } from '../model/location.ts';
import { isEverybody } from './everybody.ts';

/** A grant to everybody. */
export interface WideGrant {
  /** As written: `PUBLIC`, `public-read`. */
  readonly to: string;
  readonly at: Location;
  /** What grants: the address of the resource, or the statement. */
  readonly by: string;
}

/** Which resources grant, and which of their attributes name who may; the values that mean everybody, where they are others. */
const grants: readonly {
  readonly resource: RegExp;
  readonly attributes: readonly string[];
  readonly means?: readonly string[];
}[] = [
  {
    resource: /^snowflake_(?:grant_|\w{1,60}_grant$)/,
    attributes: ['account_role_name', 'parent_role_name', 'roles', 'to_role', 'to_roles'],
  },
  {
    // Services that hold data; who may call a function is another matter.
    resource:
      /^google_(?:bigquery|bigtable|data_catalog|dataplex|project|folder|organization|spanner|sql|storage)\w{0,60}$/,
    attributes: ['member', 'members', 'iam_member', 'special_group', 'entity', 'role_entity', 'predefined_acl'],
    means: ['allusers', 'allauthenticatedusers', 'publicread', 'publicreadwrite', 'authenticatedread'],
  },
  {
    resource: /^aws_s3_(?:bucket|bucket_acl|bucket_object|object)$/,
    attributes: ['acl'],
    means: ['public-read', 'public-read-write', 'authenticated-read'],
  },
  { resource: /^aws_lakeformation_permissions$/, attributes: ['principal'] },
  { resource: /^azurerm_storage_container$/, attributes: ['container_access_type'], means: ['blob', 'container'] },
  {
    resource: /^(?:postgresql|redshift|mssql)_(?:grant|default_privileges|grant_role)$/,
    attributes: ['role', 'group', 'grant_role'],
  },
  { resource: /^databricks_(?:grants?|permissions)$/, attributes: ['principal', 'group_name'] },
];

/** Every grant to everybody in plain texts, in the order of the files. What is computed is not known. */
export function publicGrants(blocks: readonly TerraformBlock[]): readonly WideGrant[] {
  return blocks.flatMap((block) => {
    const [type = ''] = block.labels;
    const grant = grants.find(({ resource }) => resource.test(type));
    if (block.type !== 'resource' || grant === undefined || !givesAccess(block)) return [];
    const isWide = (text: string): boolean =>
      grant.means === undefined ? isEverybody(text) : grant.means.includes(text.toLowerCase());
    return attributesOf(block)
      .filter(({ name }) => grant.attributes.includes(name))
      .flatMap((attribute) => textsOf(attribute).filter(({ to }) => isWide(to)))
      .map((found) => ({ ...found, by: block.labels.join('.') }));
  });
}

/** With an empty list of privileges all are taken away; a warehouse or pool of Snowflake computes and holds no data. */
function givesAccess(block: TerraformBlock): boolean {
  const attributes = attributesOf(block);
  const privileges = attributes.find(({ name }) => name === 'privileges');
  if (privileges !== undefined && /^\[\s*\]$/.test(privileges.expression.value)) return false;
  const object = attributes.find(({ name }) => name === 'object_type')?.literal;
  return object === undefined || !/^(?:warehouse|compute pool)$/i.test(object);
}

function attributesOf(block: TerraformBlock): readonly TerraformAttribute[] {
  return [...block.attributes, ...block.blocks.flatMap(attributesOf)];
}

function textsOf({ literal, expression, entries }: TerraformAttribute): readonly Omit<WideGrant, 'by'>[] {
  if (literal !== undefined) return [{ to: literal, at: expression.at }];
  return entries.flatMap(textsOf);
}
