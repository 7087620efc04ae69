import { addThread, anchorFor, isRefused, ownReview } from './reviews.ts';
import {
  commitNode,
  graphqlError,
  graphqlForbidden,
  issueCommentNode,
  refNode,
  reviewCommentNode,
  reviewNode,
  threadNode,
  unknownNode,
  type Viewer,
} from './graphql-nodes.ts';
import type { Side, Thread } from './nouns.ts';
import { allows, type Need } from './permissions.ts';
import { accountId } from './present.ts';
import { asList, asNumber, asObject, asText, type JsonObject } from './read.ts';

/** The input of a mutation, validated against the published schema. */
type Mutation = (viewer: Viewer, input: JsonObject) => JsonObject;

/** Every mutation of the pruned schema. */
export const mutations: { readonly [name: string]: Mutation } = {
  resolveReviewThread: (viewer, input) => setResolved(viewer, input, viewer.token.login),
  unresolveReviewThread: (viewer, input) => setResolved(viewer, input, undefined),
  minimizeComment,
  addPullRequestReviewThread,
  createCommitOnBranch,
  updateRefs,
};

const WRITE_PULLS: Need = { permission: 'pull_requests', access: 'write' };
const WRITE_CONTENTS: Need = { permission: 'contents', access: 'write' };

function requireOne(viewer: Viewer, ...needs: readonly Need[]): void {
  if (!allows(viewer.token, needs)) throw graphqlForbidden();
}

function setResolved(viewer: Viewer, input: JsonObject, by: string | undefined): JsonObject {
  requireOne(viewer, WRITE_PULLS);
  if (viewer.world.options.resolvingNeedsContents) requireOne(viewer, WRITE_CONTENTS);
  const thread = threadOf(viewer, asText(input['threadId']) ?? '');
  thread.resolvedBy = by;
  return { thread: threadNode(viewer, thread), clientMutationId: input['clientMutationId'] };
}

function threadOf({ world }: Viewer, id: string): Thread {
  const thread = world.threads.get(id);
  if (thread === undefined) throw unknownNode(id);
  return thread;
}

/** Comments, review comments and reviews can be hidden; the reason is the classifier in GitHub's lower case. */
function minimizeComment(viewer: Viewer, input: JsonObject): JsonObject {
  requireOne(viewer, WRITE_PULLS, { permission: 'issues', access: 'write' });
  const id = asText(input['subjectId']) ?? '';
  const { world } = viewer;
  const number = Number(id.slice(id.indexOf('_') + 1));
  const reason = (asText(input['classifier']) ?? '').toLowerCase().replaceAll('_', '-');
  const comment = id.startsWith('IC_') ? world.comments.get(number) : undefined;
  const onDiff = id.startsWith('PRRC_') ? world.reviewComments.get(number) : undefined;
  const review = id.startsWith('PRR_') ? world.reviews.get(number) : undefined;
  const subject = comment ?? onDiff ?? review;
  if (subject === undefined) throw unknownNode(id);
  subject.minimizedReason = reason;
  const shown = comment === undefined ? undefined : issueCommentNode(viewer, comment);
  const node = shown ?? (onDiff === undefined ? undefined : reviewCommentNode(viewer, onDiff));
  return { minimizedComment: node ?? (review === undefined ? null : reviewNode(viewer, review)) };
}

/** As on GitHub: a line outside the diff makes a thread that nobody can see, not an error. */
function addPullRequestReviewThread(viewer: Viewer, input: JsonObject): JsonObject {
  requireOne(viewer, WRITE_PULLS);
  const { world, token } = viewer;
  const id = asText(input['pullRequestId']) ?? '';
  const pull = world.pulls().find((candidate) => `PR_${candidate.id}` === id);
  if (pull === undefined) throw unknownNode(id);
  const side: Side = input['side'] === 'LEFT' ? 'LEFT' : 'RIGHT';
  const anchor = anchorFor(world, pull.pull, {
    path: asText(input['path']) ?? '',
    body: asText(input['body']) ?? '',
    side,
    startSide: side,
    line: asNumber(input['line']),
    startLine: asNumber(input['startLine']),
    subjectType: input['subjectType'] === 'FILE' ? 'file' : 'line',
  });
  if (isRefused(anchor)) return { thread: null };
  const review = ownReview(world, pull, token.login);
  const { thread } = addThread(world, review, { anchor, body: asText(input['body']) ?? '' });
  return { thread: threadNode(viewer, thread) };
}

