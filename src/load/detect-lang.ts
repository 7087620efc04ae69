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
  'na',
  'nas',
  'nos',
  'ou',
  'pelas',
  'pelos',
  'como',
  'sem',
  'toda',
  'todo',
  'é',
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

/** Endings that no English word has: `descrição`, `padrões`. */
const portugueseEnding = /(?:ção|ções|ões|ães|ência|ário|ária|ável)$/;

/** Fewer words than this say nothing: a column may be called `de`. */
const leastWords = 2;

/** The language that prose is written in; English unless Portuguese words clearly prevail. */
export function detectLang(texts: Iterable<string>): Lang {
  const count = { 'pt-BR': 0, en: 0 };
  for (const text of texts) {
    for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
      if (portuguese.has(word) || portugueseEnding.test(word)) count['pt-BR'] += 1;
      else if (english.has(word)) count.en += 1;
    }
  }
  return count['pt-BR'] >= leastWords && count['pt-BR'] > count.en ? 'pt-BR' : 'en';
}
