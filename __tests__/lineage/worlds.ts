import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { engineHost } from '../../src/adapters/engine-files.ts';
import { compileProject, modelKeys } from '../../src/compile/compile-project.ts';
import { Engines } from '../../src/compile/engines.ts';
import { type ImpactElement, impactOf, isStillRead } from '../../src/lineage/impact.ts';
import { type ImpactWorld, impactWorld } from '../../src/lineage/impact-world.ts';
import { lineageGraph } from '../../src/lineage/lineage-graph.ts';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { ModelColumns } from '../../src/model/columns.ts';
import type { CompiledModel } from '../../src/model/facts.ts';
import type { LineageGraph } from '../../src/model/lineage.ts';
import type { Project } from '../../src/model/project.ts';
import { type MemoryFiles, memoryTree } from '../support/memory-tree.ts';

/** A project in memory with what may use its contracts. Models are rendered, not parsed. */
export interface World {
  readonly project: Project;
  readonly world: ImpactWorld;
}

/** Loads, renders and indexes files; `columns` is what models give, where a test wants more than their text. */
export function worldOf(files: MemoryFiles, columns: readonly ModelColumns[] = []): World {
  const { project, models } = rendered(files);
  return { project, world: impactWorld({ project, models, columns }) };
}

/** Where everything in the files comes from and goes to. */
export function graphOf(files: MemoryFiles, columns: readonly ModelColumns[] = []): LineageGraph {
  return lineageGraph({ ...rendered(files), columns });
}

function rendered(files: MemoryFiles): { readonly project: Project; readonly models: readonly CompiledModel[] } {
  const memo = createMemo();
  const project = loadProject(memoryTree(files), memo);
  const engines = new Engines(engineHost(join(import.meta.dirname, 'nowhere')));
  const models = project.dbt.flatMap((each) =>
    compileProject({ project: each, engines, memo, renderOnly: new Set(modelKeys({ project: each }).keys()) }),
  );
  return { project, models };
}

/** Who is hit, as `kind name owner`; `element` is `contract`, `contract/object` or `contract/object.property`. */
export function hit(given: World, element: string): readonly string[] {
  return impactOf(given.world, elementOf(given, element)).map(({ kind, name, owner }) =>
    [kind, name, ...(owner === undefined ? [] : [`(${owner})`])].join(' '),
  );
}

/** Whether a model or DAG reads the element. */
export function stillRead(given: World, element: string): boolean {
  return isStillRead(given.world, elementOf(given, element));
}

/** The contract, object and property that `contract/object.property` names. */
export function elementOf({ project }: World, element: string): ImpactElement {
  const [id = '', below] = element.split('/');
  const contract = project.contracts.find((each) => each.id === id);
  if (contract === undefined) throw new Error(`no contract "${id}"`);
  if (below === undefined) return { contract };
  const [name = '', ...path] = below.split('.');
  const object = contract.schema.find((each) => each.name === name);
  if (object === undefined) throw new Error(`no object "${name}"`);
  return path.length === 0 ? { contract, object } : { contract, object, path };
}

/** The files below a folder, as a tree in memory. */
export function filesBelow(folder: string): MemoryFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), readFileSync(path)];
    }),
  );
}
