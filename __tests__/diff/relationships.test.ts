import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/contract.ts';
import type { Fields } from './laws/documents.ts';
import { tables, told } from './told.ts';

/** Table `t` with columns `a` (nested: `a.n`), `b` and `c`, each with what it refers to. */
interface Links {
  readonly a?: readonly Fields[];
  readonly n?: readonly Fields[];
  readonly b?: readonly Fields[];
  readonly object?: readonly Fields[];
  /** Columns that are not there. */
  readonly without?: string;
}

function linked({ a = [], n = [], b = [], object = [], without }: Links): Fields {
  const nested: Fields = { logicalType: 'object', properties: [{ name: 'n', relationships: n }] };
  const columns: readonly Fields[] = [
    { name: 'a', id: 'a-id', ...nested, relationships: a },
    { name: 'b', relationships: b },
    { name: 'c' },
  ];
  const left = columns.filter(({ name }) => name !== without);
  const referred: readonly Fields[] = [{ name: 'x', id: 'x-id' }, { name: 'y' }];
  return tables(
    { name: 't', id: 't-id', properties: left, relationships: object },
    { name: 'u', id: 'u-id', properties: referred },
  );
}

const to = (target: Json, more: Fields = {}): Fields => ({ to: target, ...more });
const link = (from: Json, target: Json, more: Fields = {}): Fields => ({ from, to: target, ...more });
/** A foreign key of two columns. */
const wide = link(['t.a', 't.b'], ['u.x', 'u.y']);

function links(base: Links, head: Links): readonly string[] {
  return told(linked(base), linked(head)).map((line) => line.replace('relationship.', ''));
}

describe('foreign keys: which is which', () => {
  const rows: readonly (readonly [string, Links, Links, readonly string[]])[] = [
    ['one added', {}, { a: [to('u.x')] }, ['added t.a (u.x): - => "u.x"']],
    ['one removed', { a: [to('u.x')] }, {}, ['removed t.a (u.x): "u.x" => -']],
    ['another target', { a: [to('u.x')] }, { a: [to('u.y')] }, ['changed t.a (u.y): "u.x" => "u.y"']],
    [
      'another column',
      { a: [to('u.x')] },
      { b: [to('u.x')] },
      ['added t.b (u.x): - => "u.x"', 'removed t.a (u.x): "u.x" => -'],
    ],
    [
      'another column under the id of the relationship',
      { a: [to('u.x', { id: 'r' })] },
      { b: [to('u.x', { id: 'r' })] },
      ['changed t.b (u.x): "a → u.x" => "b → u.x"'],
    ],
    ['two of a column in another order', { a: [to('u.x'), to('u.y')] }, { a: [to('u.y'), to('u.x')] }, []],
    [
      'one of two of a column',
      { a: [to('u.x'), to('u.y')] },
      { a: [to('u.z'), to('u.x')] },
      ['changed t.a (u.z): "u.y" => "u.z"'],
    ],
    [
      'ids that change hands',
      { a: [to('u.x', { id: 'r' }), to('u.y', { id: 's' })] },
      { a: [to('u.y', { id: 'r' }), to('u.x', { id: 's' })] },
      ['changed t.a (u.y): "u.x" => "u.y"', 'changed t.a (u.x): "u.y" => "u.x"'],
    ],
    ['an id that is new', { a: [to('u.x')] }, { a: [to('u.x', { id: 'r' })] }, []],
    ['of a nested column', {}, { n: [to('u.x')] }, ['added t.a.n (u.x): - => "u.x"']],
    ['said by the table instead of the column', { a: [to('u.x')] }, { object: [link('t.a', 'u.x')] }, []],
    ['without the name of the table', { object: [link('t.a', 'u.x')] }, { object: [link('a', 'u.x')] }, []],
    ['of a nested column, said by the table', { n: [to('u.x')] }, { object: [link('t.a.n', 'u.x')] }, []],
    ['two columns at once', {}, { object: [wide] }, ['added t (u.x, u.y): - => "a, b → u.x, u.y"']],
    ['two columns in another order', { object: [wide] }, { object: [link(['t.b', 't.a'], ['u.y', 'u.x'])] }, []],
    [
      'two columns crosswise',
      { object: [wide] },
      { object: [link(['t.a', 't.b'], ['u.y', 'u.x'])] },
      ['changed t (u.y, u.x): "a, b → u.x, u.y" => "a, b → u.y, u.x"'],
    ],
    [
      'another column of two',
      { object: [wide] },
      { object: [link(['t.a', 't.c'], ['u.x', 'u.y'])] },
      ['added t (u.x, u.y): - => "a, c → u.x, u.y"', 'removed t (u.x, u.y): "a, b → u.x, u.y" => -'],
    ],
    [
      'another column of two, under its id',
      { object: [{ ...wide, id: 'r' }] },
      { object: [link(['t.a', 't.c'], ['u.x', 'u.y'], { id: 'r' })] },
      ['changed t (u.x, u.y): "a, b → u.x, u.y" => "a, c → u.x, u.y"'],
    ],
    [
      'one column of two, under its id',
      { object: [{ ...wide, id: 'r' }] },
      { object: [link('t.a', 'u.x', { id: 'r' })] },
      ['changed t.a (u.x): "a, b → u.x, u.y" => "a → u.x"'],
    ],
    [
      'several at once',
      { a: [to('u.x')], object: [wide], b: [to('u.y')] },
      { a: [to('u.y')], b: [to('u.y'), to('u.x')] },
      [
        'changed t.a (u.y): "u.x" => "u.y"',
        'added t.b (u.x): - => "u.x"',
        'removed t (u.x, u.y): "a, b → u.x, u.y" => -',
      ],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(links(base, head)).toEqual(expected);
  });
});

