import type { Contract } from '../model/contract.ts';
import type { DbtGraph, ModelNode, NodeKey, SourceNode } from './dbt-graph.ts';
import { type ColumnKnowledge, readColumn, type ReadingModel } from './column-reads.ts';
import { tableKey } from './read-sql.ts';
import { mayBeAt, splitName, type TableNames } from './table-names.ts';

/** What a schema object is in the dbt projects of the repository. */
export interface DbtPlaces {
  /** Sources, seeds and snapshots that bring it, and models that make it. */
  readonly keys: readonly NodeKey[];
  readonly makers: readonly ModelNode[];
  readonly sources: readonly SourceNode[];
}

/** Finds the source that an input contract describes, and the models that make an output contract's object. */
export function dbtPlaces(graph: DbtGraph, direction: Contract['direction'], names: TableNames): DbtPlaces {
  const sources = sourcesOf(graph, direction, names);
  const makers = direction === 'output' ? makersOf(graph, names) : [];
  const loaded = graph.loaded.get(names.table) ?? [];
  return { keys: [...sources, ...makers].map(({ key }) => key).concat(loaded), makers, sources };
}

/** What is called like the table goes before what is called like the object: another table may be. */
function sourcesOf(graph: DbtGraph, direction: Contract['direction'], names: TableNames): readonly SourceNode[] {
  const at = (nodes: readonly SourceNode[] | undefined): readonly SourceNode[] =>
    (nodes ?? []).filter(({ source }) => mayBeAt(names, source));
  const exact = at(graph.sourcesByTable.get(names.table));
  // The source of a product's name is what the product is made from, rather than the product.
  if (exact.length > 0 || direction === 'output') return exact;
  const found = [...names.logical].map((name) => at(graph.sourcesByTable.get(name)));
  const named = [names.table, ...names.logical].map((name) => at(graph.sourcesByName.get(name)));
  return [...found, ...named].find((nodes) => nodes.length > 0) ?? [];
}

function makersOf(graph: DbtGraph, names: TableNames): readonly ModelNode[] {
  const found = [names.table, ...names.logical].flatMap((name) => [graph.byTable.get(name), graph.byModel.get(name)]);
  return found.find((nodes) => nodes !== undefined) ?? [];
}

/** What of an object is asked for. */
export interface Asked {
  readonly places: DbtPlaces;
  readonly names: TableNames;
  /** Names of the column in lower case; undefined for the whole object. */
  readonly columns?: ReadonlySet<string>;
}

/** One model that reads what was asked for, or what another model makes of it. */
export interface ModelRead {
  /** Undefined where the model reads the object itself. */
  readonly from?: ModelNode;
  readonly to: ModelNode;
  /** The column that is read, in lower case; undefined where the whole object is asked for. */
  readonly column?: string;
  /** What it goes into, in lower case; empty where it only filters or joins, and where the whole object is asked for. */
  readonly carried: readonly string[];
}

/** The models that read an object directly: by `source` or `ref`, or by the table's name. For a column, those that use it. */
export function directReaders(knowledge: ColumnKnowledge, asked: Asked): readonly ModelNode[] {
  return [...new Set(directReads(knowledge, asked).map(({ to }) => to))];
}

/** All models that read the object, or read its column onwards; those that make it are not among them. */
export function allReaders(knowledge: ColumnKnowledge, asked: Asked): ReadonlySet<ModelNode> {
  return new Set(allReads(knowledge, asked).map(({ to }) => to));
}

/** Every reading of the object, or of what its column goes into, each once, those of the object itself first. */
export function allReads(knowledge: ColumnKnowledge, asked: Asked): readonly ModelRead[] {
  const reads = [...directReads(knowledge, asked)];
  const known = new Set<string>();
  for (const { to, carried } of reads) {
    for (const column of asked.columns === undefined ? [undefined] : carried) {
      const state = JSON.stringify([to.model.path, column]);
      if (known.has(state)) continue;
      known.add(state);
      reads.push(...readsOf(knowledge, asked, { from: to, column }));
    }
  }
  return reads;
}

function directReads(knowledge: ColumnKnowledge, asked: Asked): readonly ModelRead[] {
  const { names, places, columns = [undefined] } = asked;
  const { graph } = knowledge;
  const called = places.keys.flatMap((key) => (graph.readers.get(key) ?? []).map((reader) => ({ ...reader, key })));
  const named = (graph.hardCoded.get(names.table) ?? [])
    .filter(({ table }) => mayBeAt(names, splitName(table)))
    .map(({ node, table }) => ({ node, call: tableKey(table), key: undefined }));
  return [...columns].flatMap((column) =>
    [...called, ...named].flatMap((reader) => readBy(knowledge, asked, { ...reader, column })),
  );
}

function readsOf(
  knowledge: ColumnKnowledge,
  asked: Asked,
  { from, column }: { readonly from: ModelNode; readonly column: string | undefined },
): readonly ModelRead[] {
  const readers = knowledge.graph.readers.get(from.key) ?? [];
  return readers
    .flatMap((reader) => readBy(knowledge, asked, { ...reader, key: from.key, column }))
    .map((read) => ({ ...read, from }));
}

function readBy(
  knowledge: ColumnKnowledge,
  { places, columns: aliases = new Set() }: Asked,
  {
    node,
    call,
    key,
    column,
  }: ReadingModel & { readonly key: NodeKey | undefined; readonly column: string | undefined },
): readonly ModelRead[] {
  if (places.makers.includes(node)) return [];
  if (column === undefined) return [{ to: node, carried: [] }];
  const { isRead, carried } = readColumn(knowledge, { node, call }, { key, column, aliases });
  return isRead ? [{ to: node, column, carried }] : [];
}
