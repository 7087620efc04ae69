import type { Location } from '../../model/location.ts';
import type { SyntaxNode } from './grammar.ts';

/** The first place where a text leaves its grammar. */
export interface SyntaxFault {
  /** `unclosed`: `what` is the bracket; `missing`: `what` is the absent token; `unexpected`: `near` stands there. */
  readonly kind: 'unclosed' | 'missing' | 'unexpected';
  readonly what: string;
  readonly near: string;
  readonly node: SyntaxNode;
}

const closers: { readonly [opener: string]: string } = { '(': ')', '[': ']', '{': '}' };

/** Finds the first ERROR or MISSING node of a tree; undefined where there is none. */
export function findSyntaxFault(root: SyntaxNode): SyntaxFault | undefined {
  if (!root.hasError) return undefined;
  // A loop, not recursion: hostile files nest deeper than the call stack.
  for (let node = root; ; ) {
    if (node.isMissing) return { kind: 'missing', what: node.type, near: excerptAt(root, node.startIndex), node };
    if (node.isError) return describeError(root, node);
    const next = node.children.find((child) => child.hasError || child.isError || child.isMissing);
    if (next === undefined) return { kind: 'unexpected', what: '', near: excerptAt(root, node.startIndex), node };
    node = next;
  }
}

/** An ERROR that starts long before the mistake, because a bracket stays open, is shown at the bracket. */
function describeError(root: SyntaxNode, error: SyntaxNode): SyntaxFault {
  const opener = unclosedBracket(error);
  if (opener !== undefined) return { kind: 'unclosed', what: opener.text, near: opener.text, node: opener };
  const missing = error.children.find((child) => child.isMissing);
  if (missing !== undefined)
    return { kind: 'missing', what: missing.type, near: excerptAt(root, missing.startIndex), node: missing };
  return { kind: 'unexpected', what: '', near: excerptAt(root, error.startIndex), node: error };
}

function unclosedBracket(error: SyntaxNode): SyntaxNode | undefined {
  const open: SyntaxNode[] = [];
  for (const child of error.children) {
    const sign = child.childCount === 0 && child.endIndex - child.startIndex === 1 ? child.text : '';
    if (Object.hasOwn(closers, sign)) open.push(child);
    else if (sign !== '' && closers[open.at(-1)?.text ?? ''] === sign) open.pop();
  }
  return open[0];
}

/** What stands at an index: the rest of its line, at most 40 characters. */
function excerptAt(root: SyntaxNode, index: number): string {
  const rest = root.text.slice(index, index + 200).trimStart();
  const line = rest.split(/\r?\n/, 1)[0]?.trimEnd() ?? '';
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** Where a node stands, as a location of `path`; an empty node has no end. */
export function locateNode(path: string, node: SyntaxNode): Location {
  const { startPosition: start, endPosition: end } = node;
  const place = { path, line: start.row + 1, column: start.column + 1 };
  return node.startIndex === node.endIndex ? place : { ...place, endLine: end.row + 1, endColumn: end.column + 1 };
}
