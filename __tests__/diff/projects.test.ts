import { describe, expect, it } from 'vitest';
import { diffProjects, uncomparedContracts } from '../../src/diff/diff-projects.ts';
import type { Contract } from '../../src/model/contract.ts';
import { fileStart } from '../../src/model/location.ts';
import type { Project } from '../../src/model/project.ts';
import { contract } from '../drift/contracts.ts';

/** A contract in words: `id@version path status`; the path is the id's where none is given. */
function contractOf(text: string): Contract {
  const [name = '', path = '', status = ''] = text.split(' ');
  const [id = '', version = ''] = name.split('@');
  const file = path === '' ? `${id}.yaml` : path;
  const at = fileStart(file);
  return contract({
    id,
    path: file,
    at,
    version: { value: version, at },
    ...(status === '' ? {} : { status: { value: status, at } }),
  });
}

/** A tree of the contracts, and of contract files that cannot be read: `!path`; of files of another role: `?path`. */
function tree(texts: readonly string[]): Project {
  const contracts = texts.filter((text) => /^\w/.test(text)).map(contractOf);
  const unread = texts
    .filter((text) => /^\W/.test(text))
    .map((text) => ({
      path: text.slice(1),
      oid: '',
      role: text.startsWith('!') ? ('contract' as const) : ('canvas' as const),
    }));
  const files = [...contracts.map(({ path }) => ({ path, oid: '', role: 'contract' as const })), ...unread];
  return { layout: 'none', files, contracts, governance: {}, dbt: [], problems: [], skipped: [] };
}

function compared(
  base: readonly string[],
  head: readonly string[],
  { unreadableFails } = { unreadableFails: true },
): readonly string[] {
  const options = { unreadableFails, loadBearing: { tags: [], customProperties: [] } };
  return diffProjects(tree(base), tree(head), options).map(
    ({ kind, subject, before, after, traits = [], stability = [], at, baseAt }) => {
      const sides = [before, after].map((side) =>
        typeof side === 'string' ? side : side === undefined ? '-' : 'whole',
      );
      return [kind, subject, sides.join(' => '), stability, traits, `@${at.path}`, baseAt?.path ?? '-']
        .flat()
        .join(' ');
    },
  );
}

describe('contracts of two trees: which is which', () => {
  const rows: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
    ['the same', ['a@1.0.0', 'b@1.0.0'], ['b@1.0.0', 'a@1.0.0'], []],
    ['one added', ['a@1.0.0'], ['a@1.0.0', 'b@1.0.0'], ['contract.added b - => whole @b.yaml -']],
    ['one removed', ['a@1.0.0', 'b@1.0.0'], ['a@1.0.0'], ['contract.removed b whole => - @b.yaml b.yaml']],
    [
      'a draft added and a retired one removed',
      ['a@1.0.0 a.yaml retired'],
      ['b@1.0.0 b.yaml draft'],
      ['contract.added b - => whole draft @b.yaml -', 'contract.removed a whole => - retired @a.yaml a.yaml'],
    ],
    ['one proposed removed', ['a@1.0.0 a.yaml proposed'], [], ['contract.removed a whole => - draft @a.yaml a.yaml']],
    ['moved', ['a@1.0.0 x.yaml'], ['a@1.0.0 y.yaml'], ['contract.moved a x.yaml => y.yaml @y.yaml x.yaml']],
    ['another id in the same file', ['a@1.0.0 x.yaml'], ['b@1.0.0 x.yaml'], ['id.changed b a => b @x.yaml x.yaml']],
    [
      'two versions of one id, both moved',
      ['a@1.0.0 v1.yaml', 'a@2.0.0 v2.yaml'],
      ['a@2.0.0 w2.yaml', 'a@1.0.0 w1.yaml'],
      ['contract.moved a v2.yaml => w2.yaml @w2.yaml v2.yaml', 'contract.moved a v1.yaml => w1.yaml @w1.yaml v1.yaml'],
    ],
    [
      'two versions of one id, both raised and moved',
      ['a@1.0.0 v1.yaml', 'a@2.0.0 v2.yaml'],
      ['a@2.1.0 w2.yaml', 'a@1.1.0 w1.yaml'],
      [
        'contract.moved a v2.yaml => w2.yaml @w2.yaml v2.yaml',
        'version.changed a 2.0.0 => 2.1.0 @w2.yaml v2.yaml',
        'contract.moved a v1.yaml => w1.yaml @w1.yaml v1.yaml',
        'version.changed a 1.0.0 => 1.1.0 @w1.yaml v1.yaml',
      ],
    ],
    [
      'the next version beside the one that stays',
      ['a@1.0.0 v1.yaml'],
      ['a@2.0.0 v2.yaml', 'a@1.0.0 v1.yaml'],
      ['contract.added a - => whole @v2.yaml -'],
    ],
    [
      'two files that swap their ids',
      ['a@1.0.0 x.yaml', 'b@1.0.0 y.yaml'],
      ['b@1.0.0 x.yaml', 'a@1.0.0 y.yaml'],
      ['contract.moved b y.yaml => x.yaml @x.yaml y.yaml', 'contract.moved a x.yaml => y.yaml @y.yaml x.yaml'],
    ],
    [
      'versions that are no numbers',
      ['a@one x.yaml', 'a@two y.yaml'],
      ['a@three z.yaml'],
      [
        'contract.moved a x.yaml => z.yaml @z.yaml x.yaml',
        'version.changed a one => three @z.yaml x.yaml',
        'contract.removed a whole => - @y.yaml y.yaml',
      ],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(compared(base, head)).toEqual(expected);
  });
});

