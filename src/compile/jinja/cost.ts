import { sizeOf, type Value } from './values.ts';

/** Steps that working on a value costs besides its own: long texts and lists are not free, nested ones least of all. */
export function costOf(value: Value): number {
  if (typeof value === 'string') return value.length >> 6;
  if (typeof value !== 'object') return 0;
  const isNested = Array.isArray(value) && value.some((item) => Array.isArray(item));
  return isNested ? 500 + value.length : (sizeOf(value) ?? 0) >> 2;
}
