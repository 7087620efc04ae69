import { checkSize } from './limits.ts';
import { fail } from './stop.ts';
import {
  type CallArgs,
  compareValues,
  Dict,
  equals,
  isTruthy,
  iterate,
  none,
  Tuple,
  typeName,
  type Value,
  ValueSet,
} from './values.ts';

type Method<Self> = (self: Self, args: CallArgs) => Value;

/** The methods of Python's `list` that templates use; they change the list in place, as in Python. */
export const listMethods: ReadonlyMap<string, Method<Value[]>> = new Map<string, Method<Value[]>>([
  ['append', (self, args) => extend(self, [first(args)])],
  ['extend', (self, args) => extend(self, iterate(first(args)))],
  ['insert', (self, args) => insert(self, args)],
  ['pop', (self, args) => popItem(self, args.positional[0])],
  ['remove', (self, args) => removeItem(self, first(args))],
  ['index', (self, args) => indexOf(self, first(args))],
  ['count', (self, args) => self.filter((item) => equals(item, first(args))).length],
  ['copy', (self) => [...self]],
  ['clear', (self) => nothing(self.splice(0))],
  ['reverse', (self) => reverseInPlace(self)],
  ['sort', (self, args) => sortInPlace(self, args)],
]);

/** The methods of Python's `tuple`. */
export const tupleMethods: ReadonlyMap<string, Method<Tuple>> = new Map<string, Method<Tuple>>([
  ['index', (self, args) => indexOf(self.items, first(args))],
  ['count', (self, args) => self.items.filter((item) => equals(item, first(args))).length],
]);

/** The methods of Python's `dict` that templates use. */
export const dictMethods: ReadonlyMap<string, Method<Dict>> = new Map<string, Method<Dict>>([
  ['get', (self, args) => self.get(first(args)) ?? args.positional[1] ?? none],
  ['items', (self) => self.entries().map((entry) => new Tuple(entry))],
  ['keys', (self) => self.keys()],
  ['values', (self) => self.values()],
  ['update', (self, args) => updateDict(self, args)],
  ['pop', (self, args) => popKey(self, args)],
  ['setdefault', (self, args) => setDefault(self, first(args), args.positional[1] ?? none)],
  ['copy', (self) => new Dict(self.entries())],
  ['clear', (self) => nothing(self.clear())],
]);

/** The methods of Python's `set` that templates use. */
export const setMethods: ReadonlyMap<string, Method<ValueSet>> = new Map<string, Method<ValueSet>>([
  ['add', (self, args) => nothing(self.members.set(first(args), none))],
  ['discard', (self, args) => nothing(self.members.delete(first(args)))],
  ['remove', (self, args) => (self.members.delete(first(args)) ? none : fail('not-found'))],
  ['update', (self, args) => nothing(iterate(first(args)).forEach((item) => self.members.set(item, none)))],
  ['union', (self, args) => new ValueSet([self, ...args.positional].flatMap(iterate))],
  ['intersection', (self, args) => selectMembers(self, args, true)],
  ['difference', (self, args) => selectMembers(self, args, false)],
  ['issubset', (self, args) => selectMembers(self, args, false).members.size === 0],
  ['issuperset', (self, args) => iterate(first(args)).every((item) => self.members.has(item))],
  ['copy', (self) => new ValueSet(iterate(self))],
]);

function first(args: CallArgs): Value {
  const [value] = args.positional;
  return value === undefined ? fail('bad-argument', { type: 'nothing' }) : value;
}

function nothing(_changed: unknown): Value {
  return none;
}

function extend(self: Value[], items: readonly Value[]): Value {
  checkSize(self.length + items.length);
  for (const item of items) self.push(item);
  return none;
}

function insert(self: Value[], args: CallArgs): Value {
  const [at, item] = args.positional;
  if (typeof at !== 'number' || item === undefined) return fail('bad-argument', { type: 'nothing' });
  checkSize(self.length + 1);
  self.splice(at, 0, item);
  return none;
}

function popItem(self: Value[], at: Value = -1): Value {
  if (typeof at !== 'number') return fail('bad-argument', { type: typeName(at) });
  const index = at < 0 ? at + self.length : at;
  const [item] = index < 0 ? [] : self.splice(index, 1);
  return item === undefined ? fail('not-found') : item;
}

function removeItem(self: Value[], item: Value): Value {
  self.splice(indexOf(self, item), 1);
  return none;
}

function indexOf(items: readonly Value[], item: Value): number {
  const index = items.findIndex((candidate) => equals(candidate, item));
  return index === -1 ? fail('not-found') : index;
}

function sortInPlace(self: Value[], args: CallArgs): Value {
  self.sort(compareValues);
  return isTruthy(args.named.get('reverse') ?? false) ? reverseInPlace(self) : none;
}

function reverseInPlace(self: Value[]): Value {
  self.splice(0, self.length, ...self.toReversed());
  return none;
}

function updateDict(self: Dict, args: CallArgs): Value {
  const [source] = args.positional;
  if (source !== undefined) for (const [key, value] of pairsOf(source)) self.set(key, value);
  for (const [name, value] of args.named) self.set(name, value);
  checkSize(self.size);
  return none;
}

/** The entries of a dict, or of a list of pairs: what `dict()` and `update()` take. @throws RenderStop for anything else */
export function pairsOf(source: Value): readonly (readonly [Value, Value])[] {
  if (source instanceof Dict) return source.entries();
  return iterate(source).map((pair) => {
    const [key, value, ...rest] = iterate(pair);
    return key === undefined || value === undefined || rest.length > 0 ? fail('not-pairs') : [key, value];
  });
}

function popKey(self: Dict, args: CallArgs): Value {
  const key = first(args);
  const value = self.get(key) ?? args.positional[1];
  self.delete(key);
  return value === undefined ? fail('not-found') : value;
}

function setDefault(self: Dict, key: Value, fallback: Value): Value {
  const value = self.get(key) ?? fallback;
  self.set(key, value);
  return value;
}

function selectMembers(self: ValueSet, args: CallArgs, wanted: boolean): ValueSet {
  const others = new ValueSet(args.positional.flatMap(iterate));
  return new ValueSet(iterate(self).filter((item) => others.members.has(item) === wanted));
}
