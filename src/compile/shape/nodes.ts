import type { Span, SqlPiece } from '../../model/sql-tokens.ts';

/** A piece of SQL, or what a pair of parentheses encloses. */
export type Node = Exclude<SqlPiece, { readonly kind: 'comment' }> | Group;

export interface Group extends Span {
  readonly kind: 'group';
  readonly nodes: readonly Node[];
}

interface OpenGroup {
  readonly start: number;
  readonly nodes: Node[];
}

/** Deeper than people write; what is deeper is taken as if its parentheses were not there. */
const maxDepth = 100;

/** Nests pieces by their parentheses. A parenthesis that is never closed ends with the text, one that closes nothing is passed over. */
export function nestPieces(pieces: readonly SqlPiece[]): readonly Node[] {
  const root: OpenGroup = { start: 0, nodes: [] };
  const open: OpenGroup[] = [root];
  let tooDeep = 0;
  for (const piece of pieces) {
    if (piece.kind === 'comment') continue;
    if (piece.kind === 'mark' && piece.text === '(') {
      if (open.length > maxDepth) tooDeep++;
      else open.push({ start: piece.start, nodes: [] });
    } else if (piece.kind === 'mark' && piece.text === ')') {
      if (tooDeep > 0) tooDeep--;
      else close(open, piece.end);
    } else open.at(-1)?.nodes.push(piece);
  }
  const end = pieces.at(-1)?.end ?? 0;
  while (open.length > 1) close(open, end);
  return root.nodes;
}

function close(open: OpenGroup[], end: number): void {
  if (open.length === 1) return;
  const group = open.pop();
  if (group !== undefined) open.at(-1)?.nodes.push({ kind: 'group', ...group, end });
}

/** The word of an unquoted name; undefined for anything else. */
export function wordAt(nodes: readonly Node[], at: number): string | undefined {
  const node = nodes[at];
  return node?.kind === 'name' && !node.isQuoted ? node.text : undefined;
}

/** The name, quoted or not; undefined for anything else. */
export function nameAt(nodes: readonly Node[], at: number): string | undefined {
  const node = nodes[at];
  return node?.kind === 'name' ? node.text : undefined;
}

/** Whether a mark stands at an index. */
export function isMark(node: Node | undefined, text: string): boolean {
  return node?.kind === 'mark' && node.text === text;
}

/** What stands between the commas of a list. */
export function splitList(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const list: Node[][] = [[]];
  for (const node of nodes) {
    if (isMark(node, ',')) list.push([]);
    else list.at(-1)?.push(node);
  }
  return list;
}

/** Whether parentheses hold a query, which may begin with parentheses of its own. */
export function isQuery(node: Node | undefined): node is Group {
  if (node?.kind !== 'group') return false;
  const nodes = node.nodes.filter((each) => each.kind !== 'template');
  const word = wordAt(nodes, 0);
  if (word === 'select' || word === 'with') return true;
  return (nodes.length === 1 || setWords.has(wordAt(nodes, 1) ?? '')) && isQuery(nodes[0]);
}

/** Words that put two results together. */
export const setWords: ReadonlySet<string> = new Set(['union', 'intersect', 'except', 'minus']);
