import { typeTables } from '../../generated/types.ts';
import type { PhysicalType, StructField, TypeRow } from './physical-type.ts';

/** Longer texts and deeper nesting than these are no types that a person wrote. */
const maxLength = 20_000;
const maxDepth = 30;

/**
 * Reads a physical type as `warehouse` (`snowflake`, `bigquery`, `postgres`, `redshift`, `databricks`, `duckdb`, or the ODCS and dbt
 * spellings of them) means it; undefined for a text that is not understood. Without a warehouse only what all agree on is read.
 */
export function parseType(warehouse: string | undefined, text: string): PhysicalType | undefined {
  if (text.length > maxLength) return undefined;
  const tokens = text.toLowerCase().match(/"[^"]*"|`[^`]*`|[a-z_][a-z0-9_$]*|\d+|\S/g) ?? [];
  const parser = new TypeParser(tokens, typeTables[warehouseOf(warehouse)] ?? {});
  const type = parser.type(0);
  return parser.atEnd ? type : undefined;
}

const spellings: { readonly [name: string]: string } = {
  snowflake: 'snowflake',
  bigquery: 'bigquery',
  postgres: 'postgres',
  postgresql: 'postgres',
  redshift: 'redshift',
  databricks: 'databricks',
  spark: 'databricks',
  duckdb: 'duckdb',
  motherduck: 'duckdb',
};

/** The name of a type table for an ODCS server type or dbt adapter; `generic` for any other. */
export function warehouseOf(name: string | undefined): string {
  const key = name?.toLowerCase() ?? '';
  return Object.hasOwn(spellings, key) ? (spellings[key] ?? 'generic') : 'generic';
}

/** Lower case, no spaces but those between words: two texts that only differ in spelling are equal afterwards. */
export function normaliseTypeText(text: string): string {
  return text
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([(),<>:[\]]) ?/g, '$1');
}

class TypeParser {
  readonly #tokens: readonly string[];
  readonly #table: { readonly [name: string]: TypeRow };
  #at = 0;

  constructor(tokens: readonly string[], table: { readonly [name: string]: TypeRow }) {
    this.#tokens = tokens;
    this.#table = table;
  }

  get atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** One type, with the `[]` that may follow it. */
  type(depth: number): PhysicalType | undefined {
    if (depth > maxDepth) return undefined;
    let type = this.#named(depth);
    for (let nesting = depth; type !== undefined && this.#take('['); nesting++) {
      if (nesting > maxDepth) return undefined;
      this.#number();
      type = this.#take(']') ? { family: 'array', element: type, stated: true } : undefined;
    }
    return type;
  }

