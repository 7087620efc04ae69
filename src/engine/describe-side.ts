import { brokenMacros } from '../compile/compile-project.ts';
import type { Memo } from '../compile/compile-request.ts';
import { projectShapes } from '../compile/shape/project-shapes.ts';
import { typeContradictions } from '../diff/type-contradictions.ts';
import { compareArtifacts } from '../generators/compare.ts';
import { generateArtifacts, type Generation } from '../generators/generate.ts';
import { generators } from '../generators/registry.ts';
import { blobKey } from '../load/memo.ts';
import type { Facts, TypeContradiction } from '../model/facts.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Config } from '../model/policy.ts';
import type { Project } from '../model/project.ts';
import type { Tree } from '../model/tree.ts';
import type { Side } from './check-input.ts';
import { type CodeTools, codeProblems, terraformBlocks } from './code-files.ts';
import type { CompiledSide } from './compile-trees.ts';
import { parityFacts } from './gather-parity.ts';

function refOf(tree: Tree): { readonly ref: string; readonly sha?: string } {
  return tree.sha === undefined ? { ref: tree.ref } : { ref: tree.ref, sha: tree.sha };
}

/** Generated files only tell which of head's differences are old: where head has none, nothing is generated for base. */
export function withoutGenerators(config: Config): Config {
  return { ...config, generators: Object.fromEntries(generators.map(({ name }) => [name, false])) };
}

/** What a side is described with. */
export interface SideTools {
  readonly tools: CodeTools;
  readonly config: Config;
  readonly lang: Lang;
  readonly exportsAdopted: boolean;
}

/** Compares a tree's generated files, and gathers its facts. What could not be generated is said among what was skipped. */
export function describeSide(
  tree: Tree,
  { project, requests, models, columns }: CompiledSide,
  { tools, config, lang, exportsAdopted }: SideTools,
): { readonly side: Side; readonly generation: Generation } {
  const { memo } = tools;
  const generation = generateArtifacts(project, config.generators);
  const artifacts = compareArtifacts(generation.artifacts, tree, generation.unread);
  const terraform = terraformBlocks(tree, project, tools);
  const sql = project.dbt.flatMap((each) => projectShapes(each, memo));
  const facts: Facts = {
    models,
    artifacts,
    exportsAdopted,
    sql,
    columns,
    parity: parityFacts({ project, compiled: models, columns }),
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
