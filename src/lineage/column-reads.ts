import type { ColumnOrigin, ModelColumns, RelationRef } from '../model/columns.ts';
import type { DbtModel } from '../model/dbt.ts';
import { refKey, sourceKey } from '../model/template-tokens.ts';
import type { DbtGraph, ModelNode, NodeKey } from './dbt-graph.ts';
import { tableKey } from './read-sql.ts';
import { splitName } from './table-names.ts';

/** A column of something that models read. */
export interface ReadColumn {
  /** What has the column; undefined for a table that SQL names itself. */
  readonly key: NodeKey | undefined;
  /** In lower case. */
  readonly column: string;
  /** Names that it may also have behind a model of which only the text is known, in lower case. */
  readonly aliases: ReadonlySet<string>;
}

/** A model that reads something by a call. */
export interface ReadingModel {
  readonly node: ModelNode;
  /** As {@link DbtGraph.readers} has it, or the key of a table that its SQL names. */
  readonly call: string;
}

/** Whether a model reads a column, and which of its own columns that goes into. */
export interface ColumnRead {
  readonly isRead: boolean;
  /** Names of columns of its result, in lower case, sorted as they stand in it. */
  readonly carried: readonly string[];
}

/** What tells whether models read columns. */
export interface ColumnKnowledge {
  readonly graph: DbtGraph;
  /** By the path of the model. */
  readonly columns: ReadonlyMap<string, ModelColumns>;
}

/**
 * Whether a model reads a column. What its SQL provably does with columns decides; where that is not all known, whatever its text
 * may mean is added, under the column's own names.
 */
export function readColumn(
  knowledge: ColumnKnowledge,
  { node, call }: ReadingModel,
  { key, column, aliases }: ReadColumn,
): ColumnRead {
  const byText = namesColumn(node, call, column);
  const carriedByText = byText ? [column, ...aliases] : [];
  const given = knowledge.columns.get(node.model.path);
  if (given === undefined) return { isRead: byText, carried: once(carriedByText) };
  const isMeant = (from: RelationRef): boolean => means(knowledge.graph, { node, call }, { key, from });
  const isColumn = (each: Pick<ColumnOrigin, 'from' | 'column'>): boolean =>
    each.column === column && isMeant(each.from);
  const carried = given.columns
    .filter(({ origins }) => origins?.some(isColumn) === true)
    .map(({ name }) => name.toLowerCase());
  const isCertain = isProven(given) && !hasOtherBranches(node.model);
  if (isCertain && !isHiddenByStar(knowledge, { node, call }, { key, column })) {
    const isUsed = carried.length > 0 || given.uses?.some(isColumn) === true;
    if (isUsed || !byText || isExplained(given, column)) return { isRead: isUsed, carried };
  }
  return { isRead: byText || carried.length > 0, carried: once([...carried, ...carriedByText]) };
}

function once(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** Whether a model's columns, and all that its SQL reads for them, are known without a doubt. */
export function isProven({ gaps, problems, columns, uses }: ModelColumns): boolean {
  const isCertain = gaps.length === 0 && problems.length === 0 && uses !== undefined;
  return isCertain && columns.every(({ origins }) => origins !== undefined);
}

/** Whether a name in the text is a column of something else, or of the result: another one would be read in a way that nobody saw. */
function isExplained({ uses = [], columns }: ModelColumns, name: string): boolean {
  return uses.some(({ column }) => column === name) || columns.some((column) => column.name.toLowerCase() === name);
}

/** A star takes what is there: a column that nobody declares any more is still delivered, and taken. */
function isHiddenByStar(
  { columns, graph }: ColumnKnowledge,
  { node, call }: ReadingModel,
  { key, column }: Pick<ReadColumn, 'key' | 'column'>,
): boolean {
  if (!node.reads.stars.has(call) && !node.reads.stars.has('*')) return false;
  const makers = key === undefined ? [] : (graph.byKey.get(key) ?? []);
  const made = makers.map(({ model }) => columns.get(model.path)?.columns ?? []);
  return made.length === 0 || !made.every((each) => each.some(({ name }) => name.toLowerCase() === column));
}

/** A branch that was not rendered may read what the others do not; both branches of `is_incremental()` are. */
function hasOtherBranches({ text }: DbtModel): boolean {
  return /\{%[-+]?\s*(?:if|elif)\b(?!\s+(?:not\s+)?is_incremental\(\s*\)\s*[-+]?%\})/.test(text);
}

function means(
  graph: DbtGraph,
  { node, call }: ReadingModel,
  { key, from }: { readonly key: NodeKey | undefined; readonly from: RelationRef },
): boolean {
  if (from.kind === 'table') return key === undefined && splitName(from.name).table === splitName(call.slice(6)).table;
  return key !== undefined && graph.meant(node, callOf(from)).includes(key);
}

/** The key of the call that names a relation. */
export function callOf({ kind, name }: RelationRef): string {
  if (kind === 'table') return tableKey(name);
  return kind === 'ref' ? refKey(name) : sourceKey(name);
}

/**
 * Whether the text of a model that reads a table may use the column: by name, by `*`, or out of sight, in a macro that reads the
 * table. A macro that is given the table's name reads it for the model, whose own text then tells.
 */
function namesColumn({ reads }: ModelNode, from: string, column: string): boolean {
  if (reads.stars.has(from) || reads.stars.has('*') || reads.columns.has(column)) return true;
  const name = from.slice(from.indexOf(' ') + 1).toLowerCase();
  const isInSight = reads.calls.has(from) || from.startsWith('table ') || reads.columns.has(name);
  return !isInSight;
}
