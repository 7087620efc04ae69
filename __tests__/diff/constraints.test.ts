import { describe, expect, it } from 'vitest';
import type { Fields } from './laws/documents.ts';
import { column, tables, told } from './told.ts';

/** A rule that lets no row pass. */
const none = (metric: string, rest: Fields = {}): Fields => ({ metric, mustBe: 0, ...rest });
const values = (...validValues: readonly string[]): Fields => none('invalidValues', { arguments: { validValues } });
const pattern = (text: string, rest: Fields = {}): Fields =>
  none('invalidValues', { arguments: { pattern: text }, ...rest });
const said = (...quality: readonly Fields[]): Fields => ({ quality });
const list = (...texts: readonly string[]): Fields => ({ enum: texts.map((value) => ({ value })) });
const options = (logicalTypeOptions: Fields): Fields => ({ logicalType: 'string', logicalTypeOptions });
const text: Fields = { logicalType: 'string' };

type Row = readonly [name: string, base: Fields, head: Fields, expected: readonly string[]];

describe('constraints of a column: one promise in every spelling', () => {
  const rows: readonly Row[] = [
    ['required, as a rule', { required: true }, said(none('nullValues')), []],
    ['required, as a rule in percent', { required: true }, said(none('nullValues', { unit: 'percent' })), []],
    ['required, as a rule below one row', { required: true }, said({ metric: 'nullValues', mustBeLessThan: 1 }), []],
    [
      'required, as a rule of at most none',
      { required: true },
      said({ metric: 'nullValues', mustBeLessOrEqualTo: 0 }),
      [],
    ],
    [
      'required, as a rule that lets one pass',
      { required: true },
      said({ metric: 'nullValues', mustBeLessThan: 2 }),
      ['required.changed t.a: true => false', 'quality.added t.a (nullValues): - => "nullValues < 2"'],
    ],
    [
      'required, as a rule that says more',
      { required: true },
      said(none('nullValues', { arguments: { where: 'x' } })),
      ['required.changed t.a: true => false', 'quality.added t.a (nullValues): - => "nullValues = 0"'],
    ],
    [
      'required, as a query',
      { required: true },
      said({ type: 'sql', query: 'select 1', mustBe: 0, metric: 'nullValues' }),
      ['required.changed t.a: true => false', 'quality.added t.a (nullValues): - => "select 1"'],
    ],
    ['required, by the key', { required: true }, { primaryKey: true }, ['primaryKey.changed t.a: false => true']],
    ['required and a key, then a key', { required: true, primaryKey: true }, { primaryKey: true }, []],
    ['unique, as a rule', { unique: true }, said(none('duplicateValues')), []],
    [
      'unique, as a rule that says more',
      { unique: true },
      said(none('duplicateValues', { arguments: { properties: ['a', 'b'] } })),
      ['unique.changed t.a: true => false', 'quality.added t.a (duplicateValues): - => "duplicateValues = 0"'],
    ],
    ['unique, by the key', { unique: true }, { primaryKey: true }, ['primaryKey.changed t.a: false => true']],
    [
      'required and unique, as a key with rules',
      { required: true, unique: true },
      { primaryKey: true, ...said(none('nullValues'), none('duplicateValues')) },
      ['primaryKey.changed t.a: false => true'],
    ],
    ['a set, as a rule', list('x', 'y'), said(values('y', 'x')), []],
    [
      'a set, as an option',
      list('x', 'y'),
      options({ enum: ['x', 'y', 'x'] }),
      ['logicalType.changed t.a: - => "string"'],
    ],
    [
      'a set, of which an option leaves one',
      list('x', 'y'),
      { ...list('x', 'y'), ...options({ enum: ['y', 'z'] }) },
      ['logicalType.changed t.a: - => "string"', 'enum.value.removed t.a (x): "x" => -'],
    ],
    [
      'a set, of which a rule leaves one',
      list('x', 'y'),
      { ...list('x', 'y'), ...said(values('y', 'z')) },
      ['enum.value.removed t.a (x): "x" => -'],
    ],
    ['a set, as two rules', said(values('x', 'y')), said(values('x', 'y', 'z'), values('y', 'x', 'w')), []],
    [
      'a set, as a rule with another argument',
      list('x'),
      said(none('invalidValues', { arguments: { validValues: ['x'], pattern: 'y' } })),
      ['enum.removed t.a: ["x"] => -', 'quality.added t.a (invalidValues): - => "invalidValues = 0"'],
    ],
    ['no set', {}, said(values('x')), ['enum.added t.a: - => ["x"]']],
    ['no set any more', options({ enum: ['x'] }), text, ['enum.removed t.a: ["x"] => -']],
    ['a set that an option leaves open', {}, options({ enum: 'x' }), ['logicalType.changed t.a: - => "string"']],
    ['a pattern, as a rule', options({ pattern: '^x$' }), { ...text, ...said(pattern('^x$')) }, []],
    [
      'a pattern, as a rule beside it',
      options({ pattern: '^x$' }),
      { ...options({ pattern: '^x$' }), ...said(pattern('^x$')) },
      [],
    ],
    [
      'a pattern, and a rule of another one',
      options({ pattern: '^x$' }),
      { ...options({ pattern: '^x$' }), ...said(pattern('^y$')) },
      ['quality.added t.a (invalidValues): - => "invalidValues = 0"'],
    ],
    [
      'two patterns, in another order',
      { ...text, ...said(pattern('^x$'), pattern('^y$')) },
      { ...text, ...said(pattern('^y$'), pattern('^x$')) },
      [],
    ],
    [
      'two patterns, of which the first goes',
      { ...text, ...said(pattern('^x$'), pattern('^y$')) },
      { ...text, ...said(pattern('^y$')) },
      ['pattern.changed t.a: "^x$" => "^y$" unknown'],
    ],
    [
      'two patterns, of which the last goes',
      { ...text, ...said(pattern('^x$'), pattern('^y$')) },
      { ...text, ...said(pattern('^x$')) },
      ['quality.removed t.a (invalidValues): "invalidValues = 0" => -'],
    ],
    [
      'a pattern, as a rule with another argument',
      options({ pattern: '^x$' }),
      { ...text, ...said(none('invalidValues', { arguments: { pattern: '^x$', flags: 'i' } })) },
      ['pattern.removed t.a: "^x$" => -', 'quality.added t.a (invalidValues): - => "invalidValues = 0"'],
    ],
    [
      'a pattern that is no text',
      {},
      said(none('invalidValues', { arguments: { pattern: 3 } })),
      ['quality.added t.a (invalidValues): - => "invalidValues = 0"'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(column(base), column(head))).toEqual(expected);
  });
});

