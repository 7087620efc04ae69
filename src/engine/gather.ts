import type { Engines } from '../compile/compile-project.ts';
import type { Generation } from '../generators/generate.ts';
import { lockPath } from '../generators/ownership/lock.ts';
import type { LoadedArtifacts } from '../load/dbt/load-artifacts.ts';
import type { SpecAuthors } from '../model/facts.ts';
import type { Config } from '../model/policy.ts';
import type { BaseOrigin, Report } from '../model/report.ts';
import type { Tree } from '../model/tree.ts';
import type { UnitTestMode } from '../model/unit-tests.ts';
import type { ArtifactFile, CompileMode, DbtRefusal } from '../model/dbt-artifacts.ts';
import type { DbtRunner, SampleDatabase } from '../ports.ts';
import type { CheckInput, Side } from './check-input.ts';
import { textOf } from './code-files.ts';
import { compileTrees } from './compile-trees.ts';
import { describeSide } from './describe-side.ts';
import { generateSides } from './generate-sides.ts';
import { treeArtifacts } from './given-artifacts.ts';
import { runRealDbt, withDbtProblems } from './real-dbt.ts';
import { gatherNotice } from './notice.ts';
import { gatherRelease } from './gather-release.ts';
import { editedPolicy } from './policy-notes.ts';
import { customRules } from './custom-rules.ts';
import { ignoredSettings, policyPaths, laterPolicies } from './read-policy.ts';
import { type ReadRequest, readSides, type ReadTools } from './read-sides.ts';
import { runUnitTests, type UnitTestRun, withUnitTests } from './unit-tests.ts';

/** What a run works with. */
export interface Tools extends ReadTools {
  readonly engines: Engines;
  readonly tool: Report['tool'];
  /** What unit tests run in; undefined where they do not. */
  readonly samples?: SampleDatabase | undefined;
  /** Parses dbt projects where that is asked for. */
  readonly dbt?: DbtRunner | undefined;
  /** When the run began: deprecation periods are counted up to it. */
  readonly now: Date;
}

/** What is compared with what, and what the command line or the action's inputs say over the configuration. */
export interface CheckRequest extends ReadRequest {
  readonly origin: BaseOrigin;
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
  const sides = await readSides(tools, request);
  const { trees, remotes, policy, config, projects, lang, changed, changes } = sides;
  const [tip, head, base] = trees;
  tools.progress.step('compiling models');
  const exportsAdopted = [head, base].some((tree) => tree.entries.some((entry) => entry.path === lockPath));
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
  const generated = await generateSides({ ...sides, tools });
  const how = { tools, lang, exportsAdopted };
  const headSide = describeSide(head, code.head, { ...how, generated: generated.head });
  const baseSide = describeSide(base, code.base, { ...how, generated: generated.base });
  const tests: UnitTestRun = await runUnitTests({
    head: { ...code.head, text: (path) => textOf(head, path) },
    base: { ...code.base, text: (path) => textOf(base, path) },
    mode: request.unitTests === 'configured' ? config.unitTests : (request.unitTests ?? 'off'),
    engines,
    database: tools.samples,
    progress: tools.progress,
  });
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
    base: withDbtProblems(withUnitTests(baseSide, tests.base), dbt.base),
    head: withDbtProblems(withUnitTests(withAuthors(headSide, request.authors), tests.head, tests.skipped), dbt.head, [
      ...(written?.head.skipped ?? []),
      ...dbt.skipped,
    ]),
    origin: request.origin,
    policy: {
      ...policy,
      config,
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
  return { input, headTree: head, baseTree: base, generation: generated.head.generation };
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
