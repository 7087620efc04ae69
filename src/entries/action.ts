import process from 'node:process';
import { type GateEvent, readEvent } from '../engine/read-event.ts';
import { ConfigError, EnvironmentError } from '../model/errors.ts';
import type { ActionContext } from './action/pull-request.ts';
import { readRunner } from './action/runner.ts';

/** Runs the gate for the event that started the workflow. What an event does not need is not loaded. */
async function main(): Promise<void> {
  const runner = await readRunner();
  const event = readEvent({ name: runner.eventName, repository: runner.repository, payload: runner.payload });
  if (event.kind === 'none') {
    process.stdout.write(`${event.why.replaceAll(/[^\w .:"-]/g, '')}\n`);
    return;
  }
  const { readInputs } = await import('./action/inputs.ts');
  await runEvent(event, { inputs: readInputs(), runner });
}

async function runEvent(event: Exclude<GateEvent, { kind: 'none' }>, context: ActionContext): Promise<void> {
  switch (event.kind) {
    case 'pull-request': {
      const { runPullRequest } = await import('./action/pull-request.ts');
      return runPullRequest(event.pull, context);
    }
    case 'commits': {
      const { runCommits } = await import('./action/commits.ts');
      return runCommits(event, context);
    }
    case 'drift': {
      const { runDrift } = await import('./action/drift.ts');
      return runDrift(context);
    }
  }
}

/** A verdict that was already given stands: a problem afterwards never hides it, and never turns it green. */
async function fail(error: unknown): Promise<void> {
  const { neutralizeLog } = await import('../publish/log-commands.ts');
  const message = neutralizeLog(error instanceof Error ? error.message : String(error));
  process.stdout.write(`::error::${message.replaceAll('%', '%25')}\n`);
  const code = error instanceof ConfigError ? 2 : error instanceof EnvironmentError ? 3 : 70;
  if (process.exitCode === undefined || process.exitCode === 0) process.exitCode = code;
  if (code === 70 && error instanceof Error) process.stdout.write(`${neutralizeLog(error.stack ?? '')}\n`);
}

await main().catch(fail);
