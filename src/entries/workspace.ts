import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { cwd } from 'node:process';
import { readDbtFiles } from '../adapters/dbt-files.ts';
import { repositoryRoot, worktree } from '../adapters/git.ts';
import { type Terminal, terminalProgress } from '../adapters/terminal.ts';
import type { CheckRequest, Tools } from '../engine/gather.ts';
import type { Revision } from '../engine/read-trees.ts';
import { emptyTree } from '../engine/resolve-base.ts';
import { maxArtifactBytes } from '../load/dbt/load-artifacts.ts';
import { ConfigError } from '../model/errors.ts';
import type { CliOptions } from './options.ts';
import { createTools } from './tools.ts';

/** A repository that a command works in. */
export interface Workspace {
  readonly root: string;
  readonly tools: Tools;
}

/** Opens the repository that `folder` is in. @throws ConfigError where it is no folder, EnvironmentError outside a repository. */
export async function openWorkspace(folder: string, terminal: Terminal): Promise<Workspace> {
  const path = resolve(folder);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) throw new ConfigError(`"${folder}" is not a folder`);
  const root = await repositoryRoot(path);
  if (folder !== '.' && (await realpath(path)) !== (await realpath(root))) {
    throw new ConfigError(
      `"${folder}" is inside the repository "${root}"; the gate judges whole repositories: name its root`,
    );
  }
  return { root, tools: createTools({ cwd: root }, terminalProgress(terminal)) };
}

/** What a command compares: head is the working directory, base the merge base with the default branch, unless options say otherwise. */
export async function compareRequest({ tools }: Workspace, options: CliOptions): Promise<CheckRequest> {
  const { git } = tools;
  const head = await headRevision(tools, options);
  const baseName = options.base ?? (await git.defaultBranch());
  // A shallow clone may lack a commit that its remote can give.
  if (options.base !== undefined && /^[0-9a-f]{40}$/.test(options.base)) await git.fetchCommits([options.base]);
  const tip = baseName === undefined ? undefined : await git.resolve(baseName);
  if (baseName !== undefined && tip === undefined && options.base !== undefined)
    throw new ConfigError(`unknown revision "${baseName}" for --base`);
  const settings = {
    failOn: options.failOn,
    scope: options.scope,
    lang: options.lang,
    compile: options.compile,
    dbtArtifacts: await readDbtFiles({ given: options.dbtArtifacts, folder: cwd(), maxBytes: maxArtifactBytes }),
  };
  if (baseName === undefined || tip === undefined) {
    const nothing = { ref: 'empty', revision: emptyTree };
    return { ...settings, base: nothing, tip: nothing, head, origin: 'empty' };
  }
  const headCommit = head.revision === worktree ? await git.resolve('HEAD') : head.revision;
  const mergeBase = headCommit === undefined ? undefined : await git.mergeBase(tip, headCommit);
  const base = { ref: baseName, revision: mergeBase ?? tip };
  return {
    ...settings,
    base,
    tip: { ref: baseName, revision: tip },
    head,
    origin: mergeBase === undefined ? 'given' : 'merge-base',
  };
}

/** The working directory, or the commit that `--head` names. @throws ConfigError for an unknown revision. */
export async function headRevision({ git }: Tools, options: CliOptions): Promise<Revision> {
  if (options.head === undefined) return { ref: worktree, revision: worktree };
  return namedRevision({ git }, options.head);
}

/** A commit as people name it. @throws ConfigError for an unknown revision. */
export async function namedRevision({ git }: Pick<Tools, 'git'>, name: string): Promise<Revision> {
  if (name === worktree) return { ref: worktree, revision: worktree };
  const revision = await git.resolve(name);
  if (revision === undefined) throw new ConfigError(`unknown revision "${name}"`);
  return { ref: name, revision };
}
