import type { GitCommit } from './bare-repository.ts';
import type { DiffFile } from './diff.ts';
import type { Issue, IssueComment, Label, Review, ReviewRequest, Status } from './nouns.ts';
import type { JsonObject } from './read.ts';
import type { PullIssue, World } from './world.ts';

/** GITHUB_TOKEN's app, "GitHub Actions": its own id on github.com. */
const ACTIONS_APP = 15368;
/** The user id of `github-actions[bot]` on github.com. */
const ACTIONS_BOT = 41898282;

/** An account as REST shows it: the login of a bot keeps its `[bot]`. */
export function showUser(world: World, login: string): JsonObject {
  const type = login === world.owner ? 'Organization' : login.endsWith('[bot]') ? 'Bot' : 'User';
  const id = accountId(login);
  const html_url = `${world.url}/${login.endsWith('[bot]') ? `apps/${login.slice(0, -5)}` : login}`;
  return { login, id, type, site_admin: false, gravatar_id: '', html_url };
}

/** The id of an account: the real one of `github-actions[bot]`, for others one that follows from the login. */
export function accountId(login: string): number {
  if (login === 'github-actions[bot]') return ACTIONS_BOT;
  return Array.from(login).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000, 7);
}

/** OWNER, COLLABORATOR or NONE: what someone is to the repository. */
export function associationOf(world: World, login: string): string {
  if (login === world.owner) return 'OWNER';
  const permission = world.options.collaborators[login] ?? 'none';
  return permission === 'admin' || permission === 'write' ? 'COLLABORATOR' : 'NONE';
}

/** The repository, or with `owner` a fork of it. */
export function showRepository(world: World, owner = world.owner): JsonObject {
  const full_name = `${owner}/${world.name}`;
  const counts = { forks: 0, forks_count: 0, open_issues: 0, open_issues_count: 0, stargazers_count: 0, size: 1 };
  const more = { watchers: 0, watchers_count: 0, network_count: 0, subscribers_count: 0 };
  const has = { has_issues: true, has_projects: false, has_wiki: false, has_pages: false, has_downloads: false };
  const dates = {
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    pushed_at: '2026-01-01T00:00:00Z',
  };
  return {
    id: accountId(full_name),
    name: world.name,
    full_name,
    owner: showUser(world, owner),
    private: false,
    fork: owner !== world.owner,
    html_url: `${world.url}/${full_name}`,
    clone_url: `${world.url}/${full_name}.git`,
    description: null,
    homepage: null,
    language: null,
    license: null,
    archived: false,
    disabled: false,
    default_branch: world.defaultBranch,
    ...counts,
    ...more,
    ...has,
    has_discussions: false,
    ...dates,
    mirror_url: null,
  };
}

/** The app behind a bot's login. */
export function showApp(world: World, login: string): JsonObject {
  const slug = login.replace('[bot]', '');
  const id = slug === 'github-actions' ? ACTIONS_APP : accountId(slug);
  const dates = { created_at: '2018-07-30T09:30:17Z', updated_at: '2019-12-10T19:04:12Z' };
  return {
    id,
    slug,
    name: slug,
    owner: showUser(world, 'github'),
    description: null,
    ...dates,
    permissions: {},
    events: [],
  };
}

export function showLabel(label: Label): JsonObject {
  const { id, name, color, description } = label;
  return { id, name, color, description: description ?? null, default: false };
}

export function showComment(world: World, comment: IssueComment): JsonObject {
  const { id, issue, author, body, createdAt, updatedAt } = comment;
  const kind = world.issues.get(issue)?.pull === undefined ? 'issues' : 'pull';
  const html_url = `${world.url}/${world.options.repository}/${kind}/${issue}#issuecomment-${id}`;
  const common = { id, html_url, body, created_at: createdAt, updated_at: updatedAt };
  return {
    ...common,
    user: showUser(world, author),
    author_association: associationOf(world, author),
    performed_via_github_app: null,
  };
}

export function showIssue(world: World, issue: Issue): JsonObject {
  const { id, number, title, body, state, author } = issue;
  const kind = issue.pull === undefined ? 'issues' : 'pull';
  const html_url = `${world.url}/${world.options.repository}/${kind}/${number}`;
  const links = {
    url: html_url,
    html_url,
    diff_url: `${html_url}.diff`,
    patch_url: `${html_url}.patch`,
    merged_at: null,
  };
  return {
    id,
    number,
    title,
    body,
    state,
    html_url,
    locked: false,
    state_reason: issue.stateReason ?? null,
    user: showUser(world, author),
    labels: issue.labels.map((name) => showLabel(world.ensureLabel(name))),
    assignee: null,
    assignees: [],
    milestone: null,
    comments: [...world.comments.values()].filter((comment) => comment.issue === number).length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt ?? null,
    author_association: associationOf(world, author),
    ...(issue.pull === undefined ? {} : { pull_request: links, draft: issue.pull.draft }),
  };
}

