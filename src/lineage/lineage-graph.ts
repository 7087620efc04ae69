import type { ColumnOrigin, ColumnUse, ModelColumns } from '../model/columns.ts';
import { type Contract, hasColumn, physicalNameOf, type SchemaObject } from '../model/contract.ts';
import type { CompiledModel } from '../model/facts.ts';
import type {
  ColumnStep,
  LineageColumn,
  LineageEdge,
  LineageGraph,
  LineageKind,
  LineageRelation,
  StepKind,
} from '../model/lineage.ts';
import { compareText, fileStart } from '../model/location.ts';
import type { Project } from '../model/project.ts';
import { callOf } from './column-reads.ts';
import { aliasOf, type DbtGraph, dbtGraph, type ModelNode, type NodeKey } from './dbt-graph.ts';
import { dbtPlaces } from './model-readers.ts';
import { mayBeAt, splitName, type TableNames, tableNames } from './table-names.ts';

/** What lineage is read from: one tree. */
export interface LineageSource {
  readonly project: Project;
  /** What compiling its models told. */
  readonly models: readonly CompiledModel[];
  /** What its models give. */
  readonly columns: readonly ModelColumns[];
}

/** Who reads what, and which column goes where; the time is near linear in the size of the repository. */
export function lineageGraph({ project, models, columns }: LineageSource): LineageGraph {
  const builder = new LineageBuilder(dbtGraph(project.dbt, models), {
    columns: new Map(columns.map((each) => [each.path, each])),
    maskingMacros: new Set((project.governance.macros?.macros ?? []).flatMap(({ masks, name }) => (masks ? name : []))),
  });
  builder.addDbt();
  for (const contract of project.contracts) for (const object of contract.schema) builder.addContract(contract, object);
  builder.addSteps();
  return builder.graph();
}

interface Known {
  readonly columns: ReadonlyMap<string, ModelColumns>;
  /** Macros that the library says to mask. */
  readonly maskingMacros: ReadonlySet<string>;
}

/** A relation while its columns are gathered: their names by their lower case. */
interface OpenRelation extends Omit<LineageRelation, 'columns'> {
  readonly columns: Map<string, string>;
}

interface OpenEdge extends Omit<LineageEdge, 'filters'> {
  readonly filters: Set<string>;
}

class LineageBuilder {
  readonly #dbt: DbtGraph;
  readonly #known: Known;
  readonly #relations = new Map<string, OpenRelation>();
  readonly #edges = new Map<string, OpenEdge>();
  readonly #steps = new Map<string, ColumnStep>();
  /** Columns with the relation that they go into. */
  readonly #passed = new Set<string>();
  /** Relations by the key of their node, where they have one. */
  readonly #ids = new Map<NodeKey, string>();
  /** Ids of tables that SQL names itself, by the last part of their names. */
  readonly #tables = new Map<string, Set<string>>();

  constructor(dbt: DbtGraph, known: Known) {
    this.#dbt = dbt;
    this.#known = known;
  }

