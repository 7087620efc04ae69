import { parse, stringify } from 'yaml';
import type { Json } from '../../model/contract.ts';
import { checkSize, WalkBudget } from './limits.ts';
import { printFloat, printValue } from './print-value.ts';
import { fail } from './stop.ts';
import { compareValues, Dict, Float, iterate, None, none, Tuple, type Value, ValueSet } from './values.ts';

/** Template value → plain data; relations and other objects as the text they print. @throws RenderStop for endless values */
export function toPlainJson(value: Value, budget = new WalkBudget(), depth = 0): Json {
  budget.visit(depth);
  if (value instanceof None) return null;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (value instanceof Float) return value.value;
  if (Array.isArray(value) || value instanceof Tuple || value instanceof ValueSet) {
    return iterate(value).map((item) => toPlainJson(item, budget, depth + 1));
  }
  if (!(value instanceof Dict)) return printValue(value);
  const entries = value
    .entries()
    .map(([key, item]) => [printValue(key), toPlainJson(item, budget, depth + 1)] as const);
  // fromEntries defines keys, it never assigns them: a key `__proto__` is only a key.
  return Object.fromEntries(entries);
}

/** Plain data → template value; a number with a fraction becomes a float. */
export function fromPlainJson(data: Json): Value {
  if (data === null) return none;
  if (typeof data === 'boolean' || typeof data === 'string') return data;
  if (typeof data === 'number') return Number.isInteger(data) ? data : new Float(data);
  if (isList(data)) return data.map(fromPlainJson);
  return new Dict(Object.entries(data).map(([key, value]) => [key, fromPlainJson(value)]));
}

/** What a parser returned, narrowed; a value that JSON does not know becomes its text. */
function fromUnknown(data: unknown): Value {
  if (Array.isArray(data)) return data.map(fromUnknown);
  if (typeof data === 'object' && data !== null) {
    return new Dict(Object.entries(data).map(([key, value]) => [key, fromUnknown(value)]));
  }
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' ? fromPlainJson(data) : none;
}

function isList(data: Json): data is readonly Json[] {
  return Array.isArray(data);
}

/** How JSON is written; Python's `json.dumps` puts a space after `,` and `:` and writes ASCII only. */
export interface JsonStyle {
  readonly sortKeys: boolean;
  readonly indent?: number;
}

/** Python's `json.dumps`; undefined for what Python cannot write. @throws RenderStop for endless values */
export function writeJson(value: Value, style: JsonStyle): string | undefined {
  const text = new JsonWriter(style).write(value, 0);
  checkSize(text?.length ?? 0);
  return text;
}

class JsonWriter {
  private readonly budget = new WalkBudget();
  private readonly style: JsonStyle;
  constructor(style: JsonStyle) {
    this.style = style;
  }

  write(value: Value, depth: number): string | undefined {
    this.budget.visit(depth);
    if (value instanceof None) return 'null';
    if (typeof value === 'boolean' || typeof value === 'number') return String(value);
    if (typeof value === 'string') return quoteAscii(value);
    if (value instanceof Float) return printFloat(value.value);
    if (Array.isArray(value) || value instanceof Tuple) {
      return this.wrap(
        '[]',
        iterate(value).map((item) => this.write(item, depth + 1)),
        depth,
      );
    }
    if (value instanceof Dict) return this.wrap('{}', this.entries(value, depth), depth);
    return undefined;
  }

  private entries(dict: Dict, depth: number): (string | undefined)[] {
    const entries = [...dict.entries()];
    if (this.style.sortKeys) entries.sort(([a], [b]) => compareValues(a, b));
    return entries.map(([key, item]) => {
      const [name, text] = [this.write(key, depth + 1), this.write(item, depth + 1)];
      if (name === undefined || text === undefined) return undefined;
      return `${name.startsWith('"') ? name : `"${name}"`}: ${text}`;
    });
  }

  private wrap(marks: string, items: readonly (string | undefined)[], depth: number): string | undefined {
    if (items.includes(undefined)) return undefined;
    if (items.length === 0) return marks;
    const { indent } = this.style;
    if (indent === undefined) return `${marks.charAt(0)}${items.join(', ')}${marks.charAt(1)}`;
    const pad = `\n${' '.repeat(indent * (depth + 1))}`;
    return `${marks.charAt(0)}${pad}${items.join(`,${pad}`)}\n${' '.repeat(indent * depth)}${marks.charAt(1)}`;
  }
}

function quoteAscii(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Jinja2's `tojson` filter: keys sorted, and safe inside HTML. @throws RenderStop for what JSON cannot hold */
export function writeHtmlSafeJson(value: Value, indent: number | undefined): string {
  const text = writeJson(value, { sortKeys: true, ...(indent !== undefined && { indent }) });
  if (text === undefined) return fail('not-json');
  return text.replaceAll(/[<>&']/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}

/** dbt's `fromjson`; undefined for text that is no JSON. */
export function readJson(text: string): Value | undefined {
  try {
    return fromUnknown(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** dbt's `fromyaml`; undefined for text that is no YAML. Aliases are limited, so that they cannot expand without end. */
export function readYaml(text: string): Value | undefined {
  try {
    return fromUnknown(parse(text, { maxAliasCount: 20, logLevel: 'silent', schema: 'core' }));
  } catch {
    return undefined;
  }
}

/** dbt's `toyaml`. */
export function writeYaml(value: Value, sortMapEntries: boolean): string {
  return stringify(toPlainJson(value), { sortMapEntries, lineWidth: 0 });
}
