import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  Parser,
} from 'yaml';
import { compareText, fileStart, type Location } from '../model/location.ts';
import type { Problem } from '../model/project.ts';
import type { DocumentNode, MapEntry } from './document.ts';
import { inspectText, maxDepth } from './inspect-text.ts';
import { type YamlMistake, yamlMistake } from './yaml-mistake.ts';

/** What a YAML or JSON file holds. `root` is undefined where the file is empty or could not be read. */
export interface YamlFile {
  readonly path: string;
  readonly root?: DocumentNode;
  readonly problems: readonly Problem[];
}

/** More nodes than this after resolving aliases is an alias bomb, not a document. */
const maxNodes = 400_000;

/**
 * Reads YAML 1.2 (and so JSON) with the place of every value. Mistakes of syntax become problems, never exceptions.
 * Size, depth and key count are looked at first: the parser is slow and hungry on hostile input.
 */
export function readYaml(path: string, bytes: Uint8Array): YamlFile {
  const inspected = inspectText(path, bytes);
  if (inspected.problem !== undefined) return { path, problems: [inspected.problem] };
  const lines = new LineCounter();
  const builder = new Builder(path, lines);
  const parsed = parseDocuments(inspected.text, lines);
  if (parsed.tooDeepAt !== undefined) return { path, problems: [builder.tooDeep(parsed.tooDeepAt)] };
  const { documents } = parsed;
  // One mistake makes the parser stumble over the lines that follow: the first error is the one to repair.
  const syntax = documents.flatMap((each) => each.errors)[0];
  if (syntax !== undefined) return { path, problems: [builder.syntaxProblem(yamlMistake(syntax, inspected.text))] };
  if (documents.length > 1) return { path, problems: [builder.problem('several-documents', fileStart(path))] };
  return builder.build(documents[0]?.contents ?? null);
}

/** The parser's own stack while it is inside `maxDepth` collections; each may also hold an item that is not yet complete. */
const maxStack = 2 * maxDepth;
/** A node has one tag and one anchor; the parser's time grows with the square of what is written before a node. */
const maxProperties = 16;

interface Parsed {
  readonly documents: readonly Document[];
  /** Offset where the text is nested deeper than any real document; it was not parsed further. */
  readonly tooDeepAt?: number;
}

/** Parses token by token, so that nesting that the look before could not see (behind quotes, in keys) stops it too. */
function parseDocuments(text: string, lines: LineCounter): Parsed {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ uniqueKeys: false, merge: true, lineCounter: lines });
  const documents: Document[] = [];
  lines.addNewLine(0);
  let properties = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme[0] === '!' || lexeme[0] === '&') properties++;
    else if (lexeme[0] !== ' ') properties = 0;
    for (const token of parser.next(lexeme)) for (const document of composer.next(token)) documents.push(document);
    if (parser.stack.length > maxStack || properties > maxProperties) return { documents, tooDeepAt: parser.offset };
  }
  for (const token of parser.end()) for (const document of composer.next(token)) documents.push(document);
  for (const document of composer.end()) documents.push(document);
  return { documents };
}

/** Keys written twice that are reported one by one. */
const maxDuplicates = 20;

class Builder {
  readonly #duplicates: Problem[] = [];
  /** The newest node of each anchor: an alias means the one before it. */
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;

  readonly path: string;
  readonly lines: LineCounter;

  constructor(path: string, lines: LineCounter) {
    this.path = path;
    this.lines = lines;
  }

  /** The first of many, and how many more: a list of thousands is read by nobody. */
  private capped(problems: readonly Problem[]): readonly Problem[] {
    const [next] = problems.slice(maxDuplicates);
    if (next === undefined) return problems;
    const more = String(problems.length - maxDuplicates);
    return [...problems.slice(0, maxDuplicates), this.problem('more-duplicate-keys', next.at, { more })];
  }

