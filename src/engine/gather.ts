import type { Engines } from '../compile/compile-project.ts';
import type { Generation } from '../generators/generate.ts';
import { lockPath } from '../generators/lock.ts';
import { detectLang } from '../load/detect-lang.ts';
import { decodeUtf8 } from '../load/inspect-text.ts';
import type { LoadedArtifacts } from '../load/dbt/load-artifacts.ts';
import { loadProject } from '../load/load-project.ts';
import type { Memo } from '../load/memo.ts';
import type { SpecAuthors } from '../model/facts.ts';
import type { Lang } from '../model/messages.ts';
import type { Config, FailOn, Scope } from '../model/policy.ts';
import type { Project } from '../model/project.ts';
import type { BaseOrigin, Report } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import type { Tree } from '../model/tree.ts';
import type { UnitTestMode } from '../model/unit-tests.ts';
import type { ArtifactFile, CompileMode, DbtRefusal } from '../model/dbt-artifacts.ts';
import type { DbtRunner, Git, PolicyHost, Progress, SampleDatabase } from '../ports.ts';
import type { CheckInput, Side } from './check-input.ts';
import { textOf } from './code-files.ts';
import { compileTrees } from './compile-trees.ts';
import { describeSide, withoutGenerators } from './describe-side.ts';
import { withDirections } from './directions.ts';
import { treeArtifacts } from './given-artifacts.ts';
import { runRealDbt, withDbtProblems } from './real-dbt.ts';
import { diffOptions } from './judge-changes.ts';
import { gatherNotice } from './notice.ts';
import { gatherRelease } from './gather-release.ts';
import { diffProjects } from '../diff/diff-projects.ts';
import { editedPolicy } from './policy-notes.ts';
import { choosePolicy } from './choose-policy.ts';
import { customRules } from './custom-rules.ts';
import {
  ignoredSettings,
  policyPaths,
  policyProblems,
  policySource,
  readPolicy,
  laterPolicies,
  requireShared,
  withRemotePolicies,
} from './read-policy.ts';
import { changedPaths, readTrees, type Revisions } from './read-trees.ts';
import { atLeastShared } from './shared-policy.ts';
import { runUnitTests, type UnitTestRun, withUnitTests } from './unit-tests.ts';

/** What a run works with. */
export interface Tools {
  readonly git: Git;
  readonly engines: Engines;
  readonly memo: Memo;
  readonly rules: readonly Rule[];
  readonly tool: Report['tool'];
  readonly progress: Progress;
  /** Where shared policies of other repositories are; undefined without a token. */
  readonly policies?: PolicyHost | undefined;
  /** What unit tests run in; undefined where they do not. */
  readonly samples?: SampleDatabase | undefined;
  /** Parses dbt projects where that is asked for. */
  readonly dbt?: DbtRunner | undefined;
  /** When the run began: deprecation periods are counted up to it. */
  readonly now: Date;
}

/** What is compared with what, and what the command line or the action's inputs say over the configuration. */
export interface CheckRequest extends Revisions {
  readonly origin: BaseOrigin;
  readonly failOn?: FailOn;
  readonly scope?: Scope;
  readonly lang?: Lang | 'auto';
  /** Whether unit tests run; they do not where it is left out. */
  readonly unitTests?: UnitTestMode | 'configured';
  /** Whether dbt runs; it does not where this is left out. */
  readonly compile?: CompileMode | 'configured';
  /** Why dbt may not run, whatever is asked for. */
  readonly dbtRefusal?: DbtRefusal;
  /** Files that dbt wrote, from outside of the trees. */
  readonly dbtArtifacts?: readonly ArtifactFile[];
  /** Who wrote the specifications that the change touches; undefined where nobody tells. */
  readonly authors?: SpecAuthors;
}

/** A gathered check, with what publishing needs beside the report. */
export interface Gathered {
  readonly input: CheckInput;
  readonly headTree: Tree;
  readonly baseTree: Tree;
  /** What head's specifications generate. */
  readonly generation: Generation;
}

