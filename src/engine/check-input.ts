import type { Change } from '../model/change.ts';
import type { Facts } from '../model/facts.ts';
import type { Governance } from '../model/governance.ts';
import type { Lang } from '../model/messages.ts';
import type { OwnerRule } from '../model/owners.ts';
import type { Config } from '../model/policy.ts';
import type { Project } from '../model/project.ts';
import type { BaseOrigin, Report, ReportRef } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import type { Skipped } from '../model/tree.ts';
import type { NoticeFacts } from './notice.ts';
import type { Release } from './release.ts';

/** One tree, read and compiled. */
export interface Side {
  readonly ref: ReportRef;
  readonly project: Project;
  readonly facts: Facts;
}

/** By what the change is judged. */
export interface Policy {
  readonly ref: ReportRef;
  readonly config: Config;
  readonly governance: Governance;
  /** CODEOWNERS of the base branch's tip, as GitHub takes it. */
  readonly owners: readonly OwnerRule[];
  /** Whether head's own policy is used because the base branch has none. */
  readonly firstAdoption: boolean;
  /** What of the policy could not be taken as written. */
  readonly skipped: readonly Skipped[];
  /** Policies of other repositories that it extends, with the commits that they were read from. */
  readonly remotes?: readonly { readonly name: string; readonly sha: string }[];
}

/** Everything that a check needs; nothing is read from the world afterwards. */
export interface CheckInput {
  readonly base: Side;
  readonly head: Side;
  readonly origin: BaseOrigin;
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  /** What differs between the contracts of base and head. */
  readonly changes: readonly Change[];
  /** The day of the run, and since when things are deprecated. */
  readonly notice: NoticeFacts;
  /** What was last released; undefined where nothing tells. */
  readonly release?: Release;
  readonly lang: Lang;
  /** Paths whose bytes differ between the trees. */
  readonly changedPaths: ReadonlySet<string>;
  /** Version of the dbt that parsed head's projects, too; undefined where none did. */
  readonly dbt?: string;
  /** Paths of models that were rendered but not parsed, because nothing that their SQL depends on differs between the trees. */
  readonly unparsedModels: ReadonlySet<string>;
  /** The text of a file as a tree has it; undefined where it is not there, or no text. */
  readonly text: (side: 'base' | 'head', path: string) => string | undefined;
  readonly tool: Report['tool'];
}
