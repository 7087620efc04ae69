import { checkSize, WalkBudget } from './limits.ts';
import { fail } from './stop.ts';
import type { Writing } from './writing.ts';

/** A value of the template language: Python's types as far as templates meet them. Integers are JavaScript numbers. */
export type Value =
  | None
  | boolean
  | number
  | string
  | Float
  | Missing
  | Value[]
  | Tuple
  | Dict
  | ValueSet
  | Namespace
  | HostObject;

/** Python's None. It is an object of its own, so that "the value None" and "no value" cannot be mixed up. */
export class None {
  readonly isNone = true;
}

/** The only None there is. */
export const none = new None();

/** A Python float: it prints and divides unlike an integer of the same size. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** What an unknown name or attribute gives: it prints nothing, is false, and cannot be used further. */
export class Missing {
  /** What was looked for: `x`, `package.macro`. */
  readonly wanted: string;
  constructor(wanted: string) {
    this.wanted = wanted;
  }
}

export class Tuple {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** One group of the `groupby` filter: a pair whose parts have names too. */
export class Group extends Tuple {}

/** A Python dict: insertion order, keys equal by value. Keys never meet a JavaScript prototype. */
export class Dict {
  private readonly slots = new Map<string, readonly [Value, Value]>();
  constructor(entries: Iterable<readonly [Value, Value]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }
  get size(): number {
    return this.slots.size;
  }
  has(key: Value): boolean {
    return this.slots.has(hashKey(key));
  }
  get(key: Value): Value | undefined {
    return this.slots.get(hashKey(key))?.[1];
  }
  set(key: Value, value: Value): void {
    const hash = hashKey(key);
    this.slots.set(hash, [this.slots.get(hash)?.[0] ?? key, value]);
  }
  delete(key: Value): boolean {
    return this.slots.delete(hashKey(key));
  }
  clear(): void {
    this.slots.clear();
  }
  entries(): readonly (readonly [Value, Value])[] {
    return [...this.slots.values()];
  }
  keys(): Value[] {
    return this.entries().map(([key]) => key);
  }
  values(): Value[] {
    return this.entries().map(([, value]) => value);
  }
}

/** A Python set; it keeps insertion order, so that output is deterministic. */
export class ValueSet {
  readonly members: Dict;
  constructor(items: Iterable<Value> = []) {
    this.members = new Dict([...items].map((item) => [item, none]));
  }
}

/** `namespace()`: the one value whose fields `set` may change from inside a loop. */
export class Namespace {
  readonly fields = new Map<string, Value>();
}

/** Arguments of a call, evaluated. */
export interface CallArgs {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** What wrote the arguments, by their index or name; left out where no macro wrote any. */
  readonly writings?: ReadonlyMap<number | string, Writing>;
}

/** What a host object can do; everything is optional. */
export interface HostAbilities {
  readonly call?: (args: CallArgs) => Value;
  /** Name of the macro that this is, as dbt knows it: `mask_pii`, `dbt_utils.star`. */
  readonly macro?: string;
  /** Whether it is written as a template, or only passes its arguments on, so that markers in them are still only printed. */
  readonly carries?: boolean;
  /** Called instead, with the same arguments, where `call` needs the warehouse. */
  readonly fallback?: HostObject;
  /** Undefined where there is no such attribute. */
  readonly attribute?: (name: string) => Value | undefined;
  /** `object + other` and `object - other`; undefined where that means nothing. */
  readonly operate?: (operator: '+' | '-', other: Value) => Value | undefined;
  /** Whether it passes for a dict, as dbt's relations do. */
  readonly isMapping?: boolean;
  /** What it prints; default nothing useful. */
  readonly text?: string;
}

/** Something that the host gives to templates: a function, a macro, a relation, a package. */
export class HostObject {
  readonly name: string;
  readonly abilities: HostAbilities;
  constructor(name: string, abilities: HostAbilities) {
    this.name = name;
    this.abilities = abilities;
  }
}

/** A function for templates. */
export function hostFunction(name: string, call: (args: CallArgs) => Value): HostObject {
  return new HostObject(name, { call });
}

/** The argument at `index`, or else called `name`; undefined where neither is given. */
export function argument(args: CallArgs, index: number, name: string): Value | undefined {
  return args.positional[index] ?? args.named.get(name);
}

function hashKey(key: Value): string {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'number' || typeof key === 'boolean') return `n${Number(key)}`;
  if (key === none) return 'none';
  if (key instanceof Float) return `n${key.value}`;
  if (key instanceof Tuple) return hashTuple(key);
  if (key instanceof HostObject) return `h${key.abilities.text ?? key.name}`;
  if (key instanceof Missing) return 'missing';
  return fail('unhashable', { type: typeName(key) });
}

