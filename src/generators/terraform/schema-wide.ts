import { groupBy } from '../../model/group-by.ts';
import { type Access, accessesOf, postgresName, snowflakeName } from './access.ts';
import { hasMasked } from './columns.ts';
import type { HclBlock } from './hcl.ts';
import { joinLabels } from './labels.ts';
import { whereaboutsOf } from './locations.ts';
import type { Scope } from './scope.ts';
import type { Site } from './sites.ts';

/** The sites with one schema. */
export interface SchemaGroup {
  /** A part of labels. */
  readonly key: string;
  readonly sites: readonly Site[];
}

/** The schema of each site whose server says it. */
export function schemaGroups(
  sites: readonly Site[],
  { variables, connections }: Pick<Scope, 'variables' | 'connections'>,
): ReadonlyMap<Site, SchemaGroup> {
  const aliases = new Map(connections.flatMap((each) => each.sites.map((site) => [site, each.alias] as const)));
  const known = sites.flatMap((site) => {
    const { database, schema } = whereaboutsOf(site);
    if (database === undefined || schema === undefined) return [];
    const alias = aliases.get(site);
    const names = ['database', variables.label(database), 'schema', variables.label(schema)];
    return [{ site, key: joinLabels(...(alias === undefined ? [] : [alias]), ...names) }];
  });
  const groups = groupBy(known, ({ site, key }) => `${site.target} ${key}`);
  return new Map(
    [...groups.values()].flatMap((own) => {
      const all = own.map(({ site }) => site);
      return own.map(({ site, key }) => [site, { key, sites: all }] as const);
    }),
  );
}

/** Whether a role has the whole schema of a site: that is wanted, and every contract in the schema names it for as much. */
export function isSchemaWide(scope: Scope, site: Site, access: Access): boolean {
  if (scope.grants !== 'schema') return false;
  return scope.schemas.get(site)?.sites.every((each) => allows(scope, each, { site, access })) === true;
}

/** The grants of roles that have a whole schema, each once. */
export function wideGrants(
  scope: Scope,
  sites: readonly Site[],
  grant: (site: Site, access: Access, group: string) => readonly HclBlock[],
): readonly HclBlock[] {
  const done = new Set<string>();
  return sites.flatMap((site) => {
    const group = scope.schemas.get(site)?.key;
    if (group === undefined) return [];
    return accessesOf(site).accesses.flatMap((access) => {
      const key = `${group} ${spelled(site, access)}`;
      if (done.has(key) || !isSchemaWide(scope, site, access)) return [];
      done.add(key);
      return grant(site, access, group);
    });
  });
}

/** Postgres masks nothing: there a schema with masked columns is only for those who may see them. */
function allows({ governance }: Scope, site: Site, wanted: { readonly site: Site; readonly access: Access }): boolean {
  const { contract, target } = site;
  const name = spelled(wanted.site, wanted.access);
  const own = accessesOf(site).accesses.find((each) => spelled(site, each) === name);
  if (contract.direction !== 'output' || own === undefined || own.writes !== wanted.access.writes) return false;
  return target === 'snowflake' || target === 'bigquery' || own.isUnmasked || !hasMasked(contract, governance);
}

function spelled({ target }: Site, { role }: Access): string {
  const name = role.role.trim();
  return target === 'snowflake' ? snowflakeName(name) : target === 'postgres' ? postgresName(name) : name;
}
