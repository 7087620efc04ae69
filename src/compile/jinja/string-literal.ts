const simpleEscapes: { readonly [letter: string]: string } = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** The text that a string literal of Python means; an unknown escape stays as it is written, backslash included. */
export function unescapeString(source: string): string {
  if (!source.includes('\\')) return source;
  return source.replaceAll(/\\(x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[0-7]{1,3}|[\s\S])/gi, (whole, code: string) => {
    const simple = Object.hasOwn(simpleEscapes, code) ? simpleEscapes[code] : undefined;
    if (simple !== undefined) return simple;
    if (/^[0-7]+$/.test(code)) return String.fromCodePoint(Number.parseInt(code, 8));
    const point = /^[xuU][\da-fA-F]+$/.test(code) ? Number.parseInt(code.slice(1), 16) : Number.NaN;
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
