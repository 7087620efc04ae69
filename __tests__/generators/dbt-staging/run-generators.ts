import { dbtMacrosGenerator } from '../../../src/generators/dbt-macros/dbt-macros.ts';
import { dbtSourcesGenerator } from '../../../src/generators/dbt-sources/dbt-sources.ts';
import { dbtStagingGenerator } from '../../../src/generators/dbt-staging/dbt-staging.ts';
import type { Generated, Generator } from '../../../src/generators/define-generator.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { Json } from '../../../src/model/contract.ts';
import type { Project } from '../../../src/model/project.ts';
import { type MemoryFiles, memoryTree } from '../../support/memory-tree.ts';

/** The three generators that make what a dbt project reads of its sources. */
export const sourceGenerators = [dbtMacrosGenerator, dbtSourcesGenerator, dbtStagingGenerator] as const;

/** What they say of a repository, one after the other. */
export function generateFrom(files: MemoryFiles, generators: readonly Generator[] = sourceGenerators): Generated {
  const tree = memoryTree(files);
  return generateWith(loadProject(tree, createMemo()), { files, generators });
}

/** The same of a project that is given, with the default of every option but those that are set. */
export function generateWith(
  project: Project,
  {
    files = {},
    generators = sourceGenerators,
    options: set = {},
  }: {
    readonly files?: MemoryFiles;
    readonly generators?: readonly Generator[];
    readonly options?: { readonly [name: string]: Json };
  },
): Generated {
  const tree = memoryTree(files);
  const read = (path: string): string | undefined => {
    const bytes = tree.read(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const made = generators.map((generator) => {
    const defaults = Object.entries(generator.options ?? {}).map(([name, option]) => [name, option.default]);
    const options = { ...Object.fromEntries(defaults), ...set };
    return generator.generate(project, { options, read, paths: tree.entries.map(({ path }) => path) });
  });
  return { artifacts: made.flatMap((each) => each.artifacts), notes: made.flatMap((each) => each.notes) };
}

/** Texts of generated files by path. */
export function textsOf({ artifacts }: Generated): { readonly [path: string]: string } {
  return Object.fromEntries(artifacts.map(({ path, content }) => [path, content]));
}
