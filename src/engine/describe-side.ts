import { brokenMacros } from '../compile/compile-project.ts';
import type { Memo } from '../compile/compile-request.ts';
import { projectShapes } from '../compile/shape/project-shapes.ts';
import { typeContradictions } from '../diff/type-contradictions.ts';
import { unreadNotes } from '../generators/generate.ts';
import { blobKey } from '../load/memo.ts';
import type { GeneratorNote } from '../model/artifact.ts';
import type { Facts, TypeContradiction } from '../model/facts.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Project } from '../model/project.ts';
import type { Tree } from '../model/tree.ts';
import type { Side } from './check-input.ts';
import { type CodeTools, codeProblems, terraformBlocks } from './code-files.ts';
import type { CompiledSide } from './compile-trees.ts';
import { parityFacts } from './gather-parity.ts';
import type { GeneratedSide } from './generate-sides.ts';

function refOf(tree: Tree): { readonly ref: string; readonly sha?: string } {
  return tree.sha === undefined ? { ref: tree.ref } : { ref: tree.ref, sha: tree.sha };
}

/** What a side is described with. */
export interface SideTools {
  readonly tools: CodeTools;
  readonly lang: Lang;
  readonly exportsAdopted: boolean;
}

/** Gathers the facts of a tree. What could not be generated is said among what was skipped. */
export function describeSide(
  tree: Tree,
  { project, requests, models, columns }: CompiledSide,
  { tools, lang, exportsAdopted, generated }: SideTools & { readonly generated: GeneratedSide },
): Side {
  const { memo } = tools;
  const terraform = terraformBlocks(tree, project, tools);
  const sql = project.dbt.flatMap((each) => projectShapes(each, memo));
  const facts: Facts = {
    models,
    artifacts: generated.states,
    unexpressed: unexpressed(generated.generation.notes),
    exportsAdopted,
    sql,
    columns,
    parity: parityFacts({ project, compiled: models, columns }),
    ...(terraform && { terraform }),
    typeContradictions: memoisedContradictions(project, memo),
  };
  const problems = [...project.problems, ...requests.flatMap(brokenMacros), ...codeProblems(tree, project, tools)];
  const left = generated.generation.notes.filter(({ severity }) => severity === 'info');
  const unread = [...unreadNotes(generated.generation.unread), ...left].map((note) => ({
    what: note.subject,
    why: translate(lang, note.message, note.values),
  }));
  const described: Project = { ...project, problems, skipped: [...project.skipped, ...unread] };
  return { ref: refOf(tree), project: described, facts };
}

/** What the specifications promise and nothing checks; the rest is only left out, and listed with what was not judged. */
function unexpressed(notes: readonly GeneratorNote[]): readonly GeneratorNote[] {
  return notes.filter(({ severity }) => severity !== 'info');
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
