import { ApiError, forbidden, notFound } from './api-error.ts';
import { type Call, type Handlers, ok, type Reply } from './call.ts';
import { isApp } from './permissions.ts';
import { showCommit, showFile, showRepository, showUser } from './present.ts';
import type { JsonObject } from './read.ts';
import type { World } from './world.ts';

/** The repository, its branches, commits, files and people. */
export const repositoryHandlers: Handlers = {
  'users/get-authenticated': authenticated,
  'repos/get': ({ world }) => ok({ ...showRepository(world), network_count: 0, subscribers_count: 0 }),
  'repos/get-branch': getBranch,
  'repos/get-branch-rules': getBranchRules,
  'repos/list-commits': listCommits,
  'repos/get-commit': getCommit,
  'repos/get-content': getContent,
  'repos/compare-commits-with-basehead': compare,
  'repos/get-collaborator-permission-level': permissionLevel,
};

/** GITHUB_TOKEN is no user: it is refused here, unlike GraphQL's `viewer`. */
function authenticated({ world, token }: Call): Reply {
  if (isApp(token)) throw forbidden();
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  const profile = {
    name: token.login,
    company: null,
    blog: null,
    location: null,
    email: null,
    hireable: null,
    bio: null,
  };
  const dates = { created_at: '2020-01-01T00:00:00Z', updated_at: '2020-01-01T00:00:00Z' };
  const own = { private_gists: 0, total_private_repos: 0, owned_private_repos: 0, disk_usage: 0, collaborators: 0 };
  return ok({
    ...showUser(world, token.login),
    ...profile,
    ...counts,
    ...dates,
    ...own,
    two_factor_authentication: true,
  });
}

function getBranch({ world, params }: Call): Reply {
  const name = params['branch'] ?? '';
  const sha = world.git.resolve(`refs/heads/${name}`);
  if (sha === undefined) throw new ApiError(404, 'Branch not found');
  const isProtected = world.protectedBranches.has(name);
  const link = `${world.url}/${world.options.repository}/tree/${name}`;
  const required = name === world.defaultBranch ? world.options.requiredChecks.protection : [];
  const protection = {
    enabled: isProtected,
    required_status_checks: {
      enforcement_level: required.length === 0 ? 'off' : 'everyone',
      contexts: required,
      checks: required.map((context) => ({ context, app_id: null })),
    },
  };
  const head = showCommit(world, world.git.commit(sha));
  return ok({ name, commit: head, protected: isProtected, protection, _links: { html: link, self: link } });
}

/** Rules that rulesets lay on a branch; everyone who can read the repository may know them. */
function getBranchRules({ world, params }: Call): Reply {
  const required = params['branch'] === world.defaultBranch ? world.options.requiredChecks.ruleset : [];
  if (required.length === 0) return ok([]);
  const source = { ruleset_source_type: 'Repository', ruleset_source: world.options.repository, ruleset_id: 1 };
  const parameters = {
    required_status_checks: required.map((context) => ({ context })),
    strict_required_status_checks_policy: false,
  };
  return ok([
    { type: 'deletion', ...source },
    { type: 'required_status_checks', parameters, ...source },
  ]);
}

function shaOf(world: World, ref: string): string | undefined {
  const fork = ref.includes(':') ? world.git.resolve(world.branchRef(ref)) : undefined;
  return fork ?? world.git.resolve(`refs/heads/${ref}`) ?? world.git.resolve(ref);
}

function listCommits({ world, query }: Call): Reply {
  const sha = shaOf(world, query['sha'] ?? world.defaultBranch);
  if (sha === undefined) throw notFound();
  return ok(world.git.revList([sha]).map((id) => showCommit(world, world.git.commit(id))));
}

function getCommit({ world, params }: Call): Reply {
  const ref = params['ref'] ?? '';
  const sha = shaOf(world, ref);
  if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${ref}`);
  const stored = world.git.commit(sha);
  const [parent] = stored.parents;
  const files = parent === undefined ? [] : world.git.diff(parent, sha).map(showFile);
  return ok({ ...showCommit(world, stored), files });
}

function getContent({ world, params, query }: Call): Reply {
  const path = (params['path'] ?? '').replace(/\/$/, '');
  const sha = shaOf(world, query['ref'] ?? world.defaultBranch);
  if (sha === undefined) throw new ApiError(404, `No commit found for the ref ${query['ref'] ?? world.defaultBranch}`);
  const entry = world.git.entry(sha, path);
  if (entry === undefined) throw notFound();
  if (entry.type === 'tree') {
    const inside = world.git.tree(entry.sha, false);
    return ok(inside.map((child) => contentEntry(world, { ...child, path: `${path}/${child.path}` })));
  }
  const content = { encoding: 'base64', content: world.git.blob(entry.sha).toString('base64') };
  return ok({ ...contentEntry(world, entry), ...content });
}

function contentEntry(
  world: World,
  entry: { path: string; sha: string; type: string; size: number | undefined },
): JsonObject {
  const { path, sha, size } = entry;
  const link = `${world.url}/repos/${world.options.repository}/contents/${path}`;
  const links = {
    git_url: link,
    html_url: link,
    download_url: link,
    url: link,
    _links: { git: link, html: link, self: link },
  };
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha,
    size: size ?? 0,
    type: entry.type === 'tree' ? 'dir' : 'file',
    ...links,
  };
}

function compare({ world, params }: Call): Reply {
  const [from = '', to = ''] = (params['basehead'] ?? '').split('...');
  const base = shaOf(world, from);
  const head = shaOf(world, to);
  const mergeBase = base === undefined || head === undefined ? undefined : world.git.mergeBase(base, head);
  if (base === undefined || head === undefined || mergeBase === undefined) throw notFound();
  const ahead = [...world.git.revList([head, `^${base}`])].toReversed();
  const behind = world.git.revList([base, `^${head}`]);
  const counts = { ahead_by: ahead.length, behind_by: behind.length, total_commits: ahead.length };
  const status =
    ahead.length === 0 ? (behind.length === 0 ? 'identical' : 'behind') : behind.length === 0 ? 'ahead' : 'diverged';
  const shown = (sha: string): JsonObject => showCommit(world, world.git.commit(sha));
  const body = { status, ...counts, base_commit: shown(base), merge_base_commit: shown(mergeBase) };
  return {
    status: 200,
    body: { ...body, commits: ahead.map(shown), files: world.git.diff(mergeBase, head).map(showFile) },
    paged: 'commits',
  };
}

function permissionLevel({ world, params }: Call): Reply {
  const login = params['username'] ?? '';
  const permission = world.options.collaborators[login] ?? 'read';
  return ok({ permission, role_name: permission, user: { ...showUser(world, login), role_name: permission } });
}
