import { notFound } from './api-error.ts';
import type { Permissions } from './nouns.ts';
import { showCommit, showPull, showRepository, showUser } from './present.ts';
import type { JsonObject } from './read.ts';
import type { PullIssue, World } from './world.ts';

/** What starts a run: the event, where the runner checks out, and the token that the job gets. */
export interface RunnerEvent {
  readonly name: string;
  readonly payload: JsonObject;
  /** GITHUB_SHA. */
  readonly sha: string;
  /** GITHUB_REF. */
  readonly ref: string;
  /** GITHUB_HEAD_REF and GITHUB_BASE_REF; empty where there is no pull request. */
  readonly headRef: string;
  readonly baseRef: string;
  readonly actor: string;
  readonly token: string;
}

/** Which event, as far as it is not the same for all of its kind. */
export type EventRequest =
  | {
      readonly name: 'pull_request' | 'pull_request_target';
      readonly number: number;
      readonly action?: string;
      readonly before?: string;
    }
  | { readonly name: 'push'; readonly branch?: string; readonly before?: string }
  | { readonly name: 'merge_group'; readonly number: number }
  | { readonly name: 'schedule'; readonly cron?: string }
  | {
      readonly name: 'workflow_dispatch';
      readonly branch?: string;
      readonly inputs?: { readonly [name: string]: string };
    };

type Started = Omit<RunnerEvent, 'token'>;

/** The payload of an event and what goes with it; the token is added by the server. */
export function describeEvent(world: World, request: EventRequest): Started {
  world.refresh();
  switch (request.name) {
    case 'pull_request':
    case 'pull_request_target':
      return pullRequestEvent(world, request);
    case 'push':
      return pushEvent(world, request);
    case 'merge_group':
      return mergeGroupEvent(world, request.number);
    case 'schedule':
      return onBranch(world, { name: 'schedule', payload: { schedule: request.cron ?? '0 5 * * *' } });
    case 'workflow_dispatch': {
      const branch = request.branch ?? world.defaultBranch;
      const payload = { ...common(world, 'maintainer'), inputs: request.inputs ?? null, ref: `refs/heads/${branch}` };
      return onBranch(
        world,
        { name: 'workflow_dispatch', payload: { ...payload, workflow: '.github/workflows/gate.yml' } },
        branch,
      );
    }
    default: {
      const never: never = request;
      return never;
    }
  }
}

/** A job that runs for a fork or for Dependabot may read at most (GITHUB_TOKEN, "Permissions for the GITHUB_TOKEN"). */
export function grantedTo(world: World, request: EventRequest, asked: Permissions): Permissions {
  if (request.name !== 'pull_request') return asked;
  const pull = world.pull(request.number);
  if (pull === undefined || !(world.isFork(pull.pull) || pull.author === 'dependabot[bot]')) return asked;
  return Object.fromEntries(
    Object.entries(asked).map(([name, access]) => [name, access === 'write' ? 'read' : access]),
  );
}

function pullRequestEvent(
  world: World,
  request: EventRequest & { readonly number: number; readonly name: string },
): Started {
  const pull = pullNumbered(world, request.number);
  const action = 'action' in request && request.action !== undefined ? request.action : 'opened';
  const moved =
    action === 'synchronize' && 'before' in request ? { before: request.before, after: pull.pull.headSha } : {};
  const payload = {
    action,
    number: pull.number,
    pull_request: showPull(world, pull),
    ...moved,
    ...common(world, pull.author),
  };
  const refs = { headRef: pull.pull.headRef, baseRef: pull.pull.base, actor: pull.author };
  if (request.name === 'pull_request_target') {
    // Runs in the default branch, whatever the pull request's base is ("Securely using pull_request_target").
    const ref = `refs/heads/${world.defaultBranch}`;
    return { name: request.name, payload, sha: shaOf(world, ref), ref, ...refs };
  }
  const ref = `refs/pull/${pull.number}/merge`;
  return { name: request.name, payload, sha: shaOf(world, ref), ref, ...refs };
}

function pullNumbered(world: World, number: number): PullIssue {
  const pull = world.pull(number);
  if (pull === undefined) throw notFound();
  return pull;
}

function pushEvent(world: World, { branch, before }: { branch?: string; before?: string }): Started {
  const ref = `refs/heads/${branch ?? world.defaultBranch}`;
  const after = shaOf(world, ref);
  const head = showCommit(world, world.git.commit(after));
  const [parent] = world.git.commit(after).parents;
  const payload = {
    ref,
    before: before ?? parent ?? '0'.repeat(40),
    after,
    head_commit: { id: after, ...head },
    commits: [],
  };
  const names = { name: 'push', headRef: '', baseRef: '', actor: 'maintainer' };
  return { ...names, payload: { ...payload, forced: false, ...common(world, 'maintainer') }, sha: after, ref };
}

/** The queue's own branch with the merged tree; there is no pull request in the payload. */
function mergeGroupEvent(world: World, number: number): Started {
  const { pull } = pullNumbered(world, number);
  const sha = shaOf(world, `refs/pull/${number}/merge`);
  const ref = `refs/heads/gh-readonly-queue/${pull.base}/pr-${number}-${pull.headSha}`;
  world.git.setRef(ref, sha);
  const group = { head_sha: sha, head_ref: ref, base_sha: pull.baseSha, base_ref: `refs/heads/${pull.base}` };
  const payload = {
    action: 'checks_requested',
    merge_group: { ...group, head_commit: { id: sha } },
    ...common(world, 'maintainer'),
  };
  return { name: 'merge_group', payload, sha, ref, headRef: '', baseRef: '', actor: 'maintainer' };
}

function onBranch(world: World, started: { name: string; payload: JsonObject }, branch = world.defaultBranch): Started {
  const ref = `refs/heads/${branch}`;
  return { ...started, sha: shaOf(world, ref), ref, headRef: '', baseRef: '', actor: 'maintainer' };
}

function shaOf(world: World, ref: string): string {
  const sha = world.git.resolve(ref);
  if (sha === undefined) throw new Error(`"${ref}" does not exist: is there a merge conflict?`);
  return sha;
}

function common(world: World, sender: string): JsonObject {
  return { repository: showRepository(world), sender: showUser(world, sender) };
}
