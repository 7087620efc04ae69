import { type Contract, physicalNameOf, type Property, type SchemaObject } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import type { LineageKind } from '../../model/lineage.ts';
import { compareText } from '../../model/location.ts';
import type { Topology } from '../../model/pipelines.ts';
import type { Project } from '../../model/project.ts';
import type { PlannedTable } from '../dbt/plan-sources.ts';
import { findModels, tableNameOf } from '../match-models.ts';
import type { CatalogEdge, CatalogStep } from './catalog-data.ts';
import { referencesIn } from './dbt-references.ts';

/** Where data comes from and goes to. */
export interface DeclaredLineage {
  readonly relations: readonly { readonly id: string; readonly kind: LineageKind; readonly name: string }[];
  readonly edges: readonly CatalogEdge[];
  readonly steps: readonly CatalogStep[];
}

/** The id of a schema object in the lineage. */
export function contractRelation({ id }: Contract, { name }: SchemaObject): string {
  return `contract:${id}/${name}`;
}

/**
 * What files declare, without reading SQL. `tables` are the tables of input contracts as sources of dbt. Told are topologies, `ref` and `source` with written names, exposures, the ports of data products,
 * `transformSourceObjects`, and contracts that describe a model or source. A column goes into another only where
 * `transformSourceObjects` names it.
 */
export function declaredLineage(project: Project, tables: readonly PlannedTable[]): DeclaredLineage {
  const builder = new DeclaredGraph();
  for (const contract of project.contracts) addObjects(builder, contract);
  for (const { source, table } of tables) builder.add('source', `${source}.${table}`);
  for (const dbt of project.dbt) addDbt(builder, dbt);
  // Last, for `ref` means the model of a name and never the source's table.
  for (const { source, table } of [...project.dbt.flatMap(({ sources }) => sources), ...tables]) {
    builder.add('source', `${source}.${table}`, [table]);
  }
  for (const contract of project.contracts) addMatches(builder, contract, project.dbt);
  for (const { contract, object, source, table } of tables) {
    builder.connect(contractRelation(contract, object), `source:${source}.${table}`);
  }
  for (const topology of project.topologies ?? []) addTopology(builder, topology);
  for (const product of project.products ?? []) {
    for (const port of product.outputPorts) {
      for (const input of port.inputContracts) connectContracts(builder, project, [input, port.contractId]);
    }
  }
  for (const contract of project.contracts) for (const object of contract.schema) addSources(builder, contract, object);
  return builder.lineage();
}

class DeclaredGraph {
  readonly #relations = new Map<string, { readonly id: string; readonly kind: LineageKind; readonly name: string }>();
  readonly #names = new Map<string, string>();
  readonly #edges = new Map<string, CatalogEdge>();
  readonly #steps = new Map<string, CatalogStep>();

  /** Adds a relation; `names` find it where nothing else has them. */
  add(kind: LineageKind, name: string, names: readonly string[] = [name]): string {
    const id = `${kind}:${name}`;
    if (!this.#relations.has(id)) this.#relations.set(id, { id, kind, name });
    for (const each of names) if (!this.#names.has(fold(each))) this.#names.set(fold(each), id);
    return id;
  }

  find(name: string): string | undefined {
    return this.#names.get(fold(name));
  }

  connect(from: string, to: string): void {
    if (from !== to) this.#edges.set(`${from}\n${to}`, { from, to });
  }

  step(from: readonly [string, string], to: readonly [string, string]): void {
    this.#steps.set([...from, ...to].join('\n'), { from, to, kind: 'changed', calls: [] });
  }

  lineage(): DeclaredLineage {
    return { relations: sorted(this.#relations), edges: sorted(this.#edges), steps: sorted(this.#steps) };
  }
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/["`[\]]/g, '');
}

function sorted<T>(items: ReadonlyMap<string, T>): readonly T[] {
  return [...items].toSorted(([a], [b]) => compareText(a, b)).map(([, item]) => item);
}

/** Models and sources are found by their names before contracts are: these describe the same data. */
function addObjects(builder: DeclaredGraph, contract: Contract): void {
  for (const object of contract.schema) builder.add('contract', `${contract.id}/${object.name}`, []);
}

function addDbt(builder: DeclaredGraph, dbt: DbtProject): void {
  for (const { source, table, identifier } of dbt.sources) {
    builder.add('source', `${source}.${table}`, [`${source}.${table}`, `${source}.${identifier ?? table}`]);
  }
  for (const seed of dbt.seeds) builder.add('seed', seed);
  for (const snapshot of dbt.snapshots) builder.add('snapshot', snapshot);
  for (const { name } of dbt.models) builder.add('model', name);
  for (const model of dbt.models) {
    for (const name of referencesIn(model.text)) {
      const from = builder.find(name);
      if (from !== undefined) builder.connect(from, `model:${model.name}`);
    }
  }
  for (const { name, refs, sources } of dbt.exposures ?? []) {
    const to = builder.add('exposure', name, []);
    for (const each of [...refs, ...sources]) builder.connect(builder.find(each) ?? builder.add('table', each), to);
  }
}

/** A contract lies before what it asks of others, and behind what it promises of ours. */
function addMatches(builder: DeclaredGraph, contract: Contract, projects: readonly DbtProject[]): void {
  for (const object of contract.schema) {
    const id = contractRelation(contract, object);
    for (const { model } of contract.direction === 'output' ? findModels(contract, object, projects) : []) {
      builder.connect(`model:${model.name}`, id);
    }
    builder.add('contract', `${contract.id}/${object.name}`, [
      contract.id,
      `${contract.id}/${object.name}`,
      `${contract.id}.${object.name}`,
      physicalNameOf(object),
      tableNameOf(object),
      object.name,
    ]);
  }
}

function addTopology(builder: DeclaredGraph, { nodes, edges }: Topology): void {
  const ids = new Map(nodes.map(({ id, label }) => [id, relationOf(builder, [label ?? id, id])]));
  for (const { from, to } of edges) {
    const [start, end] = [ids.get(from), ids.get(to)];
    if (start !== undefined && end !== undefined) builder.connect(start, end);
  }
}

/** The first of the names that something has; else a table that nobody declares. */
function relationOf(builder: DeclaredGraph, names: readonly [string, ...string[]]): string {
  return names.map((name) => builder.find(name)).find((id) => id !== undefined) ?? builder.add('table', names[0]);
}

function connectContracts(
  builder: DeclaredGraph,
  { contracts }: Project,
  [input, output]: readonly [string, string | undefined],
): void {
  const objectsOf = (id: string | undefined): readonly string[] =>
    contracts
      .filter((each) => each.id === id)
      .flatMap((each) => each.schema.map((object) => contractRelation(each, object)));
  for (const from of objectsOf(input)) for (const to of objectsOf(output)) builder.connect(from, to);
}

function addSources(builder: DeclaredGraph, contract: Contract, object: SchemaObject): void {
  const id = contractRelation(contract, object);
  for (const property of object.properties) {
    for (const written of property.transformSourceObjects) addSource(builder, written, { id, property });
  }
}

/** `charges`, `stripe.charges`, `charges.amount`: a column only where the rest names something that is there. */
function addSource(
  builder: DeclaredGraph,
  written: string,
  { id, property }: { readonly id: string; readonly property: Property },
): void {
  const whole = builder.find(written);
  const dot = written.lastIndexOf('.');
  const table = whole === undefined && dot > 0 ? builder.find(written.slice(0, dot)) : undefined;
  if (table !== undefined) builder.step([table, written.slice(dot + 1)], [id, property.name]);
  builder.connect(table ?? whole ?? builder.add('table', written), id);
}
