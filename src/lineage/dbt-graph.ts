import type { Json } from '../model/contract.ts';
import type { DbtExposure, DbtModel, DbtProject, DbtSource } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import { readPythonModel, readSql, type SqlReads } from './read-sql.ts';
import { splitName } from './table-names.ts';
import { refKey, sourceKey } from '../model/template-tokens.ts';

/** Something of one dbt project that has rows: a model, seed, snapshot or source table. */
export type NodeKey = string;

/** A dbt model with what it reads. */
export interface ModelNode {
  readonly key: NodeKey;
  readonly project: DbtProject;
  readonly model: DbtModel;
  readonly compiled?: CompiledModel;
  readonly reads: SqlReads;
}

/** A model that reads a node, and the key of the call by which it does. */
export interface Reader {
  readonly node: ModelNode;
  readonly call: string;
}

/** A source table of one project. */
export interface SourceNode {
  readonly key: NodeKey;
  readonly source: DbtSource;
}

/** A seed or snapshot of one project. */
export interface LoadedNode {
  readonly key: NodeKey;
  readonly kind: 'seed' | 'snapshot';
  readonly name: string;
  /** Of a seed, those of its header. */
  readonly columns: readonly string[];
}

/** Who reads what in all dbt projects of a repository; names are in lower case. */
export interface DbtGraph {
  /** Everything that has rows, each once. */
  readonly models: readonly ModelNode[];
  readonly sources: readonly SourceNode[];
  readonly loads: readonly LoadedNode[];
  /** Models by key: a project may have a name twice by mistake. */
  readonly byKey: ReadonlyMap<NodeKey, readonly ModelNode[]>;
  /** The folder of the project that a node belongs to. */
  readonly rootOf: (key: NodeKey) => string;
  /** What a call in a model means: nodes of its own project, else of every other that has the name. */
  readonly meant: (reader: ModelNode, call: string) => readonly NodeKey[];
  readonly readers: ReadonlyMap<NodeKey, readonly Reader[]>;
  readonly exposures: ReadonlyMap<NodeKey, readonly DbtExposure[]>;
  /** Models by the name of the table that they make (their alias), and by their own. */
  readonly byTable: ReadonlyMap<string, readonly ModelNode[]>;
  readonly byModel: ReadonlyMap<string, readonly ModelNode[]>;
  /** Seeds and snapshots by name. */
  readonly loaded: ReadonlyMap<string, readonly NodeKey[]>;
  readonly sourcesByTable: ReadonlyMap<string, readonly SourceNode[]>;
  readonly sourcesByName: ReadonlyMap<string, readonly SourceNode[]>;
  /** Models that name a table without `ref` or `source`, by the table's last part, with the whole name. */
  readonly hardCoded: ReadonlyMap<string, readonly { readonly node: ModelNode; readonly table: string }[]>;
}

/** The graph of a tree is asked for by everything that pairs contracts with models. */
const knownGraphs = new WeakMap<readonly DbtProject[], WeakMap<readonly CompiledModel[], DbtGraph>>();

/** Indexes the dbt projects; the same lists are indexed once, and every model's text is read once. */
export function dbtGraph(projects: readonly DbtProject[], compiled: readonly CompiledModel[]): DbtGraph {
  const known = knownGraphs.get(projects) ?? new WeakMap<readonly CompiledModel[], DbtGraph>();
  knownGraphs.set(projects, known);
  const graph = known.get(compiled) ?? buildGraph(projects, compiled);
  known.set(compiled, graph);
  return graph;
}

function buildGraph(projects: readonly DbtProject[], compiled: readonly CompiledModel[]): DbtGraph {
  const builder = new GraphBuilder(projects, new Map(compiled.map((each) => [each.path, each])));
  for (const [index, project] of projects.entries()) builder.add(index, project);
  return builder;
}

class GraphBuilder implements DbtGraph {
  readonly models: ModelNode[] = [];
  readonly byKey = new Map<NodeKey, ModelNode[]>();
  readonly sources: SourceNode[] = [];
  readonly loads: LoadedNode[] = [];
  readonly readers = new Map<NodeKey, Reader[]>();
  readonly exposures = new Map<NodeKey, DbtExposure[]>();
  readonly byTable = new Map<string, ModelNode[]>();
  readonly byModel = new Map<string, ModelNode[]>();
  readonly loaded = new Map<string, NodeKey[]>();
  readonly sourcesByTable = new Map<string, SourceNode[]>();
  readonly sourcesByName = new Map<string, SourceNode[]>();
  readonly hardCoded = new Map<string, { node: ModelNode; table: string }[]>();
  readonly #compiled: ReadonlyMap<string, CompiledModel>;
  /** Projects that have a node, by its key. */
  readonly #homes = new Map<string, number[]>();

