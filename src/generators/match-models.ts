import { type Contract, physicalNameOf, type SchemaObject } from '../model/contract.ts';
import type { DbtModel, DbtProject, DbtSource } from '../model/dbt.ts';

/** A schema object and the dbt model that makes it. */
export interface ModelMatch {
  readonly contract: Contract;
  readonly object: SchemaObject;
  readonly project: DbtProject;
  readonly model: DbtModel;
}

/** The models named like the object's physical name (or its last part, or its name), upper and lower case alike; one per dbt project. */
export function findModels(
  contract: Contract,
  object: SchemaObject,
  projects: readonly DbtProject[],
): readonly ModelMatch[] {
  const names = namesOf(object);
  return projects.flatMap((project) => {
    const model = firstOf(names, modelsByName(project.models));
    return model === undefined ? [] : [{ contract, object, project, model }];
  });
}

/** The dbt source table that a schema object of an input contract describes. */
export function findSource(object: SchemaObject, project: DbtProject): DbtSource | undefined {
  const names = namesOf(object);
  return (
    firstNamed(names, project.sources, (each) => each.identifier ?? each.table) ??
    firstNamed(names, project.sources, (each) => each.table)
  );
}

/** The table's own name: the last part of a qualified physical name. */
export function tableNameOf(object: SchemaObject): string {
  return (
    physicalNameOf(object)
      .split('.')
      .at(-1)
      ?.replaceAll(/["`[\]]/g, '') ?? object.name
  );
}

function namesOf(object: SchemaObject): readonly string[] {
  return [physicalNameOf(object), tableNameOf(object), object.name].map((name) => name.toLowerCase());
}

/** The first model of each name, in lower case. Projects are read once and never change, so the index is kept with the list. */
function modelsByName(models: readonly DbtModel[]): ReadonlyMap<string, DbtModel> {
  const known = indexes.get(models);
  if (known !== undefined) return known;
  const index = new Map<string, DbtModel>();
  for (const model of models) {
    const name = model.name.toLowerCase();
    if (!index.has(name)) index.set(name, model);
  }
  indexes.set(models, index);
  return index;
}

const indexes = new WeakMap<readonly DbtModel[], ReadonlyMap<string, DbtModel>>();

function firstOf<T>(names: readonly string[], index: ReadonlyMap<string, T>): T | undefined {
  return names.map((name) => index.get(name)).find((found) => found !== undefined);
}

function firstNamed<T>(names: readonly string[], things: readonly T[], nameOf: (thing: T) => string): T | undefined {
  for (const name of names) {
    const found = things.find((thing) => nameOf(thing).toLowerCase() === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
