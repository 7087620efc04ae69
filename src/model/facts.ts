import type { ArtifactState } from './artifact.ts';
import type { Json } from './contract.ts';
import type { DriftChange } from './drift.ts';
import type { Location } from './location.ts';

/** How far a model's template could be rendered without a warehouse, a package hub or secrets. */
export type RenderState = 'rendered' | 'needs-package' | 'needs-warehouse' | 'needs-var' | 'template-error';

/** Why a model does not compile, at the line of the template. */
export interface CompileError {
  readonly message: string;
  readonly at: Location;
}

/** A `ref` or `source` that finds nothing. */
export interface UnresolvedReference {
  readonly kind: 'ref' | 'source';
  /** As written: `stg_orders`, `stripe.charges`. */
  readonly name: string;
  readonly at: Location;
  /** Nearest name that exists. */
  readonly suggestion?: string;
}

/** What compiling one model told. */
export interface CompiledModel {
  readonly model: string;
  readonly path: string;
  readonly render: RenderState;
  /** Why it could not be rendered: the macro, package, variable or query. */
  readonly renderReason?: string;
  /** What the template gives to `config(…)`. */
  readonly config: { readonly [key: string]: Json };
  /** Names of the models, seeds and snapshots it reads. */
  readonly refs: readonly string[];
  /** `source.table` pairs it reads. */
  readonly sources: readonly string[];
  readonly unresolved: readonly UnresolvedReference[];
  /** References that this project does not have and that only one of its packages could. */
  readonly foreign?: readonly string[];
  /** `unknown`: not rendered, so not judged. */
  readonly parse: 'parsed' | 'failed' | 'unknown';
  /** Parser that judged (`polyglot`, `node-sql-parser`, `libpg-query`). */
  readonly engine?: string;
  readonly error?: CompileError;
}

/** What needed more than the text of one tree: gathered before any rule runs. */
export interface Facts {
  readonly models: readonly CompiledModel[];
  readonly artifacts: readonly ArtifactState[];
  /** Whether either tree has a lock file: the repository keeps generated files, and a missing one is a mistake. */
  readonly exportsAdopted: boolean;
  /** How the warehouse differs from the contracts; only in a drift check. */
  readonly drift?: readonly DriftChange[];
}
