import { readTerraform } from '../compile/syntax/terraform.ts';
import { projectShapes } from '../compile/shape/project-shapes.ts';
import { brokenMacros, compileFiles, compileProject, type Engines, modelKeys } from '../compile/compile-project.ts';
import { compareArtifacts } from '../generators/compare.ts';
import { generateArtifacts, type Generation } from '../generators/generate.ts';
import { lockPath } from '../generators/lock.ts';
import { generators } from '../generators/registry.ts';
import { configPath, loadConfig } from '../load/config.ts';
import { detectLang } from '../load/detect-lang.ts';
import { decodeUtf8 } from '../load/inspect-text.ts';
import { isForeign } from '../load/dbt/load-dbt.ts';
import { isWanted } from '../load/layout.ts';
import { loadProject } from '../load/load-project.ts';
import { blobKey, type Memo } from '../load/memo.ts';
import type { Facts, SpecAuthors, TypeContradiction } from '../model/facts.ts';
import { fileStart } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Config, FailOn, Scope } from '../model/policy.ts';
import type { Problem, Project } from '../model/project.ts';
import type { BaseOrigin, Report } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import { defaultTreeLimits, type Tree, type TreeLimits } from '../model/tree.ts';
import type { Git, PolicyHost, Progress } from '../ports.ts';
import type { CheckInput, Side } from './check-input.ts';
import { withDirections } from './directions.ts';
import { diffOptions } from './judge-changes.ts';
import { gatherNotice } from './notice.ts';
import { gatherRelease } from './gather-release.ts';
import { diffProjects } from '../diff/diff-projects.ts';
import { typeContradictions } from '../diff/type-contradictions.ts';
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
import { atLeastShared } from './shared-policy.ts';

/** A revision as people name it and as git finds it. */
export interface Revision {
  readonly ref: string;
  /** Commit id, or `worktree`. */
  readonly revision: string;
}

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
  /** When the run began: deprecation periods are counted up to it. */
  readonly now: Date;
}

/** What is compared with what, and what the command line or the action's inputs say over the configuration. */
export interface CheckRequest {
  readonly base: Revision;
  readonly origin: BaseOrigin;
  readonly head: Revision;
  /** Tip of the base branch: where policy comes from. */
  readonly tip: Revision;
  readonly failOn?: FailOn;
  readonly scope?: Scope;
  readonly lang?: Lang | 'auto';
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
  const unchanged = config.scope === 'all' ? undefined : manyUnchanged(projects, lang);
  await tools.engines.prepare(needsOf([projects.base, projects.head], unchanged?.paths));
  const exportsAdopted = [head, base].some((tree) => tree.entries.some((entry) => entry.path === lockPath));
  const how = { tools, config, lang, renderOnly: unchanged?.keys, exportsAdopted };
  const headSide = describeSide(head, projects.head, how);
  // Base's generated files only tell which of head's differences are old: where head has none, nothing is generated for base.
  const isFresh = headSide.side.facts.artifacts.every(({ status }) => status === 'fresh');
  const baseSide = describeSide(base, projects.base, { ...how, config: isFresh ? withoutGenerators(config) : config });
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
  const changed = changedPaths(base, head);
  const edited = policy.firstAdoption ? [] : editedPolicy(changed, policyPaths(tip), lang);
  const input: CheckInput = {
    base: baseSide.side,
    head: withAuthors(headSide.side, request.authors),
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
    unparsedModels: unchanged?.paths ?? new Set(),
    text: (side, path) => textOf(side === 'base' ? base : head, path),
    tool: tools.tool,
  };
  return { input, headTree: head, baseTree: base, generation: headSide.generation };
}

function withAuthors(side: Side, authors: SpecAuthors | undefined): Side {
  return authors === undefined ? side : { ...side, facts: { ...side.facts, authors } };
}

