import { performance } from 'node:perf_hooks';
import { generateArtifacts } from '../../src/generators/generate.ts';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo, type Memo } from '../../src/load/memo.ts';
import type { Artifact } from '../../src/model/artifact.ts';
import { memoryTree } from '../../__tests__/support/memory-tree.ts';
import { generatedFrom, generationFiles, type RepositoryFiles } from './generation-files.ts';

/** One figure with what it may take, in milliseconds. */
export interface GenerationMeasurement {
  readonly name: string;
  readonly ms: number;
  readonly budgetMs: number;
  /** Files that were made. */
  readonly files: number;
  /** Files that differ from those of the measurement before. */
  readonly differing: readonly Artifact[];
  /** The differing files that do not name what was changed among their sources. */
  readonly unexplained: readonly string[];
}

const contractCount = 1000;
const changed = 500;
const budgetMs = 10_000;

/** Makes the files of 1,000 contracts and 500 models with all generators; then again after one contract changed. */
export function measureGeneration(): readonly GenerationMeasurement[] {
  const memo = createMemo();
  const files = generationFiles(contractCount);
  const path = generatedFrom(changed);
  const edited = { ...files, [path]: (files[path] ?? '').replace('Column 5.', 'Another column.') };
  const first = generate(files, memo);
  const second = generate(edited, memo);
  const before = new Map(first.artifacts.map((artifact) => [artifact.path, artifact.content]));
  const differing = second.artifacts.filter((artifact) => before.get(artifact.path) !== artifact.content);
  const unexplained = differing.filter(({ sources }) => !sources.includes(path)).map((artifact) => artifact.path);
  return [
    {
      name: '1,000 contracts and 500 models',
      ms: first.ms,
      budgetMs,
      files: first.artifacts.length,
      differing: [],
      unexplained: [],
    },
    {
      name: 'the same, one contract changed',
      ms: second.ms,
      budgetMs,
      files: second.artifacts.length,
      differing,
      unexplained,
    },
  ];
}

function generate(
  files: RepositoryFiles,
  memo: Memo,
): { readonly ms: number; readonly artifacts: readonly Artifact[] } {
  const tree = memoryTree(files);
  const project = loadProject(tree, memo, {});
  const start = performance.now();
  const { artifacts } = generateArtifacts(project, { enabled: { all: true }, tree });
  return { ms: performance.now() - start, artifacts };
}
