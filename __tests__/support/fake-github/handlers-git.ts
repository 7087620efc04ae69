import { ApiError, invalid, notFound } from './api-error.ts';
import { type Call, created, type Handlers, ok, type Reply } from './call.ts';
import { showGitCommit } from './present.ts';
import { asList, asObject, asText, type JsonObject } from './read.ts';
import type { World } from './world.ts';

/** The git database: refs, commits, trees, blobs. */
export const gitHandlers: Handlers = {
  'git/get-ref': getRef,
  'git/create-ref': createRef,
  'git/update-ref': updateRef,
  'git/delete-ref': deleteRef,
  'git/get-commit': getCommit,
  'git/create-commit': createCommit,
  'git/get-tree': getTree,
  'git/create-tree': createTree,
  'git/get-blob': getBlob,
  'git/create-blob': createBlob,
};

function refBody(world: World, ref: string, sha: string): JsonObject {
  const url = `${world.url}/repos/${world.options.repository}/git/${ref}`;
  return {
    ref,
    url,
    object: { type: 'commit', sha, url: `${world.url}/repos/${world.options.repository}/git/commits/${sha}` },
  };
}

function getRef({ world, params }: Call): Reply {
  const ref = `refs/${params['ref'] ?? ''}`;
  const sha = world.git.refs().get(ref);
  if (sha === undefined) throw notFound();
  return ok(refBody(world, ref, sha));
}

function createRef({ world, body }: Call): Reply {
  const ref = asText(body['ref']) ?? '';
  const sha = asText(body['sha']) ?? '';
  if (!/^refs\/[^/]+\/./.test(ref)) throw new ApiError(422, `${ref} is not a valid ref name.`);
  if (world.git.typeOf(sha) === undefined) throw new ApiError(422, 'Object does not exist');
  if (!world.git.moveRef(ref, sha, undefined)) throw new ApiError(422, 'Reference already exists');
  return created(refBody(world, ref, sha));
}

function updateRef({ world, params, body }: Call): Reply {
  const ref = `refs/${params['ref'] ?? ''}`;
  const before = world.git.refs().get(ref);
  const sha = asText(body['sha']) ?? '';
  if (before === undefined) throw new ApiError(422, 'Reference does not exist');
  if (world.git.typeOf(sha) !== 'commit') throw new ApiError(422, 'Object does not exist');
  requireUnprotected(world, ref);
  const forward = world.git.mergeBase(before, sha) === before;
  if (!forward && body['force'] !== true) throw new ApiError(422, 'Update is not a fast forward');
  world.git.setRef(ref, sha);
  return ok(refBody(world, ref, sha));
}

/** @throws ApiError 422 where only a pull request may change the branch */
export function requireUnprotected(world: World, ref: string): void {
  const branch = ref.replace(/^refs\/heads\//, '');
  if (world.protectedBranches.has(branch)) throw new ApiError(422, 'Changes must be made through a pull request.');
}

function deleteRef({ world, params }: Call): Reply {
  const ref = `refs/${params['ref'] ?? ''}`;
  if (!world.git.refs().has(ref)) throw new ApiError(422, 'Reference does not exist');
  requireUnprotected(world, ref);
  world.git.setRef(ref, undefined);
  return { status: 204 };
}

function getCommit({ world, params }: Call): Reply {
  const sha = params['commit_sha'] ?? '';
  if (world.git.typeOf(sha) !== 'commit') throw notFound();
  return ok(showGitCommit(world, world.git.commit(sha)));
}

function createCommit({ world, body }: Call): Reply {
  const tree = asText(body['tree']) ?? '';
  const parents = asList(body['parents']).map(String);
  if (world.git.typeOf(tree) !== 'tree') throw new ApiError(422, 'Tree SHA does not exist');
  if (parents.some((parent) => world.git.typeOf(parent) !== 'commit'))
    throw new ApiError(422, 'Parent SHA does not exist');
  const sha = world.git.writeTreeCommit({ tree, parents, message: asText(body['message']) ?? '' });
  return created(showGitCommit(world, world.git.commit(sha)));
}

function getTree({ world, params, query }: Call): Reply {
  const sha = params['tree_sha'] ?? '';
  const known = world.git.typeOf(sha) ?? (world.git.resolve(sha) === undefined ? undefined : 'commit');
  if (known === undefined || known === 'blob') throw notFound();
  return ok(treeBody(world, sha, query['recursive'] !== undefined));
}

function treeBody(world: World, sha: string, recursive: boolean): JsonObject {
  const tree = world.git
    .tree(sha, recursive)
    .map(({ size, ...entry }) => ({ ...entry, ...(size === undefined ? {} : { size }) }));
  return { sha, tree, truncated: false };
}

function createTree({ world, body }: Call): Reply {
  const base = asText(body['base_tree']);
  if (base !== undefined && world.git.typeOf(base) === undefined)
    throw new ApiError(422, 'base_tree is not a valid tree oid');
  const entries = asList(body['tree']).map((entry) => treeEntry(world, asObject(entry)));
  const sha = world.git.writeTree(base, entries);
  return created(treeBody(world, sha, false));
}

function treeEntry(world: World, entry: JsonObject): { mode: string; path: string; sha: string | null } {
  const content = asText(entry['content']);
  const sha = content === undefined ? (asText(entry['sha']) ?? null) : world.git.writeBlob(Buffer.from(content));
  if (sha !== null && world.git.typeOf(sha) === undefined)
    throw invalid({ resource: 'Tree', code: 'invalid', field: 'sha' });
  return { mode: asText(entry['mode']) ?? '100644', path: asText(entry['path']) ?? '', sha };
}

function getBlob({ world, params }: Call): Reply {
  const sha = params['file_sha'] ?? '';
  if (world.git.typeOf(sha) !== 'blob') throw notFound();
  const content = world.git.blob(sha);
  return ok({ sha, size: content.length, encoding: 'base64', content: content.toString('base64') });
}

function createBlob({ world, body }: Call): Reply {
  const encoding = body['encoding'] === 'base64' ? 'base64' : 'utf8';
  return created({ sha: world.git.writeBlob(Buffer.from(asText(body['content']) ?? '', encoding)) });
}
