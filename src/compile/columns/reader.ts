import type { Location } from '../../model/location.ts';
import { type MacroRange, type Marker, markerFunctions, type Rendition } from '../jinja/rendition.ts';
import { type QueryText, readQueryText } from './query-text.ts';
import { type TextToken, tokensOf } from './sql-tokens.ts';
import { type CodeSpan, type Node, nodeOf, listOf } from './tree.ts';
import { isWholeExpression } from './whole-expression.ts';

/** A select that is being read. */
export interface OpenSelect {
  /** In UTF-16 units; undefined where the text does not tell. */
  start: number | undefined;
  /** Set operations behind it that the parser took for a part of it. */
  readonly swallowed: Node[];
  /** Whether the parser may have taken another one for a part of it. */
  isUnsure: boolean;
}

/** What reading a syntax tree needs besides the tree. */
export interface Reader {
  readonly sql: string;
  readonly dialect: string;
  readonly model: string;
  readonly tokens: readonly TextToken[];
  readonly text: QueryText;
  readonly hasMacros: boolean;
  /** Index of the select that was found last: the next one without a place of its own follows it. */
  lastSelect: number;
  /** From the outermost to the innermost. */
  readonly openSelects: OpenSelect[];
  /** Offset in UTF-16 units of one in code points. */
  offsetOf(codePoints: number): number;
  /** Place in the template of an offset in UTF-16 units. */
  locate(offset: number): Location;
  /** Macros whose calls wrote all of a span, as a part of one whole expression each; the innermost first. */
  macrosAround(start: number, end: number): readonly MacroRange[];
  /** Names of macros whose calls wrote some of a part of the SQL, in the order of the text. */
  macrosWithin(start: number, end: number): readonly string[];
  /** Whether a tag of the template wrote some of a part of the SQL. */
  isPrinted(start: number, end: number): boolean;
  /** The marker that a call stands for. */
  markerOf(node: Node): Marker | undefined;
}

/** Prepares what reading a tree of this rendition needs: linear in the length of the SQL. */
export function readerOf(rendition: Rendition, dialect: string, model: string): Reader {
  const { sql, macros, markers } = rendition;
  const tokens = tokensOf(sql, dialect);
  const written = nestMacros(macros);
  const whole = nestMacros(macros.filter((range) => isWholeExpression(tokens, range)));
  return {
    sql,
    dialect,
    model,
    tokens,
    text: readQueryText(tokens),
    hasMacros: macros.length > 0,
    lastSelect: -1,
    openSelects: [],
    offsetOf: offsetIndex(sql),
    locate: (offset) => rendition.locate(offset),
    macrosAround: (start, end) => macrosAround(whole, start, end),
    macrosWithin: (start, end) => macrosWithin(written, start, end),
    isPrinted: (start, end) => rendition.isPrinted(start, end),
    markerOf: (node) => markers[markerIndex(node)],
  };
}

/** Place of a span of polyglot; undefined where the parser lost it. */
export function placeOf(reader: Reader, span: CodeSpan | undefined): Location | undefined {
  return span === undefined ? undefined : reader.locate(reader.offsetOf(span.start));
}

const highSurrogate = /[\ud800-\udbff]/;

/** Code points and UTF-16 units are the same where no character needs two units, which is nearly everywhere. */
function offsetIndex(sql: string): (codePoints: number) => number {
  if (!highSurrogate.test(sql)) return (codePoints) => codePoints;
  const offsets: number[] = [];
  let offset = 0;
  for (const character of sql) {
    offsets.push(offset);
    offset += character.length;
  }
  return (codePoints) => offsets[codePoints] ?? sql.length;
}

function markerIndex({ kind, body }: Node): number {
  const name = kind === 'function' ? body['name'] : undefined;
  if (name !== markerFunctions.unknown && name !== markerFunctions.star) return -1;
  const literal = nodeOf(listOf(body['args'])[0]);
  return Number(literal?.body['value'] ?? -1);
}

interface NestedMacro {
  readonly range: MacroRange;
  readonly parent: NestedMacro | undefined;
}

function nestMacros(macros: readonly MacroRange[]): readonly NestedMacro[] {
  const sorted = [...macros].sort((a, b) => a.start - b.start || b.end - a.end);
  const nested: NestedMacro[] = [];
  let parent: NestedMacro | undefined;
  for (const range of sorted) {
    while (parent !== undefined && parent.range.end < range.end) parent = parent.parent;
    parent = { range, parent };
    nested.push(parent);
  }
  return nested;
}

function macrosWithin(nested: readonly NestedMacro[], start: number, end: number): readonly string[] {
  const names = macrosAround(nested, start, start).map(({ name }) => name);
  for (let at = lastStart(nested, start) + 1; at < nested.length; at += 1) {
    const range = nested[at]?.range;
    if (range === undefined || range.start >= end) break;
    names.push(range.name);
  }
  return names;
}

function macrosAround(nested: readonly NestedMacro[], start: number, end: number): readonly MacroRange[] {
  const around: MacroRange[] = [];
  for (let macro = nested[lastStart(nested, start)]; macro !== undefined; macro = macro.parent)
    if (macro.range.end >= end && macro.range.start < macro.range.end) around.push(macro.range);
  return around;
}

/** Index of the last macro that starts at an offset or before it; -1 where there is none. */
function lastStart(nested: readonly NestedMacro[], offset: number): number {
  let low = 0;
  let high = nested.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nested[middle]?.range.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
