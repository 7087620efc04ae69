import { describe, expect, it } from 'vitest';
import type { Fields } from './laws/documents.ts';
import { column, told } from './told.ts';

const words = (length: number): string => 'x'.repeat(length);

const sql = (query: string, rest: Fields = {}): Fields => ({ type: 'sql', query, ...rest });
const dbt = (implementation: string, rest: Fields = {}): Fields => ({
  type: 'custom',
  engine: 'dbt',
  implementation,
  ...rest,
});
const missing = (values: readonly string[], rest: Fields = { mustBe: 0 }): Fields => ({
  metric: 'missingValues',
  arguments: { missingValues: values },
  ...rest,
});

function rules(base: readonly Fields[], head: readonly Fields[]): readonly string[] {
  return told(column({ quality: base }), column({ quality: head })).map((line) =>
    line.replace('quality.', '').replace(' t.a', ''),
  );
}

describe('quality rules: which is which', () => {
  const [first, second] = [sql('select 1', { mustBe: 1 }), sql('select 2', { mustBe: 2 })];
  const rows: readonly (readonly [string, readonly Fields[], readonly Fields[], readonly string[]])[] = [
    ['no rule on one side', [], [first], ['added (select 1): - => "select 1"']],
    ['the same in another order', [first, second], [second, first], []],
    [
      'by what they measure, in another order',
      [first, second],
      [
        { ...second, mustBe: 3 },
        { ...first, mustBe: 4 },
      ],
      ['threshold.changed (select 2): "= 2" => "= 3" unknown', 'threshold.changed (select 1): "= 1" => "= 4" unknown'],
    ],
    [
      'by id before anything else',
      [sql('select 1', { id: 'x', mustBe: 1 }), second],
      [{ ...second, id: 'x' }, first],
      ['measure.changed (x): "select 1" => "select 2"', 'measure.changed (select 1): "select 2" => "select 1"'],
    ],
    [
      'by name before what they measure',
      [sql('select 1', { name: 'x', mustBe: 1 }), second],
      [{ ...second, name: 'x' }, first],
      ['measure.changed (x): "select 1" => "select 2"', 'measure.changed (select 1): "select 2" => "select 1"'],
    ],
    [
      'an id before a name',
      [sql('select 1', { id: 'i', name: 'n' })],
      [sql('select 2', { name: 'n' }), sql('select 3', { id: 'i', name: 'n' })],
      ['added (n): - => "select 2"', 'measure.changed (n): "select 1" => "select 3"'],
    ],
    [
      'one query with two thresholds, of which one moves',
      [sql('select 1', { mustBeGreaterThan: 1 }), sql('select 1', { mustBeLessThan: 9 })],
      [sql('select 1', { mustBeLessThan: 10 }), sql('select 1', { mustBeGreaterThan: 1 })],
      ['threshold.changed (select 1): "< 9" => "< 10" loosened'],
    ],
    [
      'one query with two severities, in another order',
      [sql('select 1', { severity: 'info' }), sql('select 1', { severity: 'error' })],
      [sql('select 1', { severity: 'error' }), sql('select 1', { severity: 'info', description: 'w' })],
      ['changed (w): - => "w"'],
    ],
    ['one of two that look alike goes', [first, first], [first], ['removed (select 1): "select 1" => -']],
    [
      'by the metric where the arguments change',
      [missing(['a']), missing(['b'], { mustBe: 1 })],
      [missing(['c']), missing(['b'], { mustBe: 2 })],
      [
        'measure.changed (missingValues): {"missingValues":["a"]} => {"missingValues":["c"]}',
        'threshold.changed (missingValues): "= 1" => "= 2" unknown',
      ],
    ],
    ['the engine counts', [dbt('x')], [{ ...dbt('x'), engine: 'soda' }], ['measure.changed (soda): "dbt" => "soda"']],
    [
      'the implementation counts, the order of its keys does not',
      [{ ...dbt(''), implementation: { a: 1, b: 2 } }],
      [{ ...dbt(''), implementation: { b: 2, a: 1 } }],
      [],
    ],
    [
      'by their thresholds where their words change',
      [
        sql('select 1', { mustBeGreaterThan: 1, description: 'a' }),
        sql('select 1', { mustBeLessThan: 9, description: 'b' }),
      ],
      [
        sql('select 1', { mustBeLessThan: 9, description: 'c' }),
        sql('select 1', { mustBeGreaterThan: 1, description: 'd' }),
      ],
      ['changed (c): "b" => "c"', 'changed (d): "a" => "d"'],
    ],
    [
      'each by its metric where all arguments change',
      [missing(['a']), { metric: 'invalidValues', arguments: { validValues: ['a'] }, mustBe: 1 }],
      [{ metric: 'invalidValues', arguments: { validValues: ['b'] }, mustBe: 1 }, missing(['b'])],
      [
        'measure.changed (invalidValues): {"validValues":["a"]} => {"validValues":["b"]}',
        'measure.changed (missingValues): {"missingValues":["a"]} => {"missingValues":["b"]}',
      ],
    ],
    [
      'words become a query, in other words',
      [{ type: 'text', name: 'n', description: 'Nice.' }],
      [sql('select 1', { name: 'n', description: 'Fine.' })],
      ['measure.changed (n): "Nice." => "select 1"', 'changed (n): "Nice." => "Fine."'],
    ],
    ['case and spaces of a query do not count', [sql('SELECT  1')], [sql('select 1 ')], []],
    [
      'words by their words',
      [{ type: 'text', description: 'Must  be\nnice.' }],
      [{ type: 'text', description: ' Must be nice.' }],
      [],
    ],
    [
      'other words are another rule',
      [{ type: 'text', description: 'Nice.' }],
      [{ type: 'text', description: 'Fine.' }],
      ['added (Fine.): - => "Fine." text', 'removed (Nice.): "Nice." => - text'],
    ],
    [
      'other words under one name',
      [{ type: 'text', name: 'n', description: 'Nice.' }],
      [{ type: 'text', name: 'n', description: 'Fine.' }],
      ['measure.changed (n): "Nice." => "Fine." text'],
    ],
    [
      'words become a query',
      [{ type: 'text', name: 'n', description: 'Nice.' }],
      [sql('select 1', { name: 'n', description: 'Nice.' })],
      ['measure.changed (n): "Nice." => "select 1"'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(rules(base, head)).toEqual(expected);
  });
});

describe('quality rules: what is left alone on both sides', () => {
  const rows: readonly (readonly [string, readonly Fields[], readonly Fields[], readonly string[]])[] = [
    [
      'one query for another',
      [sql('select 1')],
      [sql('select 2')],
      ['measure.changed (select 2): "select 1" => "select 2"'],
    ],
    ['a query for a rule of an engine', [sql('select 1')], [dbt('x')], ['measure.changed (dbt): "select 1" => "dbt"']],
    [
      'a query for a metric',
      [sql('select 1')],
      [missing(['a'])],
      ['measure.changed (missingValues): "select 1" => "missingValues = 0"'],
    ],
    [
      'each with its kind',
      [sql('select 1'), dbt('x')],
      [dbt('y'), sql('select 2')],
      ['measure.changed (dbt): "x" => "y"', 'measure.changed (select 2): "select 1" => "select 2"'],
    ],
    [
      'a rule of an engine and a metric, each with its kind',
      [dbt('x'), missing(['a'])],
      [{ metric: 'rowCount', mustBeGreaterThan: 1 }, dbt('y')],
      ['measure.changed (rowCount): "missingValues = 0" => "rowCount > 1"', 'measure.changed (dbt): "x" => "y"'],
    ],
    [
      'its kind before another',
      [sql('select 1'), dbt('x')],
      [sql('select 2'), missing(['a'])],
      [
        'measure.changed (select 2): "select 1" => "select 2"',
        'measure.changed (missingValues): "dbt" => "missingValues = 0"',
      ],
    ],
    [
      'two for one are no pair',
      [sql('select 1'), sql('select 2')],
      [sql('select 3')],
      [
        'added (select 3): - => "select 3"',
        'removed (select 1): "select 1" => -',
        'removed (select 2): "select 2" => -',
      ],
    ],
    [
      'one for two is no pair',
      [sql('select 1')],
      [sql('select 2'), sql('select 3')],
      ['added (select 2): - => "select 2"', 'added (select 3): - => "select 3"', 'removed (select 1): "select 1" => -'],
    ],
    [
      'two kinds for one are no pair',
      [dbt('x'), missing(['a'])],
      [sql('select 2')],
      [
        'added (select 2): - => "select 2"',
        'removed (dbt): "dbt" => -',
        'removed (missingValues): "missingValues = 0" => -',
      ],
    ],
    [
      'a name is kept',
      [sql('select 1', { name: 'x' })],
      [sql('select 2')],
      ['added (select 2): - => "select 2"', 'removed (x): "select 1" => -'],
    ],
    [
      'an id is kept',
      [sql('select 1')],
      [sql('select 2', { id: 'x' })],
      ['added (x): - => "select 2"', 'removed (select 1): "select 1" => -'],
    ],
    [
      'words are no query',
      [{ type: 'text', description: 'Nice.' }],
      [sql('select 2')],
      ['added (select 2): - => "select 2"', 'removed (Nice.): "Nice." => - text'],
    ],
    [
      'one measured metric for another',
      [missing(['a'])],
      [{ metric: 'rowCount', mustBeGreaterThan: 1 }],
      ['measure.changed (rowCount): "missingValues = 0" => "rowCount > 1"'],
    ],
    [
      'among others that stay',
      [sql('select 1'), sql('select 9'), dbt('x')],
      [dbt('x'), sql('select 9'), sql('select 2')],
      ['measure.changed (select 2): "select 1" => "select 2"'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(rules(base, head)).toEqual(expected);
  });
});

describe('quality rules: what of a rule changed', () => {
  const rule = sql('select 1', {
    id: 'r',
    mustBe: 1,
    unit: 'rows',
    severity: 'warning',
    schedule: '0 1 * * *',
    description: 'w',
    tags: ['x', 'y'],
  });
  const loose = sql('select 1', { id: 'r', unit: 'rows' });
  const rows: readonly (readonly [string, Fields, Fields, readonly string[]])[] = [
    [
      'all at once',
      rule,
      { ...sql('select 2', { id: 'r', mustBe: 2, severity: 'error', schedule: '0 2 * * *', description: 'v' }) },
      [
        'measure.changed (r): "select 1" => "select 2"',
        'severity.changed (r): "warning" => "error" raised severe',
        'schedule.changed (r): "0 1 * * *" => "0 2 * * *" unknown',
        'changed (r): "w" => "v"',
      ],
    ],
    [
      'all but the measure',
      rule,
      { ...rule, mustBe: 2, severity: 'error', schedule: '0 2 * * *', description: 'v', tags: [] },
      [
        'threshold.changed (r): "= 1 rows" => "= 2 rows" unknown',
        'severity.changed (r): "warning" => "error" raised severe',
        'schedule.changed (r): "0 1 * * *" => "0 2 * * *" unknown',
        'changed (r): "w" => "v"',
      ],
    ],
    [
      'the threshold goes',
      sql('select 1', { id: 'r', mustBe: 1, unit: 'rows' }),
      loose,
      ['threshold.changed (r): "= 1 rows" => - loosened'],
    ],
    [
      'the unit of a threshold',
      rule,
      { ...rule, unit: 'percent' },
      ['threshold.changed (r): "= 1 rows" => "= 1 percent" unknown'],
    ],
    ['the unit without a threshold', loose, { ...loose, unit: 'percent' }, ['changed (r): "rows" => "percent"']],
    [
      'a threshold and another unit',
      loose,
      { ...loose, unit: 'percent', mustBe: 1 },
      ['threshold.changed (r): - => "= 1 percent" tightened'],
    ],
    [
      'no threshold any more and another unit',
      { ...loose, mustBe: 1 },
      { ...loose, unit: 'percent' },
      ['threshold.changed (r): "= 1 rows" => - loosened'],
    ],
    ['the order of its tags', rule, { ...rule, tags: ['y', 'x', 'y'] }, []],
    ['another tag', rule, { ...rule, tags: ['y', 'z'] }, ['changed (r): ["x","y"] => ["y","z"]']],
    [
      'the first of its words only',
      rule,
      { ...rule, dimension: 'accuracy', method: 'm', businessImpact: 'b', tags: [] },
      ['changed (r): - => "accuracy"'],
    ],
    ['line breaks in its words', { ...rule, description: 'a b' }, { ...rule, description: ' a\n b' }, []],
    ['the scheduler', rule, { ...rule, scheduler: 'airflow' }, ['schedule.changed (r): - => "airflow" unknown']],
    [
      'the schedule goes',
      { ...loose, schedule: '0 1 * * *' },
      loose,
      ['schedule.changed (r): "0 1 * * *" => - loosened'],
    ],
    ['another name', { ...rule, name: 'n' }, { ...rule, name: 'm' }, ['changed (m): "n" => "m"']],
    [
      'its id',
      sql('select 1', { name: 'n', id: 'x' }),
      sql('select 1', { name: 'n', id: 'y' }),
      ['changed (n): "x" => "y"'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(rules([base], [head])).toEqual(expected);
  });
});

describe('quality rules: what people know one by, and what is severe', () => {
  const rows: readonly (readonly [string, Fields, readonly string[]])[] = [
    ['its name', sql('select 1', { name: 'n', id: 'i', description: 'd' }), ['added (n): - => "select 1"']],
    ['its id', sql('select 1', { id: 'i', description: 'd' }), ['added (i): - => "select 1"']],
    ['its words', sql('select 1', { description: ' two\n words ' }), ['added (two words): - => "select 1"']],
    ['its metric', missing(['a']), ['added (missingValues): - => "missingValues = 0"']],
    ['its query', sql('select  1'), ['added (select 1): - => "select 1"']],
    ['its engine', dbt('x'), ['added (dbt): - => "dbt"']],
    ['nothing', { type: 'custom' }, ['added (custom): - => "custom"']],
    ['no words', { type: 'text' }, ['added (text): - => "text" text']],
    ['no metric', { type: 'library' }, ['added (library): - => "library"']],
    ['no query', { type: 'sql' }, ['added (): - => ""']],
    ['a name of 100 letters', sql('select 1', { name: words(100) }), [`added (${words(100)}): - => "select 1"`]],
    ['the start of a longer one', sql('select 1', { name: words(101) }), [`added (${words(99)}…): - => "select 1"`]],
    ['severity error', sql('select 1', { severity: 'error' }), ['added (select 1): - => "select 1" severe']],
    ['severity warning', sql('select 1', { severity: 'warning' }), ['added (select 1): - => "select 1"']],
    [
      'words that must hold',
      { type: 'text', description: 'Nice.', severity: 'error' },
      ['added (Nice.): - => "Nice." text'],
    ],
    [
      'a metric with threshold and unit',
      missing(['a'], { mustBeLessThan: 5, unit: 'percent' }),
      ['added (missingValues): - => "missingValues < 5 percent"'],
    ],
    [
      'several operators',
      missing(['a'], { mustBeGreaterThan: 1, mustBeLessThan: 5 }),
      ['added (missingValues): - => "missingValues > 1, < 5"'],
    ],
  ];
  it.each(rows)('%s', (_name, rule, expected) => {
    expect(rules([], [rule])).toEqual(expected);
  });
});
