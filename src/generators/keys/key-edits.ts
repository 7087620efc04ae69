import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { emitInline } from '../yaml/emit-yaml.ts';
import { dataOf, entryData, type KeyEntry, type KeyMap, type KeyTree } from './key-tree.ts';
import {
  colonOf,
  columnOf,
  commentsOf,
  endOf,
  holds,
  indentOf,
  isBound,
  isNothing,
  keyOf,
  valueOf,
} from './yaml-places.ts';

/** A piece of a text (offsets, end excluded), and what takes its place. */
export interface KeyEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Why a file is left alone, and where. */
interface KeyRefusal {
  readonly message: string;
  readonly offset: number;
}

/** Finds the edits that set owned keys in one document. */
export class KeyEditor {
  readonly #text: string;
  readonly #document: Document;
  readonly #eol: string;
  readonly #step: number;
  readonly #edits: KeyEdit[] = [];
  #refusal: KeyRefusal | undefined;

  constructor(text: string, document: Document) {
    this.#text = text;
    this.#document = document;
    this.#eol = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
    this.#step = indentOf(document.contents);
  }

  /** The edits in the order in which they were found; those before a refusal mean nothing. */
  edit(tree: KeyMap): { readonly edits: readonly KeyEdit[]; readonly refusal?: KeyRefusal } {
    const { contents } = this.#document;
    if (contents !== null && !isNothing(contents)) this.#into(contents, tree);
    else if (tree.keys.size > 0) this.#insertLines(this.#text.length, this.#mapLines(tree, 0));
    return this.#refusal === undefined ? { edits: this.#edits } : { edits: [], refusal: this.#refusal };
  }

