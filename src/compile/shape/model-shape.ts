import type { DbtModel } from '../../model/dbt.ts';
import type { Located, Location } from '../../model/location.ts';
import type { SqlOutput, SqlRead, SqlShape, SqlStar, Subquery } from '../../model/sql-shape.ts';
import { type Span, type SqlPiece, sqlPieces } from '../../model/sql-tokens.ts';
import { isWordStart, wordEnd } from '../../model/template-tokens.ts';
import { kindOf } from './kind-of.ts';
import { type Group, isMark, isQuery, nestPieces, type Node, setWords, wordAt } from './nodes.ts';
import { isCteBody, type Query, readQuery, type Relation, type Select } from './read-query.ts';
import { type Column, resultColumns } from './result-columns.ts';
import { keywordsOf, type PlacedText, styledCommas } from './words.ts';

/** Describes the SQL of a model from its template; undefined for a model that is not SQL. Linear in its length. */
export function shapeOf(model: DbtModel, dialect?: string): SqlShape | undefined {
  if (model.language !== 'sql') return undefined;
  const pieces = sqlPieces(model.text, dialect);
  const nodes = nestPieces(pieces);
  const query = readQuery(nodes);
  const placed = { path: model.path, text: model.text, locate: locator(model) };
  const selects = [...allSelects(query)];
  const commas = selects.flatMap(({ select }) => select.commas);
  return {
    model: model.name,
    path: model.path,
    outputs: outputsOf(resultColumns(query), placed),
    stars: selects.flatMap((each) => starsOf(each, placed)),
    subqueries: subqueriesOf(nodes, { placed, depth: 1 }),
    joins: pieces.flatMap((piece) => (isJoin(piece) ? [placed.locate(piece)] : [])),
    commas: styledCommas([...commas, ...query.commas], placed),
    keywords: keywordsOf(pieces, placed),
    ...dedupOf(pieces, placed),
    config: configOf(pieces, placed),
    reads: pieces.flatMap((piece) => readsOf(piece, placed)),
  };
}

/** Turns offsets into lines and columns. */
function locator({ path, text }: DbtModel): (span: Span) => Location {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const place = (offset: number): { readonly line: number; readonly column: number } => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
  return ({ start, end }) => {
    const from = place(start);
    const to = place(end);
    return { path, ...from, endLine: to.line, endColumn: to.column };
  };
}

function isJoin(piece: SqlPiece): boolean {
  return piece.kind === 'name' && !piece.isQuoted && piece.text === 'join';
}

