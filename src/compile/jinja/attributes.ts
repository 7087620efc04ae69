import { dictMethods, listMethods, setMethods, tupleMethods } from './container-methods.ts';
import { printValue } from './print-value.ts';
import { fail } from './stop.ts';
import { stringMethods } from './string-methods.ts';
import {
  Dict,
  Group,
  HostObject,
  hostFunction,
  iterate,
  Missing,
  none,
  Namespace,
  Tuple,
  typeName,
  type Value,
  ValueSet,
} from './values.ts';

/**
 * `target.name` as Jinja2 reads it: an attribute or method of our own tables, else an item.
 * Nothing of JavaScript can be reached. @throws RenderStop for an attribute of something undefined
 */
export function readAttribute(target: Value, name: string): Value {
  if (target instanceof Missing) return fail('undefined', { name: target.wanted });
  return ownAttribute(target, name) ?? readKey(target, name) ?? missingIn(target, name);
}

/** `target[key]`: an item, else (for text keys) an attribute. @throws RenderStop for an item of something undefined */
export function readItem(target: Value, key: Value): Value {
  if (target instanceof Missing) return fail('undefined', { name: target.wanted });
  const item = readKey(target, key);
  if (item !== undefined) return item;
  return (typeof key === 'string' ? ownAttribute(target, key) : undefined) ?? missingIn(target, typeName(key));
}

function missingIn(target: Value, name: string): Missing {
  return new Missing(`${typeName(target)}.${name}`);
}

function readKey(target: Value, key: Value): Value | undefined {
  if (target instanceof Dict) return target.get(key);
  if (typeof key !== 'number') return undefined;
  if (typeof target !== 'string' && !Array.isArray(target) && !(target instanceof Tuple)) return undefined;
  return iterate(target).at(key);
}

function ownAttribute(target: Value, name: string): Value | undefined {
  if (target instanceof HostObject) return target.abilities.attribute?.(name);
  if (target instanceof Namespace) return target.fields.get(name);
  if (typeof target === 'string') return bind(target, name, stringMethods.get(name));
  if (Array.isArray(target)) return bind(target, name, listMethods.get(name));
  if (target instanceof Group && (name === 'grouper' || name === 'list')) return target.items[name === 'list' ? 1 : 0];
  if (target instanceof Tuple) return bind(target, name, tupleMethods.get(name));
  if (target instanceof Dict) return bind(target, name, dictMethods.get(name));
  return target instanceof ValueSet ? bind(target, name, setMethods.get(name)) : undefined;
}

type BoundCall<Self> = (self: Self, args: Parameters<NonNullable<HostObject['abilities']['call']>>[0]) => Value;

function bind<Self>(self: Self, name: string, method: BoundCall<Self> | undefined): HostObject | undefined {
  return method === undefined ? undefined : hostFunction(name, (args) => method(self, args));
}

/** `target[start:stop:step]` of a list, tuple or text, with Python's negative and open ends. @throws RenderStop */
export function readSlice(target: Value, parts: readonly (Value | undefined)[]): Value {
  if (target instanceof Missing) return fail('undefined', { name: target.wanted });
  const [start, stop, step = 1] = parts.map(sliceNumber);
  if (step === 0) return fail('bad-argument', { type: 'step 0' });
  const items = iterate(target);
  const picked = sliceIndexes(items.length, { start, stop, step }).map((index) => items[index] ?? none);
  if (typeof target === 'string') return picked.map(printValue).join('');
  return target instanceof Tuple ? new Tuple(picked) : picked;
}

function sliceNumber(part: Value | undefined): number | undefined {
  if (part === undefined || part === none) return undefined;
  return typeof part === 'number' ? part : fail('bad-argument', { type: typeName(part) });
}

interface Bounds {
  readonly start: number | undefined;
  readonly stop: number | undefined;
  readonly step: number;
}

function sliceIndexes(length: number, { start, stop, step }: Bounds): readonly number[] {
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (at: number): number => Math.min(high, Math.max(low, at < 0 ? at + length : at));
  const from = start === undefined ? (step > 0 ? low : high) : clamp(start);
  const to = stop === undefined ? (step > 0 ? high : low) : clamp(stop);
  const indexes: number[] = [];
  for (let at = from; step > 0 ? at < to : at > to; at += step) indexes.push(at);
  return indexes;
}
