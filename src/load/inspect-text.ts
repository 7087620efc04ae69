import { fileStart } from '../model/location.ts';
import type { Problem } from '../model/project.ts';

/** Nesting deeper than this is hostile or broken: real contracts stay below 20. */
export const maxDepth = 100;
/** Keys and items that a parser would have to build; a contract of 5,000 columns has about 30,000. */
const maxTokens = 250_000;

/** Closing brackets that close nothing, and dashes between spaces, on one line: each costs the parser an error or a level. */
const maxNoise = 1_000;

export type InspectedText =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: Problem };

/** Decodes a text file and refuses what a parser must not be given: binary bytes, extreme depth, extreme length. */
export function inspectText(path: string, bytes: Uint8Array): InspectedText {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { problem: refuse(path, 'binary') };
  const shape = measure(text);
  if (shape.depth > maxDepth) return { problem: refuse(path, 'too-deep', { line: shape.deepestLine, max: maxDepth }) };
  if (shape.noisyLine !== undefined)
    return { problem: refuse(path, 'noise', { line: shape.noisyLine, max: maxNoise }) };
  if (shape.tokens > maxTokens) return { problem: refuse(path, 'too-many-keys', { max: maxTokens }) };
  return { text };
}

/** UTF-8 text without its byte order mark; undefined for bytes that are none (or hold NUL). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

interface Shape {
  readonly depth: number;
  readonly deepestLine: number;
  readonly tokens: number;
  /** The first line with more than {@link maxNoise} marks that open nothing. */
  readonly noisyLine: number | undefined;
}

/** An upper bound of depth and tokens, without parsing: brackets, list dashes and indentation steps. */
function measure(text: string): Shape {
  let flow = 0;
  let depth = 0;
  let deepestLine = 1;
  let tokens = 0;
  const indents: number[] = [];
  let noisyLine: number | undefined;
  let line = 0;
  let start = 0;
  while (start < text.length) {
    line++;
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const block = measureIndent(text, start, end);
    if (block.column < end - start && flow === 0) pushIndent(indents, block.column);
    const scan = measureFlow(text, { start: start + block.column, end }, flow);
    flow = scan.flow;
    tokens += scan.tokens + block.dashes;
    if (scan.noise > maxNoise) noisyLine ??= line;
    const here = indents.length + block.dashes + scan.deepest;
    if (here > depth) {
      depth = here;
      deepestLine = line;
    }
    start = end + 1;
  }
  return { depth, deepestLine, tokens, noisyLine };
}

/** Column of the first character that is neither space nor a list dash, and the number of those dashes. */
function measureIndent(text: string, start: number, end: number): { readonly column: number; readonly dashes: number } {
  let at = start;
  let dashes = 0;
  for (;;) {
    while (at < end && text[at] === ' ') at++;
    if (text[at] !== '-' || (at + 1 < end && text[at + 1] !== ' ')) break;
    dashes++;
    at++;
  }
  return { column: at - start, dashes };
}

function pushIndent(indents: number[], column: number): void {
  while (indents.length > 0 && (indents.at(-1) ?? 0) >= column) indents.pop();
  indents.push(column);
}

/** Follows brackets on one line, not looking inside quotes or comments. */
function measureFlow(
  text: string,
  line: { readonly start: number; readonly end: number },
  before: number,
): { flow: number; deepest: number; tokens: number; noise: number } {
  const { start, end } = line;
  let flow = before;
  let deepest = before;
  let tokens = end > start && text[start] !== '#' ? 1 : 0;
  let noise = 0;
  for (let at = start; at < end; at++) {
    const character = text[at];
    if (character === '"' || character === "'") {
      const close = text.indexOf(character, at + 1);
      tokens++;
      if (close === -1 || close >= end) break;
      at = close;
    } else if (character === '#' && (at === start || text[at - 1] === ' ')) break;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++flow);
    else if (character === ']' || character === '}') {
      if (flow > 0) flow--;
      else noise++;
    } else if (character === '-' && flow === 0 && text[at - 1] === ' ' && text[at + 1] === ' ') noise++;
    else if (character === ',' && flow > 0) tokens++;
  }
  return { flow, deepest, tokens, noise };
}

function refuse(
  path: string,
  message: string,
  { line = 1, max }: { readonly line?: number; readonly max?: number } = {},
): Problem {
  const values: Problem['values'] = max === undefined ? {} : { max: String(max) };
  return { kind: 'unreadable', at: { ...fileStart(path), line }, key: message, message: `problems.${message}`, values };
}
