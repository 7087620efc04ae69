import { fileStart } from '../../model/location.ts';
import type { TestRows } from '../../model/unit-tests.ts';
import { readDelimited } from './delimited.ts';

/** The rows of a CSV file with a header; undefined where its quotes or its header are broken. */
export function parseSampleRows(path: string, text: string): TestRows | undefined {
  const [table] = readDelimited(path, text);
  if (table?.rows === undefined) return undefined;
  const { columns } = table;
  const rows = table.rows.map(({ values }) => columns.map((column) => values[column] ?? null));
  return { columns, rows, isCsv: true, at: fileStart(path) };
}
