import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { Project } from '../../../src/model/project.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const corpus = env['CORPUS_DIR'];

/** The public contracts of the corpus that can be read whole, a project each; at most `count`. None without the corpus. */
export function corpusProjects(count = Infinity): readonly Project[] {
  const list = corpus === undefined ? '' : join(corpus, 'contracts.tsv');
  if (corpus === undefined || !existsSync(list)) return [];
  const projects: Project[] = [];
  for (const line of readFileSync(list, 'utf8').split('\n').slice(1)) {
    const [path = ''] = line.split('\t');
    const file = join(corpus, 'contracts', path);
    if (projects.length >= count) break;
    if (path === '' || !existsSync(file)) continue;
    const tree = memoryTree({ [`specs/contracts/outputs/${path.replaceAll('/', '-')}`]: readFileSync(file) });
    const project = loadProject(tree, createMemo());
    if (project.contracts.length > 0 && project.problems.every(({ severity }) => severity === 'warning'))
      projects.push(project);
  }
  return projects;
}
