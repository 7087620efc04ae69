import type { ArtifactState, GeneratorNote } from './artifact.ts';
import type { ModelColumns } from './columns.ts';
import type { Json, LogicalType } from './contract.ts';
import type { DriftChange } from './drift.ts';
import type { TerraformBlock } from './infrastructure.ts';
import type { Located, Location } from './location.ts';
import type { Parity } from './parity.ts';
import type { SqlShape } from './sql-shape.ts';
import type { UnitTestResult } from './unit-tests.ts';

/** How far a model's template could be rendered without a warehouse, a package hub or secrets. */
export type RenderState = 'rendered' | 'needs-package' | 'needs-warehouse' | 'needs-var' | 'template-error';

/** Why a model does not compile, at the line of the template. */
export interface CompileError {
  readonly message: string;
  readonly at: Location;
}

/** A `ref`, `source`, macro or variable that finds nothing. */
export interface UnresolvedReference {
  /** A `var` has no default and no value in the project; `--vars` on the command line could still give it one. */
  readonly kind: 'ref' | 'source' | 'macro' | 'var';
  /** As written: `stg_orders`, `stripe.charges`, `dbt_utils.star`. */
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
  /** Macros that its template calls, as written (`dbt_utils.star`), but those of dbt and Jinja; absent where it calls none. */
  readonly macros?: readonly Located<string>[];
  /** `unknown`: not rendered, so not judged. */
  readonly parse: 'parsed' | 'failed' | 'unknown';
  /** Parser that judged (`polyglot`, `node-sql-parser`, `libpg-query`). */
  readonly engine?: string;
  readonly error?: CompileError;
}

/** A property whose logical type cannot be what its physical type stores. */
export interface TypeContradiction {
  readonly subject: string;
  /** Of the property, below its schema object: `total`, `address.zip`. */
  readonly name: string;
  readonly logical: Located<LogicalType>;
  readonly physical: Located<string>;
  /** Type of the server that decided what the physical type means; undefined where the contract names none. */
  readonly warehouse: string | undefined;
  /** `fraction`: whole numbers promised, others stored. `time-lost`: the time of day is not stored. `other`: values of another kind. */
  readonly kind: 'fraction' | 'time-lost' | 'other';
  /** The logical type that goes with the physical one. */
  readonly fits: LogicalType;
  /** False where the column may hold it after all. */
  readonly certain: boolean;
}

/** What needed more than the text of one tree: gathered before any rule runs. */
export interface Facts {
  readonly models: readonly CompiledModel[];
  readonly artifacts: readonly ArtifactState[];
  /** What the specifications ask for and generated files cannot say; absent where nothing was generated. */
  readonly unexpressed?: readonly GeneratorNote[];
  /** Whether either tree has a lock file: the repository keeps generated files, and a missing one is a mistake. */
  readonly exportsAdopted: boolean;
  /** What the SQL of the models looks like; absent where nobody looked. */
  readonly sql?: readonly SqlShape[];
  /** What models give: of those that the change can concern, and of what they read; absent where nobody looked. */
  readonly columns?: readonly ModelColumns[];
  /** How the models differ from what contracts and properties files say of them; absent where nobody looked. */
  readonly parity?: Parity;
  /** What unit tests told; absent where there are none, or nobody could run them. */
  readonly unitTests?: readonly UnitTestResult[];
  /** How the warehouse differs from the contracts; only in a drift check. */
  readonly drift?: readonly DriftChange[];
  /** Top-level blocks of the Terraform files below `implementation/`; absent where there are none. */
  readonly terraform?: readonly TerraformBlock[];
  /** Logical and physical types that contradict each other in one contract; absent where nobody looked. */
  readonly typeContradictions?: readonly TypeContradiction[];
  /** Who wrote the specifications of the change; only where git or GitHub tells. */
  readonly authors?: SpecAuthors;
}

/** Who wrote what the change does to `specs/`, and which people agreed to it. */
export interface SpecAuthors {
  /** Files below `specs/` that commits of a bot change, with the name of the last such bot. */
  readonly bots: readonly { readonly path: string; readonly author: string }[];
  /** Logins of people with write access who approved the judged commit; undefined where nobody can tell (no pull request, no permission). */
  readonly approvals?: readonly string[];
}