/** A pull request as lists show it. */
export function showPullSummary(world: World, pull: PullIssue): JsonObject {
  const { headOwner, headRef, headSha, base, baseSha, draft } = pull.pull;
  const side = (owner: string, ref: string, sha: string): JsonObject => {
    return { label: `${owner}:${ref}`, ref, sha, user: showUser(world, owner), repo: showRepository(world, owner) };
  };
  const names = ['comments', 'commits', 'statuses', 'html', 'issue', 'review_comments', 'review_comment', 'self'];
  const { pull_request: _, state_reason: __, ...common } = showIssue(world, pull);
  return {
    ...common,
    _links: Object.fromEntries(names.map((name) => [name, { href: `${world.url}/${name}` }])),
    head: side(headOwner, headRef, headSha),
    base: side(world.owner, base, baseSha),
    draft,
    requested_reviewers: pull.pull.requestedUsers.map((login) => showUser(world, login)),
    requested_teams: pull.pull.requestedTeams.map((slug) => showTeam(world, slug)),
    merge_commit_sha: world.git.resolve(`refs/pull/${pull.number}/merge`) ?? null,
    merged_at: null,
    auto_merge: null,
  };
}

/** A pull request as "Get a pull request" shows it. */
export function showPull(world: World, pull: PullIssue): JsonObject {
  const files = world.filesOf(pull.pull);
  const mergeable = world.git.resolve(`refs/pull/${pull.number}/merge`) !== undefined;
  const threads = [...world.reviewComments.values()].filter((comment) => comment.pull === pull.number);
  return {
    ...showPullSummary(world, pull),
    merged: false,
    merged_by: null,
    mergeable,
    mergeable_state: mergeable ? 'clean' : 'dirty',
    maintainer_can_modify: false,
    commits: world.git.revList([pull.pull.headSha, `^${pull.pull.baseSha}`]).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
    review_comments: threads.length,
  };
}

/** A team of the organisation that owns the repository. */
export function showTeam(world: World, slug: string): JsonObject {
  const html_url = `${world.url}/orgs/${world.owner}/teams/${slug}`;
  const more = { description: null, privacy: 'closed', permission: 'pull', parent: null, type: 'organization' };
  return { id: accountId(slug), name: slug, slug, html_url, members_url: `${html_url}/members`, ...more };
}

/** That somebody was asked for a review, as the events of an issue show it. */
export function showReviewRequest(world: World, request: ReviewRequest): JsonObject {
  const { id, requester, user, team, createdAt } = request;
  const none = { commit_id: null, commit_url: null, performed_via_github_app: null };
  const who = {
    ...(user === undefined ? {} : { requested_reviewer: showUser(world, user) }),
    ...(team === undefined ? {} : { requested_team: showTeam(world, team) }),
  };
  const actor = showUser(world, requester);
  return { id, event: 'review_requested', actor, review_requester: actor, created_at: createdAt, ...none, ...who };
}

export function showFile(file: DiffFile): JsonObject {
  const { path, previousPath, status, blob, additions, deletions, patch } = file;
  const counts = { additions, deletions, changes: additions + deletions };
  const renamed = previousPath === undefined ? {} : { previous_filename: previousPath };
  return { sha: blob, filename: path, status, ...counts, ...renamed, ...(patch === undefined ? {} : { patch }) };
}

export function showReview(world: World, review: Review): JsonObject {
  const { id, pull, author, body, state, commit, submittedAt } = review;
  const html_url = `${world.url}/${world.options.repository}/pull/${pull}#pullrequestreview-${id}`;
  const pull_request_url = `${world.url}/repos/${world.options.repository}/pulls/${pull}`;
  const links = { html: { href: html_url }, pull_request: { href: pull_request_url } };
  const common = {
    id,
    body,
    state,
    html_url,
    pull_request_url,
    _links: links,
    commit_id: commit,
    submitted_at: submittedAt,
  };
  return { ...common, user: showUser(world, author), author_association: associationOf(world, author) };
}

export function showStatus(world: World, status: Status): JsonObject {
  const { id, state, context, description, targetUrl, author, createdAt } = status;
  const dates = { created_at: createdAt, updated_at: createdAt };
  const text = { description: description ?? null, target_url: targetUrl ?? null };
  return { id, state, context, ...text, ...dates, avatar_url: null, creator: showUser(world, author) };
}

/** A commit as the git database shows it. */
export function showGitCommit(world: World, commit: GitCommit): JsonObject {
  const { sha, tree, parents, author, message } = commit;
  const verification = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
  const links = parents.map((parent) => ({ sha: parent, ...commitLinks(world, parent) }));
  return { sha, message, author, committer: author, tree: { sha: tree }, parents: links, verification };
}

/** A commit as the repository shows it, with the account of its author where there is one. */
export function showCommit(world: World, commit: GitCommit): JsonObject {
  const { sha, tree, parents, author, message } = commit;
  const login = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/.exec(author.email)?.[1];
  const account = login === undefined ? null : showUser(world, login);
  const inner = { author, committer: author, message, tree: { sha: tree }, comment_count: 0 };
  const links = parents.map((parent) => ({ sha: parent, ...commitLinks(world, parent) }));
  return { sha, ...commitLinks(world, sha), commit: inner, author: account, committer: account, parents: links };
}

function commitLinks(world: World, sha: string): JsonObject {
  const { repository: full } = world.options;
  return { url: `${world.url}/repos/${full}/commits/${sha}`, html_url: `${world.url}/${full}/commit/${sha}` };
}
