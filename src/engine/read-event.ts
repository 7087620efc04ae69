/** What the workflow was started for, as far as the gate cares. */
export type GateEvent =
  | { readonly kind: 'pull-request'; readonly pull: PullRequestEvent }
  | {
      readonly kind: 'commits';
      readonly baseRef: string;
      readonly baseSha: string;
      readonly headRef: string;
      readonly headSha: string;
    }
  | { readonly kind: 'drift' }
  | { readonly kind: 'none'; readonly why: string };

/** The parts of a `pull_request` payload that are used. */
export interface PullRequestEvent {
  readonly number: number;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly headRef: string;
  readonly headSha: string;
  /** The head is in another repository (or that is gone), or Dependabot's: GitHub gives a token that can only read. */
  readonly isFork: boolean;
  readonly draft: boolean;
  /** Login of the bot that opened it. */
  readonly bot?: string;
}

/** What the runner says about the event. */
export interface EventSource {
  readonly name: string;
  /** `owner/name` of the repository that the workflow runs in. */
  readonly repository: string;
  readonly payload: unknown;
}

const zeros = /^0+$/;

/** Reads a workflow event (docs.github.com "Webhook events and payloads"). An event that the gate has no work for says why. */
export function readEvent({ name, repository, payload }: EventSource): GateEvent {
  switch (name) {
    case 'pull_request':
    case 'pull_request_target':
    // An approval can be what the verdict waits for.
    case 'pull_request_review':
      return readPullRequest(repository, payload);
    case 'merge_group':
      return readMergeGroup(payload);
    case 'push':
      return readPush(payload);
    case 'schedule':
    case 'workflow_dispatch':
      return { kind: 'drift' };
    default:
      return { kind: 'none', why: `the gate has nothing to do on "${name}"` };
  }
}

function readPullRequest(repository: string, payload: unknown): GateEvent {
  const pull = field(payload, 'pull_request');
  const [base, head] = [field(pull, 'base'), field(pull, 'head')];
  if (field(payload, 'action') === 'closed') return { kind: 'none', why: 'the pull request is closed' };
  const number = field(pull, 'number');
  const [baseSha, headSha] = [text(base, 'sha'), text(head, 'sha')];
  if (typeof number !== 'number' || baseSha === '' || headSha === '')
    return { kind: 'none', why: 'the event names no pull request' };
  return {
    kind: 'pull-request',
    pull: {
      number,
      baseRef: text(base, 'ref'),
      baseSha,
      headRef: text(head, 'ref'),
      headSha,
      isFork:
        text(field(head, 'repo'), 'full_name') !== repository ||
        text(field(pull, 'user'), 'login') === 'dependabot[bot]',
      draft: field(pull, 'draft') === true,
      ...(text(field(pull, 'user'), 'type') === 'Bot' ? { bot: text(field(pull, 'user'), 'login') } : {}),
    },
  };
}

function readMergeGroup(payload: unknown): GateEvent {
  const group = field(payload, 'merge_group');
  const [baseSha, headSha] = [text(group, 'base_sha'), text(group, 'head_sha')];
  if (baseSha === '' || headSha === '') return { kind: 'none', why: 'the event names no merge group' };
  return { kind: 'commits', baseRef: text(group, 'base_ref'), baseSha, headRef: text(group, 'head_ref'), headSha };
}

function readPush(payload: unknown): GateEvent {
  const [before, after, ref] = [text(payload, 'before'), text(payload, 'after'), text(payload, 'ref')];
  if (after === '' || zeros.test(after)) return { kind: 'none', why: 'the push deleted a branch' };
  if (before === '' || zeros.test(before))
    return { kind: 'none', why: 'the push made a new branch: a pull request will be judged' };
  return { kind: 'commits', baseRef: ref, baseSha: before, headRef: ref, headSha: after };
}

function field(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function text(value: unknown, name: string): string {
  const found = field(value, name);
  return typeof found === 'string' ? found : '';
}
