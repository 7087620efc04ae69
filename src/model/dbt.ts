import type { Json } from './contract.ts';
import type { Located, Location } from './location.ts';
import type { DbtUnitTest } from './unit-tests.ts';

/** A dbt project below `implementation/`, read from its files; dbt itself is not run. */
export interface DbtProject {
  /** Folder of `dbt_project.yml`, without a trailing slash; `''` for the repository root. */
  readonly root: string;
  readonly name: string;
  readonly at: Location;
  readonly models: readonly DbtModel[];
  readonly sources: readonly DbtSource[];
  /** Names that `ref` may also find: seeds and snapshots. */
  readonly seeds: readonly string[];
  /** Columns of the seeds, by name, as the header of each file writes them; absent where there are no seeds. */
  readonly seedColumns?: ReadonlyMap<string, readonly string[]>;
  readonly snapshots: readonly string[];
  /** Files of `macro-paths`, and of installed packages below `dbt_packages/`, with their text. */
  readonly macros: readonly MacroFile[];
  readonly groups: readonly DbtGroup[];
  /** Uses of the models outside dbt; absent where the project declares none. */
  readonly exposures?: readonly DbtExposure[];
  /** Its `unit_tests:`; absent where there are none. */
  readonly unitTests?: readonly DbtUnitTest[];
  /** Model properties whose model has no SQL file. */
  readonly orphanProperties: readonly ModelProperties[];
  readonly vars: { readonly [name: string]: Json };
  /** Packages of `packages.yml` or `dependencies.yml`, by the last part of their name (`dbt_utils`). */
  readonly packages: readonly string[];
  /** Keys that dbt has renamed or moved, as its files still spell them; absent where there are none. */
  readonly deprecated?: readonly DeprecatedKey[];
  /** SQL dialect, from the profile's adapter type or the configuration; undefined where nothing tells. */
  readonly dialect?: string;
  /** The file, or the folder of the coding agents' profile, that tells the dialect; absent where nothing does. */
  readonly dialectFrom?: string;
}

/** A key of a dbt file in a spelling that dbt has given up. */
export interface DeprecatedKey {
  /** `tests`, `source-paths`, `meta`. */
  readonly key: string;
  /** `data_tests`, `model-paths`, `config.meta`. */
  readonly instead: string;
  /** Where the key is written. */
  readonly at: Location;
  /** Whether writing the other name in its place is all there is to do. */
  readonly isRename: boolean;
}

export interface MacroFile {
  /** Package that the file belongs to; the project's own name for its own macros. */
  readonly package: string;
  readonly path: string;
  readonly oid: string;
  readonly text: string;
}

/** One SQL (or Python) model, with the properties that YAML files give it. */
export interface DbtModel {
  readonly name: string;
  readonly path: string;
  readonly oid: string;
  readonly language: 'sql' | 'python';
  readonly text: string;
  /** The folder below the model path that names its layer (`staging`, `intermediate`, `marts`, `bronze`, …). */
  readonly layer?: string;
  readonly properties?: ModelProperties;
  /** Configuration that `dbt_project.yml` gives the model's folder. */
  readonly folderConfig: { readonly [key: string]: Json };
  /** Where `dbt_project.yml` writes each value of the folder's configuration. */
  readonly folderConfigAt?: ReadonlyMap<string, Location>;
}

/** The `models:` entry of a properties file, `config` and top-level spellings merged. */
export interface ModelProperties {
  readonly name: string;
  readonly description?: Located<string>;
  readonly columns: readonly ModelColumn[];
  readonly config: { readonly [key: string]: Json };
  readonly meta: { readonly [key: string]: Json };
  /** Where the values of the configuration are written. */
  readonly configAt?: ReadonlyMap<string, Location>;
  /** Names of the tests of the whole model; absent where there are none. */
  readonly tests?: readonly string[];
  readonly group?: string;
  readonly at: Location;
}

export interface ModelColumn {
  readonly name: string;
  readonly description?: Located<string>;
  readonly dataType?: string;
  /** Names of its tests (`unique`, `dbt_utils.not_empty_string`); absent where there are none. */
  readonly tests?: readonly string[];
  readonly at: Location;
}

/** One table of one source. */
export interface DbtSource {
  readonly source: string;
  readonly table: string;
  readonly identifier?: string;
  /** As written: a template where only dbt can fill it. Where absent, dbt takes the source's name. */
  readonly schema?: string;
  readonly database?: string;
  /** Those that the properties file describes, which need not be all; absent where there are none. */
  readonly columns?: readonly ModelColumn[];
  readonly at: Location;
}

/** Somebody who uses models outside dbt: a dashboard, notebook, analysis or application. */
export interface DbtExposure {
  readonly name: string;
  readonly label?: string;
  readonly type?: string;
  readonly owner: { readonly name?: string; readonly email?: string };
  /** Names of the models, seeds and snapshots it depends on. */
  readonly refs: readonly string[];
  /** `source.table` pairs it depends on. */
  readonly sources: readonly string[];
  readonly at: Location;
}

export interface DbtGroup {
  readonly name: string;
  readonly owner: { readonly [key: string]: Json };
  readonly at: Location;
}
