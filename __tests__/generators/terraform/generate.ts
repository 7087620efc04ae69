import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generateArtifacts } from '../../../src/generators/generate.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { Artifact } from '../../../src/model/artifact.ts';
import type { OptionValues } from '../../../src/model/policy.ts';
import type { Project } from '../../../src/model/project.ts';
import type { Files } from '../../../src/model/rule.ts';
import { memoryTree } from '../../support/memory-tree.ts';

/** What the Terraform generator alone makes. */
export interface TerraformOutput {
  readonly artifacts: readonly Artifact[];
  /** Contents by name, without the folder. */
  readonly files: { readonly [name: string]: string };
  /** `path:line message {values}`. */
  readonly notes: readonly string[];
}

/** Generates from the files of a repository, as the gate reads them. */
export function terraformOf(files: Files, options: OptionValues = {}): TerraformOutput {
  const tree = memoryTree(files);
  const project = loadProject(tree, createMemo());
  if (project.problems.length > 0) throw new Error(JSON.stringify(project.problems));
  return terraformOfProject(project, { options, tree });
}

/** Generates from a project. */
export function terraformOfProject(
  project: Project,
  { options = {}, tree }: { readonly options?: OptionValues; readonly tree?: ReturnType<typeof memoryTree> } = {},
): TerraformOutput {
  const request = { enabled: { terraform: true, all: false }, options: { terraform: options } };
  const { artifacts, notes } = generateArtifacts(project, { ...request, ...(tree && { tree }) });
  const own = artifacts.filter(({ generator }) => generator === 'terraform');
  return {
    artifacts: own,
    files: Object.fromEntries(own.map(({ path, content }) => [path.slice(path.lastIndexOf('/') + 1), content])),
    notes: notes
      .filter(({ generator }) => generator === 'terraform')
      .map(({ at, message, values }) => `${at.path}:${at.line} ${message} ${JSON.stringify(values)}`),
  };
}

/** The files of an example repository. */
export function exampleFiles(name: string): Files {
  const root = join(import.meta.dirname, '../../../examples', name);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}
