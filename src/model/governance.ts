import type { Located, Location } from './location.ts';
import type { Clock } from './sla-schedule.ts';

/** What `specs/governance/` demands. A policy is undefined where its file is not there. */
export interface Governance {
  readonly naming?: NamingPolicy;
  readonly classification?: ClassificationPolicy;
  readonly tagging?: TaggingPolicy;
  readonly tiering?: TieringPolicy;
  readonly stack?: StackPolicy;
  readonly macros?: MacroLibrary;
  readonly orchestration?: OrchestrationPolicy;
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
  readonly materialization?: Located<string>;
  readonly at: Location;
}

/** Columns of a kind of type carry a prefix or suffix: booleans `is_`/`has_`, timestamps `_at`. */
export interface ColumnNaming {
  readonly columns: 'boolean' | 'timestamp' | 'date';
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  /** Time zone that the values are in (`UTC`). */
  readonly timezone?: Located<string>;
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

/** What carries tags. */
export const taggedThings = ['contract', 'model', 'resource'] as const;
export type TaggedThing = (typeof taggedThings)[number];

/** `tagging.json`: tags that contracts, models and infrastructure must carry. */
export interface TaggingPolicy {
  readonly path: string;
  readonly required: readonly RequiredTag[];
}

export interface RequiredTag {
  /** As written: `cost-center`. Compared without case, `-` and `_`. */
  readonly name: string;
  /** Values that are allowed; any where the list is empty. */
  readonly values: readonly string[];
  readonly things: readonly TaggedThing[];
  readonly at: Location;
}

/** A layer of the medallion: dbt's folders and the words of people are the same layers. */
export const tiers = ['bronze', 'silver', 'gold'] as const;
export type Tier = (typeof tiers)[number];

/** What `tiering-standards.md` can demand of a layer. */
export const tierDemands = [
  'append-only',
  'one-to-one',
  'typed',
  'masked',
  'deduplicated',
  'aggregated',
  'no-source',
  'contract',
  'not-published',
] as const;
export type TierDemand = (typeof tierDemands)[number];

/** `tiering-standards.md`: what the layers promise. */
export interface TieringPolicy {
  readonly path: string;
  readonly layers: readonly TierLayer[];
}

export interface TierLayer {
  /** As written: `Staging`, `Bronze`. */
  readonly name: string;
  /** Its other names: `staging` in `Bronze (staging)`; absent where there are none. */
  readonly aliases?: readonly string[];
  readonly tier: Tier;
  readonly demands: readonly { readonly demand: TierDemand; readonly at: Location }[];
  readonly at: Location;
}

/** What `stack-standards.md` (or a standard of `.agent-os/`) can demand of SQL and of files. */
export const stackDemands = [
  'ctes',
  'no-select-star',
  'trailing-commas',
  'leading-commas',
  'lower-keywords',
  'upper-keywords',
  'upper-constants',
  'snake-case',
  'model-description',
  'model-owner',
  'docstrings',
  'partitioned-incremental',
] as const;
export type StackDemand = (typeof stackDemands)[number];

/** `stack-standards.md`: how code is written. */
export interface StackPolicy {
  readonly path: string;
  readonly demands: readonly {
    readonly demand: StackDemand;
    readonly at: Location;
    /** The layers that it binds; absent where it binds everything. */
    readonly tiers?: readonly Tier[];
  }[];
}

/** `orchestration.yaml`: how pipelines run. What it leaves out has a default. */
export interface OrchestrationPolicy {
  readonly path: string;
  /** How often a failed task starts again, from 0. */
  readonly retries?: number;
  readonly retryDelaySeconds?: number;
  /** Name of the IANA database: `America/Sao_Paulo`. */
  readonly timezone?: Located<string>;
  /** First day that is run for, `YYYY-MM-DD`. */
  readonly startDate?: string;
  /** When runs that happen at most once a day start. */
  readonly dailyAt?: Located<Clock>;
  readonly alerts?: AlertPolicy;
  /** Runs of one pipeline at a time, from 1. */
  readonly maxActiveRuns?: number;
  /** After which a run counts as failed. */
  readonly timeoutSeconds?: number;
  /** Who answers for pipelines whose contracts name nobody. */
  readonly owner?: string;
}

/** Who is told when a pipeline fails. */
export interface AlertPolicy {
  readonly emails: readonly string[];
  readonly slack?: {
    /** Id of the orchestrator's connection; no secret. */
    readonly connection: string;
    readonly channel?: string;
  };
}

/** `macro-library.md`: the macros that models may call. */
export interface MacroLibrary {
  readonly path: string;
  readonly macros: readonly LibraryMacro[];
}

export interface LibraryMacro {
  /** With its package where it has one: `dbt_utils.star`. */
  readonly name: string;
  readonly parameters: readonly string[];
  /** Whether the library says that it masks. */
  readonly masks: boolean;
  readonly at: Location;
}