/** Reads both trees and the policy, compiles and generates: everything that happens before the pure check. */
export async function gatherCheck(tools: Tools, request: CheckRequest): Promise<Gathered> {
  tools.progress.step('reading both trees');
  const { trees, remotes } = await withRemotePolicies(await readTrees(tools.git, request), tools.policies);
  const [tip, head, base] = trees;
  const policy = chosenPolicy(tip, head, tools);
  const config = { ...policy.config, ...atLeastShared(policy.config, request) };
  const dialect = config.dialect;
  const projects = {
    base: withDirections(readProject(base, tools, dialect), config.directions),
    head: withDirections(readProject(head, tools, dialect), config.directions),
  };
  tools.progress.step('compiling models');
  const wanted = request.lang ?? config.lang;
  const lang = wanted === 'auto' ? detectLang(proseOf(head)) : wanted;
  const exportsAdopted = [head, base].some((tree) => tree.entries.some((entry) => entry.path === lockPath));
  const changed = changedPaths(base, head);
  const { engines, memo } = tools;
  const compile = request.compile === 'configured' ? config.compile : (request.compile ?? 'auto');
  const written = compile === 'static' ? undefined : writtenByDbt(trees, config, request);
  const artifacts = { head: written?.head.artifacts, base: written?.base.artifacts };
  const code = await compileTrees({ ...projects, engines, memo, lang, changed, scope: config.scope, artifacts });
  const dbt = await runRealDbt({
    head: { ...code.head, tree: head },
    base: { ...code.base, tree: base },
    runner: tools.dbt,
    isAsked: compile === 'dbt',
    isFirstAdoption: request.compile === 'configured' && policy.firstAdoption,
    refusal: request.dbtRefusal,
  });
  const how = { tools, config, lang, exportsAdopted };
  const headSide = describeSide(head, code.head, how);
  const isFresh = headSide.side.facts.artifacts.every(({ status }) => status === 'fresh');
  const baseSide = describeSide(base, code.base, { ...how, config: isFresh ? withoutGenerators(config) : config });
  const tests: UnitTestRun = await runUnitTests({
    head: { ...code.head, text: (path) => textOf(head, path) },
    base: { ...code.base, text: (path) => textOf(base, path) },
    mode: request.unitTests === 'configured' ? config.unitTests : (request.unitTests ?? 'off'),
    engines,
    database: tools.samples,
    progress: tools.progress,
  });
  const judged = { ...policy, config };
  const changes = diffProjects(projects.base, projects.head, diffOptions({ policy: judged }));
  const notice = await gatherNotice(changes, {
    base: projects.base,
    revision: request.base.revision,
    git: tools.git,
    now: tools.now,
  });
  const release = await gatherRelease(tools, {
    policy: config.release,
    base: request.base,
    like: [...projects.base.contracts, ...projects.head.contracts],
    tip,
    directions: config.directions,
  });
  const edited = policy.firstAdoption ? [] : editedPolicy(changed, policyPaths(tip), lang);
  const input: CheckInput = {
    base: withDbtProblems(withUnitTests(baseSide.side, tests.base), dbt.base),
    head: withDbtProblems(
      withUnitTests(withAuthors(headSide.side, request.authors), tests.head, tests.skipped),
      dbt.head,
      [...(written?.head.skipped ?? []), ...dbt.skipped],
    ),
    origin: request.origin,
    policy: {
      ...judged,
      ...(remotes.length === 0 ? {} : { remotes }),
      skipped: [
        ...policy.skipped,
        ...(policy.firstAdoption ? laterPolicies(head, lang) : ignoredSettings(tip, lang)),
        ...release.skipped,
        ...edited,
      ],
    },
    changes,
    notice,
    ...(release.release === undefined ? {} : { release: release.release }),
    rules: [...tools.rules, ...customRules(policy.customRules, lang)],
    lang,
    changedPaths: changed,
    ...(dbt.version === undefined ? {} : { dbt: dbt.version }),
    unparsedModels: code.unparsed,
    text: (side, path) => textOf(side === 'base' ? base : head, path),
    tool: tools.tool,
  };
  return { input, headTree: head, baseTree: base, generation: headSide.generation };
}

/** What dbt wrote, for each side: files of the trees besides those that were given. */
function writtenByDbt(
  [, head, base]: readonly [tip: Tree, head: Tree, base: Tree],
  config: Config,
  { dbtArtifacts }: CheckRequest,
): { readonly head: LoadedArtifacts; readonly base: LoadedArtifacts } {
  return { head: treeArtifacts(head, config, dbtArtifacts), base: treeArtifacts(base, config, dbtArtifacts) };
}

function withAuthors(side: Side, authors: SpecAuthors | undefined): Side {
  return authors === undefined ? side : { ...side, facts: { ...side.facts, authors } };
}

/** @throws ConfigError where the policy that judges extends what cannot be read */
function chosenPolicy(tip: Tree, head: Tree, tools: Tools): ReturnType<typeof choosePolicy> {
  const sourceOf = (tree: Tree): ReturnType<typeof policySource> =>
    policySource(tree, readProject(tree, tools, readPolicy(tree).config.dialect));
  const policy = choosePolicy(sourceOf(tip), sourceOf(head), tools.rules);
  if (!policy.firstAdoption) requireShared(tip);
  return policy;
}

/** The project with what is wrong in the tree's own configuration file. */
function readProject(tree: Tree, tools: Tools, dialect: string | undefined): Project {
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
