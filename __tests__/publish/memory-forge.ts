import { EnvironmentError } from '../../src/model/errors.ts';
import type { CommitPlan } from '../../src/model/plans.ts';
import type {
  Comment,
  Forge,
  ForgeCommit,
  Issue,
  NewCheckRun,
  NewPullRequest,
  NewReviewComment,
  PullRequest,
  ReviewThread,
} from '../../src/ports.ts';
import { headSha } from './build.ts';

/** What GitHub holds, open to tests. */
export interface MemoryGitHub {
  login: string | undefined;
  pull: PullRequest;
  comments: Comment[];
  threads: ReviewThread[];
  reviews: string[];
  checkRuns: { id: number; run: NewCheckRun }[];
  labels: string[];
  /** Who was asked for a review, or gave one. */
  asked: { users: string[]; teams: string[] };
  /** Who can be asked; undefined: everyone. */
  collaborators: readonly string[] | undefined;
  branches: Map<string, { sha: string; protected: boolean }>;
  requiredChecks: readonly string[];
  commits: Map<string, ForgeCommit[]>;
  commitPlans: CommitPlan[];
  pullRequests: (NewPullRequest & { number: number; state: 'open' | 'closed' })[];
  issues: Issue[];
  /** The newest id that was given. */
  nextId: number;
  /** Every writing call, in order. */
  calls: string[];
  /** Whether a line can be commented; a file can where `line` is undefined. */
  accepts: (comment: NewReviewComment) => boolean;
  /** Failure of a method, by its name. */
  fail: { [method in keyof Forge]?: EnvironmentError };
}

export function memoryGitHub(change: Partial<MemoryGitHub> = {}): MemoryGitHub {
  return {
    login: 'github-actions[bot]',
    pull: {
      number: 7,
      headSha,
      headRef: 'topic',
      headRepository: 'acme/data',
      baseSha: 'b'.repeat(40),
      baseRef: 'main',
      draft: false,
      state: 'open',
      author: 'ana',
      labels: [],
    },
    comments: [],
    threads: [],
    reviews: [],
    checkRuns: [],
    labels: [],
    asked: { users: [], teams: [] },
    collaborators: undefined,
    branches: new Map(),
    requiredChecks: [],
    commits: new Map(),
    commitPlans: [],
    pullRequests: [],
    issues: [],
    nextId: 1000,
    calls: [],
    accepts: () => true,
    fail: {},
    ...change,
  };
}

