import { forceOf } from '../diff/change-scope.ts';
import { columnKey } from '../diff/parity-names.ts';
import type { DeclaredSource } from '../diff/parity-origins.ts';
import { aliasOf, type DbtGraph, dbtGraph } from '../lineage/dbt-graph.ts';
import { dbtPlaces } from '../lineage/model-readers.ts';
import { tableNames } from '../lineage/table-names.ts';
import { type Contract, hasColumn, physicalNameOf } from '../model/contract.ts';
import type { DbtModel, DbtProject } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import { groupBy } from '../model/group-by.ts';
import type { Project } from '../model/project.ts';
import { type BoundObject, contractedNodes } from './contracted-nodes.ts';

/** An object of an output contract and the one model that surely makes it. */
export interface MadeByModel extends BoundObject {
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
    const graph = dbtGraph(dbt, compiled);
    this.outputs = onceDescribed(current.flatMap((contract) => madeBy(graph, contract)));
    this.#sources = declaredSources(graph, current);
  }

  /** What the one contract of a source says of a table: `stripe.charges`. */
  source({ root }: DbtProject, name: string): DeclaredSource | undefined {
    return this.#sources.get(`${root} ${name}`);
  }
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

/** By root of the dbt project, blank, and name: what the one input contract of a source says. */
function declaredSources(graph: DbtGraph, contracts: readonly Contract[]): ReadonlyMap<string, DeclaredSource> {
  const inputs = contracts.filter(({ direction }) => direction === 'input');
  const contracted = contractedNodes(graph, inputs);
  return new Map(
    graph.sources.flatMap(({ key, source }) => {
      const object = contracted.get(key)?.object;
      if (object === undefined || object.properties.length === 0) return [];
      const columns = object.properties.filter(hasColumn).map((property) => columnKey(physicalNameOf(property)));
      const name = `${graph.rootOf(key)} ${source.source}.${source.table}`;
      return [[name, { columns: new Set(columns), at: object.at }] as const];
    }),
  );
}
