import { describe, expect, it } from 'vitest';
import { likeness, portraitOf, wordCount } from '../../src/diff/rename-score.ts';
import type { RenameCandidate, RenameNode } from '../../src/diff/rename.ts';

type Parts = Partial<RenameNode> & Partial<Omit<RenameCandidate, 'node'>>;

/** A column `foo`, or what the parts make of it, at the first place. */
function candidate({ kind = 'property', index = 0, neighbours = {}, ...parts }: Parts): RenameCandidate {
  const nothing = { synonyms: [], properties: [], quality: [], relationships: [], customProperties: [] };
  return { kind, index, neighbours, node: { name: 'foo', ...nothing, ...parts } };
}

const value = <T>(said: T): { readonly value: T } => ({ value: said });

/** Likeness in percent of `foo` and `bar`, which have nothing in common but what the parts say; the place is another one. */
function percent(base: Parts, head: Parts): number {
  const [one, other] = [candidate(base), candidate({ name: 'bar', index: 9, ...head })].map((each) =>
    portraitOf(each, true),
  );
  if (one === undefined || other === undefined) throw new Error('two candidates');
  expect(likeness(other, one)).toBe(likeness(one, other));
  return Math.round(likeness(one, other) * 1000) / 10;
}

describe('likeness of two columns', () => {
  const text = value('string');
  const words = (said: string): Parts => ({ description: value(said) });
  const rows: readonly (readonly [string, Parts, Parts, number])[] = [
    ['nothing', {}, {}, 0],
    ['the name alone', {}, { name: 'foo' }, 90],
    ['the name and the place', {}, { name: 'foo', index: 1 }, 100],
    ['the place', {}, { index: 1 }, 10],
    ['the place before it', { index: 3 }, { index: 2 }, 10],
    ['two places further', {}, { index: 2 }, 0],
    ['the one before', { neighbours: { before: 'id' } }, { neighbours: { before: 'id', after: 'x' } }, 10],
    ['the one behind', { neighbours: { after: 'id' } }, { neighbours: { before: 'x', after: 'id' } }, 10],
    ['others beside it', { neighbours: { before: 'a', after: 'b' } }, { neighbours: { before: 'b', after: 'a' } }, 0],
    ['the logical type', { logicalType: text }, { logicalType: text }, 15],
    ['the logical type of one', { logicalType: text }, { name: 'foo' }, 90],
    ['another logical type', { logicalType: text }, { name: 'foo', index: 1, logicalType: value('date') }, 50],
    [
      'the physical type, in another spelling',
      { physicalType: value('VARCHAR (10)') },
      { physicalType: 'varchar(10)' },
      10,
    ],
    ['another physical type', { physicalType: value('date') }, { name: 'foo', physicalType: 'varchar(10)' }, 80],
    ['the description, in other signs', words('Where it  is sent!'), words('where it is sent'), 20],
    [
      'a description with one other letter',
      words('the address where the invoice is sent'),
      words('the address where the invoices is sent'),
      20,
    ],
    [
      'a description with one other word',
      words('the address where the invoice is sent'),
      words('the street where the invoice is sent'),
      14.6,
    ],
    ['another description', words('where it is sent'), { name: 'foo', ...words('how it is paid') }, 70],
    ['a description of two letters', words('ab'), words('AB'), 20],
    ['other descriptions of two letters', words('ab'), { name: 'foo', ...words('cd') }, 70],
    ['a description of signs only', words('!'), { name: 'foo', ...words('!') }, 90],
    [
      'the first 500 letters of a description',
      words('ab '.repeat(167) + 'x'.repeat(300)),
      words('ab '.repeat(167) + 'y'.repeat(300)),
      20,
    ],
    ['required', { required: value(true) }, { required: value(true) }, 10],
    ['required, of which the name is left', { required: value(true) }, { name: 'foo' }, 80],
    ['unique instead of required', { required: value(true) }, { name: 'foo', unique: value(true) }, 80],
    ['a key', { primaryKey: value(true) }, { primaryKey: value(true) }, 10],
    ['not required', { required: value(false) }, { name: 'foo', unique: value(false) }, 90],
    ['the classification in another case', { classification: value('PII') }, { classification: value('pii') }, 10],
    ['another classification', { classification: value('PII') }, { name: 'foo', classification: value('public') }, 80],
    [
      'a rule',
      { quality: [{ type: 'library', metric: 'nullValues', operator: { name: 'mustBe', value: 0 } }] },
      { quality: [{ type: 'library', metric: 'nullValues', operator: { name: 'mustBe', value: 0 } }] },
      5,
    ],
    [
      'a rule of another threshold',
      { quality: [{ type: 'library', metric: 'nullValues', operator: { name: 'mustBe', value: 0 } }] },
      { name: 'foo', quality: [{ type: 'library', metric: 'nullValues', operator: { name: 'mustBe', value: 1 } }] },
      85,
    ],
    [
      'a rule of another operator',
      { quality: [{ type: 'sql', operator: { name: 'mustBe', value: 0 } }] },
      { name: 'foo', quality: [{ type: 'sql', operator: { name: 'mustNotBe', value: 0 } }] },
      85,
    ],
    ['a rule of another kind', { quality: [{ type: 'sql' }] }, { name: 'foo', quality: [{ type: 'custom' }] }, 85],
    [
      'another metric',
      { quality: [{ type: 'library', metric: 'a' }] },
      { name: 'foo', quality: [{ type: 'library', metric: 'b' }] },
      85,
    ],
    [
      'two rules in another order',
      { quality: [{ type: 'sql' }, { type: 'custom' }] },
      { quality: [{ type: 'custom' }, { type: 'sql' }] },
      5,
    ],
    ['a foreign key', { relationships: [{ to: 'u.x' }] }, { relationships: [{ to: 'u.x' }] }, 5],
    ['another foreign key', { relationships: [{ to: 'u.x' }] }, { name: 'foo', relationships: [{ to: 'u.y' }] }, 85],
    [
      'a foreign key of two columns',
      { relationships: [{ to: ['u.x', 'u.y'] }] },
      { relationships: [{ to: ['u.x', 'u.y'] }] },
      5,
    ],
    ['the physical name', { physicalName: 'k_1' }, { physicalName: 'k_1' }, 90],
    ['the name that the other has in the warehouse', { physicalName: 'bar' }, {}, 90],
    ['the business name', { businessName: 'Foo Bar' }, { businessName: value('foo bar') }, 90],
    ['the business name of the other', { businessName: 'bar' }, {}, 90],
    ['a synonym', { synonyms: ['x', 'bar'] }, {}, 90],
    ['a sixth synonym', { synonyms: ['a', 'b', 'c', 'd', 'e', 'bar'] }, {}, 0],
    [
      'all but the name',
      {
        logicalType: text,
        physicalType: 'date',
        ...words('the same'),
        required: value(true),
        quality: [{ type: 'sql' }],
      },
      {
        index: 0,
        logicalType: text,
        physicalType: 'date',
        ...words('the same'),
        required: value(true),
        quality: [{ type: 'sql' }],
      },
      70,
    ],
    ['columns that it holds', { properties: [{ name: 'total' }] }, { properties: [{ name: 'total' }] }, 0],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(percent(base, head)).toBe(expected);
  });
});