  readonly #projects: readonly DbtProject[];

  constructor(projects: readonly DbtProject[], compiled: ReadonlyMap<string, CompiledModel>) {
    this.#projects = projects;
    this.#compiled = compiled;
    for (const [index, project] of projects.entries()) {
      const names = [...project.models.map(({ name }) => name), ...project.seeds, ...project.snapshots];
      for (const name of new Set(names)) push(this.#homes, refKey(name), index);
      for (const { source, table } of project.sources) push(this.#homes, sourceKey(`${source}.${table}`), index);
    }
  }

  add(index: number, project: DbtProject): void {
    for (const source of project.sources) this.source(index, source);
    for (const name of project.seeds)
      this.load({ key: keyIn(index, refKey(name)), kind: 'seed', name, columns: project.seedColumns?.get(name) ?? [] });
    for (const name of project.snapshots)
      this.load({ key: keyIn(index, refKey(name)), kind: 'snapshot', name, columns: [] });
    for (const model of project.models) this.model(index, project, model);
    for (const exposure of project.exposures ?? []) {
      const calls = [...exposure.refs.map(refKey), ...exposure.sources.map(sourceKey)];
      for (const key of new Set(calls.flatMap((call) => this.find(index, call)))) push(this.exposures, key, exposure);
    }
  }

  rootOf = (key: NodeKey): string => this.#projects[indexIn(key)]?.root ?? '';

  meant = ({ key }: ModelNode, call: string): readonly NodeKey[] => this.find(indexIn(key), call);

  private load(node: LoadedNode): void {
    this.loads.push(node);
    push(this.loaded, node.name.toLowerCase(), node.key);
  }

  private source(index: number, source: DbtSource): void {
    const node = { key: keyIn(index, sourceKey(`${source.source}.${source.table}`)), source };
    this.sources.push(node);
    push(this.sourcesByTable, (source.identifier ?? source.table).toLowerCase(), node);
    push(this.sourcesByName, source.table.toLowerCase(), node);
  }

  private model(index: number, project: DbtProject, model: DbtModel): void {
    const compiled = this.#compiled.get(model.path);
    const reads = readsOf(model, project.dialect);
    const key = keyIn(index, refKey(model.name));
    const node: ModelNode = { key, project, model, ...(compiled === undefined ? {} : { compiled }), reads };
    this.models.push(node);
    push(this.byKey, key, node);
    push(this.byModel, model.name.toLowerCase(), node);
    push(this.byTable, aliasOf(node).toLowerCase(), node);
    const told = [...(compiled?.refs ?? []).map(refKey), ...(compiled?.sources ?? []).map(sourceKey)];
    for (const call of new Set([...told, ...reads.calls]))
      for (const read of this.find(index, call)) push(this.readers, read, { node, call });
    for (const table of reads.tables) push(this.hardCoded, splitName(table).table, { node, table });
  }

  /** What a call means: a node of the own project, else of every other that has one of the name. */
  private find(index: number, call: string): readonly NodeKey[] {
    // `ref` also takes the name of one version: `orders.v2`.
    const written = this.#homes.has(call) ? call : call.replace(/^(ref .*)\.v([0-9]+)$/, '$1_v$2');
    const homes = this.#homes.get(written) ?? [];
    return (homes.includes(index) ? [index] : homes).map((home) => keyIn(home, written));
  }
}

/** What the texts of models read: the same model is asked for several times in a run. */
const knownReads = new WeakMap<DbtModel, { readonly dialect: string | undefined; readonly reads: SqlReads }>();

function readsOf(model: DbtModel, dialect: string | undefined): SqlReads {
  const known = knownReads.get(model);
  if (known !== undefined && known.dialect === dialect) return known.reads;
  const reads = model.language === 'python' ? readPythonModel(model.text) : readSql(model.text, dialect);
  knownReads.set(model, { dialect, reads });
  return reads;
}

function keyIn(index: number, key: string): NodeKey {
  return `${index} ${key}`;
}

function indexIn(key: NodeKey): number {
  return Number(key.slice(0, key.indexOf(' ')));
}

/** The name of the table that a model makes: its own configuration wins over its properties, and those over its folder's. */
export function aliasOf({ model, compiled }: ModelNode): string {
  const alias: Json | undefined =
    compiled?.config['alias'] ?? model.properties?.config['alias'] ?? model.folderConfig['alias'];
  return typeof alias === 'string' && alias !== '' && !alias.includes('{') ? alias : model.name;
}

function push<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