  #into(node: Node, tree: KeyTree): void {
    if (isBound(node)) this.#refuse('bound', node);
    else if (tree.kind === 'map' && isMap(node)) this.#map(node, tree);
    else if (tree.kind === 'list' && isSeq<Node | null>(node)) this.#list(node, tree.entries);
    else this.#refuse(tree.kind === 'list' ? 'no-list' : 'no-mapping', node);
  }

  #map(map: YAMLMap, tree: KeyMap): void {
    const pairs = new Map(map.items.map((pair) => [keyOf(pair), pair]));
    const missing = new Map<string, KeyTree>();
    for (const [name, below] of tree.keys) {
      const pair = pairs.get(name);
      if (pair === undefined) missing.set(name, below);
      else this.#pair(pair, below, map);
    }
    if (missing.size > 0) this.#append(map, { kind: 'map', keys: missing });
  }

  #pair(pair: Pair, below: KeyTree, map: YAMLMap): void {
    const colon = colonOf(pair);
    const value = valueOf(pair);
    if (colon === undefined) this.#refuse('bound', map, isNode(pair.key) ? pair.key.range?.[0] : undefined);
    else if (isEmpty(value)) this.#fill({ colon, value }, below, map);
    else if (below.kind !== 'value') this.#into(value, below);
    else if (isBound(value)) this.#refuse('bound', value);
    else if (!holds(value, below.value)) this.#replace({ colon, value }, emitInline(below.value));
  }

  /** A key without a value, or with one that says there is none. */
  #fill({ colon, value }: { readonly colon: number; readonly value: Node | null }, below: KeyTree, map: YAMLMap): void {
    if (below.kind === 'value' && below.value === null) return;
    const written = value === null || isNothing(value) ? undefined : value;
    if (written !== undefined && isBound(written)) return this.#refuse('bound', written);
    const column = columnOf(map);
    if (below.kind === 'value' || column === undefined) {
      const text = emitInline(dataOf(below));
      return written === undefined
        ? this.#set(colon, colon, ` ${text}`)
        : this.#replace({ colon, value: written }, text);
    }
    if (written !== undefined) this.#set(colon, endOf(written), '');
    this.#insertLines(this.#nextLine(colon), this.#linesBelow(below, column + this.#step));
  }

  #replace({ colon, value }: { readonly colon: number; readonly value: Node }, text: string): void {
    const isInPlace = isScalar(value) || columnOf(value) === undefined;
    const start = isInPlace ? (value.range?.[0] ?? colon) : colon;
    const end = endOf(value);
    const comment = commentsOf(this.#text).find(({ offset }) => offset >= start && offset < end);
    if (comment !== undefined) return this.#refuse('comment', value, comment.offset);
    // A block of text ends behind its last line.
    const rest = this.#text.slice(start, end).endsWith('\n') ? this.#eol : '';
    this.#set(start, end, `${isInPlace ? '' : ' '}${text}${rest}`);
  }

  #list(list: YAMLSeq<Node | null>, entries: readonly KeyEntry[]): void {
    const missing: KeyEntry[] = [];
    for (const entry of entries) {
      const unsure = list.items.find((item) => item !== null && isBound(item));
      const found = list.items.filter((item) => isMap(item) && holds(item.get(entry.key, true), entry.is));
      const [only, second] = found;
      if (unsure) this.#refuse('bound', unsure);
      else if (second) this.#refuse('entry-twice', second);
      else if (only) this.#into(only, entry.below);
      else missing.push(entry);
    }
    if (missing.length > 0) this.#appendEntries(list, missing);
  }

  #append(map: YAMLMap, missing: KeyMap): void {
    const column = columnOf(map);
    if (column === undefined) this.#appendInline(map, emitInline(dataOf(missing)));
    else this.#insertLines(this.#behind(map, column), this.#mapLines(missing, column));
  }

  #appendEntries(list: YAMLSeq<Node | null>, missing: readonly KeyEntry[]): void {
    const column = columnOf(list);
    if (column === undefined) this.#appendInline(list, emitInline(missing.map(entryData)));
    else this.#insertLines(this.#behind(list, column), this.#entryLines(missing, column));
  }

  /** `collection` is in flow style; so is `text`, in brackets of its own. */
  #appendInline(collection: YAMLMap | YAMLSeq, text: string): void {
    const last = collection.srcToken?.type === 'flow-collection' ? collection.srcToken.items.at(-1) : undefined;
    const item: unknown = collection.items.at(-1);
    const [start = 0] = collection.range ?? [];
    if (item === undefined) return this.#set(start + 1, start + 1, text.slice(1, -1));
    const end = Math.max(...endsOf(item));
    if (last === undefined || end <= start) return this.#refuse('bound', collection);
    this.#set(end, end, `, ${text.slice(1, -1)}`);
  }

  #mapLines({ keys }: KeyMap, column: number): readonly string[] {
    const pad = ' '.repeat(column);
    return [...keys].flatMap(([name, below]) =>
      below.kind === 'value'
        ? [`${pad}${emitInline(name)}: ${emitInline(below.value)}`]
        : [`${pad}${emitInline(name)}:`, ...this.#linesBelow(below, column + this.#step)],
    );
  }

  #linesBelow(tree: KeyTree, column: number): readonly string[] {
    if (tree.kind === 'map') return this.#mapLines(tree, column);
    return tree.kind === 'list' ? this.#entryLines(tree.entries, column) : [];
  }

  #entryLines(entries: readonly KeyEntry[], column: number): readonly string[] {
    const pad = ' '.repeat(column);
    return entries.flatMap(({ key, is, below }) => [
      `${pad}- ${emitInline(key)}: ${emitInline(is)}`,
      ...this.#mapLines(below, column + 2),
    ]);
  }

  /** Start of the line behind a block collection, and behind the comments that are indented like it. */
  #behind(collection: Node, column: number): number {
    let at = this.#nextLine(endOf(collection));
    for (;;) {
      const [line = '', spaces = ''] = /^( *)#[^\n]*(?:\n|$)/.exec(this.#lineAt(at)) ?? [];
      if (line === '' || spaces.length < column) return at;
      at += line.length;
    }
  }

  #lineAt(at: number): string {
    const end = this.#text.indexOf('\n', at);
    return this.#text.slice(at, end === -1 ? undefined : end + 1);
  }

  /** Start of the line behind an offset; the offset itself where that is a line's start, the text's end behind its last line. */
  #nextLine(offset: number): number {
    if (offset > 0 && this.#text[offset - 1] === '\n') return offset;
    const end = this.#text.indexOf('\n', offset);
    return end === -1 ? this.#text.length : end + 1;
  }

  #insertLines(at: number, lines: readonly string[]): void {
    const isOpen = at > 0 && this.#text[at - 1] !== '\n' && this.#text !== '\ufeff';
    const text = lines.join(this.#eol);
    this.#set(at, at, isOpen ? `${this.#eol}${text}` : `${text}${this.#eol}`);
  }

  #set(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }

  #refuse(reason: string, node: Node, offset = node.range?.[0] ?? 0): void {
    this.#refusal ??= { message: `shared-keys.${reason}`, offset };
  }
}

/** Nothing, or a word for it. */
function isEmpty(value: Node | null): value is null {
  return isNothing(value) || (isScalar(value) && value.value === null);
}

function endsOf(item: unknown): readonly number[] {
  const nodes = isPair(item) ? [item.key, item.value] : [item];
  return nodes.map((node) => (isNode(node) ? (node.range?.[1] ?? 0) : 0));
}
