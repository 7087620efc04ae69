import type { Json } from '../../model/contract.ts';
import type { DbtExposure, DbtGroup, DbtSource, DeprecatedKey, ModelColumn, ModelProperties } from '../../model/dbt.ts';
import type { Located, Location } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import { type DocumentNode, entriesOf, itemsOf, textOf, toJson, valueOf } from '../document.ts';
import type { YamlFile } from '../yaml.ts';
import { codeProblem } from './dbt-files.ts';
import { deprecatedProperties } from './deprecated-keys.ts';
import { readExposure } from './exposures.ts';
import { type ConfigMap, mergeConfig } from './folder-config.ts';
import { isJsonMap, toMap } from './project-file.ts';

/** What one properties file (`*.yml` beside the models) says about models, sources, snapshots, groups and exposures. */
export interface PropertiesFile {
  readonly models: readonly ModelEntry[];
  readonly sources: readonly DbtSource[];
  /** Snapshots that YAML itself defines (with a `relation`). */
  readonly snapshots: readonly string[];
  readonly groups: readonly DbtGroup[];
  readonly exposures: readonly DbtExposure[];
  readonly deprecated: readonly DeprecatedKey[];
  readonly problems: readonly Problem[];
}

/** An entry of `models:`; where `versions` is not empty, each version has a file of its own. */
export interface ModelEntry {
  readonly properties: ModelProperties;
  readonly versions: readonly ModelVersion[];
}

export interface ModelVersion {
  /** The file's name without its extension. */
  readonly definedIn: string;
  /** Whether `ref` without a version means this one. */
  readonly isLatest: boolean;
  readonly version: string;
  readonly properties: ModelProperties;
}

/** Reads a properties file, in the current and in the deprecated spellings. */
export function readProperties(file: YamlFile): PropertiesFile {
  const problems: Problem[] = [];
  const named = (key: string): readonly NamedNode[] => namedItems(valueOf(file.root, key), key, problems);
  return {
    models: named('models').map(readModel),
    sources: named('sources').flatMap((source) => readSource(source, problems)),
    snapshots: named('snapshots').flatMap(({ name, node }) => (isDefinition(node) ? [name] : [])),
    groups: named('groups').map(({ name, node, at }) => ({ name, owner: toMap(valueOf(node, 'owner')), at })),
    exposures: named('exposures').flatMap(({ name, node }) => (isDisabled(node) ? [] : [readExposure(name, node)])),
    deprecated: deprecatedProperties(file.root),
    problems,
  };
}

interface NamedNode {
  readonly name: string;
  readonly node: DocumentNode;
  /** Where the name is written. */
  readonly at: DocumentNode['at'];
}

/** The items of a list that have a name; the others are problems. */
function namedItems(list: DocumentNode | undefined, key: string, problems: Problem[]): readonly NamedNode[] {
  const isBlank = list === undefined || (list.kind === 'scalar' && list.value === null);
  if (!isBlank && list.kind !== 'list') problems.push(codeProblem('not-a-list', list.at, { key }));
  return itemsOf(list).flatMap((node) => {
    const name = scalarText(valueOf(node, 'name'));
    if (name === undefined)
      problems.push(codeProblem('without-name', { ...node.at, endLine: undefined, endColumn: undefined }, { key }));
    return name === undefined ? [] : [{ name, node, at: valueOf(node, 'name')?.at ?? node.at }];
  });
}

function readModel({ name, node, at }: NamedNode): ModelEntry {
  const properties = readModelProperties(name, node, at);
  const versions = itemsOf(valueOf(node, 'versions')).flatMap((version) => {
    const v = scalarText(valueOf(version, 'v'));
    return v === undefined ? [] : [{ v, node: version }];
  });
  const latest = scalarText(valueOf(node, 'latest_version')) ?? newest(versions.map(({ v }) => v));
  return {
    properties,
    versions: versions.map(({ v, node: version }) => ({
      version: v,
      definedIn: textOf(valueOf(version, 'defined_in')) ?? `${name}_v${v}`,
      isLatest: v === latest,
      properties: readVersion(properties, version),
    })),
  };
}

function readModelProperties(name: string, node: DocumentNode, at: DocumentNode['at']): ModelProperties {
  const config = configOf(node);
  const group = config['group'];
  return {
    name,
    description: locatedText(valueOf(node, 'description')),
    columns: itemsOf(valueOf(node, 'columns')).flatMap(readColumn),
    config,
    meta: metaOf(config),
    ...placesOf(node),
    ...testsOf(node),
    ...(typeof group === 'string' ? { group } : {}),
    at,
  };
}

/** A version says what differs from its model: description, configuration and columns. */
function readVersion(model: ModelProperties, node: DocumentNode): ModelProperties {
  const config = mergeConfig(model.config, configOf(node));
  const at = valueOf(node, 'v')?.at ?? model.at;
  const description = locatedText(valueOf(node, 'description')) ?? model.description;
  return {
    ...model,
    description,
    columns: versionColumns(model, valueOf(node, 'columns')),
    config,
    meta: metaOf(config),
    ...placesOf(node, model.configAt),
    ...testsOf(node),
    at,
  };
}

