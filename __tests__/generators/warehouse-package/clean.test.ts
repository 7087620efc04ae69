import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cleanText } from '../../../src/generators/packages/package-clean.ts';
import { sqlPieces } from '../../../src/model/sql-tokens.ts';

describe('a file of a package', () => {
  it.each<[string, string, string, string]>([
    ['has no byte order mark', 'a.sql', '\uFEFFselect 1\n', 'select 1\n'],
    ['has LF line ends', 'a.sql', 'select\r\n1\r\n', 'select\n1\n'],
    ['has one final newline', 'a.md', '# A\n\n\n', '# A\n'],
    ['has a final newline', 'a.py', 'x = 1', 'x = 1\n'],
    ['stays empty', '__init__.py', '', ''],
    ['of white space only is empty', 'a.txt', ' \n\t\n', ''],
    ['has no blanks at the ends of lines of SQL', 'a.sql', 'select 1 \t\n  , 2  \n', 'select 1\n  , 2\n'],
    ['has none behind comments', 'a.sql', '-- a  \nselect 1\n', '-- a\nselect 1\n'],
    ['keeps blanks within a text', 'a.sql', "select 'a  \nb' as x  \n", "select 'a  \nb' as x\n"],
    [
      'keeps blanks within a template',
      'a.sql',
      '{% set x = "a  \nb" %}  \nselect 1\n',
      '{% set x = "a  \nb" %}\nselect 1\n',
    ],
    ['keeps them where a backslash hides the end of a text', 'a.sql', "select 'a\\' \n'  \n", "select 'a\\' \n'\n"],
    ['keeps them where dollar signs quote', 'a.sql', 'select $$a  \nb$$\n', 'select $$a  \nb$$\n'],
    ['has none in YAML', 'a.yml', 'a: 1  \nb: [1, \n  2]\n\n', 'a: 1\nb: [1,\n  2]\n'],
    ['keeps what a block of YAML says', 'a.yml', 'a: |\n  x  \n  y\n\n\n', 'a: |\n  x  \n  y\n'],
    ['keeps the lines at the end of a block that keeps them', 'a.yml', 'a: |+\n  x\n\n\n', 'a: |+\n  x\n\n\n'],
    ['keeps YAML that cannot be read', 'a.yml', 'a: [ \n', 'a: [ \n'],
    ['keeps the hard breaks of Markdown', 'a.md', 'a  \nb\n', 'a  \nb\n'],
    ['keeps data byte for byte', 'a.csv', '\uFEFFa,b\r\n1 ,"x  \ny"\r\n\r\n', '\uFEFFa,b\r\n1 ,"x  \ny"\r\n\r\n'],
  ])('%s', (...[, path, text, wanted]) => {
    expect(cleanText(path, text)).toBe(wanted);
  });

  const pieces = fc.array(
    fc.constantFrom(
      'select',
      ' ',
      '  \n',
      '\r\n',
      '\t',
      "'a  \n'",
      "'",
      '"',
      '--x  \n',
      '/* \n*/',
      '{{ ref("a") }}',
      '{% if x %}',
      '\\',
      '$$',
      'x',
      ',',
    ),
    { maxLength: 40 },
  );

  it('says the same as before, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const sql = parts.join('');
        const clean = cleanText('a.sql', sql);
        expect(cleanText('a.sql', clean)).toBe(clean);
        expect(meaning(clean)).toEqual(meaning(sql.replaceAll('\r\n', '\n').trimEnd()));
      }),
    );
  });

  const yaml = fc.array(
    fc.constantFrom('a:', ' ', '\n', '- ', '|', '|+', '>', '"x ', '"', 'b: 1', '  ', '#c ', '&a', '*a', '\t'),
    {
      maxLength: 30,
    },
  );

  it('of YAML is read as before', () => {
    fc.assert(
      fc.property(yaml, (parts) => {
        const text = parts.join('');
        const clean = cleanText('a.yml', text);
        expect(valueOf(clean)).toEqual(valueOf(text));
        expect(cleanText('a.yml', clean)).toBe(clean);
      }),
    );
  });

  it('is cleaned in linear time', () => {
    const started = performance.now();
    for (const path of ['a.sql', 'a.yml', 'a.py', 'a.md'])
      cleanText(path, `${' '.repeat(300_000)}x${' \n'.repeat(50_000)}`);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

/** Texts as they are written, everything else by its kind. */
function meaning(sql: string): readonly string[] {
  return sqlPieces(sql).map((piece) =>
    piece.kind === 'text' ? sql.slice(piece.start, piece.end).trimEnd() : piece.kind,
  );
}

function valueOf(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return 'unreadable';
  }
}
