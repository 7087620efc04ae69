import type { GeneratedSide } from './generate-sides.ts';
import { generateSides } from './generate-sides.ts';
import { unreadNotes } from '../generators/generate.ts';
import type { GeneratorNote } from '../model/artifact.ts';
import type { Lang } from '../model/messages.ts';
import type { Project } from '../model/project.ts';
import type { Tree } from '../model/tree.ts';
import { type ReadRequest, readSides, type ReadTools } from './read-sides.ts';
import type { LineageTools } from './whole-lineage.ts';

/** What the specifications of a tree generate, without judging anything else. */
export interface GatheredGeneration extends GeneratedSide {
  readonly lang: Lang;
  readonly headTree: Tree;
  readonly headProject: Project;
  /** What could not be generated or expressed. */
  readonly notes: readonly GeneratorNote[];
}

/** Reads both trees and generates: no model is judged, no rule runs. @throws as {@link readSides} does */
export async function gatherGeneration(
  tools: ReadTools & LineageTools,
  request: ReadRequest,
): Promise<GatheredGeneration> {
  const sides = await readSides(tools, request);
  const { head: side } = await generateSides({ ...sides, tools });
  const notes = [...unreadNotes(side.generation.unread), ...side.generation.notes];
  return { ...side, lang: sides.lang, headTree: sides.trees[1], headProject: sides.projects.head, notes };
}