describe('foreign keys: spellings of one target', () => {
  const base: Links = { a: [to('u.x')] };
  const rows: readonly (readonly [string, Links, readonly string[]])[] = [
    ['by names', { a: [to('/schema/u/properties/x')] }, []],
    ['without the slash', { a: [to('schema/u/properties/x')] }, []],
    ['by ids', { a: [to('/schema/u-id/properties/x-id')] }, []],
    ['with a number sign', { a: [to('#/schema/u-id/properties/x-id')] }, []],
    [
      'said by the table, both by ids',
      { object: [link('/schema/t-id/properties/a-id', '/schema/u-id/properties/x-id')] },
      [],
    ],
    ['another table', { a: [to('/schema/v/properties/x')] }, ['changed t.a (v.x): "u.x" => "v.x"']],
    [
      'another file, where ids are its own',
      { a: [to('other.yaml#/schema/u-id/properties/x-id')] },
      ['changed t.a (other.yaml#u-id.x-id): "u.x" => "other.yaml#u-id.x-id"'],
    ],
    [
      'a web page',
      { a: [to('https://a.example/schema/u/x')] },
      ['changed t.a (https://a.example/schema/u/x): "u.x" => "https://a.example/schema/u/x"'],
    ],
    ['only a table', { a: [to('/schema/u')] }, ['changed t.a (u): "u.x" => "u"']],
  ];
  it.each(rows)('%s', (_name, head, expected) => {
    expect(links(base, head)).toEqual(expected);
  });
});

describe('foreign keys: of a column that comes or goes', () => {
  const rows: readonly (readonly [string, Links, Links, readonly string[]])[] = [
    ['goes along', { b: [to('u.x')] }, { without: 'b' }, ['property.removed t.b: b => -']],
    ['comes along', { without: 'b' }, { b: [to('u.x')] }, ['property.added t.b: - => b']],
    ['goes along with one of two', { object: [wide] }, { without: 'b' }, ['property.removed t.b: b => -']],
    ['comes along with one of two', { without: 'b' }, { object: [wide] }, ['property.added t.b: - => b']],
    ['stays of a column that is nowhere', {}, { object: [link('t.z', 'u.x')] }, ['added t.z (u.x): - => "u.x"']],
    [
      'changes where the column goes',
      { object: [{ ...wide, id: 'r' }] },
      { object: [link('t.a', 'u.x', { id: 'r' })], without: 'b' },
      ['changed t.a (u.x): "a, b → u.x, u.y" => "a → u.x"', 'property.removed t.b: b => -'],
    ],
    [
      'of others still goes',
      { a: [to('u.x')], b: [to('u.x')] },
      { without: 'b' },
      ['removed t.a (u.x): "u.x" => -', 'property.removed t.b: b => -'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(links(base, head)).toEqual(expected);
  });
});
