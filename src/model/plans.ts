/** One annotation of a check run: any file, any line of head. */
export interface CheckAnnotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Only where `startLine` equals `endLine` (REST "Create a check run"). */
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** The check run of our own name on one commit. */
export interface CheckRunPlan {
  readonly name: string;
  readonly headSha: string;
  readonly externalId: string;
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  /** At most 65 535 characters. */
  readonly summary: string;
  /** In batches of at most 50: the first goes with creation, the others are appended. */
  readonly annotationBatches: readonly (readonly CheckAnnotation[])[];
}

/** What happens to the one sticky comment. `none`: nothing to say and nothing there. */
export type StickyPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'keep'; readonly id: number }
  | { readonly kind: 'create'; readonly body: string }
  | { readonly kind: 'update'; readonly id: number; readonly body: string };

/** A review comment on lines of the diff. `LEFT` is the base side. */
export interface InlineComment {
  readonly fingerprint: string;
  readonly path: string;
  readonly side: 'LEFT' | 'RIGHT';
  readonly line: number;
  /** Only for several lines; strictly before `line`, in the same hunk. */
  readonly startLine?: number;
  readonly body: string;
}

/** A comment on a whole file of the diff. */
export interface FileComment {
  readonly fingerprint: string;
  readonly path: string;
  readonly body: string;
}

/** A thread that is resolved because its finding is gone, or reopened because it came back. */
export interface ThreadChange {
  readonly threadId: string;
  readonly fingerprint: string;
}

/** Everything that a run says on a pull request, as data. */
export interface ReviewPlan {
  readonly checkRun: CheckRunPlan | undefined;
  readonly sticky: StickyPlan;
  /** Comment ids of our own duplicates of the sticky comment. */
  readonly deleteComments: readonly number[];
  readonly review: { readonly body: string; readonly comments: readonly InlineComment[] } | undefined;
  readonly fileComments: readonly FileComment[];
  readonly resolve: readonly ThreadChange[];
  readonly reopen: readonly ThreadChange[];
  readonly addLabels: readonly string[];
  readonly removeLabels: readonly string[];
  /** Findings that no line or file of the diff could carry: they are in the summary, and counted. */
  readonly unanchored: readonly string[];
}

/** Files to write, and where. */
export interface CommitPlan {
  readonly branch: string;
  readonly expectedHeadOid: string;
  readonly headline: string;
  readonly body: string;
  readonly additions: readonly { readonly path: string; readonly content: string }[];
  readonly deletions: readonly string[];
}

/** What happens with stale artifacts; `none` says why nothing does. */
export type ExportPlan =
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'commit'; readonly commit: CommitPlan }
  | {
      readonly kind: 'pull-request';
      readonly commit: CommitPlan;
      /** Head of an older branch of this name that the commit takes the place of. */
      readonly replaces?: string;
      readonly base: string;
      readonly title: string;
      readonly body: string;
    }
  | { readonly kind: 'artifact'; readonly patch: string };

/** The one issue that a schedule keeps: opened, updated in place, closed when all is well. */
export type IssuePlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'keep'; readonly number: number }
  | { readonly kind: 'open'; readonly title: string; readonly body: string; readonly labels: readonly string[] }
  | { readonly kind: 'update'; readonly number: number; readonly title: string; readonly body: string }
  | { readonly kind: 'close'; readonly number: number; readonly comment: string };

/** What became of one thing that was planned. `skipped` is a warning in the report and never changes the verdict. */
export type Outcome =
  | { readonly sink: string; readonly status: 'done'; readonly detail?: string }
  | { readonly sink: string; readonly status: 'skipped'; readonly why: string };
