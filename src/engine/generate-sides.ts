import { compareArtifacts } from '../generators/ownership/compare.ts';
import { generateArtifacts, type Generation, isGeneratorOn } from '../generators/generate.ts';
import { hashText } from '../generators/ownership/lock.ts';
import { generators } from '../generators/registry.ts';
import type { ArtifactState } from '../model/artifact.ts';
import type { Change } from '../model/change.ts';
import { compareText } from '../model/location.ts';
import type { Project } from '../model/project.ts';
import type { Tree } from '../model/tree.ts';
import { withCauses } from './artifact-causes.ts';
import { textOf } from './code-files.ts';
import type { ReadSides } from './read-sides.ts';
import { type LineageTools, wholeLineage } from './whole-lineage.ts';

/** What the specifications of a tree generate, and how the tree's files stand to that. */
export interface GeneratedSide {
  readonly generation: Generation;
  readonly states: readonly ArtifactState[];
}

/** A tree, and what it says. */
interface ReadSide {
  readonly tree: Tree;
  readonly project: Project;
}

/** Both sides as they were read, and what reading lineage from them needs. */
interface GenerateRequest extends Pick<ReadSides, 'trees' | 'projects' | 'config' | 'changes' | 'changed' | 'load'> {
  readonly tools: LineageTools;
}

/**
 * Generates and compares both sides. Base only tells which of head's differences are old, and what edited files descend from: where
 * head's are all fresh and nothing is left unsaid, nothing is generated for it.
 */
export async function generateSides(
  request: GenerateRequest,
): Promise<{ readonly head: GeneratedSide; readonly base: GeneratedSide }> {
  const { trees, projects, changes, changed } = request;
  const [, headTree, baseTree] = trees;
  const head = { tree: headTree, project: projects.head };
  const base = { tree: baseTree, project: projects.base };
  const generation = await settle(head, request, { base: base.project, changes });
  const compared = compareArtifacts(generation.artifacts, head.tree, { unread: generation.unread });
  const isWhole =
    generation.notes.every(({ severity }) => severity === 'info') && compared.every(({ status }) => status === 'fresh');
  if (isWhole) return { head: { generation, states: compared }, base: nothingGenerated };
  const before = await settle(base, request, {});
  const states = compareArtifacts(generation.artifacts, head.tree, {
    unread: generation.unread,
    base: new Map(before.artifacts.map(({ path, content }) => [path, content])),
  });
  const text = (side: 'base' | 'head', path: string): string | undefined =>
    textOf(side === 'head' ? headTree : baseTree, path);
  const old = compareArtifacts(before.artifacts, base.tree, { unread: before.unread });
  return {
    head: { generation, states: withCauses(states, { changes, changedPaths: changed, text, before: old }) },
    base: { generation: before, states: old },
  };
}

const nothingGenerated: GeneratedSide = {
  generation: { artifacts: [], notes: [], unread: { specs: new Set(), folders: [] } },
  states: [],
};

/** Most rounds until what is generated from code that is generated itself stands still; two do for all that is known. */
const maxRounds = 4;

/**
 * Generates until nothing changes: a catalog tells of sources, a lint configuration of macros, that other generators are about to
 * write. So one `generate --write` is enough, and a commit of the bot is never followed by another.
 */
async function settle(
  side: ReadSide,
  { config, tools, load }: GenerateRequest,
  compared: { readonly base?: Project; readonly changes?: readonly Change[] },
): Promise<Generation> {
  const { generators: enabled, generatorOptions: options } = config;
  const drawsLineage = generators.some(
    (generator) => generator.drawsLineage === true && isGeneratorOn(generator, enabled),
  );
  let { tree, project } = side;
  for (let round = 1; ; round++) {
    const lineage = drawsLineage ? await wholeLineage(project, tools) : undefined;
    const request = { enabled, options, tree, ...compared, ...(lineage === undefined ? {} : { lineage }) };
    const generation = generateArtifacts(project, request);
    const states = compareArtifacts(generation.artifacts, tree, { unread: generation.unread });
    if (round === maxRounds || !states.some(isReadByOthers)) return generation;
    tree = withWritten(tree, states);
    project = load(tree);
  }
}

/**
 * Whether writing a file changes what generators read. Properties that only say something else do not: columns and tests of a model
 * are read from the contract, and reading the project again is most of the work.
 */
function isReadByOthers({ path, status, generator, content }: ArtifactState): boolean {
  if (status === 'fresh' || content === undefined || !path.startsWith('implementation/')) return false;
  return status !== 'stale' || generator !== 'dbt-properties';
}

/** The tree after `generate --write`. */
function withWritten(tree: Tree, states: readonly ArtifactState[]): Tree {
  const gone = new Set(states.filter(({ status }) => status === 'orphaned').map(({ path }) => path));
  const texts = new Map(
    states.flatMap(({ path, content }) => (content === undefined ? [] : [[path, content] as const])),
  );
  const kept = tree.entries.filter(({ path }) => !gone.has(path) && !texts.has(path));
  const written = [...texts].map(([path, text]) => ({ path, oid: hashText(text), kind: 'file' as const }));
  return {
    ...tree,
    entries: [...kept, ...written].toSorted((a, b) => compareText(a.path, b.path)),
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? tree.read(path) : new TextEncoder().encode(text);
    },
  };
}
