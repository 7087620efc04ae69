import type { Json } from '../../model/contract.ts';
import { fileStart, type Location } from '../../model/location.ts';
import type { SampleRow } from '../../model/sample-data.ts';
import { type DocumentNode, entriesOf, itemsOf, type MapNode, toJson } from '../document.ts';
import { startOf } from '../governance/shape.ts';
import { maxRows, type SampleTable } from './sample-table.ts';

/**
 * Tables in a YAML or JSON document: a list of records, a mapping of names to such lists, or one record. A record that
 * holds lists of records looks the same as a mapping of tables: then both are told, and of neither the rows.
 */
export function readTables(root: DocumentNode): readonly SampleTable[] {
  if (root.kind === 'list') return tableOf(root);
  const inner = entriesOf(root).filter(({ value }) => itemsOf(value).some(isMap));
  if (!isMap(root)) return [];
  if (inner.length === 0) return tableOf({ kind: 'list', at: root.at, items: [root] });
  const tables = inner.flatMap(({ key, value }) => tableOf(value).map((table) => ({ ...table, key })));
  if (inner.length === root.entries.length) return tables;
  return [...tables.map(withoutRows), withoutRows(tableOf({ kind: 'list', at: root.at, items: [root] })[0])];
}

/** JSON by line; lines that are no records are passed over. */
export function readJsonLines(path: string, text: string): readonly SampleTable[] {
  const rows: SampleRow[] = [];
  const places = new Map<string, Location>();
  let line = 0;
  for (const each of linesOf(text)) {
    line++;
    const data = parseJson(each);
    if (!isRecord(data)) continue;
    if (rows.length >= maxRows) break;
    rows.push({ values: data, at: { path, line, column: 1 } });
    for (const key of Object.keys(data)) {
      if (places.has(key)) continue;
      const written = JSON.stringify(key);
      const column = each.indexOf(written) + 1;
      const end = column === 0 ? {} : { endLine: line, endColumn: column + written.length };
      places.set(key, { path, line, column: Math.max(1, column), ...end });
    }
  }
  return places.size === 0 ? [] : [{ columns: [...places.keys()], places, rows }];
}

/** A document that is too long to be read with the places of all values: only its columns. */
export function readLongJson(path: string, text: string): readonly SampleTable[] {
  const data = parseJson(text);
  const records = (Array.isArray(data) ? data : [data]).slice(0, maxRows).filter(isRecord);
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return columns.length === 0 ? [] : [{ columns, places: new Map(columns.map((name) => [name, fileStart(path)])) }];
}

function tableOf(node: DocumentNode): readonly SampleTable[] {
  const records = itemsOf(node).slice(0, maxRows).filter(isMap);
  const places = new Map<string, Location>();
  for (const { key, keyAt } of records.flatMap(({ entries }) => entries)) if (!places.has(key)) places.set(key, keyAt);
  if (places.size === 0) return [];
  return [{ columns: [...places.keys()], places, rows: records.map(rowOf) }];
}

function rowOf(record: MapNode): SampleRow {
  const values: Record<string, Json> = Object.create(null);
  for (const { key, value } of record.entries) values[key] = toJson(value);
  return { values, at: startOf(record) };
}

function withoutRows(table: SampleTable | undefined): SampleTable {
  const { rows: _, ...rest } = table ?? { columns: [] };
  return rest;
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    yield text.slice(start, end);
    start = end + 1;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Broken JSON is reported by whoever judges the file; it shows no columns.
    return undefined;
  }
}

function isMap(node: DocumentNode): node is MapNode {
  return node.kind === 'map';
}

function isRecord(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
