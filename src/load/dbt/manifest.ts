import type { ArtifactColumn, Manifest, ManifestMacro, ManifestNode } from '../../model/dbt-artifacts.ts';
import { entriesField, field, type JsonRecord, textField, textsField } from './artifact-json.ts';

/** Versions of the manifest that are read: dbt 1.0 to 1.12, and dbt 2, which counts from 20. */
const versions: ReadonlySet<number> = new Set([4, 5, 6, 7, 8, 9, 10, 11, 12, 20]);

/** The version that parsed JSON says a manifest has; undefined where it is none. */
export function manifestVersion(data: JsonRecord): number | undefined {
  const schema = textField(field(data, 'metadata'), 'dbt_schema_version') ?? '';
  const version = /\/manifest\/v(\d{1,4})(?:\.json)?$/.exec(schema)?.[1];
  return version === undefined ? undefined : Number(version);
}

/** Whether manifests of a version are read. */
export function isReadVersion(version: number): boolean {
  return versions.has(version);
}

/**
 * Reads what dbt's `manifest.json` says of models, seeds, snapshots, sources and macros. Keys that a version does not have yet, or
 * leaves out where they are not set, are as if not set; what has another shape is passed over.
 */
export function readManifest(path: string, data: JsonRecord): Manifest {
  const metadata = field(data, 'metadata');
  const nodes = [...entriesField(data, 'nodes'), ...entriesField(data, 'sources')].flatMap(([id, node]) => {
    const read = readNode(node);
    return read === undefined ? [] : [[id, read] as const];
  });
  const macros = entriesField(data, 'macros').flatMap(([id, macro]) => {
    const read = readMacro(macro);
    return read === undefined ? [] : [[id, read] as const];
  });
  return {
    path,
    ...optional('project', textField(metadata, 'project_name')),
    ...optional('adapter', textField(metadata, 'adapter_type')),
    nodes: new Map(nodes),
    macros: new Map(macros),
  };
}

function readNode(node: unknown): ManifestNode | undefined {
  const type = field(node, 'resource_type');
  const kind = (['model', 'seed', 'snapshot', 'source'] as const).find((each) => each === type);
  const name = nameOf(node, kind);
  const owner = textField(node, 'package_name');
  if (kind === undefined || name === undefined || owner === undefined) return undefined;
  const version = versionOf(field(node, 'version'));
  const checksum = field(node, 'checksum');
  return {
    kind,
    name,
    ...optional('version', version),
    isLatest: version === undefined || version === versionOf(field(node, 'latest_version')),
    package: owner,
    path: (textField(node, 'original_file_path') ?? '').replaceAll('\\', '/'),
    relation: relationOf(node),
    ...optional('checksum', field(checksum, 'name') === 'sha256' ? textField(checksum, 'checksum') : undefined),
    ...optional('raw', templateOf(node)),
    columns: entriesField(node, 'columns').map(([key, column]) => readColumn(key, column)),
    isEnforced: field(field(field(node, 'config'), 'contract'), 'enforced') === true,
    parents: textsField(field(node, 'depends_on'), 'nodes'),
    macros: textsField(field(node, 'depends_on'), 'macros'),
  };
}

/** The template itself, and not the word that stands for it in manifests of dbt v2. */
function templateOf(node: unknown): string | undefined {
  const text = (textField(node, 'raw_code') ?? textField(node, 'raw_sql'))?.trim();
  return text === '' || text === '--placeholder--' ? undefined : text;
}

function nameOf(node: unknown, kind: ManifestNode['kind'] | undefined): string | undefined {
  const name = textField(node, 'name');
  if (kind !== 'source' || name === undefined) return name;
  const source = textField(node, 'source_name');
  return source === undefined ? undefined : `${source}.${name}`;
}

/** A version is a number or a text. */
function versionOf(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;
}

/** Ephemeral models are in no warehouse, although they have a schema. */
function relationOf(node: unknown): readonly string[] {
  if (field(node, 'relation_name') === null) return [];
  const own = textField(node, 'identifier') ?? textField(node, 'alias') ?? textField(node, 'name');
  return [textField(node, 'database'), textField(node, 'schema'), own].flatMap((part) => part?.toLowerCase() ?? []);
}

function readColumn(key: string, column: unknown): ArtifactColumn {
  return { name: textField(column, 'name') ?? key, ...optional('type', textField(column, 'data_type')) };
}

function readMacro(macro: unknown): ManifestMacro | undefined {
  const owner = textField(macro, 'package_name');
  const text = textField(macro, 'macro_sql');
  if (owner === undefined || text === undefined) return undefined;
  return { package: owner, path: (textField(macro, 'original_file_path') ?? '').replaceAll('\\', '/'), text };
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [name in K]?: string } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the compiler widens a computed key to `string`
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]: string });
}
