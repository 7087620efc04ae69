import type { Json } from '../../model/contract.ts';
import { fileStart, type Located, type Location } from '../../model/location.ts';
import { assetStatuses, type PipelineAsset } from '../../model/pipelines.ts';
import type { Problem } from '../../model/project.ts';
import { type DbtFiles, type FileRef, stemOf } from '../dbt/dbt-files.ts';
import { type DocumentNode, entriesOf, entryOf, textOf, toJson } from '../document.ts';
import { type Cursor, type Fields, ignore, readChoice, readItems, readMap, readText } from '../governance/shape.ts';
import type { Loaded } from '../loaded.ts';
import { readMarkdown } from '../markdown.ts';
import { blobKey } from '../memo.ts';
import { readYaml } from '../yaml.ts';
import { domainOf } from './domain.ts';

/** Reads the files of `specs/pipelines/<domain>/assets/`: YAML by `schemas/asset.schema.json`, Markdown by its name. */
export function loadAssets(source: DbtFiles, files: readonly FileRef[]): Loaded<PipelineAsset> {
  const loaded = files.flatMap((file) => {
    const bytes = source.read(file.path);
    if (bytes === undefined) return [];
    return [source.memo.once('asset', blobKey(file), () => loadAsset(file.path, bytes))];
  });
  return {
    items: loaded.flatMap(({ items }) => items),
    problems: loaded.flatMap(({ problems }) => problems),
  };
}

/** Reads one file. Its YAML mistakes are named by the reader of all YAML files; here only what the shape gets wrong. */
export function loadAsset(path: string, bytes: Uint8Array): Loaded<PipelineAsset> {
  if (path.endsWith('.md')) return loadMarkdownAsset(path, bytes);
  const { root, problems: syntax } = readYaml(path, bytes);
  if (root === undefined) return { items: [], problems: [] };
  const problems: Problem[] = [];
  readMap({ node: root, at: fileStart(path), path: [], problems }, { fields: assetFields, other: () => true });
  if (syntax.length + problems.length > 0 || root.kind !== 'map') return { items: [], problems };
  return { items: [toAsset(path, root)], problems };
}

function loadMarkdownAsset(path: string, bytes: Uint8Array): Loaded<PipelineAsset> {
  const { problems } = readMarkdown(path, bytes);
  const name = { value: stemOf(path), at: fileStart(path) };
  if (problems.length > 0) return { items: [], problems };
  return { items: [{ path, domain: domainOf(path), name, fields: {}, keys: new Map() }], problems };
}

/** Keys with a meaning; others are the team's own. */
const assetFields: Fields = {
  $schema: ignore,
  name: readText,
  model: readText,
  description: readText,
  domain: readText,
  owner: readText,
  layer: readText,
  grain: readText,
  materialization: readText,
  status: (value) => readChoice(value, assetStatuses),
  depends_on: readNames,
  tags: readNames,
  columns: readColumns,
};

function readNames(value: Cursor): void {
  for (const item of readItems(value)) readText(item);
}

/** Names, or mappings with a `name`. */
function readColumns(value: Cursor): void {
  for (const item of readItems(value)) {
    if (item.node.kind === 'map') readMap(item, { fields: { name: readText }, required: ['name'], other: () => true });
    else readText(item);
  }
}

function toAsset(path: string, root: DocumentNode): PipelineAsset {
  const fields: Record<string, Json> = Object.create(null);
  const keys = new Map<string, Location>();
  for (const { key, keyAt, value } of entriesOf(root)) {
    fields[key] = toJson(value);
    keys.set(key, keyAt);
  }
  return { path, domain: domainOf(path), name: nameOf(path, root), fields, keys };
}

function nameOf(path: string, root: DocumentNode): Located<string> {
  const node = (entryOf(root, 'name') ?? entryOf(root, 'model'))?.value;
  const text = textOf(node)?.trim();
  return node === undefined || text === undefined
    ? { value: stemOf(path), at: fileStart(path) }
    : { value: text, at: node.at };
}
