import { Dict, Tuple, type Value } from './values.ts';

const maxCounted = 200_000;

/** Steps that printing, comparing or filtering a value costs besides its own: its parts, and a part for every 16 characters. */
export function costOf(value: Value): number {
  let parts = 0;
  const open: Value[] = [value];
  for (let part = open.pop(); part !== undefined && parts < maxCounted; part = open.pop()) {
    parts += 1;
    if (typeof part === 'string') parts += part.length >> 4;
    else if (Array.isArray(part)) for (const item of part) open.push(item);
    else if (part instanceof Tuple) for (const item of part.items) open.push(item);
    else if (part instanceof Dict) for (const item of part.values()) open.push(item);
  }
  return parts >> 2;
}
