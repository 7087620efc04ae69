import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateArtifacts } from '../../../src/generators/generate.ts';
import type { Generated, Generator } from '../../../src/generators/define-generator.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { Json } from '../../../src/model/contract.ts';
import type { Project } from '../../../src/model/project.ts';
import type { Files } from '../../../src/model/rule.ts';
import { memoryTree } from '../../support/memory-tree.ts';

/** What a generator makes of files, alone. */
export interface Run extends Generated {
  readonly project: Project;
  /** Contents by path. */
  readonly files: Files;
}

/** Loads the files and runs one generator with its defaults and `options`. */
export function runGenerator(generator: Generator, files: Files, options: { readonly [name: string]: Json } = {}): Run {
  const project = loadProject(memoryTree(files), createMemo());
  const generated = generateFrom(generator, project, { files, options });
  return {
    ...generated,
    project,
    files: Object.fromEntries(generated.artifacts.map(({ path, content }) => [path, content])),
  };
}

/** Runs one generator on a project that is loaded already. */
export function generateFrom(
  generator: Generator,
  project: Project,
  { files = {}, options = {} }: { readonly files?: Files; readonly options?: { readonly [name: string]: Json } },
): Generated {
  const defaults = Object.entries(generator.options ?? {}).map(([name, option]) => [name, option.default] as const);
  return generator.generate(project, {
    options: { ...Object.fromEntries(defaults), ...options },
    read: (path) => files[path],
    paths: Object.keys(files).toSorted(),
  });
}

/** The files of an example repository with what the generators of dbt make of it, and without any orchestration. */
export function exampleFiles(name: 'revenue' | 'vendas'): Files {
  const root = join(import.meta.dirname, '../../../examples', name);
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter(
      (path) =>
        !/(?:^|\/)(?:target|logs|dbt_packages)\/|^implementation\/(?:orchestration|airflow)\/|^exports\//.test(path),
    );
  const written = Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
  const tree = memoryTree(written);
  const { artifacts } = generateArtifacts(loadProject(tree, createMemo()), { tree });
  const made = artifacts.filter(({ path, ownership }) => ownership === 'owned' && path.startsWith('implementation/'));
  return { ...written, ...Object.fromEntries(made.map(({ path, content }) => [path, content])) };
}
