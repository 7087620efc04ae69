import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Artifact } from '../../../src/model/artifact.ts';
import { docsGenerator } from '../../../src/generators/docs/docs.ts';
import type { GeneratorContext } from '../../../src/generators/define-generator.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import { compareText } from '../../../src/model/location.ts';
import type { Project } from '../../../src/model/project.ts';
import { type MemoryFiles, memoryTree } from '../../support/memory-tree.ts';

const root = join(import.meta.dirname, '../../../examples');

export const exampleNames = ['revenue', 'vendas'] as const;

/** The specifications and code of an example, without its exports. */
export function exampleProject(name: (typeof exampleNames)[number]): {
  readonly project: Project;
  readonly files: MemoryFiles;
} {
  const folder = join(root, name);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const files = Object.fromEntries(
    paths
      .filter((path) => !path.startsWith('exports/'))
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
  return { project: loadProject(memoryTree(files), createMemo()), files };
}

/** What a generator is given where nothing but files is known. */
export function exampleContext(
  files: { readonly [path: string]: string | Uint8Array } = {},
  parts: Partial<GeneratorContext> = {},
): GeneratorContext {
  const read = (path: string): string | undefined => {
    const content = files[path];
    return typeof content === 'string' ? content : undefined;
  };
  return { options: { lang: 'auto' }, read, paths: Object.keys(files).toSorted(compareText), ...parts };
}

/** What the generator of pages makes, by path. */
export function pagesOf(project: Project, context: GeneratorContext = exampleContext()): ReadonlyMap<string, Artifact> {
  return new Map(docsGenerator.generate(project, context).artifacts.map((artifact) => [artifact.path, artifact]));
}
