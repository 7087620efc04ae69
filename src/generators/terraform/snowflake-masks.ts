import { compareText } from '../../model/location.ts';
import type { MaskKind } from '../dbt-macros/mask-policy.ts';
import type { GeneratorNote } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import { snowflakeName } from './access.ts';
import type { Connection } from './connections.ts';
import { block, call, type HclBlock, type HclExpression, making, map, reference, resource } from './hcl.ts';
import { hashOf } from './labels.ts';
import { type MaskGroup, maskGroups, type SiteColumn } from './masks.ts';
import { addressOf, attributeOf, type Draft, joinDrafts, outputSites, type Scope } from './scope.ts';
import { isCarried, quotedPath, snowflakeObject, snowflakePlace } from './snowflake.ts';
import { associations, type GovernanceHome, type Tagged } from './snowflake-tags.ts';

/** What a text becomes; a value of another type becomes nothing. */
const texts: { readonly [mask in MaskKind]: string } = {
  hash: 'SHA2(VAL, 256)',
  redact: "CASE WHEN VAL IS NULL THEN NULL ELSE '***' END",
  last4: "CASE WHEN LENGTH(VAL) > 4 THEN '***' || RIGHT(VAL, 4) WHEN VAL IS NULL THEN NULL ELSE '***' END",
  null: 'NULL',
};

/** A tag has one policy for each type; a column whose type has none would be seen as it is. */
const otherTypes = [
  'ARRAY',
  'BINARY',
  'BOOLEAN',
  'DATE',
  'FLOAT',
  'NUMBER',
  'OBJECT',
  'TIME',
  'TIMESTAMP_LTZ',
  'TIMESTAMP_NTZ',
  'TIMESTAMP_TZ',
  'VARIANT',
];

/** Masking policies by type, the tag that carries them, and the columns that carry the tag. */
export function snowflakeMasks(scope: Scope, connection: Connection, home: GovernanceHome): Draft {
  const sites = outputSites(scope, 'snowflake').filter((site) => connection.sites.includes(site));
  return joinDrafts(maskGroups(scope, sites).map((group) => groupBlocks(scope, group, home)));
}

function groupBlocks(scope: Scope, group: MaskGroup, home: GovernanceHome): Draft {
  const label = home.label(`mask_${group.label}`);
  const name = nameOf(group);
  const known = { type: 'snowflake_tag', attribute: 'name', name, label };
  const id = attributeOf(addressOf(scope, known), 'fully_qualified_name');
  const columns = group.columns.map((column) => taggedColumn(scope, column));
  return {
    blocks: [
      policiesBlock(group, label, home),
      making('name', name, tagBlock(group, label, home)),
      ...associations(
        columns.flatMap(({ tagged }) => tagged ?? []),
        { label, id, provider: home.provider },
      ),
    ],
    notes: columns.flatMap(({ note }) => note ?? []),
  };
}

function nameOf({ mask, unmasked, label }: MaskGroup): string {
  const name = unmasked.length === 0 ? `dataengos_mask_${mask}` : `dataengos_mask_${mask}_${hashOf(label)}`;
  return name.toUpperCase();
}

/** A policy for each type: its name is what `for_each` is over. */
function policiesBlock(group: MaskGroup, label: string, { provider, place }: GovernanceHome): HclBlock {
  const each = reference('each', 'key');
  const types = [...otherTypes.map((type) => [type, 'NULL'] as const), ['VARCHAR', texts[group.mask]] as const];
  return resource(
    { type: 'snowflake_masking_policy', label, provider },
    {
      for_each: map(types),
      name: { kind: 'template', parts: [`${nameOf(group)}_`, each] },
      ...place,
      body: bodyOf(group),
      return_data_type: each,
    },
    [block(['argument'], { name: 'VAL', type: each })],
  );
}

function tagBlock(group: MaskGroup, label: string, { provider, place }: GovernanceHome): HclBlock {
  const policies = call('values', reference('snowflake_masking_policy', label));
  return resource(
    { type: 'snowflake_tag', label, provider },
    {
      name: nameOf(group),
      ...place,
      masking_policies: { kind: 'splat', of: policies, name: 'fully_qualified_name' },
      comment: `Columns that are masked (${group.mask})`,
    },
  );
}

/** A column as the association names it, or why it cannot carry the tag. */
function taggedColumn(scope: Scope, column: SiteColumn): { readonly tagged?: Tagged; readonly note?: GeneratorNote } {
  const { contract, object, property, mask, name: physicalName } = column;
  const place = { generator: 'terraform', contract, object, property };
  const type = property.physicalType?.value ?? '';
  if (/^\s{0,9}(?:geography|geometry|map|vector)\b/i.test(type))
    return { note: noteOn(place, 'terraform.mask-type', { type }) };
  const name = columnName(scope, column);
  return name === undefined
    ? { note: noteOn(place, 'terraform.mask-not-usable', { physicalName }) }
    : { tagged: { type: 'COLUMN', value: mask, key: JSON.stringify(name), name } };
}

/** `VAL` for the roles that see it, else what the type's policy makes of it. */
function bodyOf({ unmasked }: MaskGroup): HclExpression {
  const masked = reference('each', 'value');
  if (unmasked.length === 0) return masked;
  const seen = [...new Set(unmasked.map(({ role }) => snowflakeName(role.trim())))].toSorted(compareText);
  const conditions = seen.map((role) => `IS_ROLE_IN_SESSION(${sqlText(role)})`).join(' OR ');
  return { kind: 'template', parts: [`CASE WHEN ${conditions} THEN VAL ELSE `, masked, ' END'] };
}

/** A text of Snowflake's SQL. */
function sqlText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

function columnName(scope: Scope, { site, object, name }: SiteColumn): HclExpression | undefined {
  const place = snowflakePlace(scope, site);
  const named = snowflakeObject(object);
  const column = snowflakeName(name);
  if (place === undefined || named === undefined || !isCarried(column)) return undefined;
  return quotedPath(place.database, place.schema, named.name, column);
}
