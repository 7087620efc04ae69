import { moveAnchor } from './anchors.ts';
import { BareRepository } from './bare-repository.ts';
import type { DiffFile } from './diff.ts';
import type {
  CheckRun,
  Issue,
  IssueComment,
  Label,
  Pull,
  Review,
  ReviewComment,
  ReviewRequest,
  Status,
  Thread,
  Token,
} from './nouns.ts';

/** What the world is made with. */
export interface WorldOptions {
  /** `owner/name` of the repository. */
  readonly repository: string;
  /** Branches that only a pull request may change. */
  readonly protectedBranches: readonly string[];
  /** Checks that `main` requires: by its protection, and by a ruleset. */
  readonly requiredChecks: { readonly protection: readonly string[]; readonly ruleset: readonly string[] };
  /** The repository setting "Allow GitHub Actions to create and approve pull requests". */
  readonly actionsMayOpenPulls: boolean;
  /** Whether resolving a thread needs `contents: write` too, as some report of GITHUB_TOKEN. */
  readonly resolvingNeedsContents: boolean;
  /** Permission of a person on the repository by login; everyone else may read. */
  readonly collaborators: { readonly [login: string]: 'admin' | 'write' | 'read' | 'none' };
  /** Slugs of the organisation's teams that have access to the repository. */
  readonly teams: readonly string[];
}

/** An issue that is a pull request. */
export type PullIssue = Issue & { readonly pull: Pull };

const FIRST_MOMENT = Date.UTC(2026, 0, 2);

/** Everything the fake GitHub knows: one repository, its forks, and what people and apps put on it. */
export class World {
  readonly options: WorldOptions;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch = 'main';
  /** Where the server listens; every link in an answer starts with it. */
  url = '';
  readonly git = new BareRepository();
  readonly tokens = new Map<string, Token>();
  readonly protectedBranches: Set<string>;
  readonly issues = new Map<number, Issue>();
  readonly comments = new Map<number, IssueComment>();
  readonly reviews = new Map<number, Review>();
  readonly reviewRequests: ReviewRequest[] = [];
  readonly reviewComments = new Map<number, ReviewComment>();
  readonly threads = new Map<string, Thread>();
  readonly checkRuns = new Map<number, CheckRun>();
  readonly statuses: Status[] = [];
  readonly labels = new Map<string, Label>();
  #lastId = 1000;
  #moments = 0;

  constructor(options: WorldOptions) {
    this.options = options;
    this.protectedBranches = new Set(options.protectedBranches);
    const [owner = '', name = ''] = options.repository.split('/');
    this.owner = owner;
    this.name = name;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** The next second of the fake's own time, ISO 8601 in UTC; the machine's clock is never read. */
  now(): string {
    this.#moments += 1;
    return new Date(FIRST_MOMENT + this.#moments * 1000).toISOString().replace('.000Z', 'Z');
  }

  /** The ref of a branch of the repository, or of `owner:branch` of a fork: both live in the one bare repository. */
  branchRef(label: string): string {
    const colon = label.indexOf(':');
    const owner = colon < 0 ? this.owner : label.slice(0, colon);
    const branch = label.slice(colon + 1);
    return owner === this.owner ? `refs/heads/${branch}` : `refs/forks/${owner}/${branch}`;
  }

  headRefOf(pull: Pull): string {
    return this.branchRef(`${pull.headOwner}:${pull.headRef}`);
  }

  isFork(pull: Pull): boolean {
    return pull.headOwner !== this.owner;
  }

  pulls(): readonly PullIssue[] {
    return [...this.issues.values()].filter((issue): issue is PullIssue => issue.pull !== undefined);
  }

  pull(number: number): PullIssue | undefined {
    return this.pulls().find((pull) => pull.number === number);
  }

  mergeBaseOf(pull: Pull): string {
    return this.git.mergeBase(pull.baseSha, pull.headSha) ?? pull.baseSha;
  }

  filesOf(pull: Pull): readonly DiffFile[] {
    return this.git.diff(this.mergeBaseOf(pull), pull.headSha);
  }

  threadsOf(pull: number): readonly Thread[] {
    return [...this.threads.values()].filter((thread) => thread.pull === pull);
  }

  commentsOf(thread: Thread): readonly ReviewComment[] {
    return [...this.reviewComments.values()].filter((comment) => comment.thread === thread);
  }

  /** Opens an issue, or with `pull` a pull request; both share one series of numbers. */
  openIssue(issue: Pick<Issue, 'title' | 'body' | 'author' | 'labels'> & { readonly pull?: Pull }): Issue {
    const now = this.now();
    const common = { id: this.nextId(), number: this.issues.size + 1, state: 'open' as const, stateReason: undefined };
    const opened = { pull: undefined, ...issue, ...common, createdAt: now, updatedAt: now, closedAt: undefined };
    for (const label of issue.labels) this.ensureLabel(label);
    this.issues.set(opened.number, opened);
    if (opened.pull !== undefined) this.publishPull(opened.number, opened.pull);
    return opened;
  }

  addComment(issue: number, author: string, body: string): IssueComment {
    const now = this.now();
    const comment = {
      id: this.nextId(),
      issue,
      author,
      body,
      createdAt: now,
      updatedAt: now,
      minimizedReason: undefined,
    };
    this.comments.set(comment.id, comment);
    return comment;
  }

  ensureLabel(name: string): Label {
    const key = name.toLowerCase();
    const label = this.labels.get(key) ?? { id: this.nextId(), name, color: 'ededed', description: undefined };
    this.labels.set(key, label);
    return label;
  }

  /** Looks at the branches again: heads move, threads follow their lines or become outdated. */
  refresh(): void {
    const refs = this.git.refs();
    for (const { number, pull, state } of this.pulls()) {
      if (state === 'closed') continue;
      const headSha = refs.get(this.headRefOf(pull)) ?? pull.headSha;
      const baseSha = refs.get(`refs/heads/${pull.base}`) ?? pull.baseSha;
      if (headSha === pull.headSha && baseSha === pull.baseSha) continue;
      pull.headSha = headSha;
      pull.baseSha = baseSha;
      this.publishPull(number, pull);
      this.#moveThreads(number, pull);
    }
  }

  /** Writes `refs/pull/N/head` and, where there is no conflict, `refs/pull/N/merge`. */
  publishPull(number: number, pull: Pull): void {
    this.git.setRef(`refs/pull/${number}/head`, pull.headSha);
    const ref = `refs/pull/${number}/merge`;
    const merge = this.git.writeMerge(pull.baseSha, pull.headSha);
    if (merge !== undefined) this.git.setRef(ref, merge);
    else if (this.git.resolve(ref) !== undefined) this.git.setRef(ref, undefined);
  }

  #moveThreads(number: number, pull: Pull): void {
    const files = this.filesOf(pull);
    const mergeBase = this.mergeBaseOf(pull);
    for (const { anchor } of this.threadsOf(number)) {
      const [from, to] =
        anchor.side === 'LEFT' ? [anchor.originalMergeBase, mergeBase] : [anchor.originalCommit, pull.headSha];
      moveAnchor(anchor, { head: pull.headSha, files, since: this.git.diff(from, to) });
    }
  }
}