describe('likeness of two tables', () => {
  const table = (columns: string, parts: Parts = {}): Parts => ({
    kind: 'object',
    properties: columns
      .split(' ')
      .filter(Boolean)
      .map((name) => ({ name })),
    ...parts,
  });
  const rows: readonly (readonly [string, Parts, Parts, number])[] = [
    ['no column at all', table(''), table('', { name: 'foo' }), 90],
    ['all of four columns', table('total city vat channel'), table('TOTAL city vat channel'), 65],
    ['all of two columns', table('total city'), table('total city'), 32.5],
    ['all of five columns', table('total city vat channel colour'), table('total city vat channel colour'), 65],
    ['half of the columns', table('total city vat channel'), table('total city vat channel a b c d'), 32.5],
    ['columns that every table has', table('id name type date'), table('id name type date'), 0],
    ['some of them', table('id name total city'), table('id name total city'), 32.5],
    ['none of the columns', table('total city'), table('vat channel', { name: 'foo' }), 90],
    [
      'all columns and the description',
      table('total city vat channel', { description: value('the same') }),
      table('total city vat channel', { description: value('the same') }),
      65,
    ],
    [
      'all columns and another description',
      table('total city vat channel', { description: value('the same') }),
      table('total city vat channel', { description: value('how it is paid') }),
      45,
    ],
    ['the kind of table', table('', { physicalType: 'Table' }), table('', { physicalType: 'table' }), 5],
    [
      'another kind of table',
      table('', { physicalType: 'table' }),
      table('', { name: 'foo', physicalType: 'view' }),
      85,
    ],
    ['the place', table(''), table('', { index: 1 }), 10],
    ['what only columns promise', table('', { required: value(true) }), table('', { required: value(true) }), 0],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(percent(base, head)).toBe(expected);
  });
});

const counts = (parts: Parts): number => wordCount(portraitOf(candidate(parts), true));

describe('portraitOf', () => {
  it('leaves out a description that does not tell', () => {
    const described = candidate({ description: value('the same') });
    const other = candidate({ name: 'bar', index: 9, description: value('the same') });
    expect(likeness(portraitOf(described, false), portraitOf(other, true))).toBe(0);
    expect(likeness(portraitOf(described, true), portraitOf(other, true))).toBe(0.2);
  });

  it('counts the words of the names and titles once', () => {
    expect([
      counts({}),
      counts({ physicalName: 'foo' }),
      counts({ physicalName: 'k_1', businessName: 'Foo Bar', synonyms: ['a b c'] }),
    ]).toEqual([1, 1, 8]);
  });
});
