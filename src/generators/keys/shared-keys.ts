import { type Document, LineCounter, parseDocument } from 'yaml';
import type { OwnedKey } from '../../model/artifact.ts';
import { keepsOthers } from './key-check.ts';
import { type KeyEdit, KeyEditor } from './key-edits.ts';
import { type KeyMap, keyTreeOf } from './key-tree.ts';

/** A file with its owned keys set; or why it was left alone: key in the message catalogues, and the 1-based line it is about. */
export type AppliedKeys = { readonly text: string } | { readonly refused: string; readonly at?: number };

/** Longer files are not edited: no project file is that long, and the parser's time grows with hostile ones. */
const maxLength = 512 * 1024;

/**
 * Sets every owned key in a YAML file that people own, by writing over nothing but those keys' values: comments, quotes, numbers such as
 * `012`, indentation and line ends stay byte for byte. Missing keys and the mappings around them are added at the end of the mapping they
 * belong to. Refuses where that cannot be sure: anchors, aliases and tags on the way, a comment inside a value, keys written twice,
 * several documents, broken YAML. Applying twice is applying once.
 */
export function applyKeys(text: string, keys: readonly OwnedKey[]): AppliedKeys {
  const tree = keyTreeOf(keys);
  if (tree === undefined) return { refused: 'shared-keys.keys-overlap' };
  const before = parseOne(text);
  if (!('document' in before)) return before;
  const { edits, refusal } = new KeyEditor(text, before.document).edit(tree);
  if (refusal !== undefined) return { refused: refusal.message, at: before.lines.linePos(refusal.offset).line };
  if (edits.length === 0) return { text };
  return verified(spliced(text, edits), before, tree);
}

interface Parsed {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly text: string;
}

function verified(text: string, before: Parsed, tree: KeyMap): AppliedKeys {
  const after = parseOne(text);
  const isSure = 'document' in after && keepsOthers(before, after, tree);
  return isSure ? { text } : { refused: 'shared-keys.not-sure' };
}

function parseOne(text: string): Parsed | { readonly refused: string; readonly at?: number } {
  if (text.length > maxLength) return { refused: 'shared-keys.too-long' };
  const lines = new LineCounter();
  const document = parse(text, lines);
  if (document === undefined) return { refused: 'shared-keys.too-deep' };
  const [error] = document.errors;
  if (error === undefined) return { document, lines, text };
  const refused = refusals.get(error.code) ?? 'shared-keys.syntax';
  return { refused, at: lines.linePos(error.pos[0]).line };
}

const refusals: ReadonlyMap<string, string> = new Map([
  ['DUPLICATE_KEY', 'shared-keys.duplicate-key'],
  ['MULTIPLE_DOCS', 'shared-keys.several-documents'],
]);

/** The parser calls itself for every level: undefined where that is too deep for the stack. */
function parse(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    return parseDocument(text, { keepSourceTokens: true, lineCounter });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Edits at one place are written in the order in which they were found: inner mappings before what follows them. */
function spliced(text: string, edits: readonly KeyEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: written } of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, start), written);
    at = end;
  }
  return [...parts, text.slice(at)].join('');
}
