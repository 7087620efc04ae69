import type { SampleData } from '../../model/sample-data.ts';
import { type DbtFiles, type FileRef, stemOf, textOfFile } from '../dbt/dbt-files.ts';
import { inspectText } from '../inspect-text.ts';
import { blobKey } from '../memo.ts';
import { readCsv } from '../snapshot/read-csv.ts';

/** Reads the headers of the files of `specs/sample-data`: CSV and TSV, JSON, and JSON by line. Their rows are not judged. */
export function loadSampleData(source: DbtFiles, files: readonly FileRef[]): readonly SampleData[] {
  return files.flatMap((file) => source.memo.once('sample-data', blobKey(file), () => readSample(source, file)));
}

/** The columns of a table, in one file; `key` where the file holds several tables. */
interface Table {
  readonly key?: string;
  readonly columns: readonly string[];
}

function readSample(source: DbtFiles, file: FileRef): readonly SampleData[] {
  const { path } = file;
  const tables = /\.[ct]sv$/.test(path)
    ? csvTables(textOfFile(source, file) ?? '')
    : /\.(?:json|jsonl|ndjson)$/.test(path)
      ? jsonTables(path, source.read(path))
      : [];
  const names = namesOf(path);
  return tables.map(({ key, columns }) => ({
    path,
    names: [...new Set(key === undefined ? names : [key.toLowerCase(), ...names])],
    columns,
  }));
}

/** `orders.sample.csv` may be named after `orders.sample` or `orders`; what a folder holds may all be the folder's. */
function namesOf(path: string): readonly string[] {
  const folders = path.split('/').slice(2, -1).toReversed();
  const stem = stemOf(path);
  return [stem, ...(stem.includes('.') ? [stem.split('.', 1)[0] ?? ''] : []), ...folders].map((name) =>
    name.toLowerCase(),
  );
}

/** A header longer than this is none. */
const maxHeader = 256 * 1024;

function csvTables(text: string): readonly Table[] {
  const [header = ''] = text.slice(0, maxHeader).split(/\r?\n/, 1);
  const separator = [',', ';', '\t', '|'].find((each) => header.includes(each)) ?? ',';
  const csv = separator === ',' ? readCsv(header) : undefined;
  const quoted = csv === undefined || csv.error !== undefined ? undefined : csv.records[0]?.fields;
  const fields = quoted ?? header.split(separator).map((field) => field.replaceAll('"', ''));
  const named = fields.map((field) => field.trim()).filter((field) => field !== '');
  return named.length === 0 ? [] : [{ columns: named }];
}

function jsonTables(path: string, bytes: Uint8Array | undefined): readonly Table[] {
  const text = bytes === undefined ? undefined : inspectText(path, bytes).text;
  if (text === undefined) return [];
  const data = parseJson(path.endsWith('.json') ? text : (text.split('\n', 1)[0] ?? ''));
  if (!isMap(data)) return tableOf(data);
  const inner = Object.entries(data).filter(([, value]) => Array.isArray(value) && value.some(isMap));
  if (inner.length === 0) return tableOf([data]);
  const tables = inner.flatMap(([key, value]) => tableOf(value).map((table) => ({ ...table, key })));
  // One record with a list inside looks the same as a mapping of tables: it may be either.
  return [...tables, { columns: Object.keys(data) }];
}

function tableOf(rows: unknown): readonly Table[] {
  if (!Array.isArray(rows)) return [];
  const columns = new Set(rows.slice(0, maxRows).filter(isMap).flatMap(Object.keys));
  return columns.size === 0 ? [] : [{ columns: [...columns] }];
}

/** Rows that are looked at for keys. */
const maxRows = 1_000;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Broken JSON is reported by whoever judges the file; it shows no columns.
    return undefined;
  }
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
