import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineHost } from '../adapters/engine-files.ts';
import { createGit, type GitOptions } from '../adapters/git.ts';
import { Engines } from '../compile/engines.ts';
import type { Tools } from '../engine/gather.ts';
import { rules } from '../generated/rules.ts';
import { toolVersion } from '../generated/version.ts';
import { createMemo } from '../load/memo.ts';
import type { Progress } from '../ports.ts';

/** Wires the adapters for a repository. Nothing is read or started yet. */
export function createTools(git: GitOptions, progress: Progress): Tools {
  return {
    git: createGit(git),
    engines: new Engines(engineHost(programFolder(fileURLToPath(import.meta.url)))),
    memo: createMemo(),
    rules,
    tool: { name: 'dataengos', version: toolVersion },
    progress,
    now: new Date(),
  };
}

/** Where the program's files are: the bundler puts code that both programs share into `chunks/` below them. */
function programFolder(module: string): string {
  const folder = dirname(module);
  return basename(folder) === 'chunks' ? dirname(folder) : folder;
}

/** Says nothing: for CI, where lines are kept for ever. */
export const silentProgress: Progress = { step: () => undefined, done: () => undefined };