describe('constraints of a column: rules that say them and change', () => {
  const rows: readonly Row[] = [
    [
      'a rule takes the place of the key, and is loosened',
      { required: true, ...said(none('nullValues')) },
      said({ metric: 'nullValues', mustBeLessThan: 5 }),
      ['required.changed t.a: true => false'],
    ],
    [
      'a rule is tightened until it is a promise',
      said({ metric: 'nullValues', mustBeLessThan: 5 }),
      said(none('nullValues')),
      ['required.changed t.a: false => true'],
    ],
    [
      'a rule is loosened beside the key',
      { required: true, ...said(none('nullValues')) },
      { required: true, ...said({ metric: 'nullValues', mustBeLessThan: 5 }) },
      ['quality.added t.a (nullValues): - => "nullValues < 5"'],
    ],
    [
      'a rule of duplicates is loosened',
      said(none('duplicateValues')),
      said({ metric: 'duplicateValues', mustBeLessThan: 5 }),
      ['unique.changed t.a: true => false'],
    ],
    [
      'a set is only warned of',
      said(values('x')),
      said({ ...values('x'), severity: 'warning' }),
      ['enum.removed t.a: ["x"] => -'],
    ],
    [
      'a pattern is only warned of',
      { ...text, ...said(pattern('^x$')) },
      { ...text, ...said(pattern('^x$', { severity: 'warning' })) },
      ['pattern.removed t.a: "^x$" => -'],
    ],
    [
      'its schedule and words',
      said(none('nullValues', { schedule: '0 1 * * *', description: 'x' })),
      said(none('nullValues', { schedule: '0 2 * * *', description: 'y' })),
      ['quality.schedule.changed t.a (y): "0 1 * * *" => "0 2 * * *" unknown', 'quality.changed t.a (y): "x" => "y"'],
    ],
    [
      'another metric under its name',
      said(none('nullValues', { name: 'n' })),
      said(none('duplicateValues', { name: 'n' })),
      ['required.changed t.a: true => false', 'unique.changed t.a: false => true'],
    ],
    [
      'a metric that is no promise under its name',
      said(none('nullValues', { name: 'n' })),
      said(none('rowCount', { name: 'n' })),
      ['required.changed t.a: true => false', 'quality.added t.a (n): - => "rowCount = 0"'],
    ],
    [
      'a second rule of another limit',
      said(none('nullValues')),
      said(none('nullValues'), { metric: 'nullValues', mustBeLessThan: 5, unit: 'percent' }),
      ['quality.added t.a (nullValues): - => "nullValues < 5 percent"'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(column(base), column(head))).toEqual(expected);
  });
});

