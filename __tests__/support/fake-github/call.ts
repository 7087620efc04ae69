import { notFound } from './api-error.ts';
import type { Issue, Token } from './nouns.ts';
import type { JsonObject } from './read.ts';
import type { PullIssue, World } from './world.ts';

/** One request that passed the schema and the permissions. */
export interface Call {
  readonly world: World;
  readonly token: Token;
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  readonly body: JsonObject;
  /** The Accept header. */
  readonly accept: string;
}

/** An answer. A list is paged by the server; `paged` names the key of a list inside an object. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly paged?: string;
  /** An answer that is not JSON. */
  readonly text?: string;
}

/** What answers each operation of the schema. */
export interface Handlers {
  readonly [operationId: string]: (call: Call) => Reply;
}

/** @throws ApiError 404 */
export function pullOf({ world, params }: Call): PullIssue {
  const pull = world.pull(Number(params['pull_number']));
  if (pull === undefined) throw notFound();
  return pull;
}

/** @throws ApiError 404 */
export function issueOf({ world, params }: Call): Issue {
  const issue = world.issues.get(Number(params['issue_number']));
  if (issue === undefined) throw notFound();
  return issue;
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function created(body: unknown): Reply {
  return { status: 201, body };
}
