import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Json } from '../../model/contract.ts';
import { emitInline, writableText } from '../yaml/emit-yaml.ts';

/** A comment of a YAML file. */
export interface Comment {
  readonly offset: number;
  readonly text: string;
}

/** Every comment of a text, in its order. */
export function commentsOf(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let isContent = false;
  for (const lexeme of new Lexer().lex(text)) {
    // The lexer puts a sign that is not in the text before every scalar, and at the borders of documents and broken collections.
    if (lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001f') {
      isContent = lexeme === '\u001f';
      continue;
    }
    if (lexeme.startsWith('#') && !isContent) comments.push({ offset, text: lexeme });
    isContent = false;
    offset += lexeme.length;
  }
  return comments;
}

/** The key of a pair as text; undefined where it is no plain scalar: an alias, a collection. */
export function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

/** Offset behind the colon of a pair; undefined where it has none, or is written with `?`. */
export function colonOf({ srcToken }: Pair): number | undefined {
  const isExplicit = srcToken?.start.some(({ type }) => type === 'explicit-key-ind');
  const colon = srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return isExplicit === true || colon === undefined ? undefined : colon.offset + 1;
}

/** Whether nothing is written where the node is. */
export function isNothing(node: unknown): boolean {
  return (
    node === null || (isScalar(node) && node.value === null && (node.source ?? '') === '' && node.type === 'PLAIN')
  );
}

/** Offset behind the last character of a node, without the comments and empty lines that follow it. */
export function endOf(node: Node | null | undefined): number {
  if (isMap(node) && node.flow !== true) return endOfPair(node.items.at(-1));
  if (isSeq<Node | null>(node) && node.flow !== true) return Math.max(node.range?.[0] ?? 0, endOf(node.items.at(-1)));
  return node?.range?.[1] ?? 0;
}

function endOfPair(pair: Pair | undefined): number {
  if (pair === undefined) return 0;
  const value = valueOf(pair);
  const colon = colonOf(pair) ?? (isNode(pair.key) ? endOf(pair.key) : 0);
  return isNothing(value) ? colon : Math.max(colon, endOf(value));
}

/** The value of a pair as it was parsed. */
export function valueOf({ value }: Pair): Node | null {
  return isNode(value) ? value : null;
}

/** Whether a node says exactly this to every reader of YAML: 1.1 and 1.2, `012` is not 12, a plain `no` is not the text. */
export function holds(node: unknown, value: Json): boolean {
  if (isScalar(node)) return node.tag === undefined && holdsScalar(node, value);
  if (isSeq(node)) {
    const list = Array.isArray(value) ? (value as readonly Json[]) : undefined;
    return list?.length === node.items.length && node.items.every((item, at) => holds(item, list[at] ?? null));
  }
  return isMap(node) && holdsMap(node, value);
}

function holdsScalar(
  node: { readonly value: unknown; readonly source?: string; readonly type?: string },
  value: Json,
): boolean {
  if (typeof value === 'string') {
    const text = writableText(value);
    return node.value === text && (node.type !== 'PLAIN' || isSafePlain(text));
  }
  return node.value === value && (typeof value !== 'number' || node.source === emitInline(value));
}

/** Whether a text without quotes is the same text in YAML 1.1; commas and brackets only matter in flow style. */
function isSafePlain(value: string): boolean {
  const text = value.replaceAll(/[,[\]{}]/g, 'x');
  return emitInline(text) === text;
}

function holdsMap(node: YAMLMap, value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries: readonly (readonly [string, Json])[] = Object.entries(value);
  return (
    entries.length === node.items.length &&
    entries.every(([key, each]) =>
      node.items.some((pair) => isScalar(pair.key) && holds(pair.key, key) && holds(pair.value, each)),
    )
  );
}

/** By how many spaces the file indents a mapping inside a mapping; 2 where it has none. */
export function indentOf(contents: Node | null): number {
  let step = 2;
  visit(contents, {
    Map: (_, map) => {
      const inner = map.items.flatMap(({ value }) => (isMap(value) ? (columnOf(value) ?? []) : []))[0];
      const outer = columnOf(map);
      if (inner === undefined || outer === undefined || inner <= outer) return undefined;
      step = inner - outer;
      return visit.BREAK;
    },
  });
  return step;
}

/** The column (0-based) of the entries of a block collection; undefined for flow style. */
export function columnOf(node: Node): number | undefined {
  const token = isCollection(node) ? node.srcToken : undefined;
  return token?.type === 'block-map' || token?.type === 'block-seq' ? token.indent : undefined;
}

/** Whether a node is shared or typed in a way that a change in it, or of it, would be seen elsewhere. */
export function isBound(node: Node): boolean {
  return isAlias(node) || node.tag !== undefined || node.anchor !== undefined;
}
