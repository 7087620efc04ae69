import type { Json } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import type { SampleRow } from '../../model/sample-data.ts';
import { maxRows, type SampleTable } from './sample-table.ts';

/** A header longer than this is none. */
const maxHeader = 256 * 1024;

/** Reads a table with a header (CSV, TSV, `;` or `|`). A file whose quotes do not close shows only its columns. */
export function readDelimited(path: string, text: string): readonly SampleTable[] {
  const separator = separatorOf(text);
  const records = recordsOf(text, separator);
  const header = records?.[0] ?? rawHeader(text, separator);
  const names = header.fields.map(({ text: field }) => field.trim());
  const columns = names.filter((name) => name !== '');
  if (columns.length === 0) return [];
  const places = new Map<string, Location>();
  for (const [index, { column, end }] of header.fields.entries()) {
    const name = names[index] ?? '';
    if (name !== '' && !places.has(name)) places.set(name, { path, ...lineOf(header.line, column, end) });
  }
  const isTwice = new Set(columns).size < columns.length;
  // Values below a name that is written twice could be of either; those of unclosed quotes, of anything.
  if (records === undefined || isTwice) return [{ columns, places }];
  return [{ columns, places, rows: records.slice(1).map((record) => rowOf(path, names, record)) }];
}

/** The names in the header of a table, without blank ones; none where there is no header. */
export function headerOf(text: string): readonly string[] {
  const separator = separatorOf(text);
  const { fields } = recordsOf(text.slice(0, maxHeader), separator, 1)?.[0] ?? rawHeader(text, separator);
  return fields.map((field) => field.text.trim()).filter((name) => name !== '');
}

interface Field {
  readonly text: string;
  readonly quoted: boolean;
  /** 1-based, with the quotes. */
  readonly column: number;
  readonly end: number;
}

interface CsvRow {
  readonly line: number;
  readonly fields: readonly Field[];
}

function lineOf(line: number, column: number, end: number): Omit<Location, 'path'> {
  return { line, column, endLine: line, endColumn: end };
}

function separatorOf(text: string): string {
  const [header = ''] = text.slice(0, maxHeader).split(/\r?\n/, 1);
  return [',', ';', '\t', '|'].find((each) => header.includes(each)) ?? ',';
}

/** Where quotes are broken, the header alone is read as people would. */
function rawHeader(text: string, separator: string): CsvRow {
  const [header = ''] = text.slice(0, maxHeader).split(/\r?\n/, 1);
  let column = 1;
  const fields = header.split(separator).map((field) => {
    const start = column;
    column += field.length + 1;
    return { text: field.replaceAll('"', ''), quoted: false, column: start, end: start + field.length };
  });
  return { line: 1, fields };
}

/** The first `most` rows, of which one is the header; undefined where quotes are broken or a field goes over lines without them. */
function recordsOf(text: string, separator: string, most = maxRows + 1): readonly CsvRow[] | undefined {
  const records: CsvRow[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;
  while (at < text.length && records.length < most) {
    const fields: Field[] = [];
    const start = line;
    for (;;) {
      const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at, separator);
      if (field === undefined || !isEnd(text, field.end, separator)) return undefined;
      const column = at - lineStart + 1;
      // Only text in quotes goes over lines; a search for the next line would read the rest of a long one once per field.
      for (let next = at; field.quoted && next < field.end; next++) {
        if (text[next] !== '\n') continue;
        line++;
        lineStart = next + 1;
      }
      fields.push({ text: field.text, quoted: field.quoted, column, end: column + field.end - at });
      at = field.end;
      if (text[at] !== separator) break;
      at++;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line++;
    lineStart = at;
    if (fields.length > 1 || fields[0]?.text !== '') records.push({ line: start, fields });
  }
  return records;
}

interface RawField {
  readonly text: string;
  readonly quoted: boolean;
  readonly end: number;
}

function plainField(text: string, start: number, separator: string): RawField {
  let end = start;
  while (!isEnd(text, end, separator)) end++;
  return { text: text.slice(start, end), quoted: false, end };
}

function quotedField(text: string, start: number): RawField | undefined {
  const parts: string[] = [];
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return undefined;
    parts.push(text.slice(from, quote));
    if (text[quote + 1] !== '"') return { text: parts.join('"'), quoted: true, end: quote + 1 };
    from = quote + 2;
  }
}

function isEnd(text: string, at: number, separator: string): boolean {
  return at >= text.length || text[at] === separator || text[at] === '\n' || text.startsWith('\r\n', at);
}

/** An empty field without quotes is nothing; a field that a short row does not have is not there. */
function rowOf(path: string, names: readonly string[], { line, fields }: CsvRow): SampleRow {
  const values: Record<string, Json> = Object.create(null);
  for (const [index, name] of names.entries()) {
    const field = fields[index];
    if (name !== '' && field !== undefined) values[name] = field.text === '' && !field.quoted ? null : field.text;
  }
  return { values, at: { path, line, column: 1 } };
}
