import { type DocumentNode, entriesOf, itemsOf, textOf, valueOf } from '../load/document.ts';
import { readYaml } from '../load/yaml.ts';

/** What is worth mending in a workflow that uses the gate. */
export interface WorkflowAdvice {
  readonly path: string;
  readonly problems: readonly string[];
}

const actionName = /^dataengos\/gatekeeper(?:\/|@|$)/;

/** Looks at a GitHub workflow; undefined where it does not use the gate. */
export function readWorkflow(path: string, bytes: Uint8Array): WorkflowAdvice | undefined {
  const { root, problems } = readYaml(path, bytes);
  if (root === undefined) return problems.length === 0 ? undefined : { path, problems: ['the file is not valid YAML'] };
  const jobs = entriesOf(valueOf(root, 'jobs')).map((entry) => entry.value);
  const ours = jobs.filter((job) => stepsOf(job).some((step) => actionName.test(textOf(valueOf(step, 'uses')) ?? '')));
  if (ours.length === 0) return undefined;
  return {
    path,
    problems: [
      ...triggerProblems(root),
      ...(judgesPullRequests(root) ? ours.flatMap((job) => jobProblems(root, job)) : []),
    ],
  };
}

function stepsOf(job: DocumentNode): readonly DocumentNode[] {
  return itemsOf(valueOf(job, 'steps'));
}

function triggerProblems(root: DocumentNode): readonly string[] {
  const on = valueOf(root, 'on');
  const pullRequest = valueOf(on, 'pull_request') ?? valueOf(on, 'pull_request_target');
  const filtered = valueOf(pullRequest, 'paths') ?? valueOf(pullRequest, 'paths-ignore');
  return filtered === undefined
    ? []
    : [
        '"paths" on pull_request leaves a required check pending for ever where no path matches; remove it, the gate is quick when nothing changed',
      ];
}

/** A schedule posts an issue and needs nothing of what a pull request needs. */
function judgesPullRequests(root: DocumentNode): boolean {
  const on = valueOf(root, 'on');
  const names = on?.kind === 'map' ? entriesOf(on).map((entry) => entry.key) : [on, ...itemsOf(on)].map(textOf);
  return names.some((name) => name === 'pull_request' || name === 'pull_request_target');
}

function jobProblems(root: DocumentNode, job: DocumentNode): readonly string[] {
  const permissions = valueOf(job, 'permissions') ?? valueOf(root, 'permissions');
  const missing =
    permissions?.kind === 'map'
      ? ['pull-requests', 'checks'].filter((scope) => textOf(valueOf(permissions, scope)) !== 'write')
      : [];
  const checkout = stepsOf(job).find((step) => (textOf(valueOf(step, 'uses')) ?? '').startsWith('actions/checkout@'));
  return [
    ...missing.map(
      (scope) => `without "${scope}: write" the verdict is not posted there (the check itself still works)`,
    ),
    ...(permissions === undefined
      ? ['"permissions" are not set; give the job "contents: read", "pull-requests: write" and "checks: write"']
      : []),
    ...(checkout === undefined ? ['no step checks the repository out; put actions/checkout before the gate'] : []),
  ];
}
