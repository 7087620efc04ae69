import type { CheckAnnotation, CommitPlan } from './model/plans.ts';
import type { Tree, TreeLimits } from './model/tree.ts';
import type { SampleAbsence, SampleOutcome, SampleRun } from './model/unit-tests.ts';

/** git, as far as the gate needs it. Every method rejects with EnvironmentError. */
export interface Git {
  /** Full commit id of a revision; undefined where it does not exist here. */
  resolve(revision: string): Promise<string | undefined>;
  /** Best common ancestor; undefined where the history does not reach it. */
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /** Fetches commits by id with depth 1; resolves to whether all are here afterwards. */
  fetchCommits(shas: readonly string[]): Promise<boolean>;
  isShallow(): Promise<boolean>;
  /** The branch that `origin/HEAD`, else `main`, `master` or `init.defaultBranch` names. */
  defaultBranch(): Promise<string | undefined>;
  /** Reads both trees together, so that a blob they share is read once. Either revision may be `worktree`. */
  readTrees(request: ReadTrees): Promise<readonly Tree[]>;
  /** Hunks with three context lines between two commits (or a commit and `worktree`), by path. */
  diffHunks(base: string, head: string): Promise<readonly FileHunks[]>;
  /** Author e-mails and messages of the newest `count` commits of a revision, newest first. */
  log(revision: string, count: number): Promise<readonly CommitInfo[]>;
  /** How a file looked on the way to a revision (first parents only: what was merged, and when). */
  fileHistory(request: FileHistoryRequest): Promise<FileHistory>;
  /** The newest tag that fits the pattern (`v*`) and that the revision contains; undefined without one. */
  latestTag(pattern: string, revision: string): Promise<{ readonly name: string; readonly sha: string } | undefined>;
}

export interface FileHistoryRequest {
  readonly revision: string;
  readonly path: string;
  /** At most so many versions, newest first. */
  readonly count: number;
}

export interface FileHistory {
  /** Newest first. */
  readonly versions: readonly FileVersion[];
  /** Whether the oldest version is how the file began: neither the clone is shallow nor the count too small. */
  readonly complete: boolean;
}

export interface FileVersion {
  readonly sha: string;
  /** When it was committed: ISO 8601. */
  readonly date: string;
  readonly bytes: Uint8Array;
}

export interface ReadTrees {
  /** Commit ids, or `worktree`. */
  readonly revisions: readonly { readonly ref: string; readonly revision: string }[];
  /** Which paths' content is wanted; all others are only listed. */
  readonly wanted: (path: string) => boolean;
  readonly limits: TreeLimits;
}

/** The lines of one file that a pull request's diff shows: where comments can sit. Ranges are inclusive, 1-based. */
export interface FileHunks {
  readonly path: string;
  /** Path in base where the file was renamed. */
  readonly basePath?: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly hunks: readonly Hunk[];
}

export interface Hunk {
  readonly baseStart: number;
  readonly baseLines: number;
  readonly headStart: number;
  readonly headLines: number;
}

export interface CommitInfo {
  readonly sha: string;
  readonly authorEmail: string;
  readonly message: string;
}

