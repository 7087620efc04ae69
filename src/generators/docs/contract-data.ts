import {
  allProperties,
  type Contract,
  type Property,
  type QualityRule,
  type SchemaObject,
  type Server,
} from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import { ownerOf } from '../owner.ts';
import type {
  CatalogColumn,
  CatalogContract,
  CatalogObject,
  CatalogRule,
  CatalogServer,
  CatalogServiceLevel,
} from './catalog-data.ts';
import { contractRelation } from './declared-lineage.ts';
import { demandText, plainText } from './demand-text.ts';

/** Contracts by path with their keys: ids where they are unique, `id@version` where not, the path where that is not either. */
export function contractKeys(contracts: readonly Contract[]): ReadonlyMap<string, string> {
  const [ids, versions] = [countBy(contracts, (each) => each.id), countBy(contracts, versioned)];
  return new Map(
    contracts.map((each) => {
      if (ids.get(each.id) === 1) return [each.path, each.id];
      return [each.path, versions.get(versioned(each)) === 1 ? versioned(each) : each.path];
    }),
  );
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function versioned({ id, version }: Contract): string {
  return `${id}@${version.value}`;
}

/** What of a contract other files tell. */
export interface ContractSurroundings {
  readonly keys: ReadonlyMap<string, string>;
  readonly otherVersions: readonly string[];
  /** Promises of `slas.yaml` about it. */
  readonly promises: readonly CatalogServiceLevel[];
}

/** A contract as the catalogue shows it. */
export function contractData(contract: Contract, around: ContractSurroundings): CatalogContract {
  const { id, path, apiVersion, direction, name, domain, tenant, dataProduct, purpose, usage, limitations } = contract;
  return given({
    key: around.keys.get(path) ?? path,
    id,
    path,
    version: contract.version.value,
    apiVersion,
    direction,
    status: contract.status?.value,
    name,
    domain,
    tenant,
    dataProduct,
    purpose,
    usage,
    limitations,
    owner: ownerOf(contract),
    team: given({
      name: contract.teamName,
      members: contract.team.map((each) => given({ username: each.username, name: each.name, role: each.role })),
    }),
    tags: contract.tags,
    serviceLevels: [...ownServiceLevels(contract), ...around.promises],
    servers: contract.servers.map(serverData),
    roles: contract.roles.map(({ role, access, description }) => given({ role, access, description })),
    support: contract.support.map(({ channel, fields }) => ({ ...fields, channel })),
    links: contract.authoritativeDefinitions.map(({ type, url }) => ({ type, url })),
    objects: contract.schema.map((object) => objectData(contract, object)),
    otherVersions: around.otherVersions,
  });
}

function ownServiceLevels({ slaProperties }: Contract): readonly CatalogServiceLevel[] {
  return slaProperties.map(({ property, value, valueExt, unit, element, description, at }) => {
    const range = valueExt === undefined || valueExt === null ? '' : ` – ${plainText(valueExt)}`;
    const text = `${plainText(value)}${range}${unit === undefined ? '' : ` ${unit}`}`;
    return given({ property, value: text, element, description, path: at.path, line: at.line });
  });
}

/** Keys of servers that may hold a credential are not shown, whatever they hold. */
const secretKey = /passw|senha|secret|token|credential|private|apikey|api_key|accesskey|access_key/i;

function serverData({ server, type, environment, description, fields }: Server): CatalogServer {
  const shown = Object.entries(fields)
    .filter(([key, value]) => value !== null && !secretKey.test(key))
    .map(([key, value]) => [key, plainText(value)] as const);
  return given({ server, type, environment, description, fields: Object.fromEntries(sortKeys(shown)) });
}

function sortKeys<T>(entries: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  return entries.toSorted(([a], [b]) => compareText(a, b));
}

function objectData(contract: Contract, object: SchemaObject): CatalogObject {
  return given({
    name: object.name,
    relation: contractRelation(contract, object),
    physicalName: object.physicalName,
    physicalType: object.physicalType,
    businessName: object.businessName,
    description: object.description?.value,
    granularity: object.dataGranularityDescription?.value,
    deprecated: flag(object.deprecated.value),
    tags: object.tags,
    quality: object.quality.map(ruleData),
    columns: [...allProperties(object)].map(({ property, path }) => columnData(property, path.slice(1).join('.'))),
  });
}

function columnData(property: Property, name: string): CatalogColumn {
  const options = sortKeys(Object.entries(property.logicalTypeOptions));
  return given({
    name,
    physicalName: property.physicalName,
    type: property.physicalType?.value,
    logicalType: property.logicalType?.value,
    businessName: property.businessName?.value,
    description: property.description?.value,
    classification: property.classification?.value,
    required: flag(property.required.value),
    unique: flag(property.unique.value),
    primaryKey: flag(property.primaryKey.value),
    critical: flag(property.criticalDataElement.value),
    deprecated: flag(property.deprecated.value),
    enum: property.enum ?? property.enumValues?.map(({ value }) => value),
    options: options.length === 0 ? undefined : Object.fromEntries(options),
    transform: property.transformDescription?.value ?? property.transformLogic?.value,
    tags: property.tags,
    quality: property.quality.map(ruleData),
    references: property.relationships.map(({ to }) => to),
  });
}

function ruleData(rule: QualityRule): CatalogRule {
  return given({
    type: rule.type,
    demand: demandText(rule),
    description: rule.description,
    severity: rule.severity,
    dimension: rule.dimension,
  });
}

function flag(value: boolean): true | undefined {
  return value ? true : undefined;
}

/** Leaves out what is undefined, as JSON does, so that the data is what its file says. */
export function given<T extends object>(data: T): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only keys that may be undefined are left out
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as T;
}
