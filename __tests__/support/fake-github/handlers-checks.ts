import { ApiError, invalid, notFound } from './api-error.ts';
import { type Call, created, type Handlers, ok, type Reply } from './call.ts';
import type { Annotation, CheckRun } from './nouns.ts';
import { isApp } from './permissions.ts';
import { showApp, showRepository, showStatus } from './present.ts';
import { asList, asNumber, asObject, asText, type JsonObject } from './read.ts';
import type { World } from './world.ts';

/** Check runs and commit statuses. The limits of 50 annotations and 65,535 characters are in the published schema. */
export const checkHandlers: Handlers = {
  'checks/create': createCheckRun,
  'checks/get': (call) => ok(showCheckRun(call.world, checkRunOf(call))),
  'checks/update': updateCheckRun,
  'checks/list-for-ref': listCheckRuns,
  'checks/list-annotations': (call) =>
    ok(checkRunOf(call).annotations.map((entry) => showAnnotation(call.world, entry))),
  'repos/create-commit-status': createStatus,
  'repos/list-commit-statuses-for-ref': listStatuses,
  'repos/get-combined-status-for-ref': combinedStatus,
};

function createCheckRun(call: Call): Reply {
  const { world, body } = call;
  const login = requireApp(call);
  const headSha = asText(body['head_sha']) ?? '';
  if (world.git.typeOf(headSha) !== 'commit') throw new ApiError(422, `No commit found for SHA: ${headSha}`);
  const added = annotationsOf(body);
  const started = world.now();
  const run: CheckRun = {
    id: world.nextId(),
    name: asText(body['name']) ?? '',
    headSha,
    app: login,
    externalId: '',
    detailsUrl: undefined,
    status: 'queued',
    conclusion: undefined,
    completedAt: undefined,
    startedAt: asText(body['started_at']) ?? started,
    title: undefined,
    summary: undefined,
    text: undefined,
    annotations: [],
  };
  apply(world, run, { body, added });
  world.checkRuns.set(run.id, run);
  return created(showCheckRun(world, run));
}

function updateCheckRun(call: Call): Reply {
  const { world, body } = call;
  const login = requireApp(call);
  const run = checkRunOf(call);
  if (run.app !== login) {
    throw new ApiError(
      403,
      `Invalid app_id \`${login}\` - check run can only be modified by the GitHub App that created it.`,
    );
  }
  apply(world, run, { body, added: annotationsOf(body) });
  return ok(showCheckRun(world, run));
}

function requireApp({ token }: Call): string {
  if (!isApp(token)) throw new ApiError(403, 'You must authenticate via a GitHub App.');
  return token.login;
}

/** Annotations are appended to those already there; everything else is replaced where it is given. */
function apply(world: World, run: CheckRun, { body, added }: { body: JsonObject; added: readonly Annotation[] }): void {
  const output = asObject(body['output']);
  run.name = asText(body['name']) ?? run.name;
  run.externalId = asText(body['external_id']) ?? run.externalId;
  run.detailsUrl = asText(body['details_url']) ?? run.detailsUrl;
  run.title = asText(output['title']) ?? run.title;
  run.summary = asText(output['summary']) ?? run.summary;
  run.text = asText(output['text']) ?? run.text;
  run.annotations.push(...added);
  run.conclusion = asText(body['conclusion']) ?? run.conclusion;
  // A conclusion completes the run, whatever its status says (REST "Create a check run").
  run.status = body['conclusion'] === undefined ? (asText(body['status']) ?? run.status) : 'completed';
  if (run.status !== 'completed') return;
  if (run.conclusion === undefined) throw new ApiError(422, 'Invalid request.\n\n"conclusion" wasn\'t supplied.');
  run.completedAt = asText(body['completed_at']) ?? run.completedAt ?? world.now();
}

function annotationsOf(body: JsonObject): readonly Annotation[] {
  return asList(asObject(body['output'])['annotations']).map((entry) => readAnnotation(asObject(entry)));
}

function readAnnotation(entry: JsonObject): Annotation {
  const start_line = asNumber(entry['start_line']) ?? 1;
  const end_line = asNumber(entry['end_line']) ?? start_line;
  const hasColumns = entry['start_column'] !== undefined || entry['end_column'] !== undefined;
  if (hasColumns && start_line !== end_line)
    throw annotationError('start_column and end_column need start_line and end_line to be equal');
  if (end_line < start_line) throw annotationError('end_line must not be before start_line');
  const level = { annotation_level: asText(entry['annotation_level']) ?? '', message: asText(entry['message']) ?? '' };
  return {
    path: asText(entry['path']) ?? '',
    start_line,
    end_line,
    ...level,
    start_column: asNumber(entry['start_column']) ?? null,
    end_column: asNumber(entry['end_column']) ?? null,
    title: asText(entry['title']) ?? null,
    raw_details: asText(entry['raw_details']) ?? null,
  };
}