/** GitHub, as far as the gate needs it. Every method rejects with EnvironmentError, which carries the HTTP status. */
export interface Forge {
  /** Login of the token's own identity (`github-actions[bot]`); undefined where GitHub does not tell. */
  ownLogin(): Promise<string | undefined>;
  pullRequest(number: number): Promise<PullRequest>;
  /** Best common ancestor by the compare API. */
  compareMergeBase(base: string, head: string): Promise<string | undefined>;
  listComments(issue: number): Promise<readonly Comment[]>;
  createComment(issue: number, body: string): Promise<void>;
  updateComment(id: number, body: string): Promise<void>;
  deleteComment(id: number): Promise<void>;
  listThreads(pull: number): Promise<readonly ReviewThread[]>;
  /** One review of event COMMENT. All or nothing: one anchor outside the diff refuses the whole (422). */
  createReview(pull: number, review: NewReview): Promise<void>;
  /** One comment outside a review: a line, or a whole file. */
  createReviewComment(pull: number, headSha: string, comment: NewReviewComment): Promise<void>;
  /** Everyone who was ever asked for a review, by whomever, or gave one. */
  askedReviewers(pull: number): Promise<Reviewers>;
  /** Asks for reviews. All or nothing: one who is no collaborator refuses the whole (422). */
  requestReviewers(pull: number, reviewers: Reviewers): Promise<void>;
  /** Commits of a pull request, oldest first; GitHub tells at most 250. */
  pullCommits(pull: number): Promise<readonly PullCommit[]>;
  /** Paths that a commit changes, of a renamed file both; at most the first 100. */
  commitPaths(sha: string): Promise<readonly string[]>;
  /** Logins of people with write access whose last word is the approval of one of the commits. */
  approvers(pull: number, shas: readonly string[]): Promise<readonly string[]>;
  resolveThread(threadId: string): Promise<void>;
  unresolveThread(threadId: string): Promise<void>;
  /** Id of the newest run of this name and external id that this token's app made on the commit. */
  findCheckRun(run: Pick<NewCheckRun, 'headSha' | 'name' | 'externalId'>): Promise<number | undefined>;
  createCheckRun(run: NewCheckRun): Promise<number>;
  /** Annotations are appended to those already there. */
  updateCheckRun(id: number, run: NewCheckRun): Promise<void>;
  addLabels(issue: number, labels: readonly string[]): Promise<void>;
  removeLabel(issue: number, label: string): Promise<void>;
  branch(name: string): Promise<{ readonly sha: string; readonly protected: boolean } | undefined>;
  createBranch(name: string, sha: string): Promise<void>;
  /** GraphQL createCommitOnBranch: signed, compare-and-swap on `expectedHeadOid`. Resolves to the new commit id. */
  createCommit(plan: CommitPlan): Promise<string>;
  /** Moves a branch to `oid`, whatever it held, and deletes `staging`: GraphQL updateRefs, both or neither, compare-and-swap on `expectedHeadOid`. */
  replaceBranch(change: BranchReplacement): Promise<void>;
  /** Names of the checks without which nothing is merged into a branch, as far as its protection and the rulesets tell; sorted. */
  requiredChecks(branch: string): Promise<readonly string[]>;
  /** Newest commits of a branch or sha, newest first. */
  listCommits(sha: string, count: number): Promise<readonly ForgeCommit[]>;
  findPullRequest(head: string, base: string): Promise<number | undefined>;
  createPullRequest(request: NewPullRequest): Promise<number>;
  updatePullRequest(
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'closed' },
  ): Promise<void>;
  /** Open and closed issues (no pull requests) with a label, newest first. */
  listIssues(label: string): Promise<readonly Issue[]>;
  createIssue(issue: {
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
  }): Promise<number>;
  updateIssue(
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'open' | 'closed' },
  ): Promise<void>;
}

export interface PullRequest {
  readonly number: number;
  readonly headSha: string;
  readonly headRef: string;
  /** `owner/name`; undefined where the fork was deleted. */
  readonly headRepository?: string;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly draft: boolean;
  readonly state: 'open' | 'closed';
  readonly author: string;
  readonly labels: readonly string[];
}

export interface PullCommit {
  readonly sha: string;
  /** Account of the author; undefined where the commit belongs to none. */
  readonly author?: string;
  readonly isBot?: boolean;
  readonly isMerge: boolean;
}

export interface Comment {
  readonly id: number;
  readonly author: string;
  readonly authorType: string;
  readonly body: string;
}

export interface ReviewThread {
  readonly id: string;
  readonly isResolved: boolean;
  readonly isOutdated: boolean;
  /** Login of the one who resolved it. */
  readonly resolvedBy?: string;
  /** First comment first. */
  readonly comments: readonly { readonly author: string; readonly body: string }[];
}

/** Reviewers of a pull request: logins of users, slugs of teams of the repository's organisation. */
export interface Reviewers {
  readonly users: readonly string[];
  readonly teams: readonly string[];
}

export interface NewReview {
  readonly headSha: string;
  readonly body: string;
  readonly comments: readonly NewReviewComment[];
}

