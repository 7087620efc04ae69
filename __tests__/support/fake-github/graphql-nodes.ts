import { GraphQLError } from 'graphql';
import type { IssueComment, Review, ReviewComment, Thread, Token } from './nouns.ts';
import { allows } from './permissions.ts';
import { asNumber, asText, type JsonObject } from './read.ts';
import type { PullIssue, World } from './world.ts';

/** Who asks, and of what world. */
export interface Viewer {
  readonly world: World;
  readonly token: Token;
}

/** An error as GitHub's GraphQL answers it, with its `type`. */
export function graphqlError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** What GraphQL says to a token without the permission. */
export function graphqlForbidden(): GraphQLError {
  return graphqlError('FORBIDDEN', 'Resource not accessible by integration');
}

/** What GraphQL says of an id that it does not know. */
export function unknownNode(id: string): GraphQLError {
  return graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}

/** An author: GraphQL's `Bot` has no `[bot]` in its login, unlike REST and unlike `viewer`. */
export function actor(world: World, login: string): JsonObject {
  if (!login.endsWith('[bot]')) return account(world, login);
  const slug = login.slice(0, -'[bot]'.length);
  return { __typename: 'Bot', id: `BOT_${slug}`, login: slug, url: `${world.url}/apps/${slug}` };
}

/** The type `User` keeps the whole login, for apps too: `viewer { login }` is `github-actions[bot]`. */
export function account(world: World, login: string): JsonObject {
  return { __typename: 'User', id: `U_${login}`, login, url: `${world.url}/${login}` };
}