/** `include: all` (or a list) with `exclude` takes columns of the model; named ones are the version's own. */
function versionColumns(model: ModelProperties, columns: DocumentNode | undefined): readonly ModelColumn[] {
  if (columns === undefined) return model.columns;
  const own = itemsOf(columns).flatMap(readColumn);
  const ownNames = new Set(own.map((column) => column.name));
  const filter = itemsOf(columns).find((item) => valueOf(item, 'include') !== undefined);
  const include = namesOf(valueOf(filter, 'include'));
  const exclude = namesOf(valueOf(filter, 'exclude'));
  const isIncluded = (name: string): boolean => include.some((each) => each === name || each === 'all' || each === '*');
  const taken = model.columns.filter(({ name }) => isIncluded(name) && !exclude.includes(name) && !ownNames.has(name));
  return [...taken, ...own];
}

function readColumn(node: DocumentNode): readonly ModelColumn[] {
  const nameNode = valueOf(node, 'name');
  const name = scalarText(nameNode);
  if (name === undefined || nameNode === undefined) return [];
  const dataType = textOf(valueOf(node, 'data_type'));
  const description = locatedText(valueOf(node, 'description'));
  const type = dataType === undefined ? {} : { dataType };
  return [{ name, description, ...type, ...testsOf(node), at: nameNode.at }];
}

function readSource({ name, node }: NamedNode, problems: Problem[]): readonly DbtSource[] {
  if (isDisabled(node)) return [];
  return namedItems(valueOf(node, 'tables'), 'tables', problems).flatMap((table) => {
    if (isDisabled(table.node)) return [];
    const identifier = textOf(valueOf(table.node, 'identifier'));
    const columns = itemsOf(valueOf(table.node, 'columns')).flatMap(readColumn);
    return [
      {
        source: name,
        table: table.name,
        ...(identifier === undefined ? {} : { identifier }),
        ...placeOf(node),
        ...(columns.length === 0 ? {} : { columns }),
        at: table.at,
      },
    ];
  });
}

/** Where a source's tables are, as far as it says so. */
function placeOf(source: DocumentNode): Pick<DbtSource, 'schema' | 'database'> {
  const schema = textOf(valueOf(source, 'schema'));
  const database = textOf(valueOf(source, 'database'));
  return { ...(schema === undefined ? {} : { schema }), ...(database === undefined ? {} : { database }) };
}

/** Keys that dbt has moved below `config:`; both spellings are read, `config:` wins. */
const movedKeys = ['meta', 'tags', 'docs', 'group', 'access', 'freshness', 'materialized', 'contract'] as const;

function configOf(node: DocumentNode): ConfigMap {
  const topLevel: [string, Json][] = movedKeys.flatMap((key) => {
    const value = valueOf(node, key);
    return value === undefined ? [] : [[key, toJson(value)]];
  });
  return mergeConfig(Object.fromEntries(topLevel), toMap(valueOf(node, 'config')));
}

/** Where {@link configOf} takes its values from; a version adds to what its model says. */
function placesOf(
  node: DocumentNode,
  above: ModelProperties['configAt'] = new Map(),
): Pick<ModelProperties, 'configAt'> {
  const places = new Map<string, Location>(above);
  for (const key of movedKeys) {
    const value = valueOf(node, key);
    if (value !== undefined) places.set(key, value.at);
  }
  for (const { key, value } of entriesOf(valueOf(node, 'config'))) places.set(key, value.at);
  return places.size === 0 ? {} : { configAt: places };
}

/** Names of `data_tests:`, and of `tests:` as they were called before. */
function testsOf(node: DocumentNode): { readonly tests?: readonly string[] } {
  const items = [valueOf(node, 'data_tests'), valueOf(node, 'tests')].flatMap(itemsOf);
  const tests = items.flatMap((item) => textOf(item) ?? textOf(valueOf(item, 'test_name')) ?? testKey(item) ?? []);
  return tests.length === 0 ? {} : { tests };
}

/** `unique: {…}` is called by its key, which may have a `name:` beside it. */
function testKey(item: DocumentNode): string | undefined {
  return entriesOf(item).find(({ key }) => key !== 'name' && key !== 'description')?.key;
}

function metaOf(config: ConfigMap): ModelProperties['meta'] {
  const meta = config['meta'];
  return isJsonMap(meta) ? meta : {};
}

function isDisabled(node: DocumentNode): boolean {
  const enabled = valueOf(valueOf(node, 'config'), 'enabled') ?? valueOf(node, 'enabled');
  return enabled?.kind === 'scalar' && enabled.value === false;
}

function isDefinition(node: DocumentNode): boolean {
  return valueOf(node, 'relation') !== undefined || valueOf(valueOf(node, 'config'), 'relation') !== undefined;
}

/** The version that dbt takes where none is called the latest: the highest number, or the last in text order. */
function newest(versions: readonly string[]): string | undefined {
  const areNumbers = versions.every((version) => version.trim() !== '' && Number.isFinite(Number(version)));
  return versions.toSorted((a, b) => (areNumbers ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0)).at(-1);
}

function namesOf(node: DocumentNode | undefined): readonly string[] {
  const one = textOf(node);
  return one === undefined ? itemsOf(node).flatMap((item) => textOf(item) ?? []) : [one];
}

function locatedText(node: DocumentNode | undefined): Located<string> | undefined {
  const value = textOf(node);
  return value === undefined || node === undefined ? undefined : { value, at: node.at };
}

/** Names and versions may be written as numbers. */
function scalarText(node: DocumentNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null && node.value !== '' ? String(node.value) : undefined;
}
