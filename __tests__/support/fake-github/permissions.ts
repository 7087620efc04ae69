import { createRequire } from 'node:module';
import { forbidden } from './api-error.ts';
import type { Token } from './nouns.ts';
import { asList, asObject, asText } from './read.ts';
import type { World } from './world.ts';

/** A permission that a request needs, with underscores as in GitHub's own table. */
export interface Need {
  readonly permission: string;
  readonly access: 'read' | 'write';
}

/** Whether a token belongs to an app, as GITHUB_TOKEN does; only apps are bound to permissions and may write checks. */
export function isApp(token: Token): boolean {
  return token.login.endsWith('[bot]');
}

/** Whether a token has one of the permissions. Everyone may read metadata. */
export function allows(token: Token, needs: readonly Need[]): boolean {
  return needs.some(({ permission, access }) => {
    if (permission === 'metadata') return true;
    const granted = token.permissions[permission.replaceAll('_', '-')] ?? 'none';
    return granted === 'write' || (granted === 'read' && access === 'read');
  });
}

/** @throws ApiError 403 where the token has none of the permissions */
export function requirePermission(token: Token, ...needs: readonly Need[]): void {
  if (!allows(token, needs)) throw forbidden();
}

/** What GitHub's table says of an endpoint; several where any one of them is enough. */
export function needsOf(method: string, path: string): readonly Need[] {
  return table().get(endpointKey(`${method} ${path}`)) ?? [];
}

/**
 * As `needsOf`, for one request: "pull requests" is enough on a conversation only where it is one of a pull request.
 */
export function needsOfRequest(
  world: World,
  endpoint: { method: string; path: string },
  params: Params,
): readonly Need[] {
  const needs = needsOf(endpoint.method, endpoint.path);
  if (!endpoint.path.includes('/issues')) return needs;
  const comment = world.comments.get(Number(params['comment_id']));
  const number = comment?.issue ?? Number(params['issue_number']);
  const onIssue = world.issues.get(number)?.pull === undefined;
  return onIssue ? needs.filter(({ permission }) => permission !== 'pull_requests') : needs;
}

type Params = { readonly [name: string]: string };

/** Endpoints that @octokit/app-permissions 2.1.0 does not list, or not whole; from the reference pages of each. */
const SUPPLEMENT: readonly (readonly [endpoint: string, permission: string, access: Need['access']])[] = [
  ['GET /repos/{owner}/{repo}/collaborators/{username}/permission', 'metadata', 'read'],
  ['GET /repos/{owner}/{repo}/compare/{basehead}', 'contents', 'read'],
  ['GET /repos/{owner}/{repo}/rules/branches/{branch}', 'metadata', 'read'],
  ['GET /repos/{owner}/{repo}/issues/{issue_number}', 'pull_requests', 'read'],
  ['POST /repos/{owner}/{repo}/issues/{issue_number}/labels', 'pull_requests', 'write'],
  ['POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies', 'pull_requests', 'write'],
];

let cached: ReadonlyMap<string, readonly Need[]> | undefined;

function table(): ReadonlyMap<string, readonly Need[]> {
  cached ??= readTable();
  return cached;
}

function readTable(): ReadonlyMap<string, readonly Need[]> {
  const published: unknown = createRequire(import.meta.url)('@octokit/app-permissions');
  const permissions = asObject(asObject(asObject(published)['api.github.com'])['permissions']);
  const needs = new Map<string, Need[]>();
  const add = (endpoint: string, need: Need): void => {
    const key = endpointKey(endpoint);
    needs.set(key, [...(needs.get(key) ?? []), need]);
  };
  for (const [permission, endpoints] of Object.entries(permissions)) {
    for (const access of ['read', 'write'] as const) {
      for (const endpoint of asList(asObject(endpoints)[access])) add(asText(endpoint) ?? '', { permission, access });
    }
  }
  for (const [endpoint, permission, access] of SUPPLEMENT) add(endpoint, { permission, access });
  return needs;
}

/** Names of path parameters differ between the table and the schema. */
function endpointKey(endpoint: string): string {
  return endpoint.replaceAll(/\{[^}]*\}/g, '{}');
}
