import type { Location } from './location.ts';

/** What `specs/governance/` demands. A policy is undefined where its file is not there. */
export interface Governance {
  readonly naming?: NamingPolicy;
  readonly classification?: ClassificationPolicy;
}

/** A casing style of identifiers. */
export type Casing = 'snake_case' | 'camelCase' | 'PascalCase' | 'UPPER_CASE' | 'kebab-case';

/** `naming.json` (nested) or `naming-conventions.json` (flat): names of layers and columns. */
export interface NamingPolicy {
  readonly path: string;
  readonly layers: readonly LayerNaming[];
  readonly columns: readonly ColumnNaming[];
  readonly tableCasing?: CasingRule;
  readonly columnCasing?: CasingRule;
}

/** Models in `layer`'s folder start with one of `prefixes`. */
export interface LayerNaming {
  readonly layer: string;
  readonly prefixes: readonly string[];
  readonly materialization?: string;
  readonly at: Location;
}

/** Columns of a kind of type carry a prefix or suffix: booleans `is_`/`has_`, timestamps `_at`. */
export interface ColumnNaming {
  readonly columns: 'boolean' | 'timestamp' | 'date';
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  readonly at: Location;
}

export interface CasingRule {
  readonly casing: Casing;
  readonly at: Location;
}

/** `classification.yaml` or `classification-policy.yaml`. */
export interface ClassificationPolicy {
  readonly path: string;
  readonly terms: readonly ClassificationTerm[];
}

/** A word in column names and what it means for privacy. */
export interface ClassificationTerm {
  /** Lower case, snake_case; matches whole words of a column's name. */
  readonly term: string;
  /** The classification that a column of this name must carry (`confidential`, …); undefined where only `pii` is said. */
  readonly level?: string;
  readonly pii: boolean;
  /** What to do with it: `hash_sha256`, `masking`, … */
  readonly policy?: string;
  readonly at: Location;
}