function annotationError(message: string): ApiError {
  return invalid({ resource: 'CheckRun', code: 'invalid', field: 'annotations', message });
}

function showAnnotation(world: World, entry: Annotation): JsonObject {
  return { ...entry, blob_href: `${world.url}/${world.options.repository}/blob/${entry.path}` };
}

function checkRunOf({ world, params }: Call): CheckRun {
  const run = world.checkRuns.get(Number(params['check_run_id']));
  if (run === undefined) throw notFound();
  return run;
}

function showCheckRun(world: World, run: CheckRun): JsonObject {
  const { id, name, headSha, title, summary, text } = run;
  const html_url = `${world.url}/${world.options.repository}/runs/${id}`;
  const annotations_url = `${world.url}/repos/${world.options.repository}/check-runs/${id}/annotations`;
  const output = { title: title ?? null, summary: summary ?? null, text: text ?? null };
  return {
    id,
    name,
    head_sha: headSha,
    html_url,
    details_url: run.detailsUrl ?? html_url,
    external_id: run.externalId,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: run.startedAt,
    completed_at: run.completedAt ?? null,
    output: { ...output, annotations_count: run.annotations.length, annotations_url },
    check_suite: { id: 1 },
    app: showApp(world, run.app),
    pull_requests: [],
  };
}

/** Newest first; `filter=latest` (the default) keeps the newest of each name and app. */
function listCheckRuns(call: Call): Reply {
  const { world, query } = call;
  const sha = shaOf(call);
  const runs = [...world.checkRuns.values()].toReversed().filter((run) => {
    if (run.headSha !== sha) return false;
    if (query['check_name'] !== undefined && run.name !== query['check_name']) return false;
    return query['status'] === undefined || run.status === query['status'];
  });
  const seen = new Set<string>();
  const shown = query['filter'] === 'all' ? runs : runs.filter(({ app, name }) => isNew(seen, `${app} ${name}`));
  const own = shown.filter(
    (run) => query['app_id'] === undefined || String(showApp(world, run.app)['id']) === query['app_id'],
  );
  const body = { total_count: own.length, check_runs: own.map((run) => showCheckRun(world, run)) };
  return { status: 200, body, paged: 'check_runs' };
}

function isNew(seen: Set<string>, key: string): boolean {
  const known = seen.has(key);
  seen.add(key);
  return !known;
}

/** The commit that a `ref` parameter names: a SHA, a branch or a tag. */
function shaOf({ world, params }: Call): string {
  const ref = params['ref'] ?? '';
  const sha = world.git.resolve(`refs/heads/${ref}`) ?? world.git.resolve(ref);
  if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${ref}`);
  return sha;
}

function createStatus({ world, token, params, body }: Call): Reply {
  const sha = params['sha'] ?? '';
  if (world.git.typeOf(sha) !== 'commit') throw new ApiError(422, `No commit found for SHA: ${sha}`);
  const text = { description: asText(body['description']), targetUrl: asText(body['target_url']) };
  const context = asText(body['context']) ?? 'default';
  const common = { id: world.nextId(), sha, state: asText(body['state']) ?? '', context, author: token.login };
  const made = { ...common, ...text, createdAt: world.now() };
  world.statuses.unshift(made);
  return created(showStatus(world, made));
}

function listStatuses(call: Call): Reply {
  const sha = shaOf(call);
  return ok(call.world.statuses.filter((entry) => entry.sha === sha).map((entry) => showStatus(call.world, entry)));
}

function combinedStatus(call: Call): Reply {
  const { world } = call;
  const sha = shaOf(call);
  const contexts = new Set<string>();
  const latest = world.statuses.filter((entry) => entry.sha === sha && isNew(contexts, entry.context));
  const states = latest.map(({ state }) => state);
  const failed = states.some((state) => state === 'failure' || state === 'error');
  const pending = states.length === 0 || states.includes('pending');
  const common = { state: failed ? 'failure' : pending ? 'pending' : 'success', sha, total_count: latest.length };
  const body = {
    ...common,
    statuses: latest.map((entry) => showStatus(world, entry)),
    repository: showRepository(world),
  };
  return { status: 200, body, paged: 'statuses' };
}
