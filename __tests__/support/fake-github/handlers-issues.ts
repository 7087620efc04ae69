import { forbidden, invalid, notFound, requireBody } from './api-error.ts';
import { type Call, created, type Handlers, issueOf, ok, type Reply } from './call.ts';
import type { Issue, IssueComment } from './nouns.ts';
import { showIssue, showComment, showLabel } from './present.ts';
import { asList, asNumber, asObject, asText } from './read.ts';
import type { World } from './world.ts';

/** Issues, and what pull requests share with them: conversation and labels. */
export const issueHandlers: Handlers = {
  'issues/list-for-repo': listIssues,
  'issues/get': (call) => ok(showIssue(call.world, issueOf(call))),
  'issues/create': createIssue,
  'issues/update': updateIssue,
  'issues/list-comments': listComments,
  'issues/create-comment': createComment,
  'issues/update-comment': updateComment,
  'issues/delete-comment': deleteComment,
  'issues/list-labels-on-issue': (call) => labelsReply(call.world, issueOf(call)),
  'issues/add-labels': addLabels,
  'issues/remove-label': removeLabel,
  'issues/get-label': getLabel,
  'issues/create-label': createLabel,
};

function listIssues({ world, query }: Call): Reply {
  const state = query['state'] ?? 'open';
  const wanted = (query['labels'] ?? '').split(',').filter(Boolean);
  const found = [...world.issues.values()].filter((entry) => {
    if (state !== 'all' && entry.state !== state) return false;
    if (query['creator'] !== undefined && entry.author !== query['creator']) return false;
    return wanted.every((name) => hasLabel(entry, name));
  });
  const ascending = query['direction'] === 'asc';
  const sorted = found.sort((a, b) => (ascending ? a.number - b.number : b.number - a.number));
  return ok(sorted.map((entry) => showIssue(world, entry)));
}

function hasLabel({ labels }: Issue, name: string): boolean {
  return labels.some((own) => own.toLowerCase() === name.toLowerCase());
}

function createIssue({ world, token, body }: Call): Reply {
  const title = asText(body['title']) ?? String(asNumber(body['title']) ?? '');
  const text = asText(body['body']) ?? '';
  if (title.trim() === '') throw invalid({ resource: 'Issue', code: 'missing_field', field: 'title' });
  if (text !== '') requireBody(text, 'Issue');
  const opened = world.openIssue({ title, body: text, author: token.login, labels: labelNames(body['labels']) });
  return created(showIssue(world, opened));
}

function labelNames(labels: unknown): string[] {
  return asList(labels).map((entry) => asText(entry) ?? asText(asObject(entry)['name']) ?? '');
}

function updateIssue(call: Call): Reply {
  const { world, body } = call;
  const entry = issueOf(call);
  const text = asText(body['body']);
  if (text !== undefined && text !== '') requireBody(text, 'Issue');
  entry.title = asText(body['title']) ?? entry.title;
  entry.body = text ?? entry.body;
  if (body['labels'] !== undefined) setLabels(world, entry, labelNames(body['labels']));
  entry.updatedAt = world.now();
  if (body['state'] === 'open' || body['state'] === 'closed') {
    entry.state = body['state'];
    entry.stateReason = entry.state === 'open' ? 'reopened' : (asText(body['state_reason']) ?? 'completed');
    entry.closedAt = entry.state === 'open' ? undefined : entry.updatedAt;
  }
  return ok(showIssue(world, entry));
}

function listComments(call: Call): Reply {
  const { number } = issueOf(call);
  const own = [...call.world.comments.values()].filter((comment) => comment.issue === number);
  return ok(own.map((comment) => showComment(call.world, comment)));
}

function createComment(call: Call): Reply {
  const text = asText(call.body['body']) ?? '';
  requireBody(text, 'IssueComment');
  const comment = call.world.addComment(issueOf(call).number, call.token.login, text);
  return created(showComment(call.world, comment));
}

function commentOf({ world, params, token }: Call): IssueComment {
  const comment = world.comments.get(Number(params['comment_id']));
  if (comment === undefined) throw notFound();
  // A person's comment is not an app's to edit, whatever its permissions.
  if (comment.author !== token.login && token.login.endsWith('[bot]')) throw forbidden();
  return comment;
}

function updateComment(call: Call): Reply {
  const comment = commentOf(call);
  const text = asText(call.body['body']) ?? '';
  requireBody(text, 'IssueComment');
  comment.body = text;
  comment.updatedAt = call.world.now();
  return ok(showComment(call.world, comment));
}

function deleteComment(call: Call): Reply {
  call.world.comments.delete(commentOf(call).id);
  return { status: 204 };
}

function labelsReply(world: World, entry: Issue): Reply {
  return ok(entry.labels.map((name) => showLabel(world.ensureLabel(name))));
}

function addLabels(call: Call): Reply {
  const entry = issueOf(call);
  setLabels(call.world, entry, [...entry.labels, ...labelNames(call.body['labels'])]);
  return labelsReply(call.world, entry);
}

/** Names are unique whatever their case; a label that does not exist yet is made. */
function setLabels(world: World, entry: Issue, names: readonly string[]): void {
  entry.labels = [...new Set(names.map((name) => world.ensureLabel(name).name))];
}

function removeLabel(call: Call): Reply {
  const entry = issueOf(call);
  const name = call.params['name'] ?? '';
  if (!hasLabel(entry, name)) throw notFound();
  entry.labels = entry.labels.filter((own) => own.toLowerCase() !== name.toLowerCase());
  return labelsReply(call.world, entry);
}

function getLabel({ world, params }: Call): Reply {
  const found = world.labels.get((params['name'] ?? '').toLowerCase());
  if (found === undefined) throw notFound();
  return ok(showLabel(found));
}

function createLabel({ world, body }: Call): Reply {
  const name = asText(body['name']) ?? '';
  const key = name.toLowerCase();
  if (world.labels.has(key)) throw invalid({ resource: 'Label', code: 'already_exists', field: 'name' });
  const color = asText(body['color']) ?? 'ededed';
  const made = { id: world.nextId(), name, color, description: asText(body['description']) };
  world.labels.set(key, made);
  return created(showLabel(made));
}
