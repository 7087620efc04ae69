/** A piece of Python that can mention something; blanks, comments and docstrings are none. */
export interface PythonToken {
  readonly kind: 'word' | 'text' | 'mark';
  /** A text without its quotes, as written otherwise. */
  readonly text: string;
  /** Where it starts and ends in the code, with its quotes and without what stands before them. */
  readonly start: number;
  readonly end: number;
  /** Letters before the quote of a text (`f`, `r`, `rb`). */
  readonly prefix?: string;
}

/** Splits Python into words, texts and single marks. Linear in the length of the code; a text that never ends is all the rest. */
export function pythonTokens(code: string): readonly PythonToken[] {
  const tokens: PythonToken[] = [];
  let depth = 0;
  let isStart = true;
  let prefix = '';
  for (let at = 0; at < code.length; ) {
    const character = code.charAt(at);
    const end = endOf(code, at);
    if (character === '\n') isStart = true;
    else if (character === '"' || character === "'") {
      const quote = quoteAt(code, at);
      // A text that is a statement of its own says something to people only.
      if (depth > 0 || !isStart)
        tokens.push({
          kind: 'text',
          text: code.slice(at + quote.length, Math.max(at + quote.length, end - quote.length)),
          start: at,
          end,
          ...(prefix === '' ? {} : { prefix }),
        });
      isStart = false;
      prefix = '';
    } else if (isWordCharacter(character)) {
      if (isTextPrefix(code, at, end)) prefix = code.slice(at, end);
      else {
        tokens.push({ kind: 'word', text: code.slice(at, end), start: at, end });
        isStart = false;
      }
    } else if (!/\s|#/.test(character)) {
      tokens.push({ kind: 'mark', text: character, start: at, end });
      depth = Math.max(0, depth + ('([{'.includes(character) ? 1 : ')]}'.includes(character) ? -1 : 0));
      isStart = false;
    }
    at = end;
  }
  return tokens;
}

function endOf(code: string, at: number): number {
  const character = code.charAt(at);
  if (character === '#') return lineEnd(code, at);
  if (character === '"' || character === "'") return textEnd(code, at);
  let end = at + 1;
  if (isWordCharacter(character)) while (end < code.length && isWordCharacter(code.charAt(end))) end++;
  return end;
}

function lineEnd(code: string, at: number): number {
  const end = code.indexOf('\n', at);
  return end === -1 ? code.length : end;
}

function quoteAt(code: string, at: number): string {
  const one = code.charAt(at);
  return code.startsWith(one.repeat(3), at) ? one.repeat(3) : one;
}

function textEnd(code: string, start: number): number {
  const quote = quoteAt(code, start);
  for (let at = start + quote.length; at < code.length; at++) {
    if (code[at] === '\\') at++;
    else if (code.startsWith(quote, at)) return at + quote.length;
    else if (code[at] === '\n' && quote.length === 1) return at;
  }
  return code.length;
}

/** `r`, `f`, `rb`, … directly before a quote. */
function isTextPrefix(code: string, at: number, end: number): boolean {
  return end - at <= 2 && /^[bfrtu]+$/i.test(code.slice(at, end)) && /["']/.test(code.charAt(end));
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}
