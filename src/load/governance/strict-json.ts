/** Where a text stops being JSON (RFC 8259). `offset` counts UTF-16 units; lines and columns are 1-based. */
export interface JsonError {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * The first place where `text` is no JSON; undefined for valid JSON. `JSON.parse` gives the same verdict, but no reliable
 * position. Depth is bounded by the caller (`inspectText`).
 */
export function findJsonError(text: string): JsonError | undefined {
  const end = document(text);
  if (end >= 0) return undefined;
  const offset = -1 - end;
  const before = text.slice(0, offset);
  return { offset, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

// Each reader returns the offset after what it read, or -1 - offset where it cannot go on.

function document(text: string): number {
  const end = value(text, space(text, 0));
  if (end < 0) return end;
  const rest = space(text, end);
  return rest === text.length ? rest : -1 - rest;
}

function value(text: string, at: number): number {
  switch (text[at]) {
    case '{':
      return sequence(text, at, { close: '}', item: member });
    case '[':
      return sequence(text, at, { close: ']', item: value });
    case '"':
      return string(text, at);
    default:
      return token(text, at, scalar);
  }
}

interface Bracket {
  readonly close: string;
  readonly item: (text: string, at: number) => number;
}

function sequence(text: string, open: number, { close, item }: Bracket): number {
  let at = space(text, open + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    const end = item(text, at);
    if (end < 0) return end;
    at = space(text, end);
    if (text[at] === close) return at + 1;
    if (text[at] !== ',') return -1 - at;
    at = space(text, at + 1);
  }
}

function member(text: string, at: number): number {
  const key = string(text, at);
  if (key < 0) return key;
  const colon = space(text, key);
  return text[colon] === ':' ? value(text, space(text, colon + 1)) : -1 - colon;
}

const whitespace = /[ \t\r\n]*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function space(text: string, at: number): number {
  return token(text, at, whitespace);
}

/** Walks by hand: a pattern with a repeated choice would need a stack as deep as the string is long. */
function string(text: string, open: number): number {
  if (text[open] !== '"') return -1 - open;
  let at = open + 1;
  while (text[at] !== '"') {
    const next = text[at] === '\\' ? token(text, at, escaped) : at + 1;
    // NaN past the end of the text fails the comparison too.
    if (next < 0 || !(text.charCodeAt(at) >= 0x20)) return -1 - at;
    at = next;
  }
  return at + 1;
}

function token(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1 - at;
}
