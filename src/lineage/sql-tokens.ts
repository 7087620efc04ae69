import { isWordStart, readTemplate, type Template, wordEnd } from './template-tokens.ts';

/** A piece of SQL that can name something; comments and texts are none. */
export type SqlToken =
  | { readonly kind: 'name'; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'template'; readonly template: Template };

/** Warehouses in whose texts a backslash takes the next character as it is. */
const backslashDialects = new Set(['bigquery', 'snowflake', 'databricks', 'spark', 'mysql', 'clickhouse']);

/** Splits SQL, also with Jinja in it, into names in lower case, single marks and templates. Linear in its length. */
export function sqlTokens(sql: string, dialect?: string): readonly SqlToken[] {
  const escapes = dialect !== undefined && backslashDialects.has(dialect);
  const tokens: SqlToken[] = [];
  for (let at = 0; at < sql.length; ) at = readToken({ sql, at, escapes, tokens });
  return tokens;
}

interface Reading {
  readonly sql: string;
  readonly at: number;
  readonly escapes: boolean;
  readonly tokens: SqlToken[];
}

/** Adds what starts at `at`, and returns the offset behind it. */
function readToken(reading: Reading): number {
  const { sql, at, tokens } = reading;
  const character = sql.charAt(at);
  if (character <= ' ') return at + 1;
  if (isWordStart(character)) {
    const end = wordEnd(sql, at);
    tokens.push({ kind: 'name', text: sql.slice(at, end).toLowerCase(), isQuoted: false });
    return end;
  }
  const end = readMarked(reading, character);
  if (end !== undefined) return end;
  const isNumber = character >= '0' && character <= '9';
  // A number is no name, but what follows it is not the start of a list.
  tokens.push({ kind: 'mark', text: isNumber ? '0' : character });
  return isNumber ? wordEnd(sql, at) : at + 1;
}

/** Reads a comment, template, text or quoted name; undefined where none starts. */
function readMarked(reading: Reading, first: string): number | undefined {
  const { sql, at } = reading;
  if (first === "'") return readText(reading);
  if (first === '"' || first === '`') return readQuotedName(reading, first);
  const second = sql[at + 1];
  if (first === '-' && second === '-') return behind(sql, '\n', at);
  if (first === '/' && second === '*') return behind(sql, '*/', at + 2);
  if (first !== '{') return undefined;
  if (second === '#') return behind(sql, '#}', at + 2);
  return second === '{' || second === '%' ? addTemplate(reading) : undefined;
}

function addTemplate({ sql, at, tokens }: Reading): number {
  const template = readTemplate(sql, at);
  tokens.push({ kind: 'template', template });
  return template.end;
}

/** A text says nothing, but a template in it does. */
function readText(reading: Reading): number {
  const { sql, at: start, escapes } = reading;
  for (let at = start + 1; at < sql.length; ) {
    const two = sql.slice(at, at + 2);
    if (two === '{{' || two === '{%') at = addTemplate({ ...reading, at });
    else if (two === "''" || (escapes && sql[at] === '\\')) at += 2;
    else if (sql[at] === "'") return at + 1;
    else at++;
  }
  return sql.length;
}

/** Backticks may hold a whole path: `project.dataset.table`. */
function readQuotedName({ sql, at, tokens }: Reading, quote: string): number {
  const end = sql.indexOf(quote, at + 1);
  const name = sql.slice(at + 1, end === -1 ? sql.length : end).toLowerCase();
  const parts = quote === '`' ? name.split('.') : [name];
  for (const [index, text] of parts.entries()) {
    if (index > 0) tokens.push({ kind: 'mark', text: '.' });
    tokens.push({ kind: 'name', text, isQuoted: true });
  }
  return end === -1 ? sql.length : end + 1;
}

function behind(sql: string, mark: string, from: number): number {
  const end = sql.indexOf(mark, from);
  return end === -1 ? sql.length : end + mark.length;
}
