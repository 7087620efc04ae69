import type { Bump, ChangeClass } from './change.ts';
import type { CompatibilityMode } from './contract.ts';
import type { Lang } from './messages.ts';
import type { Severity } from './finding.ts';
import type { TreeLimits } from './tree.ts';

/** When findings make the gate fail. */
export type FailOn = 'error' | 'warning' | 'never';

/** Which findings may fail the gate: those the change introduced, those in files it touches, or all. */
export type Scope = 'introduced' | 'changed-files' | 'all';

/** What happens with stale artifacts. */
export type ExportMode = 'check' | 'commit' | 'pull-request' | 'artifact';

/** Severity of a rule as the configuration sets it; `off` is listed as skipped in the report. */
export type RuleSetting = Severity | 'off';

/** What a governance lead says over a row of `rules/compatibility.yaml`, for one direction. */
export interface EffectOverride {
  readonly class?: ChangeClass;
  readonly bump?: Bump;
  readonly severity?: Severity;
}

/** Overrides of one row of the compatibility table. */
export interface RowOverride {
  readonly output?: EffectOverride;
  readonly input?: EffectOverride;
}

/** Who is protected in the contracts below some paths. */
export interface DirectionRule {
  /** Segments of the pattern, which is written as in CODEOWNERS. */
  readonly pattern: readonly string[];
  readonly mode: CompatibilityMode;
}

/** What was last released: the newest tag that fits, or a folder of contracts in the base branch. */
export interface ReleasePolicy {
  /** Pattern of tags (`v*`); undefined: releases are no tags. */
  readonly tag?: string;
  /** Folder of the contracts as they were last released. */
  readonly snapshot?: string;
  /** Whether the configuration asks for it: then it is said where there is none. */
  readonly asked: boolean;
}

/** `dataengos.yaml`, with the defaults filled in. */
export interface Config {
  /** Where it was read; undefined where no file is there. */
  readonly path?: string;
  readonly failOn: FailOn;
  readonly scope: Scope;
  readonly lang: Lang | 'auto';
  /** SQL dialect of the dbt models where the project does not tell. */
  readonly dialect?: string;
  readonly rules: { readonly [id: string]: RuleSetting };
  /** By row of `rules/compatibility.yaml`. */
  readonly compatibility: { readonly [row: string]: RowOverride };
  /** The version bump that a dangerous change asks for. */
  readonly dangerousBump: 'major' | 'minor';
  /** The first that fits decides. */
  readonly directions: readonly DirectionRule[];
  /** Days between the deprecation of something and its removal. */
  readonly deprecation: { readonly outputDays: number; readonly inputDays: number };
  readonly loadBearing: { readonly tags: readonly string[]; readonly customProperties: readonly string[] };
  readonly release: ReleasePolicy;
  /** Whether the owners of what a change hits are asked for review. */
  readonly requestOwners: boolean;
  readonly limits: TreeLimits;
  /** Generators that are switched off, by folder name. */
  readonly generators: { readonly [name: string]: boolean };
}
