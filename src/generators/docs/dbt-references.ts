/**
 * What a model's template names in `ref('…')`, `ref('package', '…')` and `source('…', '…')`, each once; names that are computed are
 * not among them. Comments of Jinja are not read. Linear in the length of the text.
 */
export function referencesIn(text: string): readonly string[] {
  const names = [...withoutComments(text).matchAll(call)].map(([, kind, first = '', second]) =>
    kind === 'source' ? (second === undefined ? first : `${first}.${second}`) : (second ?? first),
  );
  return [...new Set(names)];
}

/** One or two names in quotes; spaces and names are bounded, so that no text takes long. */
const call =
  /\b(ref|source)\s{0,40}\(\s{0,40}['"]([^'"\n]{1,200})['"]\s{0,40}(?:,\s{0,40}['"]([^'"\n]{1,200})['"]\s{0,40})?[,)]/g;

function withoutComments(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf('{#', at);
    const end = start === -1 ? -1 : text.indexOf('#}', start + 2);
    parts.push(text.slice(at, end === -1 ? text.length : start));
    at = end === -1 ? text.length : end + 2;
  }
  return parts.join(' ');
}
