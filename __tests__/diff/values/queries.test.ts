import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { normaliseQuery } from '../../../src/diff/values/queries.ts';

describe('normaliseQuery', () => {
  test.each<[string, string, string]>([
    ['spaces and lines', 'SELECT  COUNT( * )\r\n  FROM t', 'select count(*) from t'],
    ['a semicolon at the end', 'SELECT 1 ;', 'select 1'],
    ['comments', 'SELECT 1 -- one\n/* from nowhere */ + 2', 'select 1 + 2'],
    ['operators', 'select a>=1', 'SELECT a >= 1'],
    ['a placeholder', 'SELECT * FROM ${table}', 'select * from ${table}'],
  ])('%s do not matter', (_name, a, b) => expect(normaliseQuery(a)).toBe(normaliseQuery(b)));

  test.each<[string, string, string]>([
    ['the case of quoted text', "select 'A'", "select 'a'"],
    ['spaces in quoted text', "select 'a  b'", "select 'a b'"],
    ['a doubled quote', "select 'it''s  A'", "select 'it''s A'"],
    ['quoted names', 'select "Order"', 'select "order"'],
    ['the case of names', 'select a from Orders', 'select a from orders'],
    ['a keyword as a name behind a dot', 'select t.Date from t', 'select t.date from t'],
    ['the case of a placeholder', 'select ${TABLE}', 'select ${table}'],
    ['a comment that is an operator elsewhere', 'select a # b\nfrom t', 'select a # b from t'],
    ['what looks like a comment in a text', "select '--  x'", "select '-- x'"],
    ['minus a negative number', 'select 1 - -1', 'select 1 --1'],
    ['escaped quotes', String.raw`select 'a\'  b'`, String.raw`select 'a\' b'`],
    ['dollar quotes', 'select $$a  b$$', 'select $$a b$$'],
    ['triple quotes', "select '''it's  a'''", "select '''it's a'''"],
    ['a number', 'select 1', 'select 2'],
    ['glued words', 'select ab', 'select a b'],
  ])('%s does matter', (_name, a, b) => expect(normaliseQuery(a)).not.toBe(normaliseQuery(b)));

  it('is the same when done twice', () => {
    const part = fc.constantFrom(
      'SELECT',
      ' ',
      '\n',
      "'a  B'",
      '"X"',
      '--c\n',
      '/*',
      '*/',
      "'",
      '(',
      ';',
      '->',
      '>',
      '-',
      '.',
      'Date',
      '{',
      '}',
      '#',
      '[a  b]',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const once = normaliseQuery(parts.join(''));
        expect(normaliseQuery(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(["'", '/*', '{', '#', '--', '$', "''", 'a ', '[', '\\', '$a', ';'])(
    'takes linear time over many %s',
    (part) => {
      const text = part.repeat(300_000);
      const start = performance.now();
      normaliseQuery(text);
      expect(performance.now() - start).toBeLessThan(3000);
    },
  );
});
