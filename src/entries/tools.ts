import { basename, dirname } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { engineHost } from '../adapters/engine-files.ts';
import { createPolicyHost } from '../adapters/github-policies.ts';
import { createDbtRunner } from '../adapters/dbt-runner.ts';
import { createGit, type GitOptions } from '../adapters/git.ts';
import { createSampleDatabase } from '../adapters/sample-database.ts';
import { Engines } from '../compile/engines.ts';
import type { Tools } from '../engine/gather.ts';
import { rules } from '../generated/rules.ts';
import { toolVersion } from '../generated/version.ts';
import { createMemo } from '../load/memo.ts';
import type { PolicyHost, Progress } from '../ports.ts';

/** Wires the adapters for a repository. Nothing is read or started yet. `timed` is told how long unit tests took. */
export function createTools(
  git: GitOptions,
  progress: Progress,
  timed: (count: number, elapsedMs: number) => void = (count, elapsedMs) =>
    progress.step(`${count} unit tests took ${elapsedMs} ms`),
): Tools {
  return {
    git: createGit(git),
    engines: new Engines(engineHost(programFolder(fileURLToPath(import.meta.url)))),
    memo: createMemo(),
    rules,
    tool: { name: 'dataengos', version: toolVersion },
    policies: policyHost(git.token),
    samples: createSampleDatabase({
      program: programFolder(fileURLToPath(import.meta.url)),
      repository: git.cwd,
      timed,
    }),
    dbt: createDbtRunner({ workspace: git.cwd, env }),
    progress,
    now: new Date(),
  };
}

/** Shared policies are read with the token of the workflow, or with the one that GitHub's own tools take from the environment. */
function policyHost(given: string | undefined): PolicyHost | undefined {
  const token = [given, env['GITHUB_TOKEN'], env['GH_TOKEN']].find((each) => each !== undefined && each !== '');
  return token === undefined ? undefined : createPolicyHost({ token, apiUrl: env['GITHUB_API_URL'] });
}

/** Where the program's files are: the bundler puts code that both programs share into `chunks/` below them. */
function programFolder(module: string): string {
  const folder = dirname(module);
  return basename(folder) === 'chunks' ? dirname(folder) : folder;
}

/** Says nothing: for CI, where lines are kept for ever. */
export const silentProgress: Progress = { step: () => undefined, done: () => undefined };
