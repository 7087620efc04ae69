import { configPath, loadConfig } from '../load/config.ts';
import { isWanted } from '../load/layout.ts';
import { defaultTreeLimits, type Tree, type TreeLimits } from '../model/tree.ts';
import type { Git } from '../ports.ts';
import { artifactPaths } from './given-artifacts.ts';
import { policyPaths } from './read-policy.ts';

/** A revision as people name it and as git finds it. */
export interface Revision {
  readonly ref: string;
  /** Commit id, or `worktree`. */
  readonly revision: string;
}

/** What a check compares, and where its policy comes from. */
export interface Revisions {
  readonly base: Revision;
  readonly head: Revision;
  /** Tip of the base branch. */
  readonly tip: Revision;
}

/** Reads the trees of a check. The limits of a tree are in its own branch's configuration, so that is read first. */
export async function readTrees(
  git: Git,
  { tip, head, base }: Revisions,
): Promise<readonly [tip: Tree, head: Tree, base: Tree]> {
  const configs = await git.readTrees({
    revisions: [tip],
    wanted: (path) => path === configPath,
    limits: defaultTreeLimits,
  });
  const [tipConfig] = configs;
  const { limits, dbtArtifacts } = loadConfig(configPath, tipConfig?.read(configPath)).config;
  const unique = [...new Map([tip, head, base].map((each) => [each.revision, each])).values()];
  const trees = await withShared({ git, revisions: unique, limits }, [
    ...(tipConfig === undefined ? [] : policyPaths(tipConfig)),
    ...artifactPaths({ dbtArtifacts }),
  ]);
  const treeOf = (wanted: Revision): Tree => {
    const tree = trees[unique.findIndex((each) => each.revision === wanted.revision)];
    if (tree === undefined) throw new TypeError('git gave fewer trees than were asked for');
    return { ...tree, ref: wanted.ref };
  };
  return [treeOf(tip), treeOf(head), treeOf(base)];
}

/** What trees are read with: those files, and whatever the product has. */
interface TreeRequest {
  readonly git: Git;
  readonly revisions: readonly Revision[];
  readonly limits: TreeLimits;
}

/** Shared policies may lie anywhere, and may extend others: what is missing is read, too. Their number is bounded. */
async function withShared({ git, revisions, limits }: TreeRequest, known: readonly string[]): Promise<readonly Tree[]> {
  const shared = new Set(known);
  const trees = await git.readTrees({ revisions, wanted: (path) => isWanted(path) || shared.has(path), limits });
  const missing = trees.flatMap(policyPaths).filter((path) => !isWanted(path) && !shared.has(path));
  return missing.length === 0 ? trees : withShared({ git, revisions, limits }, [...known, ...missing]);
}

/** Paths whose bytes differ between two trees. */
export function changedPaths(base: Tree, head: Tree): ReadonlySet<string> {
  const before = new Map(base.entries.map((entry) => [entry.path, entry.oid]));
  const after = new Map(head.entries.map((entry) => [entry.path, entry.oid]));
  const paths = new Set([...before.keys(), ...after.keys()]);
  return new Set([...paths].filter((path) => before.get(path) !== after.get(path)));
}