function hashTuple(key: Tuple): string {
  const hash = `t${JSON.stringify(key.items.map(hashKey))}`;
  checkSize(hash.length);
  return hash;
}

/** Python's name of a value's type, for messages. */
export function typeName(value: Value): string {
  if (value instanceof None) return 'none';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'integer';
  if (value instanceof Float) return 'float';
  if (value instanceof Missing) return 'undefined';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Tuple) return 'tuple';
  if (value instanceof Dict) return 'dict';
  if (value instanceof ValueSet) return 'set';
  return value instanceof Namespace ? 'namespace' : value.name;
}

/** Python's truth. */
export function isTruthy(value: Value): boolean {
  if (typeof value !== 'object') return Boolean(value);
  if (value instanceof Missing || value instanceof None) return false;
  if (value instanceof Float) return value.value !== 0;
  return sizeOf(value) !== 0;
}

/** Number of items or characters; undefined for what has none. */
export function sizeOf(value: Value): number | undefined {
  if (typeof value === 'string') return /[\ud800-\udfff]/.test(value) ? Array.from(value).length : value.length;
  if (Array.isArray(value)) return value.length;
  if (value instanceof Tuple) return value.items.length;
  if (value instanceof Dict) return value.size;
  if (value instanceof ValueSet) return value.members.size;
  return value instanceof Missing ? 0 : undefined;
}

/** The number that a value is, for arithmetic; undefined for what is no number. Booleans count as 0 and 1. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return value instanceof Float ? value.value : undefined;
}

/** The items that a `for` loop sees. @throws RenderStop for what cannot be looped over */
export function iterate(value: Value): readonly Value[] {
  if (Array.isArray(value)) return [...value];
  if (value instanceof Tuple) return value.items;
  if (value instanceof Dict) return value.keys();
  if (value instanceof ValueSet) return value.members.keys();
  if (typeof value === 'string') return Array.from(value);
  return value instanceof Missing ? [] : fail('not-iterable', { type: typeName(value) });
}

/** Python's `==`. @throws RenderStop for endless values */
export function equals(a: Value, b: Value): boolean {
  if (typeof a === 'string' || a instanceof None) return a === b;
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined || y !== undefined) return x === y;
  return equalValues(a, b, { budget: new WalkBudget(), depth: 0 });
}

interface Walk {
  readonly budget: WalkBudget;
  readonly depth: number;
}

function equalValues(a: Value, b: Value, walk: Walk): boolean {
  walk.budget.visit(walk.depth);
  const inner = { budget: walk.budget, depth: walk.depth + 1 };
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined || y !== undefined) return x === y;
  if (a instanceof Missing) return b instanceof Missing;
  if (a instanceof Dict) return b instanceof Dict && equalDicts(a, b, inner);
  if (a instanceof ValueSet) return b instanceof ValueSet && equalSets(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && equalItems(a, b, inner);
  if (a instanceof Tuple) return b instanceof Tuple && equalItems(a.items, b.items, inner);
  const isPrinted = a instanceof HostObject && b instanceof HostObject && a.abilities.text !== undefined;
  return isPrinted ? a.abilities.text === b.abilities.text : a === b;
}

function equalItems(a: readonly Value[], b: readonly Value[], walk: Walk): boolean {
  return a.length === b.length && a.every((item, index) => equalValues(item, b[index] ?? none, walk));
}

function equalSets(a: ValueSet, b: ValueSet): boolean {
  return a.members.size === b.members.size && iterate(a).every((item) => b.members.has(item));
}

function equalDicts(a: Dict, b: Dict, walk: Walk): boolean {
  const isEqual = ([key, value]: readonly [Value, Value]): boolean =>
    b.has(key) && equalValues(value, b.get(key) ?? none, walk);
  return a.size === b.size && a.entries().every(isEqual);
}

/** Python's order: negative, zero or positive. @throws RenderStop where Python has no order */
export function compareValues(a: Value, b: Value, depth = 0): number {
  if (depth > 20) fail('recursion', { max: 20 });
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x - y;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (a instanceof Tuple && b instanceof Tuple) return compareItems(a.items, b.items, depth);
  if (Array.isArray(a) && Array.isArray(b)) return compareItems(a, b, depth);
  if (a instanceof HostObject && b instanceof HostObject) {
    const [left, right] = [a.abilities.text, b.abilities.text];
    if (left !== undefined && right !== undefined) return compareValues(left, right);
  }
  return fail('not-comparable', { left: typeName(a), right: typeName(b) });
}

function compareItems(a: readonly Value[], b: readonly Value[], depth: number): number {
  for (const [index, item] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = equals(item, other) ? 0 : compareValues(item, other, depth + 1);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
