import type { Json } from '../model/contract.ts';

/** Whether two values say the same: key order of mappings does not matter. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || stableText(a) === stableText(b);
}

/** A value as text, mappings with sorted keys: equal exactly where the values are. */
export function stableText(value: Json | undefined): string {
  const text = JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
  return text ?? '';
}

/** Whether two texts say the same words: line breaks and spaces do not matter. */
export function sameWords(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && words(a) === words(b));
}

function words(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