const table = (a: Fields, ...quality: readonly Fields[]): Fields =>
  tables({ name: 't', properties: [{ name: 'a', ...a }, { name: 'b' }], quality });

describe('constraints of a column that its table says', () => {
  const about = (...properties: readonly string[]): Fields => none('duplicateValues', { arguments: { properties } });
  const rows: readonly (readonly [string, Fields, Fields, readonly string[]])[] = [
    ['unique, as a rule of the table', table({ unique: true }), table({}, about('a')), []],
    ['unique for the first time', table({}), table({}, about('a')), ['unique.changed t.a: false => true']],
    [
      'unique, about another column',
      table({ unique: true }),
      table({}, about('b')),
      ['unique.changed t.a: true => false', 'unique.changed t.b: false => true'],
    ],
    [
      'unique, about two columns',
      table({ unique: true }),
      table({}, about('a', 'b')),
      ['quality.added t (duplicateValues): - => "duplicateValues = 0"', 'unique.changed t.a: true => false'],
    ],
    [
      'unique, about a column that is not there',
      table({}),
      table({}, about('z')),
      ['quality.added t (duplicateValues): - => "duplicateValues = 0"'],
    ],
    [
      'another metric about one column',
      table({}),
      table({}, none('nullValues', { arguments: { properties: ['a'] } })),
      ['quality.added t (nullValues): - => "nullValues = 0"'],
    ],
    [
      'unique, within limits',
      table({ unique: true }),
      table({}, { ...about('a'), mustBe: 5 }),
      ['quality.added t (duplicateValues): - => "duplicateValues = 5"', 'unique.changed t.a: true => false'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(base, head)).toEqual(expected);
  });
});

const key = (...columns: readonly (readonly [string, number?])[]): Fields =>
  tables({
    name: 't',
    properties: columns.map(([name, position]) => ({
      name,
      ...(position === undefined
        ? {}
        : { primaryKey: true, ...(position === 0 ? {} : { primaryKeyPosition: position }) }),
    })),
  });

describe('keys', () => {
  const rows: readonly Row[] = [
    ['a first one', key(['a'], ['b']), key(['a', 1], ['b']), ['primaryKey.changed t.a: false => true']],
    [
      'a second column',
      key(['a', 1], ['b']),
      key(['a', 1], ['b', 2]),
      ['primaryKey.changed t.b: false => true other-key'],
    ],
    [
      'one of two columns goes',
      key(['a', 1], ['b', 2]),
      key(['a', 1], ['b']),
      ['primaryKey.changed t.b: true => false other-key'],
    ],
    [
      'another column',
      key(['a', 1], ['b']),
      key(['a'], ['b', 1]),
      ['primaryKey.changed t.a: true => false other-key', 'primaryKey.changed t.b: false => true other-key'],
    ],
    [
      'another order',
      key(['a', 1], ['b', 2]),
      key(['a', 2], ['b', 1]),
      ['primaryKeyPosition.changed t.a: 1 => 2', 'primaryKeyPosition.changed t.b: 2 => 1'],
    ],
    ['the order of one column', key(['a', 1]), key(['a', 2]), []],
    [
      'an order for the first time',
      key(['a', 0], ['b', 0]),
      key(['a', 1], ['b', 2]),
      ['primaryKeyPosition.changed t.a: - => 1', 'primaryKeyPosition.changed t.b: - => 2'],
    ],
    [
      'a second column and another order',
      key(['a', 1], ['b']),
      key(['a', 2], ['b', 1]),
      ['primaryKeyPosition.changed t.a: 1 => 2', 'primaryKey.changed t.b: false => true other-key'],
    ],
    ['the order of what is no key', key(['a'], ['b', 1]), key(['a'], ['b', 2]), []],
    [
      'a column of the key comes',
      key(['a', 1]),
      key(['a', 1], ['b', 2]),
      ['property.added t.b: - => b required other-key'],
    ],
    ['a column of the key goes', key(['a', 1], ['b', 2]), key(['a', 1]), ['property.removed t.b: b => - required']],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(base, head)).toEqual(expected);
  });
});
