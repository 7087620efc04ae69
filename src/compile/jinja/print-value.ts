import { WalkBudget } from './limits.ts';
import { Dict, Float, iterate, Missing, Namespace, None, Tuple, type Value, ValueSet } from './values.ts';

/** What `{{ value }}` prints: Python's `str`. @throws RenderStop for a value that holds itself */
export function printValue(value: Value): string {
  return typeof value === 'string' ? value : value instanceof Missing ? '' : reprValue(value);
}

/** Python's `repr`: strings quoted, as they look inside a printed list. @throws RenderStop for a value that holds itself */
export function reprValue(value: Value, budget = new WalkBudget(), depth = 0): string {
  budget.visit(depth);
  if (typeof value === 'string') return quote(value);
  if (value instanceof None) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return printInteger(value);
  if (value instanceof Float) return printFloat(value.value);
  if (value instanceof Missing) return 'Undefined';
  return reprContainer(value, (item) => reprValue(item, budget, depth + 1));
}

type Container = Exclude<Value, None | boolean | number | string | Float | Missing>;

function reprContainer(value: Container, repr: (item: Value) => string): string {
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (value instanceof Tuple) {
    const items = value.items.map(repr);
    return items.length === 1 ? `(${items.join('')},)` : `(${items.join(', ')})`;
  }
  if (value instanceof Dict) return reprEntries(value.entries(), repr);
  if (value instanceof ValueSet) return value.members.size === 0 ? 'set()' : `{${iterate(value).map(repr).join(', ')}}`;
  if (value instanceof Namespace) return `<Namespace ${reprEntries([...value.fields], repr)}>`;
  return value.abilities.text ?? `<${value.name}>`;
}

function reprEntries(entries: readonly (readonly [Value, Value])[], repr: (item: Value) => string): string {
  return `{${entries.map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(', ')}}`;
}

function printInteger(value: number): string {
  return Number.isSafeInteger(value) || !Number.isFinite(value) ? String(value) : BigInt(value).toString();
}

/** Python's shortest float: always with a point or an exponent of two digits. */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text.replaceAll(/[\\'"\p{Cc}]/gu, (char) => escapeCharacter(char, mark));
  return mark + inner + mark;
}

const escapes: { readonly [char: string]: string } = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

function escapeCharacter(char: string, mark: string): string {
  const known = escapes[char];
  if (known !== undefined) return known;
  if (char === "'" || char === '"') return char === mark ? `\\${char}` : char;
  return `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
}
