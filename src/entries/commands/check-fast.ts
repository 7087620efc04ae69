import { realpath } from 'node:fs/promises';
import { cwd } from 'node:process';
import { type FolderTree, readFolder } from '../../adapters/folder-tree.ts';
import type { Terminal } from '../../adapters/terminal.ts';
import { checkFast } from '../../engine/check-fast.ts';
import { policyPaths, requireShared } from '../../engine/read-policy.ts';
import { rules } from '../../generated/rules.ts';
import { toolVersion } from '../../generated/version.ts';
import { configPath } from '../../load/config.ts';
import { createMemo } from '../../load/memo.ts';
import { ConfigError } from '../../model/errors.ts';
import { defaultTreeLimits, type Tree } from '../../model/tree.ts';
import { emit, type ExitCode, exitCodeOf } from '../command.ts';
import type { CliOptions } from '../options.ts';
import { renderForAgent, ruleWorld } from '../render-agent.ts';
import { renderReport } from '../render-report.ts';

/** What is judged where no file is named. */
const defaults = ['specs', 'implementation'];

/** What files are judged by. */
const context = [configPath, 'specs/governance'];

/**
 * Judges files of the working directory one by one: no git, no compiler, no other files than those and the policy.
 * @throws ConfigError for options that need a history, and for files that are not there
 */
export async function runFastCheck(options: CliOptions, terminal: Terminal): Promise<ExitCode> {
  const { base, head, worktree, scope } = options;
  if (base !== undefined || head !== undefined || worktree || scope !== undefined)
    throw new ConfigError(
      '"--fast" looks at files and not at their history: "--base", "--head", "--worktree" and "--scope" mean nothing to it',
    );
  if (options.compile !== undefined || options.dbtArtifacts.length > 0)
    throw new ConfigError('"--fast" compiles nothing: "--compile" and "--dbt-artifacts" mean nothing to it');
  const { tree, judged } = await readFiles(options.positionals);
  requireShared(tree);
  const report = checkFast({
    tree,
    judged,
    rules,
    memo: createMemo(),
    failOn: options.failOn,
    lang: options.lang,
    tool: { name: 'dataengos', version: toolVersion },
    today: new Date().toISOString().slice(0, 10),
  });
  const text =
    options.agent === undefined
      ? renderReport(report, { headTree: tree, baseTree: nothing }, { options, terminal })
      : await renderForAgent(report, ruleWorld(rules), options.agent);
  await emit(text, options, terminal);
  return exitCodeOf(report);
}

const nothing: Tree = { ref: 'empty', entries: [], skipped: [], read: () => undefined };

/** The named files with the policy, which may lie in files that only the configuration names, and the heads of their dbt projects. */
async function readFiles(given: readonly string[]): Promise<FolderTree> {
  const root = await realpath(cwd());
  const request = { given, defaults, limits: defaultTreeLimits };
  const read = await readFolder(root, { ...request, context });
  const named = [...policyPaths(read.tree), ...dbtProjects(read.judged)];
  const missing = [...new Set(named)].filter((path) => !context.includes(path));
  return missing.length === 0 ? read : readFolder(root, { ...request, context: [...context, ...missing] });
}

/** Where the dbt project of each file may be declared: a properties file is one only within a project. */
function dbtProjects(paths: ReadonlySet<string>): readonly string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    const parts = path.startsWith('implementation/') ? path.split('/') : [];
    for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join('/'));
  }
  return [...folders].map((folder) => `${folder}/dbt_project.yml`);
}
