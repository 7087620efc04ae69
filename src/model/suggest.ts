import { compareText } from './location.ts';

/** Longer words are no slips of the pen, and comparing them costs the product of their lengths. */
const maxLength = 64;

/**
 * The candidate that `word` was probably meant to be, or undefined where none is near.
 * Near is an edit distance (Damerau–Levenshtein, letters swapped count once, case ignored) of at most a third of the word, and at most three.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > maxLength) return undefined;
  const wanted = word.toLowerCase();
  const limit = Math.min(3, Math.max(1, Math.floor(word.length / 3)));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance > limit || (best !== undefined && distance > best.distance)) continue;
    if (best === undefined || distance < best.distance || compareText(candidate, best.candidate) < 0)
      best = { candidate, distance };
  }
  return best?.candidate;
}

/**
 * The candidate that `word` certainly means: the same word in another case, else the only one near, at most one slip away (two
 * where the word has eight letters or more).
 */
export function certainlyMeant(word: string, candidates: readonly string[]): string | undefined {
  const sameWord = candidates.filter((each) => each !== word && each.toLowerCase() === word.toLowerCase());
  if (sameWord.length > 0) return sameWord.length === 1 ? sameWord[0] : undefined;
  const meant = suggest(word, candidates);
  if (meant === undefined || word.length < 4) return undefined;
  const other = suggest(
    word,
    candidates.filter((each) => each !== meant),
  );
  const slips = editDistance(word.toLowerCase(), meant.toLowerCase());
  return other === undefined && slips <= (word.length < 8 ? 1 : 2) ? meant : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + same);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
