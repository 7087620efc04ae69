import { unreachable } from '../../model/errors.ts';
import type { HclBlock, HclExpression, HclValue } from './hcl.ts';

/** Lists up to this width stay on one line. */
const listWidth = 100;

/** HCL as `terraform fmt` writes it: two spaces, `=` of neighbouring lines below each other, `header` as first comment. */
export function printHcl(header: string, blocks: readonly HclBlock[]): string {
  return `${[`# ${plainLine(header)}`, ...blocks.map((each) => linesOf(each, '').join('\n'))].join('\n\n')}\n`;
}

/** A text in quotes, with everything escaped that HCL would read as something else. */
export function quoteHcl(text: string): string {
  return `"${escapeTemplate(text)}"`;
}

function linesOf({ type, labels, attributes, blocks, comments }: HclBlock, indent: string): readonly string[] {
  const head = `${indent}${[type, ...labels.map(quoteHcl)].join(' ')} {`;
  const inner = `${indent}  `;
  const given = Object.entries(attributes).filter((entry): entry is [string, HclValue] => entry[1] !== undefined);
  const parts = [...attributeParts(given, inner), ...blocks.map((each) => linesOf(each, inner))];
  const body = parts.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
  const above = comments.map((line) => `${indent}# ${plainLine(line)}`.trimEnd());
  return body.length === 0 ? [...above, `${head}}`] : [...above, head, ...body, `${indent}}`];
}

/** Attributes in groups with an empty line between them: neighbours on one line each, and every one of several lines. */
function attributeParts(attributes: readonly (readonly [string, HclValue])[], indent: string): readonly string[][] {
  const parts: string[][] = [];
  let group: (readonly [string, string])[] = [];
  const close = (): void => {
    if (group.length > 0) parts.push([...aligned(group, indent)]);
    group = [];
  };
  for (const [name, value] of attributes) {
    const text = expressionText(value, indent);
    if (!text.includes('\n')) group.push([name, text]);
    else {
      close();
      parts.push(`${indent}${name} = ${text}`.split('\n'));
    }
  }
  close();
  return parts;
}

function aligned(pairs: readonly (readonly [string, string])[], indent: string): readonly string[] {
  const width = Math.max(...pairs.map(([name]) => columnsOf(name)));
  return pairs.map(([name, text]) => `${indent}${name}${' '.repeat(width - columnsOf(name))} = ${text}`);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** `terraform fmt` counts what people see as one sign. */
function columnsOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : [...graphemes.segment(text)].length;
}

function expressionText(value: HclValue, indent: string): string {
  if (typeof value === 'string') return quoteHcl(value);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return isList(value) ? listText(value, indent) : computedText(value, indent);
}

function isList(value: readonly HclValue[] | HclExpression): value is readonly HclValue[] {
  return Array.isArray(value);
}

function listText(items: readonly HclValue[], indent: string): string {
  const inner = `${indent}  `;
  const texts = items.map((item) => expressionText(item, inner));
  const line = `[${texts.join(', ')}]`;
  if (line.length <= listWidth && !line.includes('\n')) return line;
  return `[\n${texts.map((text) => `${inner}${text},\n`).join('')}${indent}]`;
}

function computedText(value: HclExpression, indent: string): string {
  switch (value.kind) {
    case 'reference':
      return value.path.join('.');
    case 'index':
      return `${expressionText(value.of, indent)}[${expressionText(value.key, indent)}]`;
    case 'call':
      return `${value.name}(${value.arguments.map((each) => expressionText(each, indent)).join(', ')})`;
    case 'template':
      return `"${value.parts.map((_, at) => templatePart(value.parts, at, indent)).join('')}"`;
    case 'splat':
      return `${expressionText(value.of, indent)}[*].${value.name}`;
    case 'equals':
      return `${expressionText(value.left, indent)} == ${expressionText(value.right, indent)}`;
    case 'map':
      return mapText(value.entries, indent);
    default:
      return unreachable(value);
  }
}

function templatePart(parts: readonly (string | HclExpression)[], at: number, indent: string): string {
  const part = parts[at] ?? '';
  if (typeof part !== 'string') return `\${${expressionText(part, indent)}}`;
  const text = escapeTemplate(part);
  // Right before an expression the sign would take its braces away.
  if (at + 1 >= parts.length) return text;
  const [start, signs] = splitSigns(text);
  return `${start}${numberedAll(signs)}`;
}

/** Words that mean something where a key of an object stands. */
const words: ReadonlySet<string> = new Set(['else', 'endfor', 'endif', 'false', 'for', 'if', 'in', 'null', 'true']);

/** Entries of several lines break the alignment, and need no empty line. */
function mapText(entries: readonly (readonly [string, HclValue])[], indent: string): string {
  if (entries.length === 0) return '{}';
  const inner = `${indent}  `;
  const isPlain = entries.every(([key]) => /^[A-Za-z_]\w*$/.test(key) && !words.has(key));
  const pairs = entries.map(([key, value]) => [isPlain ? key : quoteHcl(key), value] as const);
  return `{\n${attributeParts(pairs, inner).flat().join('\n')}\n${indent}}`;
}

const short: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Signs that HCL or a reader of lines would take for something else; what has no short form is written by its number. */
function escapeTemplate(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/["\\\p{Cc}\u2028\u2029]/gu, (sign) => short.get(sign) ?? numbered(sign))
    .split('{')
    .map((part, at, parts) => (at + 1 < parts.length ? guardEnd(part) : part))
    .join('{');
}

/** The signs at the end of a text before `{`: the last is doubled, and what HCL could take for its double is written by number. */
function guardEnd(text: string): string {
  const [start, signs] = splitSigns(text);
  if (signs === '') return text;
  const last = signs.slice(-1);
  return `${start}${numberedAll(signs.slice(0, -1))}${last}${last}`;
}

/** A text without the `$` and `%` at its end, and these. */
function splitSigns(text: string): readonly [start: string, signs: string] {
  let end = text.length;
  while (end > 0 && '$%'.includes(text.charAt(end - 1))) end--;
  return [text.slice(0, end), text.slice(end)];
}

function numberedAll(signs: string): string {
  return Array.from(signs, numbered).join('');
}

function numbered(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Text for a comment: one line. */
function plainLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim();
}
