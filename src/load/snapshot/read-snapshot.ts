import type { Problem } from '../../model/project.ts';
import type { WarehouseSnapshot } from '../../model/snapshot.ts';
import { decodeUtf8 } from '../inspect-text.ts';
import { isDbtCatalog, readDbtCatalog } from './dbt-catalog.ts';
import { type ColumnRow, readColumnRows } from './information-schema.ts';
import { readCsv } from './read-csv.ts';
import { type SnapshotMistake, snapshotProblem } from './snapshot-problem.ts';

/** What a snapshot file holds; with any problem there is no snapshot. */
export interface SnapshotFile {
  readonly snapshot?: WarehouseSnapshot;
  readonly problems: readonly Problem[];
}

/**
 * Reads what a warehouse holds: a dump of `information_schema.columns` as CSV (RFC 4180, header first) or JSON (an array of rows,
 * or an object with it under `rows`, `columns` or `data`), or the `catalog.json` (v1) that dbt wrote. The content decides, not the name.
 */
export function readSnapshot(path: string, bytes: Uint8Array): SnapshotFile {
  const text = decodeUtf8(bytes);
  if (text === undefined) return failed({ path, message: 'not-text' });
  return /^\s*[[{]/.test(text) ? readJson(path, text) : readTable(path, text);
}

function readTable(path: string, text: string): SnapshotFile {
  const csv = readCsv(text);
  if (csv.error !== undefined) return failed({ path, line: csv.line, message: `csv-${csv.error}` });
  const [header, ...records] = csv.records;
  if (header === undefined) return failed({ path, message: 'empty' });
  const names = header.fields.map((name) => name.trim().toLowerCase());
  const ragged = records.find((record) => record.fields.length !== names.length);
  if (ragged !== undefined) {
    const values = { found: String(ragged.fields.length), expected: String(names.length) };
    return failed({ path, line: ragged.line, message: 'csv-ragged', values });
  }
  const rows = records.map(({ line, fields }) => ({
    line,
    cells: new Map(names.map((name, at) => [name, fields[at] ?? ''])),
  }));
  return readColumnRows(path, names, rows);
}

function readJson(path: string, text: string): SnapshotFile {
  const parsed = parseJson(text);
  if (parsed.error !== undefined)
    return failed({ path, line: parsed.line, message: 'json', values: { reason: parsed.error } });
  if (isDbtCatalog(parsed.value)) return readDbtCatalog(path, parsed.value);
  const list = rowsOf(parsed.value);
  if (list === undefined) return failed({ path, message: 'json-shape' });
  const rows: ColumnRow[] = [];
  for (const [index, item] of list.entries()) {
    if (!isRecord(item)) return failed({ path, message: 'json-row', values: { row: String(index + 1) } });
    rows.push({
      row: index + 1,
      line: 1,
      cells: new Map(Object.entries(item).map(([key, value]) => [key.toLowerCase(), cell(value)])),
    });
  }
  return readColumnRows(path, [...new Set(rows.flatMap((row) => [...row.cells.keys()]))], rows);
}

type ParsedJson =
  | { readonly value: unknown; readonly error?: undefined }
  | { readonly error: string; readonly line: number };

function parseJson(text: string): ParsedJson {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { error: reason.replace(/,? ?\.{3}".*$/s, ''), line: Number(/\(line (\d+) column/.exec(reason)?.[1] ?? 1) };
  }
}

function rowsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return undefined;
  return [value['rows'], value['columns'], value['data']].find((list) => Array.isArray(list));
}

function cell(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function failed(mistake: SnapshotMistake): SnapshotFile {
  return { problems: [snapshotProblem(mistake)] };
}