/** A Forge over plain arrays that keeps GitHub's rules where a plan could break them. */
export function memoryForge(hub: MemoryGitHub): Forge {
  const enter = (method: keyof Forge, detail?: string | number): void => {
    if (detail !== undefined) hub.calls.push(`${method} ${detail}`);
    const failure = hub.fail[method];
    if (failure !== undefined) throw failure;
  };
  const own = (): string => hub.login ?? 'nobody';
  const addThread = (body: string): void => {
    limit(body);
    hub.nextId += 1;
    hub.threads.push({
      id: `T${hub.nextId}`,
      isResolved: false,
      isOutdated: false,
      comments: [{ author: own(), body }],
    });
  };
  const changeThread = (id: string, change: Partial<ReviewThread>): void => {
    hub.threads = hub.threads.map((thread) => (thread.id === id ? { ...thread, ...change } : thread));
  };
  const issueAt = (number: number): number => {
    const index = hub.issues.findIndex((issue) => issue.number === number);
    if (index === -1) throw new EnvironmentError('Not Found', { status: 404 });
    return index;
  };
  return {
    async ownLogin() {
      enter('ownLogin');
      return hub.login;
    },
    async pullCommits() {
      enter('pullCommits');
      return [];
    },
    async commitPaths() {
      enter('commitPaths');
      return [];
    },
    async approvers() {
      enter('approvers');
      return [];
    },
    async pullRequest() {
      enter('pullRequest');
      return { ...hub.pull, labels: hub.labels };
    },
    async compareMergeBase(base) {
      enter('compareMergeBase');
      return base;
    },
    async listComments() {
      enter('listComments');
      return [...hub.comments];
    },
    async createComment(issue, body) {
      enter('createComment', issue);
      limit(body);
      hub.nextId += 1;
      hub.comments.push({ id: hub.nextId, author: own(), authorType: 'Bot', body });
    },
    async updateComment(id, body) {
      enter('updateComment', id);
      limit(body);
      hub.comments = hub.comments.map((comment) => (comment.id === id ? { ...comment, body } : comment));
    },
    async deleteComment(id) {
      enter('deleteComment', id);
      hub.comments = hub.comments.filter((comment) => comment.id !== id);
    },
    async listThreads() {
      enter('listThreads');
      return [...hub.threads];
    },
    async createReview(_, review) {
      enter('createReview', review.comments.length);
      if (!review.comments.every((comment) => hub.accepts(comment)))
        throw new EnvironmentError('Unprocessable Entity', { status: 422 });
      hub.reviews.push(review.body);
      for (const comment of review.comments) addThread(comment.body);
    },
    async createReviewComment(_, __, comment) {
      enter('createReviewComment', `${comment.path}:${comment.line ?? 'file'}`);
      if (!hub.accepts(comment)) throw new EnvironmentError('Validation Failed', { status: 422 });
      addThread(comment.body);
    },
    async askedReviewers() {
      enter('askedReviewers');
      return hub.asked;
    },
    async requestReviewers(_, { users, teams }) {
      enter('requestReviewers', [...users, ...teams].join(','));
      if ([...users, ...teams].some((name) => hub.collaborators?.includes(name) === false))
        throw new EnvironmentError('Reviews may only be requested from collaborators', { status: 422 });
      hub.asked = { users: [...hub.asked.users, ...users], teams: [...hub.asked.teams, ...teams] };
    },
    async resolveThread(id) {
      enter('resolveThread', id);
      changeThread(id, { isResolved: true, resolvedBy: own() });
    },
    async unresolveThread(id) {
      enter('unresolveThread', id);
      changeThread(id, { isResolved: false });
    },
    async findCheckRun(wanted) {
      enter('findCheckRun');
      return hub.checkRuns.findLast(
        ({ run }) => run.headSha === wanted.headSha && run.name === wanted.name && run.externalId === wanted.externalId,
      )?.id;
    },
    async createCheckRun(run) {
      enter('createCheckRun', `${run.status} ${run.annotations.length}`);
      hub.nextId += 1;
      hub.checkRuns.push({ id: hub.nextId, run });
      return hub.nextId;
    },
    async updateCheckRun(id, run) {
      enter('updateCheckRun', `${run.status} ${run.annotations.length}`);
      hub.checkRuns = hub.checkRuns.map((each) => {
        return each.id === id
          ? { id, run: { ...run, annotations: [...each.run.annotations, ...run.annotations] } }
          : each;
      });
    },
    async addLabels(_, labels) {
      enter('addLabels', labels.join(','));
      hub.labels.push(...labels);
    },
    async removeLabel(_, label) {
      enter('removeLabel', label);
      if (!hub.labels.includes(label)) throw new EnvironmentError('Label does not exist', { status: 404 });
      hub.labels = hub.labels.filter((each) => each !== label);
    },
    async branch(name) {
      enter('branch');
      return hub.branches.get(name);
    },
    async createBranch(name, sha) {
      enter('createBranch', name);
      hub.branches.set(name, { sha, protected: false });
      hub.commits.set(sha, hub.commits.get(sha) ?? []);
    },
    async createCommit(plan) {
      enter('createCommit', plan.branch);
      const branch = hub.branches.get(plan.branch);
      if (branch === undefined) throw new EnvironmentError('Could not resolve to a ref', { status: 404 });
      if (branch.sha !== plan.expectedHeadOid)
        throw new EnvironmentError('Expected branch to point elsewhere', { status: 409 });
      hub.commitPlans.push(plan);
      hub.nextId += 1;
      const sha = String(hub.nextId).padStart(40, '0');
      const commit = { sha, author: own(), message: `${plan.headline}\n\n${plan.body}` };
      hub.commits.set(sha, [commit, ...(hub.commits.get(branch.sha) ?? [])]);
      hub.branches.set(plan.branch, { ...branch, sha });
      return sha;
    },
    async replaceBranch({ branch, expectedHeadOid, oid, staging }) {
      enter('replaceBranch', branch);
      const now = hub.branches.get(branch);
      if (now?.sha !== expectedHeadOid || hub.branches.get(staging)?.sha !== oid)
        throw new EnvironmentError('Reference does not point to what was expected', { status: 409 });
      hub.branches.set(branch, { ...now, sha: oid });
      hub.branches.delete(staging);
    },
    async requiredChecks() {
      enter('requiredChecks');
      return hub.requiredChecks;
    },
    async listCommits(sha, count) {
      enter('listCommits');
      return (hub.commits.get(sha) ?? []).slice(0, count);
    },
    async findPullRequest(head, base) {
      enter('findPullRequest');
      return hub.pullRequests.find((pull) => pull.head === head && pull.base === base && pull.state === 'open')?.number;
    },
    async createPullRequest(pull) {
      enter('createPullRequest', pull.head);
      hub.nextId += 1;
      hub.pullRequests.push({ ...pull, number: hub.nextId, state: 'open' });
      return hub.nextId;
    },
    async updatePullRequest(number, change) {
      enter('updatePullRequest', number);
      hub.pullRequests = hub.pullRequests.map((pull) => (pull.number === number ? { ...pull, ...change } : pull));
    },
    async listIssues() {
      enter('listIssues');
      return [...hub.issues];
    },
    async createIssue({ title, body }) {
      enter('createIssue', title);
      hub.nextId += 1;
      hub.issues.unshift({ number: hub.nextId, title, body, state: 'open', author: own() });
      return hub.nextId;
    },
    async updateIssue(number, change) {
      enter('updateIssue', number);
      const index = issueAt(number);
      hub.issues = hub.issues.map((issue, at) => (at === index ? { ...issue, ...change } : issue));
    },
  };
}

function limit(body: string): void {
  if (body.length > 65_536)
    throw new EnvironmentError('Body is too long (maximum is 65536 characters)', { status: 422 });
}

/** What a token without the permission is answered. */
export function refused(): EnvironmentError {
  return new EnvironmentError('Resource not accessible by integration', { status: 403 });
}
