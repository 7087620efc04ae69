import { foldCase } from '../../../../model/words.ts';

/** Something that can be found: its name weighs more than its other words. */
export interface Entry<T> {
  readonly name: string;
  readonly words: string;
  readonly item: T;
}

/** Entries with their texts folded once. */
export type Index<T> = readonly { readonly name: string; readonly words: string; readonly item: T }[];

export function indexOf<T>(entries: readonly Entry<T>[]): Index<T> {
  return entries.map(({ name, words, item }) => ({ name: foldCase(name), words: foldCase(`${name} ${words}`), item }));
}

/** What holds all words of the query, the best first: the whole name, its start, the start of a word of it, anything else. */
export function search<T>(index: Index<T>, query: string): readonly T[] {
  const terms = foldCase(query)
    .split(' ')
    .filter((term) => term !== '');
  if (terms.length === 0) return [];
  return index
    .flatMap((entry, at) => {
      if (!terms.every((term) => entry.words.includes(term))) return [];
      return [{ item: entry.item, at, rank: rankOf(entry.name, terms.join(' ')) }];
    })
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ item }) => item);
}

function rankOf(name: string, query: string): number {
  if (name === query) return 0;
  const at = name.indexOf(query);
  if (at === 0) return 1;
  if (at > 0) return /[\p{L}\p{N}]/u.test(name.charAt(at - 1)) ? 3 : 2;
  return 4;
}

/** The text in pieces, each with whether a word of the query stands there. Lengths that folding changes are not marked. */
export function markedParts(text: string, query: string): readonly { readonly text: string; readonly hit: boolean }[] {
  // By code point: a character whose folding is longer or shorter would move everything behind it.
  const flat = Array.from(text, (char) => foldCase(char) || char).join('');
  const terms = foldCase(query)
    .split(' ')
    .filter((term) => term !== '');
  if (flat.length !== text.length || terms.length === 0) return [{ text, hit: false }];
  const hits = Array.from({ length: text.length }, () => false);
  for (const term of terms) {
    for (let at = flat.indexOf(term); at !== -1; at = flat.indexOf(term, at + term.length))
      hits.fill(true, at, at + term.length);
  }
  const parts: { text: string; hit: boolean }[] = [];
  for (const [at, hit] of hits.entries()) {
    const last = parts.at(-1);
    if (last?.hit === hit) last.text += text.charAt(at);
    else parts.push({ text: text.charAt(at), hit });
  }
  return parts;
}
