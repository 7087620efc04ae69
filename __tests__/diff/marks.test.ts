import { describe, expect, it } from 'vitest';
import { diffContracts } from '../../src/diff/diff-contracts.ts';
import { type Fields, load } from './laws/documents.ts';
import { column, contract, tables, told } from './told.ts';

type Row = readonly [name: string, base: Fields, head: Fields, expected: readonly string[]];

const own = (...marks: readonly (readonly [string, string | boolean | number])[]): Fields => ({
  customProperties: marks.map(([property, value]) => ({ property, value })),
});
const links = (...definitions: readonly string[]): Fields => ({
  authoritativeDefinitions: definitions.map((text) => {
    const [type = '', name = '', description] = text.split(' ');
    return { type, url: `https://a.example/${name}`, ...(description === undefined ? {} : { description }) };
  }),
});

const linked = (...authoritativeDefinitions: readonly Fields[]): Fields => column({ authoritativeDefinitions });

const link = (id: string, type: string, name: string): Fields => ({ id, type, url: `https://a.example/${name}` });

describe('marks of a column', () => {
  const rows: readonly Row[] = [
    ['tags in another order', { tags: ['a', 'b'] }, { tags: ['b', 'a', 'b'] }, []],
    [
      'one tag comes, one goes',
      { tags: ['a', 'b'] },
      { tags: ['b', 'c'] },
      ['tag.added t.a (c): - => "c"', 'tag.removed t.a (a): "a" => -'],
    ],
    [
      'a tag that deprecates',
      {},
      { tags: ['deprecated', 'x'] },
      ['deprecated.changed t.a: false => true', 'tag.added t.a (x): - => "x"'],
    ],
    ['custom properties in another order', own(['x', 1], ['y', 2]), own(['y', 2], ['x', 1]), []],
    [
      'one of several changes',
      own(['x', 1], ['y', 2]),
      own(['y', 3], ['x', 1]),
      ['customProperty.changed t.a (y): 2 => 3'],
    ],
    [
      'one comes, one goes',
      own(['x', 1]),
      own(['y', 1]),
      ['customProperty.added t.a (y): - => 1', 'customProperty.removed t.a (x): 1 => -'],
    ],
    [
      'a name written twice, one value changed',
      own(['x', 1], ['x', 2]),
      own(['x', 2], ['x', 3]),
      ['customProperty.changed t.a (x): 1 => 3'],
    ],
    ['who is protected', {}, own(['dataengos.direction', 'input']), []],
    ['links in another order', links('tutorial x', 'terms y'), links('terms y', 'tutorial x'), []],
    [
      'another link',
      links('tutorial x'),
      links('tutorial y'),
      ['authoritativeDefinition.changed t.a (tutorial): "https://a.example/x" => "https://a.example/y"'],
    ],
    [
      'another type of link',
      links('tutorial x'),
      links('terms x'),
      ['authoritativeDefinition.changed t.a (terms): "tutorial https://a.example/x" => "terms https://a.example/x"'],
    ],
    [
      'another type and link',
      links('tutorial x'),
      links('terms y'),
      [
        'authoritativeDefinition.added t.a (terms): - => "https://a.example/y"',
        'authoritativeDefinition.removed t.a (tutorial): "https://a.example/x" => -',
      ],
    ],
    [
      'other words of a link',
      links('tutorial x a'),
      links('tutorial x b'),
      ['authoritativeDefinition.changed t.a (tutorial): "a" => "b"'],
    ],
    [
      'another definition',
      links('definition x'),
      links('definition y'),
      ['authoritativeDefinition.changed t.a (definition): "https://a.example/x" => "https://a.example/y" meaning'],
    ],
    [
      'another definition of the business, in another case',
      links('BusinessDefinition x'),
      links('BusinessDefinition y'),
      [
        'authoritativeDefinition.changed t.a (BusinessDefinition): "https://a.example/x" => "https://a.example/y" meaning',
      ],
    ],
    [
      'other semantics',
      links('semantics x'),
      links('semantics y'),
      ['authoritativeDefinition.changed t.a (semantics): "https://a.example/x" => "https://a.example/y" meaning'],
    ],
    [
      'a first definition',
      {},
      links('definition x'),
      ['authoritativeDefinition.added t.a (definition): - => "https://a.example/x" meaning'],
    ],
    [
      'no definition any more',
      links('definition x'),
      {},
      ['authoritativeDefinition.removed t.a (definition): "https://a.example/x" => - meaning'],
    ],
    [
      'other words of a definition',
      links('definition x a'),
      links('definition x b'),
      ['authoritativeDefinition.changed t.a (definition): "a" => "b"'],
    ],
    [
      'a link that becomes the definition',
      links('tutorial x'),
      links('definition x'),
      [
        'authoritativeDefinition.changed t.a (definition): "tutorial https://a.example/x" => "definition https://a.example/x"',
      ],
    ],
    [
      'what only sounds like a definition',
      links('redefinition x', 'definitions x'),
      links('redefinition y', 'definitions y'),
      [
        'authoritativeDefinition.changed t.a (redefinition): "https://a.example/x" => "https://a.example/y"',
        'authoritativeDefinition.changed t.a (definitions): "https://a.example/x" => "https://a.example/y"',
      ],
    ],
    [
      'two of one type, in another order, one changed',
      links('tutorial x', 'tutorial y'),
      links('tutorial y', 'tutorial z'),
      ['authoritativeDefinition.changed t.a (tutorial): "https://a.example/x" => "https://a.example/z"'],
    ],
    ['two of one link, in another order', links('tutorial x', 'terms x'), links('terms x', 'tutorial x'), []],
    [
      'two of one link, of which one type changes',
      links('tutorial x', 'terms x'),
      links('terms x', 'policy x'),
      ['authoritativeDefinition.changed t.a (policy): "tutorial https://a.example/x" => "policy https://a.example/x"'],
    ],
    [
      'two types that swap their links',
      links('tutorial x', 'terms y'),
      links('terms x', 'tutorial y'),
      [
        'authoritativeDefinition.changed t.a (terms): "tutorial https://a.example/x" => "terms https://a.example/x"',
        'authoritativeDefinition.changed t.a (tutorial): "terms https://a.example/y" => "tutorial https://a.example/y"',
      ],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(column(base), column(head))).toEqual(expected);
  });

  it('follows a link by its id', () => {
    const base = linked(link('a', 'tutorial', 'x'), link('b', 'terms', 'y'));
    expect(told(base, linked(link('b', 'tutorial', 'x'), link('a', 'terms', 'y')))).toEqual([
      'authoritativeDefinition.changed t.a (tutorial): "terms https://a.example/y" => "tutorial https://a.example/x"',
      'authoritativeDefinition.changed t.a (terms): "tutorial https://a.example/x" => "terms https://a.example/y"',
    ]);
  });
});

