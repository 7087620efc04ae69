/** A file that dbt wrote, as it was given. */
export interface ArtifactFile {
  /** As people know it: from the repository root, or as the command line names it. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What dbt wrote about projects: at most one manifest and one catalog of each. */
export interface DbtArtifacts {
  readonly manifests: readonly Manifest[];
  readonly catalogs: readonly Catalog[];
}

/** `manifest.json`: what dbt parsed, as far as the gate needs it. */
export interface Manifest {
  readonly path: string;
  /** Name of the project; undefined where the manifest is older than dbt 1.5. */
  readonly project?: string;
  /** Adapter type: `duckdb`, `snowflake`. */
  readonly adapter?: string;
  /** By unique id. */
  readonly nodes: ReadonlyMap<string, ManifestNode>;
  /** By unique id. */
  readonly macros: ReadonlyMap<string, ManifestMacro>;
}

/** A model, seed, snapshot or source. */
export interface ManifestNode {
  readonly kind: 'model' | 'seed' | 'snapshot' | 'source';
  /** Of a source with its table: `stripe.charges`. */
  readonly name: string;
  /** Of a model with versions: `2`. */
  readonly version?: string;
  /** Whether `ref` finds this version where it names none. */
  readonly isLatest: boolean;
  readonly package: string;
  /** From the folder of its project. */
  readonly path: string;
  /** Parts of its name in the warehouse, in lower case; empty where it has none. */
  readonly relation: readonly string[];
  /** Its template as dbt read it, without blanks around it; undefined where the manifest has none (dbt v2 writes a placeholder). */
  readonly raw?: string;
  /** SHA-256 of the file without blanks around it, in lower case hexadecimal; undefined where dbt took no sum. Since 1.12 dbt sums the
   * text with all blanks made one, which does not tell a comment's end: `raw` is to be preferred. */
  readonly checksum?: string;
  /** What properties files describe. */
  readonly columns: readonly ArtifactColumn[];
  /** Whether dbt enforces these columns: then they are all. */
  readonly isEnforced: boolean;
  /** Unique ids of what it reads. */
  readonly parents: readonly string[];
  /** Unique ids of the macros that it calls. */
  readonly macros: readonly string[];
}

/** A macro, as its file defines it. */
export interface ManifestMacro {
  readonly package: string;
  /** From the folder of its project. */
  readonly path: string;
  readonly text: string;
}

/** `catalog.json`: what the warehouse held when dbt asked it. */
export interface Catalog {
  readonly path: string;
  /** By unique id. */
  readonly relations: ReadonlyMap<string, CatalogRelation>;
}

/** A table or view of the warehouse. */
export interface CatalogRelation {
  /** Parts of its name in the warehouse, in lower case. */
  readonly relation: readonly string[];
  /** In order; these are all. */
  readonly columns: readonly ArtifactColumn[];
}

/** A column as dbt wrote it. */
export interface ArtifactColumn {
  readonly name: string;
  /** As the warehouse or the properties file spells it. */
  readonly type?: string;
}

/**
 * By what models are judged. `static`: by their files alone. `auto`: also by what dbt wrote, where that is given. `dbt`: besides, the
 * dbt that is installed parses the project.
 */
export const compileModes = ['auto', 'static', 'dbt'] as const;
export type CompileMode = (typeof compileModes)[number];

/** Why dbt may not run on a change: it would read templates of somebody who cannot write to the repository, beside secrets. */
export type DbtRefusal = 'fork' | 'pull-request-target';
