import { groupBy } from '../../model/group-by.ts';
import type { RequiredTag } from '../../model/governance.ts';
import { compareText } from '../../model/location.ts';
import { type Connection, providerReference } from './connections.ts';
import { call, type HclBlock, type HclExpression, type HclValue, making, reference, resource } from './hcl.ts';
import { hashOf, joinLabels, labelOf } from './labels.ts';
import { whereaboutsOf } from './locations.ts';
import { addressOf, attributeOf, type Draft, outputSites, type Scope } from './scope.ts';
import { variable } from './settings.ts';
import type { Site } from './sites.ts';
import { quotedPath, schemaName, snowflakeObject, snowflakePlace } from './snowflake.ts';
import { resourceTags, tagExpression, type TagValue, tagValues } from './tag-values.ts';

/** Name of the schema that tags and masking policies are made in. */
const governanceSchema = 'DATAENGOS_GOVERNANCE';

/** Where tags and masking policies of a connection are: a schema of their own in a database that a variable names. */
export interface GovernanceHome {
  readonly provider: HclExpression | undefined;
  /** The attributes `database` and `schema` of a resource. */
  readonly place: { readonly database: HclExpression; readonly schema: HclExpression };
  readonly blocks: readonly HclBlock[];
  /** A label that no other connection has. */
  readonly label: (name: string) => string;
}

/** The home of a connection's tags; undefined where no site of it says its database. */
export function governanceHome(scope: Scope, connection: Connection): GovernanceHome | undefined {
  const outputs = outputSites(scope, 'snowflake').filter((site) => connection.sites.includes(site));
  const databases = outputs.flatMap((site) => whereaboutsOf(site).database ?? []);
  const [main] = databases.toSorted((a, b) => compareText(scope.variables.name(a), scope.variables.name(b)));
  if (main === undefined) return undefined;
  const { alias } = connection;
  const provider = providerReference(connection);
  const label = (text: string): string => (alias === undefined ? text : joinLabels(alias, text));
  const name = label('snowflake_governance_database');
  const known = { type: 'snowflake_schema', attribute: 'name', name: governanceSchema, label: label('governance') };
  const database = call('coalesce', reference('var', name), scope.variables.value(main));
  return {
    provider,
    label,
    place: { database, schema: attributeOf(addressOf(scope, known), 'name') },
    blocks: [
      variable(name, 'Snowflake database of tags and masking policies; where it is null, one of the contracts', {
        type: reference('string'),
        default: null,
      }),
      making(
        'name',
        governanceSchema,
        resource({ type: known.type, label: known.label, provider }, { database, name: governanceSchema }),
      ),
    ],
  };
}

/** The tags that the tagging policy demands, and one association for each of their values. */
export function snowflakeTags(scope: Scope, connection: Connection, home: GovernanceHome): Draft {
  const sites = outputSites(scope, 'snowflake').filter((site) => connection.sites.includes(site));
  const blocks = resourceTags(scope.governance).flatMap((tag) => {
    const label = home.label(labelOf(tag.name));
    const name = tag.name.toUpperCase().replaceAll(/[^A-Z0-9_]+/g, '_');
    const made = resource(
      { type: 'snowflake_tag', label, provider: home.provider },
      {
        name,
        ...home.place,
        allowed_values: tag.values.length === 0 ? undefined : tag.values.toSorted(compareText),
        comment: `Tag "${tag.name}" of the tagging policy`,
      },
    );
    const id = attributeOf(
      addressOf(scope, { type: 'snowflake_tag', attribute: 'name', name, label }),
      'fully_qualified_name',
    );
    return [
      making('name', name, made),
      ...associations(targetsOf(scope, sites, tag), { label, id, provider: home.provider }),
    ];
  });
  return { blocks, notes: [] };
}

/** A thing that carries a tag's value. */
export interface Tagged {
  readonly type: string;
  readonly value: HclValue;
  readonly key: string;
  readonly name: HclExpression;
}

/** Schemas whose contracts agree about a tag, else their tables: a schema has one value of a tag. */
function targetsOf(scope: Scope, sites: readonly Site[], tag: RequiredTag): readonly Tagged[] {
  const groups = groupBy(sites, (site) => scope.schemas.get(site)?.key);
  return [...groups].flatMap(([group, own]) => {
    if (group === undefined) return [];
    const values = own.map((site) => valueOf(scope, site, tag));
    const isAgreed = new Set(values.map((each) => JSON.stringify(each))).size === 1;
    return own.flatMap((site, at) => taggedThings(scope, site, { value: values[at] ?? null, group, isAgreed }));
  });
}

function valueOf({ governance }: Scope, { contract }: Site, tag: RequiredTag): HclValue {
  const said: TagValue = tagValues(contract, governance).find((each) => each.tag === tag) ?? { tag };
  return tagExpression(said, (text) => text);
}

function taggedThings(
  scope: Scope,
  site: Site,
  { value, group, isAgreed }: { readonly value: HclValue; readonly group: string; readonly isAgreed: boolean },
): readonly Tagged[] {
  const place = snowflakePlace(scope, site);
  if (place === undefined) return [];
  if (isAgreed) return [{ type: 'SCHEMA', value, key: group, name: schemaName(place) }];
  return site.contract.schema.flatMap((object) => {
    const named = snowflakeObject(object);
    if (named === undefined) return [];
    const name = quotedPath(place.database, place.schema, named.name);
    return [{ type: named.kind === 'VIEW' ? 'VIEW' : 'TABLE', value, key: `${group} ${named.name}`, name }];
  });
}

/** One association for each value and type of thing: two of the same would undo each other. */
export function associations(
  things: readonly Tagged[],
  {
    label,
    id,
    provider,
  }: { readonly label: string; readonly id: HclExpression; readonly provider: HclExpression | undefined },
): readonly HclBlock[] {
  const groups = groupBy(things, ({ type, value }) => JSON.stringify([value, type]));
  return [...groups]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([key, own]) => {
      const [first] = own;
      if (first === undefined) return [];
      const names = new Map(own.map(({ key: each, name }) => [each, name]));
      const value = typeof first.value === 'string' ? labelOf(first.value) : hashOf(key);
      return resource(
        { type: 'snowflake_tag_association', label: joinLabels(label, value, first.type.toLowerCase()), provider },
        {
          object_identifiers: [...names].toSorted(([a], [b]) => compareText(a, b)).map(([, name]) => name),
          object_type: first.type,
          tag_id: id,
          tag_value: first.value,
        },
      );
    });
}
