import { readAttribute, readItem } from './attributes.ts';
import { pairsOf } from './container-methods.ts';
import { roundHalfEven } from './format-text.ts';
import { computeBinary } from './operators.ts';
import { printValue } from './print-value.ts';
import type { Runtime } from './runtime.ts';
import { fail } from './stop.ts';
import { joinText } from './string-methods.ts';
import { notationFilters, textFilters } from './text-filters.ts';
import {
  argument,
  type CallArgs,
  compareValues,
  Dict,
  Float,
  Group,
  isTruthy,
  iterate,
  Missing,
  none,
  numberOf,
  sizeOf,
  Tuple,
  typeName,
  type Value,
  ValueSet,
} from './values.ts';

type Filter = (value: Value, args: CallArgs, runtime: Runtime) => Value;

const same: Filter = (value) => value;

/** Jinja2's filters that dbt projects use, and dbt's own `as_*`, which change nothing in a model. */
export const filters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ...[...textFilters].map(([name, filter]): [string, Filter] => [
    name,
    (value, args) => filter(printValue(value), args),
  ]),
  ...notationFilters,
  ['as_text', same],
  ['as_bool', same],
  ['as_number', same],
  ['as_native', same],
  ['default', defaultFilter],
  ['d', defaultFilter],
  ['abs', absolute],
  ['int', toInteger],
  ['float', toFloat],
  ['round', roundFilter],
  ['length', lengthFilter],
  ['count', lengthFilter],
  ['list', (value) => [...iterate(value)]],
  ['first', (value) => iterate(value)[0] ?? new Missing('first')],
  ['last', (value) => iterate(value).at(-1) ?? new Missing('last')],
  ['items', (value) => (value instanceof Missing ? [] : pairsOf(value).map((pair) => new Tuple(pair)))],
  ['attr', (value, args) => readAttribute(value, printValue(argument(args, 0, 'name') ?? ''))],
  [
    'reverse',
    (value) => (typeof value === 'string' ? Array.from(value).toReversed().join('') : [...iterate(value)].toReversed()),
  ],
  ['join', joinFilter],
  ['sum', sumFilter],
  ['min', (value, args) => extreme(value, args, -1)],
  ['max', (value, args) => extreme(value, args, 1)],
  ['sort', sortFilter],
  ['unique', uniqueFilter],
  ['dictsort', dictSort],
  ['groupby', groupBy],
  ['batch', batchFilter],
  ['slice', sliceFilter],
  ['map', mapFilter],
  ['select', (value, args, runtime) => selectItems(value, args, { runtime, wanted: true })],
  ['reject', (value, args, runtime) => selectItems(value, args, { runtime, wanted: false })],
  ['selectattr', (value, args, runtime) => selectByAttribute(value, args, { runtime, wanted: true })],
  ['rejectattr', (value, args, runtime) => selectByAttribute(value, args, { runtime, wanted: false })],
]);

function defaultFilter(value: Value, args: CallArgs): Value {
  const isEmpty = isTruthy(argument(args, 1, 'boolean') ?? false) && !isTruthy(value);
  return value instanceof Missing || isEmpty ? (argument(args, 0, 'default_value') ?? '') : value;
}

function absolute(value: Value): Value {
  const number = numberOf(value) ?? fail('bad-argument', { type: typeName(value) });
  return value instanceof Float ? new Float(Math.abs(number)) : Math.abs(number);
}

function toInteger(value: Value, args: CallArgs): Value {
  const base = numberOf(argument(args, 1, 'base') ?? 10) ?? 10;
  if (typeof value === 'string' && base !== 10) {
    const parsed = Number.parseInt(value.replace(/^0[xob]/i, ''), base);
    return Number.isNaN(parsed) ? (argument(args, 0, 'default') ?? 0) : parsed;
  }
  const number = readNumber(value);
  return number === undefined || !Number.isFinite(number)
    ? (argument(args, 0, 'default') ?? 0)
    : Math.trunc(number) + 0;
}

