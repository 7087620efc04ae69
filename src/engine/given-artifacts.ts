import { loadArtifacts, type LoadedArtifacts } from '../load/dbt/load-artifacts.ts';
import type { ArtifactFile } from '../model/dbt-artifacts.ts';
import type { Config } from '../model/policy.ts';
import type { Tree } from '../model/tree.ts';

/** Paths that an entry of `dbt-artifacts` names: a file, or both files of a folder. */
export function artifactPaths({ dbtArtifacts }: Pick<Config, 'dbtArtifacts'>): readonly string[] {
  return dbtArtifacts.flatMap(filesOf);
}

function filesOf(named: string): readonly string[] {
  const path = named.replace(/^\.\//, '').replace(/\/+$/, '');
  return path.endsWith('.json') ? [path] : [`${path}/manifest.json`, `${path}/catalog.json`];
}

/**
 * Reads what dbt wrote: the files that the command line or the workflow gives, besides those of the tree that the configuration
 * names. An entry that names nothing is said.
 */
export function treeArtifacts(
  tree: Tree,
  config: Pick<Config, 'dbtArtifacts'>,
  given: readonly ArtifactFile[] = [],
): LoadedArtifacts {
  const there = new Set(tree.entries.map(({ path }) => path));
  const missing = config.dbtArtifacts.filter((entry) => filesOf(entry).every((path) => !there.has(path)));
  const files = artifactPaths(config).flatMap((path) => {
    const bytes = tree.read(path);
    return bytes === undefined ? [] : [{ path, bytes }];
  });
  const loaded = loadArtifacts([...given, ...files]);
  return {
    ...loaded,
    skipped: [...missing.map((what) => ({ what, why: 'dbt-artifacts.missing' })), ...loaded.skipped],
  };
}
