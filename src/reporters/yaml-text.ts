import type { Json } from '../model/contract.ts';

/**
 * Plain data as a YAML 1.2 document. Every text stands in double quotes and every line break is escaped, so that no text can
 * become another key, a tag or a second document.
 */
export function yamlDocument(value: { readonly [key: string]: Json }): string {
  return `---\n${Object.keys(value).length === 0 ? '{}' : mapLines(value, '').join('\n')}\n`;
}

function mapLines(value: { readonly [key: string]: Json }, indent: string): readonly string[] {
  return Object.entries(value).flatMap(([key, item]) => entryLines(`${indent}${keyText(key)}:`, item, indent));
}

function entryLines(start: string, value: Json, indent: string): readonly string[] {
  if (value === null || typeof value !== 'object') return [`${start} ${scalarText(value)}`];
  if (isList(value)) {
    return value.length === 0 ? [`${start} []`] : [start, ...value.flatMap((item) => itemLines(item, indent))];
  }
  return Object.keys(value).length === 0 ? [`${start} {}`] : [start, ...mapLines(value, `${indent}  `)];
}

/** The keys of an item stand two columns behind its dash. */
function itemLines(item: Json, indent: string): readonly string[] {
  const inner = `${indent}  `;
  if (item === null || typeof item !== 'object') return [`${indent}- ${scalarText(item)}`];
  if (isList(item) || Object.keys(item).length === 0) return [`${indent}- ${flowText(item)}`];
  const [first = '', ...rest] = mapLines(item, inner);
  return [`${indent}- ${first.slice(inner.length)}`, ...rest];
}

/** JSON is YAML, once what YAML cannot hold is escaped. */
function flowText(value: Json): string {
  return printable(JSON.stringify(value));
}

function keyText(key: string): string {
  return /^[A-Za-z][A-Za-z0-9]*$/.test(key) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(key)
    ? key
    : printable(JSON.stringify(key));
}

function scalarText(value: null | boolean | number | string): string {
  return printable(JSON.stringify(value));
}

/** Characters outside the printable set of YAML 1.2.2 §5.1, and those that end a line or reorder it. */
function printable(json: string): string {
  return json.replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu, (char) =>
    Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
