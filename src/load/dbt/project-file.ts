import type { Json } from '../../model/contract.ts';
import { fileStart, type Location } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import { type DocumentNode, itemsOf, textOf, toJson, valueOf } from '../document.ts';
import type { YamlFile } from '../yaml.ts';
import type { DeprecatedKey } from '../../model/dbt.ts';
import { codeProblem } from './dbt-files.ts';
import { deprecatedSettings } from './deprecated-keys.ts';

/** What `dbt_project.yml` says, with the defaults of dbt. Paths are relative to the project's folder. */
export interface ProjectSettings {
  readonly name: string;
  readonly at: Location;
  readonly profile?: string;
  readonly modelPaths: readonly string[];
  readonly seedPaths: readonly string[];
  readonly snapshotPaths: readonly string[];
  readonly macroPaths: readonly string[];
  readonly installPath: string;
  /** The `models:` tree: configuration by folder. */
  readonly models?: DocumentNode;
  readonly vars: { readonly [name: string]: Json };
  readonly deprecated: readonly DeprecatedKey[];
  readonly problems: readonly Problem[];
}

/** Reads `dbt_project.yml`; a project without a name is called after its folder, and that is a problem. */
export function readProjectFile(file: YamlFile): ProjectSettings {
  const { root } = file;
  const nameNode = valueOf(root, 'name');
  const name = textOf(nameNode);
  const profile = textOf(valueOf(root, 'profile'));
  const at = nameNode?.at ?? fileStart(file.path);
  return {
    name: name ?? file.path.split('/').at(-2) ?? '',
    at,
    ...(profile === undefined ? {} : { profile }),
    modelPaths: pathsOf(root, ['model-paths', 'source-paths'], 'models'),
    seedPaths: pathsOf(root, ['seed-paths', 'data-paths'], 'seeds'),
    snapshotPaths: pathsOf(root, ['snapshot-paths'], 'snapshots'),
    macroPaths: pathsOf(root, ['macro-paths'], 'macros'),
    installPath: pathsOf(root, ['packages-install-path', 'modules-path'], 'dbt_packages')[0] ?? 'dbt_packages',
    models: valueOf(root, 'models'),
    vars: varsOf(root, name),
    deprecated: deprecatedSettings(root),
    problems: name === undefined && file.problems.length === 0 ? [codeProblem('project-without-name', at, {})] : [],
  };
}

/** The variables that a project sees: what is said for all, and over it what is said for the project of this name. */
export function varsOf(root: DocumentNode | undefined, project: string | undefined): { readonly [name: string]: Json } {
  const node = valueOf(root, 'vars');
  if (node?.kind !== 'map') return {};
  const own = project === undefined ? undefined : valueOf(node, project);
  const shared = {
    kind: 'map',
    flow: node.flow,
    at: node.at,
    entries: node.entries.filter((entry) => entry.value !== own),
  } as const;
  return mergeJson(toMap(shared), toMap(own));
}

/** The plain data of a mapping; an empty one for anything else. */
export function toMap(node: DocumentNode | undefined): { readonly [key: string]: Json } {
  const data = node?.kind === 'map' ? toJson(node) : undefined;
  return data === undefined || !isJsonMap(data) ? {} : data;
}

/** Whether a value is a mapping. */
export function isJsonMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Both mappings in one without a prototype; `over` wins. */
export function mergeJson(
  under: { readonly [key: string]: Json },
  over: { readonly [key: string]: Json },
): { readonly [key: string]: Json } {
  const merged: { [key: string]: Json } = Object.create(null);
  return Object.assign(merged, under, over);
}

/** The paths of the first key that is written; today's spelling goes before the deprecated ones. */
function pathsOf(root: DocumentNode | undefined, keys: readonly string[], standard: string): readonly string[] {
  for (const key of keys) {
    const node = valueOf(root, key);
    if (node === undefined) continue;
    const texts = node.kind === 'list' ? itemsOf(node).flatMap((item) => textOf(item) ?? []) : [textOf(node) ?? ''];
    return texts.map(normalizePath).filter((path) => path !== '..' && !path.startsWith('../'));
  }
  return [standard];
}

/** `./models/` is `models`; `..` is resolved where it can be. */
function normalizePath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(segment);
  }
  return kept.join('/');
}