const inTable = (fields: Fields): Fields => tables({ name: 't', properties: [], ...fields });

describe('what is announced to go', () => {
  const rows: readonly Row[] = [
    ['by the key', {}, { deprecated: true }, ['deprecated.changed t.a: false => true']],
    ['by the key instead of a tag', { tags: ['deprecated'] }, { deprecated: true }, []],
    [
      'with its end',
      {},
      { deprecated: true, ...own(['sunset', '2026-06-30'], ['deprecatedSince', '2026-01-01'], ['replacedBy', 'b']) },
      ['deprecated.changed t.a: false => true'],
    ],
    [
      'taken back with its end',
      { deprecated: true, ...own(['sunset', '2026-06-30']) },
      {},
      ['deprecated.changed t.a: true => false'],
    ],
    [
      'an end for the first time',
      { deprecated: true },
      { deprecated: true, ...own(['sunset', '2026-06-30']) },
      ['sunset.changed t.a: - => "2026-06-30" unknown'],
    ],
    [
      'no end any more',
      { deprecated: true, ...own(['sunset', '2026-06-30']) },
      { deprecated: true },
      ['sunset.changed t.a: "2026-06-30" => - unknown'],
    ],
    [
      'an earlier end',
      own(['sunset', '2026-06-30']),
      own(['sunset', '2026-06-29']),
      ['sunset.changed t.a: "2026-06-30" => "2026-06-29" lowered'],
    ],
    [
      'a later end',
      own(['sunset', '2026-06-30']),
      own(['sunset', '2026-07-01']),
      ['sunset.changed t.a: "2026-06-30" => "2026-07-01" raised'],
    ],
    ['the same day, at another time', own(['sunset', '2026-06-30']), own(['Sunset', '2026-06-30T12:00:00Z']), []],
    [
      'an end in words',
      { deprecated: true, ...own(['sunset', 'soon']) },
      { deprecated: true, ...own(['sunset', 'later']) },
      ['customProperty.changed t.a (sunset): "soon" => "later"'],
    ],
    [
      'an end in words becomes a day',
      { deprecated: true, ...own(['sunset', 'soon']) },
      { deprecated: true, ...own(['sunset', '2026-06-30']) },
      ['sunset.changed t.a: - => "2026-06-30" unknown', 'customProperty.removed t.a (sunset): "soon" => -'],
    ],
    [
      'since another day',
      own(['deprecatedSince', '2026-01-01']),
      own(['deprecated_since', '2026-01-02']),
      ['customProperty.changed t.a (deprecatedSince): "2026-01-01" => "2026-01-02"'],
    ],
    ['since a day, in the other key', own(['deprecatedSince', '2026-01-01']), own(['deprecated', '2026-01-01']), []],
    [
      'something else takes its place',
      { deprecated: true, ...own(['replacedBy', 'b']) },
      { deprecated: true, ...own(['replacedBy', 'c']) },
      ['customProperty.changed t.a (replacedBy): "b" => "c"'],
    ],
    [
      'nothing takes its place any more',
      { deprecated: true, ...own(['replacedBy', 'b']) },
      { deprecated: true },
      ['customProperty.removed t.a (replacedBy): "b" => -'],
    ],
    [
      'what takes the place of what stays',
      own(['replacedBy', 'b']),
      own(['replacedBy', 'c']),
      ['customProperty.changed t.a (replacedBy): "b" => "c"'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(column(base), column(head))).toEqual(expected);
    expect(told(inTable(base), inTable(head)).map((line) => line.replace(/ t(?=[ :])/, ' t.a'))).toEqual(expected);
  });
});

