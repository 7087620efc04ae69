import { expect, it } from 'vitest';
import { generateArtifacts, type Generation } from '../../src/generators/generate.ts';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import { generatedFrom, generationFiles, type RepositoryFiles } from '../../scripts/bench/generation-files.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';
import { memoryTree } from '../support/memory-tree.ts';

function prepared(files: RepositoryFiles): () => Generation {
  const tree = memoryTree(files);
  const project = loadProject(tree, createMemo(), {});
  return () => generateArtifacts(project, { enabled: { all: true }, tree });
}

it('takes four times the time for four times the contracts, all generators on', () => {
  const [few, many] = [200, 800].map((contracts) => prepared(generationFiles(contracts)));
  if (few === undefined || many === undefined) throw new Error('nothing to measure');
  // What the engine has not compiled yet is slow.
  few();
  many();
  const fewMs = Math.min(cpuTimeOf(few), cpuTimeOf(few), cpuTimeOf(few));
  const manyMs = Math.min(cpuTimeOf(many), cpuTimeOf(many), cpuTimeOf(many));
  // Of work that grows with the square, it would be sixteen.
  expect(manyMs / fewMs).toBeLessThan(6);
}, 60_000);

it('writes nothing anew but what names the contract that changed', () => {
  const files = generationFiles(40);
  const path = generatedFrom(10);
  const before = new Map(prepared(files)().artifacts.map((artifact) => [artifact.path, artifact.content]));
  const edited = { ...files, [path]: (files[path] ?? '').replace('Column 5.', 'Another column.') };
  const differing = prepared(edited)().artifacts.filter((artifact) => before.get(artifact.path) !== artifact.content);
  expect(differing.length).toBeGreaterThan(5);
  expect(differing.length).toBeLessThan(30);
  expect(differing.filter(({ sources }) => !sources.includes(path)).map((artifact) => artifact.path)).toEqual([]);
});
