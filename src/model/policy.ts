import type { Bump, ChangeClass } from './change.ts';
import type { CompatibilityMode, Json } from './contract.ts';
import type { Lang } from './messages.ts';
import type { Severity } from './finding.ts';
import type { TreeLimits } from './tree.ts';
import type { CompileMode } from './dbt-artifacts.ts';
import type { UnitTestMode } from './unit-tests.ts';

/** When findings make the gate fail. */
export type FailOn = 'error' | 'warning' | 'never';

/** Which findings may fail the gate: those the change introduced, those in files it touches, or all. */
export type Scope = 'introduced' | 'changed-files' | 'all';

/** What happens with stale artifacts. */
export type ExportMode = 'check' | 'commit' | 'pull-request' | 'artifact';

/** Severity of a rule as the configuration sets it; `off` is listed as skipped in the report. */
export type RuleSetting = Severity | 'off';

/** Ready-made sets of severities (`rules/presets/`), from the mildest to the hardest. */
export const presetNames = ['adoption', 'recommended', 'strict'] as const;
export type PresetName = (typeof presetNames)[number];

/** What a rule's own severity becomes; one that is not named stays. */
export type SeverityMap = { readonly [severity in Severity]?: RuleSetting };

/** A preset as `rules/presets/<name>.yaml` has it: an entry of a rule comes before one of its family, that before `severities`. */
export interface Preset {
  readonly summary: string;
  readonly severities: SeverityMap;
  readonly families: { readonly [family: string]: { readonly severities: SeverityMap; readonly reason: string } };
  /** `own`: whatever the rule itself says. */
  readonly rules: { readonly [id: string]: { readonly severity: RuleSetting | 'own'; readonly reason: string } };
}

/** Options of a rule, by name, as the configuration writes them. */
export type OptionValues = { readonly [name: string]: Json };

/** Severities and options by rule id. */
export interface RuleSettings {
  readonly rules: { readonly [id: string]: RuleSetting };
  readonly options: { readonly [id: string]: OptionValues };
}

/** Settings for what lies below some paths or belongs to some domains; both must fit where both are given. */
export interface Override extends RuleSettings {
  /** Segments of patterns that are written as in CODEOWNERS; none: every path. */
  readonly patterns: readonly (readonly string[])[];
  /** Names in lower case; none: every domain. */
  readonly domains: readonly string[];
}

/** What one file of policy says about rules. */
export interface RuleLayer extends RuleSettings {
  /** Undefined where the file names none. */
  readonly preset?: PresetName;
  /** The last that fits and names the rule decides. */
  readonly overrides: readonly Override[];
}

/** Keys that a shared policy can give free; without that, a repository that extends it cannot set them below the default. */
export const allowableKeys = [
  'compatibility',
  'contracts',
  'deprecation',
  'fail-on',
  'generators',
  'load-bearing',
  'release',
] as const;
export type AllowableKey = (typeof allowableKeys)[number];

/** A policy that others extend: what it sets is a floor for them. */
export interface SharedPolicy extends RuleLayer {
  readonly path: string;
  readonly failOn?: FailOn;
  readonly scope?: Scope;
  readonly deprecation?: Config['deprecation'];
  readonly loadBearing?: Config['loadBearing'];
  readonly allow: readonly AllowableKey[];
}

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
export interface Config extends RuleLayer {
  /** Where it was read; undefined where no file is there. */
  readonly path?: string;
  readonly failOn: FailOn;
  readonly scope: Scope;
  readonly lang: Lang | 'auto';
  /** SQL dialect of the dbt models where the project does not tell. */
  readonly dialect?: string;
  /** Shared policies as the file names them. */
  readonly extends: readonly string[];
  /** The shared policies themselves, with those that they extend. */
  readonly shared: readonly SharedPolicy[];
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
  /** Whether unit tests of models run on sample data. */
  readonly unitTests: UnitTestMode;
  readonly compile: CompileMode;
  /** Files that dbt wrote, or folders of them, from the root of the repository. */
  readonly dbtArtifacts: readonly string[];
  readonly limits: TreeLimits;
  /** Generators that are switched on or off, by folder name; `all` speaks for those that are not named. */
  readonly generators: { readonly [name: string]: boolean };
  /** Options of generators, by folder name. */
  readonly generatorOptions: { readonly [name: string]: OptionValues };
}
