import { describe, expect, it } from 'vitest';
import { generateArtifacts } from '../../../src/generators/generate.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import { type MemoryFiles, memoryTree } from '../../support/memory-tree.ts';
import { exampleNames, exampleProject } from './example-projects.ts';

const ours = ['catalog', 'context', 'docs'];

/** All files of a repository after `generate --write`; what people own stays. */
function written(files: MemoryFiles): MemoryFiles {
  const tree = memoryTree(files);
  const { artifacts } = generateArtifacts(loadProject(tree, createMemo()), { tree });
  const made = artifacts.filter(({ path, ownership }) => ownership === 'owned' || files[path] === undefined);
  return { ...files, ...Object.fromEntries(made.map(({ path, content }) => [path, content])) };
}

function pages(files: MemoryFiles): MemoryFiles {
  const tree = memoryTree(files);
  const { artifacts } = generateArtifacts(loadProject(tree, createMemo()), { tree });
  return Object.fromEntries(
    artifacts.filter(({ generator }) => ours.includes(generator)).map(({ path, content }) => [path, content]),
  );
}

describe('what is written once is fresh, though generated sources, exposures and models are read with it', () => {
  it.each(
    exampleNames.flatMap((name) => [
      { name, without: 'nothing', drop: /^$/ },
      { name, without: 'its sources', drop: /staging\/_(?:sources|fontes)\.yml$/ },
      { name, without: 'its staging models', drop: /models\/staging\// },
    ]),
  )('$name without $without', ({ name, drop }) => {
    const all = exampleProject(name).files;
    const files = Object.fromEntries(Object.entries(all).filter(([path]) => !drop.test(path)));
    expect(pages(written(files))).toEqual(pages(files));
  });
});
