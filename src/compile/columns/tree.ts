/** A part of polyglot's syntax tree: an object of which nothing is taken for granted. */
export type Tree = { readonly [key: string]: unknown };

/** A node: `{"column": {…}}`. */
export interface Node {
  readonly kind: string;
  readonly body: Tree;
}

/** An identifier as it is written, without its quotes. */
export interface Identifier {
  readonly name: string;
  readonly isQuoted: boolean;
  /** In code points; undefined where the parser lost it. */
  readonly span: CodeSpan | undefined;
}

/** Offsets in code points; `end` is exclusive. */
export interface CodeSpan {
  readonly start: number;
  readonly end: number;
}

const nothing: Tree = {};

/** Whether a value is an object, of whatever shape. */
export function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The node that a value is, freed of the comments around it; undefined where it is none. */
export function nodeOf(value: unknown): Node | undefined {
  let current = value;
  for (;;) {
    if (!isTree(current)) return undefined;
    const keys = Object.keys(current);
    const [kind] = keys;
    if (kind === undefined || keys.length !== 1) return undefined;
    const body = current[kind];
    if (kind !== 'annotated') return { kind, body: isTree(body) ? body : nothing };
    current = isTree(body) ? body['this'] : undefined;
  }
}

/** The entries of a list in a tree; none where there is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The object under a key; an empty one where there is none. */
export function treeAt(tree: Tree, key: string): Tree {
  const value = tree[key];
  return isTree(value) ? value : nothing;
}

/** The text under a key, if there is any. */
export function textAt(tree: Tree, key: string): string | undefined {
  const value = tree[key];
  return typeof value === 'string' ? value : undefined;
}

/** The identifier that a value is; undefined where it has no name. */
export function identifierOf(value: unknown): Identifier | undefined {
  if (!isTree(value)) return undefined;
  const name = textAt(value, 'name');
  if (name === undefined || name === '') return undefined;
  return { name, isQuoted: value['quoted'] === true, span: spanOf(value['span']) };
}

/** The names of a list of identifiers, as written. */
export function namesOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((each) => identifierOf(each)?.name ?? (typeof each === 'string' ? each : []));
}

/** The span that a value is. */
export function spanOf(value: unknown): CodeSpan | undefined {
  if (!isTree(value)) return undefined;
  const { start, end } = value;
  return typeof start === 'number' && typeof end === 'number' ? { start, end } : undefined;
}