  build(contents: Node | null): YamlFile {
    if (contents === null || isNothing(contents)) return { path: this.path, problems: [] };
    const root = this.node(contents, []);
    if (this.#nodes > maxNodes)
      return { path: this.path, problems: [this.problem('alias-bomb', fileStart(this.path))] };
    return { path: this.path, root, problems: this.capped(this.#duplicates) };
  }

  private node(node: Node | null, open: readonly Node[]): DocumentNode {
    this.#nodes++;
    const at = this.location(node);
    if (node === null || this.#nodes > maxNodes) return { kind: 'scalar', at, value: null };
    if (isAlias(node)) return this.alias(node, open);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isSeq<Node | null>(node)) {
      return { kind: 'list', at, items: node.items.map((item) => this.node(item, [...open, node])) };
    }
    if (isMap<Node, Node | null>(node)) {
      return { kind: 'map', flow: node.flow === true, at, entries: this.entries(node.items, [...open, node]) };
    }
    return { kind: 'scalar', at, value: isScalar(node) ? scalarValue(node.value) : null };
  }

  private alias(alias: Alias, open: readonly Node[]): DocumentNode {
    const at = this.location(alias);
    const target = this.#anchors.get(alias.source);
    if (target === undefined || open.includes(target)) {
      const message = target === undefined ? 'yaml-no-anchor' : 'yaml-own-alias';
      this.#duplicates.push(this.syntax(message, at, { name: alias.source }));
      return { kind: 'scalar', at, value: null };
    }
    return this.node(target, open);
  }

  private entries(pairs: readonly Pair<Node, Node | null>[], open: readonly Node[]): MapEntry[] {
    const entries: MapEntry[] = [];
    const inherited: (readonly MapEntry[])[] = [];
    const seen = new Map<string, Location>();
    for (const pair of pairs) {
      const key = isScalar(pair.key) ? String(scalarValue(pair.key.value)) : pair.key.toString();
      const keyAt = this.location(pair.key);
      const value = this.node(pair.value, open);
      if (isMergeKey(pair.key)) {
        inherited.push(merged(value));
        continue;
      }
      const first = seen.get(key);
      if (first !== undefined)
        this.#duplicates.push(this.problem('duplicate-key', keyAt, { key, line: String(first.line) }));
      seen.set(key, keyAt);
      entries.push({ key, keyAt, value });
    }
    // A key of the mapping itself wins over one that it inherits: of equal keys the last one counts.
    return inherited.length === 0 ? entries : [...inherited.flat(), ...entries];
  }

  private location(node: Node | null): Location {
    const range = node?.range;
    if (range === undefined || range === null) return fileStart(this.path);
    const start = this.lines.linePos(range[0]);
    const end = this.lines.linePos(range[1]);
    return { path: this.path, line: start.line, column: start.col, endLine: end.line, endColumn: end.col };
  }

  syntaxProblem({ message, offset, values }: YamlMistake): Problem {
    const at = this.lines.linePos(offset);
    return this.syntax(message, { path: this.path, line: at.line, column: at.col }, values);
  }

  /** All mistakes of syntax are one kind: the words are only about what to mend. */
  private syntax(message: string, at: Location, values: YamlMistake['values']): Problem {
    return { ...this.problem(message, at, values), key: 'yaml-syntax' };
  }

  tooDeep(offset: number): Problem {
    const at = this.lines.linePos(offset);
    return {
      ...this.problem('too-deep', { path: this.path, line: at.line, column: at.col }, { max: String(maxDepth) }),
      kind: 'unreadable',
    };
  }

  problem(message: string, at: Location, values: { readonly [name: string]: string } = {}): Problem {
    return { kind: 'syntax', at, key: message, message: `problems.${message}`, values };
  }
}

/** What stands after a lone `---`. */
function isNothing(contents: unknown): boolean {
  return isScalar(contents) && contents.value === null && (contents.source ?? '') === '';
}

/** With `merge` switched on, the parser makes a symbol of an unquoted `<<`; a quoted one is a key like any other. */
function isMergeKey(key: Node): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

function scalarValue(value: unknown): null | boolean | number | string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return value;
  return typeof value === 'symbol' ? (value.description ?? '') : '';
}

function merged(value: DocumentNode): readonly MapEntry[] {
  if (value.kind === 'map') return value.entries;
  // Of several inherited mappings the first one wins (YAML merge key).
  return value.kind === 'list' ? value.items.toReversed().flatMap(merged) : [];
}

/** Orders problems by place. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) => compareText(a.at.path, b.at.path) || a.at.line - b.at.line || a.at.column - b.at.column,
  );
}
