import type { ArtifactFile, Catalog, DbtArtifacts, Manifest } from '../../model/dbt-artifacts.ts';
import type { Skipped } from '../../model/tree.ts';
import { jsonRecord } from './artifact-json.ts';
import { isCatalog, isFromWarehouse, readCatalog } from './catalog.ts';
import { isReadVersion, manifestVersion, readManifest } from './manifest.ts';

/** Longest file that is read, in bytes: manifests of 5,000 models have about 60 MB. */
export const maxArtifactBytes = 128 * 1024 * 1024;

/** What the files hold, and which of them could not be used. */
export interface LoadedArtifacts {
  readonly artifacts: DbtArtifacts;
  readonly skipped: readonly Skipped[];
}

/** Reads files that dbt wrote. What they are is told by their content; what cannot be used is said, and never fails a run. */
export function loadArtifacts(files: readonly ArtifactFile[]): LoadedArtifacts {
  const manifests: Manifest[] = [];
  const catalogs: Catalog[] = [];
  const skipped: Skipped[] = [];
  for (const { path, bytes } of files) {
    const read = readArtifact(path, bytes);
    if ('why' in read) skipped.push(read);
    else if ('nodes' in read) manifests.push(read);
    else catalogs.push(read);
  }
  return { artifacts: { manifests, catalogs }, skipped };
}

function readArtifact(path: string, bytes: Uint8Array): Manifest | Catalog | Skipped {
  if (bytes.length > maxArtifactBytes)
    return { what: path, why: 'dbt-artifacts.too-large', values: { max: maxArtifactBytes } };
  const data = jsonRecord(bytes);
  if (data === undefined) return { what: path, why: 'dbt-artifacts.not-json' };
  const version = manifestVersion(data);
  if (version !== undefined) {
    return isReadVersion(version)
      ? readManifest(path, data)
      : { what: path, why: 'dbt-artifacts.manifest-version', values: { version } };
  }
  if (!isCatalog(data)) return { what: path, why: 'dbt-artifacts.unknown' };
  return isFromWarehouse(data) ? readCatalog(path, data) : { what: path, why: 'dbt-artifacts.catalog-generated' };
}
