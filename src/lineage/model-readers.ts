import type { Contract } from '../model/contract.ts';
import type { DbtGraph, ModelNode, NodeKey, SourceNode } from './dbt-graph.ts';
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

/** The models that read an object directly: by `source` or `ref`, or by the table's name. For a column, those that use it. */
export function directReaders(graph: DbtGraph, asked: Asked): readonly ModelNode[] {
  const { names, places, columns } = asked;
  const called = places.keys.flatMap((key) => readersOf(graph, key, columns));
  const named = (graph.hardCoded.get(names.table) ?? [])
    .filter(({ table }) => mayBeAt(names, splitName(table)))
    .filter(({ node, table }) => uses(node, tableKey(table), columns))
    .map(({ node }) => node);
  return [...called, ...named].filter((node) => !places.makers.includes(node));
}

/** All models that read the object, or read its column onwards; those that make it are not among them. */
export function allReaders(graph: DbtGraph, asked: Asked): ReadonlySet<ModelNode> {
  const found = new Set(directReaders(graph, asked));
  for (const { key } of found)
    for (const reader of readersOf(graph, key, asked.columns))
      if (!asked.places.makers.includes(reader)) found.add(reader);
  return found;
}

function readersOf(graph: DbtGraph, key: NodeKey, columns: Asked['columns']): readonly ModelNode[] {
  const readers = graph.readers.get(key) ?? [];
  return readers.filter(({ node, call }) => uses(node, call, columns)).map(({ node }) => node);
}

/**
 * Whether a model that reads a table uses one of the columns: by name, by `*`, or out of sight, in a macro that reads the
 * table. A macro that is given the table's name reads it for the model, whose own text then tells.
 */
function uses({ reads }: ModelNode, from: string, columns: Asked['columns']): boolean {
  if (columns === undefined || reads.stars.has(from) || reads.stars.has('*')) return true;
  const name = from.slice(from.indexOf(' ') + 1).toLowerCase();
  const isInSight = reads.calls.has(from) || from.startsWith('table ') || reads.columns.has(name);
  return !isInSight || [...columns].some((column) => reads.columns.has(column));
}
