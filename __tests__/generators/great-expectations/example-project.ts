import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { Project } from '../../../src/model/project.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const examples = join(import.meta.dirname, '..', '..', '..', 'examples');

/** One of the example repositories, as the gate reads it. */
export function exampleProject(name: 'revenue' | 'vendas'): Project {
  const root = join(examples, name);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return loadProject(
    memoryTree(
      Object.fromEntries(files.map((file) => [relative(root, file).split(sep).join('/'), readFileSync(file)])),
    ),
    createMemo(),
  );
}
