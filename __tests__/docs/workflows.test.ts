import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readWorkflow } from '../../src/engine/workflow-advice.ts';
import { fencedBlocks, listFiles, readText } from './files.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: { readonly [input: string]: unknown };
}

interface Job {
  readonly 'runs-on': string;
  readonly permissions?: { readonly [scope: string]: string };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: { readonly [event: string]: unknown };
  readonly permissions?: { readonly [scope: string]: string };
  readonly jobs: { readonly [id: string]: Job };
}

const action: { inputs: { [name: string]: unknown } } = parse(readText('action.yml'));
const starter = 'examples/starter/.github/workflows/dataengos.yml';
const inReadme = fencedBlocks(readText('README.md'), 'yaml').filter((block) =>
  block.includes('uses: dataengos/gatekeeper'),
);
const workflows: readonly (readonly [string, string])[] = [
  ...[...listFiles('docs/workflows', '.yml'), starter].map((path) => [path, readText(path)] as const),
  ...inReadme.map((text) => ['README.md', text] as const),
];

describe.each(workflows)('workflow %s', (_path, text) => {
  const workflow: Workflow = parse(text);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);
  const gates = steps.filter((step) => step.uses === 'dataengos/gatekeeper@v1');

  it('starts on events, in jobs with steps, the gate after a checkout', () => {
    expect(Object.keys(workflow.on).filter((event) => !knownEvents.has(event))).toEqual([]);
    for (const job of jobs) {
      const uses = job.steps.map((step) => step.uses ?? '');
      expect(job['runs-on']).toBe('ubuntu-latest');
      expect(uses.findIndex((name) => name.startsWith('actions/checkout@'))).toBeGreaterThanOrEqual(0);
      expect(uses.indexOf('dataengos/gatekeeper@v1')).toBeGreaterThan(
        uses.findIndex((name) => name.startsWith('actions/checkout@')),
      );
    }
  });

  it('gives inputs that action.yml has', () => {
    expect(gates.length).toBe(1);
    const given = gates.flatMap((step) => Object.keys(step.with ?? {}));
    expect(given.filter((input) => !Object.hasOwn(action.inputs, input))).toEqual([]);
  });

  it('gives every job its permissions, and no more than it needs', () => {
    const granted = jobs.map((job) => job.permissions ?? workflow.permissions ?? {});
    const allowed = new Set(['contents', 'pull-requests', 'checks', 'issues', 'security-events']);
    expect(granted.flatMap((each) => Object.keys(each)).filter((scope) => !allowed.has(scope))).toEqual([]);
    const writes = gates.some((step) => /^(?:commit|pull-request)$/.test(String(step.with?.['export'])));
    expect(granted.map((each) => each['contents'])).toEqual(jobs.map(() => (writes ? 'write' : 'read')));
  });

  it('keeps text of the event and secrets out of scripts, and credentials out of the checkout', () => {
    expect(steps.filter((step) => step.run?.includes('${{') === true)).toEqual([]);
    const checkouts = steps.filter((step) => step.uses?.startsWith('actions/checkout@') === true);
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
    expect(checkouts.filter((step) => step.with?.['ref'] !== undefined)).toEqual([]);
  });
});

describe('"dataengos doctor" has nothing to advise about', () => {
  const onPullRequests = workflows.filter(
    ([, text]) => /^\s*pull_request/m.test(text) || text.includes('on: { pull_request'),
  );

  it.each(onPullRequests)('%s', (path, text) => {
    expect(readWorkflow(path, new TextEncoder().encode(text))).toEqual({ path, problems: [] });
  });
});

it('README.md has one workflow, of ten lines', () => {
  expect(inReadme.map((text) => text.trimEnd().split('\n').length)).toEqual([10]);
});

/** Events that the action works on. */
const knownEvents = new Set([
  'pull_request',
  'pull_request_target',
  'merge_group',
  'push',
  'schedule',
  'workflow_dispatch',
]);
