import { Dict, Tuple, type Value } from './values.ts';

/** Values that are looked at; what holds more counts as torn. */
const maxLooked = 1000;

/**
 * Whether what a macro is given may reach out of the place where the macro writes it: `a), email, (b` closes what the macro opened,
 * so that not all of what the call wrote is what the macro makes. Doubt counts as yes. Looks at values in values too.
 */
export function areTorn(values: Iterable<Value>): boolean {
  const open: Value[] = [...values];
  for (let looked = 0; looked < maxLooked; looked += 1) {
    const value = open.pop();
    if (value === undefined) return false;
    if (typeof value === 'string' && isTornText(value)) return true;
    if (Array.isArray(value)) open.push(...value.slice(0, maxLooked));
    else if (value instanceof Tuple) open.push(...value.items.slice(0, maxLooked));
    else if (value instanceof Dict)
      open.push(...value.keys().slice(0, maxLooked), ...value.values().slice(0, maxLooked));
  }
  return open.length > 0;
}

const comments = /--|\/\*|\*\/|\/\/|#|\$\$/;
const quotes = ["'", '"', '`'];

/** Whether a text opens or closes parentheses, quotes or a `case` that are not its own, or may hide that it does. */
export function isTornText(text: string): boolean {
  if (/^[\w. ]*$/.test(text) && !/\bend\b|\bwhen\b|\bthen\b|\belse\b|\bcase\b/i.test(text)) return false;
  if (comments.test(text)) return true;
  const kinds = quotes.filter((quote) => text.includes(quote));
  const [quote] = kinds;
  if (quote === undefined) return !isBalanced(text);
  const parts = text.split(quote);
  if (kinds.length > 1 || text.includes('\\'))
    return !text.split(/['"`]/).every(isBalanced) || hasOddQuotes(text, kinds);
  // The macro may write the text inside quotes of its own, which turns outside in.
  const [even, odd] = [0, 1].map((rest) => parts.filter((_, at) => at % 2 === rest).join(' '));
  return parts.length % 2 === 0 || !isBalanced(even ?? '') || !isBalanced(odd ?? '');
}

function hasOddQuotes(text: string, kinds: readonly string[]): boolean {
  return kinds.some((quote) => text.split(quote).length % 2 === 0);
}

const openings = new Set(['(', '[', '{', 'case']);
const closings = new Set([')', ']', '}', 'end']);
const branches = new Set(['when', 'then', 'else']);

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [token] of text.toLowerCase().matchAll(/[()[\]{}]|[\p{L}\p{N}_$]+/gu)) {
    if (openings.has(token)) open.push(token);
    else if (closings.has(token) && open.pop() === undefined) return false;
    else if (branches.has(token) && open.at(-1) !== 'case') return false;
  }
  return open.length === 0;
}