/** The limits of a tree are in its own branch's configuration, so that is read first. */
async function readTrees(git: Git, request: CheckRequest): Promise<readonly [tip: Tree, head: Tree, base: Tree]> {
  const { tip, head, base } = request;
  const configs = await git.readTrees({
    revisions: [tip],
    wanted: (path) => path === configPath,
    limits: defaultTreeLimits,
  });
  const [tipConfig] = configs;
  const { limits } = loadConfig(configPath, tipConfig?.read(configPath)).config;
  const unique = [...new Map([tip, head, base].map((each) => [each.revision, each])).values()];
  const trees = await withShared(
    { git, revisions: unique, limits },
    tipConfig === undefined ? [] : policyPaths(tipConfig),
  );
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

function refOf(tree: Tree): { readonly ref: string; readonly sha?: string } {
  return tree.sha === undefined ? { ref: tree.ref } : { ref: tree.ref, sha: tree.sha };
}

/** Which parsers will be asked; `unparsed` models need none. */
function needsOf(
  projects: readonly Project[],
  unparsed: ReadonlySet<string> = new Set(),
): Parameters<Engines['prepare']>[0] {
  const dbt = projects
    .flatMap((project) => project.dbt)
    .filter((each) => each.models.some((model) => model.language === 'sql' && !unparsed.has(model.path)));
  const files = projects.flatMap((project) => project.files);
  return {
    adapters: [...new Set(dbt.map((each) => each.dialect))],
    python: files.some((file) => isCode(file.path, 'python')),
    hcl: files.some((file) => isCode(file.path, 'hcl')),
  };
}

function isCode(path: string, language: 'python' | 'hcl'): boolean {
  return path.startsWith('implementation/') && (language === 'python' ? /\.py$/ : /\.(?:tf|tfvars|hcl)$/).test(path);
}

/** Fewer unchanged models than this are parsed all the same (about 1.5 ms each): the report then shows their old mistakes too. */
const manyModels = 200;

/**
 * Models that are the same in both trees, with all that their SQL depends on: nothing in it can be new, so the cost of parsing
 * them follows neither the change nor the verdict. Undefined where they are few.
 */
function manyUnchanged(
  { base, head }: { readonly base: Project; readonly head: Project },
  lang: Lang,
): { readonly keys: ReadonlySet<string>; readonly paths: ReadonlySet<string> } | undefined {
  if (head.dbt.flatMap((project) => project.models).length <= manyModels) return undefined;
  const before = new Set(base.dbt.flatMap((project) => [...modelKeys({ project, lang }).keys()]));
  const shared = head.dbt.flatMap((project) => [...modelKeys({ project, lang })]).filter(([key]) => before.has(key));
  if (shared.length <= manyModels) return undefined;
  return { keys: new Set(shared.map(([key]) => key)), paths: new Set(shared.map(([, model]) => model.path)) };
}

function withoutGenerators(config: Config): Config {
  return { ...config, generators: Object.fromEntries(generators.map(({ name }) => [name, false])) };
}

interface SideTools {
  readonly tools: Tools;
  readonly config: Config;
  readonly lang: Lang;
  readonly renderOnly: ReadonlySet<string> | undefined;
  readonly exportsAdopted: boolean;
}

/** Compiles a tree's code and compares its generated files. What could not be generated is said among what was skipped. */
function describeSide(
  tree: Tree,
  project: Project,
  { tools, config, lang, renderOnly, exportsAdopted }: SideTools,
): { readonly side: Side; readonly generation: Generation } {
  const { engines, memo } = tools;
  const requests = project.dbt.map((each) => ({ project: each, engines, memo, lang, renderOnly }));
  const models = requests.flatMap(compileProject);
  const generation = generateArtifacts(project, config.generators);
  const artifacts = compareArtifacts(generation.artifacts, tree, generation.unread);
  const terraform = terraformBlocks(tree, project, tools);
  const sql = project.dbt.flatMap((each) => projectShapes(each, memo));
  const facts: Facts = {
    models,
    artifacts,
    exportsAdopted,
    sql,
    ...(terraform && { terraform }),
    typeContradictions: memoisedContradictions(project, memo),
  };
  const problems = [...project.problems, ...requests.flatMap(brokenMacros), ...codeProblems(tree, project, tools)];
  const notes = generation.notes.map((note) => ({
    what: note.subject,
    why: translate(lang, note.message, note.values),
  }));
  const described: Project = { ...project, problems, skipped: [...project.skipped, ...notes] };
  return { side: { ref: refOf(tree), project: described, facts }, generation };
}

/** Of each contract once for both sides. */
function memoisedContradictions({ contracts, files }: Project, memo: Memo): readonly TypeContradiction[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return contracts.flatMap((contract) => {
    const file = byPath.get(contract.path);
    if (file === undefined) return typeContradictions(contract);
    return memo.once('type-contradictions', blobKey(file), () => typeContradictions(contract));
  });
}

function codeProblems(tree: Tree, project: Project, tools: Tools): readonly Problem[] {
  return project.files
    .filter((file) => isCode(file.path, 'python') || isCode(file.path, 'hcl'))
    .flatMap((file) =>
      tools.memo.once('code-problems', `${file.oid} ${file.path}`, () => {
        const bytes = tree.read(file.path);
        // A file over the caps is listed among what was skipped.
        if (bytes === undefined) return [];
        const text = decodeUtf8(bytes);
        return text === undefined ? [notText(file.path)] : compileFiles([{ path: file.path, text }], tools.engines);
      }),
    );
}

/** What the Terraform files declare; undefined where there are none. */
function terraformBlocks(tree: Tree, project: Project, tools: Tools): Facts['terraform'] {
  const files = project.files.filter(({ path }) => isCode(path, 'hcl') && path.endsWith('.tf') && !isForeign(path));
  if (files.length === 0) return undefined;
  return files.flatMap((file) =>
    tools.memo.once('terraform', `${file.oid} ${file.path}`, () =>
      readTerraform(tools.engines, file.path, textOf(tree, file.path) ?? ''),
    ),
  );
}

function notText(path: string): Problem {
  return { kind: 'code', at: fileStart(path), key: 'binary', message: 'problems.binary', values: {} };
}

function textOf(tree: Tree, path: string): string | undefined {
  const bytes = tree.read(path);
  return bytes === undefined ? undefined : decodeUtf8(bytes);
}

function* proseOf(tree: Tree): Generator<string> {
  for (const { path } of tree.entries) {
    if (!path.startsWith('specs/') || !/\.(?:md|ya?ml)$/.test(path)) continue;
    yield decodeUtf8(tree.read(path)?.subarray(0, 4096) ?? new Uint8Array()) ?? '';
  }
}

function changedPaths(base: Tree, head: Tree): ReadonlySet<string> {
  const before = new Map(base.entries.map((entry) => [entry.path, entry.oid]));
  const after = new Map(head.entries.map((entry) => [entry.path, entry.oid]));
  const paths = new Set([...before.keys(), ...after.keys()]);
  return new Set([...paths].filter((path) => before.get(path) !== after.get(path)));
}