function toFloat(value: Value, args: CallArgs): Value {
  const number = readNumber(value);
  return number === undefined ? (argument(args, 0, 'default') ?? new Float(0)) : new Float(number);
}

/** Python refuses to read longer integers from text (sys.int_info.default_max_str_digits). */
const maxNumberLength = 4300;

function readNumber(value: Value): number | undefined {
  if (typeof value !== 'string') return numberOf(value);
  if (value.length > maxNumberLength) return undefined;
  const text = value.trim().replaceAll(/(?<=\d)_(?=\d)/g, '');
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function roundFilter(value: Value, args: CallArgs): Value {
  const number = numberOf(value) ?? fail('bad-argument', { type: typeName(value) });
  const precision = numberOf(argument(args, 0, 'precision') ?? 0) ?? 0;
  const method = printValue(argument(args, 1, 'method') ?? 'common');
  const scale = 10 ** precision;
  if (method === 'ceil') return new Float(Math.ceil(number * scale) / scale);
  if (method === 'floor') return new Float(Math.floor(number * scale) / scale);
  if (!(value instanceof Float) && precision >= 0) return number;
  const rounded = roundHalfEven(number, precision);
  return value instanceof Float ? new Float(rounded) : rounded;
}

function lengthFilter(value: Value): Value {
  return sizeOf(value) ?? fail('bad-argument', { type: typeName(value) });
}

/** Reads `a.b.0` of an item, as the `attribute` argument of filters does. */
function attributeOf(item: Value, path: Value | undefined): Value {
  if (path === undefined || path === none) return item;
  if (typeof path === 'number') return readItem(item, path);
  const parts = printValue(path).split('.');
  return parts.reduce((value: Value, part) => readItem(value, /^\d+$/.test(part) ? Number(part) : part), item);
}

function joinFilter(value: Value, args: CallArgs): Value {
  const attribute = argument(args, 1, 'attribute');
  const items = iterate(value).map((item) => attributeOf(item, attribute));
  return joinText(printValue(argument(args, 0, 'd') ?? ''), items);
}

function sumFilter(value: Value, args: CallArgs): Value {
  const attribute = argument(args, 0, 'attribute');
  const items = iterate(value).map((item) => attributeOf(item, attribute));
  return items.reduce((sum, item) => computeBinary('+', sum, item), argument(args, 1, 'start') ?? 0);
}

function sortKey(args: CallArgs, position: number): (item: Value) => Value {
  const isCaseSensitive = isTruthy(argument(args, position, 'case_sensitive') ?? false);
  const attribute = argument(args, position + 1, 'attribute');
  const paths = typeof attribute === 'string' ? attribute.split(',') : [attribute];
  return (item) => {
    const keys = paths.map((path) => {
      const key = attributeOf(item, path);
      return typeof key === 'string' && !isCaseSensitive ? key.toLowerCase() : key;
    });
    return keys.length === 1 ? (keys[0] ?? none) : new Tuple(keys);
  };
}

function extreme(value: Value, args: CallArgs, direction: 1 | -1): Value {
  const key = sortKey(args, 0);
  const [first, ...rest] = iterate(value);
  if (first === undefined) return new Missing('aggregate of an empty list');
  return rest.reduce((best, item) => (compareValues(key(item), key(best)) * direction > 0 ? item : best), first);
}

function sortBy(items: readonly Value[], key: (item: Value) => Value, isReversed: boolean): Value[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  keyed.sort((a, b) => (isReversed ? compareValues(b.key, a.key) : compareValues(a.key, b.key)));
  return keyed.map(({ item }) => item);
}

function sortFilter(value: Value, args: CallArgs): Value {
  return sortBy(iterate(value), sortKey(args, 1), isTruthy(argument(args, 0, 'reverse') ?? false));
}

function uniqueFilter(value: Value, args: CallArgs): Value {
  const key = sortKey(args, 0);
  const seen = new ValueSet();
  return iterate(value).filter((item) => {
    const isNew = !seen.members.has(key(item));
    seen.members.set(key(item), none);
    return isNew;
  });
}

function dictSort(value: Value, args: CallArgs): Value {
  const isCaseSensitive = isTruthy(argument(args, 0, 'case_sensitive') ?? false);
  const position = printValue(argument(args, 1, 'by') ?? 'key') === 'value' ? 1 : 0;
  const pairs = pairsOf(value).map((pair) => new Tuple(pair));
  const key = (pair: Value): Value => {
    const item = iterate(pair)[position] ?? none;
    return typeof item === 'string' && !isCaseSensitive ? item.toLowerCase() : item;
  };
  return sortBy(pairs, key, isTruthy(argument(args, 2, 'reverse') ?? false));
}

function groupBy(value: Value, args: CallArgs): Value {
  const attribute = argument(args, 0, 'attribute');
  const fallback = argument(args, 1, 'default');
  const key = (item: Value): Value => {
    const found = attributeOf(item, attribute);
    return found instanceof Missing && fallback !== undefined ? fallback : found;
  };
  const groups = new Dict();
  for (const item of sortBy(iterate(value), key, false)) {
    const group = groups.get(key(item)) ?? [];
    if (Array.isArray(group)) groups.set(key(item), [...group, item]);
  }
  return groups.entries().map((entry) => new Group(entry));
}

function batchFilter(value: Value, args: CallArgs): Value {
  const size = Math.max(1, numberOf(argument(args, 0, 'linecount') ?? 1) ?? 1);
  const filler = argument(args, 1, 'fill_with') ?? none;
  const items = iterate(value);
  const count = Math.ceil(items.length / size);
  const rows = Array.from({ length: count }, (_none, row) => items.slice(row * size, (row + 1) * size));
  return rows.map((row) => (filler === none ? [...row] : [...row, ...Array<Value>(size - row.length).fill(filler)]));
}

function sliceFilter(value: Value, args: CallArgs): Value {
  const items = iterate(value);
  const count = Math.max(1, Math.min(items.length || 1, numberOf(argument(args, 0, 'slices') ?? 1) ?? 1));
  const [size, longer] = [Math.floor(items.length / count), items.length % count];
  const start = (index: number): number => index * size + Math.min(index, longer);
  return Array.from({ length: count }, (_none, index) => items.slice(start(index), start(index + 1)));
}

function argumentsFrom(args: CallArgs, from: number): CallArgs {
  return { positional: args.positional.slice(from), named: args.named };
}

function mapFilter(value: Value, args: CallArgs, runtime: Runtime): Value {
  const items = iterate(value);
  runtime.charge(items.length);
  const attribute = args.named.get('attribute');
  if (args.positional.length === 0 && attribute !== undefined) {
    const fallback = args.named.get('default');
    return items.map((item) => {
      const found = attributeOf(item, attribute);
      return found instanceof Missing && fallback !== undefined ? fallback : found;
    });
  }
  const name = printValue(args.positional[0] ?? '');
  return items.map((item) => runtime.filter(name, item, argumentsFrom(args, 1)));
}

/** Which items a selecting filter keeps, and who runs its test. */
interface Selection {
  readonly runtime: Runtime;
  readonly wanted: boolean;
}

function selectItems(value: Value, args: CallArgs, { runtime, wanted }: Selection): Value {
  const items = iterate(value);
  runtime.charge(items.length);
  return items.filter((item) => passes(item, args, runtime) === wanted);
}

function selectByAttribute(value: Value, args: CallArgs, { runtime, wanted }: Selection): Value {
  const items = iterate(value);
  runtime.charge(items.length);
  return items.filter(
    (item) => passes(attributeOf(item, args.positional[0]), argumentsFrom(args, 1), runtime) === wanted,
  );
}

function passes(item: Value, args: CallArgs, runtime: Runtime): boolean {
  const [name] = args.positional;
  return name === undefined ? isTruthy(item) : runtime.test(printValue(name), item, argumentsFrom(args, 1));
}
