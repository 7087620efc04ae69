/** One record of a CSV file, with the line it starts on (1-based). */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** `error` names what is wrong at `line`: a quote inside an unquoted field, text after a closing quote, or a quote that never closes. */
export type CsvFile =
  | { readonly records: readonly CsvRecord[]; readonly error?: undefined }
  | { readonly error: 'stray-quote' | 'text-after-quote' | 'open-quote'; readonly line: number };

/** Reads RFC 4180: commas, `""` inside quotes, CRLF or LF, line breaks inside quotes. Empty lines are no records. */
export function readCsv(text: string): CsvFile {
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const fields: string[] = [];
    const start = line;
    for (;;) {
      const field = readField(text, at);
      if (field.error !== undefined) return { error: field.error, line: line + countNewlines(text, at, field.end) };
      line += countNewlines(text, at, field.end);
      fields.push(field.value);
      at = field.end;
      if (text[at] !== ',') break;
      at++;
    }
    at += text[at] === '\r' ? 2 : 1;
    line++;
    if (fields.length > 1 || fields[0] !== '') records.push({ line: start, fields });
  }
  return { records };
}

type Field =
  | { readonly value: string; readonly end: number; readonly error?: undefined }
  | { readonly error: 'stray-quote' | 'text-after-quote' | 'open-quote'; readonly end: number };

function readField(text: string, start: number): Field {
  if (text[start] === '"') return readQuoted(text, start + 1);
  let end = start;
  while (end < text.length && text[end] !== ',' && !isLineEnd(text, end)) {
    if (text[end] === '"') return { error: 'stray-quote', end };
    end++;
  }
  return { value: text.slice(start, end), end };
}

function readQuoted(text: string, start: number): Field {
  const parts: string[] = [];
  for (let from = start; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return { error: 'open-quote', end: start };
    parts.push(text.slice(from, quote));
    const end = quote + 1;
    if (text[end] === '"') {
      parts.push('"');
      from = end + 1;
    } else if (end >= text.length || text[end] === ',' || isLineEnd(text, end)) return { value: parts.join(''), end };
    else return { error: 'text-after-quote', end };
  }
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n');
}

/** Looks at `[start, end)` only: a search to the next newline would read the rest of a long line once per field. */
function countNewlines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (text[at] === '\n') count++;
  return count;
}
