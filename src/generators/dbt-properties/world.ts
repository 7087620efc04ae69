import type { DbtProject } from '../../model/dbt.ts';
import type { Project } from '../../model/project.ts';
import { oncePerProject, type TestWorld, testWorldOf } from '../dbt/test-world.ts';
import type { GeneratorContext } from '../define-generator.ts';
import { type ModelGraph, modelGraph } from './model-graph.ts';

/** Everything that a model's properties depend on beside its own contract. */
export interface World extends TestWorld {
  /** Whether contracts are enforced where dbt can. */
  readonly enforces: boolean;
  readonly semanticLayer: 'auto' | 'on' | 'off';
  readonly graph: (dbt: DbtProject) => ModelGraph;
}

/** Reads options and the files that are asked for, each project's once. */
export function worldOf(project: Project, context: GeneratorContext): World {
  const { contracts, 'semantic-layer': semantic } = context.options;
  return {
    ...testWorldOf(project, context),
    enforces: contracts !== 'off',
    semanticLayer: semantic === 'on' || semantic === 'off' ? semantic : 'auto',
    graph: oncePerProject((dbt) => modelGraph(dbt, project)),
  };
}
