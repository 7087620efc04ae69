/** The access of a token, by the key of a workflow's `permissions:` (`contents`, `pull-requests`, `checks`, …); what is absent is `none`. */
export interface Permissions {
  readonly [name: string]: 'read' | 'write' | 'none';
}

/** Who a token belongs to. An app (login ends in `[bot]`) is bound to its permissions; a person has a personal token. */
export interface Token {
  readonly login: string;
  readonly permissions: Permissions;
}

/** A comment in the conversation of an issue or a pull request. */
export interface IssueComment {
  readonly id: number;
  readonly issue: number;
  readonly author: string;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  minimizedReason: string | undefined;
}

/** An issue, or what a pull request has in common with it. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  stateReason: string | undefined;
  readonly author: string;
  labels: string[];
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | undefined;
  /** Present on pull requests only. */
  readonly pull: Pull | undefined;
}

/** What only a pull request has. `headSha` and `baseSha` follow the branches. */
export interface Pull {
  /** Login of the owner of the head repository; a fork where it is not the owner of the repository. */
  readonly headOwner: string;
  readonly headRef: string;
  base: string;
  draft: boolean;
  headSha: string;
  baseSha: string;
  /** Who was asked and has not answered yet: logins, and slugs of teams. */
  requestedUsers: string[];
  requestedTeams: string[];
}

/** That somebody was asked for a review: a user or a team. */
export interface ReviewRequest {
  readonly id: number;
  readonly pull: number;
  readonly requester: string;
  readonly user?: string;
  readonly team?: string;
  readonly createdAt: string;
}

/** Which side of the diff: base is LEFT, head is RIGHT. */
export type Side = 'LEFT' | 'RIGHT';

/** Where a thread sits. `line` is undefined on a whole file, and where a newer head made the thread outdated. */
export interface Anchor {
  readonly path: string;
  readonly subjectType: 'line' | 'file';
  readonly side: Side;
  readonly startSide: Side | undefined;
  readonly originalLine: number | undefined;
  readonly originalStartLine: number | undefined;
  /** Head and merge base when the thread was made. */
  readonly originalCommit: string;
  readonly originalMergeBase: string;
  readonly diffHunk: string;
  readonly position: number | undefined;
  line: number | undefined;
  startLine: number | undefined;
  commit: string;
  outdated: boolean;
}

/** A conversation on lines or on a file of a pull request's diff. */
export interface Thread {
  readonly id: string;
  readonly pull: number;
  readonly anchor: Anchor;
  resolvedBy: string | undefined;
}

/** One comment of a thread. */
export interface ReviewComment {
  readonly id: number;
  readonly pull: number;
  readonly thread: Thread;
  readonly review: number;
  readonly replyTo: number | undefined;
  readonly author: string;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  minimizedReason: string | undefined;
}

/** A submitted review. */
export interface Review {
  readonly id: number;
  readonly pull: number;
  readonly author: string;
  readonly body: string;
  readonly state: 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'PENDING';
  readonly commit: string;
  readonly submittedAt: string;
  minimizedReason: string | undefined;
}

/** An annotation as the Checks API takes it. */
export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: string;
  readonly title: string | null;
  readonly message: string;
  readonly raw_details: string | null;
}

/** A check run with all annotations that were appended to it. */
export interface CheckRun {
  readonly id: number;
  name: string;
  readonly headSha: string;
  /** Login of the app that made it. */
  readonly app: string;
  externalId: string;
  detailsUrl: string | undefined;
  status: string;
  conclusion: string | undefined;
  readonly startedAt: string;
  completedAt: string | undefined;
  title: string | undefined;
  summary: string | undefined;
  text: string | undefined;
  readonly annotations: Annotation[];
}

/** A commit status. */
export interface Status {
  readonly id: number;
  readonly sha: string;
  readonly state: string;
  readonly context: string;
  readonly description: string | undefined;
  readonly targetUrl: string | undefined;
  readonly author: string;
  readonly createdAt: string;
}

/** A label of the repository. */
export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | undefined;
}

/** One HTTP request as it came in and was answered. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly query: { readonly [name: string]: string };
  readonly body: unknown;
  /** Of the published schema; `graphql:<root fields>` for GraphQL, undefined where no operation matches. */
  readonly operationId: string | undefined;
  readonly login: string | undefined;
  readonly status: number;
}

/** Answers that are injected instead of the real one. */
export interface Failure {
  /** An operation id (`checks/create`, `graphql:createCommitOnBranch`), or a pattern for it or for `METHOD /path`. */
  readonly match: string | RegExp;
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: unknown;
  /** How many requests fail; default 1. */
  readonly times?: number;
}
