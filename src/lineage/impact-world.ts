import type { Contract } from '../model/contract.ts';
import type { ModelColumns } from '../model/columns.ts';
import type { CompiledModel } from '../model/facts.ts';
import type { DagFile } from '../model/orchestration.ts';
import type { OwnerRule } from '../model/owners.ts';
import type { DataProduct } from '../model/products.ts';
import type { Project } from '../model/project.ts';
import type { SampleData } from '../model/sample-data.ts';
import {
  type ContractReference,
  type QualityReference,
  qualityIndex,
  relationshipIndex,
} from './contract-references.ts';
import { type DbtGraph, dbtGraph } from './dbt-graph.ts';

/** Everything of one tree that may use a contract, indexed by the names it uses (in lower case, but for contract ids). */
export interface ImpactWorld {
  readonly relationships: ReadonlyMap<string, readonly ContractReference[]>;
  readonly quality: ReadonlyMap<string, readonly QualityReference[]>;
  /** Data products by the ids of the contracts that they are fed by. */
  readonly products: ReadonlyMap<string, readonly DataProduct[]>;
  readonly dbt: DbtGraph;
  /** What models give, by their path; of others only their text tells. */
  readonly columns: ReadonlyMap<string, ModelColumns>;
  readonly dags: ReadonlyMap<string, readonly DagFile[]>;
  readonly samples: ReadonlyMap<string, readonly SampleData[]>;
  /** Names of all schema objects: a sample belongs to the nearest of its names that is one. */
  readonly objectNames: ReadonlySet<string>;
  readonly owners: readonly OwnerRule[];
}

/** What {@link impactWorld} looks at. */
export interface WorldSource {
  readonly project: Project;
  /** What compiling its models told. */
  readonly models: readonly CompiledModel[];
  /** What its models give, as far as somebody looked. */
  readonly columns?: readonly ModelColumns[] | undefined;
  /** Who owns which paths; the project's own CODEOWNERS where it is not given. */
  readonly owners?: readonly OwnerRule[] | undefined;
}

/** Indexes a tree once; the time is near linear in its size. */
export function impactWorld({
  project,
  models,
  columns = [],
  owners = project.owners ?? [],
}: WorldSource): ImpactWorld {
  const { contracts, products = [], dags = [], sampleData = [] } = project;
  return {
    relationships: relationshipIndex(contracts),
    quality: qualityIndex(contracts),
    products: byNames(products, fedBy),
    dbt: dbtGraph(project.dbt, models),
    columns: new Map(columns.map((each) => [each.path, each])),
    dags: byNames(dags, ({ words }) => words),
    samples: byNames(sampleData, ({ names }) => names),
    objectNames: new Set(contracts.flatMap(objectNamesOf)),
    owners,
  };
}

function fedBy({ inputPorts, outputPorts }: DataProduct): readonly string[] {
  return [
    ...inputPorts.flatMap(({ contractId }) => contractId ?? []),
    ...outputPorts.flatMap(({ inputContracts }) => inputContracts),
  ];
}

function objectNamesOf({ schema }: Contract): readonly string[] {
  return schema.flatMap(({ name, physicalName }) => [name, physicalName ?? name]).map((name) => name.toLowerCase());
}

function byNames<T>(things: readonly T[], namesOf: (thing: T) => Iterable<string>): ReadonlyMap<string, readonly T[]> {
  const index = new Map<string, T[]>();
  for (const thing of things) {
    for (const name of new Set(namesOf(thing))) {
      const known = index.get(name);
      if (known === undefined) index.set(name, [thing]);
      else known.push(thing);
    }
  }
  return index;
}
