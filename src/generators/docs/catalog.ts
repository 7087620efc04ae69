import type { Contract } from '../../model/contract.ts';
import { groupBy } from '../../model/group-by.ts';
import type { LineageGraph } from '../../model/lineage.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import type { SlaPromise } from '../../model/slas.ts';
import { foldWord } from '../../model/words.ts';
import { planContext, planSources } from '../dbt/plan-sources.ts';
import type { GeneratorContext } from '../define-generator.ts';
import { ownerOf } from '../owner.ts';
import type { Catalog, CatalogContract, CatalogProduct, CatalogRelation, CatalogServiceLevel } from './catalog-data.ts';
import { consumersOf } from './consumers.ts';
import { contractData, contractKeys, given } from './contract-data.ts';
import { contractRelation, type DeclaredLineage, declaredLineage } from './declared-lineage.ts';
import { dataProducts, type Product } from './products.ts';
import { settledProject } from './settled-project.ts';
import { type Neighbours, neighboursOf, reachedFrom } from './walk.ts';

/** A catalogue with what its pages are made from. */
export interface CatalogView {
  readonly catalog: Catalog;
  /** Keys of the contracts by path. */
  readonly keys: ReadonlyMap<string, string>;
  readonly contracts: ReadonlyMap<string, CatalogContract>;
  readonly relations: ReadonlyMap<string, CatalogRelation>;
  readonly neighbours: Neighbours;
}

/** Everything that a project says, as the catalogue holds it. The lineage is what somebody read from the SQL; else what files declare. */
export function catalogOf(written: Project, context: GeneratorContext): CatalogView {
  const project = settledProject(written, context);
  const { lineage } = context;
  const contracts = project.contracts.toSorted((a, b) => compareText(a.path, b.path));
  const keys = contractKeys(contracts);
  const graph =
    lineage === undefined
      ? declaredLineage({ ...project, contracts }, planSources(project, planContext(context)))
      : readLineage(lineage);
  const neighbours = neighboursOf(graph.edges);
  const products = dataProducts(project);
  const promised = promisesByName(project);
  const keysById = groupBy(contracts, ({ id }) => id);
  const relations = withContracts(graph, contracts, keys);
  const inputs = inputsByRelation(contracts, keys);
  const catalog: Catalog = {
    products: products.map((product) => productData(product, { project, keys, neighbours, inputs })),
    contracts: contracts.map((contract) =>
      contractData(contract, {
        keys,
        otherVersions: otherVersions(contract, keysById.get(contract.id) ?? [], keys),
        promises: namesOf(contract).flatMap((name) => promised.get(name) ?? []),
      }),
    ),
    relations,
    edges: graph.edges,
    steps: graph.steps,
  };
  return {
    catalog,
    keys,
    contracts: new Map(catalog.contracts.map((each) => [each.key, each])),
    relations: new Map(relations.map((each) => [each.id, each])),
    neighbours,
  };
}

function readLineage({ relations, edges, steps }: LineageGraph): DeclaredLineage {
  return {
    relations: relations.map(({ id, kind, name }) => ({ id, kind, name })),
    edges: edges.map(({ from, to }) => ({ from, to })),
    steps: steps.map(({ from, to, kind, calls }) => ({
      from: [from.relation, from.column],
      to: [to.relation, to.column],
      kind,
      calls,
    })),
  };
}

function withContracts(
  graph: DeclaredLineage,
  contracts: readonly Contract[],
  keys: ReadonlyMap<string, string>,
): readonly CatalogRelation[] {
  const contractOf = new Map(
    contracts.flatMap((contract) =>
      contract.schema.map((object) => [contractRelation(contract, object), keys.get(contract.path)] as const),
    ),
  );
  return graph.relations.map((relation) => given({ ...relation, contract: contractOf.get(relation.id) }));
}

function otherVersions(
  contract: Contract,
  sameId: readonly Contract[],
  keys: ReadonlyMap<string, string>,
): readonly string[] {
  return sameId.filter(({ path }) => path !== contract.path).map(({ path }) => keys.get(path) ?? path);
}

/** Promises of `slas.yaml` by the folded name of what they are about; those about everything are left to the contracts. */
function promisesByName({ slas = [] }: Project): ReadonlyMap<string, readonly CatalogServiceLevel[]> {
  const named = slas.flatMap(({ promises }) => promises).filter(({ product }) => product !== undefined);
  const groups = groupBy(named, ({ product }) => foldWord(product ?? ''));
  return new Map([...groups].map(([name, promises]) => [name, promises.map(promiseData)]));
}

function promiseData({ name, written }: SlaPromise): CatalogServiceLevel {
  return { property: name, value: written.value, path: written.at.path, line: written.at.line };
}

/** Only what a product is, an output, is promised anything by a canvas. */
function namesOf(contract: Contract): readonly string[] {
  if (contract.direction === 'input') return [];
  const names = [contract.id, contract.name, contract.dataProduct, ...contract.schema.map(({ name }) => name)];
  return [...new Set(names.flatMap((name) => (name === undefined ? [] : foldWord(name))))];
}

interface Around {
  readonly project: Project;
  readonly keys: ReadonlyMap<string, string>;
  readonly neighbours: Neighbours;
  /** Keys of input contracts by the ids of their relations. */
  readonly inputs: ReadonlyMap<string, string>;
}

function inputsByRelation(contracts: readonly Contract[], keys: ReadonlyMap<string, string>): Around['inputs'] {
  return new Map(
    contracts
      .filter(({ direction }) => direction === 'input')
      .flatMap((each) =>
        each.schema.map((object) => [contractRelation(each, object), keys.get(each.path) ?? each.path]),
      ),
  );
}

function productData(product: Product, around: Around): CatalogProduct {
  const { id, name, described, outputs } = product;
  const { project, keys } = around;
  const [first] = outputs;
  const outputKeys = outputs.map(({ path }) => keys.get(path) ?? path);
  return given({
    id,
    name,
    version: described?.version ?? onlyOne(outputs.map(({ version }) => version.value)),
    status: described?.status ?? statusOf(outputs),
    domain: onlyOne(outputs.map(({ domain }) => domain)),
    description: onlyOne(outputs.map(({ purpose }) => purpose)),
    owner: described?.owner ?? described?.team[0]?.username ?? (first === undefined ? undefined : ownerOf(first)),
    path: described?.path,
    outputs: outputKeys,
    inputs: inputsOf(product, around),
    consumers: consumersOf(product, project.canvases ?? []),
  });
}

/** Input contracts that its ports name, and those that its outputs are made from. */
function inputsOf({ outputs, inputs }: Product, around: Around): readonly string[] {
  const starts = outputs.flatMap((each) => each.schema.map((object) => contractRelation(each, object)));
  const made = reachedFrom(starts, around.neighbours.up).flatMap((id) => around.inputs.get(id) ?? []);
  const named = inputs.map(({ path }) => around.keys.get(path) ?? path);
  return [...new Set([...named, ...made])].toSorted(compareText);
}

/** What all say alike. */
function onlyOne<T>(values: readonly (T | undefined)[]): T | undefined {
  const all = new Set(values);
  return all.size === 1 ? values[0] : undefined;
}

/** Active where one of its outputs is, else what the first one says. */
function statusOf(outputs: readonly Contract[]): string | undefined {
  const statuses = outputs.flatMap(({ status }) => status?.value ?? []);
  return statuses.includes('active') ? 'active' : statuses[0];
}
