import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { env as ownEnvironment } from 'node:process';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import type { RunnerEvent } from './fake-github/events.ts';
import { asObject, asText } from './fake-github/read.ts';
import type { FakeGitHub } from './fake-github/server.ts';
import { checkout, temporaryFolder } from './git-repo.ts';
import { readLog, type LogAnnotation } from './workflow-commands.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NODE = join(ROOT, 'node_modules', '.bin', 'node');

/** What a step of a workflow is run with. */
export interface ActionRun {
  readonly github: FakeGitHub;
  readonly event: RunnerEvent;
  /** `with:` of the step; what is absent has the default of action.yml. */
  readonly inputs?: { readonly [name: string]: string };
  /** GITHUB_WORKSPACE; `checkoutEvent` makes one. */
  readonly workspace: string;
  readonly env?: { readonly [name: string]: string };
  /** When the action is ended and the run rejects; default a minute. */
  readonly timeoutMs?: number;
  /** The built action; default `dist/action.js`. */
  readonly entry?: string;
  /** Its metadata; default `action.yml`. */
  readonly metadata?: string;
}

/** What the runner and a reader of the log see of a run. */
export interface ActionResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: { readonly [name: string]: string };
  /** The step summary, Markdown. */
  readonly summary: string;
  readonly annotations: readonly LogAnnotation[];
  /** Annotations over the runner's limit of ten per level. */
  readonly droppedAnnotations: number;
  readonly durationMs: number;
}

/** Checks out what the runner's checkout would for an event: its ref, of depth 1 unless given. */
export function checkoutEvent(github: FakeGitHub, event: RunnerEvent, depth = 1): string {
  return checkout({ from: github.repositoryPath, ref: event.ref, depth });
}

/** Runs the built action as the runner does: a child process of Node 24 with the runner's environment and no other. */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const temporary = temporaryFolder('runner-');
  try {
    const files = prepareFiles(temporary, run.event);
    const environment = { ...runnerEnvironment(run, temporary), ...files, ...inputEnvironment(run), ...run.env };
    const started = performance.now();
    const finished = await runNode(run, environment);
    const durationMs = performance.now() - started;
    const log = readLog(`${finished.stdout}\n${finished.stderr}`);
    const outputs = readOutputs(readFileSync(files.GITHUB_OUTPUT, 'utf8'));
    const summary = readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8');
    return { ...finished, outputs, summary, annotations: log.annotations, droppedAnnotations: log.dropped, durationMs };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function runNode(
  run: ActionRun,
  env: { [name: string]: string },
): Promise<Pick<ActionResult, 'code' | 'stdout' | 'stderr'>> {
  const entry = run.entry ?? join(ROOT, 'dist', 'action.js');
  const timeout = run.timeoutMs ?? 60_000;
  const child = spawn(NODE, [entry], { cwd: run.workspace, env, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      signal === null ? resolve(code ?? 1) : reject(new Error(`the action was ended by ${signal}`)),
    );
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, stdout, stderr };
}

const COMMAND_FILES = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH'] as const;

type Files = { readonly [name in (typeof COMMAND_FILES)[number] | 'GITHUB_EVENT_PATH']: string };

function prepareFiles(temporary: string, event: RunnerEvent): Files {
  for (const name of COMMAND_FILES) writeFileSync(join(temporary, name), '');
  writeFileSync(join(temporary, 'event.json'), JSON.stringify(event.payload));
  mkdirSync(join(temporary, 'work'));
  const at = (name: string): string => join(temporary, name);
  return {
    GITHUB_OUTPUT: at('GITHUB_OUTPUT'),
    GITHUB_STEP_SUMMARY: at('GITHUB_STEP_SUMMARY'),
    GITHUB_STATE: at('GITHUB_STATE'),
    GITHUB_ENV: at('GITHUB_ENV'),
    GITHUB_PATH: at('GITHUB_PATH'),
    GITHUB_EVENT_PATH: at('event.json'),
  };
}

/** The variables of "Default environment variables" that an action may read. */
function runnerEnvironment({ github, event, workspace }: ActionRun, temporary: string): { [name: string]: string } {
  const [owner = ''] = github.repository.split('/');
  return {
    PATH: ownEnvironment['PATH'] ?? '',
    HOME: temporary,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    RUNNER_TEMP: join(temporary, 'work'),
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    GITHUB_SERVER_URL: github.url,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_SHA: event.sha,
    GITHUB_REF: event.ref,
    GITHUB_REF_NAME: event.ref.replace(/^refs\/(?:heads|pull)\//, ''),
    GITHUB_HEAD_REF: event.headRef,
    GITHUB_BASE_REF: event.baseRef,
    GITHUB_ACTOR: event.actor,
    GITHUB_TRIGGERING_ACTOR: event.actor,
    GITHUB_WORKSPACE: workspace,
    GITHUB_WORKFLOW: 'Gatekeeper',
    GITHUB_JOB: 'gate',
    GITHUB_ACTION: 'gatekeeper',
    GITHUB_RUN_ID: '4711',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_RUN_ATTEMPT: '1',
  };
}

/** `INPUT_*` of every input: upper case, spaces as `_`, hyphens as they are (actions/runner Handler.cs). */
function inputEnvironment({ event, inputs = {}, metadata }: ActionRun): { [name: string]: string } {
  const action = asObject(parse(readFileSync(metadata ?? join(ROOT, 'action.yml'), 'utf8')));
  const declared = asObject(action['inputs']);
  const unknown = Object.keys(inputs).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new Error(`action.yml has no input "${unknown.join('", "')}"`);
  const variables: { [name: string]: string } = {};
  for (const [name, input] of Object.entries(declared)) {
    const value =
      inputs[name] ??
      evaluate(asText(asObject(input)['default']) ?? JSON.stringify(asObject(input)['default'] ?? ''), event);
    variables[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value;
  }
  return variables;
}

/** The few expressions that defaults may hold. */
function evaluate(value: string, event: RunnerEvent): string {
  return value.replaceAll(/\$\{\{\s*([^}]*?)\s*\}\}/g, (whole, expression: string) => {
    if (expression === 'github.token') return event.token;
    throw new Error(`cannot evaluate ${whole}`);
  });
}

/** Reads GITHUB_OUTPUT: `name=value`, or `name<<delimiter` and lines up to the delimiter. */
export function readOutputs(content: string): { readonly [name: string]: string } {
  const outputs: { [name: string]: string } = {};
  const lines = content.split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const heredoc = /^([^=<]+)<<(.+)$/.exec(line);
    const plain = /^([^=]+)=(.*)$/.exec(line);
    if (heredoc !== null) {
      const end = lines.indexOf(asText(heredoc[2]) ?? '');
      if (end < 0) throw new Error(`output "${heredoc[1]}" has no end`);
      outputs[String(heredoc[1])] = lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n');
    } else if (plain !== null) outputs[String(plain[1])] = String(plain[2]);
  }
  return outputs;
}
