import { resolve } from 'node:path';
import { repositoryRoot, worktree } from '../adapters/git.ts';
import { customRules } from '../engine/custom-rules.ts';
import { policyPaths, readPolicy } from '../engine/read-policy.ts';
import { defaultConfig } from '../load/config.ts';
import { loadProject } from '../load/load-project.ts';
import { EnvironmentError } from '../model/errors.ts';
import type { Config } from '../model/policy.ts';
import type { Rule } from '../model/rule.ts';
import { defaultTreeLimits, type Tree } from '../model/tree.ts';
import { type CliOptions, pageLang } from './options.ts';
import { createTools, silentProgress } from './tools.ts';

/** What the working directory says about rules. */
export interface RepositoryPolicy {
  readonly config: Config;
  readonly customRules: readonly Rule[];
}

/** Reads the policy of the repository around the current folder; outside of one, the defaults. */
export async function repositoryPolicy(options: Pick<CliOptions, 'lang'>): Promise<RepositoryPolicy> {
  const root = await repositoryRoot(resolve('.')).catch((error: unknown) => {
    if (error instanceof EnvironmentError) return undefined;
    throw error;
  });
  if (root === undefined) return { config: defaultConfig, customRules: [] };
  const tools = createTools({ cwd: root }, silentProgress);
  const first = await treeWith([]);
  const tree = await treeWith(policyPaths(first));
  const { config } = readPolicy(tree);
  return { config, customRules: customRules(loadProject(tree, tools.memo).customRules ?? [], pageLang(options)) };

  async function treeWith(paths: readonly string[]): Promise<Tree> {
    const [read] = await tools.git.readTrees({
      revisions: [{ ref: worktree, revision: worktree }],
      wanted: (path) => /^specs\/governance\/rules\/|^dataengos\.yaml$/.test(path) || paths.includes(path),
      limits: defaultTreeLimits,
    });
    if (read === undefined) throw new TypeError('git gave no tree');
    return read;
  }
}
