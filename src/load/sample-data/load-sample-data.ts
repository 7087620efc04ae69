import type { SampleData } from '../../model/sample-data.ts';
import { type DbtFiles, type FileRef, stemOf, textOfFile, yamlOf } from '../dbt/dbt-files.ts';
import { inspectText } from '../inspect-text.ts';
import { blobKey } from '../memo.ts';
import { readDelimited } from './delimited.ts';
import { readJsonLines, readLongJson, readTables } from './documents.ts';
import type { SampleTable } from './sample-table.ts';

/** Reads the files of `specs/sample-data`: CSV and TSV, JSON, JSON by line, and YAML; others show nothing. */
export function loadSampleData(source: DbtFiles, files: readonly FileRef[]): readonly SampleData[] {
  return files.flatMap((file) => source.memo.once('sample-data', blobKey(file), () => readSample(source, file)));
}

function readSample(source: DbtFiles, file: FileRef): readonly SampleData[] {
  const names = namesOf(file.path);
  return tablesOf(source, file).map(({ key, ...table }) => ({
    path: file.path,
    names: [...new Set(key === undefined ? names : [key.toLowerCase(), ...names])],
    ...table,
  }));
}

/** Longer JSON is not read with the place of every value: that takes a second for each further megabyte. */
const maxLocated = 512 * 1024;

function tablesOf(source: DbtFiles, file: FileRef): readonly SampleTable[] {
  const { path } = file;
  const ending = path.slice(path.lastIndexOf('.') + 1);
  if (ending === 'csv' || ending === 'tsv') return readDelimited(path, textOfFile(source, file) ?? '');
  if (!/^(?:json|jsonl|ndjson|ya?ml)$/.test(ending)) return [];
  const bytes = source.read(path);
  const text = bytes === undefined ? undefined : inspectText(path, bytes).text;
  if (text === undefined) return [];
  if (ending === 'jsonl' || ending === 'ndjson') return readJsonLines(path, text);
  if (ending === 'json' && (text.length > maxLocated || !isJson(text))) return readLongJson(path, text);
  const { root } = yamlOf(source, file);
  return root === undefined ? [] : readTables(root);
}

/** Only then YAML reads the same. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `orders.sample.csv` may be named after `orders.sample` or `orders`; what a folder holds may all be the folder's. */
function namesOf(path: string): readonly string[] {
  const folders = path.split('/').slice(2, -1).toReversed();
  const stem = stemOf(path);
  return [stem, ...(stem.includes('.') ? [stem.split('.', 1)[0] ?? ''] : []), ...folders].map((name) =>
    name.toLowerCase(),
  );
}