/** A whole file where `line` is absent. */
export interface NewReviewComment {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly startLine?: number;
  readonly side?: 'LEFT' | 'RIGHT';
}

export interface NewCheckRun {
  readonly name: string;
  readonly headSha: string;
  readonly externalId: string;
  readonly status: 'in_progress' | 'completed';
  readonly conclusion?: 'success' | 'failure' | 'neutral';
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly CheckAnnotation[];
}

export interface BranchReplacement {
  readonly branch: string;
  readonly expectedHeadOid: string;
  readonly oid: string;
  readonly staging: string;
}

export interface ForgeCommit {
  readonly sha: string;
  readonly author: string;
  readonly message: string;
}

export interface NewPullRequest {
  readonly title: string;
  readonly body: string;
  readonly head: string;
  readonly base: string;
}

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly author: string;
}

/** Says how far a long piece of work is; nothing outside a terminal. */
export interface Progress {
  step(what: string): void;
  done(): void;
}

/** A file of another repository, at a branch, tag or commit. */
export interface PolicyPlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly path: string;
  readonly ref: string;
}

/** Reads shared policies from other repositories; it only reads. */
export interface PolicyHost {
  /** The file as the commit has it that the ref is now; undefined where one of them is not there. Rejects with EnvironmentError. */
  readPolicy(place: PolicyPlace): Promise<{ readonly bytes: Uint8Array; readonly sha: string } | undefined>;
}

/** An embedded database over sample rows, from which nothing else can be reached. */
export interface SampleDatabase {
  /** Why it cannot be asked; undefined where it can. `on` fetches it where it is not installed. `paths` are those of the judged tree. */
  absence(mode: 'auto' | 'on', paths: ReadonlySet<string>): Promise<SampleAbsence | undefined>;
  /** Runs each by itself, in order, all in at most `limitMs`. Never rejects: what does not run says why. */
  run(runs: readonly SampleRun[], limitMs: number): Promise<readonly SampleOutcome[]>;
}

/** The dbt that a workflow or a developer has installed. */
export interface DbtRunner {
  /**
   * Parses a project in a folder of its own, with nothing of this process' environment, within a time limit. Resolves to undefined
   * where no dbt is installed. Rejects with EnvironmentError where the folder cannot be written.
   */
  parse(request: DbtParse): Promise<DbtOutcome | undefined>;
}

export interface DbtParse {
  /** Every file of the project, by path from its folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Folder of the project in the repository: installed packages are taken from there. */
  readonly root: string;
  /** Adapter type of a profile without credentials; undefined where the project's own `profiles.yml` is used. */
  readonly adapter?: string;
}

/** How a run of dbt ended. Its message names no folder of the machine that is outside of the project. */
export type DbtOutcome =
  | { readonly kind: 'passed'; readonly version?: string }
  | { readonly kind: 'failed'; readonly version?: string; readonly message: string }
  | { readonly kind: 'timeout'; readonly seconds: number };

/** A linter of SQL that is installed beside the gate. Only the command line asks it. */
export interface SqlLinter {
  /** Resolves to undefined where it is not installed. Rejects with EnvironmentError where the disk refuses. */
  lint(request: LintRequest): Promise<LintOutcome | undefined>;
}

export interface LintRequest {
  /** Every file that the linter may see, by path; it runs in a folder of its own that holds nothing else. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths among them that are linted. */
  readonly targets: readonly string[];
  /** Adapter type of the dbt project, for a project that has no configuration of the linter. */
  readonly adapter: string | undefined;
}

/** How a run of a linter ended. Its message names no folder of the machine. */
export type LintOutcome =
  | {
      readonly kind: 'linted';
      readonly name: string;
      readonly version: string;
      readonly problems: readonly LintProblem[];
      /** Targets that it passed over: too large for it, or on its own list of ignored files. */
      readonly unlinted: readonly string[];
    }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string }
  | { readonly kind: 'timeout'; readonly name: string; readonly seconds: number };

export interface LintProblem {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** Rule of the linter (`LT01`). */
  readonly code: string;
  /** `syntax`: it could not read the file; `style`: a rule of its configuration. */
  readonly kind: 'syntax' | 'style';
  readonly message: string;
}
