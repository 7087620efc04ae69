import { type Contract, contractSubject, hasColumn, physicalNameOf } from '../model/contract.ts';
import type { DbtExposure } from '../model/dbt.ts';
import type { AffectedNode, ReportAffected } from '../model/report.ts';
import type { ModelNode } from './dbt-graph.ts';
import { type ImpactElement, type ImpactWorld, knowledgeOf, targetsOf } from './impact.ts';
import { allReads, type Asked, dbtPlaces } from './model-readers.ts';
import { tableNames } from './table-names.ts';

/** What a change touches. */
export interface Touched {
  /** Parts of contracts whose readers it may hurt. */
  readonly elements: readonly ImpactElement[];
  /** Models whose code it changes. */
  readonly models: readonly ModelNode[];
  readonly contracts: readonly Contract[];
  /** Most nodes of the graph; the others are counted. */
  readonly maxNodes: number;
}

/** What a change touches with all that relies on it; undefined where nothing does. */
export function affectedGraph(world: ImpactWorld, touched: Touched): ReportAffected | undefined {
  const builder = new AffectedBuilder(world, touched);
  for (const element of touched.elements) builder.element(element);
  for (const model of touched.models) builder.model(model);
  return builder.graph(touched.maxNodes);
}

interface OpenNode extends Omit<AffectedNode, 'columns' | 'changed'> {
  readonly columns: Set<string>;
  changed: boolean;
}

/** An object of an output contract. */
interface Promised {
  readonly name: string;
  readonly path: string;
  /** Physical names of its columns, in lower case. */
  readonly columns: ReadonlySet<string>;
}

class AffectedBuilder {
  readonly #world: ImpactWorld;
  readonly #changedModels: ReadonlySet<ModelNode>;
  /** Objects of output contracts by the models that make them. */
  readonly #promises = new Map<ModelNode, Promised[]>();
  readonly #nodes = new Map<string, OpenNode>();
  readonly #edges = new Map<string, { readonly from: string; readonly to: string }>();

  constructor(world: ImpactWorld, { models, contracts }: Touched) {
    this.#world = world;
    this.#changedModels = new Set(models);
    for (const contract of contracts.filter(({ direction }) => direction === 'output')) {
      for (const object of contract.schema) {
        const { makers } = dbtPlaces(world.dbt, contract.direction, tableNames(contract, object));
        const columns = object.properties.filter(hasColumn).map((each) => physicalNameOf(each).toLowerCase());
        const name = contractSubject(contract.id, object.name);
        const promise = { name, path: contract.path, columns: new Set(columns) };
        for (const maker of makers) this.#promises.set(maker, [...(this.#promises.get(maker) ?? []), promise]);
      }
    }
  }

  element(element: ImpactElement): void {
    const { contract, object, path = [] } = element;
    const names = object === undefined ? [] : [object.name, ...path];
    const start = (): string => {
      const { key, node } = this.open({
        kind: 'contract',
        name: contractSubject(contract.id, ...names),
        path: contract.path,
      });
      node.changed = true;
      return key;
    };
    for (const target of targetsOf(this.#world, element)) {
      this.readers(target, start);
      for (const key of target.places.keys) this.exposures(key, start);
    }
  }

  model(node: ModelNode): void {
    // Its readers call it by name; a table that only happens to be called so is another.
    const names = { table: '', logical: new Set<string>(), schemas: new Set<string>(), databases: new Set<string>() };
    const start = (): string => this.modelKey(node);
    this.readers({ names, places: { keys: [node.key], makers: [node], sources: [] } }, start);
    this.around(node, start);
  }

  graph(maxNodes: number): ReportAffected | undefined {
    if (this.#edges.size === 0) return undefined;
    const shown = [...this.#nodes].slice(0, maxNodes);
    const indexes = new Map(shown.map(([key], index) => [key, index]));
    return {
      nodes: shown.map(([, { columns, ...node }]) => ({ ...node, columns: [...columns] })),
      edges: [...this.#edges.values()].flatMap(({ from, to }) => {
        const [start, end] = [indexes.get(from), indexes.get(to)];
        return start === undefined || end === undefined ? [] : [{ from: start, to: end }];
      }),
      more: this.#nodes.size - shown.length,
    };
  }

  private readers(asked: Asked, start: () => string): void {
    for (const { from, to, carried } of allReads(knowledgeOf(this.#world), asked)) {
      this.edge(from === undefined ? start() : this.modelKey(from), this.modelKey(to));
      const { columns } = this.open(modelOf(to)).node;
      for (const column of carried) columns.add(column);
      this.around(to, () => this.modelKey(to), asked.columns === undefined ? undefined : carried);
    }
  }

  /** Who uses a model outside dbt: exposures, and contracts that promise it, or those of its columns. */
  private around(node: ModelNode, key: () => string, carried?: readonly string[]): void {
    this.exposures(node.key, key);
    for (const { name, path, columns } of this.#promises.get(node) ?? [])
      if (carried === undefined || carried.some((column) => columns.has(column)))
        this.edge(key(), this.open({ kind: 'contract', name, path }).key);
  }

  private exposures(key: string, start: () => string): void {
    for (const exposure of this.#world.dbt.exposures.get(key) ?? [])
      this.edge(start(), this.open(exposureOf(exposure)).key);
  }

  private modelKey(node: ModelNode): string {
    const opened = this.open(modelOf(node));
    if (this.#changedModels.has(node)) opened.node.changed = true;
    return opened.key;
  }

  private open(given: Pick<AffectedNode, 'kind' | 'name' | 'path'>): { readonly key: string; readonly node: OpenNode } {
    const key = `${given.kind}\n${given.name}\n${given.path}`;
    const node = this.#nodes.get(key) ?? { ...given, columns: new Set<string>(), changed: false };
    this.#nodes.set(key, node);
    return { key, node };
  }

  private edge(from: string, to: string): void {
    if (from !== to) this.#edges.set(`${from}\n\n${to}`, { from, to });
  }
}

function modelOf({ model }: ModelNode): Pick<AffectedNode, 'kind' | 'name' | 'path'> {
  return { kind: 'model', name: model.name, path: model.path };
}

function exposureOf({ name, at }: DbtExposure): Pick<AffectedNode, 'kind' | 'name' | 'path'> {
  return { kind: 'exposure', name, path: at.path };
}