describe('contracts of two trees: another version to move to', () => {
  const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      'the next one',
      'a@1.0.0 v1.yaml',
      'a@2.0.0 v2.yaml',
      ['contract.removed a whole => - other-version @v1.yaml v1.yaml'],
    ],
    ['the same line', 'a@1.0.0 v1.yaml', 'a@1.1.0 v2.yaml', ['contract.removed a whole => - @v1.yaml v1.yaml']],
    ['without a number', 'a@1.0.0 v1.yaml', 'a@next v2.yaml', ['contract.removed a whole => - @v1.yaml v1.yaml']],
    [
      'from one without a number',
      'a@next v1.yaml',
      'a@1.0.0 v2.yaml',
      ['contract.removed a whole => - @v1.yaml v1.yaml'],
    ],
    ['a draft', 'a@1.0.0 v1.yaml', 'a@2.0.0 v2.yaml draft', ['contract.removed a whole => - @v1.yaml v1.yaml']],
    ['of another contract', 'a@1.0.0 v1.yaml', 'b@2.0.0 v2.yaml', ['contract.removed a whole => - @v1.yaml v1.yaml']],
  ];
  it.each(rows)('%s', (...[, gone, stays, expected]) => {
    expect(compared([gone, stays], [stays])).toEqual(expected);
  });
});

describe('contracts of two trees: files that cannot be read', () => {
  const rows: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
    ['head cannot read it', ['a@1.0.0 x.yaml'], ['!x.yaml'], []],
    ['head cannot read another', ['a@1.0.0 x.yaml'], ['!y.yaml'], ['contract.removed a whole => - @x.yaml x.yaml']],
    [
      'head has a file of another role there',
      ['a@1.0.0 x.yaml'],
      ['?x.yaml'],
      ['contract.removed a whole => - @x.yaml x.yaml'],
    ],
    ['base cannot read it', ['!x.yaml'], ['a@1.0.0 x.yaml'], []],
    ['base cannot read another', ['!y.yaml'], ['a@1.0.0 x.yaml'], ['contract.added a - => whole @x.yaml -']],
    [
      'base has a file of another role there',
      ['?x.yaml'],
      ['a@1.0.0 x.yaml'],
      ['contract.added a - => whole @x.yaml -'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(compared(base, head)).toEqual(expected);
  });

  it('hide nothing of what they withdraw where they do not fail the gate', () => {
    expect(compared(['a@1.0.0 x.yaml'], ['!x.yaml'], { unreadableFails: false })).toEqual([
      'contract.removed a whole => - @x.yaml x.yaml',
    ]);
  });

  const uncompared: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
    ['none', ['a@1.0.0 x.yaml'], ['b@1.0.0 y.yaml'], []],
    ['at its place', ['!x.yaml', 'c@1.0.0 c.yaml'], ['a@1.0.0 x.yaml', 'b@1.0.0 y.yaml', 'c@1.0.0 c.yaml'], ['x.yaml']],
    ['at its place, but known by its id', ['!x.yaml', 'a@1.0.0 y.yaml'], ['a@1.0.0 x.yaml'], []],
    ['gone', ['!x.yaml', 'a@1.0.0 y.yaml'], [], []],
  ];
  it.each(uncompared)('leave contracts uncompared: %s', (...[, base, head, expected]) => {
    expect(uncomparedContracts(tree(base), tree(head)).map(({ path }) => path)).toEqual(expected);
  });
});
