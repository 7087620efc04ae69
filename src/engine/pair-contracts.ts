import { forceOf } from '../diff/change-scope.ts';
import { columnKey } from '../diff/parity-names.ts';
import type { DeclaredSource } from '../diff/parity-origins.ts';
import { aliasOf, type DbtGraph, dbtGraph, type NodeKey } from '../lineage/dbt-graph.ts';
import { dbtPlaces } from '../lineage/model-readers.ts';
import { tableNames } from '../lineage/table-names.ts';
import { type Contract, hasColumn, physicalNameOf, type SchemaObject } from '../model/contract.ts';
import type { DbtModel, DbtProject } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import { groupBy } from '../model/group-by.ts';
import type { Project } from '../model/project.ts';

/** An object of an output contract and the one model that surely makes it. */
export interface MadeByModel {
  readonly contract: Contract;
  readonly object: SchemaObject;
  readonly model: DbtModel;
  /** Folder of the model's dbt project. */
  readonly root: string;
}

/** Which objects of contracts are which models and sources of a tree. What may be several things is none. */
export class PairedContracts {
  /** In the order of the contracts. */
  readonly outputs: readonly MadeByModel[];
  readonly #sources: ReadonlyMap<string, DeclaredSource>;

  constructor({ contracts, dbt }: Pick<Project, 'contracts' | 'dbt'>, compiled: readonly CompiledModel[]) {
    const current = contracts.filter((contract) => forceOf(contract).stability !== 'retired');
    const graph = dbtGraph(likelyMakers(current, dbt, compiled), compiled);
    this.outputs = onceDescribed(current.flatMap((contract) => madeBy(graph, contract)));
    this.#sources = declaredSources(graph, current);
  }

  /** What the one contract of a source says of a table: `stripe.charges`. */
  source({ root }: DbtProject, name: string): DeclaredSource | undefined {
    return this.#sources.get(`${root} ${name}`);
  }
}

/** The projects with those models only that may make an object of a contract: a graph of all of them would be read for nothing. */
function likelyMakers(
  contracts: readonly Contract[],
  projects: readonly DbtProject[],
  compiled: readonly CompiledModel[],
): readonly DbtProject[] {
  const tables = new Set(
    contracts
      .filter(({ direction }) => direction === 'output')
      .flatMap((contract) => contract.schema.map((object) => tableNames(contract, object).table)),
  );
  const renamed = new Set(compiled.filter(({ config }) => 'alias' in config).map(({ path }) => path));
  const mayMake = ({ name, path, properties, folderConfig }: DbtModel): boolean =>
    tables.has(name.toLowerCase()) ||
    renamed.has(path) ||
    [properties?.config, folderConfig].some((config) => config !== undefined && 'alias' in config);
  return projects.map((project) => ({ ...project, models: project.models.filter(mayMake) }));
}

/** A model of the object's logical name may be another step on the way: only the name of the table is sure. */
function madeBy(graph: DbtGraph, contract: Contract): readonly MadeByModel[] {
  if (contract.direction !== 'output') return [];
  return contract.schema.flatMap((object) => {
    const names = tableNames(contract, object);
    const [maker, ...others] = dbtPlaces(graph, 'output', names).makers;
    if (maker === undefined || others.length > 0 || aliasOf(maker).toLowerCase() !== names.table) return [];
    return [{ contract, object, model: maker.model, root: maker.project.root }];
  });
}

/** Two contracts in force for one model would contradict each other, and nobody can say which counts. */
function onceDescribed(made: readonly MadeByModel[]): readonly MadeByModel[] {
  const isDraft = ({ contract }: MadeByModel): boolean => forceOf(contract).stability === 'draft';
  const byModel = groupBy(
    made.filter((each) => !isDraft(each)),
    ({ model }) => model.path,
  );
  return made.filter((each) => isDraft(each) || byModel.get(each.model.path)?.length === 1);
}

function declaredSources(graph: DbtGraph, contracts: readonly Contract[]): ReadonlyMap<string, DeclaredSource> {
  const found = new Map<NodeKey, { readonly name: string; readonly objects: SchemaObject[] }>();
  for (const contract of contracts.filter(({ direction }) => direction === 'input')) {
    for (const object of contract.schema) {
      const { sources } = dbtPlaces(graph, 'input', tableNames(contract, object));
      for (const { key, source } of sources) {
        const name = `${graph.rootOf(key)} ${source.source}.${source.table}`;
        const known = found.get(key) ?? { name, objects: [] };
        found.set(key, known);
        known.objects.push(object);
      }
    }
  }
  return new Map(
    [...found.values()].flatMap(({ name, objects: [only, ...others] }) => {
      if (only === undefined || others.length > 0 || only.properties.length === 0) return [];
      const columns = only.properties.filter(hasColumn).map((property) => columnKey(physicalNameOf(property)));
      return [[name, { columns: new Set(columns), at: only.at }] as const];
    }),
  );
}