/** A branch with its commit; undefined where it does not exist. */
export function refNode(world: World, qualified: string): JsonObject | null {
  const name = qualified.startsWith('refs/') ? qualified : `refs/heads/${qualified}`;
  const sha = world.git.resolve(name);
  if (sha === undefined) return null;
  const short = name.replace(/^refs\/heads\//, '');
  return { __typename: 'Ref', id: `REF_${short}`, name: short, prefix: 'refs/heads/', target: commitNode(world, sha) };
}

export function commitNode(world: World, sha: string): JsonObject {
  const { message } = world.git.commit(sha);
  const [messageHeadline = '', ...rest] = message.split('\n');
  const url = `${world.url}/${world.options.repository}/commit/${sha}`;
  return {
    __typename: 'Commit',
    id: `C_${sha}`,
    oid: sha,
    message,
    messageHeadline,
    messageBody: rest.join('\n').trim(),
    url,
  };
}

export function pullNode(
  { world, token }: Viewer,
  { number, title, body, state, author, pull, id }: PullIssue,
): JsonObject {
  const viewer = { world, token };
  const comments = [...world.comments.values()].filter(({ issue }) => issue === number);
  const reviews = [...world.reviews.values()].filter((review) => review.pull === number);
  return {
    __typename: 'PullRequest',
    id: `PR_${id}`,
    number,
    title,
    body,
    state: state.toUpperCase(),
    isDraft: pull.draft,
    isCrossRepository: world.isFork(pull),
    author: actor(world, author),
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    baseRefName: pull.base,
    baseRefOid: pull.baseSha,
    headRepository: repositoryNode(viewer, pull.headOwner),
    url: `${world.url}/${world.options.repository}/pull/${number}`,
    comments: connection('comments', () => comments.map((comment) => issueCommentNode(viewer, comment))),
    reviews: connection('reviews', () => reviews.map((review) => reviewNode(viewer, review))),
    reviewThreads: connection('reviewThreads', () =>
      world.threadsOf(number).map((thread) => threadNode(viewer, thread)),
    ),
  };
}

/** The repository, or a fork of it, with what can be asked of it. */
export function repositoryNode(viewer: Viewer, owner: string): JsonObject {
  const { world, token } = viewer;
  return {
    __typename: 'Repository',
    id: `R_${owner}`,
    name: world.name,
    nameWithOwner: `${owner}/${world.name}`,
    owner: account(world, owner),
    isFork: owner !== world.owner,
    defaultBranchRef: () => refNode(world, world.defaultBranch),
    ref: ({ qualifiedName }: JsonObject) => refNode(world, asText(qualifiedName) ?? ''),
    pullRequest: ({ number }: JsonObject) => {
      if (!allows(token, [{ permission: 'pull_requests', access: 'read' }])) throw graphqlForbidden();
      const pull = world.pull(asNumber(number) ?? 0);
      const message = `Could not resolve to a PullRequest with the number of ${String(number)}.`;
      if (pull === undefined) throw graphqlError('NOT_FOUND', message);
      return pullNode(viewer, pull);
    },
  };
}

export function issueCommentNode({ world, token }: Viewer, comment: IssueComment): JsonObject {
  const { id, author, body, issue, minimizedReason } = comment;
  const url = `${world.url}/${world.options.repository}/issues/${issue}#issuecomment-${id}`;
  const common = {
    __typename: 'IssueComment',
    id: `IC_${id}`,
    databaseId: id,
    author: actor(world, author),
    body,
    url,
  };
  return { ...common, ...minimized(minimizedReason), viewerDidAuthor: author === token.login };
}

export function reviewNode({ world }: Viewer, review: Review): JsonObject {
  const { id, author, body, state, minimizedReason } = review;
  const common = { __typename: 'PullRequestReview', id: `PRR_${id}`, databaseId: id, body, state };
  return { ...common, author: actor(world, author), ...minimized(minimizedReason) };
}

export function threadNode(viewer: Viewer, thread: Thread): JsonObject {
  const { world, token } = viewer;
  const { anchor, resolvedBy } = thread;
  const mayWrite = allows(token, [{ permission: 'pull_requests', access: 'write' }]);
  return {
    __typename: 'PullRequestReviewThread',
    id: thread.id,
    path: anchor.path,
    subjectType: anchor.subjectType.toUpperCase(),
    isResolved: resolvedBy !== undefined,
    isOutdated: anchor.outdated,
    isCollapsed: resolvedBy !== undefined,
    resolvedBy: resolvedBy === undefined ? null : account(world, resolvedBy),
    diffSide: anchor.side,
    line: anchor.line,
    startLine: anchor.startLine,
    originalLine: anchor.originalLine,
    originalStartLine: anchor.originalStartLine,
    viewerCanResolve: mayWrite && resolvedBy === undefined,
    viewerCanUnresolve: mayWrite && resolvedBy !== undefined,
    viewerCanReply: mayWrite,
    comments: connection('comments', () =>
      world.commentsOf(thread).map((comment) => reviewCommentNode(viewer, comment)),
    ),
  };
}

export function reviewCommentNode({ world, token }: Viewer, comment: ReviewComment): JsonObject {
  const { id, pull, author, body, minimizedReason, thread } = comment;
  const { path, line, startLine, originalLine, outdated } = thread.anchor;
  const url = `${world.url}/${world.options.repository}/pull/${pull}#discussion_r${id}`;
  return {
    __typename: 'PullRequestReviewComment',
    id: `PRRC_${id}`,
    databaseId: id,
    author: actor(world, author),
    body,
    url,
    path,
    line,
    startLine,
    originalLine,
    outdated,
    viewerDidAuthor: author === token.login,
    ...minimized(minimizedReason),
  };
}

function minimized(reason: string | undefined): JsonObject {
  return { isMinimized: reason !== undefined, minimizedReason: reason ?? null };
}

const MAX_PAGE = 100;

/** A list by pages: GitHub wants `first` or `last`, of at most 100. */
function connection(name: string, items: () => readonly JsonObject[]): (args: JsonObject) => JsonObject {
  return ({ first, last, after, before }) => {
    const size = asNumber(first) ?? asNumber(last);
    if (size === undefined) {
      const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
      throw graphqlError('MISSING_PAGINATION_BOUNDARIES', message);
    }
    if (size > MAX_PAGE) {
      const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of ${MAX_PAGE} records.`;
      throw graphqlError('EXCESSIVE_PAGINATION', message);
    }
    const all = items();
    const from = after === undefined || after === null ? 0 : Number(after);
    const to = before === undefined || before === null ? all.length : Number(before);
    const start = asNumber(first) === undefined ? Math.max(from, to - size) : from;
    const end = Math.min(to, start + size);
    const pageInfo = {
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
      startCursor: String(start),
      endCursor: String(end),
    };
    return { nodes: all.slice(start, end), pageInfo, totalCount: all.length };
  };
}
