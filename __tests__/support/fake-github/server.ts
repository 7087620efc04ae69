import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Author, FileChanges } from '../git-repo.ts';
import { Endpoint } from './endpoint.ts';
import { describeEvent, type EventRequest, grantedTo, type RunnerEvent } from './events.ts';
import { newPull } from './handlers-pulls.ts';
import type {
  CheckRun,
  Failure,
  Issue,
  IssueComment,
  Permissions,
  RequestRecord,
  Review,
  ReviewComment,
  Status,
} from './nouns.ts';
import { addReviewRequests } from './handlers-reviewers.ts';
import { addThread, addToThread, anchorFor, isRefused, ownReview } from './reviews.ts';
import { type PullIssue, World, type WorldOptions } from './world.ts';

/** How the fake GitHub starts; the repository is `acme/data` and `main` is not protected unless said. */
export type FakeGitHubOptions = Partial<WorldOptions>;

/** A thread as tests look at it. */
export interface ThreadView {
  readonly id: string;
  readonly path: string;
  readonly subjectType: 'line' | 'file';
  readonly side: 'LEFT' | 'RIGHT';
  readonly line: number | undefined;
  readonly startLine: number | undefined;
  readonly isOutdated: boolean;
  /** The hunk up to the commented line, as GitHub shows it above the comments. */
  readonly diffHunk: string;
  /** Login of the one who resolved it; undefined while it is open. */
  readonly resolvedBy: string | undefined;
  readonly comments: readonly Pick<ReviewComment, 'id' | 'author' | 'body'>[];
}

/** What a pull request is opened with. `head` is a branch, or `owner:branch` of a fork. */
export interface NewPullRequest {
  readonly head: string;
  readonly base?: string;
  readonly title: string;
  readonly body?: string;
  readonly author?: string;
  readonly draft?: boolean;
  readonly labels?: readonly string[];
}

/** A commit made by someone outside the product. */
export interface BranchCommit {
  readonly files: FileChanges;
  readonly message?: string;
  readonly author?: Author;
}

/** Every permission that a workflow of the gate may ask for. */
export const ALL_PERMISSIONS: Permissions = {
  contents: 'write',
  'pull-requests': 'write',
  issues: 'write',
  checks: 'write',
  statuses: 'write',
};

/** Starts a fake GitHub on a free port of this machine, with an empty repository. */
export async function startFakeGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const defaults = {
    repository: 'acme/data',
    protectedBranches: [],
    requiredChecks: { protection: [], ruleset: [] },
    actionsMayOpenPulls: true,
    resolvingNeedsContents: false,
    collaborators: {},
    teams: [],
  };
  const world = new World({ ...defaults, ...options });
  const fake = new FakeGitHub(world);
  await fake.listen();
  return fake;
}

/** GitHub as far as the gate needs it, over a real bare repository. People act by methods, the product by HTTP. */
export class FakeGitHub {
  readonly #world: World;
  readonly #endpoint: Endpoint;
  readonly #server: Server;