/** A real compare-and-swap in the bare repository: a moved branch is refused, whatever the change. */
function createCommitOnBranch(viewer: Viewer, input: JsonObject): JsonObject {
  requireOne(viewer, WRITE_CONTENTS);
  const { world, token } = viewer;
  const branch = branchOf(viewer, asObject(input['branch']));
  const ref = `refs/heads/${branch}`;
  const head = world.git.resolve(ref);
  const expected = asText(input['expectedHeadOid']) ?? '';
  if (head === undefined) throw graphqlError('NOT_FOUND', `No such branch: ${branch}.`);
  if (world.protectedBranches.has(branch))
    throw graphqlError('UNPROCESSABLE', 'Changes must be made through a pull request.');
  if (head !== expected) throw staleData(expected);
  const files = filesOf(viewer, head, asObject(input['fileChanges']));
  const message = asObject(input['message']);
  const body = asText(message['body']) ?? '';
  const text = `${asText(message['headline']) ?? ''}${body === '' ? '' : `\n\n${body}`}\n`;
  const email = `${accountId(token.login)}+${token.login}@users.noreply.github.com`;
  const author = { name: token.login, email };
  const sha = world.git.writeCommit({ files, message: text, parents: [head], author });
  if (!world.git.moveRef(ref, sha, expected)) throw staleData(expected);
  return { commit: commitNode(world, sha), ref: refNode(world, branch), clientMutationId: input['clientMutationId'] };
}

function staleData(expected: string): Error {
  return graphqlError('STALE_DATA', `Expected branch to point to "${expected}" but it did not.  Pull and try again.`);
}

/** Only branches of the repository itself: a token of its workflows cannot write to a fork. */
function branchOf({ world }: Viewer, branch: JsonObject): string {
  const repository = asText(branch['repositoryNameWithOwner']);
  if (repository !== undefined && repository !== world.options.repository) throw graphqlForbidden();
  const id = asText(branch['id']) ?? '';
  const name = asText(branch['branchName']) ?? id.replace(/^REF_/, '');
  return name.replace(/^refs\/heads\//, '');
}

function filesOf({ world }: Viewer, head: string, changes: JsonObject): { [path: string]: Uint8Array | null } {
  const additions = asList(changes['additions']).map(asObject);
  const deletions = asList(changes['deletions']).map(asObject);
  const files: { [path: string]: Uint8Array | null } = Object.create(null);
  for (const { path, contents } of additions) put(String(path), Buffer.from(asText(contents) ?? '', 'base64'));
  for (const { path } of deletions) {
    if (world.git.entry(head, String(path))?.type !== 'blob') {
      throw graphqlError(
        'UNPROCESSABLE',
        `A path was requested for deletion which does not exist as of commit oid \`${head}\``,
      );
    }
    put(String(path), null);
  }
  return files;

  function put(path: string, content: Uint8Array | null): void {
    if (path in files) throw graphqlError('UNPROCESSABLE', `A path was requested more than once: ${path}`);
    if (path.startsWith('.github/workflows/')) {
      const message = `refusing to allow a GitHub App to create or update workflow \`${path}\` without \`workflows\` permission`;
      throw graphqlError('UNPROCESSABLE', message);
    }
    files[path] = content;
  }
}

/** Moves several refs or none. `beforeOid` of zeros: the ref must not exist; absent: whatever it is. */
function updateRefs(viewer: Viewer, input: JsonObject): JsonObject {
  requireOne(viewer, WRITE_CONTENTS);
  const { git, protectedBranches } = viewer.world;
  const updates = asList(input['refUpdates']).map((entry) => readUpdate(asObject(entry)));
  const refs = git.refs();
  for (const { ref, before, after, force } of updates) {
    if (protectedBranches.has(ref.replace('refs/heads/', ''))) {
      throw graphqlError('UNPROCESSABLE', 'Changes must be made through a pull request.');
    }
    const current = refs.get(ref);
    if (before !== undefined && before !== (current ?? NO_OBJECT)) {
      throw graphqlError('STALE_DATA', `Reference ${ref} does not point to ${before}`);
    }
    if (after !== NO_OBJECT && git.typeOf(after) !== 'commit')
      throw graphqlError('UNPROCESSABLE', `Object ${after} does not exist`);
    const forward = current === undefined || after === NO_OBJECT || git.mergeBase(current, after) === current;
    if (!forward && !force) throw graphqlError('UNPROCESSABLE', 'Update is not a fast forward');
  }
  for (const { ref, after } of updates) git.setRef(ref, after === NO_OBJECT ? undefined : after);
  return { clientMutationId: input['clientMutationId'] };
}

const NO_OBJECT = '0'.repeat(40);

function readUpdate(entry: JsonObject): { ref: string; before: string | undefined; after: string; force: boolean } {
  const ref = asText(entry['name']) ?? '';
  return {
    ref,
    before: asText(entry['beforeOid']),
    after: asText(entry['afterOid']) ?? '',
    force: entry['force'] === true,
  };
}