function outputsOf(columns: readonly Column[], { text, locate }: PlacedText): readonly SqlOutput[] {
  return columns.map(({ name, expression }) => {
    const kind = kindOf(expression);
    const written = writtenOf(expression, text);
    return {
      name: text.slice(name.span.start, name.span.end).replaceAll(/["`]/g, ''),
      at: locate(name.span),
      isAlias: name.isAlias,
      ...(written === undefined ? {} : { written }),
      ...(kind === undefined ? {} : { kind }),
    };
  });
}

/** Longer expressions are no part of a sentence. */
const maxWritten = 80;

function writtenOf(expression: readonly Node[], text: string): string | undefined {
  const [first, last] = [expression[0], expression.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const written = text.slice(first.start, Math.min(last.end, first.start + 5 * maxWritten)).replaceAll(/\s+/g, ' ');
  // Texts may hold what must not be repeated, and comments end a line.
  return written.length > maxWritten || /['{}]|--|\/\*|#/.test(written) ? undefined : written;
}

/** A select of the model. */
interface PlacedSelect {
  readonly select: Select;
  /** Whether a star of it may stand for an import: its query holds no other, and it is not the result of something outside. */
  readonly mayImport: boolean;
}

function* allSelects(query: Query, result = true): Generator<PlacedSelect> {
  const names = new Set(query.ctes.map(({ name }) => name));
  for (const { query: cte } of query.ctes) yield* allSelects(cte, false);
  for (const select of query.selects) {
    const isOwn = select.relations.every(
      ({ reads }) => reads !== undefined && 'name' in reads && names.has(reads.name),
    );
    yield { select, mayImport: query.selects.length === 1 && (isOwn || !result) };
    for (const { reads } of select.relations) if (isInner(reads)) yield* allSelects(reads, false);
  }
}

function isInner(reads: Relation['reads']): reads is Query {
  return reads !== undefined && !('name' in reads);
}

function starsOf({ select, mayImport }: PlacedSelect, { locate }: PlacedText): readonly SqlStar[] {
  const isImport = mayImport && select.isRowsOfOne && select.items.length === 1;
  return select.items.flatMap(({ star }) => (star === undefined ? [] : [{ at: locate(star.span), isImport }]));
}

interface Nesting {
  readonly placed: PlacedText;
  readonly depth: number;
}

/** Words that begin a clause, or what is said of a table in one. */
const clauseWords = new Set('select from join on using where group having qualify order limit'.split(' '));

function subqueriesOf(nodes: readonly Node[], { placed, depth }: Nesting): readonly Subquery[] {
  const found: Subquery[] = [];
  let clause = '';
  let before: Node | undefined;
  for (const [at, node] of nodes.entries()) {
    const word = wordAt(nodes, at) ?? '';
    if (clauseWords.has(word)) clause = word;
    if (node.kind === 'group') {
      const isNested = isQuery(node) && !isCteBody(nodes, at) && !isOperand(before, nodes[at + 1]);
      if (isNested) {
        const own = clause === 'from' || clause === 'join' ? 'from' : 'other';
        found.push({ at: placed.locate(node), clause: own, depth, isIdiom: isIdiom(nodes, at, node) });
      }
      found.push(...subqueriesOf(node.nodes, { placed, depth: isNested ? depth + 1 : depth }));
    }
    if (node.kind !== 'template') before = node;
  }
  return found;
}

/** `(select …) union (select …)`, and parentheses around the whole query; `coalesce((select …), 0)` is none. */
function isOperand(before: Node | undefined, after: Node | undefined): boolean {
  if (before === undefined) return !isMark(after, ',');
  if (before.kind === 'group') return true;
  return before.kind === 'name' && (setWords.has(before.text) || before.text === 'all');
}

/**
 * `exists (…)` and what is asked of an array (`array(select …)`, `from unnest(…)`) have no other form, `{{ this }}` is how an
 * incremental model finds what is new, `in (select id from names)` reads one name.
 */
function isIdiom(nodes: readonly Node[], at: number, group: Group): boolean {
  const before = wordAt(nodes, at - 1);
  if (before === 'exists' || before === 'array') return true;
  if (group.nodes.some((node) => isThis(node) || (node.kind === 'name' && arrayWords.has(node.text)))) return true;
  const { ctes, selects } = readQuery(group.nodes);
  return before === 'in' && ctes.length === 0 && selects.length === 1 && selects.every(({ isPlain }) => isPlain);
}

const arrayWords = new Set(['unnest', 'flatten', 'explode']);

function isThis(node: Node): boolean {
  return node.kind === 'template' && node.template.isThis;
}

const dedupWords = new Set('distinct qualify row_number rank dense_rank union group'.split(' '));

/** What leaves one row of several. `is distinct from` and `union all` do not. */
function dedupOf(pieces: readonly SqlPiece[], { locate }: PlacedText): Pick<SqlShape, 'dedup'> {
  const found = pieces.find((piece, at) => {
    if (piece.kind === 'template') return piece.template.calls.some((call) => call.includes('dedup'));
    if (piece.kind !== 'name' || piece.isQuoted || !dedupWords.has(piece.text)) return false;
    const next = pieces[at + 1];
    const word = next?.kind === 'name' ? next.text : '';
    return !(piece.text === 'distinct' && word === 'from') && !(piece.text === 'union' && word === 'all');
  });
  return found === undefined ? {} : { dedup: locate(found) };
}

/** `key='text'` of the model's own `config(…)`. */
function configOf(pieces: readonly SqlPiece[], placed: PlacedText): ReadonlyMap<string, Located<string>> {
  const found = new Map<string, Located<string>>();
  for (const piece of pieces) {
    if (piece.kind !== 'template' || !piece.template.isConfig) continue;
    for (const [key, value] of argumentsOf(piece, placed)) found.set(key, value);
  }
  return found;
}

/** Texts that are given by name, at any depth of the call: `config(materialized='table')`. */
function* argumentsOf({ start, end }: Span, { text, locate }: PlacedText): Generator<[string, Located<string>]> {
  let key = '';
  for (let at = start + 2; at < end; ) {
    const character = text.charAt(at);
    if (isWordStart(character)) {
      const wordStop = wordEnd(text, at);
      key = text.slice(at, wordStop);
      at = wordStop;
    } else if (character === "'" || character === '"') {
      const close = text.indexOf(character, at + 1);
      const stop = close === -1 || close >= end ? end : close;
      if (key !== '') yield [key, { value: text.slice(at + 1, stop), at: locate({ start: at, end: stop + 1 }) }];
      key = '';
      at = stop + 1;
    } else {
      if (character !== '=' && character.trim() !== '') key = '';
      at++;
    }
  }
}

/** `ref <name>` and `source <source>.<table>`, as templates spell what they read. */
function readsOf(piece: SqlPiece, { locate }: PlacedText): readonly SqlRead[] {
  if (piece.kind !== 'template') return [];
  return piece.template.reads.map((key) => ({
    kind: key.startsWith('ref ') ? 'ref' : 'source',
    name: key.slice(key.indexOf(' ') + 1),
    at: locate(piece),
  }));
}
