import { isWordStart, readTemplate, type Template, wordEnd } from './template-tokens.ts';

/** A piece of SQL that can name something; comments and texts are none. */
export type SqlToken =
  | { readonly kind: 'name'; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'template'; readonly template: Template };

/** Offsets of a piece in its text; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of SQL with its place. A template within a text comes before the text that holds it. */
export type SqlPiece = (SqlToken | { readonly kind: 'text' } | { readonly kind: 'comment' }) & Span;

/** Warehouses in whose texts a backslash takes the next character as it is. */
const backslashDialects = new Set(['bigquery', 'snowflake', 'databricks', 'spark', 'mysql', 'clickhouse']);

/** Splits SQL, also with Jinja in it, into names in lower case, single marks and templates. Linear in its length. */
export function sqlTokens(sql: string, dialect?: string): readonly SqlToken[] {
  return sqlPieces(sql, dialect).filter((piece) => piece.kind !== 'text' && piece.kind !== 'comment');
}

/** As {@link sqlTokens}, with texts and comments among them. */
export function sqlPieces(sql: string, dialect?: string): readonly SqlPiece[] {
  const escapes = dialect !== undefined && backslashDialects.has(dialect);
  const pieces: SqlPiece[] = [];
  for (let at = 0; at < sql.length; ) at = readPiece({ sql, at, escapes, pieces });
  return pieces;
}

interface Reading {
  readonly sql: string;
  readonly at: number;
  readonly escapes: boolean;
  readonly pieces: SqlPiece[];
}

/** Adds what starts at `at`, and returns the offset behind it. */
function readPiece(reading: Reading): number {
  const { sql, at, pieces } = reading;
  const character = sql.charAt(at);
  if (character <= ' ') return at + 1;
  if (isWordStart(character)) {
    const end = wordEnd(sql, at);
    pieces.push({ kind: 'name', text: sql.slice(at, end).toLowerCase(), isQuoted: false, start: at, end });
    return end;
  }
  const marked = readMarked(reading, character);
  if (marked !== undefined) return marked;
  const isNumber = character >= '0' && character <= '9';
  const end = isNumber ? wordEnd(sql, at) : at + 1;
  // A number is no name, but what follows it is not the start of a list.
  pieces.push({ kind: 'mark', text: isNumber ? '0' : character, start: at, end });
  return end;
}

/** Reads a comment, template, text or quoted name; undefined where none starts. */
function readMarked(reading: Reading, first: string): number | undefined {
  const { sql, at } = reading;
  if (first === "'") return readText(reading);
  if (first === '"' || first === '`') return readQuotedName(reading, first);
  const second = sql[at + 1];
  if (first === '-' && second === '-') return addComment(reading, behind(sql, '\n', at));
  if (first === '/' && second === '*') return addComment(reading, behind(sql, '*/', at + 2));
  if (first !== '{') return undefined;
  if (second === '#') return addComment(reading, behind(sql, '#}', at + 2));
  return second === '{' || second === '%' ? addTemplate(reading) : undefined;
}

function addComment({ at, pieces }: Reading, end: number): number {
  pieces.push({ kind: 'comment', start: at, end });
  return end;
}

function addTemplate({ sql, at, pieces }: Reading): number {
  const template = readTemplate(sql, at);
  pieces.push({ kind: 'template', template, start: at, end: template.end });
  return template.end;
}

/** A text says nothing, but a template in it does. */
function readText(reading: Reading): number {
  const end = textEnd(reading);
  reading.pieces.push({ kind: 'text', start: reading.at, end });
  return end;
}

function textEnd(reading: Reading): number {
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
function readQuotedName({ sql, at, pieces }: Reading, quote: string): number {
  const close = sql.indexOf(quote, at + 1);
  const name = sql.slice(at + 1, close === -1 ? sql.length : close).toLowerCase();
  const end = close === -1 ? sql.length : close + 1;
  const parts = quote === '`' ? name.split('.') : [name];
  for (const [index, text] of parts.entries()) {
    if (index > 0) pieces.push({ kind: 'mark', text: '.', start: at, end });
    pieces.push({ kind: 'name', text, isQuoted: true, start: at, end });
  }
  return end;
}

function behind(sql: string, mark: string, from: number): number {
  const end = sql.indexOf(mark, from);
  return end === -1 ? sql.length : end + mark.length;
}
