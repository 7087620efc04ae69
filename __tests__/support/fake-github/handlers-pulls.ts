import { ApiError, invalid } from './api-error.ts';
import { type Call, created, type Handlers, ok, pullOf, type Reply } from './call.ts';
import type { Pull } from './nouns.ts';
import { showCommit, showFile, showPull, showPullSummary } from './present.ts';
import { asText } from './read.ts';
import type { PullIssue, World } from './world.ts';
import { runGit } from '../git-repo.ts';

/** GitHub lists at most this many files of a pull request (REST "List pull requests files"). */
const MAX_FILES = 3000;
/** GitHub lists at most this many commits of a pull request (REST "List commits on a pull request"). */
const MAX_COMMITS = 250;

/** Pull requests themselves; their comments and reviews are in handlers-reviews.ts. */
export const pullHandlers: Handlers = {
  'pulls/list': listPulls,
  'pulls/get': getPull,
  'pulls/create': createPull,
  'pulls/update': updatePull,
  'pulls/list-files': (call) => ok(call.world.filesOf(pullOf(call).pull).slice(0, MAX_FILES).map(showFile)),
  'pulls/list-commits': listCommits,
};

function listPulls({ world, query }: Call): Reply {
  const state = query['state'] ?? 'open';
  const { head, base } = query;
  const found = world.pulls().filter(({ pull, ...issue }) => {
    if (state !== 'all' && issue.state !== state) return false;
    if (base !== undefined && pull.base !== base) return false;
    // GitHub ignores a head filter that has no owner.
    return head === undefined || !head.includes(':') || head === `${pull.headOwner}:${pull.headRef}`;
  });
  const newestFirst = query['direction'] !== 'asc';
  const sorted = [...found].sort((a, b) => (newestFirst ? b.number - a.number : a.number - b.number));
  return ok(sorted.map((pull) => showPullSummary(world, pull)));
}

function getPull(call: Call): Reply {
  const pull = pullOf(call);
  if (!call.accept.includes('diff')) return ok(showPull(call.world, pull));
  const { git } = call.world;
  return { status: 200, text: runGit(git.path, ['diff', call.world.mergeBaseOf(pull.pull), pull.pull.headSha]) };
}

function createPull({ world, token, body }: Call): Reply {
  const head = asText(body['head']) ?? '';
  const base = asText(body['base']) ?? '';
  const pull = newPull(world, { head, base, draft: body['draft'] === true });
  const title = asText(body['title']) ?? '';
  if (!world.options.actionsMayOpenPulls && token.login === 'github-actions[bot]') {
    throw new ApiError(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  }
  const opened = world.openIssue({ title, body: asText(body['body']) ?? '', author: token.login, labels: [], pull });
  return created(showPull(world, { ...opened, pull }));
}

/**
 * A pull request of two branches as GitHub would open it.
 * @throws ApiError 422 where a branch does not exist, nothing differs, or there is one already
 */
export function newPull(world: World, request: { head: string; base: string; draft: boolean }): Pull {
  const { head, base, draft } = request;
  const colon = head.indexOf(':');
  const headOwner = colon < 0 ? world.owner : head.slice(0, colon);
  const headRef = head.slice(colon + 1);
  const headSha = world.git.resolve(world.branchRef(head));
  const baseSha = world.git.resolve(`refs/heads/${base}`);
  if (headSha === undefined) throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  if (baseSha === undefined) throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  if (world.git.revList([headSha, `^${baseSha}`]).length === 0)
    throw refused(`No commits between ${base} and ${headRef}`);
  const same = ({ state, pull }: PullIssue): boolean =>
    state === 'open' && pull.headOwner === headOwner && pull.headRef === headRef && pull.base === base;
  if (world.pulls().some(same)) throw refused(`A pull request already exists for ${headOwner}:${headRef}.`);
  return { headOwner, headRef, base, draft, headSha, baseSha, requestedUsers: [], requestedTeams: [] };
}

function refused(message: string): ApiError {
  return invalid({ resource: 'PullRequest', code: 'custom', message });
}

function updatePull(call: Call): Reply {
  const { world, body } = call;
  const pull = pullOf(call);
  const state = asText(body['state']);
  pull.title = asText(body['title']) ?? pull.title;
  pull.body = asText(body['body']) ?? pull.body;
  pull.pull.base = asText(body['base']) ?? pull.pull.base;
  if (state === 'open' || state === 'closed') pull.state = state;
  pull.updatedAt = world.now();
  pull.closedAt = pull.state === 'closed' ? pull.updatedAt : undefined;
  return ok(showPull(world, pull));
}

function listCommits(call: Call): Reply {
  const { world } = call;
  const { headSha, baseSha } = pullOf(call).pull;
  const oldestFirst = [...world.git.revList([headSha, `^${baseSha}`])].toReversed().slice(0, MAX_COMMITS);
  return ok(oldestFirst.map((sha) => showCommit(world, world.git.commit(sha))));
}
