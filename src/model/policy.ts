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
  readonly limits: TreeLimits;
  /** Generators that are switched off, by folder name. */
  readonly generators: { readonly [name: string]: boolean };
}
