import { parseAllDocuments } from 'yaml';
import { sqlPieces } from '../../model/sql-tokens.ts';

/**
 * A file's text as packages hold it: no byte order mark, LF line ends, one final newline, and in SQL and YAML no blanks at the ends of
 * lines. Only what cannot change what the file says: blanks in texts stay, and data (CSV) stays byte for byte.
 */
export function cleanText(path: string, text: string): string {
  if (isData(path)) return text;
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  if (/\.sql$/i.test(path)) return endOnce(trimSql(plain));
  return /\.ya?ml$/i.test(path) ? cleanYaml(plain) : endOnce(plain);
}

/** Rows may hold line ends and blanks that are values. */
function isData(path: string): boolean {
  return /\.(?:csv|tsv|psv|jsonl|ndjson)$/i.test(path);
}

function endOnce(text: string): string {
  const end = lastVisible(text);
  return end === 0 ? '' : `${text.slice(0, end)}\n`;
}

/** Offset behind the last character that is no white space. A regular expression would try each blank of a long run. */
function lastVisible(text: string): number {
  let end = text.length;
  while (end > 0 && isBlank(text[end - 1])) end--;
  return end;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n';
}

/**
 * A text or a template may go over several lines, and then its blanks are its own. Where texts end is not sure where there are
 * backslashes or dollar quotes: such a file keeps all its blanks.
 */
function trimSql(sql: string): string {
  if (!/[ \t]\n/.test(sql) || sql.includes('$$') || sql.includes('\\')) return sql;
  const kept = sqlPieces(sql).filter(({ kind }) => kind === 'text' || kind === 'template' || kind === 'name');
  const isKept = new Set<number>();
  for (const { start, end } of kept) {
    for (let at = sql.indexOf('\n', start); at !== -1 && at < end; at = sql.indexOf('\n', at + 1)) isKept.add(at);
  }
  return trimLines(sql, (lineEnd) => !isKept.has(lineEnd));
}

/** What a YAML parser reads must stay; a file that it cannot read stays as it is. */
function cleanYaml(text: string): string {
  const trimmed = endOnce(trimLines(text, () => true));
  if (trimmed === text) return text;
  const before = valuesOf(text);
  if (before === undefined) return text;
  const same = [trimmed, `${text.slice(0, lastVisible(text))}\n`].find((each) => valuesOf(each) === before);
  return same ?? text;
}

function valuesOf(text: string): string | undefined {
  try {
    const documents = parseAllDocuments(text, { logLevel: 'silent' });
    if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
    return JSON.stringify(documents.map((document) => document.toJS({ maxAliasCount: 100 }) as unknown));
  } catch {
    return undefined;
  }
}

/** Without the blanks before each line end that `mayTrim` allows by its offset. Linear. */
function trimLines(text: string, mayTrim: (lineEnd: number) => boolean): string {
  let end = 0;
  return text
    .split('\n')
    .map((line) => {
      end += line.length + 1;
      return mayTrim(end - 1) ? line.slice(0, lastVisible(line)) : line;
    })
    .join('\n');
}