  constructor(world: World) {
    this.#world = world;
    this.#endpoint = new Endpoint(world);
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** Base URL of the REST API; GraphQL is at `/graphql`. */
  get url(): string {
    return this.#world.url;
  }

  /** The bare repository; also the URL to clone from. A push to it moves heads as on GitHub. */
  get repositoryPath(): string {
    return this.#world.git.path;
  }

  /** `owner/name`. */
  get repository(): string {
    return this.#world.options.repository;
  }

  get requests(): readonly RequestRecord[] {
    return this.#endpoint.requests;
  }

  /** What was against the published schemas, or asked for what they do not have. */
  get violations(): readonly string[] {
    return this.#endpoint.violations;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
    this.#world.url = `http://127.0.0.1:${address.port}`;
  }

  /** Stops the server and removes the repository. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.repositoryPath, { recursive: true, force: true });
  }

  /** @throws Error that lists every violation, where there is one */
  assertNoViolations(): void {
    if (this.violations.length === 0) return;
    throw new Error(`against GitHub's published schema:\n${this.violations.join('\n')}`);
  }

  /** Forgets the violations, for a test that provokes one. */
  takeViolations(): readonly string[] {
    return this.#endpoint.violations.splice(0);
  }

  failNext(failure: Failure): void {
    this.#endpoint.failNext(failure);
  }

  /** A new token. The login is GITHUB_TOKEN's unless given; a login without `[bot]` is a person's token. */
  token(permissions: Permissions = ALL_PERMISSIONS, login = 'github-actions[bot]'): string {
    const secret = `ghs_fake${String(this.#world.nextId()).padStart(32, '0')}`;
    this.#world.tokens.set(secret, { login, permissions });
    return secret;
  }

  /** Commits onto a branch, or `owner:branch` of a fork, which starts at `from` where it does not exist yet. */
  commit(branch: string, { files, message = 'change files', author }: BranchCommit, from = 'main'): string {
    const { git } = this.#world;
    const ref = this.#world.branchRef(branch);
    const parent = git.resolve(ref) ?? git.resolve(`refs/heads/${from}`);
    const by = author === undefined ? {} : { author };
    const sha = git.writeCommit({ files, message, parents: parent === undefined ? [] : [parent], ...by });
    git.setRef(ref, sha);
    return sha;
  }

  /** The first commit of `main`. */
  seed(files: FileChanges): string {
    return this.commit('main', { files, message: 'first commit' });
  }

  /** Points a branch elsewhere, as a force push does. */
  forcePush(branch: string, sha: string): void {
    this.#world.git.setRef(this.#world.branchRef(branch), sha);
  }

  /** Lets only pull requests change a branch from now on. */
  protect(branch: string): void {
    this.#world.protectedBranches.add(branch);
  }

  /** Opens a pull request; returns its number. */
  openPullRequest(request: NewPullRequest): number {
    const { head, base = 'main', title, body = '', author = 'developer', draft = false, labels = [] } = request;
    const pull = newPull(this.#world, { head, base, draft });
    return this.#world.openIssue({ title, body, author, labels: [...labels], pull }).number;
  }

  /** Opens an issue as a person; returns its number. */
  openIssue(issue: { title: string; body?: string; author?: string; labels?: readonly string[] }): number {
    const { title, body = '', author = 'stranger', labels = [] } = issue;
    return this.#world.openIssue({ title, body, author, labels: [...labels] }).number;
  }

  /** A comment in the conversation by anyone. */
  addComment(issue: number, author: string, body: string): number {
    return this.#world.addComment(issue, author, body).id;
  }

  /** A thread on a line of the diff by anyone; returns its id. */
  addReviewThread(
    number: number,
    author: string,
    comment: { path: string; line: number; side?: 'LEFT' | 'RIGHT'; body: string },
  ): string {
    const pull = this.#pull(number);
    const side = comment.side ?? 'RIGHT';
    const wish = { ...comment, side, startLine: undefined, startSide: undefined, subjectType: 'line' as const };
    const anchor = anchorFor(this.#world, pull.pull, wish);
    if (isRefused(anchor)) throw new Error(`${comment.path}:${comment.line} is not in the diff`);
    return addThread(this.#world, ownReview(this.#world, pull, author), { anchor, body: comment.body }).thread.id;
  }

  /** An answer in a thread by anyone. */
  replyToThread(id: string, author: string, body: string): void {
    const thread = this.#thread(id);
    addToThread(this.#world, { thread, review: ownReview(this.#world, this.#pull(thread.pull), author), body });
  }

  resolveThread(id: string, by: string): void {
    this.#thread(id).resolvedBy = by;
  }

  /** A runner event with its token; a fork's or Dependabot's gets read access at most. */
  event(request: EventRequest, permissions: Permissions = ALL_PERMISSIONS): RunnerEvent {
    const started = describeEvent(this.#world, request);
    return { ...started, token: this.token(grantedTo(this.#world, request, permissions)) };
  }

  comments(issue: number): readonly IssueComment[] {
    return [...this.#world.comments.values()].filter((comment) => comment.issue === issue);
  }

  reviews(pull: number): readonly Review[] {
    return [...this.#world.reviews.values()].filter((review) => review.pull === pull);
  }

  threads(pull: number): readonly ThreadView[] {
    this.#world.refresh();
    return this.#world.threadsOf(pull).map((thread) => {
      const { path, subjectType, side, line, startLine, outdated, diffHunk } = thread.anchor;
      const comments = this.#world.commentsOf(thread).map(({ id, author, body }) => ({ id, author, body }));
      return {
        id: thread.id,
        path,
        subjectType,
        side,
        line,
        startLine,
        isOutdated: outdated,
        diffHunk,
        resolvedBy: thread.resolvedBy,
        comments,
      };
    });
  }

  checkRuns(sha: string): readonly CheckRun[] {
    return [...this.#world.checkRuns.values()].filter((run) => run.headSha === sha);
  }

  statuses(sha: string): readonly Status[] {
    return this.#world.statuses.filter((status) => status.sha === sha);
  }

  /** Who is asked for a review and has not answered: logins, then slugs of teams. */
  requestedReviewers(number: number): readonly string[] {
    const { requestedUsers, requestedTeams } = this.#pull(number).pull;
    return [...requestedUsers, ...requestedTeams];
  }

  /** Asks for reviews as a person. */
  requestReview(number: number, by: string, asked: { users?: readonly string[]; teams?: readonly string[] }): void {
    addReviewRequests(this.#world, this.#pull(number), {
      requester: by,
      users: asked.users ?? [],
      teams: asked.teams ?? [],
    });
  }

  /** Withdraws what was asked, as a person. */
  withdrawReviewRequests(number: number): void {
    const { pull } = this.#pull(number);
    pull.requestedUsers = [];
    pull.requestedTeams = [];
  }

  labels(issue: number): readonly string[] {
    return this.#world.issues.get(issue)?.labels ?? [];
  }

  /** Issues that are no pull requests, oldest first. */
  issues(): readonly Issue[] {
    return [...this.#world.issues.values()].filter(({ pull }) => pull === undefined);
  }

  pullRequest(number: number): PullIssue {
    this.#world.refresh();
    return this.#pull(number);
  }

  /** Commit of a branch, or of `owner:branch` of a fork; undefined where it does not exist. */
  branch(name: string): string | undefined {
    return this.#world.git.resolve(this.#world.branchRef(name));
  }

  #pull(number: number): PullIssue {
    const pull = this.#world.pull(number);
    if (pull === undefined) throw new Error(`there is no pull request ${number}`);
    return pull;
  }

  #thread(id: string): NonNullable<ReturnType<World['threads']['get']>> {
    const thread = this.#world.threads.get(id);
    if (thread === undefined) throw new Error(`there is no thread ${id}`);
    return thread;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', this.url);
    const answer = await this.#endpoint.handle({ method, url, headers, text: await text(request) });
    response.writeHead(answer.status, answer.headers).end(answer.status === 204 ? '' : answer.text);
  }
}
