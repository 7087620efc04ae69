import type { Located } from '../../model/location.ts';
import type { NarratedJoin } from '../../model/pipelines.ts';
import { foldCase } from '../../model/words.ts';
import type { RowBlock } from '../markdown.ts';
import { isName, type Word, wordsIn } from './narrative-words.ts';

/** Words that say that what stands around them is joined; folded. */
const verbs = wordSet(
  'join joins joined joining juncao junta juntar juntam juntando junte unir une unem unindo unido unida unidos unidas juntado juntada cruza cruzar',
);
/** Words between the two things that are joined. */
const connectors = wordSet('with to and com e a ao + & ,');
/** Words before the columns that the join is on. */
const keyWords = wordSet('on using by via por pela pelo pelas pelos usando na nas no em');
/** Words that may stand between those and the columns. */
const fillers = wordSet('the a o as os key keys column columns chave chaves coluna colunas de');
const oneKey = wordSet('key column chave coluna');
const severalKeys = wordSet('keys columns chaves colunas');
/** Words between two columns. */
const separators = wordSet(', and e / +');
/** Words that may stand around a verb: `a` is left joined with `b`. */
const adverbs = wordSet(
  'left right inner outer full cross then and is are e sao foi os as o a the model models modelo modelos',
);
/** Words between "join" and the first of the two: "join de `a` com `b`", "join between `a` and `b`". */
const joinedOf = new Set([...adverbs, ...wordSet('of between de do da dos das entre tables tabelas')]);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** The joins that a text describes: "join `a` with `b` on `id`", "`a` joined to `b`", "join a com b na chave id". */
export function joinsInText(words: readonly Word[]): readonly NarratedJoin[] {
  const joins: NarratedJoin[] = [];
  for (const [index, word] of words.entries()) {
    if (word.quoted || !verbs.has(foldCase(word.value))) continue;
    const join = joinAfter(words, index) ?? joinAround(words, index);
    if (join !== undefined) joins.push(join);
  }
  return joins;
}

/** Verb, left, connector, right. */
function joinAfter(words: readonly Word[], verb: number): NarratedJoin | undefined {
  const left = skip(words, verb + 1, joinedOf);
  if (!isModelName(words[left]) || !isOneOf(words[left + 1], connectors)) return undefined;
  const right = skip(words, left + 2, adverbs);
  return isModelName(words[right]) ? joinOf(words, left, right) : undefined;
}

/** Left, verb, connector, right. */
function joinAround(words: readonly Word[], verb: number): NarratedJoin | undefined {
  let left = verb - 1;
  while (isOneOf(words[left], adverbs)) left--;
  const right = skip(words, verb + 1, new Set([...adverbs, ...connectors]));
  return isModelName(words[left]) && isModelName(words[right]) ? joinOf(words, left, right) : undefined;
}

function joinOf(words: readonly Word[], left: number, right: number): NarratedJoin | undefined {
  const [first, last] = [words[left], words[right]];
  if (first === undefined || last === undefined) return undefined;
  const end = last.at.endColumn;
  const sameLine = first.at.line === last.at.line && end !== undefined ? { endLine: last.at.line, endColumn: end } : {};
  const { path, line, column } = first.at;
  return {
    left: located(first),
    right: located(last),
    keys: keysFrom(words, right + 1),
    at: { path, line, column, ...sameLine },
  };
}

/** Columns behind "on", "using", "na chave", …; none where something else stands there. */
function keysFrom(words: readonly Word[], start: number): readonly Located<string>[] {
  if (!isOneOf(words[start], keyWords)) return [];
  const first = skip(words, start + 1, fillers);
  const before = words.slice(start + 1, first);
  const isNamed = before.some((word) => isOneOf(word, oneKey));
  const areNamed = before.some((word) => isOneOf(word, severalKeys));
  const keys: Located<string>[] = [];
  for (let at = first; isKey(words[at], areNamed || (isNamed && at === first)); at++) {
    const word = words[at];
    if (word === undefined) break;
    keys.push(located(word));
    // `a.id = b.code` names a column of each: not one of both.
    if (words[at + 1]?.value === '=') return [];
    if (!isOneOf(words[at + 1], separators)) break;
    at++;
  }
  return keys;
}

/** Without backquotes, only what has an underscore, or what is called a key, is a column and no word of the sentence. */
function isKey(word: Word | undefined, isNamed: boolean): boolean {
  if (word === undefined || !/^[A-Za-z_]\w*$/.test(word.value)) return false;
  return word.quoted || isNamed || word.value.includes('_');
}

function isModelName(word: Word | undefined): boolean {
  return word !== undefined && isName(word.value) && (word.quoted || /[_.]/.test(word.value));
}

function isOneOf(word: Word | undefined, words: ReadonlySet<string>): boolean {
  return word !== undefined && !word.quoted && words.has(foldCase(word.value));
}

function skip(words: readonly Word[], start: number, skipped: ReadonlySet<string>): number {
  let at = start;
  while (isOneOf(words[at], skipped)) at++;
  return at;
}

function located({ value, at }: Word): Located<string> {
  return { value, at };
}

/** Headers of the columns of a table of joins; folded. */
const leftHeaders = wordSet('left model modelo esquerda from de base');
const rightHeaders = new Set([
  'right',
  'direita',
  'with',
  'com',
  'joined with',
  'joins',
  'join',
  'to',
  'para',
  'junta com',
]);
const keyHeaders = new Set([
  'key',
  'keys',
  'on',
  'join key',
  'join keys',
  'chave',
  'chaves',
  'chave do join',
  'coluna',
  'colunas',
]);

/** The join that a row of a table describes, where its header says that it is one. */
export function joinsInTable(row: RowBlock, heading: string, lines: readonly string[]): readonly NarratedJoin[] {
  const { header, cells, at } = row;
  const folded = header.map(foldCase);
  const isAboutJoins = [heading, ...header].some((text) => /\b(?:joins?|juncao|juncoes)\b/.test(foldCase(text)));
  const [left = [], right = [], keys = []] = [leftHeaders, rightHeaders, keyHeaders].map((names) => {
    const cell = cells[folded.findIndex((text) => names.has(text))];
    return cell === undefined ? [] : wordsIn(cell.at, lines).filter(({ value }) => value !== '|');
  });
  if (!isAboutJoins || left[0] === undefined || right[0] === undefined) return [];
  const areNames = [left, right].every((words) => words.length === 1 && words.every(({ value }) => isName(value)));
  return areNames ? [{ left: located(left[0]), right: located(right[0]), keys: keysInCell(keys), at }] : [];
}

/** `customer_id`, or several with commas or "and" between them; none where the cell says something else. */
function keysInCell(words: readonly Word[]): readonly Located<string>[] {
  const keys = words.filter((word) => !isOneOf(word, separators));
  return keys.every(({ value }) => /^[A-Za-z_]\w*$/.test(value)) ? keys.map(located) : [];
}
