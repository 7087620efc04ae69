import { diffProjects } from '../diff/diff-projects.ts';
import { detectLang } from '../load/detect-lang.ts';
import { decodeUtf8 } from '../load/inspect-text.ts';
import { loadProject } from '../load/load-project.ts';
import type { Memo } from '../load/memo.ts';
import type { Change } from '../model/change.ts';
import type { Lang } from '../model/messages.ts';
import type { Config, FailOn, Scope } from '../model/policy.ts';
import type { Project } from '../model/project.ts';
import type { Rule } from '../model/rule.ts';
import type { Tree } from '../model/tree.ts';
import type { Git, PolicyHost, Progress } from '../ports.ts';
import { choosePolicy } from './choose-policy.ts';
import { withDirections } from './directions.ts';
import { diffOptions } from './judge-changes.ts';
import {
  policyProblems,
  policySource,
  readPolicy,
  type RemotePolicy,
  requireShared,
  withRemotePolicies,
} from './read-policy.ts';
import { changedPaths, readTrees, type Revisions } from './read-trees.ts';
import { atLeastShared } from './shared-policy.ts';

/** What reading needs. */
export interface ReadTools {
  readonly git: Git;
  readonly memo: Memo;
  readonly rules: readonly Rule[];
  readonly progress: Progress;
  /** Where shared policies of other repositories are; undefined without a token. */
  readonly policies?: PolicyHost | undefined;
}

/** What is read, and what the command line or the action's inputs say over the configuration. */
export interface ReadRequest extends Revisions {
  readonly failOn?: FailOn;
  readonly scope?: Scope;
  readonly lang?: Lang | 'auto';
}

/** Both sides of a change as their files say, and the policy that holds. */
export interface ReadSides {
  readonly trees: readonly [tip: Tree, head: Tree, base: Tree];
  readonly remotes: readonly RemotePolicy[];
  readonly policy: ReturnType<typeof choosePolicy>;
  /** The policy's configuration with what the request says over it. */
  readonly config: Config;
  readonly projects: { readonly base: Project; readonly head: Project };
  readonly lang: Lang;
  /** Paths that differ between base and head. */
  readonly changed: ReadonlySet<string>;
  readonly changes: readonly Change[];
  /** Reads another tree as both sides were read. */
  readonly load: (tree: Tree) => Project;
}

/**
 * Reads both trees, chooses the policy and compares the specifications.
 * @throws ConfigError where the policy that judges extends what cannot be read
 */
export async function readSides(tools: ReadTools, request: ReadRequest): Promise<ReadSides> {
  tools.progress.step('reading both trees');
  const { trees, remotes } = await withRemotePolicies(await readTrees(tools.git, request), tools.policies);
  const [tip, head, base] = trees;
  const policy = chosenPolicy(tip, head, tools);
  const config = { ...policy.config, ...atLeastShared(policy.config, request) };
  const dialect = config.dialect;
  const load = (tree: Tree): Project => withDirections(readProject(tree, tools, dialect), config.directions);
  const projects = { base: load(base), head: load(head) };
  const wanted = request.lang ?? config.lang;
  const lang = wanted === 'auto' ? detectLang(proseOf(head)) : wanted;
  const changed = changedPaths(base, head);
  const changes = diffProjects(projects.base, projects.head, diffOptions({ policy: { ...policy, config } }));
  return { trees, remotes, policy, config, projects, lang, changed, changes, load };
}

/** @throws ConfigError where the policy that judges extends what cannot be read */
function chosenPolicy(tip: Tree, head: Tree, tools: ReadTools): ReturnType<typeof choosePolicy> {
  const sourceOf = (tree: Tree): ReturnType<typeof policySource> =>
    policySource(tree, readProject(tree, tools, readPolicy(tree).config.dialect));
  const policy = choosePolicy(sourceOf(tip), sourceOf(head), tools.rules);
  if (!policy.firstAdoption) requireShared(tip);
  return policy;
}

/** The project with what is wrong in the tree's own configuration file. */
function readProject(tree: Tree, tools: ReadTools, dialect: string | undefined): Project {
  const project = loadProject(tree, tools.memo, { dialect });
  const problems = policyProblems(tree, project, tools.rules);
  return problems.length === 0 ? project : { ...project, problems: [...project.problems, ...problems] };
}

function* proseOf(tree: Tree): Generator<string> {
  for (const { path } of tree.entries) {
    if (!path.startsWith('specs/') || !/\.(?:md|ya?ml)$/.test(path)) continue;
    yield decodeUtf8(tree.read(path)?.subarray(0, 4096) ?? new Uint8Array()) ?? '';
  }
}