describe('marks of a contract', () => {
  const rows: readonly Row[] = [
    [
      'a tag that would deprecate a column',
      {},
      { tags: ['deprecated'] },
      ['tag.added (deprecated): - => "deprecated"'],
    ],
    [
      'a mark that would deprecate a column',
      {},
      own(['sunset', '2026-06-30'], ['deprecated', true]),
      ['customProperty.added (sunset): - => "2026-06-30"', 'customProperty.added (deprecated): - => true'],
    ],
    ['who is protected', {}, own(['dataengos.direction', 'input']), []],
    [
      'a tag, a link',
      { tags: ['a'] },
      { tags: ['b'], ...links('terms x') },
      [
        'tag.added (b): - => "b"',
        'tag.removed (a): "a" => -',
        'authoritativeDefinition.added (terms): - => "https://a.example/x"',
      ],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(contract(base), contract(head)).filter((line) => !line.startsWith('direction'))).toEqual(expected);
  });
});

describe('marks that things hang on', () => {
  const loadBearing = { tags: ['PII'], customProperties: ['Owner'] };
  const traits = (base: Fields, head: Fields): readonly unknown[] =>
    diffContracts({ base: load(column(base)), head: load(column(head)) }, loadBearing).map((change) => [
      change.kind,
      change.traits ?? [],
    ]);

  it('are known in any case, added or removed', () => {
    const base = { tags: ['pii', 'x'], ...own(['owner', 'a'], ['y', 1]) };
    const head = { tags: ['z'], ...own(['owner', 'b']) };
    expect(traits(base, head)).toEqual([
      ['tag.added', []],
      ['tag.removed', ['load-bearing']],
      ['tag.removed', []],
      ['customProperty.changed', ['load-bearing']],
      ['customProperty.removed', []],
    ]);
    expect(traits(head, base)[0]).toEqual(['tag.added', ['load-bearing']]);
  });
});
