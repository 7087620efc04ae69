import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { keepsOthers, type ReadDocument } from '../../src/generators/keys/key-check.ts';
import { keyTreeOf } from '../../src/generators/keys/key-tree.ts';
import { namedRows } from './named-rows.ts';

function read(text: string): ReadDocument {
  return { text, document: parseDocument(text, { keepSourceTokens: true }) };
}

describe('a file with owned keys set', () => {
  const before = '# top\na: 1\nb: {c: 012, d: &x [1]}\ne: *x # end\n';
  const after = '# top\na: 2\nb: {c: 012, d: &x [1], n: no one}\ne: *x # end\n';
  const tree = keyTreeOf([
    { path: ['a'], value: 2 },
    { path: ['b', 'n'], value: 'no one' },
  ]);

  it('is kept where only these differ', () => {
    expect(tree !== undefined && keepsOthers(read(before), read(after), tree)).toBe(true);
  });

  it.each(
    namedRows<[text: string]>([
      ['an owned key without its value', after.replace('a: 2', 'a: 3')],
      ['an owned key that is missing', after.replace(', n: no one', '')],
      ['another value', after.replace('012', '12')],
      ['another spelling', after.replace('012', '"012"')],
      ['a key more', after.replace('e: *x', 'z: 1\ne: *x')],
      ['a key less', after.replace('e: *x # end', '# end')],
      [
        'another order',
        '# top\nb: {c: 012, d: &x [1], n: no one}\na: 2\ne: *x # end\n'.replace(
          'c: 012, d: &x [1]',
          'd: &x [1], c: 012',
        ),
      ],
      ['a comment less', after.replace(' # end', '')],
      ['another alias', after.replace('e: *x', 'e: [1]')],
      ['another anchor', after.replaceAll('x', 'y')],
      ['another style', after.replace('[1]', '[1, 2]')],
    ]),
  )('is not kept with $name', ({ row: [text] }) => {
    expect(tree !== undefined && keepsOthers(read(before), read(text), tree)).toBe(false);
  });
});
