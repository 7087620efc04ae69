import type * as TreeSitter from 'web-tree-sitter';
import type { Language, Node, Parser } from 'web-tree-sitter';
import type { EngineFile, EngineHost } from '../engine-host.ts';

/** A syntax tree, valid inside the call that it is given to. */
export type SyntaxNode = Node;

/** One tree-sitter grammar, loaded. */
export interface Grammar {
  /** Parses `text` and hands the root to `inspect`; undefined where the parser gives up. */
  read<T>(text: string, inspect: (root: SyntaxNode) => T): T | undefined;
}

/** Calls of the progress callback after which the parser gives up. Source code needs about 5 per KiB; hostile text is cut after a second. */
const maxSteps = 20_000;

/** Loads tree-sitter and one grammar from the bytes of their WebAssembly modules. */
export async function loadGrammar(readWasm: EngineHost['readWasm'], name: EngineFile): Promise<Grammar> {
  const library = await import('web-tree-sitter');
  await initialise(library, readWasm);
  const language = await library.Language.load(new Uint8Array(await readWasm(name)));
  return { read: (text, inspect) => parseWith(new library.Parser(), { language, text }, inspect) };
}

let initialised: Promise<void> | undefined;

/** Once for the process: the library keeps one module for all grammars, and two at a time would mix their memories. */
async function initialise(library: typeof TreeSitter, readWasm: EngineHost['readWasm']): Promise<void> {
  initialised ??= readWasm('web-tree-sitter.wasm').then((bytes) =>
    library.Parser.init({ wasmBinary: new Uint8Array(bytes).buffer }),
  );
  return initialised;
}

/** Deeper than any source code (CPython itself refuses 200); each level costs the parser memory that it never gives back. */
const maxBrackets = 1_000;

/** Whether brackets are open deeper than {@link maxBrackets}. Text in quotes counts too: it never holds that many. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(' || character === '[' || character === '{') depth += 1;
    else if (character === ')' || character === ']' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > maxBrackets) return true;
  }
  return false;
}

interface ParseRequest {
  readonly language: Language;
  readonly text: string;
}

function parseWith<T>(parser: Parser, request: ParseRequest, inspect: (root: SyntaxNode) => T): T | undefined {
  if (isTooDeep(request.text)) return undefined;
  parser.setLanguage(request.language);
  let steps = 0;
  const tree = parser.parse(request.text, null, { progressCallback: () => (steps += 1) > maxSteps });
  try {
    return tree === null ? undefined : inspect(tree.rootNode);
  } finally {
    tree?.delete();
    parser.delete();
  }
}