  addDbt(): void {
    const { models, sources, loads } = this.#dbt;
    const named = [
      ...sources.map(({ key, source }) => ({
        key,
        kind: 'source' as const,
        name: `${source.source}.${source.table}`,
        at: source.at,
        alias: source.identifier ?? source.table,
        declared: (source.columns ?? []).map((column) => column.name),
      })),
      ...loads.map(({ key, kind, name, columns }) => ({ key, kind, name, alias: name, declared: columns })),
      ...models.map((node) => ({
        key: node.key,
        kind: 'model' as const,
        name: node.model.name,
        alias: aliasOf(node),
        at: fileStart(node.model.path),
        declared: [],
      })),
    ];
    const counts = new Map<string, Set<string>>();
    for (const { key, kind, name } of named) addTo(counts, `${kind}:${name}`, key);
    for (const { key, kind, name, declared, alias, ...rest } of named) {
      const isShared = (counts.get(`${kind}:${name}`)?.size ?? 0) > 1;
      const full = isShared ? `${name}@${this.#dbt.rootOf(key)}` : name;
      const { id } = this.open({ kind, name: full, ...rest, ...(`.${name}`.endsWith(`.${alias}`) ? {} : { alias }) });
      this.#ids.set(key, id);
      for (const column of declared) this.column(id, column);
    }
    for (const node of models) this.addModel(node);
    for (const [key, readers] of this.#dbt.readers)
      for (const { node } of readers) this.edge(this.idOf(key), this.idOf(node.key), node);
    for (const [key, exposures] of this.#dbt.exposures)
      for (const { name, at } of exposures)
        this.connect(this.idOf(key), this.open({ kind: 'exposure', name, at }).id, false);
  }

  addSteps(): void {
    for (const node of this.#dbt.models) this.steps(node);
  }

  /** A contract lies before what it asks of others, and behind what it promises of ours. */
  addContract(contract: Contract, object: SchemaObject): void {
    const { id } = this.open({
      kind: 'contract',
      name: `${contract.id}/${object.name}`,
      at: object.at,
      direction: contract.direction,
    });
    const columns = object.properties.filter(hasColumn);
    for (const { name } of columns) this.column(id, name);
    const names = tableNames(contract, object);
    const places = dbtPlaces(this.#dbt, contract.direction, names);
    const makers = new Set(places.makers.map(({ key }) => key));
    const described = places.keys.filter((key) => !makers.has(key)).map((key) => this.idOf(key));
    for (const to of [...described, ...this.tablesOf(names)]) {
      for (const property of columns)
        this.step({ from: this.column(id, property.name), to: this.column(to, physicalNameOf(property)) });
      this.connect(id, to, true);
    }
    for (const maker of places.makers) {
      const from = this.idOf(maker.key);
      const made = this.#known.columns.get(maker.model.path);
      for (const property of columns) {
        const name = physicalNameOf(property);
        if (made?.columns.some((each) => each.name.toLowerCase() === name.toLowerCase()) === true)
          this.step({ from: this.column(from, name), to: this.column(id, property.name) });
      }
      this.edge(from, id, maker);
    }
  }

  graph(): LineageGraph {
    const relations = [...this.#relations.values()].map((each) => ({ ...each, columns: [...each.columns.values()] }));
    return {
      relations: relations.sort((a, b) => compareText(a.id, b.id)),
      edges: [...this.#edges.values()]
        .map((edge) => ({ ...edge, filters: [...edge.filters].sort(compareText) }))
        .sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to)),
      steps: [...this.#steps.values()].sort(compareSteps),
    };
  }

  /** The columns of a model, and the tables that its SQL names. */
  private addModel(node: ModelNode): void {
    const to = this.idOf(node.key);
    const given = this.#known.columns.get(node.model.path);
    for (const { name } of given?.columns ?? []) this.column(to, name);
    const resolved = (given?.reads ?? []).flatMap(({ kind, name }) => (kind === 'table' ? name : []));
    const isResolved = resolved.length > 0 || given?.gaps.length === 0;
    for (const table of isResolved ? resolved : node.reads.tables) this.edge(this.table(table), to, node);
  }

  /** Which columns of what a model reads go into which of its own; all relations must know theirs. */
  private steps(node: ModelNode): void {
    const to = this.idOf(node.key);
    const given = this.#known.columns.get(node.model.path);
    for (const { name, origins = [] } of given?.columns ?? [])
      for (const origin of origins)
        for (const from of this.meant(node, origin).filter((each) => each !== to)) {
          const kind = this.kindOf(origin);
          this.edge(from, to, node);
          this.step({ from: this.column(from, origin.column), to: this.column(to, name), kind, calls: origin.calls });
        }
    for (const use of given?.uses ?? []) this.use(node, use);
  }

  /** What a clause reads, and no column of the result is made of. */
  private use(node: ModelNode, use: ColumnUse): void {
    const to = this.idOf(node.key);
    for (const relation of this.meant(node, use).filter((each) => each !== to)) {
      const { column } = this.column(relation, use.column);
      if (this.#passed.has([relation, column, to].join('\n'))) continue;
      this.edge(relation, to, node);
      this.#edges.get(`${relation}\n${to}`)?.filters.add(column);
    }
  }

  private meant(node: ModelNode, { from }: Pick<ColumnOrigin, 'from'>): readonly string[] {
    if (from.kind === 'table') return [this.table(from.name)];
    return this.#dbt.meant(node, callOf(from)).map((key) => this.idOf(key));
  }

  private kindOf({ calls, role }: ColumnOrigin): StepKind {
    const { maskingMacros } = this.#known;
    if (calls.some((call) => call.startsWith('macro:') && maskingMacros.has(call.slice('macro:'.length))))
      return 'masked';
    if (role === 'condition') return 'condition';
    return calls.length === 0 ? 'as-is' : 'changed';
  }

  private idOf(key: NodeKey): string {
    const id = this.#ids.get(key);
    if (id === undefined) throw new TypeError(`no relation for "${key}"`);
    return id;
  }

  private open(given: {
    readonly kind: LineageKind;
    readonly name: string;
    readonly alias?: string;
    readonly at?: LineageRelation['at'];
    readonly direction?: Contract['direction'];
  }): OpenRelation {
    const id = `${given.kind}:${given.name}`;
    const known = this.#relations.get(id);
    if (known !== undefined) return known;
    const gaps = given.kind === 'model' ? this.#known.columns.get(given.at?.path ?? '')?.gaps : undefined;
    const opened = { id, ...given, columns: new Map<string, string>(), gaps: gaps ?? [] };
    this.#relations.set(id, opened);
    return opened;
  }

  private table(name: string): string {
    const { id } = this.open({ kind: 'table', name });
    addTo(this.#tables, splitName(name).table, id);
    return id;
  }

  private tablesOf(names: TableNames): readonly string[] {
    return [...(this.#tables.get(names.table) ?? [])].filter((id) =>
      mayBeAt(names, splitName(id.slice('table:'.length))),
    );
  }

  /** The column as its relation writes it; one that is new to it is added. */
  private column(relation: string, name: string): LineageColumn {
    const columns = this.#relations.get(relation)?.columns;
    const known = columns?.get(name.toLowerCase());
    if (known === undefined) columns?.set(name.toLowerCase(), name);
    return { relation, column: known ?? name };
  }

  private edge(from: string, to: string, reader: ModelNode): void {
    if (from === to) return;
    const given = this.#known.columns.get(reader.model.path);
    const isProven =
      given !== undefined && given.gaps.length === 0 && given.columns.every(({ origins }) => origins !== undefined);
    this.connect(from, to, isProven);
  }

  private connect(from: string, to: string, isProven: boolean): void {
    if (!this.#edges.has(`${from}\n${to}`))
      this.#edges.set(`${from}\n${to}`, { from, to, isProven, filters: new Set() });
  }

  private step({ from, to, kind = 'as-is', calls = [] }: Partial<ColumnStep> & Pick<ColumnStep, 'from' | 'to'>): void {
    const key = [from.relation, from.column, to.relation, to.column, kind, ...calls].join('\n');
    this.#steps.set(key, { from, to, kind, calls });
    this.#passed.add([from.relation, from.column, to.relation].join('\n'));
  }
}

function compareSteps(a: ColumnStep, b: ColumnStep): number {
  return (
    compareColumns(a.from, b.from) ||
    compareColumns(a.to, b.to) ||
    compareText(a.kind, b.kind) ||
    compareText(a.calls.join(' '), b.calls.join(' '))
  );
}

function compareColumns(a: LineageColumn, b: LineageColumn): number {
  return compareText(a.relation, b.relation) || compareText(a.column, b.column);
}

function addTo<K, T>(groups: Map<K, Set<T>>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, new Set([item]));
  else group.add(item);
}
