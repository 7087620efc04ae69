import type { Lang } from '../model/messages.ts';

/** Function words that tell the two languages apart; none is common in the other. */
const portuguese = new Set([
  'de',
  'da',
  'do',
  'das',
  'dos',
  'por',
  'para',
  'com',
  'uma',
  'um',
  'os',
  'que',
  'não',
  'são',
  'em',
  'ao',
  'pela',
  'pelo',
  'cada',
  'e',
]);
const english = new Set([
  'the',
  'of',
  'by',
  'for',
  'with',
  'and',
  'is',
  'are',
  'to',
  'in',
  'from',
  'each',
  'that',
  'not',
  'per',
  'one',
  'an',
]);

/** The language that prose is written in; English unless Portuguese words clearly prevail. */
export function detectLang(texts: Iterable<string>): Lang {
  let balance = 0;
  for (const text of texts) {
    for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
      if (portuguese.has(word)) balance++;
      else if (english.has(word)) balance--;
    }
  }
  return balance > 0 ? 'pt-BR' : 'en';
}
