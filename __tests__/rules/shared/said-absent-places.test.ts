import { expect, it } from 'vitest';
import { loadNarrative } from '../../../src/load/pipelines/load-narratives.ts';
import { compareLocations } from '../../../src/model/location.ts';
import { absenceReader } from '../../../src/rules/said-absent.ts';

/** For every mention of `fct_x`, whether the words around it say that it is not there. */
function absences(text: string): readonly boolean[] {
  const { items } = loadNarrative('specs/pipelines/sales/logic.md', new TextEncoder().encode(text));
  return items.flatMap((narrative) => {
    const isAbsent = absenceReader(narrative, text);
    const mentions = narrative.names.filter(({ value }) => value === 'fct_x');
    return mentions.toSorted((a, b) => compareLocations(a.at, b.at)).map(isAbsent);
  });
}

it.each([
  ['a strike over two sentences', '~~It was fine. Then came `fct_x`~~.', true],
  ['behind a strike over two sentences', '~~It was fine. Then it was not~~: see `fct_x`.', false],
  ['a strike over two lines', '~~It was fine\nas `fct_x`~~.', true],
  ['a strike that goes on with a number', '~~More than\n2021 `fct_x`~~.', true],
  ['a strike that goes on with a word and a bracket', '~~(as it went\non) `fct_x`~~.', true],
  ['a strike that goes on with a decimal', '~~About\n1.5 `fct_x`~~.', true],
  ['an item behind one with an open strike', '~~a\n1. `fct_x` sums.', false],
  ['an item with a long number', '~~a\n12) `fct_x` sums.', false],
  ['an item with a star', '* It replaces\n* `fct_x` here.', false],
  ['an item with a star, farther in', '* It replaces\n * fct_x here.', false],
  ['an item with a star behind it', '`fct_x`\n* was removed.', false],
  ['emphasis behind it', '`fct_x` **was removed**.', true],
  ['the beginning of a long line', `It replaces \`fct_x\` ${'and more '.repeat(100)}.`, true],
  ['the end of a long line', `${'And more, '.repeat(100)} it replaces \`fct_x\`.`, true],
  ['far behind words of absence', `It replaces ${'much and '.repeat(100)} \`fct_x\`.`, false],
  ['a line that goes on with a dash', 'It replaces\n`fct_x` - the old one.', true],
  ['the last of many columns', `The columns ${'`a_column_with_a_rather_long_name`, '.repeat(10)}and \`fct_x\`.`, true],
  ['one column', 'The fct_x column is a key.', true],
  ['several columns', 'The `fct_x` columns are keys.', true],
  ['one field', 'The `fct_x` field is a key.', true],
  ['several fields', 'The `fct_x` fields are keys.', true],
  ['uma coluna', 'A `fct_x` coluna.', true],
  ['várias colunas', 'As `fct_x` colunas.', true],
  ['vários campos', 'Os `fct_x` campos.', true],
  ['a column at the end of the text', 'It is the `fct_x` column', true],
  ['a column of it', '`fct_x` has one column.', false],
])('%s: %j', (_, text, expected) => {
  expect(absences(text)).toEqual([expected]);
});

it('a heading of what is planned ends where the next begins', () => {
  expect(absences('# Planned\n\n`fct_x`\n\n# `fct_x`\n\n`fct_x`\n')).toEqual([true, false, false]);
});