  #named(depth: number): PhysicalType | undefined {
    const first = this.#word();
    if (first === undefined) return undefined;
    if (first === 'array' || first === 'list') return this.#array(depth);
    if (first === 'map') return this.#map(depth);
    if (first === 'vector') return this.#vector(depth);
    if (first === 'range') return this.#range(depth);
    if (first === 'struct' || first === 'row' || first === 'object' || first === 'record') return this.#struct(depth);
    return this.#scalar(first);
  }

  /** `timestamp(3) with time zone`: the parameters may stand between the words of a name. */
  #scalar(first: string): PhysicalType | undefined {
    const words = [first];
    this.#words(words);
    const numbers = this.#parameters();
    this.#words(words);
    const name = words.join(' ');
    const row = Object.hasOwn(this.#table, name) ? this.#table[name] : undefined;
    return row === undefined || numbers === undefined ? undefined : withParameters(row, numbers);
  }

  /** Takes further words only where they make a longer name that the table knows. */
  #words(words: string[]): void {
    for (let count = 4; count >= 1; count--) {
      const more = this.#tokens.slice(this.#at, this.#at + count);
      if (more.length === count && Object.hasOwn(this.#table, [...words, ...more].join(' '))) {
        words.push(...more);
        this.#at += count;
        return;
      }
    }
  }

  /** `(10, 2)`, `(max)`, `(20 char)`; none is an empty list, something else undefined. */
  #parameters(): readonly number[] | undefined {
    const numbers: number[] = [];
    if (!this.#take('(')) return numbers;
    do {
      const number = this.#take('max') ? Infinity : this.#number();
      if (number === undefined) return undefined;
      numbers.push(number);
      if (!this.#take('char')) this.#take('byte');
    } while (this.#take(','));
    return this.#take(')') && numbers.length <= 2 ? numbers : undefined;
  }

  #array(depth: number): PhysicalType | undefined {
    const close = this.#open();
    if (close === undefined) return { family: 'array', stated: false };
    const element = this.type(depth + 1);
    this.#notNull();
    return element !== undefined && this.#take(close) ? { family: 'array', element, stated: true } : undefined;
  }

  #map(depth: number): PhysicalType | undefined {
    const close = this.#open();
    if (close === undefined) return { family: 'map', stated: false };
    const key = this.type(depth + 1);
    if (key === undefined || !this.#take(',')) return undefined;
    const element = this.type(depth + 1);
    this.#notNull();
    return element !== undefined && this.#take(close) ? { family: 'map', key, element, stated: true } : undefined;
  }

  /** Snowflake writes `VECTOR(FLOAT, 256)`, pgvector `vector(256)`. */
  #vector(depth: number): PhysicalType | undefined {
    if (!this.#take('(')) return { family: 'vector', stated: false };
    const element = /^\d/.test(this.#tokens[this.#at] ?? '') ? undefined : this.type(depth + 1);
    if (element !== undefined && !this.#take(',')) return undefined;
    const length = this.#number();
    if (length === undefined || !this.#take(')')) return undefined;
    return { family: 'vector', length, stated: true, ...(element === undefined ? {} : { element }) };
  }

  #struct(depth: number): PhysicalType | undefined {
    const close = this.#open();
    if (close === undefined) return { family: 'struct', stated: false };
    const fields: StructField[] = [];
    do {
      const name = this.#tokens[this.#at++];
      if (name === undefined || !/^[a-z_"`]/.test(name)) return undefined;
      this.#take(':');
      const type = this.type(depth + 1);
      if (type === undefined) return undefined;
      this.#notNull();
      fields.push({ name: name.replaceAll(/["`]/g, ''), type });
    } while (this.#take(','));
    return this.#take(close) ? { family: 'struct', fields, stated: true } : undefined;
  }

  /** BigQuery's `RANGE<DATE>`. */
  #range(depth: number): PhysicalType | undefined {
    if (!this.#take('<')) return undefined;
    const element = this.type(depth + 1);
    return element !== undefined && this.#take('>')
      ? { family: 'other', kind: 'range', element, stated: true }
      : undefined;
  }

  #notNull(): void {
    if (this.#tokens[this.#at] === 'not' && this.#tokens[this.#at + 1] === 'null') this.#at += 2;
  }

  #open(): ')' | '>' | undefined {
    if (this.#take('<')) return '>';
    return this.#take('(') ? ')' : undefined;
  }

  #word(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || !/^[a-z_]/.test(token)) return undefined;
    this.#at++;
    return token;
  }

  #number(): number | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || !/^\d{1,9}$/.test(token)) return undefined;
    this.#at++;
    return Number(token);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

function withParameters(row: TypeRow, numbers: readonly number[]): PhysicalType | undefined {
  const { fixed, max, ...defaults } = row;
  if (fixed === true) return { ...defaults, stated: true };
  const [first, second] = numbers;
  if (first === undefined) return { ...defaults, stated: false };
  switch (row.family) {
    case 'string':
    case 'binary':
      return second === undefined
        ? { ...defaults, length: first === Infinity ? (max ?? first) : first, stated: true }
        : undefined;
    case 'decimal':
      return { ...defaults, precision: first, scale: second ?? 0, stated: true };
    // The SQL standard's binary precision: up to 24 digits are a 32-bit float.
    case 'float':
      return second === undefined ? { ...defaults, bits: first > 24 ? 64 : 32, stated: true } : undefined;
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
    case 'timestampltz':
    case 'interval':
      return second === undefined ? { ...defaults, precision: first, stated: true } : undefined;
    // MySQL's display width, `int(11)`, says nothing about the values.
    case 'integer':
      return { ...defaults, stated: true };
    case 'other':
      return second === undefined && row.length !== undefined
        ? { ...defaults, length: first, stated: true }
        : undefined;
    default:
      return undefined;
  }
}
